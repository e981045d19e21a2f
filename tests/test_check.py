"""Everything that is wrong in one list, and what can be mended without judgement."""

from datetime import date
from pathlib import Path

import pytest
from conftest import DAY
from made_up import paper, snapshot

from generator.check import check_site, repair_content
from generator.cli import main
from generator.content.snapshots import format_snapshot, snapshot_path, write_snapshot


def _said(root: Path) -> list[str]:
    return [str(problem) for problem in check_site(root)]


def _reordered(root: Path, more: str = "") -> Path:
    """A day whose first paper has its keys in another order."""
    path = snapshot_path(root / "content", DAY)
    path.parent.mkdir(parents=True)
    text = format_snapshot(snapshot(DAY, paper(1, upvotes=3))).decode()
    mixed = text.replace("  title: Kite Number 1\n", "").replace("upvotes: 3\n", "upvotes: 3\n  title: Kite Number 1\n")
    path.write_text(mixed + more, encoding="utf-8")
    return path


def test_sound_site_has_no_problem(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is said, and the status is 0."""
    write_snapshot(site_root / "content", snapshot(DAY, paper(1)))
    assert main(["-C", str(site_root), "check"]) == 0
    assert capsys.readouterr().out == "Nothing is wrong.\n"


def test_problems_of_all_rooms_come_together(site_root: Path) -> None:
    """Content, theme and layout are looked at whatever is wrong with the others."""
    (site_root / "content" / "site.yaml").write_text("title: Kites\ntheme: none-such\n", encoding="utf-8")
    (site_root / "content" / "tags.yaml").write_text("format: 1\ntags: 3\n", encoding="utf-8")
    _reordered(site_root)
    said = "\n".join(_said(site_root))
    assert "content/tags.yaml" in said
    assert "none-such" in said
    assert "run broadsheet check --repair" in said


def test_paper_in_two_files_is_a_problem(site_root: Path) -> None:
    """It names both days and says what to write."""
    for number in (30, 31):
        day = date(2025, 10, number)
        write_snapshot(site_root / "content", snapshot(day, paper(1)))
    assert _said(site_root) == [
        (
            "content/days/2025/2025-10-31.yaml: 2510.00001: is archived on 2025-10-30 too; "
            "remove it here, and write also_on: [2025-10-31] there"
        )
    ]


def test_repair_mends_the_order_of_keys(site_root: Path) -> None:
    """The file is as this program writes it, and a second repair finds nothing to do."""
    path = _reordered(site_root)
    assert list(repair_content(site_root / "content")) == [path]
    assert path.read_bytes() == format_snapshot(snapshot(DAY, paper(1, upvotes=3)))
    assert list(repair_content(site_root / "content")) == []
    assert _said(site_root) == []


def test_repair_needs_no_configuration(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days are mended though the configuration is wrong, and what is wrong with it is said."""
    _reordered(site_root)
    (site_root / "content" / "site.yaml").write_text("title: Kites\ntgas: {}\nenrich: x\n", encoding="utf-8")
    assert main(["-C", str(site_root), "check", "--repair"]) == 1
    told = capsys.readouterr()
    assert "mended content/days/" in told.out
    assert len(told.err.splitlines()) == 2


def test_repair_leaves_comments_to_people(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with a comment stays as it is, byte for byte, and is still a problem."""
    path = _reordered(site_root, "# read this one again\n")
    before = path.read_bytes()
    assert main(["-C", str(site_root), "check", "--repair"]) == 1
    assert path.read_bytes() == before
    assert "comments" in capsys.readouterr().err


def test_repair_leaves_broken_files_alone(site_root: Path) -> None:
    """What cannot be read is said, and not touched."""
    path = snapshot_path(site_root / "content", DAY)
    path.parent.mkdir(parents=True)
    path.write_text("format: 1\nday: soon\n", encoding="utf-8")
    assert list(repair_content(site_root / "content")) == []
    assert path.read_text(encoding="utf-8") == "format: 1\nday: soon\n"
    assert _said(site_root)


def test_repair_sees_comments_that_new_signs_hide(site_root: Path) -> None:
    """A comment is one however many other signs like it the file has."""
    path = snapshot_path(site_root / "content", DAY)
    path.parent.mkdir(parents=True)
    text = format_snapshot(snapshot(DAY, paper(1, title="A # B"))).decode()
    text = text.replace("'A # B'", '"A \\x23 B"   # mine')
    path.write_text(text, encoding="utf-8")
    assert list(repair_content(site_root / "content")) == []
    assert path.read_text(encoding="utf-8") == text


def test_repair_keeps_moments_as_they_were_written(site_root: Path) -> None:
    """A zone, or none, in a key of a person's own means what it meant."""
    path = _reordered(site_root)
    own = "when: 2026-05-01T12:00:00+02:00\nthen: 2026-05-01 12:00:00\nday_of: 2026-5-1\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    assert list(repair_content(site_root / "content")) == [path]
    assert path.read_text(encoding="utf-8").endswith(own)


def test_one_paper_under_two_ids_is_a_problem(site_root: Path) -> None:
    """A DOI that two archived papers share is said of the later one."""
    twins = (paper(1, doi="10.1000/kite"), paper(2, id="10.1000/kite"))
    write_snapshot(site_root / "content", snapshot(DAY, *twins))
    (said,) = _said(site_root)
    assert "has the arXiv id or the DOI of 2510.00001 too" in said


def test_what_is_wrong_elsewhere_hides_nothing(site_root: Path) -> None:
    """A broken configuration and a day that cannot be read keep no other problem out of the list."""
    (site_root / "content" / "site.yaml").write_text("title: Kites\nno_such_key: 1\n", encoding="utf-8")
    for number in (30, 31):
        write_snapshot(site_root / "content", snapshot(date(2025, 10, number), paper(1, also_on=(date(2025, 11, 3),))))
    broken = snapshot_path(site_root / "content", date(2025, 11, 3))
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text("format: 1\nday: soon\n", encoding="utf-8")
    said = "\n".join(_said(site_root))
    assert "no_such_key" in said
    assert "found 'soon'" in said
    assert "is archived on 2025-10-30 too" in said
    assert "no archived day" not in said
