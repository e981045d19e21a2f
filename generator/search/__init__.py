"""Papers → the files by which browsers find them: `docs/search.md` tells how."""
