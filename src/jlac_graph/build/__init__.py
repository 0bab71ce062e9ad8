"""From tables to a validated graph: quads, rules, sentences, shapes, and the files of a build."""
