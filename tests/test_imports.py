"""Saved files come in as if they had been fetched, once, and under the names they are known by."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import NOW, SHARED
from feed_server import item, items
from test_syndication import RSS

from generator.cli import main
from generator.content.snapshots import read_snapshots
from generator.model import Paper
from generator.snapshot import days_missing

ABSTRACT = "We fold boats of paper and see how long each of them floats. " * 4
PAGE = f"""new
Daily Papers
Oct 31

Paper Boats of Size 1

{ABSTRACT}

  • 6 authors
·
Oct 19

Kites, Tails and Wind

{ABSTRACT}

  • 1 author
·
Nov 28, 2023 4
"""


@pytest.fixture(autouse=True)
def _quiet(quiet_environment: pytest.MonkeyPatch) -> None:
    """Today is 2025-11-07."""


def _import(root: Path, name: str, text: str, *options: str) -> int:
    path = root / name
    path.write_text(text, encoding="utf-8")
    return main(["-C", str(root), "import", str(path), *options])


def _papers(root: Path) -> dict[str, tuple[date, Paper]]:
    return {paper.id: (day.day, paper) for day in read_snapshots(root / "content") for paper in day.papers}


def test_answer_of_the_api_is_the_day_of_its_name(site_root: Path) -> None:
    """A list that does not say its day belongs to the one in the file's name, and is whole."""
    assert _import(site_root, "2025-10-31.json", json.dumps(items(2))) == 0
    (day,) = read_snapshots(site_root / "content")
    assert (day.day, [paper.id for paper in day.papers]) == (date(2025, 10, 31), ["2510.00001", "2510.00002"])
    assert (day.snapshots[0].source, day.snapshots[0].complete) == ("huggingface", True)


def test_items_that_name_their_day_go_there(site_root: Path) -> None:
    """Each item of a mixed list belongs to the day on which it says it was listed."""
    mixed = [item(number, submittedOnDailyAt=f"2025-10-{28 + number}T00:00:00.000Z") for number in (1, 2)]
    assert _import(site_root, "list.json", json.dumps(mixed)) == 0
    assert {key: day for key, (day, _) in _papers(site_root).items()} == {
        "2510.00001": date(2025, 10, 29),
        "2510.00002": date(2025, 10, 30),
    }


def test_list_of_no_day_is_refused(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what to do, and nothing is archived."""
    assert _import(site_root, "list.json", json.dumps(items(2))) == 1
    assert "name it with --date YYYY-MM-DD" in capsys.readouterr().err
    assert _papers(site_root) == {}
    assert _import(site_root, "list.json", json.dumps(items(2)), "--date", "2025-10-31") == 0
    assert len(_papers(site_root)) == 2


def test_list_as_long_as_a_page_may_be_cut(site_root: Path) -> None:
    """Fifty items are what an answer without a limit holds: the day is asked for again."""
    assert _import(site_root, "2025-10-31.json", json.dumps(items(50))) == 0
    assert not read_snapshots(site_root / "content")[0].snapshots[0].complete


def test_saved_page_puts_each_paper_on_its_day(site_root: Path) -> None:
    """Title, abstract, number of authors, comments and the full date."""
    assert _import(site_root, "page.txt", PAGE, "--as-of", "2025-10-31") == 0
    boats, kites = (_papers(site_root)[key] for key in ("paper-boats-of-size-1", "kites-tails-and-wind"))
    assert (boats[0], boats[1].author_count, boats[1].comments) == (date(2025, 10, 19), 6, None)
    assert (kites[0], kites[1].author_count, kites[1].comments) == (date(2023, 11, 28), 1, 4)
    assert kites[1].abstract == ABSTRACT.strip()


def test_saved_page_without_years_needs_the_day_of_saving(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is guessed."""
    assert _import(site_root, "page.txt", PAGE) == 1
    assert "--as-of YYYY-MM-DD" in capsys.readouterr().err


def test_known_paper_is_recognised_by_its_title(site_root: Path) -> None:
    """A page brings no second copy of what is archived, nor does it change the paper's own words."""
    assert _import(site_root, "2025-10-31.json", json.dumps(items(1))) == 0
    assert _import(site_root, "page.txt", PAGE, "--as-of", "2025-10-31") == 0
    papers = _papers(site_root)
    assert set(papers) == {"2510.00001", "kites-tails-and-wind"}
    day, boats = papers["2510.00001"]
    assert (day, boats.abstract) == (date(2025, 10, 31), "We fold boat number 1 out of paper.")
    assert boats.sources["daily-papers-page"].author_count == 6


def test_paper_of_a_page_is_recognised_when_its_source_comes(site_root: Path) -> None:
    """What was known by its title alone gains the arXiv id, and keeps its place."""
    assert _import(site_root, "page.txt", PAGE, "--as-of", "2025-10-31") == 0
    assert _import(site_root, "2025-10-31.json", json.dumps(items(1))) == 0
    day, boats = _papers(site_root)["paper-boats-of-size-1"]
    assert (day, boats.sources["huggingface"].arxiv_id) == (date(2025, 10, 19), "2510.00001")
    assert boats.sources["huggingface"].days == (date(2025, 10, 31),)


@pytest.mark.parametrize("name", ["page.txt", "2025-10-31.json"])
def test_second_time_changes_nothing(site_root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file again leaves every byte as it was."""
    text = PAGE if name.endswith("txt") else json.dumps(items(3))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1762500000")
    assert _import(site_root, name, text, "--as-of", "2025-10-31") == 0
    before = {path: path.read_bytes() for path in (site_root / "content").rglob("*.yaml")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1762600000")
    assert _import(site_root, name, text, "--as-of", "2025-10-31") == 0
    assert {path: path.read_bytes() for path in (site_root / "content").rglob("*.yaml")} == before


def test_page_saved_as_html_gives_its_data(site_root: Path) -> None:
    """The items stand in an attribute, as the API gives them."""
    props = json.dumps({"dailyPapers": items(2)}).replace("&", "&amp;").replace('"', "&quot;")
    html = f'<!doctype html><html><body><div data-target="DailyPapers" data-props="{props}"></div></body></html>'
    assert _import(site_root, "page.html", html) == 0
    assert set(_papers(site_root)) == {"2510.00001", "2510.00002"}


def test_page_saved_as_html_gives_its_articles(site_root: Path) -> None:
    """Without data the articles are read: the id from the link, the day from the date."""
    article = (
        '<article><h3><a href="/papers/2510.00001">Paper Boats</a></h3>'
        f"<p>{ABSTRACT}</p><ul><li>6 authors</li></ul><time datetime='2025-10-19T00:00:00'>Oct 19</time></article>"
    )
    assert _import(site_root, "page.html", f"<!doctype html><html><body>{article}</body></html>") == 0
    day, boats = _papers(site_root)["2510.00001"]
    assert (day, boats.title, boats.author_count) == (date(2025, 10, 19), "Paper Boats", 6)


@pytest.mark.parametrize("text", ["", "hello", '{"error": "no"}', "{", "<html></html>", "<feed"])
def test_what_is_none_of_these_is_one_line(site_root: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It names the file, and nothing is archived."""
    assert _import(site_root, "thing.txt", text) == 1
    error = capsys.readouterr().err
    assert error.startswith("broadsheet: error: ")
    assert "thing.txt" in error
    assert len(error.splitlines()) == 1
    assert _papers(site_root) == {}


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder with the saved page is not here")
def test_the_page_this_began_from_comes_in_whole(site_root: Path) -> None:
    """All 19 papers with title, abstract, number of authors and full date; three of them with comments."""
    page = SHARED / "data" / "seed" / "daily-papers-page.txt"
    assert main(["-C", str(site_root), "import", str(page), "--as-of", "2025-10-31"]) == 0
    papers = [paper for _, paper in _papers(site_root).values()]
    assert len(papers) == 19
    assert all(paper.title and paper.abstract and paper.author_count and paper.published for paper in papers)
    assert sorted(paper.comments for paper in papers if paper.comments) == [2, 2, 3]


def test_search_results_leave_days_to_be_asked_for(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file with papers of several days is no whole list of any, and what could not be read of it is said."""
    mixed = [item(number, submittedOnDailyAt=f"2025-10-{28 + number}T00:00:00.000Z") for number in (1, 2)]
    assert _import(site_root, "list.json", json.dumps([*mixed, {"paper": 3}])) == 0
    assert [day.snapshots[0].complete for day in read_snapshots(site_root / "content")] == [False, False]
    assert "is no paper" in capsys.readouterr().err


def test_day_known_from_a_file_is_asked_for_again(site_root: Path) -> None:
    """The file may have been saved in the morning of its day: a back-fill asks the source itself."""
    assert _import(site_root, "2025-10-31.json", json.dumps(items(2))) == 0
    days = {day.day: day for day in read_snapshots(site_root / "content")}
    asked = days_missing(days, days, "huggingface", now=NOW, today=date(2026, 10, 31), window=14)
    assert asked == [date(2025, 10, 31)]


def test_what_a_file_says_of_its_day_comes_first(site_root: Path) -> None:
    """`--date` names the day of what names none: not of items, files and posts that do."""
    assert _import(site_root, "2025-10-30.json", json.dumps(items(1)), "--date", "2025-10-31") == 0
    feed = RSS.format(
        items="<item><title>A</title><link>https://a.example/1</link><pubDate>Thu, 02 Oct 2025 10:00:00 GMT</pubDate>"
        "</item><item><title>B</title><link>https://a.example/2</link></item>"
    )
    assert _import(site_root, "feed.xml", feed, "--date", "2025-10-31") == 0
    papers = _papers(site_root)
    assert papers["2510.00001"][0] == date(2025, 10, 30)
    assert papers["https://a.example/1"][0] == date(2025, 10, 2)
    day, undated = papers["https://a.example/2"]
    assert (day, undated.published) == (date(2025, 10, 31), None)


def test_older_file_turns_nothing_back(site_root: Path) -> None:
    """What was saved earlier adds its papers and changes none."""
    assert _import(site_root, "2025-10-31.json", json.dumps(items(3))) == 0
    before = _papers(site_root)
    older = [{**item(1, upvotes=0), "title": "Draft"}, item(9)]
    assert _import(site_root, "2025-10-31.json", json.dumps(older)) == 0
    after = _papers(site_root)
    assert {key: after[key] for key in before} == before
    assert after.keys() - before.keys() == {"2510.00009"}


def test_list_that_is_refused_takes_no_other_day_of_its_file_along(
    site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file with several days those are archived that can be; the one that is another day's list is said."""
    assert _import(site_root, "2025-10-29.json", json.dumps(items(3))) == 0
    sound = [item(number, submittedOnDailyAt="2025-10-28T00:00:00.000Z") for number in (11, 12)]
    again = [item(number, submittedOnDailyAt="2025-10-30T00:00:00.000Z") for number in (1, 2, 3)]
    assert _import(site_root, "some.json", json.dumps([*sound, *again])) == 1
    assert "the list of 2025-10-29 once more" in capsys.readouterr().err
    assert sorted(_papers(site_root)) == [f"2510.{number:05}" for number in (1, 2, 3, 11, 12)]
