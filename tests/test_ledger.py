"""The tag ledger: names, aliases, phrases, and what two tags must not share."""

from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY

from generator.content.ledger import parse_ledger, read_ledger
from generator.errors import ContentError
from generator.model import Area, Ledger, LedgerTag


def test_a_tag_has_a_slug_and_phrases_by_default() -> None:
    """A tag is named by its slug and looked for by its name and aliases, unless the file says otherwise."""
    rows = [
        {"name": "Kite Flying", "aliases": ["kites"]},
        {"name": "Strings", "slug": "ropes", "phrases": ["kite string"]},
        {"name": "Wind", "phrases": []},
    ]
    assert parse_ledger({"format": 1, "tags": rows}, "tags.yaml").tags == (
        LedgerTag(name="Kite Flying", slug="kite-flying", aliases=("kites",), phrases=("Kite Flying", "kites")),
        LedgerTag(name="Strings", slug="ropes", phrases=("kite string",)),
        LedgerTag(name="Wind", slug="wind", phrases=()),
    )


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    """A site need not have a ledger."""
    assert read_ledger(tmp_path) == Ledger()


def test_the_shipped_ledger_is_sound() -> None:
    """The tags that come with Broadsheet are about a hundred, and no two claim one name."""
    assert len(read_ledger(REPOSITORY / "content").tags) >= 100


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"name": "Kites"}, {"name": "Kites"}], "tags.yaml: Kites: its slug kites is that of Kites; give one of them"),
        ([{"name": "Wind", "slug": "a"}, {"name": "Air", "slug": "a"}], "tags.yaml: Air: its slug a is that of Wind"),
        ([{"name": "Wind", "slug": "The Wind"}], "tags.yaml: Wind: slug 'The Wind'; expected 'the-wind'"),
        (
            [{"name": "Wind", "aliases": ["Breezes (BRZ)"]}, {"name": "Air", "aliases": ["breeze"]}],
            "tags.yaml: Air: the alias 'breeze' is claimed by wind too; leave it to one of them",
        ),
        (
            [{"name": "Kite flying"}, {"name": "Soaring", "aliases": ["kite-flying"]}],
            "tags.yaml: Soaring: the alias 'kite-flying' is claimed by kite-flying too",
        ),
        ([{"name": "Wind", "aliases": ["…"]}], "tags.yaml: Wind: '…' has no word in it; expected a name in words"),
        ([{"nmae": "Wind", "name": "x"}], "tags.yaml: tags[1]: unknown key 'nmae'; did you mean name?"),
        ([{}], "tags.yaml: tags[1]: the key name is missing"),
        ([{"name": 5}], "tags.yaml: tags[1]: name: found a number (5); expected text; put it in quotes"),
    ],
)
def test_what_is_wrong_is_said_with_the_tag(rows: list[dict[str, Any]], problem: str) -> None:
    """A slug or a folded name that two tags claim, a name without a word, an unknown key: one line each."""
    with pytest.raises(ContentError) as raised:
        parse_ledger({"format": 1, "tags": rows}, "tags.yaml")
    (found,) = raised.value.problems
    assert str(found).startswith(problem)


def test_a_name_may_repeat_within_its_tag() -> None:
    """Aliases of one tag may fold to its own name."""
    (tag,) = parse_ledger(
        {"format": 1, "tags": [{"name": "Kites", "aliases": ["kite", "KITES", "kite"]}]}, "tags.yaml"
    ).tags
    assert tag.aliases == ("kite", "KITES", "kite")


def test_a_tag_is_described_and_belongs_to_an_area() -> None:
    """Areas are named by name or slug, former tags by slug or name; both are kept as slugs."""
    data = {
        "format": 1,
        "areas": [{"name": "Toys & Games", "slug": "toys", "description": "What children like."}, {"name": "Weather"}],
        "tags": [
            {"name": "Kites", "area": "toys & games", "description": "On a string.", "formerly": ["Flying Things"]},
            {"name": "Wind", "area": "weather"},
        ],
    }
    assert parse_ledger(data, "tags.yaml") == Ledger(
        areas=(
            Area(name="Toys & Games", slug="toys", description="What children like."),
            Area(name="Weather", slug="weather"),
        ),
        tags=(
            LedgerTag(
                name="Kites",
                slug="kites",
                description="On a string.",
                area="toys",
                phrases=("Kites",),
                formerly=("flying-things",),
            ),
            LedgerTag(name="Wind", slug="wind", area="weather", phrases=("Wind",)),
        ),
    )


def test_languages_that_differ_by_a_sign_are_three_tags() -> None:
    """C, C++ and C# are told apart, and so are their addresses; a name like a file's is a name."""
    rows = [{"name": name} for name in ("C", "C++", "C#", "feed.xml")]
    tags = parse_ledger({"format": 1, "tags": rows}, "tags.yaml").tags
    assert [tag.slug for tag in tags] == ["c", "c-plus-plus", "c-sharp", "feed-xml"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"name": "2"}, "2: its slug 2 is that of a numbered page; give it another, for example slug: number-2"),
        ({"name": "Feeds", "slug": "feed.xml"}, "Feeds: slug 'feed.xml'; expected 'feed-xml'"),
        ({"name": "Feeds", "slug": ""}, "Feeds: slug ''; expected 'feeds'"),
        ({"name": "🪁"}, "🪁: '🪁' has no word in it; expected a name in words"),
        ({"name": ""}, ": '' has no word in it; expected a name in words"),
        ({"name": "Kites", "aliases": ["kite " * 60]}, f"Kites: '{'kite ' * 8}'… has 300 characters; expected at most"),
        (
            {"name": "Kites", "description": "a\nb"},
            "Kites: a description of 3 characters in 2 lines; expected one line",
        ),
        ({"name": "Kites", "weak": ["🪁"]}, "Kites: '🪁' has no word in it; expected a name in words"),
        ({"name": "Kites", "area": "Weathr"}, "Kites: there is no area weathr; did you mean Weather?"),
        ({"name": "Kites", "area": "Toys"}, "Kites: there is no area toys; list it under areas"),
        ({"name": "Kites", "formerly": ["kites"]}, "Kites: formerly kites, which it still is; leave it out"),
        (
            {"name": "Kites", "formerly": ["wind"]},
            "Kites: formerly wind, which is a tag of its own; delete the tag Wind",
        ),
        ({"name": "Kites", "formerly": ["gale"]}, "Kites: formerly gale, and so was wind; leave it to one of them"),
        ({"name": "Kites", "without": ["toy"]}, "Kites: without; it belongs into content/tags.own.yaml; here, delete"),
    ],
)
def test_bad_rows_are_refused(row: dict[str, Any], problem: str) -> None:
    """What has no address, no word or no end; areas and former tags that cannot be."""
    data = {"format": 1, "areas": [{"name": "Weather"}], "tags": [{"name": "Wind", "formerly": ["gale"]}, row]}
    with pytest.raises(ContentError) as raised:
        parse_ledger(data, "tags.yaml")
    (found,) = raised.value.problems
    assert str(found).startswith(f"tags.yaml: {problem}")


def test_a_merge_cycle_is_refused() -> None:
    """Tags that are merged into each other, in two steps or in three, are named."""
    rows = [{"name": "A", "formerly": ["b"]}, {"name": "B", "formerly": ["c"]}, {"name": "C", "formerly": ["a"]}]
    with pytest.raises(ContentError) as raised:
        parse_ledger({"format": 1, "tags": rows}, "tags.yaml")
    assert [str(problem) for problem in raised.value.problems] == [
        "tags.yaml: A: a and b are merged into each other; keep one of them",
        "tags.yaml: B: b and c are merged into each other; keep one of them",
        "tags.yaml: C: c and a are merged into each other; keep one of them",
    ]


SHIPPED = {
    "format": 1,
    "areas": [{"name": "Toys"}],
    "tags": [
        {"name": "Kites", "area": "Toys", "description": "On a string.", "aliases": ["kite flying", "dragon"]},
        {"name": "Balloons", "aliases": ["zeppelin"], "formerly": ["blimps"]},
        {"name": "Wind", "aliases": ["gust"], "phrases": ["gale"]},
    ],
}


def own(*rows: dict[str, Any], areas: tuple[dict[str, Any], ...] = ()) -> Ledger:
    """The shipped tags as an owner's `rows` extend them."""
    return parse_ledger(SHIPPED, "tags.yaml", {"format": 1, "areas": list(areas), "tags": list(rows)}, "tags.own.yaml")


def test_an_owner_adds_tags_and_areas() -> None:
    """His tags come behind the shipped ones, and may belong to shipped areas and to his own."""
    ledger = own({"name": "Hats", "area": "Toys"}, {"name": "Rain", "area": "Weather"}, areas=({"name": "Weather"},))
    assert [tag.name for tag in ledger.tags] == ["Kites", "Balloons", "Wind", "Hats", "Rain"]
    assert [tag.area for tag in ledger.tags[3:]] == ["toys", "weather"]
    assert [area.slug for area in ledger.areas] == ["toys", "weather"]


def test_an_owner_amends_a_tag() -> None:
    """Words are added and taken away; what he does not say stays as it ships."""
    tag = own({"name": "Kites", "aliases": ["box kite"], "without": ["dragons"]}).tags[0]
    assert tag == LedgerTag(
        name="Kites",
        slug="kites",
        description="On a string.",
        area="toys",
        aliases=("kite flying", "box kite"),
        phrases=("Kites", "kite flying", "box kite"),
    )


def test_an_owner_weighs_a_phrase() -> None:
    """What he calls strong or weak is no longer what it was; what he takes away is in no list."""
    tag = own({"name": "Kites", "strong": ["kite-flying"], "weak": ["string"], "without": ["dragon"]}).tags[0]
    assert (tag.phrases, tag.strong, tag.weak) == (("Kites",), ("kite-flying",), ("string",))


def test_an_owner_renames_a_tag() -> None:
    """A tag named by its slug takes another name; its old name goes on leading to it."""
    tag = own({"name": "Gliders", "slug": "kites"}).tags[0]
    assert (tag.name, tag.slug, tag.aliases, tag.formerly) == (
        "Gliders", "kites", ("kite flying", "dragon", "Kites"), (),
    )  # fmt: skip


def test_an_owner_moves_a_tag() -> None:
    """A shipped name with another slug moves the tag; its old address leads to the new one."""
    tag = own({"name": "Kites", "slug": "gliders"}).tags[-1]
    assert (tag.slug, tag.formerly, tag.description) == ("gliders", ("kites",), "On a string.")


def test_an_owner_merges_shipped_tags() -> None:
    """A tag takes over what the one that it is said to have been was called, looked for, and led from."""
    tags = own({"name": "Wind", "formerly": ["balloons"]}).tags
    assert [tag.slug for tag in tags] == ["kites", "wind"]
    assert tags[1].aliases == ("gust", "Balloons", "zeppelin")
    assert tags[1].phrases == ("gale", "Balloons", "zeppelin")
    assert tags[1].formerly == ("balloons", "blimps")


def test_an_owner_wins_over_what_ships() -> None:
    """What he claims, a shipped tag loses: an update breaks no site."""
    ledger = own({"name": "Gust", "aliases": ["dragon"]}, {"name": "Blimps"})
    claimed = {tag.slug: (tag.aliases, tag.formerly) for tag in ledger.tags}
    assert claimed == {
        "kites": (("kite flying",), ()), "balloons": (("zeppelin",), ()), "wind": ((), ()),
        "gust": (("dragon",), ()), "blimps": ((), ()),
    }  # fmt: skip


def test_an_owner_undoes_a_merge_the_other_way_round() -> None:
    """A tag that upstream merges into another, he may keep, and merge the other into it."""
    tags = own({"name": "Blimps", "formerly": ["balloons"]}).tags
    assert [(tag.slug, tag.formerly) for tag in tags if tag.slug not in {"kites", "wind"}] == [
        ("blimps", ("balloons",))
    ]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([{"name": "Sails", "aliases": ["kite"]}], "tags.own.yaml: Sails: the alias 'kite' is claimed by kites too"),
        ([{"name": "Kites"}, {"name": "Sails", "slug": "kites"}], "tags.own.yaml: Sails: its slug kites is that of"),
        ([{"name": "Kites", "area": "Toyz"}], "tags.own.yaml: Kites: there is no area toyz; did you mean Toys?"),
    ],
)
def test_what_an_owner_cannot_say(rows: list[dict[str, Any]], problem: str) -> None:
    """A shipped tag's name for another tag, one tag twice, an area that is not there: with his file's name."""
    with pytest.raises(ContentError) as raised:
        own(*rows)
    assert str(raised.value.problems[0]).startswith(problem)


@pytest.mark.parametrize("data", [{"format": 2, "tags": []}, {"tags": []}, None, []])
def test_another_format_is_refused(data: object) -> None:
    """Only the format that this program knows is read."""
    with pytest.raises(ContentError, match=r"^tags\.yaml: "):
        parse_ledger(data, "tags.yaml")


def test_all_problems_come_together(tmp_path: Path) -> None:
    """Everything that is wrong with the file is said at once."""
    text = "format: 1\ntags:\n- name: Kites\n- name: kite\n- name: '…'\n  slug: A\n"
    (tmp_path / "tags.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        read_ledger(tmp_path)
    assert [problem.where.rpartition(": ")[2] for problem in raised.value.problems] == ["…", "…", "kite"]
