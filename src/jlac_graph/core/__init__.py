"""What every room uses: errors, namespaces, languages, paths, atomic files, messages."""
