"""The static site: the explorer, a page for each entity and fact, and SPARQL, from files alone."""
