"""Reading a graph: names, labels, links, profiles and differences."""
