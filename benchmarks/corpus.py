"""Invented papers, the same at each call, as an archive of ours and as a site of Hugo's."""

import compileall
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import generator
from generator.content.snapshots import write_snapshot
from generator.model import Paper, Receipt, Snapshot, VoteCount

PER_DAY = 30
_HERE = Path(__file__).parent
_FIRST = date(2020, 1, 1)
_WORDS = (
    "agent attention baseline benchmark bias caption data decoder diffusion distill embedding encoder "
    "evaluation feature flow gradient graph image inference kernel language latent layer learning length "
    "loss memory method model motion network noise output parameter planning policy prompt query ranking "
    "reasoning retrieval reward sample scale scene score search sequence signal speech structure student "
    "task teacher text token training transfer tuning vector video vision weight window world"
).split()
_SITE = """\
title: Benchmark
base_url: https://example.org/
theme: benchmark
# As many items in feeds and on pages of tags as Hugo's site has, and none of the files that it does not have.
feeds: {items: 50, tag_items: 20, history: false}
tags: {page_size: 50}
citations: {days: [], coins: []}
data: {days: false, upstream: []}
share_cards: false
search: false
related: false
areas: false
organizations: false
authors: false
trends: false
"""
_TAGS = 300
_TAGS_A_PAPER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A paper of nobody's."""

    id: str
    day: date
    title: str
    authors: tuple[str, ...]
    abstract: str
    upvotes: int
    tags: tuple[str, ...]


def compile_program() -> None:
    """Compile the program's modules, as every installation does: a checkout's may have been changed just now."""
    compileall.compile_dir(Path(generator.__file__).parent, quiet=1)


def days(papers: int) -> Iterator[tuple[date, list[Item]]]:
    """So many papers, thirty a day; those of a smaller corpus are the first of a larger one."""
    rng = random.Random(7)  # noqa: S311 - invented text, no secret
    tags = sorted({f"{one} {other}" for one in _WORDS for other in _WORDS if one != other})
    tags = rng.sample(tags, _TAGS)
    weights = [1 / (place + 10) for place in range(_TAGS)]
    for number, first in enumerate(range(0, papers, PER_DAY)):
        day = _FIRST + timedelta(days=number)
        yield day, [_item(rng, day, place, tags, weights) for place in range(min(PER_DAY, papers - first))]


def _item(rng: random.Random, day: date, place: int, tags: Sequence[str], weights: Sequence[float]) -> Item:
    sentences = (" ".join(rng.choices(_WORDS, k=18)).capitalize() + "." for _ in range(10))
    return Item(
        id=f"{day:%y%m}.{day.day:02}{place:03}",
        day=day,
        title=" ".join(rng.choices(_WORDS, k=9)).title(),
        authors=tuple(f"{rng.choice(_WORDS).title()} {rng.choice(_WORDS).title()}" for _ in range(6)),
        abstract=" ".join(sentences),
        upvotes=rng.randrange(120),
        tags=tuple(dict.fromkeys(rng.choices(tags, weights, k=_TAGS_A_PAPER))),
    )


def write_broadsheet(root: Path, papers: int) -> None:
    """An archive of ours, with the theme whose pages are those of Hugo's layouts."""
    content = root / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text(_SITE, encoding="utf-8")
    shutil.copytree(_HERE / "theme", root / "themes" / "benchmark")
    for day, items in days(papers):
        add_to_broadsheet(root, day, items)


def add_to_broadsheet(root: Path, day: date, items: Sequence[Item]) -> None:
    """One more day."""
    now = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)
    receipt = Receipt(source="huggingface", url="https://example.org", fetched_at=now, papers=len(items), complete=True)
    rows = tuple(
        Paper(
            id=item.id,
            title=item.title,
            authors=item.authors,
            published=day,
            abstract=item.abstract,
            upvotes=item.upvotes,
            votes=(VoteCount(at=now, upvotes=item.upvotes),),
            keywords=item.tags,
        )
        for item in items
    )
    write_snapshot(root / "content", Snapshot(day=day, snapshots=(receipt,), papers=rows))


def write_hugo(root: Path, papers: int) -> None:
    """A site of Hugo's: a Markdown file a paper, taxonomies for days, months, years and tags."""
    shutil.copytree(_HERE / "hugo", root)
    for kind in ("days", "months", "years"):
        index = {"title": kind, "cascade": {"outputs": ["html"]}}
        (root / "content" / kind).mkdir(parents=True)
        (root / "content" / kind / "_index.md").write_text(json.dumps(index), encoding="utf-8")
    for day, items in days(papers):
        add_to_hugo(root, day, items)


def add_to_hugo(root: Path, day: date, items: Sequence[Item]) -> None:
    """One more day."""
    folder = root / "content" / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    for item in items:
        front = {
            "title": item.title, "date": f"{day}T06:00:00Z", "slug": item.id, "authors": item.authors,
            "upvotes": item.upvotes, "tags": item.tags, "days": [f"{day}"], "months": [f"{day:%Y-%m}"],
            "years": [f"{day:%Y}"],
        }  # fmt: skip
        (folder / f"{item.id}.md").write_text(f"{json.dumps(front)}\n\n{item.abstract}\n", encoding="utf-8")
