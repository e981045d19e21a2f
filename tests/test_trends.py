"""What rises, what goes together, and that small numbers do not win."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot

from generator.archive.trends import Trends, after, least_ratio, log_likelihood, months_between
from generator.model import Archive, Area, LedgerTag, Organization, Snapshot
from generator.pages.charts import bands, by_year, column_path, columns, line_path

AREAS = (Area(name="Toys", slug="toys"), Area(name="Weather", slug="weather"))
LEDGER = (
    LedgerTag(name="Kites", slug="kites", area="toys", aliases=("kite",)),
    LedgerTag(name="Strings", slug="strings", area="toys"),
    LedgerTag(name="Wind", slug="wind", area="weather"),
    LedgerTag(name="Rain", slug="rain", area="weather"),
)


def made(months: int = 8, *, last_day: int = 20) -> Archive:
    """So many months of forty papers in 2025, kites in each with strings in most; wind only in the last three."""
    days = [_month(month, windy=month > months - 4) for month in range(1, months)]
    days.append(snapshot(date(2025, months, last_day), paper(9000, keywords=("rain",))))
    return archive(*days, ledger=LEDGER, areas=AREAS, organizations=3)


def _month(month: int, *, windy: bool) -> Snapshot:
    house = Organization(name="Kite House")
    papers = []
    for number in range(40):
        words = ["kites", "strings"] if number < 20 else ["wind"] if windy and number < 32 else ["paper"]
        words += ["rain"] if number == 39 - month else []
        fields = {"title": f"On {number}", "keywords": tuple(words), "upvotes": number}
        papers.append(paper(1000 * month + number, organization=house if number < 4 else None, **fields))
    return snapshot(date(2025, month, 10), *papers)


def trends(archived: Archive) -> Trends:
    """Those of `archived`, whose days are read again for two weeks."""
    return Trends(archived, settling_days=14)


@pytest.mark.parametrize(("last_day", "end"), [(13, date(2025, 7, 1)), (14, date(2025, 8, 1)), (31, date(2025, 8, 1))])
def test_a_month_is_over_when_none_of_its_days_is_read_again(last_day: int, end: date) -> None:
    """The archive's newest day decides, not the clock."""
    assert trends(made(last_day=last_day)).end == end


def test_what_rises_has_grown_surely() -> None:
    """A tag of the last three months rises; one that is as it was does not; a share without papers is none."""
    archived = made()
    found = {slug: trends(archived).trend(archived.tags[slug].papers) for slug in ("wind", "kites", "rain")}
    assert {slug: trend.word for slug, trend in found.items() if trend} == {"wind": "rising", "kites": "", "rain": ""}
    assert found["wind"] is not None
    assert (found["wind"].recent, found["wind"].later, found["wind"].before, found["wind"].earlier) == (36, 120, 0, 160)


def test_nothing_is_said_before_there_is_something_to_compare() -> None:
    """An empty archive, and one of three months that are over, have no trends."""
    assert trends(archive()).spans is None
    short = made(4)
    assert trends(short).spans is None
    assert trends(short).trend(short.tags["kites"].papers) is None


@pytest.mark.parametrize(
    ("months", "last_day", "told"),
    [(1, 20, date(2025, 4, 1)), (4, 20, date(2025, 4, 1)), (3, 20, date(2025, 4, 1)), (4, 10, date(2025, 4, 1))],
)
def test_the_first_month_that_may_be_told_is_named(months: int, last_day: int, told: date) -> None:
    """Four months in a row, those that are there among them."""
    assert trends(made(months, last_day=last_day)).told_from == told


def test_a_month_of_few_papers_begins_the_count_anew() -> None:
    """Of it no share is told, nor of those before it; where there are trends or no days, no month is named."""
    thin = [_month(month, windy=False) for month in range(1, 6)]
    thin[3] = snapshot(thin[3].day, *thin[3].papers[:19])
    found = trends(archive(*thin, snapshot(date(2025, 6, 20)), ledger=LEDGER))
    assert (found.spans, found.told, found.told_from) == (None, ((2025, 5),), date(2025, 8, 1))
    assert trends(made()).told_from is None
    assert trends(archive()).told_from is None


@given(st.integers(0, 500), st.integers(0, 500), st.integers(500, 5000), st.integers(500, 5000))
def test_bound_never_exceeds_the_ratio(recent: int, before: int, later: int, earlier: int) -> None:
    """It lies between 1 and the ratio itself, and the other way round it is its inverse."""
    bound = least_ratio(recent, later, before, earlier)
    ratio = (recent + 0.5) / (later + 0.5) / ((before + 0.5) / (earlier + 0.5))
    assert min(1, ratio) - 1e-9 <= bound <= max(1, ratio) + 1e-9
    assert bound * least_ratio(before, earlier, recent, later) == pytest.approx(1)


def test_small_numbers_do_not_win() -> None:
    """Three papers where there was none say less than fifty where there were twenty."""
    assert least_ratio(3, 1000, 0, 4000) == 1
    assert least_ratio(100, 1000, 100, 4000) > 2


def test_chance_is_not_likely() -> None:
    """What is as often together as chance has it has a ratio of nothing; together more often, a large one."""
    assert log_likelihood(10, 100, 100, 1000) == pytest.approx(0)
    assert log_likelihood(60, 100, 100, 1000) > 100


def test_related_tags_stand_together_and_are_frozen() -> None:
    """Strings go with kites, wind does not; what comes in a month that is not over changes nothing."""
    archived = made()
    kites = archived.tags["kites"].papers
    assert trends(archived).related("kites", kites, most=6) == ["strings"]
    later = [paper(9100 + number, keywords=("kites", "wind")) for number in range(30)]
    days = [_month(month, windy=month > 4) for month in range(1, 8)]
    more = archive(*days, snapshot(date(2025, 8, 20), *later), ledger=LEDGER, areas=AREAS)
    assert trends(more).related("kites", more.tags["kites"].papers, most=6) == ["strings"]


def test_related_tags_need_several_papers() -> None:
    """Two papers that share two rare tags are no kin."""
    twice = [paper(number, title=f"On {number}", keywords=("kites", "rain")) for number in (1, 2)]
    others = [paper(number, title=f"On {number}", keywords=("paper",)) for number in range(3, 90)]
    archived = archive(
        snapshot(date(2025, 1, 10), *twice, *others), snapshot(date(2025, 3, 1)), ledger=LEDGER, min_papers=1
    )
    assert trends(archived).related("kites", archived.tags["kites"].papers, most=6) == []


def test_months_follow_each_other() -> None:
    """Over the end of a year too."""
    assert list(months_between((2024, 11), (2025, 2))) == [(2024, 11), (2024, 12), (2025, 1), (2025, 2)]
    assert (after((2024, 11)), after((2024, 12))) == (date(2024, 12, 1), date(2025, 1, 1))


def test_columns_are_as_high_as_their_numbers() -> None:
    """The largest fills the box, a small one is seen, none is none; equal ones are one step."""
    assert column_path([0, 40, 20, 20, 1]) == "M0,40V40h1V0h1V20h2V39h1V40z"
    assert column_path([0, 0]) == "M0,40V40h2V40z"
    assert column_path([1, 10_000]) == "M0,40V39h1V0h1V40z"


def test_chart_ends_with_its_last_month() -> None:
    """It has a year at least, five years at most, and the same numbers by year."""
    chart = columns({(2025, 3): 2, (2025, 1): 5})
    assert chart is not None
    assert (chart.first, chart.last, chart.width) == (date(2024, 4, 1), date(2025, 3, 1), 12)
    assert (chart.most, chart.most_on) == (5, date(2025, 1, 1))
    assert [row.year for row in chart.years] == [2025, 2024]
    assert chart.years[0].months[:4] == (5, 0, 2, None)
    long = columns({(2010, 1): 1, (2025, 3): 2})
    assert long is not None
    assert long.width == 60
    assert columns({}) is None


def test_bands_fill_the_box() -> None:
    """The first begins at the top, each where the one above ends, the last ends at the foot."""
    assert bands([[25, 50], [75, 50]]) == ["M0,0L1,0L1,50L0,25Z", "M0,25L1,50L1,100L0,100Z"]
    assert bands([]) == []
    assert line_path([0, 10, 20], largest=20) == "M0,40L1,20L2,0"
    assert by_year({}) == ()


def test_page_says_what_it_compares() -> None:
    """Rising tags, areas that add up, organizations among the papers that name one, votes by month."""
    values = plan(made())["trends/"].values
    assert values["spans"] == ("January 2025 to April 2025", "May 2025 to July 2025")
    assert [(row.name, row.before, row.recent, row.papers) for row in values["rising"]] == [("Wind", 0, 30, 36)]
    assert values["falling"] == ()
    assert [round(sum(shares)) for shares in zip(*(band.shares for band in values["stream"].bands), strict=True)] == [
        100
    ] * 7
    assert [(row.name, row.before, row.recent, row.trend) for row in values["organizations"]] == [
        ("Kite House", 100, 100, "")
    ]
    assert {(row.median, row.high, row.best.upvotes) for row in values["votes"].months} == {(19, 35, 39)}


def test_stream_begins_after_a_month_without_papers() -> None:
    """Of a month that has none no share can be told, so none is shown."""
    days = [
        snapshot(date(2025, month, 15), *(paper(100 * month + one, keywords=("kites",)) for one in range(20)))
        for month in (1, 3, 4, 5, 6)
    ]
    values = plan(archive(*days, ledger=LEDGER, areas=AREAS, min_papers=1))["trends/"].values
    assert values["stream"].months == (date(2025, 3, 1), date(2025, 4, 1), date(2025, 5, 1))


def test_page_of_a_young_archive_is_empty() -> None:
    """It is there, and says nothing."""
    values = plan(archive(snapshot(date(2025, 10, 31), paper(1)), ledger=LEDGER))["trends/"].values
    assert (values["spans"], values["rising"], values["stream"], values["votes"]) == ((), (), None, None)


def test_a_day_of_a_month_that_is_not_over_changes_no_trend() -> None:
    """Neither the page of trends nor that of a tag which it does not have."""
    before = plan(made())
    days = [_month(month, windy=month > 4) for month in range(1, 8)]
    days += [snapshot(date(2025, 8, 20), paper(9000, keywords=("rain",))), snapshot(date(2025, 8, 21), paper(9001))]
    after_it = plan(archive(*days, ledger=LEDGER, areas=AREAS, organizations=3))
    for path in ("trends/", "tags/", "tags/kites/", "tags/wind/", "areas/toys/", "organizations/kite-house/"):
        assert before[path].stamp == after_it[path].stamp, path
