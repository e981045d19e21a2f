"""Snapshots → Archive: days, papers and tags, each found by its key."""
