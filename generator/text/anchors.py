"""HTML → the places in it that links can lead to, and where its own links lead."""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

_LINKS = ("href", "src", "poster", "srcset")
_WITH_ANY = ",".join(f"[{name}]" for name in ("id", *_LINKS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """What a page is linked by and links to: its `ids`, those that stand `twice`, its addresses as they are written."""

    ids: frozenset[str]
    twice: tuple[str, ...]
    links: tuple[str, ...]


def anchors(html: str) -> Anchors:
    """The ids and addresses of `html`, each once, in their order; whatever it is, a browser's reading of it."""
    ids: dict[str, int] = {}
    links: dict[str, None] = {}
    for node in LexborHTMLParser(html).css(_WITH_ANY):
        attributes = node.attributes
        if (identifier := attributes.get("id")) is not None:
            ids[identifier] = ids.get(identifier, 0) + 1
        for name in _LINKS:
            if value := attributes.get(name):
                found = [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]
                links |= dict.fromkeys(found)
    twice = tuple(identifier for identifier, count in ids.items() if count > 1)
    return Anchors(ids=frozenset(ids), twice=twice, links=tuple(links))
