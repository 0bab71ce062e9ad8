"""SPARQL: the text of queries, the stores that answer them, and their answers."""
