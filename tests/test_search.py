"""The files that papers are found by: what they hold, what changes them, and what does not."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot
from sites import build

from generator.cache import NO_CACHE, Cache
from generator.catalogue import Catalogue
from generator.content.snapshots import write_snapshot
from generator.crew import Crew
from generator.model import Archive, Area, LedgerTag, Organization, Paper
from generator.search.files import filed, unfiled
from generator.search.findable import Findable
from generator.search.manifest import votes_of
from generator.search.postings import LEVELS, joined, postings_of, varint
from generator.search.segments import BASE, FRESH, Segment, part_of, segment_of
from generator.search.shards import in_order, shards_of
from generator.search.spelling import spelling_of

_OLD, _NEW, _NEWER = date(2025, 9, 1), date(2025, 10, 31), date(2025, 11, 1)


def findable(number: int, title: str = "A Kite", abstract: str = "It flies.", **facts: object) -> Findable:
    """A paper as the index takes it."""
    identifier = f"2510.{number:05}"
    usual = {"id": identifier, "place": identifier, "day": "2025-10-31", "byline": "Ada", "more_authors": 0}
    return Findable(**{**usual, "title": title, "abstract": abstract, **facts})  # type: ignore[arg-type] # as named


class Reading:
    """Bytes of the index, read as `search.js` reads them."""

    def __init__(self, data: bytes) -> None:
        """Begin at their beginning."""
        self.data, self.at = data, 0

    def number(self) -> int:
        """The next number."""
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    def words(self) -> list[str]:
        """The words that follow, as they are written."""
        known, words = b"", []
        for _ in range(self.number()):
            shared, more = self.data[self.at], self.data[self.at + 1]
            known = known[:shared] + self.data[self.at + 2 : self.at + 2 + more]
            self.at += 2 + more
            words.append(known.decode())
        return words


def read_shard(data: bytes) -> dict[str, list[tuple[int, int]]]:
    """Of each word the numbers of its papers, and their levels."""
    reading = Reading(data)
    words = reading.words()
    counts = [reading.number() for _ in words]
    numbers: list[list[int]] = []
    for count in counts:
        row: list[int] = []
        for _ in range(count >> 1):
            row.append((row[-1] if row else 0) + reading.number())
        numbers.append(row)
    found = {}
    for word, count, row in zip(words, counts, numbers, strict=True):
        levels = [LEVELS] * len(row)
        if count & 1:
            levels = list(data[reading.at : reading.at + len(row)])
            reading.at += len(row)
        found[word] = list(zip(row, levels, strict=True))
    assert reading.at == len(data)
    return found


def words_of(segment: Segment) -> dict[str, list[tuple[int, int]]]:
    """All that the shards of `segment` hold."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number in range(len(segment.bounds)):
        found |= read_shard(unfiled(segment.file(f"w{number}.bin"), segment.name))
    return found


_TEXTS = st.lists(st.text(alphabet="abe szing强化,.AB3 ", max_size=30), max_size=8)


@given(_TEXTS, st.integers(1, 4))
def test_parts_make_the_same_segment_as_the_whole(titles: list[str], size: int) -> None:
    """However papers are shared out, the bytes are the same."""
    papers = [findable(number, title, facets=("tag:kites",)) for number, title in enumerate(titles)]
    parts = [papers[start : start + size] for start in range(0, len(papers), size)]
    assert segment_of(list(map(part_of, parts)), BASE) == segment_of([part_of(papers)], BASE)


@given(_TEXTS)
def test_shards_hold_what_was_worked_out(titles: list[str]) -> None:
    """Every word with its papers and levels is in one shard, and the shard where its bound leads to."""
    postings = postings_of([findable(number, title) for number, title in enumerate(titles)])
    shards = shards_of(postings, most=3, least_bytes=1)
    bounds = [shard.bound for shard in shards]
    assert bounds == in_order(bounds)
    seen: set[str] = set()
    for number, shard in enumerate(shards):
        for word, rows in read_shard(shard.data).items():
            seen.add(word)
            assert len(rows) == postings[word].papers
            assert [level for _, level in rows] == list(postings[word].levels)
            assert (rows[0][0], rows[-1][0]) == (postings[word].first, postings[word].last)
            assert max(0, len([bound for bound in bounds if in_order([bound, word])[0] == bound]) - 1) == number
    assert seen == set(postings)


@given(st.integers(0, 1 << 40))
def test_numbers_are_read_as_they_were_written(number: int) -> None:
    """Seven bits a byte, the lowest first."""
    assert Reading(varint(number)).number() == number


def test_words_are_in_the_order_of_javascript() -> None:
    """By UTF-16 units: a sign beyond the basic plane comes before the last ones within it."""
    assert in_order(["ﬀ", "𠀀", "b", "a"]) == ["a", "b", "𠀀", "ﬀ"]


def test_a_title_says_more_than_an_abstract() -> None:
    """Names and keywords stand between."""
    words = {"title": "kite", "authors": ("Ann Gale",), "keywords": ("string",), "abstract": "They lift. It rains."}
    found = postings_of([findable(1, **words)])  # type: ignore[arg-type] # as named
    levels = [found[word].levels[0] for word in ("kit", "gal", "string", "lift")]
    assert levels[0] > levels[1] >= levels[2] > levels[3]


def test_common_words_count_in_titles_alone() -> None:
    """And are no words of an abstract."""
    found = postings_of([findable(1, "Of Kites", "The wind of the sea."), findable(2, "Wind", "Of it.")])
    assert found["of"].papers == 1
    assert "the" not in found


def test_what_a_paper_says_depends_on_no_other_paper() -> None:
    """So that what was worked out stays true when others come."""
    alone = postings_of([findable(0, "Kites in Wind")])
    among = postings_of([findable(number, "Kites in Wind") for number in range(50)])
    assert {word: one.levels for word, one in alone.items()} == {word: among[word].levels[:1] for word in alone}


def test_joined_postings_count_on() -> None:
    """The gap over the seam of two parts is that of their numbers."""
    part = postings_of([findable(1), findable(2, "Rain", "")])
    apart = [findable(number, "A Kite" if number in {0, 300} else "Rain") for number in range(301)]
    assert joined([part, part], [0, 300])["kit"] == postings_of(apart)["kit"]


def test_a_file_knows_its_segment_and_its_bytes() -> None:
    """One that is cut off, changed or of another segment is refused."""
    file = filed(b"kites" * 100, "0123456789ab")
    assert unfiled(file, "0123456789ab") == b"kites" * 100
    damaged = zlib.compressobj(9, zlib.DEFLATED, -15)
    changed = damaged.compress(zlib.decompress(file, -15)[:-1] + b"!") + damaged.flush()
    for wrong, name in (
        (file, "1123456789ab"),
        (file[:-3], "0123456789ab"),
        (changed, "0123456789ab"),
        (b"", "0" * 12),
    ):
        with pytest.raises(ValueError, match=r"."):
            unfiled(wrong, name)


def test_votes_are_a_byte_and_more_where_that_is_too_little() -> None:
    """One more than their number, 0 for unknown; 255 has the rest behind all others."""
    assert votes_of([None, 0, 253, 254, 700, -1]) == bytes([0, 1, 254, 255, 255, 1]) + varint(0) + varint(446)


def test_words_of_one_paper_are_not_looked_up_for_misspelled_ones() -> None:
    """Where there are many papers, they are mostly misspelled themselves; and numbers are never looked for."""
    found = postings_of([findable(1, "Kites 2510", ""), findable(2, "Kites Gale", "")])
    assert Reading(spelling_of(found, 5000)).words() == ["kit"]
    assert "gal" in Reading(spelling_of(found, 2)).words()


def test_cards_hold_what_a_result_shows() -> None:
    """Id, address where it is another, day, title, names, excerpt; so many in a file."""
    papers = [findable(number, abstract="Word " * 100) for number in range(17)]
    papers[0] = papers[0]._replace(place="other")
    segment = segment_of([part_of(papers)], BASE)
    first, second = (json.loads(unfiled(segment.file(f"c{number}.bin"), segment.name)) for number in (0, 1))
    assert (len(first), len(second)) == (16, 1)
    assert first[0][:6] == ["2510.00000", "other", "2025-10-31", "A Kite", "Ada", 0]
    assert first[1][1] == ""
    assert first[0][6].endswith("Word…")
    assert len(first[0][6]) <= 201


def test_a_segment_is_named_after_what_it_holds() -> None:
    """Another word, another shape: another name; the same: the same."""
    part = part_of([findable(1)])
    names = {
        segment_of([part], BASE).name,
        segment_of([part], FRESH).name,
        segment_of([part_of([findable(2)])], BASE).name,
    }
    assert len(names) == 3
    assert segment_of([part_of([findable(1)])], BASE).name in names


def catalogue(*papers_by_day: tuple[date, list[Paper]]) -> Catalogue:
    """The index of an archive that nobody keeps."""
    return Catalogue(whole(*papers_by_day), read_again_days=14, cache=NO_CACHE)


def whole(*papers_by_day: tuple[date, list[Paper]]) -> Archive:
    """Days of papers."""
    return archive(*(snapshot(day, *papers) for day, papers in papers_by_day))


def test_days_that_are_read_again_are_a_segment_of_their_own() -> None:
    """With the rest of their half of the month."""
    days = [date(2025, 9, 30), date(2025, 10, 15), date(2025, 10, 16), date(2025, 10, 31)]
    made = catalogue(*((day, [paper(number)]) for number, day in enumerate(days)))
    assert [len(ids) for ids in made.ids] == [2, 2]


def test_a_day_that_is_added_leaves_the_old_segment_as_it_is() -> None:
    """And so do votes."""
    old = (_OLD, [paper(1, upvotes=1)])
    before = catalogue(old, (_NEW, [paper(2)]))
    after = catalogue((_OLD, [paper(1, upvotes=99)]), (_NEW, [paper(2)]), (_NEWER, [paper(3)]))
    assert before.facts(0).name == after.facts(0).name
    assert before.facts(1).name != after.facts(1).name
    assert before.votes != after.votes


def test_a_segment_is_made_anew_from_the_quarters_that_are_kept(tmp_path: Path) -> None:
    """Days that join it let nothing be read but their own quarter; the bytes are those of a segment made at once."""
    quarters = [(date(2025, 3, 1), [paper(1)]), (date(2025, 7, 1), [paper(2), paper(3)]), (_NEW, [paper(4)])]
    kept = Cache(tmp_path)
    Catalogue(whole(*quarters), read_again_days=14, cache=kept).prepare(Crew())
    later = whole(*quarters, (date(2025, 12, 1), [paper(5)]))
    blind = replace(later, papers={one: later.papers[one] for one in ("2510.00004", "2510.00005")})
    made = Catalogue(blind, read_again_days=14, cache=kept)
    made.prepare(Crew())
    assert [len(ids) for ids in made.ids] == [4, 1]
    assert made.segment(0) == Catalogue(later, read_again_days=14, cache=NO_CACHE).segment(0)


class _Counting(Cache):
    """A cache that notes of which kinds it was asked for something."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: list[str] = []

    def get(self, kind: str, key: str) -> bytes | None:
        """What is kept, noted."""
        self.asked.append(kind)
        return super().get(kind, key)


@pytest.mark.parametrize(
    ("added", "papers"),
    [(date(2025, 11, 1), 4), (date(2025, 12, 1), 5), (date(2026, 2, 1), 5)],
    ids=["in the last quarter", "in the last quarter, later", "in a quarter that begins"],
)
def test_quarters_that_are_over_are_kept_together(tmp_path: Path, added: date, papers: int) -> None:
    """However many they are, two things are read to make the segment anew, three where a quarter begins."""
    days = [(date(2024 + month // 12, 1 + month % 12, 1), [paper(20 + month)]) for month in (0, 3, 6)]
    days += [(date(2025, 10, 2), [paper(1)]), (_NEW, [paper(2)])]
    Catalogue(whole(*days), read_again_days=14, cache=Cache(tmp_path)).prepare(Crew())
    later = whole(*days, (added, [paper(5)]))
    counting = _Counting(tmp_path)
    made = Catalogue(later, read_again_days=14, cache=counting)
    made.prepare(Crew())
    assert len(made.ids[0]) == papers
    assert counting.asked.count("segment-parts") <= 3
    assert made.segment(0) == Catalogue(later, read_again_days=14, cache=NO_CACHE).segment(0)


def test_an_area_has_the_papers_of_its_tags() -> None:
    """Each once; one that no paper is of is not offered."""
    tags = tuple(
        LedgerTag(name=name, slug=name.lower(), area="toys", phrases=(name.lower(),)) for name in ("Kites", "Tops")
    )
    areas = (Area(name="Toys", slug="toys"), Area(name="Tools", slug="tools"))
    papers = [
        paper(1, title="One", keywords=("kites", "tops")),
        paper(2, title="Two", keywords=("tops",)),
        paper(3, title="Else"),
    ]
    made = Catalogue(archive(snapshot(_NEW, *papers), ledger=tags, areas=areas), read_again_days=14, cache=NO_CACHE)
    assert json.loads(made.facets)[0] == ["area", [["toys", "Toys", 2, ""]]]
    assert [number for number, _ in words_of(made.segment(0))[":area:toys"]] == [0, 1]


def test_what_can_be_chosen_tells_its_page() -> None:
    """Not every organization has a page, and no area has one where they are turned off."""
    kites = LedgerTag(name="Kites", slug="kites", area="toys")
    houses = [Organization(name=name) for name in ("Kite_House", "Kite_House", "Kite_House", *["Ropes & Co."] * 4)]
    papers = [paper(number, keywords=("kites",), organization=one) for number, one in enumerate(houses, start=1)]
    made = archive(snapshot(_NEW, *papers), ledger=(kites,), areas=(Area(name="Toys", slug="toys"),), organizations=4)
    facets = [
        json.loads(Catalogue(made, read_again_days=14, cache=NO_CACHE, areas_have_pages=paged).facets)
        for paged in (True, False)
    ]
    rest = [
        ["tag", [["kites", "Kites", 7, "kites"]]],
        ["organization", [["kite-house", "Kite_House", 3, ""], ["ropes-and-co", "Ropes & Co.", 4, "ropes-and-co"]]],
    ]
    assert facets == [[["area", [["toys", "Toys", 7, slug]]], *rest] for slug in ("toys", "")]


def test_a_tag_that_goes_to_another_area_is_indexed_anew() -> None:
    """Though no day's file says so."""
    areas = (Area(name="Toys", slug="toys"), Area(name="Tools", slug="tools"))
    stamps = [
        Catalogue(
            archive(
                snapshot(_NEW, paper(1, keywords=("kites",))),
                ledger=(LedgerTag(name="Kites", slug="kites", area=area),),
                areas=areas,
            ),
            read_again_days=14,
            cache=NO_CACHE,
        ).stamps
        for area in ("toys", "tools", "toys")
    ]
    assert stamps[0] == stamps[2] != stamps[1]


def test_an_empty_archive_has_no_segments() -> None:
    """The page is there all the same."""
    made = archive()
    empty = Catalogue(made, read_again_days=14, cache=NO_CACHE)
    empty.prepare(Crew())
    assert (empty.ids, empty.votes) == ((), b"")
    assert "search/" in plan(made)


def test_search_can_be_turned_off() -> None:
    """No page, no description for browsers, no place in the navigation."""
    pages = plan(whole((_NEW, [paper(1)])), search=False)
    assert not [path for path in pages if "search" in path]
    assert "Search" not in [link.label for link in pages[""].values["site"].navigation]


@pytest.mark.parametrize(
    ("address", "engine"),
    [
        ("", None),
        (
            "https://www.engine.example/find?words={query}&where=site:{site}&safe=",
            (
                "engine.example",
                "https://www.engine.example/find",
                "words",
                {"where": "site:example.org/papers", "safe": ""},
            ),
        ),
    ],
)
def test_engine_is_asked_as_the_owner_says(address: str, engine: object) -> None:
    """The form has a field for the words, and fixed ones that say which site."""
    shown = plan(archive(), search_engine=address)["search/"].values["engine"]
    assert (shown and (shown.name, shown.action, shown.field, shown.fixed)) == engine


def site_root(folder: Path) -> Path:
    """A site of two days, an old one and a new one."""
    (folder / "content").mkdir(parents=True)
    (folder / "content" / "site.yaml").write_text("title: Kites & Co\n", encoding="utf-8")
    labs = Organization(name="Kite Labs")
    for day, first in ((_OLD, 1), (_NEW, 10)):
        papers = [paper(first + number, organization=labs, upvotes=number) for number in range(4)]
        write_snapshot(folder / "content", snapshot(day, *papers))
    return folder


def index_of(site: Path) -> Mapping[str, bytes]:
    """The files of the index, by their names."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in (site / "search").rglob("*.*")}
    return {name: data for name, data in found.items() if not name.endswith("index.html")}


def test_a_build_names_what_it_wrote(tmp_path: Path) -> None:
    """Every file that the manifest names is there, and no other."""
    site = build(site_root(tmp_path), tmp_path / "site")
    manifest = json.loads((site / "search" / "manifest.json").read_bytes())
    named = {f"search/{kind}-{manifest[kind]}.bin" for kind in ("votes", "facets")} | {"search/manifest.json"}
    meaning = manifest["meaning"]
    named |= {f"search/meaning-{meaning['table']}.bin", *(f"search/near-{name}.bin" for name, _ in meaning["parts"])}
    for segment in manifest["segments"]:
        files = [f"w{number}" for number in range(len(segment["shards"]))]
        files += [f"c{number}" for number in range(-(-segment["papers"] // segment["cards"]))]
        named |= {f"search/{segment['name']}/{file}.bin" for file in [*files, "s"]}
    assert set(index_of(site)) == named
    facets = json.loads(unfiled(index_of(site)[f"search/facets-{manifest['facets']}.bin"], manifest["facets"]))
    assert facets == [["area", []], ["tag", []], ["organization", [["kite-labs", "Kite Labs", 8, "kite-labs"]]]]


def test_an_added_day_touches_few_files(tmp_path: Path) -> None:
    """What is old is neither written anew nor renamed; a build from nothing gives the same."""
    root = site_root(tmp_path)
    before = dict(index_of(build(root, root / "site")))
    write_snapshot(root / "content", snapshot(_NEWER, paper(99, title="A New Kite")))
    after = index_of(build(root, root / "site"))
    kept = json.loads(before["search/manifest.json"])["segments"][0]["name"]
    assert {name for name in after if f"/{kept}/" in name} == {name for name in before if f"/{kept}/" in name}
    assert len(after.items() - before.items()) <= 8
    again = site_root(tmp_path / "again")
    write_snapshot(again / "content", snapshot(_NEWER, paper(99, title="A New Kite")))
    assert index_of(build(again, again / "site")) == after


def test_a_text_that_changes_is_indexed_anew(tmp_path: Path) -> None:
    """The papers are the same, what they say is not: the index is that of a build from nothing."""
    root, again = site_root(tmp_path), site_root(tmp_path / "again")
    before = index_of(build(root, root / "site"))
    for one in (root, again):
        write_snapshot(one / "content", snapshot(_NEWER, paper(99, title="A New Kite", abstract="It flies.")))
    assert index_of(build(root, root / "site")) != before
    for one in (root, again):
        write_snapshot(one / "content", snapshot(_NEWER, paper(99, title="A New Kite", abstract="It sails instead.")))
    assert index_of(build(root, root / "site")) == index_of(build(again, again / "site"))


def test_opensearch_describes_the_search(tmp_path: Path) -> None:
    """Escaped, with the address of the results, and named in each page."""
    site = build(site_root(tmp_path), tmp_path / "site")
    text = (site / "opensearch.xml").read_text("utf-8")
    assert "<ShortName>Kites &amp; Co</ShortName>" in text
    assert 'template="https://example.org/papers/search/?q={searchTerms}"' in text
    assert "rel=search type=application/opensearchdescription+xml" in (site / "index.html").read_text("utf-8")


def test_what_cannot_be_kept_is_made_where_it_is_wanted() -> None:
    """Without a cache, and in another process, the same segment is made again."""
    made = Catalogue(whole((_OLD, [paper(1)])), read_again_days=14, cache=NO_CACHE)
    made.prepare(Crew())
    state = made.__getstate__()
    other = Catalogue.__new__(Catalogue)
    other.__dict__.update({**state, "_made": {}})
    assert other.segment(0) == made.segment(0)
    assert replace(made.segment(0), data=b"") == replace(other.facts(0), data=b"")
