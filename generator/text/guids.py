"""Identities that outlive a site's address (contract §5)."""

import uuid
from datetime import date

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:broadsheet:paper")
_DAYS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:broadsheet:day")
_FEEDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:broadsheet:feed")


def paper_guid(identifier: str, *, doi: str | None, source: str = "huggingface") -> str:
    """A feed item's id: the paper's DOI as a URL, else a `urn:uuid:` version 5 of its source and its id there."""
    if doi is not None:
        return f"https://doi.org/{doi}"
    return uuid.uuid5(_NAMESPACE, f"{source}\n{identifier}").urn


def day_guid(day: date) -> str:
    """The id of an archive day."""
    return uuid.uuid5(_DAYS, day.isoformat()).urn


def feed_guid(archive: str, path: str) -> str:
    """The id of the feed at `path` of `archive`, at whatever address and under whatever title that is published."""
    return uuid.uuid5(_FEEDS, f"{archive}\n{path}").urn
