"""sitemap.xml: https://www.sitemaps.org/protocol.html."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from generator.model import MARK
from generator.text.xml import xml_text


def sitemap(entries: Iterable[tuple[str, date | None]]) -> str:
    """Absolute addresses with the day on which each last changed, where that is known."""
    entries = list(entries)
    addresses = [url for url, _ in entries]
    together = "".join(addresses)
    if not together.isascii() or xml_text(together) != together:
        addresses = [xml_text(url) for url in addresses]
    days = [_lastmod(day) for _, day in entries]
    pairs = zip(addresses, days, strict=True)
    rows = "".join([f"<url><loc>{address}</loc>{day}</url>\n" for address, day in pairs])
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{MARK}\n"
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


@cache
def _lastmod(day: date | None) -> str:
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
