"""llms.txt: what the archive is and where its data are, for language models: https://llmstxt.org/."""

from collections.abc import Mapping

from generator.config import Config

_WHAT = {
    "schema": "the JSON Schema of every document",
    "latest": "the newest day, with abstracts",
    "days": "every day, and how many papers it has",
    "day": "the papers of a day",
    "tags": "every tag",
    "tag": "the papers of a tag",
    "paper": "the page of a paper",
    "areas": "the areas of the field, and their tags",
    "statistics": "how much is archived, month by month",
    "citations": "the papers of a day as BibTeX",
    "markdown": "the papers of a day as Markdown",
    "paper_markdown": "a paper as Markdown",
    "download": "the whole archive in one file",
    "feed": "the newest papers as RSS",
    "sitemap": "every page",
}
"""What each document of the index is, in the order in which they are told."""


def llms_text(config: Config, documents: Mapping[str, str]) -> str:
    """The text for an archive of these `documents`, which stand in the index by the same names."""
    title, description = (" ".join(text.split()) for text in (config.title, config.description))
    head = [f"# {title}", ""]
    head += [f"> {description}", ""] if description else []
    head += [
        "An archive of preprints as daily lists had them: a page for every day, tag and paper.",
        "Days are those of the source, in UTC. Titles and abstracts belong to the papers' authors.",
        "",
        "## Data",
        "",
    ]
    rows = [f"- [{name}]({documents[name]}): {what}" for name, what in _WHAT.items() if name in documents]
    return "\n".join([*head, *rows, ""])
