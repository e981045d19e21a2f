"""RSS 2.0 with what readers expect beside it: Atom's links, Dublin Core's creators, full content, a history to walk.

https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile, https://web.resource.org/rss/1.0/modules/syndication/,
https://www.rfc-editor.org/rfc/rfc5005, https://www.w3.org/TR/websub/
"""

from functools import lru_cache
from html import escape

from generator.model import Feed, FeedItem
from generator.text.dates import rfc822, rfc822_moment
from generator.text.mathml import letters_for_mathml
from generator.text.xml import cdata, xml_attribute, xml_text

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_HISTORY = 'xmlns:fh="http://purl.org/syndication/history/1.0"'
_RHYTHM = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
_TYPE = ' type="application/rss+xml"'
_ARCHIVE = "<fh:archive/>\n"
_HINTS = "<ttl>360</ttl>\n<sy:updatePeriod>daily</sy:updatePeriod>\n<sy:updateFrequency>4</sy:updateFrequency>\n"
"""How often it is worth asking: the ends of days differ, so a daily list is asked for four times a day."""


def rss(feed: Feed) -> str:
    """The feed as an RSS 2.0 document; a feed without items is valid too.

    An archive document says that it is one, and gives no hint of when to ask again: it does not change.
    """
    updated = f"<lastBuildDate>{rfc822_moment(feed.updated)}</lastBuildDate>\n" if feed.updated else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" {_NAMESPACES} {_HISTORY if feed.current else _RHYTHM}>\n<channel>\n'
        f"<title>{_text(feed.title)}</title>\n"
        f"<link>{_text(feed.url)}</link>\n"
        f"{_links(feed)}"
        f"<description>{_text(feed.description)}</description>\n"
        f"<language>{_text(feed.language)}</language>\n"
        f"{updated}"
        "<docs>https://www.rssboard.org/rss-specification</docs>\n"
        f"{_ARCHIVE if feed.current else _HINTS}"
        f"{''.join(map(_item, feed.items))}"
        "</channel>\n</rss>\n"
    )


def _links(feed: Feed) -> str:
    places = (
        ("self", feed.self_url, _TYPE),
        ("current", feed.current, _TYPE),
        ("prev-archive", feed.previous, _TYPE),
        ("hub", feed.hub, ""),
    )
    return "".join(
        f'<atom:link rel="{relation}"{kind} href={xml_attribute(url)}/>\n' for relation, url, kind in places if url
    )


@lru_cache(maxsize=1 << 12)
def _item(item: FeedItem) -> str:
    """One item, made once for all the feeds that carry it."""
    creators = "".join([f"<dc:creator>{_text(name)}</dc:creator>" for name in item.creators])
    categories = "".join([f"<category>{_text(name)}</category>" for name in item.categories])
    source = f"<source url={xml_attribute(item.source[1])}>{_text(item.source[0])}</source>" if item.source else ""
    return (
        f"<item>\n<title>{_text(item.title)}</title>\n"
        f"<link>{_text(item.url)}</link>\n"
        f'<guid isPermaLink="false">{_text(item.guid)}</guid>\n'
        f"<pubDate>{rfc822(item.day)}</pubDate>\n"
        f"{creators}{categories}{source}\n"
        f"{_content(item)}\n</item>\n"
    )


def _content(item: FeedItem) -> str:
    """The whole item as its description, or behind one that is its beginning; both are HTML, formulas as letters.

    Readers drop the tags of MathML in escaped HTML, and the W3C's validator warns of them.
    """
    html = cdata(letters_for_mathml(item.html))
    if not item.summary:
        return f"<description>{html}</description>"
    beginning = xml_text(escape(item.summary, quote=False))
    return f"<description>{beginning}</description>\n<content:encoded>{html}</content:encoded>"


def _text(text: str) -> str:
    """Plain text where some readers look for HTML: as the profile wants it, with references by number (§ title)."""
    return xml_text(text).replace("&amp;", "&#x26;").replace("&lt;", "&#x3C;")
