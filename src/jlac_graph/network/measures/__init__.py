"""Measures of a network: centrality, brokers, communities, neighbours, mixing."""
