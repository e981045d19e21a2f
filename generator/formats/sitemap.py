"""sitemap.xml: https://www.sitemaps.org/protocol.html."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

from generator.model import MARK
from generator.text.xml import xml_text


def sitemap(entries: Iterable[tuple[str, date | None]]) -> str:
    """Absolute addresses with the day on which each last changed, where that is known."""
    return _document("urlset", "url", list(entries))


def sitemap_index(entries: Iterable[tuple[str, date | None]]) -> str:
    """The addresses of sitemaps, likewise."""
    return _document("sitemapindex", "sitemap", list(entries))


def _document(root: str, row: str, entries: Sequence[tuple[str, date | None]]) -> str:
    addresses = [url for url, _ in entries]
    together = "".join(addresses)
    if not together.isascii() or xml_text(together) != together:
        addresses = [xml_text(url) for url in addresses]
    days = [_lastmod(day) for _, day in entries]
    pairs = zip(addresses, days, strict=True)
    rows = "".join([f"<{row}><loc>{address}</loc>{day}</{row}>\n" for address, day in pairs])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{MARK}\n"
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{root}>\n'
    )


@cache
def _lastmod(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
