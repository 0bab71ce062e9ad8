"""The reference of the documentation site, made from ontology, schemas, queries, docstrings and graph."""
