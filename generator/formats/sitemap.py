"""sitemap.xml: https://www.sitemaps.org/protocol.html."""

from collections.abc import Iterable
from datetime import date

from generator.model import MARK
from generator.text.xml import xml_text


def sitemap(entries: Iterable[tuple[str, date | None]]) -> str:
    """Absolute addresses with the day on which each last changed, where that is known."""
    rows = "".join(
        f"<url><loc>{xml_text(url)}</loc>{f'<lastmod>{day.isoformat()}</lastmod>' if day else ''}</url>\n"
        for url, day in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{MARK}\n"
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )
