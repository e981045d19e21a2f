"""The Daily Papers' answers: field by field, with the traps that the feed was seen to set."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import DAY, SHARED
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import FetchError
from generator.model import Entry, Organization, Submitter
from generator.sources.huggingface import (
    FIRST_DAY,
    PAGE_SIZE,
    PageAnswer,
    day_url,
    first_page_url,
    is_whole,
    join_pages,
    next_page_url,
    parse_page,
)

URL = "https://kites.example/api/daily_papers?date=2025-10-31&limit=100"
REAL_DAYS = sorted((SHARED / "data" / "hf").glob("*.json"))
needs_real_days = pytest.mark.skipif(not REAL_DAYS, reason="the real answers are not on this machine")
Json = dict[str, Any]


def item(paper: Json | None = None, **keys: Any) -> Json:
    """An item with an id and a title, and what else is given for it and for its paper."""
    return {"title": "Kites", "paper": {"id": "2401.00010", "title": "Kites", **(paper or {})}, **keys}


def parsed(*items: object) -> PageAnswer:
    """The page that lists `items`."""
    return parse_page(json.dumps(items).encode())


def entry(paper: Json | None = None, **keys: Any) -> Entry:
    """The only entry of a page that lists one item without a fault."""
    page = parsed(item(paper, **keys))
    assert page.faults == ()
    (only,) = page.entries
    return only


# Fields


def test_an_item_with_an_id_and_a_title_is_an_entry() -> None:
    """All else may be absent; the discussion is found by the id, whatever mirror was read."""
    assert entry() == Entry(
        id="2401.00010", title="Kites", links={"discussion": "https://huggingface.co/papers/2401.00010"}
    )


def test_the_title_is_the_items_own() -> None:
    """The item's title keeps its TeX; the paper's, stripped and wrapped, stands in where the item has none."""
    stripped = {"title": "Kite^2: Flying in\n  Pairs"}
    assert entry(stripped, title="Kite$^2$: Flying in Pairs").title == "Kite$^2$: Flying in Pairs"
    assert entry(stripped, title=None).title == "Kite^2: Flying in Pairs"


def test_published_is_the_papers() -> None:
    """The day of version 1 is the paper's `publishedAt`; the item's own is never used."""
    moment = "2025-10-30T04:00:00.000Z"
    assert entry({"publishedAt": "2025-10-29T17:59:59.000Z"}, publishedAt=moment).published == date(2025, 10, 29)
    assert entry(publishedAt=moment).published is None


def test_hidden_authors_are_left_out() -> None:
    """Names come in their order, cleaned; hidden ones do not come, one that stands twice comes twice."""
    authors = [
        {"name": 'Ada "Kite" Windham', "hidden": False, "user": {"fullname": "A. W."}},
        {"name": "Not Shown", "hidden": True},
        {"name": " Zoë\n Ångström "},
        {"name": "Linus Knot"},
        {"name": "Linus Knot"},
        {"name": ""},
    ]
    assert entry({"authors": authors}).authors == ('Ada "Kite" Windham', "Zoë Ångström", "Linus Knot", "Linus Knot")


def test_the_abstract_is_the_papers_summary() -> None:
    """Hard wraps are undone; the item's copy stands in where the paper has none."""
    assert entry({"summary": "Kites\nfly.\n  Stones do not."}, summary="no").abstract == "Kites fly.\nStones do not."
    assert entry(summary="Kites\nfly.").abstract == "Kites fly."


@pytest.mark.parametrize("upvotes", [0, 250])
def test_upvotes_are_the_papers_and_comments_the_items(upvotes: int) -> None:
    """Each count is read where it stands; 0 is 0."""
    read = entry({"upvotes": upvotes, "numComments": 7}, numComments=0, upvotes=9)
    assert (read.upvotes, read.comments) == (upvotes, 0)


def test_keywords_are_cleaned() -> None:
    """Empty keywords and repetitions go; case and order stay."""
    keywords = ["Kites", "wind \n tunnels", "", "Kites", "kites"]
    assert entry({"ai_keywords": keywords}).keywords == ("Kites", "wind tunnels", "kites")
    assert entry({"ai_keywords": [""]}).keywords == ()


def test_the_summary_comes_with_its_model() -> None:
    """The AI summary and the name of the model that wrote it are kept apart from the abstract."""
    read = entry({"ai_summary": "Kites\nfly.", "ai_summary_model": "kites/large"})
    assert (read.summary, read.summary_model, read.abstract) == ("Kites fly.", "kites/large", "")
    assert entry({"ai_summary": " "}).summary is None


@pytest.mark.parametrize("place", ["paper", "item"])
def test_the_organization_stands_on_paper_or_item(place: str) -> None:
    """Its full name is its name, its name its slug."""
    organization = {"organization": {"_id": "1", "name": "kite-works", "fullname": "Kite Works", "avatar": "x"}}
    items = {"paper": item(organization), "item": item(**organization)}
    (read,) = parsed(items[place]).entries
    assert read.organization == Organization(name="Kite Works", slug="kite-works")


@pytest.mark.parametrize(
    ("found", "organization"),
    [
        ({"name": "kites"}, Organization(name="kites", slug="kites")),
        ({"fullname": "Kites"}, Organization(name="Kites")),
        ({}, None),
    ],
)
def test_an_organization_may_lack_a_name(found: Json, organization: Organization | None) -> None:
    """One name stands in for the other; without any there is no organization."""
    assert entry({"organization": found}).organization == organization


@pytest.mark.parametrize(
    ("paper", "keys", "submitter"),
    [
        ({"submittedOnDailyBy": {"user": "ada", "fullname": "Ada W."}}, {}, Submitter(name="Ada W.", user="ada")),
        ({"submittedOnDailyBy": {"name": "ada"}}, {}, Submitter(user="ada")),
        ({}, {"submittedBy": {"name": "ada", "fullname": "Ada W."}}, Submitter(name="Ada W.", user="ada")),
        ({"submittedOnDailyBy": {"user": "ada"}}, {"submittedBy": {"name": "linus"}}, Submitter(user="ada")),
        ({"submittedOnDailyBy": {}}, {"submittedBy": {"name": "linus"}}, Submitter(user="linus")),
        ({}, {"submittedBy": {"fullname": "Ada W."}}, None),
        ({}, {}, None),
    ],
)
def test_the_submitter_has_two_shapes(paper: Json, keys: Json, submitter: Submitter | None) -> None:
    """The newer `submittedOnDailyBy` wins over `submittedBy`; nobody is submitter without a user name."""
    assert entry(paper, **keys).submitter == submitter


@pytest.mark.parametrize(
    ("key", "kind", "given", "url"),
    [
        ("projectPage", "project", " https://kites.example/p", "https://kites.example/p"),
        ("projectPage", "project", f"https://kites.example/{'a' * 225}", f"https://kites.example/{'a' * 225}"),
        ("projectPage", "project", "https://github.com/ada/kites", "https://github.com/ada/kites"),
        ("githubRepo", "code", "https://github.com/ada/kites/tree/main/a", "https://github.com/ada/kites/tree/main/a"),
        ("githubRepo", "code", "https://github.com/ada/kites/", "https://github.com/ada/kites/"),
        ("githubRepo", "code", "javascript:alert(1)", None),
        ("projectPage", "project", "kites.example", None),
        ("projectPage", "project", "", None),
    ],
)
def test_links_are_web_addresses(key: str, kind: str, given: str, url: str | None) -> None:
    """White space around an address goes; what is no web address is left out."""
    assert entry({key: given}).links.get(kind) == url


def test_media_are_a_list_or_a_single_address() -> None:
    """The item's list, else the paper's, else the single address of older days; each once."""
    one, two = "https://kites.example/a.mp4", "https://kites.example/b.png"
    assert entry({"mediaUrls": [two]}, mediaUrls=[one, two, one]).media == (one, two)
    assert entry({"mediaUrls": [two]}, mediaUrls=[]).media == (two,)
    assert entry(mediaUrl=one).media == (one,)
    assert entry(mediaUrls=[]).media == ()
    assert entry(mediaUrls=["javascript:alert(1)", one]).media == (one,)


def test_stars_and_thumbnail_are_kept() -> None:
    """The repository's stars stand on the paper, the thumbnail on the item."""
    read = entry({"githubStars": 0}, thumbnail="https://kites.example/t.png")
    assert (read.stars, read.thumbnail) == (0, "https://kites.example/t.png")


def test_null_is_absent() -> None:
    """A key that is null says as much as one that is not there."""
    paper = ["authors", "publishedAt", "summary", "upvotes", "ai_keywords", "ai_summary", "ai_summary_model"]
    paper += ["organization", "submittedOnDailyBy", "githubRepo", "projectPage", "githubStars", "mediaUrls"]
    outside = ["publishedAt", "numComments", "thumbnail", "mediaUrls", "mediaUrl", "submittedBy", "organization"]
    assert entry(dict.fromkeys(paper), **dict.fromkeys(outside, None)) == entry()


# What is wrong


@pytest.mark.parametrize(
    ("paper", "keys", "fault"),
    [
        ({"upvotes": "3"}, {}, "2401.00010: upvotes is '3', no count"),
        ({"upvotes": 10**30}, {}, f"2401.00010: upvotes is '1{29 * '0'}', no count"),
        ({"upvotes": -1}, {}, "2401.00010: upvotes is '-1', no count"),
        ({"upvotes": 10**25}, {}, "2401.00010: upvotes is '10000000000000000000000000', no count"),
        ({"upvotes": True}, {}, "2401.00010: upvotes is 'True', no count"),
        ({"upvotes": 2.0}, {}, "2401.00010: upvotes is '2.0', no count"),
        ({"upvotes": float("nan")}, {}, "2401.00010: upvotes is 'nan', no count"),
        ({"githubStars": float("inf")}, {}, "2401.00010: githubStars is 'inf', no count"),
        ({}, {"numComments": [1]}, "2401.00010: numComments is '[1]', no count"),
        ({"publishedAt": "soon"}, {}, "2401.00010: publishedAt is 'soon', no date"),
        ({"publishedAt": 20251030}, {}, "2401.00010: publishedAt is int, no text"),
        ({"summary": ["a"]}, {}, "2401.00010: summary is list, no text"),
        ({"authors": "Ada"}, {}, "2401.00010: authors is str, no list"),
        ({"authors": ["Ada"]}, {}, "2401.00010: an author that is no object"),
        ({"authors": [{"name": 5}]}, {}, "2401.00010: name is int, no text"),
        ({"ai_keywords": "kites"}, {}, "2401.00010: ai_keywords is str, no list"),
        ({"ai_keywords": [5]}, {}, "2401.00010: ai_keywords holds something that is no text"),
        ({"organization": "Kites"}, {}, "2401.00010: organization is str, no object"),
        ({"submittedOnDailyBy": "ada"}, {}, "2401.00010: submittedOnDailyBy is str, no object"),
        ({"githubRepo": {}}, {}, "2401.00010: githubRepo is dict, no text"),
        ({}, {"mediaUrls": "https://kites.example"}, "2401.00010: mediaUrls is str, no list"),
        ({}, {"title": 5}, "2401.00010: title is int, no text"),
    ],
)
def test_a_wrong_field_is_dropped_and_said(paper: Json, keys: Json, fault: str) -> None:
    """A field of the wrong type is left out and named; the rest of the entry is kept."""
    page = parsed(item(paper, **keys))
    assert page.entries == (entry(),)
    assert [found.replace("item 1:", "2401.00010:") for found in page.faults] == [fault]


def test_what_is_sound_in_a_list_is_kept() -> None:
    """Of a list with something wrong in it the rest is kept."""
    page = parsed(item({"authors": ["x", {"name": "Ada"}], "ai_keywords": [None, "kites"]}))
    assert (page.entries[0].authors, page.entries[0].keywords, len(page.faults)) == (("Ada",), ("kites",), 2)


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (item({"id": None}), "item 2 has no id and was left out"),
        (item({"id": " "}), "item 2 has no id and was left out"),
        (item({"id": 2401.0001}), "item 2 has no id and was left out"),
        (item({"title": ""}, title=None), "item 2 has no title and was left out"),
        ({"title": "Kites"}, "item 2 is no paper"),
        ({"title": "Kites", "paper": "2401.00010"}, "item 2 is no paper"),
        (None, "item 2 is no paper"),
        ("kites", "item 2 is no paper"),
        ([], "item 2 is no paper"),
    ],
)
def test_an_item_that_cannot_be_read_is_left_out_and_counted(bad: object, fault: str) -> None:
    """An item without id or title costs no other its place, and is counted and named by its number."""
    page = parsed(item(), bad, item({"id": "2"}))
    assert [found.id for found in page.entries] == ["2401.00010", "2"]
    assert (page.listed, page.items) == (3, 3)
    assert fault in page.faults


def test_an_item_listed_twice_is_one() -> None:
    """The first of two items with one id stands, and is counted once."""
    page = parsed(item(), item(title="Again"))
    assert [found.title for found in page.entries] == ["Kites"]
    assert (page.listed, page.items, page.faults) == (1, 2, ())


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"", "no JSON but ''"),
        (b"<!doctype html>\n<title>Kites</title>", "no JSON but '<!doctype html> <title>"),
        (b"Too many\nrequests", "no JSON but 'Too many requests'"),
        (b'[{"title": "Kites", "pap', "JSON that breaks off or is malformed"),
        (b"[1, 2", "JSON that breaks off or is malformed"),
        (b"[" * 200_000, "JSON that breaks off or is malformed"),
        (b"[" + b"1" * 5000 + b"]", "JSON that breaks off or is malformed"),
        (b"[]\n[]", "JSON that breaks off or is malformed"),
        (b'{"error": "Sorry, no kites"}', "the message 'Sorry, no kites'"),
        (b'{"papers": []}', "JSON that is no list (dict)"),
        (b'"kites"', "JSON that is no list (str)"),
        (b"null", "JSON that is no list (NoneType)"),
        (b"NaN", "JSON that is no list (float)"),
        (b"\xff\xfe[\x00]\x00", "no JSON but "),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_a_body_that_is_no_list_is_refused(body: bytes, found: str) -> None:
    """A page of HTML, JSON that breaks off or another shape is one line that shows what came."""
    with pytest.raises(FetchError) as raised:
        parse_page(body)
    assert str(raised.value).startswith(f"the answer: {found}")
    assert str(raised.value).endswith("expected a JSON list of papers")
    assert len(str(raised.value)) < 300


@pytest.mark.parametrize("body", [b"[]", b"\xef\xbb\xbf[]", b" \n[]\n"])
def test_an_empty_list_is_an_empty_page(body: bytes) -> None:
    """Weekends are an empty list, with or without a byte order mark."""
    assert parse_page(body) == PageAnswer(entries=(), listed=0, items=0, faults=())


def test_text_that_no_file_can_hold_is_cleaned() -> None:
    """Half of a surrogate pair, NUL, and bytes that are no UTF-8 cost characters, not the entry."""
    body = b'[{"title": "Ki\\ud83etes\\u0000 \xff", "paper": {"id": "1"}}]'
    (read,) = parse_page(body).entries
    assert read.title == "Kites \N{REPLACEMENT CHARACTER}"


_KEYS = st.sampled_from(["id", "title", "name", "hidden", "user", "fullname", "paper", "x"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=10,
)
_PAPER_KEYS = ["authors", "publishedAt", "summary", "upvotes", "ai_keywords", "ai_summary", "organization", "mediaUrls"]
_ITEM_KEYS = ["title", "numComments", "thumbnail", "mediaUrl", "submittedBy", "organization", "summary"]


@given(
    st.dictionaries(st.sampled_from(_PAPER_KEYS), json_values),
    st.dictionaries(st.sampled_from(_ITEM_KEYS), json_values),
)
def test_any_item_is_read_or_said(paper: Json, keys: Json) -> None:
    """Whatever the fields hold, there is an entry, or a fault that says why not."""
    page = parse_page(json.dumps([{"paper": {"id": "1", **paper}, **keys}]).encode())
    assert len(page.entries) + bool(page.faults) >= 1
    assert page.listed == page.items == 1


@given(st.binary(max_size=60) | st.text('[]{}":,nulItruefas0.eE-+ \\ud8\n', max_size=40).map(str.encode))
def test_any_body_is_a_page_or_refused(body: bytes) -> None:
    """Whatever comes, it is a page or an error of ours, never another."""
    with suppress(FetchError):
        parse_page(body)


# Pages of a day


def test_a_day_has_an_address() -> None:
    """A day is asked for by `date=`, a full page at a time; a slash behind the endpoint does not matter."""
    assert day_url("https://kites.example/", DAY) == "https://kites.example/api/daily_papers?date=2025-10-31"
    assert first_page_url("https://kites.example", DAY) == URL
    assert date(2023, 5, 4) == FIRST_DAY


@pytest.mark.parametrize(
    ("link", "following"),
    [
        (f"{URL}&p=1", f"{URL}&p=1"),
        ("/api/daily_papers?date=2025-10-31&p=1", "https://kites.example/api/daily_papers?date=2025-10-31&p=1"),
        ("?date=2025-10-31&p=1", "https://kites.example/api/daily_papers?date=2025-10-31&p=1"),
        ("https://other.example/api/daily_papers?p=1", f"{URL}&p=1"),
        ("//other.example/?p=1", f"{URL}&p=1"),
        ("http://kites.example/?p=1", f"{URL}&p=1"),
        ("https://kites.example@other.example/?p=1", f"{URL}&p=1"),
        ("http://[", f"{URL}&p=1"),
    ],
)
def test_a_link_leads_to_the_next_page(link: str, following: str) -> None:
    """A relative or absolute `Link` is followed on its own host; one elsewhere only says that there is more."""
    assert next_page_url(URL, link=link, items=50, number=0) == following


@pytest.mark.parametrize(
    ("url", "items", "number", "following"),
    [
        (URL, PAGE_SIZE, 0, f"{URL}&p=1"),
        (f"{URL}&p=1", PAGE_SIZE, 1, f"{URL}&p=2"),
        (URL, PAGE_SIZE - 1, 0, None),
        (URL, 0, 0, None),
    ],
)
def test_a_full_page_has_a_next_one(url: str, items: int, number: int, following: str | None) -> None:
    """Without a `Link`, a page as long as the API makes them is followed by another."""
    assert next_page_url(url, link=None, items=items, number=number) == following


def test_pages_are_joined() -> None:
    """All pages together are one answer: each paper once, unreadable items and faults of all pages counted."""
    pages = [parsed(item(), item({"id": "2"}), None), parsed(item({"id": "2"}), item({"id": "3"}))]
    whole = join_pages(pages[1:], url=URL, day=DAY, complete=True)
    assert (whole.source, whole.url, whole.day, whole.listed, whole.complete) == ("huggingface", URL, DAY, 2, True)
    joined = join_pages(pages, url=URL, day=DAY, complete=True)
    assert [found.id for found in joined.entries] == ["2401.00010", "2", "3"]
    assert (joined.listed, joined.complete, joined.faults) == (4, False, ("item 3 is no paper",))


@pytest.mark.parametrize(("complete", "faults"), [(False, ()), (True, ("page 2: gone",))])
def test_a_missing_page_is_no_complete_answer(complete: bool, faults: tuple[str, ...]) -> None:  # noqa: FBT001 - a parameter
    """An answer is complete only when every page came and nothing was wrong with it."""
    answer = join_pages([parsed(item())], url=URL, day=DAY, complete=complete, faults=faults)
    assert not answer.complete
    assert answer.faults == faults


def test_a_date_behind_the_day_is_dropped_and_said() -> None:
    """A paper cannot have been published after it was listed: such a date is a fault, the paper is kept."""
    late = parsed(item({"publishedAt": "2025-11-01T00:00:00.000Z"}))
    answer = join_pages([late], url=URL, day=DAY, complete=True)
    assert [found.published for found in answer.entries] == [None]
    assert answer.faults == ("2401.00010: published on 2025-11-01, after it was listed",)
    same = join_pages([parsed(item({"publishedAt": "2025-10-31T23:00:00Z"}))], url=URL, day=DAY, complete=True)
    assert [found.published for found in same.entries] == [DAY]


# Real answers


@needs_real_days
def test_all_real_days_are_read_without_a_fault() -> None:
    """518 days, 8,378 items: each is an entry, and nothing in any of them is wrong."""
    answers = [
        join_pages([parse_page(path.read_bytes())], url="", day=date.fromisoformat(path.stem), complete=True)
        for path in REAL_DAYS
    ]
    assert [fault for answer in answers for fault in answer.faults] == []
    assert (len(answers), sum(answer.listed for answer in answers)) == (518, 8378)
    assert all(answer.complete for answer in answers)


@needs_real_days
def test_real_titles_and_authors_survive_letter_for_letter() -> None:
    """Every title and every author who is not hidden is kept as it was, but for white space."""
    said, kept = [], []
    for path in REAL_DAYS:
        body = path.read_bytes()
        said += [_letters(found["title"], *_shown(found["paper"]["authors"])) for found in json.loads(body)]
        kept += [_letters(found.title, *found.authors) for found in parse_page(body).entries]
    assert kept == said


@needs_real_days
@pytest.mark.parametrize(
    "path", sorted((SHARED / "data" / "hf-versions").glob("*.v?.json")), ids=lambda path: path.stem
)
def test_other_readings_of_a_day_are_read(path: Path) -> None:
    """An earlier or later reading of a day has no fault either."""
    assert parse_page(path.read_bytes()).faults == ()


@needs_real_days
def test_the_answer_for_an_unknown_path_is_refused() -> None:
    """What the API says where there is nothing is shown as its message."""
    with pytest.raises(FetchError, match="the message "):
        parse_page((SHARED / "data" / "hf-versions" / "404-body.json").read_bytes())


def _shown(authors: list[Json]) -> list[str]:
    return [author["name"] for author in authors if not author["hidden"]]


def _letters(*texts: str) -> list[str]:
    return ["".join(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"[]", True),
        (b'\xef\xbb\xbf[{"paper": {}}]\n', True),
        (b'[{"paper": {}}', False),
        (b"", False),
        (b"{}", False),
        (b'["\xff"]', False),
        (b"<!doctype html>", False),
        (b"[" * 100_000, False),
    ],
    ids=ascii,
)
def test_page_is_whole_if_it_is_a_list_to_its_end(*, body: bytes, whole: bool) -> None:
    """Whatever else comes with the status 200 may be better at the next attempt."""
    assert is_whole(body) is whole
