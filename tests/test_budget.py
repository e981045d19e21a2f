"""How large a site is against what its host takes."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import DAY
from made_up import archive, paper, snapshot

from generator.budget import budget_of
from generator.cli import main
from generator.content.snapshots import write_snapshot


def _archive_of(days: int, papers: int = 2) -> tuple[date, object]:
    first = date(2025, 1, 1)
    made = archive(
        *(
            snapshot(first + timedelta(days=number), *(paper(number * papers + one) for one in range(papers)))
            for number in range(days)
        )
    )
    return first + timedelta(days=days - 1), made


def test_date_of_a_full_site_follows_from_its_growth() -> None:
    """100 papers in 1 MB, two a day: the other 9 MB last 450 days."""
    last, made = _archive_of(50)
    budget = budget_of(made, size_bytes=1_000_000, limit_mb=10)  # type: ignore[arg-type]
    assert (budget.bytes_per_paper, budget.papers_per_day) == (10_000, 2)
    assert budget.full_on == last + timedelta(days=450)
    assert budget.line() == "10.0 kB a paper, 2 papers a day; at this pace it reaches 10 MB in 2026-05"


@pytest.mark.parametrize(("size", "near", "over"), [(7, False, False), (9, True, False), (11, True, True)])
def test_limits_are_seen_before_they_are_met(size: int, near: bool, over: bool) -> None:  # noqa: FBT001 - a table
    """From four fifths on the end is in sight."""
    budget = budget_of(_archive_of(1)[1], size_bytes=size * 10**6, limit_mb=10)  # type: ignore[arg-type]
    assert (budget.is_near, budget.is_over) == (near, over)


def test_without_a_limit_or_papers_there_is_no_end() -> None:
    """An empty archive does not grow; 0 is no limit."""
    assert budget_of(archive(), size_bytes=10**6, limit_mb=1).full_on is None
    unlimited = budget_of(_archive_of(1)[1], size_bytes=10**12, limit_mb=0)  # type: ignore[arg-type]
    assert (unlimited.full_on, unlimited.is_near, unlimited.is_over) == (None, False, False)


def test_build_tells_and_refuses(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The summary names size and growth; a site over its limit is an error that says what to do."""
    write_snapshot(site_root / "content", snapshot(DAY, *(paper(number, abstract="x" * 90_000) for number in range(9))))
    command = ["-C", str(site_root), "build", "--offline"]
    assert main([*command, "--json"]) == 0
    budget = json.loads(capsys.readouterr().out)["budget"]
    assert budget["limit_bytes"] == 10**9
    assert budget["size_bytes"] > 1_600_000
    near = int(budget["size_bytes"] / 1e6 + 1)
    (site_root / "content" / "site.yaml").write_text(f"title: Large\nsite: {{limit_mb: {near}}}\n", encoding="utf-8")
    assert main(command) == 0
    warning = capsys.readouterr().err
    assert f"of the {near} MB that its host takes" in warning
    assert "docs/scaling.md tells where to go then, site.limit_mb is the limit" in warning
    (site_root / "content" / "site.yaml").write_text("title: Large\nsite: {limit_mb: 1}\n", encoding="utf-8")
    assert main(command) == 1
    assert "more than its host takes (1 MB); see docs/scaling.md" in capsys.readouterr().err
