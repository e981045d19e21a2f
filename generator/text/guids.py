"""Identities that outlive a site's address (contract §5)."""

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:broadsheet:paper")


def paper_guid(identifier: str, *, doi: str | None, source: str = "huggingface") -> str:
    """A feed item's id: the paper's DOI as a URL, else a `urn:uuid:` version 5 of its source and its id there."""
    if doi is not None:
        return f"https://doi.org/{doi}"
    return uuid.uuid5(_NAMESPACE, f"{source}\n{identifier}").urn
