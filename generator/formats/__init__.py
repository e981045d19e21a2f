"""What programs read, a file each: the same in every theme."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.formats.atom import atom
from generator.formats.jsonfeed import jsonfeed
from generator.formats.opml import opml
from generator.formats.rss import rss
from generator.formats.sitemap import sitemap

FORMATS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "atom": lambda values: atom(values["feed"]),
    "jsonfeed": lambda values: jsonfeed(values["feed"]),
    "opml": lambda values: opml(values["title"], values["groups"]),
    "rss": lambda values: rss(values["feed"]),
    "sitemap": lambda values: sitemap(values["entries"]),
    "text": lambda values: str(values["text"]),
}
"""The name a planned page gives as its template → how its values become text."""
