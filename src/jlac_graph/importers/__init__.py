"""Public data sets as collections: readers, declared mappings, and what does not fit, listed."""
