"""The query library: its files, their parameters, its catalogue."""
