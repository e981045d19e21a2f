"""Broadsheet: snapshots of paper feeds in git, and the site that is made of them."""

__version__ = "0.1.0"
