"""The Model Context Protocol: what language models ask of the graph, with sources and in pages.

`arguments` declares the tools, `tools` answers them in a worker process, `pages` bounds the answers, `server`
connects them to the official SDK, `http` and `stdio` are the two transports.
"""
