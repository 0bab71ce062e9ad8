"""Link analysis on graphs: paths, centrality, communities, brokers, motifs; knows no RDF.

`evidence`, `compact` and `paths` need the standard library alone, so that `jlac trace` starts at
once; the other modules work on networkx graphs and import networkx when they are imported.
"""
