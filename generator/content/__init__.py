"""`content/` ↔ values: snapshots, notes, hand-written pages, the tag ledger."""
