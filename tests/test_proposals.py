"""What the archive suggests for the ledger, and what becomes of it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_up import paper, snapshot

from generator.cli import main
from generator.content.ledger import append_rows, read_ledger
from generator.content.snapshots import write_snapshot
from generator.errors import ContentError
from generator.model import Area, Content, Ledger, LedgerTag, Paper
from generator.proposals import Merge, Proposals, propose, rows_of

MONDAY = date(2025, 10, 27)
KITES = LedgerTag(name="Kites", slug="kites", area="toys", aliases=("kite flying", "zeppelin"), phrases=("kite",))
STRING = LedgerTag(name="Kite string", slug="string", area="toys", phrases=("kite string",))
RAIN = LedgerTag(name="Rain", slug="rain", phrases=("rain",))
LEDGER = Ledger(areas=(Area(name="Toys & games", slug="toys"),), tags=(KITES, STRING, RAIN))


def papers(*keywords: tuple[str, ...]) -> tuple[Paper, ...]:
    """A paper for each of these, which says nothing else."""
    return tuple(paper(number, title="Calm", keywords=words) for number, words in enumerate(keywords, start=1))


def proposed(*shown: Paper, ledger: Ledger = LEDGER, least: int = 2) -> Proposals:
    """What these papers suggest."""
    content = Content(snapshots=(snapshot(MONDAY, *shown),), ledger=ledger, pages=(), notes={})
    return propose(content, min_papers=2, least=least)


def test_a_keyword_of_many_papers_is_a_new_tag() -> None:
    """It comes with its spellings, its newest papers, the tags beside it and their area; one of few papers does not."""
    found = proposed(*papers(("Gusts", "kites"), ("Gusts",), ("gust", "kites", "hail"), ("Gusts",)))
    (tag,) = found.tags
    assert (tag.name, tag.slug, tag.papers, tag.area) == ("Gusts", "gust", 4, "toys")
    assert tag.beside == (("kites", 2),)
    assert tag.examples == ("2510.00004", "2510.00003", "2510.00002")
    assert found.aliases == ()


def test_the_same_words_in_another_order_are_one_keyword() -> None:
    """Spellings that differ by the order of their words are counted together."""
    (tag,) = proposed(*papers(("tunnel wind",), ("wind tunnel",), ("wind tunnel",)), least=3).tags
    assert (tag.name, tag.papers, tag.spellings) == ("wind tunnel", 3, ("tunnel wind",))


@pytest.mark.parametrize(
    ("rows", "name", "reason"),
    [
        ((("flying kite",), ("flying kite",)), "flying kite", "the same words in another order"),
        ((("zepelin",), ("zepelin",)), "zepelin", "spelled nearly as zeppelin"),
        (
            (("kite flying (KFX)", "KFX"), ("Kite Flying (KFX)", "hail"), ("KFX",)),
            "KFX",
            "stands in brackets beside kite flying",
        ),
        ((("gust", "kites"),) * 5, "gust", "5 of its 5 papers carry it"),
    ],
)
def test_a_keyword_that_is_a_tag_in_other_words_is_an_alias(
    rows: tuple[tuple[str, ...], ...], name: str, reason: str
) -> None:
    """By its words, its letters, an acronym that two papers put in brackets, or the papers that carry it."""
    (alias,) = proposed(*papers(*rows)).aliases
    assert (alias.name, alias.tag, alias.reason, alias.had_page) == (name, "kites", reason, True)


@pytest.mark.parametrize("name", ["Pass@1", "recall@k", "mAP@0.5 score", "Big Wins", "wins, big"])
def test_what_is_measured_or_refused_is_not_suggested(name: str) -> None:
    """A metric is no tag; what the ledger ignores does not return in another spelling or order."""
    ledger = replace(LEDGER, ignored=("big win",))
    assert proposed(*papers((name,), (name,)), ledger=ledger).tags == ()


def test_what_lies_over_all_areas_alike_tells_nothing() -> None:
    """A keyword whose papers are of any area is set apart; one of a single area is a new tag."""
    areas = tuple(Area(name=name, slug=name.lower()) for name in ("Air", "Sea", "Land", "Space"))
    tags = tuple(LedgerTag(name=f"{area.name}craft", slug=f"{area.slug}craft", area=area.slug) for area in areas)
    rows = [
        (tag.name, *extra) for tag in tags for extra in ((), (), ("reliability",), ("reliability",), ("reliability",))
    ]
    rows += [("Aircraft", "lift", "gust"), ("Aircraft", "lift")] * 5
    found = proposed(*papers(*rows, *[("lift",)] * 2), ledger=Ledger(areas=areas, tags=tags), least=5)
    assert [one.name for one in found.spread] == ["reliability"]
    assert "lift" in [one.name for one in found.tags]


def test_tags_that_share_their_papers_may_be_one() -> None:
    """The smaller goes into the larger."""
    found = proposed(*papers(("kites", "rain"), ("kites", "rain"), ("kites",)))
    assert found.merges == (Merge(tag="kites", other="rain", papers=3, other_papers=2, shared=2),)
    assert proposed(*papers(("kites", "rain"), ("rain",), ("kites",))).merges == ()


def test_what_nothing_uses_is_named() -> None:
    """Tags without a paper, aliases that no keyword and no text holds."""
    shown = paper(1, title="Calm", abstract="We like kite flying.", keywords=("kites",))
    found = proposed(shown)
    assert found.unused == ("string", "rain")
    assert found.unseen == (("kites", "zeppelin"),)


def test_what_is_taken_keeps_its_address() -> None:
    """A new tag has the slug that its keyword has, an alias leaves its own to the tag."""
    found = proposed(*papers(("Gusts", "kites"), ("Gusts",), ("flying kite", "hail"), ("flying kite",)))
    assert rows_of(found.tags, found.aliases, LEDGER) == [
        {"name": "Gusts", "slug": "gust", "area": "Toys & games"},
        {"name": "Kites", "slug": "kites", "aliases": ["flying kite"], "formerly": ["flying-kite"]},
    ]


@pytest.fixture
def root(site_root: Path) -> Path:
    """A site of four papers with two keywords that its ledger does not know."""
    (site_root / "content" / "tags.yaml").write_text(
        "format: 1\nareas: [{name: Toys}]\ntags: [{name: Kites, area: Toys}]\n", encoding="utf-8"
    )
    shown = papers(("Gusts", "kites"), ("gust",), ("flying kites: all", "kites", "Gusts"), ("Hail: big", "Gusts"))
    write_snapshot(site_root / "content", snapshot(MONDAY, *shown, replace(shown[3], id="2510.00009")))
    return site_root


def test_command_tells_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Suggestions come with counts and papers; content stays as it is."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert main(["-C", str(root), "tags", "--least", "2"]) == 0
    said = capsys.readouterr().out
    assert "  Gusts: 5 papers (2510.00009, 2510.00004, 2510.00003); beside Kites 2\n" in said
    assert "  Hail: big: 2 papers" in said
    assert said.endswith(
        "2 suggestions; --write NAME… puts those into content/tags.own.yaml, --write alone all of them; "
        "--ignore NAME… refuses them.\n"
    )
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_command_writes_what_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Entries stand behind the owner's own, comments and all; what is in the ledger is suggested no more."""
    own = root / "content" / "tags.own.yaml"
    own.write_text("# Mine.\nformat: 1\ntags:\n- name: Hats  # all of them\n", encoding="utf-8")
    assert main(["-C", str(root), "tags", "gust", "--least", "2", "--write"]) == 0
    assert capsys.readouterr().out.endswith("1 suggestion is in content/tags.own.yaml; give each a description.\n")
    assert own.read_text("utf-8") == (
        "# Mine.\nformat: 1\ntags:\n- name: Hats  # all of them\n- name: Gusts\n  slug: gust\n  area: Toys\n"
    )
    assert main(["-C", str(root), "tags", "--least", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert ([one["name"] for one in found["tags"]], found["written"]) == (["Hail: big"], False)
    assert found["unused"] == ["hats"]


def test_command_notes_what_is_no_tag(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is refused stands in the owner's file, before what he refused earlier, and is suggested no more."""
    own = root / "content" / "tags.own.yaml"
    run = ["-C", str(root), "tags", "--least", "2"]
    assert main([*run, "--ignore", "gust"]) == 0
    assert capsys.readouterr().out.endswith("1 suggestion will not return; content/tags.own.yaml says so.\n")
    assert own.read_text("utf-8") == "format: 1\nignored:\n- Gusts\n"
    own.write_text("# Mine.\nformat: 1\nignored:\n- Gusts  # too windy\ntags:\n- name: Hats\n", encoding="utf-8")
    assert main([*run, "--ignore", "Hail: big", "-q"]) == 0
    ignored = "ignored:\n- 'Hail: big'\n- Gusts  # too windy\n"
    assert own.read_text("utf-8") == f"# Mine.\nformat: 1\n{ignored}tags:\n- name: Hats\n"
    assert main(run) == 0
    assert "New tags" not in capsys.readouterr().out


def test_command_refuses_to_ignore_everything(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names are needed; a file in which no name can be put is left alone."""
    assert main(["-C", str(root), "tags", "--ignore"]) == 2
    assert "--ignore needs the names" in capsys.readouterr().err
    own = root / "content" / "tags.own.yaml"
    own.write_text("{format: 1}\n", encoding="utf-8")
    assert main(["-C", str(root), "tags", "--least", "2", "--ignore", "gust"]) == 1
    assert "no name can be put into what it ignores" in capsys.readouterr().err
    assert own.read_text("utf-8") == "{format: 1}\n"


def test_command_counts_aliases_never_seen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are listed on request."""
    ledger = root / "content" / "tags.yaml"
    ledger.write_text("format: 1\ntags: [{name: Kites, aliases: [zeppelin]}]\n", encoding="utf-8")
    assert main(["-C", str(root), "tags"]) == 0
    assert "Aliases never seen: 1; --all lists them\n" in capsys.readouterr().out
    assert main(["-C", str(root), "tags", "--all"]) == 0
    assert "Aliases never seen:\n  zeppelin (Kites)\n" in capsys.readouterr().out


def test_command_makes_the_file(root: Path) -> None:
    """An owner who has no ledger of his own gets one, which reads back as it was meant."""
    assert main(["-C", str(root), "tags", "--least", "2", "--write", "-q"]) == 0
    names = [tag.name for tag in read_ledger(root / "content").tags]
    assert names == ["Kites", "Gusts", "Hail: big"]


def test_command_refuses_what_is_not_suggested(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is no suggestion is wrong usage; a ledger that is wrong is said as everywhere."""
    assert main(["-C", str(root), "tags", "boats", "--write"]) == 2
    assert capsys.readouterr().err == "broadsheet: 'boats' is not suggested; broadsheet tags --json lists what is\n"
    (root / "content" / "tags.own.yaml").write_text("format: 1\ntags: [{name: 3}]\n", encoding="utf-8")
    assert main(["-C", str(root), "tags"]) == 1
    assert "content/tags.own.yaml: tags[1]: name: found a number" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["format: 1\ntags: [{name: Hats}]\n", "format: 1\ntags:\n- name: Hats\nareas: []\n"])
def test_a_file_that_ends_otherwise_is_left_alone(text: str, tmp_path: Path) -> None:
    """Where no entry can be put behind the others, nothing is written and the layout is asked for."""
    (tmp_path / "tags.own.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match="no entry can be put behind its tags; let its list of tags come last"):
        append_rows(tmp_path, [{"name": "Gusts"}])
    assert (tmp_path / "tags.own.yaml").read_text("utf-8") == text


def test_an_entry_that_is_there_is_refused(tmp_path: Path) -> None:
    """A tag that the owner has is not added again, and the file stays sound."""
    (tmp_path / "tags.own.yaml").write_text("format: 1\ntags:\n- name: Gusts\n", encoding="utf-8")
    with pytest.raises(ContentError, match="its slug gusts is that of Gusts"):
        append_rows(tmp_path, [{"name": "Gusts"}])
