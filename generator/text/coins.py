"""COinS: what Zotero and others find of a paper in the `title` of an empty span.

https://en.wikipedia.org/wiki/COinS
"""

from collections.abc import Sequence
from urllib.parse import quote_plus


def context_object(title: str, *, doi: str | None, authors: Sequence[str]) -> str:
    """A preprint as an OpenURL context object, to be escaped as HTML.

    Who saves an item that has a title, a DOI and no author looks the rest up; with some of its authors it would be
    saved with these alone.  So one that has a DOI gets none, any other one all of them.
    """
    facts = [
        ("ctx_ver", "Z39.88-2004"),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"),
        ("rft.type", "preprint"),
        ("rft.title", title),
    ]
    facts += [("rft_id", f"info:doi/{doi}")] if doi else [("rft.au", author) for author in authors]
    return "&".join([f"{name}={quote_plus(value, safe=':/', errors='replace')}" for name, value in facts])
