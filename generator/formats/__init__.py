"""What programs read, a file each: the same in every theme."""

from collections.abc import Callable, Mapping
from typing import Any

from generator.formats.atom import atom
from generator.formats.bibtex import bibtex
from generator.formats.card import draw_card
from generator.formats.csljson import csl_json
from generator.formats.jsonfeed import jsonfeed
from generator.formats.markdown import markdown_day, markdown_paper
from generator.formats.opensearch import opensearch
from generator.formats.opml import opml
from generator.formats.parquet import parquet
from generator.formats.redirect import redirect
from generator.formats.ris import ris
from generator.formats.rss import rss
from generator.formats.sitemap import sitemap, sitemap_index
from generator.formats.sqlite import sqlite
from generator.formats.tables import comma_separated, json_lines
from generator.formats.worker import worker
from generator.schema import to_json

FORMATS: Mapping[str, Callable[[Mapping[str, Any]], str | bytes]] = {
    "atom": lambda values: atom(values["feed"]),
    "jsonfeed": lambda values: jsonfeed(values["feed"]),
    "opml": lambda values: opml(values["title"], values["groups"]),
    "rss": lambda values: rss(values["feed"]),
    "sitemap": lambda values: sitemap(values["entries"]),
    "sitemapindex": lambda values: sitemap_index(values["entries"]),
    "redirect": lambda values: redirect(**values),
    "text": lambda values: str(values["text"]),
    "json": lambda values: to_json(values["document"]),
    "bibtex": lambda values: bibtex(values["references"]),
    "ris": lambda values: ris(values["references"]),
    "csljson": lambda values: csl_json(values["references"]),
    "markdown": lambda values: (
        markdown_paper(values["record"]) if "record" in values else markdown_day(values["document"], values["heading"])
    ),
    "jsonlines": lambda values: json_lines(values["records"]),
    "csv": lambda values: comma_separated(values["records"]),
    "parquet": lambda values: parquet(values["records"]),
    "sqlite": lambda values: sqlite(values["records"]),
    "card": lambda values: draw_card(values["card"]),
    "bytes": lambda values: bytes(values["data"]),
    "opensearch": lambda values: opensearch(**values),
    "worker": lambda values: worker(**values),
}
"""The name a planned page gives as its template → how its values become text, or bytes."""
