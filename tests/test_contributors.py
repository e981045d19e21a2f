"""Organizations and authors: who is whom, who has a page, and at which address."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot

from generator.archive.contributors import each_once, index_contributors
from generator.model import Organization, Page
from generator.text.names import fold_name

DAY = date(2025, 10, 31)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lovelace", "ada  LOVELACE"),
        ("José García", "Jose Garcia"),
        ("M. J. Black", "M J Black"),
        ("Hyung-Won Kim", "Hyung Won Kim"),
        ("Ｋｉｔｅ House", "Kite House"),
        ("Łukasz Kite", "łukasz kite"),
    ],
)
def test_spellings_of_a_name_are_one(one: str, other: str) -> None:
    """Case, accents, spaces, hyphens and full stops do not tell names apart."""
    assert fold_name(one) == fold_name(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Ada Lovelace", "A Lovelace"), ("C", "C++"), ("李伟", "李薇"), ("Kite House", "Kite Houses")]
)
def test_other_names_are_others(one: str, other: str) -> None:
    """Nothing is guessed."""
    assert fold_name(one) != fold_name(other)


@given(st.text())
def test_any_text_folds_once(text: str) -> None:
    """What is folded stays as it is, and what has neither letter nor digit is nothing."""
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert bool(folded) == any(map(str.isalnum, folded))


def test_name_is_that_of_most_papers() -> None:
    """All spellings lead to one; a paper that names somebody twice counts once."""
    found = index_contributors([("1", ["Ada Q"]), ("2", ["ADA Q", "ada q"]), ("3", ["Ada Q", "Bea"])], min_papers=3)
    (one,) = each_once(found)
    assert (one.name, one.slug, one.papers) == ("Ada Q", "ada-q", ("1", "2", "3"))
    assert set(found) == {"Ada Q", "ADA Q", "ada q"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("feed.xml", "feed-xml"), ("../../etc", "etc"), ("<script>", "script"), ("2", "2-d4735e3a26"),
        ("index.html", "index-html"), ("李伟", "li-wei"), ("C#", "c-sharp"),
    ],
)  # fmt: skip
def test_hostile_names_have_harmless_addresses(name: str, slug: str) -> None:
    """One segment, no number, no file's name."""
    (one,) = each_once(index_contributors([("1", [name])], min_papers=1))
    assert one.slug == slug


def test_names_without_a_letter_have_no_page() -> None:
    """Nor has a sentence."""
    assert index_contributors([("1", ["…", "", "🪁", "word " * 30])], min_papers=1) == {}


@given(st.lists(st.lists(st.sampled_from(["C", "c!", "C?", "Li Wei", "李伟", "2"]), max_size=4), max_size=12))
def test_no_address_moves_as_the_archive_grows(papers: list[list[str]]) -> None:
    """Who has a page keeps its address whatever comes later, and no two share one."""
    named = [(str(number), names) for number, names in enumerate(papers)]
    before: dict[str, str] = {}
    for count in range(len(named) + 1):
        found = index_contributors(named[:count], min_papers=2)
        now = {fold_name(name): one.slug for name, one in found.items()}
        assert now.items() >= before.items()
        assert len(set(now.values())) == len(now)
        before = now


def made() -> dict[str, Page]:
    """Three papers of one house by Ada, one of another's by Bea."""
    house = Organization(name="Kite <House>")
    papers = [
        paper(1, authors=("Ada Quill", "Bea"), organization=house),
        paper(2, authors=("Ada Quill",), organization=house),
        paper(3, authors=("ADA QUILL",), organization=Organization(name="KITE <house>")),
        paper(4, authors=("Bea",), organization=Organization(name="Other")),
    ]
    days = [snapshot(DAY + timedelta(days=number), one) for number, one in enumerate(papers)]
    return plan(archive(*days, organizations=3, authors=3))


def test_those_with_enough_papers_have_pages() -> None:
    """An index and a page each, newest first; organizations have a feed, which the page names."""
    pages = made()
    named = {path for path in pages if path.startswith(("organizations/", "authors/"))}
    assert named == {
        "organizations/", "organizations/kite-house/", "organizations/kite-house/feed.xml", "authors/",
        "authors/ada-quill/",
    }  # fmt: skip
    values = pages["organizations/kite-house/"].values
    assert [(year, [row.id for row in rows]) for year, rows in values["years"]] == [
        (2025, ["2510.00003", "2510.00002", "2510.00001"])
    ]
    assert values["page"].feeds[0].url == "https://example.org/papers/organizations/kite-house/feed.xml"
    feed = pages["organizations/kite-house/feed.xml"].values["feed"]
    assert [item.title for item in feed.items] == ["Kite Number 3", "Kite Number 2", "Kite Number 1"]


def test_papers_lead_to_those_who_have_a_page() -> None:
    """However the paper spells them; nobody else is a link."""
    pages = made()
    first = pages["papers/2510.00001/"].values["paper"]
    third = pages["papers/2510.00003/"].values["paper"]
    last = pages["papers/2510.00004/"].values["paper"]
    assert first.author_pages == {"Ada Quill": "/papers/authors/ada-quill/"}
    assert third.author_pages == {"ADA QUILL": "/papers/authors/ada-quill/"}
    assert first.organization_page == third.organization_page == "/papers/organizations/kite-house/"
    assert (last.author_pages, last.organization_page) == ({}, None)


def test_paper_gains_its_link_when_a_name_comes_to_enough() -> None:
    """Its stamp changes then, so that it is made again; and only then."""
    papers = [snapshot(DAY + timedelta(days=number), paper(number, authors=("Ada",))) for number in range(4)]
    stamps = [plan(archive(*papers[:count], authors=3))["papers/2510.00000/"].stamp for count in (1, 2, 3, 4)]
    assert stamps[0] == stamps[1] != stamps[2] == stamps[3]
