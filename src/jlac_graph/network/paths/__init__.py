"""The best-evidenced paths between two nodes: costs of links, the search, the ranking."""
