"""How much a mention of each phrase of the ledger tells, counted from papers that have keywords.

    python benchmarks/phrases.py --site DIR [--until 2025-12-31] [--write]

Of the papers up to a day it counts how often one whose title or abstract holds a phrase has a keyword that comes to the
phrase's tag.  Seldom seen phrases lean towards their tag, seldom seen tags towards all.  From six of ten on a
phrase is `strong`, below four of ten `weak`.  `--write` puts both into content/tags.yaml and leaves the rest as it is.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.archive.tagger import Tagger
from generator.content.everything import read_content
from generator.content.ledger import read_ledger
from generator.content.strictyaml import read_yaml
from generator.model import Ledger, Paper
from generator.text.folding import stemmed

LEDGER = Path(__file__).parents[1] / "content" / "tags.yaml"
HEAD = (
    "# The tags of the field. docs/tags.md says what the keys mean; tags of your own go into content/tags.own.yaml.\n"
    "# `strong` and `weak` are counted: benchmarks/phrases.py.\n"
)
STRONG, USUAL = 0.6, 0.4
LEANING = 4
WIDTH = 120
KEYS = ("name", "slug", "description", "area", "aliases", "phrases", "strong", "weak", "formerly")


def truth(paper: Paper, tagger: Tagger) -> set[str]:
    """The tags that the paper's keywords come to, all of them."""
    found = {tagger.named(keyword) or tagger.within(keyword) for keyword in paper.keywords}
    return {slug for slug in found if slug}


def chances(papers: Iterable[Paper], tagger: Tagger) -> dict[str, float]:
    """The share of papers that hold a phrase, by each phrase (stemmed), whose keywords come to its tag."""
    held, right = Counter[int](), Counter[int]()
    spoken, meant = Counter[str](), Counter[str]()
    for paper in papers:
        tags = truth(paper, tagger)
        numbers = {*tagger.mentions(paper.title), *tagger.mentions(paper.abstract)}
        slugs = {slug for number in numbers for slug in tagger.tags_of(number)}
        held.update(numbers)
        right.update(number for number in numbers if not tags.isdisjoint(tagger.tags_of(number)))
        spoken.update(slugs)
        meant.update(slugs & tags)
    overall = meant.total() / max(1, spoken.total())
    by_tag = {slug: (meant[slug] + LEANING * overall) / (spoken[slug] + LEANING) for slug in spoken}
    return {
        phrase: (right[number] + LEANING * by_tag.get(tagger.tags_of(number)[0], overall)) / (held[number] + LEANING)
        for number, phrase in enumerate(tagger.phrases)
    }


def weighed(row: dict[str, Any], chance: dict[str, float]) -> dict[str, Any]:
    """A tag's row with its phrases told apart by their chance."""
    names = list(dict.fromkeys(row.get("phrases", [row["name"], *row.get("aliases", [])])))
    found = {
        "strong": [name for name in names if chance[stemmed(name)] >= STRONG],
        "weak": [name for name in names if chance[stemmed(name)] < USUAL],
    }
    return {key: value for key in KEYS if (value := (row | found).get(key))}


def ledger_text(areas: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> str:
    """The ledger as it stands in the repository."""
    parts = [HEAD, "format: 1\nareas:\n", *map(_row_text, areas), "tags:\n"]
    area = ""
    for row in rows:
        if row.get("area", "") != area:
            area = row.get("area", "")
            parts.append(f"# {area}\n")
        parts.append(_row_text(row))
    return "".join(parts)


def _row_text(row: dict[str, Any]) -> str:
    lines = [_list(key, value) if isinstance(value, list) else f"{key}: {_scalar(value)}" for key, value in row.items()]
    return "".join(f"{'  ' if place else '- '}{line}\n" for place, line in enumerate(lines))


def _list(key: str, names: Sequence[str]) -> str:
    lines, line = [], f"{key}: ["
    for place, name in enumerate(names, start=1):
        piece = _scalar(name) + ("]" if place == len(names) else ", ")
        if len(line) + len(piece) > WIDTH - 2:
            lines.append(line.rstrip())
            line = "    "
        line += piece
    return "\n".join([*lines, line])


def _scalar(text: str) -> str:
    if re.fullmatch(r"[A-Za-z_][\w ./+()-]*", text) and read_yaml(text, "") == text:
        return text
    return "'{}'".format(text.replace("'", "''"))


def main() -> None:
    """Count, and write if asked."""
    parser = argparse.ArgumentParser(description="Weigh the phrases of the ledger.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--until", type=date.fromisoformat, default=date(2025, 12, 31))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    tagger = Tagger(Ledger(tags=read_ledger(LEDGER.parent).tags))
    days = [day for day in read_content(options.site / "content").snapshots if day.day <= options.until]
    papers = {paper.id: paper for day in reversed(days) for paper in day.papers if paper.keywords}
    chance = chances(papers.values(), tagger)
    data = read_yaml(LEDGER.read_text("utf-8"), LEDGER.name)
    rows = [weighed(row, chance) for row in data["tags"]]
    strong, weak = (sum(len(row.get(key, ())) for row in rows) for key in ("strong", "weak"))
    print(f"{len(papers)} papers with keywords; {len(chance)} phrases, {strong} of them strong, {weak} weak")
    if options.write:
        LEDGER.write_text(ledger_text(data["areas"], rows), encoding="utf-8")


if __name__ == "__main__":
    main()
