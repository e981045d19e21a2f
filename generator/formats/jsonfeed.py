"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/."""

import json
from typing import Any

from generator.model import Feed, FeedItem
from generator.text.dates import rfc3339
from generator.text.xml import without_forbidden


def jsonfeed(feed: Feed) -> str:
    """The feed as JSON, a key a line; what XML cannot carry is left out here too, so that all feeds say the same."""
    whole: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": without_forbidden(feed.title),
        "description": without_forbidden(feed.description),
        "language": feed.language,
        "home_page_url": feed.url,
        "feed_url": feed.self_url,
    }
    if feed.hub:
        whole["hubs"] = [{"type": "WebSub", "url": feed.hub}]
    whole["items"] = [_item(item) for item in feed.items]
    return f"{json.dumps(whole, ensure_ascii=False, indent=0)}\n"


def _item(item: FeedItem) -> dict[str, Any]:
    found: dict[str, Any] = {"id": without_forbidden(item.guid), "url": item.url}
    if item.elsewhere:
        found["external_url"] = item.elsewhere
    found |= {
        "title": without_forbidden(item.title),
        "content_html": without_forbidden(item.html),
        **({"summary": without_forbidden(item.summary)} if item.summary else {}),
        "date_published": rfc3339(item.day),
    }
    if item.creators:
        found["authors"] = [{"name": without_forbidden(name)} for name in item.creators]
    if item.categories:
        found["tags"] = [without_forbidden(name) for name in item.categories]
    return found
