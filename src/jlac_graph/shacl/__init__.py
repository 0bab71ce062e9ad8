"""SHACL validation: shapes compiled to SPARQL, with the results of the recommendation."""
