"""A knowledge graph of cooperation and investment between Japan and Latin America."""

__version__ = "0.1.0"

__all__ = ["__version__"]
