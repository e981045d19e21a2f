"""What is archived reads back as it was, whatever the text."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from generator.content.snapshots import format_snapshot, parse_snapshot
from generator.content.strictyaml import read_yaml
from generator.model import Organization, Paper, Receipt, Snapshot, Submitter, VoteCount

any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
some_text = any_text.filter(bool)
trouble = st.sampled_from(
    ["no", "1e5", "2401.00010", "null", "~", " leading", "trailing ", "}}", "{% x %}", "a: b", "- a", "# a", "'", '"',
     "2026-05-22T06:13:20Z", "2026-05-22", "1:30", "\x85", "\u2028", "\ufeff", "🤗", "a\nb", "\n", "a\n\nb ", "\ta"]
)  # fmt: skip
texts = trouble | any_text
names = (trouble | some_text).filter(lambda text: text != "")
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - bounds
    lambda moment: moment.replace(microsecond=0)
)
counts = st.integers(0, 10**9)
papers = st.builds(
    Paper,
    id=names.filter(lambda text: text.strip() != ""),
    title=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    published=st.none() | st.dates(),
    abstract=texts,
    upvotes=st.none() | counts,
    comments=st.none() | counts,
    keywords=st.lists(texts, max_size=3).map(tuple),
    summary=st.none() | names,
    organization=st.none() | st.builds(Organization, name=names, slug=st.none() | names),
    submitter=st.none() | st.builds(Submitter, name=st.none() | names, user=names),
    links=st.dictionaries(names, texts, max_size=2),
    media=st.lists(texts, max_size=2).map(tuple),
    votes=st.lists(st.builds(VoteCount, at=moments, upvotes=counts, comments=st.none() | counts), max_size=2).map(
        tuple
    ),
    also_on=st.lists(st.dates(), max_size=2).map(tuple),
    tags=st.lists(texts, max_size=2).map(tuple),
    edited=st.lists(st.sampled_from(["title", "abstract"]), max_size=2).map(tuple),
    extra=st.dictionaries(st.sampled_from(["mood", "extra", "see also"]), texts | counts | st.lists(texts), max_size=2),
)
snapshots = st.builds(
    Snapshot,
    day=st.dates(date(1990, 1, 1), date(2200, 12, 31)),
    papers=st.lists(papers, max_size=3, unique_by=lambda paper: paper.id).map(tuple),
    snapshots=st.lists(
        st.builds(Receipt, source=names, url=texts, fetched_at=moments, papers=counts, complete=st.booleans()),
        max_size=2,
    ).map(tuple),
    extra=st.dictionaries(st.sampled_from(["remark", "weather"]), texts, max_size=1),
)


@given(snapshots)
def test_reading_what_was_written_gives_it_back(snapshot: Snapshot) -> None:
    """Write and read are each other's inverse, and writing again gives the same bytes."""
    written = format_snapshot(snapshot)
    again = parse_snapshot(read_yaml(written.decode(), "a day"), "a day")
    assert again == snapshot
    assert format_snapshot(again) == written
