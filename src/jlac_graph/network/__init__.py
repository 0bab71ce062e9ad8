"""Networks made of a graph: projections, measures, paths, and traces with their evidence."""
