"""Which pages there are, at which addresses, and what each of them shows."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import READ_AT, SETTINGS, TEXTS, archive, paper, plan, snapshot

from generator.config import Config, DataConfig, SnapshotConfig, TagsConfig
from generator.errors import PlanError
from generator.formats import FORMATS
from generator.model import Archive, HandPage, LedgerTag, Organization, Page, Paper, Submitter
from generator.pages.plan import plan_chapters
from generator.pages.views import Link, PaperView, TagLink
from generator.render import render
from generator.theme import load_theme, shipped_themes

THEME = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")
FRIDAY, MONDAY, TUESDAY = date(2025, 10, 31), date(2025, 11, 3), date(2025, 11, 4)
CLOSING_DAY = date(2025, 12, 30)
FEED_FILES = ("feed.xml", "atom.xml", "feed.json", "daily.xml", "feeds.opml", "feeds/")


def view_of(made: Paper, *, notes: dict[str, str] | None = None, **keys: Any) -> PaperView:
    """What the pages show of `made`, archived alone."""
    pages = plan(archive(snapshot(FRIDAY, made), notes=notes), **keys)
    view = pages["2025/10/31/"].values["papers"][0]
    assert isinstance(view, PaperView)
    return view


def titles(page: Page, key: str = "papers") -> list[str]:
    """The titles of the papers that `page` lists."""
    return [view.title for view in page.values[key]]


def labels(links: tuple[Link, ...]) -> list[str]:
    """What the links say."""
    return [link.label for link in links]


FOR_PROGRAMS = {
    "llms.txt", "api/daily_papers", "api/v1/index.json", "api/v1/schema.json", "api/v1/latest.json",
    "api/v1/days.json", "api/v1/tags.json", "api/v1/statistics.json",
}  # fmt: skip


def test_plan_has_every_address_of_the_contract() -> None:
    """One tagged day has a page for itself, its week, month, year, papers and tag, and the standing files."""
    papers = [paper(number, keywords=("wind",)) for number in (1, 2, 3)]
    about = HandPage(slug="about", title="About", html="<p>Kites.</p>")
    pages = plan(archive(snapshot(FRIDAY, *papers), pages=(about,)))
    assert set(pages) == {
        "", "2025/", "2025/10/", "2025/10/31/", "2025/W44/", "404.html", ".nojekyll", "about/", "archive/",
        *FEED_FILES, "papers/2510.00001/", "papers/2510.00002/", "papers/2510.00003/", "reading-list/", "robots.txt",
        "opensearch.xml", "search/", "sitemap.xml", "sw.js", "tags/", "tags/wind/", "tags/wind/feed.xml", "trends/",
        "2025/10/31/papers.json", "2025/10/31/papers.bib", *FOR_PROGRAMS,
        "card.png", "2025/10/card.png", "2025/10/31/card.png",
    }  # fmt: skip


def test_plan_of_an_empty_archive_has_the_standing_pages() -> None:
    """An archive with no day still has a home page, an archive page, tags, a feed and the rest."""
    assert set(plan(archive())) == {
        "", "404.html", ".nojekyll", "archive/", *FEED_FILES, "opensearch.xml", "reading-list/", "robots.txt",
        "search/", "sitemap.xml", "sw.js", "tags/", "trends/", "card.png", *FOR_PROGRAMS,
    }  # fmt: skip


def test_papers_are_planned_beside_their_day() -> None:
    """What shows the same papers stands together, so that whoever makes it reads them once."""
    pages = list(plan(archive(snapshot(FRIDAY, paper(2), paper(1)), snapshot(MONDAY, paper(3)))))
    place = pages.index("2025/10/31/")
    assert pages[place + 1 : place + 3] == ["papers/2510.00002/", "papers/2510.00001/"]


@pytest.mark.parametrize("path", ["", "404.html", "2025/10/31/", "papers/2510.00001/", "archive/"])
def test_page_has_its_own_canonical_address(path: str) -> None:
    """A page's canonical address is the base URL and its path; its link begins with the base path."""
    page = plan(archive(snapshot(FRIDAY, paper(1))))[path].values["page"]
    assert (page.canonical, page.url) == (f"https://example.org/papers/{path}", f"/papers/{path}")


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("", "Latest"),
        ("archive/", "Archive"),
        ("tags/", "Tags"),
        ("search/", "Search"),
        ("reading-list/", "Reading list"),
    ],
)
def test_navigation_marks_where_the_reader_is(path: str, current: str) -> None:
    """The link of the page being shown is marked as current, and no other."""
    site = plan(archive())[path].values["site"]
    assert [link.label for link in site.navigation if link.current] == [current]


def test_navigation_names_hand_pages_that_want_it() -> None:
    """A hand-written page is in the navigation unless its front matter says otherwise."""
    pages = (
        HandPage(slug="about", title="About", html=""),
        HandPage(slug="hidden", title="Hidden", html="", in_navigation=False),
    )
    site = plan(archive(pages=pages))[""].values["site"]
    assert labels(site.navigation) == [
        "Latest",
        "Archive",
        "Tags",
        "Trends",
        "Search",
        "Reading list",
        "About",
        "Feeds",
    ]


def test_every_page_names_the_feed_of_the_archive() -> None:
    """Feeds are discovered from every themed page, the archive's last, those that belong to the page before it."""
    papers = [paper(number, keywords=("wind",)) for number in (1, 2, 3)]
    pages = plan(archive(snapshot(FRIDAY, *papers)))
    shown = {path: page.values["page"].feeds for path, page in pages.items() if "page" in page.values}
    base = "https://example.org/papers/"
    names = {path: [feed.url.removeprefix(base) for feed in feeds] for path, feeds in shown.items()}
    own = {
        "": ["atom.xml", "feed.json", "daily.xml"],
        "feeds/": ["atom.xml", "feed.json", "daily.xml"],
        "tags/wind/": ["tags/wind/feed.xml"],
        **{path: ["daily.xml"] for path in ("2025/", "2025/10/", "2025/10/31/", "2025/W44/", "archive/")},
    }
    assert names == {path: [*own.get(path, []), "feed.xml"] for path in names}


def test_discovered_feeds_say_what_they_are() -> None:
    """A feed is discovered with its media type."""
    types = [feed.type for feed in plan(archive())[""].values["page"].feeds]
    assert types == ["application/atom+xml", "application/feed+json", "application/rss+xml", "application/rss+xml"]


def test_home_shows_the_newest_day_with_papers() -> None:
    """The home page passes over a newer day that is empty."""
    home = plan(archive(snapshot(FRIDAY, paper(1)), snapshot(MONDAY))).get("")
    assert home is not None
    assert home.values["day"].day == FRIDAY


def test_home_of_an_empty_archive_has_no_day() -> None:
    """Without a day that has papers the home page has none to show."""
    values = plan(archive(snapshot(FRIDAY)))[""].values
    assert (values["day"], values["papers"], values["recent"], values["week"], values["top"]) == (
        None,
        (),
        (),
        None,
        (),
    )


def test_home_leads_to_the_seven_days_before() -> None:
    """Beside the newest day the home page lists seven earlier ones, the newest first."""
    days = [FRIDAY + timedelta(days=number) for number in range(10)]
    made = archive(*(snapshot(day, paper(number)) for number, day in enumerate(days)))
    assert [link.day for link in plan(made)[""].values["recent"]] == days[8:1:-1]


def test_home_shows_the_best_of_the_week_but_not_of_the_day() -> None:
    """The week's most upvoted papers on the home page are those of its other days."""
    made = archive(
        snapshot(FRIDAY, paper(1, upvotes=99)),
        snapshot(MONDAY, paper(2, upvotes=5), paper(3, upvotes=7)),
        snapshot(TUESDAY, paper(4, upvotes=50)),
    )
    assert titles(plan(made)[""], "top") == ["Kite Number 3", "Kite Number 2"]


def test_day_ranks_papers_by_upvotes() -> None:
    """The most upvoted paper leads; ties stay in the source's order; unknown counts come last."""
    papers = [paper(1), paper(2, upvotes=3), paper(3, upvotes=9), paper(4, upvotes=3)]
    pages = plan(archive(snapshot(FRIDAY, *papers)))
    assert [view.id[-1] for view in pages["2025/10/31/"].values["papers"]] == ["3", "2", "4", "1"]


def test_neighbours_are_the_nearest_days_with_papers() -> None:
    """Previous and next lead past empty days; an empty day has neighbours too."""
    wednesday = date(2025, 11, 5)
    made = archive(
        snapshot(FRIDAY, paper(1)), snapshot(MONDAY), snapshot(TUESDAY, paper(2)), snapshot(wednesday, paper(3))
    )
    pages = plan(made)
    empty, filled = pages["2025/11/03/"].values["day"], pages["2025/11/04/"].values["day"]
    assert (empty.previous.day, empty.next.day) == (FRIDAY, TUESDAY)
    assert (filled.previous.day, filled.next.day) == (FRIDAY, wednesday)


def test_first_and_last_day_have_one_neighbour() -> None:
    """Where the archive ends there is no neighbour."""
    pages = plan(archive(snapshot(FRIDAY, paper(1)), snapshot(MONDAY, paper(2))))
    assert pages["2025/10/31/"].values["day"].previous is None
    assert pages["2025/11/03/"].values["day"].next is None


@pytest.mark.parametrize(
    ("papers", "complete", "state"),
    [(1, True, "papers"), (0, True, "empty"), (1, False, "partial"), (0, False, "partial")],
)
def test_day_has_a_state(papers: int, state: str, *, complete: bool) -> None:
    """A day has papers, is empty, or was not read completely."""
    made = archive(snapshot(FRIDAY, *[paper(1)][:papers], complete=complete))
    assert plan(made)["2025/10/31/"].values["day"].state == state


def test_day_leads_to_its_week_month_and_year() -> None:
    """A day names the ISO week, the month and the year it is in."""
    day = plan(archive(snapshot(CLOSING_DAY, paper(1))))["2025/12/30/"].values["day"]
    assert (day.week, day.month, day.year) == (
        Link(label="Week 1 of 2026", url="/papers/2026/W01/"),
        Link(label="December 2025", url="/papers/2025/12/"),
        Link(label="2025", url="/papers/2025/"),
    )


def test_iso_week_of_a_year_without_days_is_planned() -> None:
    """The last days of a year may lie in a week of the next, whose own page need not exist."""
    pages = plan(archive(snapshot(CLOSING_DAY, paper(1))))
    assert "2026/W01/" in pages
    assert "2026/" not in pages


def test_period_counts_a_paper_of_two_days_once() -> None:
    """A paper listed on two days of a week is one paper of the week."""
    made = archive(snapshot(MONDAY, paper(1, also_on=(TUESDAY,))), snapshot(TUESDAY, paper(2)))
    values = plan(made)["2025/W45/"].values
    assert values["period"].papers == len(values["top"]) == 2


def test_period_leads_to_its_neighbours_in_the_archive() -> None:
    """A month's neighbours are the archived months before and after it, however far."""
    made = archive(
        snapshot(date(2024, 3, 1), paper(1)), snapshot(FRIDAY, paper(2)), snapshot(date(2026, 1, 5), paper(3))
    )
    period = plan(made)["2025/10/"].values["period"]
    assert (period.previous.url, period.next.url) == ("/papers/2024/03/", "/papers/2026/01/")


@pytest.mark.parametrize(("path", "most"), [("2025/W44/", 12), ("2025/10/", 20), ("2025/", 30)])
def test_period_shows_its_most_upvoted_papers(path: str, most: int) -> None:
    """A week shows its 12 most upvoted papers, a month 20, a year 30."""
    papers = [paper(number, upvotes=number) for number in range(40)]
    page = plan(archive(snapshot(FRIDAY, *papers)))[path]
    assert titles(page, "top") == [f"Kite Number {number}" for number in range(39, 39 - most, -1)]


@pytest.mark.parametrize(("path", "leading"), [("2025/W44/", 3), ("2025/10/", 5), ("2025/", 10)])
def test_period_leads_with_its_best_papers(path: str, leading: int) -> None:
    """They stand larger and with a rank before the others; of equals the newer day's, then as the day has them."""
    earlier = [paper(number, upvotes=7) for number in range(8)]
    newer = [paper(number, upvotes=7, organization=Organization(name="Lab")) for number in range(10, 18)]
    page = plan(archive(snapshot(date(2025, 10, 30), *earlier), snapshot(FRIDAY, *newer)))[path]
    assert page.values["period"].leading == leading
    expected = [
        *(f"Kite Number {number}" for number in range(10, 18)),
        *(f"Kite Number {number}" for number in range(8)),
    ]
    assert titles(page, "top") == expected[: len(titles(page, "top"))]
    text = render(page, THEME).data.decode()
    ranked = text.partition("<ol class=leading-papers>")[2].partition("</ol>")[0]
    assert re.findall(r"Kite Number \d+", ranked) == expected[:leading]
    assert ranked.count("<span class=organization>Lab</span>") == min(leading, 8)
    assert f"<ol class=rows start={leading + 1}>" in text


def test_calendar_tells_the_states_of_days_apart() -> None:
    """A month's cells: days with papers, empty, partial, missing on working days, and none outside of the archive."""
    made = archive(
        snapshot(date(2025, 10, 6), paper(1)),
        snapshot(date(2025, 10, 7)),
        snapshot(date(2025, 10, 8), paper(2), complete=False),
        snapshot(date(2025, 10, 13), paper(3)),
    )
    weeks = plan(made)["2025/10/"].values["calendar"].weeks
    states = [[cell.state if cell else None for cell in week] for week in weeks[:3]]
    assert states == [
        [None, None, "none", "none", "none", "none", "none"],
        ["papers", "empty", "partial", "missing", "missing", "none", "none"],
        ["papers", *["none"] * 6],
    ]


@pytest.mark.parametrize(("papers", "level"), [(0, 0), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3), (24, 3), (25, 4)])
def test_calendar_deepens_with_the_number_of_papers(papers: int, level: int) -> None:
    """A cell has a level from 0, no papers, to 4, more than 24."""
    made = archive(snapshot(FRIDAY, *(paper(number) for number in range(papers))))
    cell = plan(made)["2025/10/"].values["calendar"].weeks[-1][4]
    assert (cell.day, cell.papers, cell.level) == (FRIDAY, papers, level)


def test_calendar_of_a_year_names_months_without_a_day() -> None:
    """A year's months within the archive that have no day are listed by number, the others shown."""
    made = archive(snapshot(date(2025, 2, 3), paper(1)), snapshot(date(2025, 5, 5), paper(2)))
    year = plan(made)["2025/"].values["calendar"]
    assert [month.month for month in year.months] == [2, 5]
    assert year.unarchived == (3, 4)


def test_calendar_counts_a_paper_that_two_days_list_once() -> None:
    """A day's cell counts what it lists, a month and a year count papers."""
    made = archive(snapshot(date(2025, 3, 4), paper(1)), snapshot(date(2025, 3, 5), paper(1), paper(2)))
    year = plan(made)["2025/"].values["calendar"]
    cells = {cell.day.day: cell.papers for week in year.months[0].weeks for cell in week if cell and cell.papers}
    assert (cells, year.months[0].papers, year.papers) == ({4: 1, 5: 2}, 2, 2)


def test_archive_page_shows_the_newest_year_first() -> None:
    """The archive page has every archived year, the newest first."""
    made = archive(snapshot(date(2023, 5, 4), paper(1)), snapshot(FRIDAY, paper(2)))
    assert [year.year for year in plan(made)["archive/"].values["years"]] == [2025, 2023]


def test_paper_page_of_an_id_that_is_no_path_has_a_safe_address() -> None:
    """An id with slashes or spaces becomes a slug with a digest, on one level below /papers/."""
    pages = plan(archive(snapshot(FRIDAY, paper(1, id="../Kites of 2025"))))
    (path,) = [path for path in pages if path.startswith("papers/")]
    assert path.startswith("papers/kites-of-2025-")
    assert path.count("/") == 2


@pytest.mark.parametrize(
    ("authors", "count", "byline", "more"),
    [
        ((), None, "", 0),
        ((), 1, "", 1),
        ((), 12, "", 12),
        (("Ada",), None, "Ada", 0),
        (("Ada", "Bea", "Cleo"), None, "Ada, Bea, Cleo", 0),
        (("Ada", "Bea", "Cleo", "Dora", "Enid"), 9, "Ada, Bea, Cleo", 2),
    ],
)
def test_byline_names_three_authors(authors: tuple[str, ...], count: int | None, byline: str, more: int) -> None:
    """A byline names at most three authors and counts the others; without names it counts all of them."""
    view = view_of(paper(1, authors=authors, author_count=count))
    assert (view.byline, view.more_authors) == (byline, more)


def test_abstract_is_escaped_and_in_paragraphs() -> None:
    """An abstract's lines are paragraphs; nothing in it is markup."""
    view = view_of(paper(1, abstract="Kites <b> & co.\nMore."))
    assert view.abstract == "<p>Kites &lt;b&gt; &amp; co.</p><p>More.</p>"


def test_lede_and_rest_make_up_the_abstract() -> None:
    """A long abstract is parted at the end of a sentence."""
    first = f"{'Kites fly ' * 20}high."
    view = view_of(paper(1, abstract=f"{first} Then they land."))
    assert (view.lede, view.rest) == (f"<p>{first}</p>", "<p>Then they land.</p>")


@pytest.mark.parametrize(
    ("identifier", "doi"),
    [
        ("2510.00001", "10.48550/arXiv.2510.00001"),
        ("0704.0001", "10.48550/arXiv.0704.0001"),
        ("cs/0101001", "10.48550/arXiv.cs/0101001"),
        ("math.GT/0309136", "10.48550/arXiv.math.GT/0309136"),
        ("workshop/7", None),
        ("2510.00001v2", None),
    ],
)
def test_arxiv_papers_have_a_doi_and_links(identifier: str, doi: str | None) -> None:
    """An id of arXiv's form has a DOI and leads to arXiv; another has neither."""
    view = view_of(paper(1, id=identifier))
    assert view.doi == doi
    assert labels(view.links) == ["arXiv", "PDF"][: 2 * (doi is not None)]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//kites.example", "https://kites.example/a b", 'https://a/"onx='],
)
def test_unsafe_links_are_not_made(url: str) -> None:
    """A link or medium that is no plain http(s) address is left out."""
    view = view_of(paper(1, id="x", links={"code": url}, media=(url,), thumbnail=url))
    assert (view.links, view.media) == ((), ())


def test_links_follow_in_order_with_their_words() -> None:
    """Known kinds of links have words of their own; a person's kinds are capitalized."""
    links = {kind: f"https://kites.example/{kind}" for kind in ("code", "project", "discussion", "slides")}
    view = view_of(paper(1, links=links))
    assert labels(view.links) == ["arXiv", "PDF", "Code", "Project page", "Discussion", "Slides"]


def test_media_are_links_counted_by_kind() -> None:
    """Thumbnail, pictures and films are links; each kind is numbered by itself."""
    media = tuple(f"https://media.example/{name}" for name in ("a.png", "b.MP4", "c.gif", "d.webm"))
    view = view_of(paper(1, thumbnail="https://media.example/t.png", media=media))
    assert labels(view.media) == ["Thumbnail", "Image 1", "Video 1", "Image 2", "Video 2"]


@pytest.mark.parametrize(("summaries", "summary", "model"), [(True, "It flies.", "Model 1"), (False, None, None)])
def test_summaries_can_be_switched_off(*, summaries: bool, summary: str | None, model: str | None) -> None:
    """With `summaries: false` no page knows a summary or its model."""
    view = view_of(paper(1, summary="It flies.", summary_model="Model 1"), summaries=summaries)
    assert (view.summary, view.summary_model) == (summary, model)


def test_summary_is_labelled_in_feeds() -> None:
    """In a feed item the AI summary says what it is, with its model, escaped."""
    made = archive(snapshot(FRIDAY, paper(1, summary="It <i>flies</i>.", summary_model="Model <1>")))
    (item,) = plan(made)["feed.xml"].values["feed"].items
    assert "<p><em>AI summary by Model &lt;1&gt;:</em> It &lt;i&gt;flies&lt;/i&gt;.</p>" in item.html


def test_switched_off_summaries_are_in_no_feed() -> None:
    """With `summaries: false` feed items carry no summary."""
    made = archive(snapshot(FRIDAY, paper(1, summary="It flies.")))
    (item,) = plan(made, summaries=False)["feed.xml"].values["feed"].items
    assert "It flies" not in item.html


def test_note_stands_on_the_page_and_in_the_feed() -> None:
    """The owner's note is the paper's, and leads its feed item; there its relative links lead from the paper's page."""
    note = '<p><a href="../2510.00002/">Next</a> <a href="https://kites.example/?a&amp;b">Out</a></p>'
    made = archive(snapshot(FRIDAY, paper(1)), notes={"2510.00001": note})
    pages = plan(made)
    assert pages["papers/2510.00001/"].values["paper"].note == note
    assert (
        pages["feed.xml"]
        .values["feed"]
        .items[0]
        .html.startswith(
            '<blockquote><p><a href="https://example.org/papers/papers/2510.00002/">Next</a> '
            '<a href="https://kites.example/?a&amp;b">Out</a></p></blockquote>'
        )
    )


def test_also_on_leads_only_to_archived_days() -> None:
    """A paper leads to the other days it was on, if they are archived."""
    made = archive(snapshot(FRIDAY, paper(1, also_on=(MONDAY, TUESDAY))), snapshot(MONDAY))
    view = plan(made)["papers/2510.00001/"].values["paper"]
    assert view.also_on == (Link(label="3 November 2025", url="/papers/2025/11/03/"),)


def test_paper_shown_on_another_day_leads_home() -> None:
    """Wherever a paper is listed, its day is the one it was first archived on."""
    made = archive(snapshot(FRIDAY, paper(1, also_on=(MONDAY,))), snapshot(MONDAY))
    (view,) = plan(made)["2025/11/03/"].values["papers"]
    assert (view.day, view.day_url) == (FRIDAY, "/papers/2025/10/31/")


def test_tags_with_a_page_come_first() -> None:
    """On a paper the tags that lead somewhere stand before those that are words."""
    papers = [paper(1, keywords=("rare", "wind")), paper(2, keywords=("wind",))]
    made = archive(snapshot(FRIDAY, *papers), min_papers=2)
    assert plan(made)["papers/2510.00001/"].values["paper"].tags == (
        TagLink(name="wind", url="/papers/tags/wind/", inferred=False),
        TagLink(name="rare", url=None, inferred=False),
    )


def test_a_merged_tag_leads_to_what_it_became() -> None:
    """Its pages lead on, its feed (which names its own address) and data are there once more; no list names them."""
    ledger = (LedgerTag(name="Kites & <Co>", slug="kites", phrases=("kite",), formerly=("dragons",)),)
    made = archive(snapshot(date(2025, 1, 1), *map(paper, range(1, 12))), snapshot(FRIDAY, paper(12)), ledger=ledger)
    pages = plan(made, tags=TagsConfig(page_size=10), data=DataConfig(tags=True))
    gone = [path for path in pages if "dragons" in path]
    assert gone == [
        "tags/dragons/1/", "tags/dragons/", "tags/dragons/feed.xml", "api/v1/tags/dragons.json",
    ]  # fmt: skip
    text = FORMATS[pages["tags/dragons/"].template](pages["tags/dragons/"].values)
    assert '<meta http-equiv="refresh" content="0; url=/papers/tags/kites/">' in text
    assert '<link rel="canonical" href="https://example.org/papers/tags/kites/">' in text
    assert "<title>Kites &amp; &lt;Co&gt;</title>" in text
    left, own = (pages[f"tags/{name}/feed.xml"].values["feed"] for name in ("dragons", "kites"))
    assert left.self_url == "https://example.org/papers/tags/dragons/feed.xml"
    assert replace(left, self_url=own.self_url) == own
    assert pages["api/v1/tags/dragons.json"].values == pages["api/v1/tags/kites.json"].values
    lists = [FORMATS[pages[name].template](pages[name].values) for name in ("sitemap.xml", "feeds.opml")]
    assert [name for name in lists if "dragons" in name] == []


def test_a_keyword_takes_no_address_that_a_tag_has_left() -> None:
    """A keyword that is called as a former tag is that tag; one that only shares its address gets another."""
    ledger = (LedgerTag(name="Boats", slug="boats", formerly=("c-plus-plus",)),)
    made = archive(snapshot(FRIDAY, paper(1, keywords=("C plus plus", "C++"))), ledger=ledger)
    assert [tagging.tag.partition("plus-plus")[0] for tagging in made.taggings["2510.00001"]] == ["boats", "c-"]
    assert "c-plus-plus" not in made.tags


def test_inferred_tags_are_marked() -> None:
    """A tag found in a paper's text says so."""
    ledger = (LedgerTag(name="Kites", slug="kites", phrases=("kite",)),)
    made = archive(snapshot(FRIDAY, paper(1)), ledger=ledger)
    assert plan(made)["papers/2510.00001/"].values["paper"].tags == (TagLink(name="Kites", url=None, inferred=True),)


@pytest.mark.parametrize(
    ("made", "name", "url"),
    [
        (Organization(name="Kite Lab", slug="kite-lab"), "Kite Lab", "https://huggingface.co/kite-lab"),
        (Organization(name="Kite Lab"), "Kite Lab", None),
        (Organization(name="Kite Lab", slug='a" onx="'), "Kite Lab", None),
    ],
)
def test_organization_has_a_safe_address_or_none(made: Organization, name: str, url: str | None) -> None:
    """An organization leads to its page at the source where it has a safe name there."""
    view = view_of(paper(1, organization=made))
    assert (view.organization, view.organization_url) == (name, url)


@pytest.mark.parametrize(("name", "shown"), [("Sue Mitter", "Sue Mitter"), (None, "sue")])
def test_submitter_goes_by_name_or_user(name: str | None, shown: str) -> None:
    """Who submitted a paper is shown by name, or else by user name."""
    assert view_of(paper(1, submitter=Submitter(name=name, user="sue"))).submitter == shown


@pytest.mark.parametrize(
    ("papers", "days", "expected"),
    [
        (10, 1, {"tags/wind/": 10}),
        (11, 1, {"tags/wind/1/": 10, "tags/wind/": 1}),
        (35, 1, {"tags/wind/1/": 10, "tags/wind/2/": 10, "tags/wind/3/": 10, "tags/wind/": 5}),
        (23, 14, {"tags/wind/": 23}),
        (24, 14, {"tags/wind/1/": 10, "tags/wind/": 14}),
        (34, 14, {"tags/wind/1/": 10, "tags/wind/2/": 10, "tags/wind/": 14}),
    ],
)
def test_settled_papers_of_a_tag_fill_numbered_pages(papers: int, days: int, expected: dict[str, int]) -> None:
    """Numbered pages of a tag are full and hold no paper of a day that is read again; its own page has the rest."""
    pages = plan(_tagged(papers), tags=TagsConfig(page_size=10), snapshot=SnapshotConfig(days=days))
    sizes = {path: len(page.values["papers"]) for path, page in pages.items() if page.template == "tag.html"}
    assert sizes == expected


def test_full_page_of_a_tag_never_changes() -> None:
    """A numbered page keeps its bytes however the archive grows and votes move on."""
    before, after = (
        render(plan(made, tags=TagsConfig(page_size=10))["tags/wind/1/"], THEME)
        for made in (_tagged(24), _tagged(60, upvotes=7))
    )
    assert before == after


def test_full_pages_of_months_that_are_over_are_planned_apart() -> None:
    """A day that comes leaves the chapter of tags' full pages as it is; the end of a month adds to it."""
    config = Config(title="Kites", base_url="https://example.org/papers/", tags=TagsConfig(page_size=10))
    chapters = [
        next(one for one in plan_chapters(made, config, settings=SETTINGS, texts=TEXTS) if one.name == "tags/")
        for made in (_tagged(60), _tagged(61), _tagged(90))
    ]
    assert chapters[0].stamp == chapters[1].stamp != chapters[2].stamp
    assert [page.path for page in chapters[0].plan()] == ["tags/wind/1/", "tags/wind/2/", "tags/wind/3/"]


def test_pages_of_a_tag_lead_to_each_other() -> None:
    """A tag's own page leads to the last numbered one, each numbered one to that before it and to the newest papers."""
    pages = plan(_tagged(35), tags=TagsConfig(page_size=10))
    ways = {
        path: (page.values["older"], page.values["newest"]) for path, page in pages.items() if "older" in page.values
    }
    newest = Link(label="Newest papers", url="/papers/tags/wind/")
    assert ways == {
        "tags/wind/": (Link(label="Page 2", url="/papers/tags/wind/2/"), None),
        "tags/wind/2/": (Link(label="Page 1", url="/papers/tags/wind/1/"), newest),
        "tags/wind/1/": (None, newest),
    }


def test_pages_of_a_tag_are_described_apart() -> None:
    """The newest page by the ledger where that has words for it, the numbered ones by their number."""
    pages = plan(_tagged(35), tags=TagsConfig(page_size=10))
    told = {path: page.values["page"].description for path, page in pages.items() if page.template == "tag.html"}
    assert told["tags/wind/1/"].endswith(", page 1")
    assert len(set(told.values())) == len(told)
    ledger = (LedgerTag(name="Wind", slug="wind", description="Air that moves."),)
    blown = archive(snapshot(date(2025, 10, 31), *(paper(one, keywords=("wind",)) for one in range(9))), ledger=ledger)
    assert plan(blown)["tags/wind/"].values["page"].description == "Air that moves."


def test_tag_lists_the_newest_paper_first() -> None:
    """A tag's page shows its papers from the newest day to the oldest."""
    made = _tagged(4)
    assert titles(plan(made)["tags/wind/"]) == [f"Kite Number {number}" for number in (3, 2, 1, 0)]


def test_tag_index_is_alphabetical_and_knows_the_largest() -> None:
    """The tags by name without regard to case, and again by their number of papers."""
    keywords = [("apple", "Zebra"), ("Zebra", "mango"), ("apple", "Zebra", "mango")]
    made = archive(
        *(snapshot(FRIDAY + timedelta(days=n), paper(n, keywords=words)) for n, words in enumerate(keywords)),
        min_papers=2,
    )
    values = plan(made)["tags/"].values
    assert [tag.name for tag in values["tags"]] == ["apple", "mango", "Zebra"]
    assert [tag.name for tag in values["largest"]] == ["Zebra", "apple", "mango"]


@pytest.mark.parametrize(("name", "initial"), [("kites", "K"), ("3D kites", "#"), ("Ästhetik", "#")])
def test_tag_has_an_initial(name: str, initial: str) -> None:
    """A tag is filed under its first letter, or # where that is no letter from A to Z."""
    made = archive(snapshot(FRIDAY, paper(1, keywords=(name,))), min_papers=1)
    assert [tag.initial for tag in plan(made)["tags/"].values["tags"]] == [initial]


def test_tag_without_a_page_has_no_address_anywhere() -> None:
    """A tag below the least number of papers has neither page nor feed nor a place in the index."""
    pages = plan(archive(snapshot(FRIDAY, paper(1, keywords=("rare",)))))
    assert not [path for path in pages if path.startswith("tags/rare")]
    assert pages["tags/"].values["tags"] == ()


def test_base_url_changes_no_guid() -> None:
    """Wherever a site is published, its feed items have the same ids."""
    made = archive(snapshot(FRIDAY, paper(1), paper(2, id="workshop/7")))
    here, there = (
        [item.guid for item in plan(made, base_url=url)["feed.xml"].values["feed"].items]
        for url in ("https://example.org/papers/", "http://localhost:8000/")
    )
    assert here == there
    assert here[0] == "https://doi.org/10.48550/arXiv.2510.00001"
    assert here[1].startswith("urn:uuid:")


def test_sitemap_lists_pages_with_the_day_they_were_read() -> None:
    """The sitemap has every page for readers, days and papers with the day of their receipt, no feeds and no 404."""
    entries = dict(plan(archive(snapshot(FRIDAY, paper(1))))["sitemap.xml"].values["entries"])
    base = "https://example.org/papers/"
    read_on = READ_AT.date()
    assert entries == {
        base: read_on,
        f"{base}2025/": None,
        f"{base}2025/10/": None,
        f"{base}2025/10/31/": read_on,
        f"{base}2025/W44/": None,
        f"{base}archive/": None,
        f"{base}feeds/": None,
        f"{base}papers/2510.00001/": read_on,
        f"{base}reading-list/": None,
        f"{base}search/": None,
        f"{base}tags/": None,
        f"{base}trends/": None,
    }


def test_robots_file_names_the_sitemap() -> None:
    """robots.txt allows everything and gives the sitemap's whole address."""
    text = plan(archive())["robots.txt"].values["text"]
    assert text == "User-agent: *\nAllow: /\nSitemap: https://example.org/papers/sitemap.xml\n"


@pytest.mark.parametrize("slug", ["archive", "tags"])
def test_two_pages_on_one_address_are_an_error_naming_both(slug: str) -> None:
    """A hand-written page that takes another page's address is an error that names the two."""
    with pytest.raises(
        PlanError, match=f"/{slug}/: claimed by the {slug} page “{slug.title()}” and by the page page “Mine”"
    ):
        plan(archive(pages=(HandPage(slug=slug, title="Mine", html=""),)))


def test_ids_that_differ_in_case_only_have_addresses_of_their_own() -> None:
    """Two ids that some disks would take for one are two pages, whatever the disk."""
    pages = plan(archive(snapshot(FRIDAY, paper(1, id="kite"), paper(2, id="KITE"))))
    paths = [path for path in pages if path.startswith("papers/")]
    assert len({path.casefold() for path in paths}) == 2


def test_addresses_that_differ_in_case_only_collide() -> None:
    """Two pages that would be one file where upper and lower case are the same are an error."""
    with pytest.raises(PlanError, match=r"“Archive” and by .*“Mine”"):
        plan(archive(pages=(HandPage(slug="ARCHIVE", title="Mine", html=""),)))


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.lists(st.integers(0, 30), unique=True, max_size=4)),
        unique_by=lambda row: row[0],
        max_size=8,
    )
)
def test_every_link_of_any_archive_leads_to_a_planned_page(rows: list[tuple[int, list[int]]]) -> None:
    """Whatever days and papers there are, what pages link to is planned."""
    days = [
        snapshot(FRIDAY + timedelta(days=offset), *(paper(number, keywords=("wind",)) for number in numbers))
        for offset, numbers in sorted(rows)
    ]
    pages = plan(archive(*days), tags=TagsConfig(page_size=10))
    linked = {url for page in pages.values() for url in _urls(dict(page.values))}
    assert linked <= {f"/papers/{path}" for path in pages}


def _urls(value: Any) -> set[str]:
    """Every address on the site anywhere in `value`."""
    match value:
        case str():
            return {value} if value.startswith("/papers/") else set()
        case dict():
            return set().union(*map(_urls, value.values()))
        case tuple():
            return set().union(*map(_urls, value))
        case _ if hasattr(value, "__dataclass_fields__"):
            return set().union(*(_urls(getattr(value, name)) for name in value.__dataclass_fields__))
        case _:
            return set()


def _tagged(papers: int, *, upvotes: int = 0) -> Archive:
    """An archive with a paper a day, all of one tag."""
    return archive(
        *(
            snapshot(FRIDAY + timedelta(days=number), paper(number, keywords=("wind",), upvotes=upvotes))
            for number in range(papers)
        )
    )
