"""Snapshots become an archive: days, papers that count once, tags from three places."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, snapshot

from generator.model import LedgerTag, Tagging

MONDAY, TUESDAY, WEDNESDAY = date(2025, 10, 27), date(2025, 10, 28), date(2025, 10, 29)
KITES = LedgerTag(name="Kites", slug="kites", aliases=("kite flying",), phrases=("kite", "stunt kite"))


def test_paper_in_two_files_counts_once_as_the_oldest_has_it() -> None:
    """A paper that two days' files hold is one paper, with the oldest file's text and day."""
    made = archive(snapshot(MONDAY, paper(1, title="First")), snapshot(TUESDAY, paper(1, title="Second")))
    assert [kept.title for kept in made.papers.values()] == ["First"]
    assert made.home == {"2510.00001": MONDAY}


def test_day_lists_papers_that_another_file_holds_after_its_own() -> None:
    """A day's own papers come first, then those that an older file holds, each once."""
    made = archive(snapshot(MONDAY, paper(1), paper(2, also_on=(TUESDAY,))), snapshot(TUESDAY, paper(1), paper(3)))
    assert made.days[1].papers == ("2510.00003", "2510.00002", "2510.00001")


def test_also_on_a_day_without_a_file_makes_no_day() -> None:
    """A paper that was also on a day nobody archived does not bring that day into being."""
    made = archive(snapshot(MONDAY, paper(1, also_on=(WEDNESDAY,))))
    assert [day.day for day in made.days] == [MONDAY]


def test_also_on_its_own_day_lists_a_paper_once() -> None:
    """A paper said to be on its own day too is listed there once."""
    made = archive(snapshot(MONDAY, paper(1, also_on=(MONDAY,))))
    assert made.days[0].papers == ("2510.00001",)


def test_empty_day_is_a_day() -> None:
    """A day known to be empty is in the archive, without papers and complete."""
    (day,) = archive(snapshot(MONDAY)).days
    assert (day.papers, day.complete) == ((), True)


@pytest.mark.parametrize(
    ("receipts", "complete"), [((True, True), True), ((True, False), False), ((False, True), False), ((), True)]
)
def test_day_is_incomplete_when_any_receipt_is(receipts: tuple[bool, ...], *, complete: bool) -> None:
    """One source that could not be read whole makes the day incomplete; a day written by hand is complete."""
    rows = [row for whole in receipts for row in snapshot(MONDAY, complete=whole).snapshots]
    day = replace(snapshot(MONDAY, paper(1)), snapshots=tuple(rows))
    assert archive(day).days[0].complete is complete


def test_day_knows_when_it_was_read() -> None:
    """A day carries its newest receipt's moment and its sources' names."""
    moment = datetime(2025, 11, 1, 2, 3, 4, tzinfo=UTC)
    (day,) = archive(snapshot(MONDAY, read_at=moment)).days
    assert (day.read_at, day.sources) == (moment, ("huggingface",))


def test_papers_of_a_tag_come_oldest_first() -> None:
    """Within a tag the oldest day's papers come first, and within a day the source's last."""
    tagged = {"keywords": ("wind",)}
    made = archive(
        snapshot(MONDAY, paper(1, **tagged), paper(2, **tagged)),
        snapshot(TUESDAY, paper(3, **tagged)),
    )
    assert made.tags["wind"].papers == ("2510.00002", "2510.00001", "2510.00003")


@pytest.mark.parametrize(("least", "has_page"), [(2, True), (3, False)])
def test_tag_has_a_page_from_its_least_number_of_papers_on(least: int, *, has_page: bool) -> None:
    """A tag with `min_papers` papers has a page; one with fewer is kept without."""
    papers = [paper(number, keywords=("wind",)) for number in (1, 2)]
    assert archive(snapshot(MONDAY, *papers), min_papers=least).tags["wind"].has_page is has_page


@pytest.mark.parametrize(
    "spelling", ["Wind Tunnel", "wind tunnels", "WIND-TUNNEL", "Wind  Tunnel (WT)", "wind_tunnel", "$Wind$ tunnel"]
)
def test_spellings_of_a_keyword_are_one_tag(spelling: str) -> None:
    """Case, hyphens, plurals, bracketed acronyms and TeX do not make another tag."""
    made = archive(snapshot(MONDAY, paper(1, keywords=("wind tunnel",)), paper(2, keywords=(spelling,))))
    assert list(made.tags) == ["wind-tunnel"]


def test_tag_is_named_as_papers_spell_it_most_often() -> None:
    """A tag outside the ledger bears its most frequent spelling."""
    spellings = ["wind tunnels", "Wind Tunnel", "Wind Tunnel"]
    papers = [paper(number, keywords=(spelling,)) for number, spelling in enumerate(spellings, start=1)]
    assert archive(snapshot(MONDAY, *papers)).tags["wind-tunnel"].name == "Wind Tunnel"


def test_equally_frequent_spellings_leave_the_name_to_the_oldest() -> None:
    """Of equally frequent spellings the one seen first names the tag."""
    made = archive(
        snapshot(MONDAY, paper(1, keywords=("wind tunnels",))), snapshot(TUESDAY, paper(2, keywords=("Wind Tunnel",)))
    )
    assert made.tags["wind-tunnel"].name == "wind tunnels"


def test_keyword_repeated_on_one_paper_tags_it_once() -> None:
    """Two spellings of one keyword on one paper are one tagging."""
    made = archive(snapshot(MONDAY, paper(1, keywords=("Gust", "gusts"))))
    assert made.taggings["2510.00001"] == (Tagging(tag="gust", inferred=False),)
    assert made.tags["gust"].papers == ("2510.00001",)


@pytest.mark.parametrize("empty", ["", "  ", "—", "()"])
def test_keyword_without_a_word_is_no_tag(empty: str) -> None:
    """A keyword in which there is no word is passed over."""
    assert archive(snapshot(MONDAY, paper(1, title="Calm", keywords=(empty,)))).tags == {}


def test_keywords_that_share_a_slug_stay_two_tags() -> None:
    """Of two tags whose slugs would be one, the one seen later gets a digest behind its own."""
    made = archive(
        snapshot(MONDAY, paper(1, keywords=("C plus plus",))), snapshot(TUESDAY, paper(2, keywords=("C++",)))
    )
    first, second = sorted(made.tags, key=len)
    assert first == "c-plus-plus"
    assert second.startswith("c-plus-plus-")
    assert made.tags[first].papers == ("2510.00001",)


def test_a_keyword_that_is_a_number_takes_no_address_of_a_page() -> None:
    """`2` is where a second page stands; `feed.xml` is no file's address either."""
    made = archive(snapshot(MONDAY, paper(1, keywords=("2", "feed.xml"))))
    assert sorted(slug.partition("-")[0] for slug in made.tags) == ["2", "feed"]
    assert not {"2", "feed.xml"} & made.tags.keys()


def test_growing_archive_moves_no_slug() -> None:
    """A paper of a newer day does not change the slug of an older day's tag."""
    old = snapshot(MONDAY, paper(1, keywords=("C plus plus",)))
    before = archive(old).taggings["2510.00001"]
    assert archive(old, snapshot(TUESDAY, paper(2, keywords=("C++",)))).taggings["2510.00001"] == before


@pytest.mark.parametrize("keyword", ["Kites", "kite", "Kite Flying", "kite-flying"])
def test_ledger_folds_aliases_into_its_tag(keyword: str) -> None:
    """A keyword that is a name or an alias of a ledger's tag is that tag, by its name and slug."""
    made = archive(snapshot(MONDAY, paper(1, title="Calm", keywords=(keyword,))), ledger=(KITES,))
    assert [(tag.slug, tag.name) for tag in made.tags.values()] == [("kites", "Kites")]


def test_keyword_never_takes_a_slug_of_the_ledger() -> None:
    """A keyword whose slug the ledger has given away gets another."""
    ledger = (LedgerTag(name="Origami", slug="folding"),)
    made = archive(snapshot(MONDAY, paper(1, keywords=("folding", "origami"))), ledger=ledger)
    assert made.tags["folding"].name == "Origami"
    assert {tag.name for tag in made.tags.values()} == {"Origami", "folding"}


def test_tags_of_a_person_come_before_keywords_and_inferred_ones_last() -> None:
    """A paper's taggings are its owner's tags, the source's keywords, then what its title speaks of."""
    made = archive(snapshot(MONDAY, paper(1, title="A Kite", keywords=("wind",), tags=("Favourite",))), ledger=(KITES,))
    assert made.taggings["2510.00001"] == (
        Tagging(tag="favorite", inferred=False),
        Tagging(tag="wind", inferred=False),
        Tagging(tag="kites", inferred=True),
    )


def test_tag_that_is_given_is_not_inferred_too() -> None:
    """A tag that the source names and the title speaks of is there once, as the source's."""
    made = archive(snapshot(MONDAY, paper(1, title="A Kite", keywords=("kites",))), ledger=(KITES,))
    assert made.taggings["2510.00001"] == (Tagging(tag="kites", inferred=False),)


def test_a_longer_keyword_is_the_tag_named_in_it() -> None:
    """It is a tag of its own only where enough papers share it; its paper carries the tag in either case."""
    papers = [paper(1, title="Calm", keywords=("stunt kite flying",)), paper(2, title="Calm", keywords=("tiny kites",))]
    again = paper(3, title="Calm", keywords=("Stunt Kite Flying",))
    few = archive(snapshot(MONDAY, *papers), ledger=(KITES,), min_papers=2)
    assert list(few.tags) == ["kites"]
    enough = archive(snapshot(MONDAY, *papers, again), ledger=(KITES,), min_papers=2)
    assert list(enough.tags) == ["kites", "stunt-kite-flying"]
    assert enough.taggings["2510.00001"] == (
        Tagging(tag="kites", inferred=False),
        Tagging(tag="stunt-kite-flying", inferred=False),
    )
    assert enough.tags["stunt-kite-flying"].papers == ("2510.00003", "2510.00001")


def test_a_tag_knows_what_the_ledger_says_of_it() -> None:
    """Description, area and former slugs of the ledger's tags are in the archive; other tags have none."""
    rule = LedgerTag(name="Kites", slug="kites", description="On a string.", area="toys", formerly=("dragons",))
    made = archive(snapshot(MONDAY, paper(1, title="Calm", keywords=("kites", "wind"))), ledger=(rule,))
    kites, wind = made.tags["kites"], made.tags["wind"]
    assert (kites.ruled, kites.description, kites.area, kites.formerly) == (True, "On a string.", "toys", ("dragons",))
    assert (wind.ruled, wind.description, wind.area, wind.formerly) == (False, "", "", ())


def test_note_and_pages_are_carried_along() -> None:
    """The archive holds the owner's notes by paper id."""
    assert archive(snapshot(MONDAY, paper(1)), notes={"2510.00001": "<p>Read.</p>"}).notes == {
        "2510.00001": "<p>Read.</p>"
    }


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=6))
def test_any_keywords_give_tags_that_agree_with_their_papers(keywords: list[list[str]]) -> None:
    """Whatever the keywords, a tag lists a paper exactly when the paper is tagged with it, under a slug for URLs."""
    papers = [paper(number, title="Calm", keywords=tuple(words)) for number, words in enumerate(keywords)]
    made = archive(snapshot(MONDAY, *papers))
    by_paper = {(tagging.tag, identifier) for identifier, taggings in made.taggings.items() for tagging in taggings}
    assert by_paper == {(slug, identifier) for slug, tag in made.tags.items() for identifier in tag.papers}
    assert all(slug.isascii() and slug == slug.lower() and "/" not in slug for slug in made.tags)
