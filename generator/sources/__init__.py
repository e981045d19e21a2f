"""One file a source: which addresses it is asked at, and its answers → entries.  Parsing is a pure function."""
