"""What programs get: documents that are what their schema says, in every archive."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from made_up import archive, paper, plan, snapshot
from markdown_it import MarkdownIt
from sites import build, copied_root, serving

from generator.config import DataConfig
from generator.formats.markdown import markdown_text
from generator.model import Archive, LedgerTag, Organization, Page, Paper, Submitter
from generator.render import render
from generator.text.plain import plain_text
from generator.theme import load_theme, shipped_themes

DAY, LATER = date(2025, 10, 31), date(2025, 11, 3)
EVERYTHING = DataConfig(tags=True, abstracts=True, markdown=("days", "papers"), upstream=("latest", "papers"))
THEME = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
KINDS = {
    "api/v1/index.json": "IndexDocument",
    "api/v1/latest.json": "DayDocument",
    "api/v1/days.json": "DaysDocument",
    "api/v1/tags.json": "TagsDocument",
    "api/v1/statistics.json": "StatisticsDocument",
    "api/v1/tags/wind.json": "TagDocument",
    "2025/10/31/papers.json": "DayDocument",
}
HOSTILE = '\x00a <script>alert(1)</script> ]]> -- {{ x }} \ud800 \u202e \\ " $x^2$ [a](b) # *b* _c_ `d` & &amp;'


def full(number: int, **fields: Any) -> Paper:
    """A paper of which everything is known."""
    known: dict[str, Any] = {
        "authors": ("Ada Quill", "o3 contributors"),
        "published": date(2025, 10, 30),
        "abstract": "They fly.\nHigh.",
        "upvotes": 0,
        "comments": 2,
        "keywords": ("wind",),
        "summary": "Kites fly.",
        "summary_model": "kite-1",
        "organization": Organization(name="Kite House", slug="kites"),
        "submitter": Submitter(name="Ada", user="ada"),
        "links": {
            "code": "https://kites.example/code",
            "discussion": "https://huggingface.co/papers/1",
            "talk": "javascript:alert(1)",
        },
        "stars": 5,
        "withdrawn": True,
        "categories": ("cs.LG",),
        "thumbnail": "https://kites.example/a.png",
        "media": ("https://kites.example/b.mp4", "javascript:alert(1)"),
    }
    return paper(number, **known | fields)


def made() -> Archive:
    """Two days, of which the first holds three papers of one tag."""
    return archive(snapshot(DAY, *(full(number, upvotes=number) for number in (1, 2, 3))), snapshot(LATER, full(4)))


def document(pages: Mapping[str, Page], path: str) -> Any:
    """What a reader of JSON finds at `path`."""
    return json.loads(render(pages[path], THEME).data)


def problems(pages: Mapping[str, Page], path: str, kind: str) -> list[str]:
    """What keeps the document at `path` from being a `kind` of the published schema, which itself is one."""
    schema = document(pages, "api/v1/schema.json")
    Draft202012Validator.check_schema(schema)
    closed = {**schema, "$ref": f"#/$defs/{kind}"}
    del closed["anyOf"]
    for definition in closed["$defs"].values():
        definition["additionalProperties"] = False
    return [error.message for error in Draft202012Validator(closed).iter_errors(document(pages, path))]


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_every_document_is_what_its_schema_says(path: str, kind: str) -> None:
    """Each document has all that its type demands, and nothing that it does not know."""
    assert problems(plan(made(), data=EVERYTHING), path, kind) == []


@pytest.mark.parametrize(("path", "kind"), list(KINDS.items())[:5])
def test_documents_of_nothing_are_valid(path: str, kind: str) -> None:
    """An archive without papers has every document, each of them empty."""
    assert problems(plan(archive()), path, kind) == []
    assert problems(plan(archive(snapshot(DAY))), path, kind) == []
    assert document(plan(archive()), "api/daily_papers") == []


def test_schema_is_found_under_its_own_address() -> None:
    """The schema names its address, and each kind of document is one of its definitions."""
    schema = document(plan(made()), "api/v1/schema.json")
    assert schema["$id"] == "https://example.org/papers/api/v1/schema.json"
    assert set(KINDS.values()) <= schema["$defs"].keys()


def test_day_lists_its_papers_without_abstracts() -> None:
    """The papers of a day come as its page ranks them, as short as can be."""
    found = document(plan(made()), "2025/10/31/papers.json")
    assert [one["id"] for one in found["papers"]] == ["2510.00003", "2510.00002", "2510.00001"]
    assert found["papers"][0] == {
        "id": "2510.00003",
        "title": "Kite Number 3",
        "authors": ["Ada Quill", "o3 contributors"],
        "day": "2025-10-31",
        "published": "2025-10-30",
        "upvotes": 3,
        "comments": 2,
        "organization": "Kite House",
        "tags": ["wind"],
        "links": {"code": "https://kites.example/code"},
        "stars": 5,
        "categories": ["cs.LG"],
        "withdrawn": True,
    }
    assert (found["state"], found["read_at"]) == ("papers", "2025-11-07T06:13:20Z")


def test_inferred_tags_stand_apart() -> None:
    """What only the program says of a paper is in a list of its own; tags have the ledger's description and area."""
    rule = LedgerTag(name="Kites", slug="kites", phrases=("kite",), description="On a string.", area="toys")
    pages = plan(archive(snapshot(DAY, paper(1, keywords=("wind",))), ledger=(rule,), min_papers=1))
    (found,) = document(pages, "2025/10/31/papers.json")["papers"]
    assert (found["tags"], found["inferred_tags"]) == (["wind"], ["kites"])
    kites, wind = document(pages, "api/v1/tags.json")["tags"]
    assert (kites["description"], kites["area"]) == ("On a string.", "toys")
    assert "description" not in wind


def test_abstracts_come_where_they_are_wanted() -> None:
    """The newest day has abstracts and labelled summaries, other days where the configuration asks."""
    latest = document(plan(made()), "api/v1/latest.json")["papers"][0]
    assert (latest["abstract"], latest["summary"], latest["summary_model"]) == (
        "They fly.\nHigh.", "Kites fly.", "kite-1",
    )  # fmt: skip
    assert "abstract" in document(plan(made(), data=EVERYTHING), "2025/10/31/papers.json")["papers"][0]
    assert "summary" not in document(plan(made(), summaries=False), "api/v1/latest.json")["papers"][0]


def test_address_of_a_paper_follows_from_its_id_or_is_told() -> None:
    """The index tells how an id becomes an address; a paper whose id cannot stand there has its own."""
    pages = plan(archive(snapshot(DAY, paper(1), paper(2, id="Workshop/2"))))
    address = document(pages, "api/v1/index.json")["documents"]["paper"]
    assert address.removeprefix("https://example.org/papers/").format(id="2510.00001") in pages
    first, second = document(pages, "2025/10/31/papers.json")["papers"]
    assert "url" not in first
    assert second["url"].removeprefix("https://example.org/papers/") in pages


def test_addresses_of_the_index_lead_somewhere() -> None:
    """Each document that the index names is published."""
    pages = plan(made(), data=EVERYTHING)
    filled = {"YYYY": "2025", "MM": "10", "DD": "31", "slug": "wind", "id": "2510.00001"}
    for address in document(pages, "api/v1/index.json")["documents"].values():
        assert address.format(**filled).removeprefix("https://example.org/papers/") in pages
    for name, shown in (("days", "day"), ("tags", "slug")):
        for row in document(pages, f"api/v1/{name}.json")[name]:
            assert row["data"].removeprefix("https://example.org/papers/") in pages, row[shown]


def test_statistics_count_each_paper_once() -> None:
    """A paper that two days list is one paper, of the month it was first listed in."""
    twice = archive(snapshot(DAY, paper(1, also_on=(LATER,))), snapshot(LATER, paper(2)), snapshot(date(2025, 11, 4)))
    assert document(plan(twice), "api/v1/statistics.json") == {
        "papers": 2, "days": 3, "empty_days": 1, "partial_days": 0, "tags": 0, "first": "2025-10-31",
        "last": "2025-11-03",
        "months": [{"month": "2025-10", "days": 1, "papers": 1}, {"month": "2025-11", "days": 1, "papers": 1}],
    }  # fmt: skip


def test_hostile_text_comes_back_as_it_was() -> None:
    """Markup, control characters and halves of pairs are text in JSON; the last become question marks."""
    hostile = full(1, title=HOSTILE, authors=(HOSTILE,) * 664, abstract=HOSTILE, keywords=())
    pages = plan(archive(snapshot(DAY, hostile)), data=EVERYTHING)
    found = document(pages, "2025/10/31/papers.json")["papers"][0]
    expected = HOSTILE.replace("\ud800", "?")
    assert (found["title"], found["abstract"]) == (expected, expected)
    assert found["authors"] == [expected] * 664


@given(title=st.text(), abstract=st.text(), url=st.text())
@settings(max_examples=50)
def test_markdown_shows_the_text(title: str, abstract: str, url: str) -> None:
    """Whatever a feed says, its Markdown twin is a heading, paragraphs and links, and no other markup."""
    pages = plan(
        archive(snapshot(DAY, paper(1, title=title, abstract=abstract, links={"code": url}))),
        data=DataConfig(markdown=("days",)),
    )
    kinds = {token.type for token in MarkdownIt().parse(render(pages["2025/10/31/index.md"], THEME).data.decode())}
    blocks = {"heading", "paragraph", "bullet_list", "list_item"}
    assert {re.sub("_(open|close)$", "", kind) for kind in kinds} <= {*blocks, "inline"}


@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"])))
def test_escaped_text_is_the_text(text: str) -> None:
    """What CommonMark shows of escaped text is the text."""
    assert plain_text(MarkdownIt().render(markdown_text(f"x{text}"))) == f"x{text}"


def test_markdown_twins_are_where_they_are_wanted() -> None:
    """A day and a paper have a twin beside them, and a link to it."""
    pages = plan(made(), data=EVERYTHING)
    day = render(pages["2025/10/31/index.md"], THEME).data.decode()
    assert day.startswith("# 2025-10-31\n\n## [Kite Number 3](https://example.org/papers/papers/2510.00003/)")
    assert "They fly.\n\nHigh.\n\nAI summary by kite-1: Kites fly.\n" in day
    one = render(pages["papers/2510.00001/index.md"], THEME).data.decode()
    assert one.startswith("# [Kite Number 1](https://example.org/papers/papers/2510.00001/)\n\nAda Quill, o3 contrib")
    assert pages["papers/2510.00001/"].values["page"].downloads[-1].label == "Markdown"
    assert not [path for path in plan(made()) if path.endswith(".md")]


def test_llms_text_tells_where_the_data_are() -> None:
    """llms.txt has a heading, a quotation and a list of links, as https://llmstxt.org/ wants it."""
    pages = plan(made(), description="All\nkites", data=EVERYTHING)
    text = render(pages["llms.txt"], THEME).data.decode()
    assert text.startswith("# Kites\n\n> All kites\n")
    links = re.findall(r"^- \[([a-z_]+)\]\((\S+)\): .", text, re.MULTILINE)
    assert dict(links) == document(pages, "api/v1/index.json")["documents"]


@pytest.fixture
def client(tmp_path: Path) -> Any:
    """The official client, and a static host with the golden site, all of its papers in the upstream shape."""
    root = copied_root(tmp_path / "root")
    config = root / "content" / "site.yaml"
    config.write_text(f"{config.read_text('utf-8')}\ndata: {{upstream: [latest, papers]}}\n", encoding="utf-8")
    with serving(build(root, tmp_path / "site")) as address:
        yield HfApi(endpoint=address.rstrip("/"))


def test_official_client_reads_the_newest_day(client: HfApi) -> None:
    """A client that was written for the Daily Papers lists the archive's newest day, whatever day it asks for."""
    found = list(client.list_daily_papers(date="2025-10-29"))
    assert len(found) > 2
    assert found[0].id == "2510.00001"
    assert all(one.submitted_at == datetime(2025, 10, 31, tzinfo=UTC) for one in found)


def test_official_client_reads_a_paper(client: HfApi) -> None:
    """It finds title, authors, abstract, votes and date of any paper."""
    found = client.paper_info("2510.00002")
    assert found.title is not None
    assert found.title.startswith("On the Very Long Title of a Paper")
    assert (found.upvotes, len(found.authors or ())) == (12, 30)
    assert found.published_at == datetime(2025, 10, 29, tzinfo=UTC)
    assert (found.summary or "").startswith("Thirty people wrote one sentence.")


def test_upstream_shape_has_what_clients_look_for() -> None:
    """The list and the paper have the keys of the Daily Papers API; an address that is none is left out."""
    pages = plan(made(), data=EVERYTHING)
    (item,) = document(pages, "api/daily_papers")
    assert (item["publishedAt"], item["numComments"]) == ("2025-11-03T00:00:00.000Z", 2)
    assert item["paper"] == {
        key: value for key, value in document(pages, "api/papers/2510.00004").items() if key != "numComments"
    }
    assert item["paper"]["publishedAt"] == "2025-10-30T00:00:00.000Z"
    assert item["paper"]["authors"][0] == {"name": "Ada Quill", "hidden": False}
    assert item["organization"] == {"name": "kites", "fullname": "Kite House"}
    assert item["submittedBy"]["fullname"] == "Ada"
    assert item["mediaUrls"] == ["https://kites.example/b.mp4"]
    assert "ai_summary" not in document(plan(made(), summaries=False), "api/daily_papers")[0]["paper"]


def test_day_added_leaves_tags_alone_that_it_has_nothing_of() -> None:
    """The stamp of a tag's papers changes only when one of them does."""
    before = archive(snapshot(DAY, *(full(number, keywords=("wind",)) for number in (1, 2, 3))))
    after = archive(
        snapshot(DAY, *(full(number, keywords=("wind",)) for number in (1, 2, 3))),
        snapshot(LATER, full(4, keywords=("boats",))),
    )
    changed = {
        path
        for path, page in plan(after, data=EVERYTHING).items()
        if (old := plan(before, data=EVERYTHING).get(path)) is None or old.stamp != page.stamp
    }
    assert "api/v1/tags/wind.json" not in changed
    assert "2025/10/31/papers.json" not in changed
    assert {"api/v1/latest.json", "api/v1/days.json", "api/v1/statistics.json", "api/daily_papers"} <= changed
