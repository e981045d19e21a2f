"""Pure functions on text, a noun a file."""
