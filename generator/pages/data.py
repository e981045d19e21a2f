"""The archive for programs: which documents there are, and what each is made of."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from generator.archive.areas import AreaPapers
from generator.cache import digest
from generator.config import Config
from generator.model import Archive, Day, Page, Reference, Tag
from generator.pages.calendars import state_of
from generator.pages.llms import llms_text
from generator.pages.papers import ranked
from generator.pages.records import (
    AreaRecord,
    AreasDocument,
    DayDocument,
    DayRecord,
    DaysDocument,
    IndexDocument,
    ListedRecord,
    MonthRecord,
    PaperRecord,
    StatisticsDocument,
    TagDocument,
    TagRecord,
    TagsDocument,
    json_schema,
    moment,
    paper_record,
)
from generator.pages.references import reference_of
from generator.pages.site import FEED, Addresses, area_path, day_path, paper_path, tag_path
from generator.pages.stamps import Stamps
from generator.pages.upstream import upstream_item, upstream_paper
from generator.pages.views import Link
from generator.text.slugs import path_segment

API = "api/v1/"
_CITATIONS = {
    "bib": ("bib", "bibtex", "BibTeX"),
    "ris": ("ris", "ris", "RIS"),
    "csl": ("csl.json", "csljson", "CSL-JSON"),
}
"""A format of citations → what its file's name ends with, the format it is written in, what it is called."""
DOWNLOAD_FORMATS = {"sqlite": "sqlite", "jsonl": "jsonlines", "csv": "csv", "parquet": "parquet", "bib": "bibtex"}
"""A form of the whole archive, which its file's name ends with → the format it is written in."""


class Data:
    """Plans what programs get of an archive; each document is made when it is wanted."""

    def __init__(self, archive: Archive, config: Config, stamps: Stamps, areas: Sequence[AreaPapers] = ()) -> None:
        """Take what all of them are made from; `areas` are those that have a page."""
        self._areas = areas
        self._archive, self._config, self._stamps = archive, config, stamps
        self._addresses = Addresses(config)

    @property
    def day_templates(self) -> frozenset[str]:
        """The formats of all that `day` gives."""
        return frozenset({"json", "markdown", *(template for _, template, _ in _CITATIONS.values())})

    def day(self, day: Day) -> Iterator[Page]:
        """What stands beside the page of `day`, if it has papers, and beside those of its own papers."""
        if not day.papers:
            return
        citations, data = self._config.citations, self._config.data
        path, stamp = day_path(day.day), self._stamps.sheet(day.day)
        if data.days:
            yield _page(f"{path}papers.json", "json", stamp, partial(self._day_values, day, whole=data.abstracts))
        yield from self._citations(f"{path}papers", citations.days, stamp, day.papers)
        if "days" in data.markdown:
            yield _page(f"{path}index.md", "markdown", stamp, partial(self._day_markdown, day))
        own = self._archive.at_home(day)
        if citations.papers or "papers" in (*data.markdown, *data.upstream):
            for identifier in own:
                yield from self._paper(identifier, self._stamps.papers(day.day))

    def _paper(self, identifier: str, stamp: bytes) -> Iterator[Page]:
        data, path = self._config.data, paper_path(identifier)
        yield from self._citations(f"{path}cite", self._config.citations.papers, stamp, [identifier], whole=True)
        if "papers" in data.markdown:
            yield _page(f"{path}index.md", "markdown", stamp, partial(self._paper_markdown, identifier))
        if "papers" in data.upstream:
            place = f"api/papers/{path_segment(identifier)}"
            yield _page(place, "json", stamp, partial(self._upstream_paper, identifier))

    def tag(self, tag: Tag) -> Iterator[Page]:
        """What stands beside the page of `tag`, and its papers as data."""
        if self._config.citations.tags:
            stamp = self._stamps.of(tag.papers)
            yield from self._citations(
                f"{tag_path(tag.slug)}papers", self._config.citations.tags, stamp, tag.papers[::-1]
            )
        if self._config.data.tags:
            facts = digest(f"{tag.slug}\n{tag.name}".encode(), self._stamps.of(tag.papers))
            yield _page(f"{API}tags/{tag.slug}.json", "json", facts, partial(self._tag_values, tag))

    def site(self) -> Iterator[Page]:
        """What is said of the whole archive."""
        days = "\n".join(f"{day.day} {len(day.papers)} {state_of(day)}" for day in self._archive.days).encode()
        shown = self._shown_tags()
        tags = "\n".join(
            f"{tag.slug} {tag.name} {len(tag.papers)} {tag.area} {tag.description}" for tag in shown
        ).encode()
        newest = next((day for day in reversed(self._archive.days) if day.papers), None)
        latest = self._stamps.sheet(newest.day) if newest else b""
        yield _page(f"{API}index.json", "json", b"index", self._index_values)
        yield _page(f"{API}schema.json", "json", b"schema", self._schema_values)
        yield _page(f"{API}latest.json", "json", latest, partial(self._day_values, newest, whole=True))
        yield _page(f"{API}days.json", "json", digest(days), self._days_values)
        yield _page(f"{API}tags.json", "json", digest(tags), partial(self._tags_values, shown))
        if self._areas:
            areas = repr([(one.area, len(one.papers), [tag.slug for tag in one.tags]) for one in self._areas]).encode()
            yield _page(f"{API}areas.json", "json", digest(areas), self._areas_values)
        yield _page(f"{API}statistics.json", "json", digest(days, tags), self._statistics_values)
        if "latest" in self._config.data.upstream:
            yield _page("api/daily_papers", "json", latest, partial(self._upstream_day, newest))
        yield _page("llms.txt", "text", b"llms", lambda: {"text": llms_text(self._config, self.documents())})
        if self._config.data.download:
            yield self._download(self._config.data.download)

    def documents(self) -> dict[str, str]:
        """The address of each document by its name; braces stand for what to fill in."""
        citations, data = self._config.citations, self._config.data
        found = {name: f"{API}{name}.json" for name in ("schema", "latest", "days", "tags", "statistics")}
        found |= {"areas": f"{API}areas.json"} if self._areas else {}
        found |= {"paper": "papers/{id}/"}
        found |= {"day": "{YYYY}/{MM}/{DD}/papers.json"} if data.days else {}
        found |= {"tag": f"{API}tags/{{slug}}.json"} if data.tags else {}
        found |= {"citations": "{YYYY}/{MM}/{DD}/papers.bib"} if "bib" in citations.days else {}
        found |= {"markdown": "{YYYY}/{MM}/{DD}/index.md"} if "days" in data.markdown else {}
        found |= {"paper_markdown": "papers/{id}/index.md"} if "papers" in data.markdown else {}
        found |= {"download": _download_path(data.download)} if data.download else {}
        found |= {"feed": "feed.xml", "sitemap": "sitemap.xml"}
        return {name: self._addresses.absolute(path) for name, path in found.items()}

    def day_links(self, day: Day) -> tuple[Link, ...]:
        """What stands beside the page of `day` for other programs, to be shown on it."""
        if not day.papers:
            return ()
        path = day_path(day.day)
        links = self._citation_links(f"{path}papers", self._config.citations.days)
        json = Link(label="JSON", url=self._addresses.href(f"{path}papers.json"))
        markdown = Link(label="Markdown", url=self._addresses.href(f"{path}index.md"))
        data = self._config.data
        return (*links, *([json] if data.days else []), *([markdown] if "days" in data.markdown else []))

    def paper_links(self, identifier: str) -> tuple[Link, ...]:
        """Likewise of a paper."""
        path = paper_path(identifier)
        markdown = Link(label="Markdown", url=self._addresses.href(f"{path}index.md"))
        shown = [markdown] if "papers" in self._config.data.markdown else []
        return (*self._citation_links(f"{path}cite", self._config.citations.papers), *shown)

    def tag_links(self, tag: Tag) -> tuple[Link, ...]:
        """Likewise of a tag."""
        links = self._citation_links(f"{tag_path(tag.slug)}papers", self._config.citations.tags)
        json = Link(label="JSON", url=self._addresses.href(f"{API}tags/{tag.slug}.json"))
        return (*links, json) if self._config.data.tags else links

    def records(self) -> Iterator[PaperRecord]:
        """Every paper, the oldest day's first, with all that is known of it."""
        for day in self._archive.days:
            for identifier in self._archive.at_home(day):
                yield self._record(identifier, whole=True, all_tags=True)

    def references(self) -> Iterator[Reference]:
        """Likewise, to be cited."""
        return (self._reference(record["id"]) for record in self.records())

    def _download(self, form: str) -> Page:
        ids = list(self._archive.home)
        stamp = digest(self._stamps.of(ids), self._stamps.tagged(ids))
        return _page(_download_path(form), DOWNLOAD_FORMATS[form], stamp, partial(self.whole, form))

    def whole(self, form: str) -> dict[str, Any]:
        """The whole archive, as the format of `form` takes it."""
        return {"references": tuple(self.references())} if form == "bib" else {"records": tuple(self.records())}

    def _citations(
        self, path: str, forms: Sequence[str], stamp: bytes, ids: Sequence[str], *, whole: bool = False
    ) -> Iterator[Page]:
        for form in forms:
            ending, template, _ = _CITATIONS[form]
            yield _page(f"{path}.{ending}", template, stamp, partial(self._citation_values, ids, whole=whole))

    def _citation_links(self, path: str, forms: Sequence[str]) -> tuple[Link, ...]:
        return tuple(
            Link(label=_CITATIONS[form][2], url=self._addresses.href(f"{path}.{_CITATIONS[form][0]}")) for form in forms
        )

    def _citation_values(self, ids: Sequence[str], *, whole: bool) -> dict[str, Any]:
        return {"references": tuple(self._reference(one, whole=whole) for one in ids)}

    def _reference(self, identifier: str, *, whole: bool = False) -> Reference:
        return reference_of(self._archive.papers[identifier], self._archive, self._addresses, whole=whole)

    def _record(self, identifier: str, *, whole: bool, all_tags: bool = False) -> PaperRecord:
        paper, summaries = self._archive.papers[identifier], self._config.summaries
        return paper_record(paper, self._archive, self._addresses, whole=whole, summaries=summaries, all_tags=all_tags)

    def _day_document(self, day: Day | None, *, whole: bool) -> DayDocument:
        if day is None:
            return DayDocument(state="empty", url=self._addresses.absolute(""), papers=[])
        papers = [self._record(one, whole=whole) for one in ranked(day.papers, self._archive)]
        url = self._addresses.absolute(day_path(day.day))
        document = DayDocument(day=day.day.isoformat(), state=state_of(day), url=url, papers=papers)
        return {**document, "read_at": moment(day.read_at)} if day.read_at else document

    def _day_values(self, day: Day | None, *, whole: bool) -> dict[str, Any]:
        return {"document": self._day_document(day, whole=whole)}

    def _day_markdown(self, day: Day) -> dict[str, Any]:
        return {"document": self._day_document(day, whole=True), "heading": day.day.isoformat()}

    def _paper_markdown(self, identifier: str) -> dict[str, Any]:
        return {"record": self._record(identifier, whole=True)}

    def _days_values(self) -> dict[str, Any]:
        return {"document": DaysDocument(days=[self._day_record(day) for day in self._archive.days])}

    def _day_record(self, day: Day) -> DayRecord:
        url = self._addresses.absolute(day_path(day.day))
        record = DayRecord(day=day.day.isoformat(), state=state_of(day), papers=len(day.papers), url=url)
        return {**record, "data": f"{url}papers.json"} if self._config.data.days and day.papers else record

    def _shown_tags(self) -> list[Tag]:
        return [tag for tag in self._archive.tags.values() if tag.has_page]

    def _tags_values(self, shown: Sequence[Tag]) -> dict[str, Any]:
        return {"document": TagsDocument(tags=[self._tag_record(tag) for tag in shown])}

    def _areas_values(self) -> dict[str, Any]:
        return {"document": AreasDocument(areas=list(map(self._area_record, self._areas)))}

    def _area_record(self, found: AreaPapers) -> AreaRecord:
        area, url = found.area, self._addresses.absolute(area_path(found.area.slug))
        record = AreaRecord(
            slug=area.slug,
            name=area.name,
            papers=len(found.papers),
            url=url,
            feed=url + FEED,
            tags=[tag.slug for tag in found.tags],
        )
        return {**record, "description": area.description} if area.description else record

    def _tag_record(self, tag: Tag) -> TagRecord:
        url = self._addresses.absolute(tag_path(tag.slug))
        record = TagRecord(slug=tag.slug, name=tag.name, papers=len(tag.papers), url=url)
        if tag.description:
            record["description"] = tag.description
        if tag.area:
            record["area"] = tag.area
        data = self._addresses.absolute(f"{API}tags/{tag.slug}.json")
        return {**record, "data": data} if self._config.data.tags else record

    def _tag_values(self, tag: Tag) -> dict[str, Any]:
        headlines, home = self._archive.headlines, self._archive.home
        papers = [ListedRecord(id=one, title=headlines[one].title, day=str(home[one])) for one in reversed(tag.papers)]
        url = self._addresses.absolute(tag_path(tag.slug))
        return {"document": TagDocument(slug=tag.slug, name=tag.name, url=url, papers=papers)}

    def _statistics_values(self) -> dict[str, Any]:
        with_papers = [day for day in self._archive.days if day.papers]
        states = Counter(state_of(day) for day in self._archive.days)
        months: dict[str, list[Day]] = defaultdict(list)
        for day in with_papers:
            months[f"{day.day:%Y-%m}"].append(day)
        home: Counter[str] = Counter()
        for at_home, papers in Counter(self._archive.home.values()).items():
            home[f"{at_home:%Y-%m}"] += papers
        document = StatisticsDocument(
            papers=len(self._archive.home),
            days=len(self._archive.days),
            empty_days=states["empty"],
            partial_days=states["partial"],
            tags=len(self._shown_tags()),
            months=[MonthRecord(month=month, days=len(days), papers=home[month]) for month, days in months.items()],
        )
        if with_papers:
            document["first"], document["last"] = str(with_papers[0].day), str(with_papers[-1].day)
        return {"document": document}

    def _index_values(self) -> dict[str, Any]:
        config = self._config
        url = self._addresses.absolute("")
        document = IndexDocument(
            title=config.title, description=config.description, url=url, documents=self.documents()
        )
        return {"document": document}

    def _schema_values(self) -> dict[str, Any]:
        return {"document": json_schema(self._addresses.absolute(f"{API}schema.json"))}

    def _upstream_day(self, day: Day | None) -> dict[str, Any]:
        if day is None:
            return {"document": []}
        summaries, papers = self._config.summaries, self._archive.papers
        ids = ranked(day.papers, self._archive)
        return {"document": [upstream_item(papers[one], day.day, summaries=summaries) for one in ids]}

    def _upstream_paper(self, identifier: str) -> dict[str, Any]:
        paper, home = self._archive.papers[identifier], self._archive.home[identifier]
        return {"document": upstream_paper(paper, home, summaries=self._config.summaries)}


def _download_path(form: str) -> str:
    return f"download/papers.{form}"


def _page(path: str, template: str, stamp: bytes, make: Callable[[], Any]) -> Page:
    return Page(path=path, template=template, stamp=stamp, make=make)
