"""The curated tables: reading them, checking their cells, and making quads of them."""
