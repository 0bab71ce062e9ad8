"""The small graph in three named graphs."""

from tests.fixtures.small_graph import embedded, graph_path, queries_path  # noqa: F401
