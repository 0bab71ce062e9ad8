"""Writing rows and triples: terminal, CSV, spreadsheets, Markdown, RDF."""
