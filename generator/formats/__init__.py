"""What programs read, a file each: the same in every theme."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.formats.rss import rss
from generator.formats.sitemap import sitemap

FORMATS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "rss": lambda values: rss(values["feed"]),
    "sitemap": lambda values: sitemap(values["entries"]),
    "text": lambda values: str(values["text"]),
}
"""The name a planned page gives as its template → how its values become text."""
