"""Benchmarks: each compares this project with a known tool in one run, as ratios."""
