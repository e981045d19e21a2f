"""Days and papers as CommonMark, for readers that have no use for HTML: https://spec.commonmark.org/.

What a feed says is text: signs that would be markup are escaped.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.text.clean import clean_line

_SIGNS = re.compile(r"([\\`*_\[\]<>&])")
_LINE_STARTS = re.compile(r"^(?:([#+=~-])|(\d{1,9})([.)]))", re.MULTILINE)
_UNSAFE_URL = re.compile(r"[\s<>()\\]")


def markdown_day(document: Mapping[str, Any], heading: str) -> str:
    """A day document under `heading`, its papers each under a heading of their own."""
    parts = [f"# {markdown_text(heading)}"]
    parts += ["\n\n".join(_paper(record, "##")) for record in document["papers"]]
    return "\n\n".join(parts) + "\n"


def markdown_paper(record: Mapping[str, Any]) -> str:
    """One paper."""
    return "\n\n".join(_paper(record, "#")) + "\n"


def markdown_text(text: str) -> str:
    """`text` as CommonMark shows it: itself, on one line."""
    escaped = _SIGNS.sub(r"\\\1", clean_line(text))
    return _LINE_STARTS.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", escaped)


def _paper(record: Mapping[str, Any], level: str) -> Iterator[str]:
    yield f"{level} {_link(record['title'], record['url'])}"
    if record["authors"]:
        yield markdown_text(", ".join(record["authors"]))
    yield "\n".join(f"- {fact}" for fact in _facts(record))
    yield from (markdown_text(line) for line in record.get("abstract", "").split("\n") if line.strip())
    if record.get("summary"):
        by = f" by {record['summary_model']}" if record.get("summary_model") else ""
        yield markdown_text(f"AI summary{by}: {record['summary']}")


def _facts(record: Mapping[str, Any]) -> Iterator[str]:
    yield f"id: {markdown_text(record['id'])}"
    yield f"listed: {record['day']}"
    for name in ("published", "upvotes", "comments", "organization", "doi"):
        if name in record:
            yield f"{name}: {markdown_text(str(record[name]))}"
    for key, label in (("tags", "tags"), ("inferred_tags", "inferred tags")):
        if record.get(key):
            yield f"{label}: {markdown_text(', '.join(record[key]))}"
    yield from (_link(kind, url) for kind, url in record.get("links", {}).items())


def _link(label: str, url: str) -> str:
    target = _UNSAFE_URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), url)
    return f"[{markdown_text(label)}]({target})"
