"""Papers in the shape of the Daily Papers API, for clients that were written for it.

A static host ignores what is asked behind a `?`: `api/daily_papers` is the newest day's list, whatever day was meant.
https://huggingface.co/docs/hub/api; what the keys mean is told in the docstring of the source that reads them.
"""

from datetime import date
from typing import Any

from generator.model import Paper
from generator.text.html import safe_url


def upstream_item(paper: Paper, day: date, *, summaries: bool) -> dict[str, Any]:
    """An item of the list; its own `publishedAt` is when it was listed, as it once was upstream."""
    inner = upstream_paper(paper, day, summaries=summaries)
    submitter = inner.get("submittedOnDailyBy")
    item = {
        "paper": {name: value for name, value in inner.items() if name != "numComments"},
        "publishedAt": inner["submittedOnDailyAt"],
        "submittedOnDailyAt": inner["submittedOnDailyAt"],
        "title": paper.title,
        "summary": paper.abstract,
        "thumbnail": safe_url(paper.thumbnail or ""),
        "mediaUrls": [url for url in paper.media if safe_url(url)] or None,
        "numComments": paper.comments,
        "submittedBy": submitter,
        "organization": inner.get("organization"),
    }
    return _said(item)


def upstream_paper(paper: Paper, day: date, *, summaries: bool) -> dict[str, Any]:
    """The paper alone, as `api/papers/<id>` answers."""
    submitter, organization = paper.submitter, paper.organization
    found = {
        "id": paper.id,
        "authors": [{"name": name, "hidden": False} for name in paper.authors],
        "publishedAt": f"{paper.published}T00:00:00.000Z" if paper.published else None,
        "submittedOnDailyAt": f"{day}T00:00:00.000Z",
        "title": paper.title,
        "submittedOnDailyBy": (
            {"user": submitter.user, "name": submitter.user, "fullname": submitter.name or submitter.user}
            if submitter
            else None
        ),
        "summary": paper.abstract,
        "upvotes": paper.upvotes,
        "numComments": paper.comments,
        "projectPage": safe_url(paper.links.get("project", "")),
        "githubRepo": safe_url(paper.links.get("code", "")),
        "githubStars": paper.stars,
        "ai_summary": paper.summary if summaries else None,
        "ai_keywords": list(paper.keywords) or None,
        "organization": (
            {"name": organization.slug or organization.name, "fullname": organization.name} if organization else None
        ),
    }
    return _said(found)


def _said(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value is not None}
