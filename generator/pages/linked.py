"""JSON-LD: what pages say of themselves to search engines, in the words of https://schema.org/."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.pages.views import Link, PaperView
from generator.schema import to_json
from generator.text.html import for_script

_CONTEXT = "https://schema.org"
_PLACES = ("areas", "area", "organizations", "authors", "trends")
_LISTS = frozenset({"day", "week", "month", "year", "archive", "tags", "tag", *_PLACES})


def linked_website(name: str, *, url: str, description: str, language: str, search: str) -> str:
    """The site, on its home page; `search` is the address of its results, with `{words}` in it, or empty."""
    facts: dict[str, Any] = {"@type": "WebSite", "name": name, "url": url, "description": description}
    facts["inLanguage"] = language
    if search:
        target = {"@type": "EntryPoint", "urlTemplate": search}
        facts["potentialAction"] = {"@type": "SearchAction", "target": target, "query-input": "required name=words"}
    return _written(_said({"@context": _CONTEXT, **facts}))


def linked_list(kind: str, name: str, *, url: str, crumbs: Sequence[Link]) -> str:
    """A page that lists papers or other such pages, and the way to it; nothing for other kinds of page.

    The addresses of `crumbs` are absolute.
    """
    if kind not in _LISTS:
        return ""
    page: dict[str, Any] = {"@context": _CONTEXT, "@type": "CollectionPage", "name": name, "url": url}
    items: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": step.label, "item": step.url}
        for place, step in enumerate(crumbs, start=1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": name})
    if crumbs:
        page["breadcrumb"] = {"@type": "BreadcrumbList", "itemListElement": items}
    return _written(page)


def linked_article(view: PaperView, *, url: str, authors: bool) -> str:
    """A paper, known by its DOI where it has one; its `authors` are in the page's `citation_author` tags anyway.

    They are names alone, since nobody can tell a person's from a group's.
    """
    facts = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "@id": f"https://doi.org/{view.doi}" if view.doi else url,
        "headline": view.title,
        "datePublished": view.published.isoformat() if view.published else None,
        "author": list(view.authors) if authors else None,
    }
    return _written(_said(facts))


def _said(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}


def _written(facts: Mapping[str, Any]) -> str:
    return for_script(to_json(facts).rstrip("\n"))
