"""The tag ledger: names, aliases, phrases, and what two tags must not share."""

from pathlib import Path
from typing import Any

import pytest
from conftest import REPOSITORY

from generator.content.ledger import parse_ledger, read_ledger
from generator.errors import ContentError
from generator.model import LedgerTag


def test_a_tag_has_a_slug_and_phrases_by_default() -> None:
    """A tag is named by its slug and looked for by its name and aliases, unless the file says otherwise."""
    rows = [
        {"name": "Kite Flying", "aliases": ["kites"]},
        {"name": "Strings", "slug": "ropes", "phrases": ["kite string"]},
        {"name": "Wind", "phrases": []},
    ]
    assert parse_ledger({"format": 1, "tags": rows}, "tags.yaml") == (
        LedgerTag(name="Kite Flying", slug="kite-flying", aliases=("kites",), phrases=("Kite Flying", "kites")),
        LedgerTag(name="Strings", slug="ropes", phrases=("kite string",)),
        LedgerTag(name="Wind", slug="wind", phrases=()),
    )


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    """A site need not have a ledger."""
    assert read_ledger(tmp_path) == ()


def test_the_shipped_ledger_is_sound() -> None:
    """The tags that come with Broadsheet are about a hundred, and no two claim one name."""
    assert len(read_ledger(REPOSITORY / "content")) >= 100


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
    (tag,) = parse_ledger({"format": 1, "tags": [{"name": "Kites", "aliases": ["kite", "KITES", "kite"]}]}, "tags.yaml")
    assert tag.aliases == ("kite", "KITES", "kite")


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
    assert [problem.where.rpartition(": ")[2] for problem in raised.value.problems] == ["kite", "…", "…"]
