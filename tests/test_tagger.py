"""Papers meet the ledger: keywords that are a tag or hold one, and phrases that are more than mentioned in passing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import paper

from generator.archive.tagger import MOST_TAGS, Keywords, Tagger
from generator.model import Ledger, LedgerTag

KITES = LedgerTag(name="Kites", slug="kites", aliases=("kite flying", "KFT"), phrases=("kite", "stunt kite"))
FOLDING = LedgerTag(
    name="Paper folding", slug="folding", aliases=("origami",),
    phrases=("paper folding", "crease", "origami"), strong=("origami",), weak=("sheet",),
)  # fmt: skip
VIDEO = LedgerTag(name="Video generation", slug="video-generation", phrases=("Video generation",))
TEXT = LedgerTag(name="Text", slug="text", phrases=("Text",))
MODELS = LedgerTag(name="Behaviour modelling", slug="behaviour", phrases=("Behaviour modelling",))
TAGGER = Tagger(Ledger(tags=(KITES, FOLDING, VIDEO, TEXT, MODELS)))


def keywords(*names: str, tags: tuple[str, ...] = ()) -> Keywords:
    """What these come to on a paper."""
    return TAGGER.keywords(paper(1, keywords=names, tags=tags))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kites", "kites"),
        ("kite-flying", "kites"),
        ("Kite  Flying (KFT)", "kites"),
        ("KFTs", "kites"),
        ("$\\mathit{Kite}$", "kites"),
        ("behavior modeling", "behaviour"),
        ("Behaviour Modellings", "behaviour"),
        ("text-to-video generation", "video-generation"),
        ("tiny stunt kite", "kites"),
        ("crease pattern text", "text"),
        ("video generations of paper-folding text", "folding"),
        ("kit", None),
        ("video", None),
        ("", None),
        ("🪁", None),
    ],
)
def test_a_keyword_is_a_tag_or_holds_one(name: str, slug: str | None) -> None:
    """One keyword is one tag: that of its spelling, else of the longest phrase in it, of equals the last."""
    assert keywords(name).named == ((slug,) if slug else ())


def test_what_the_ledger_does_not_know_is_kept_apart() -> None:
    """Folded and as spelled; longer keywords that hold a tag, and names that do not."""
    assert keywords("Big Winds", "tiny kites", "kites") == (
        ("kites",),
        ("big wind\nBig Winds",),
        ("tiny kite\ntiny kites",),
    )


def test_names_of_a_person_are_taken_as_they_are() -> None:
    """A tag that the owner gives a paper is the ledger's where it is a name of it, not where it holds one."""
    assert keywords(tags=("my kites", "Origami")) == (("folding",), ("my kite\nmy kites",), ())


@pytest.mark.parametrize("name", ["wind " * 60, "kite " * 60])
def test_a_sentence_is_no_tag_of_its_own(name: str) -> None:
    """A keyword of 300 characters is never a tag; what it names inside is."""
    found = keywords(name)
    assert (found.others, found.longer) == ((), ())


def test_a_paper_carries_few_tags() -> None:
    """Of tags that are only named inside of longer keywords, those that most of them name are kept."""
    tags = tuple(LedgerTag(name=f"T{number}", slug=f"t{number}", phrases=(f"T{number}",)) for number in range(12))
    names = [f"a T{number}" for number in range(12)] + ["the T11", "T3"]
    found = Tagger(Ledger(tags=tags)).keywords(paper(1, keywords=tuple(names)))
    assert found.named == ("t3", "t11", "t0", "t1", "t2", "t4", "t5", "t6")
    exact = tuple(f"T{number}" for number in range(12))
    assert len(Tagger(Ledger(tags=tags)).keywords(paper(1, keywords=exact)).named) == 12 > MOST_TAGS


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        ("A Kite", "", ["kites"]),
        ("Calm", "A kite, and another kite.", ["kites"]),
        ("Paper Folding", "", ["folding"]),
        ("Paper-folding", "", ["folding"]),
        ("Folding Paper", "", []),
        ("Kitesurfing", "", []),
        ("Creases in a Kite", "", ["kites", "folding"]),
        ("Calm", "Origami. A kite, a stunt kite.", ["kites", "folding"]),
        ("Text of Kites", "Origami, a crease; text; a sheet.", ["kites", "folding", "text"]),
        ("Text of Kites", "A crease; text.", ["kites", "text"]),
        ("Text of Kites", "A sheet, a sheet, a sheet; text.", ["kites", "text"]),
        ("Text of Kites", "A sheet, a sheet, a sheet, a sheet.", ["kites", "folding", "text"]),
        ("Sheet of Text, Sheet of Kites", "", ["kites", "folding", "text"]),
    ],
)
def test_phrases_tag_a_paper(title: str, abstract: str, expected: list[str]) -> None:
    """One strong phrase is enough, two usual ones, four weak ones; in the title each counts twice."""
    assert list(TAGGER.inferred(paper(1, title=title, abstract=abstract))) == expected


def test_a_paper_of_which_little_is_said_gets_what_is_mentioned() -> None:
    """Where less than two tags are sure, the most spoken of are taken; of equals the ledger's first."""
    assert TAGGER.inferred(paper(1, title="Calm", abstract="Text, a crease, a kite.")) == ("kites", "folding")
    assert TAGGER.inferred(paper(1, title="Kites", abstract="Text, a sheet.")) == ("kites", "text")


def test_the_longest_of_overlapping_phrases_counts() -> None:
    """A stunt kite is one mention, and no text in a video of a text-to-video generation."""
    assert TAGGER.scores(paper(1, title="", abstract="A stunt kite.")) == {"kites": 2}
    assert TAGGER.scores(paper(1, title="", abstract="Kite text")) == {"kites": 2, "text": 2}


def test_beside_keywords_it_takes_more() -> None:
    """Where the source names two tags, a phrase must be said twice as often; its tags are never inferred too."""
    text = paper(1, title="Kites", abstract="Text, text; a crease, a crease, a crease, a crease.")
    assert TAGGER.inferred(text) == ("kites", "folding", "text")
    assert TAGGER.inferred(text, ("kites",)) == ("folding", "text")
    assert TAGGER.inferred(text, ("kites", "video-generation")) == ("folding",)


def test_a_phrase_of_two_tags_is_looked_for_by_both() -> None:
    """What a text holds counts for each of them; a keyword that holds it is the later one's, which is the owner's."""
    both = Tagger(Ledger(tags=(KITES, LedgerTag(name="Toys", slug="toys", phrases=("kite",)))))
    assert both.inferred(paper(1, title="A Kite")) == ("kites", "toys")
    assert both.within("tiny kite") == "toys"


def test_an_empty_ledger_tags_nothing() -> None:
    """A site without a ledger has keywords only."""
    tagger = Tagger(Ledger())
    assert tagger.inferred(paper(1)) == ()
    assert tagger.keywords(paper(1, keywords=("Wind",))) == ((), ("wind\nWind",), ())


@given(st.lists(st.text(max_size=120), max_size=12))
def test_any_keywords_come_to_something_short(names: list[str]) -> None:
    """Whatever the keywords, what is kept of them is short, has a word, and tags are the ledger's."""
    found = keywords(*names)
    assert set(found.named) <= {"kites", "folding", "video-generation", "text", "behaviour"}
    assert all(row.partition("\n")[0] and len(row.partition("\n")[2]) <= 100 for row in (*found.others, *found.longer))
