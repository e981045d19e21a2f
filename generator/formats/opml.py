"""OPML 2.0, a list of feeds that readers import: https://opml.org/spec2.opml."""

import re
from collections.abc import Iterable, Sequence

from generator.model import Subscription
from generator.text.xml import xml_attribute, xml_text

_MARKUP = re.compile(r"([&<])(?=[\w#/!?])")


def opml(title: str, groups: Iterable[tuple[str, Sequence[Subscription]]]) -> str:
    """The feeds of each named group; a group without feeds is left out."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<opml version="2.0">\n<head>\n<title>{xml_text(title)}</title>\n</head>\n<body>\n'
        f"{''.join(_group(name, feeds) for name, feeds in groups if feeds)}"
        "</body>\n</opml>\n"
    )


def _group(name: str, feeds: Sequence[Subscription]) -> str:
    rows = "".join(
        f'<outline type="rss" text={_text(feed.title)} title={_text(feed.title)} '
        f"xmlUrl={xml_attribute(feed.url)} htmlUrl={xml_attribute(feed.page)}/>\n"
        for feed in feeds
    )
    return f"<outline text={_text(name)}>\n{rows}</outline>\n"


def _text(title: str) -> str:
    """A title as an attribute, which some readers take for HTML, others for text: a space keeps it the same to both."""
    return xml_attribute(_MARKUP.sub(r"\1 ", title))
