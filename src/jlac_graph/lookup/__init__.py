"""Reading things back from a graph: names, labels, links, profiles, differences."""
