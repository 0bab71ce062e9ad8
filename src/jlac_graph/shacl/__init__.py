"""SHACL validation: shapes compiled to SPARQL, with the results of the recommendation."""

from .engine import read_shapes, reference, validate

__all__ = ["read_shapes", "reference", "validate"]
