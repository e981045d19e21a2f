"""RSS 2.0 with what readers expect beside it: Atom's self link, Dublin Core's creators, full content.

https://www.rssboard.org/rss-specification, https://www.rssboard.org/rss-profile
"""

from functools import lru_cache

from generator.model import Feed, FeedItem
from generator.text.dates import rfc822, rfc822_moment
from generator.text.xml import cdata, xml_attribute, xml_text

_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def rss(feed: Feed) -> str:
    """The feed as an RSS 2.0 document; a feed without items is valid too."""
    updated = f"<lastBuildDate>{rfc822_moment(feed.updated)}</lastBuildDate>\n" if feed.updated else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<rss version="2.0" {_NAMESPACES}>\n<channel>\n'
        f"<title>{xml_text(feed.title)}</title>\n"
        f"<link>{xml_text(feed.url)}</link>\n"
        f'<atom:link rel="self" type="application/rss+xml" href={xml_attribute(feed.self_url)}/>\n'
        f"<description>{xml_text(feed.description)}</description>\n"
        f"<language>{xml_text(feed.language)}</language>\n"
        f"{updated}"
        "<docs>https://www.rssboard.org/rss-specification</docs>\n"
        f"{''.join(map(_item, feed.items))}"
        "</channel>\n</rss>\n"
    )


@lru_cache(maxsize=1 << 12)
def _item(item: FeedItem) -> str:
    """One item, made once for all the feeds that carry it."""
    creators = "".join(f"<dc:creator>{xml_text(name)}</dc:creator>\n" for name in item.creators)
    categories = "".join(f"<category>{xml_text(name)}</category>\n" for name in item.categories)
    return (
        f"<item>\n<title>{xml_text(item.title)}</title>\n"
        f"<link>{xml_text(item.url)}</link>\n"
        f'<guid isPermaLink="false">{xml_text(item.guid)}</guid>\n'
        f"<pubDate>{rfc822(item.day)}</pubDate>\n"
        f"{creators}{categories}"
        f"<content:encoded>{cdata(item.html)}</content:encoded>\n</item>\n"
    )
