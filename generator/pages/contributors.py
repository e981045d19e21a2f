"""The pages of organizations and authors."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from generator.archive.contributors import each_once
from generator.cache import digest
from generator.model import Contributor, Page
from generator.pages.charts import columns
from generator.pages.desk import Desk, initial_of
from generator.pages.site import AUTHORS, ORGANIZATIONS, author_path, organization_path
from generator.pages.views import ContributorView, FeedLink

_LARGEST = 24
_LONG = 20
"""With so many papers or more, how they are spread over time is drawn."""


def organization_pages(desk: Desk) -> Iterator[Page]:
    """The index, and for each organization its page and its feed; nothing where none has enough papers."""
    found = each_once(desk.archive.organizations)
    if found:
        yield _index(desk, "organizations", ORGANIZATIONS, found)
    for one in found:
        yield _page(desk, "organization", organization_path(one.slug), one)
        yield desk.feeds.of_organization(one)


def author_pages(desk: Desk) -> Iterator[Page]:
    """The index, and each author's page."""
    found = each_once(desk.archive.authors)
    if found:
        yield _index(desk, "authors", AUTHORS, found)
    for one in found:
        yield _page(desk, "author", author_path(one.slug), one)


def _index(desk: Desk, kind: str, path: str, found: list[Contributor]) -> Page:
    facts = [(one.slug, one.name, len(one.papers)) for one in found]
    return Page(
        path=path,
        template=f"{kind}.html",
        stamp=digest(repr(facts).encode()),
        make=partial(_index_values, desk, kind, path, found),
    )


def _index_values(desk: Desk, kind: str, path: str, found: list[Contributor]) -> dict[str, Any]:
    texts = desk.texts
    about = texts.say("organizations_description") if kind == "organizations" else texts.say("authors_description")
    values = desk.frame.values(path, kind, _title(desk, kind), description=about)
    views = [_view(desk, kind.removesuffix("s"), one) for one in found]
    ranked = sorted(views, key=lambda view: (-view.papers, view.name.casefold(), view.slug))
    by_name = sorted(views, key=lambda view: (view.initial, view.name.casefold(), view.slug))
    return {**values, "largest": tuple(ranked[:_LARGEST]), kind: tuple(by_name)}


def _title(desk: Desk, kind: str) -> str:
    return desk.texts.say("organizations") if kind == "organizations" else desk.texts.say("authors_title")


def _view(desk: Desk, kind: str, one: Contributor) -> ContributorView:
    path = organization_path(one.slug) if kind == "organization" else author_path(one.slug)
    return ContributorView(
        slug=one.slug,
        name=one.name,
        url=desk.addresses.href(path),
        papers=len(one.papers),
        initial=initial_of(one.name),
    )


def _page(desk: Desk, kind: str, path: str, one: Contributor) -> Page:
    return Page(
        path=path,
        template=f"{kind}.html",
        stamp=digest(one.name.encode(), desk.stamps.of(one.papers)),
        make=partial(_values, desk, kind, path, one),
    )


def _values(desk: Desk, kind: str, path: str, one: Contributor) -> dict[str, Any]:
    texts = desk.texts
    feed: FeedLink | None = None
    if kind == "organization":
        feed = desk.feeds.named_link(f"{one.name} · {desk.config.title}", path)
    index = ORGANIZATIONS if kind == "organization" else AUTHORS
    values = desk.frame.values(
        path,
        kind,
        one.name,
        description=texts.say("papers_from", name=one.name) if feed else texts.say("papers_by", name=one.name),
        feeds=(feed,) if feed else (),
        crumbs=(desk.link(_title(desk, f"{kind}s"), index),),
    )
    years = groupby(reversed(one.papers), key=lambda identifier: desk.archive.home[identifier].year)
    if feed:
        values["feed"] = feed
        values["chart"] = columns(desk.trends.by_month(one.papers)) if len(one.papers) >= _LONG else None
    return values | {
        kind: _view(desk, kind, one),
        "years": tuple((year, desk.rows(ids)) for year, ids in years),
    }
