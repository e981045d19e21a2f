"""`content/site.yaml` → Config: every key typed, defaulted and documented, here and nowhere else.

`docs/configuration.md` is held against these docstrings by a test.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.errors import ConfigError, Problem
from generator.model import Least
from generator.schema import convert, problems_in
from generator.text.html import safe_url


def _doc(*lines: str) -> dict[str, str]:
    return {"doc": " ".join(lines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotConfig:
    """`snapshot:`, how the sources are read."""

    days: int = field(
        default=14,
        metadata=_doc(
            "How many days, today included, are read again at each run, since a day's list goes on changing. 1 to 90."
        ),
    )
    wait_s: float = field(
        default=15.0, metadata=_doc("Seconds to wait for an answer before an attempt is given up. 1 to 600.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """One of `sources:`, where papers come from; a word alone is its `kind`."""

    kind: str
    name: str = ""
    category: str = ""
    search: str = ""
    url: str = ""

    @property
    def receipt_name(self) -> str:
        """What receipts and `--source` call it: its name, else what it reads."""
        if self.name:
            return self.name
        return f"arxiv-{self.category or 'search'}" if self.kind == "arxiv" else self.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsConfig:
    """`tags:`, what makes a tag."""

    min_papers: int = field(
        default=5, metadata=_doc("A tag with fewer papers has no page and stays visible as words. 1 to 1000.")
    )
    page_size: int = field(
        default=100,
        metadata=_doc(
            "How many papers a page of older papers of a tag holds. 10 to 1000.",
            "Changing it moves papers between these pages.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationsConfig:
    """`organizations:`, which of them have a page."""

    min_papers: int = field(
        default=5,
        metadata=_doc(
            "An organization with so many papers has a page and a feed. 1 to 1000.",
            "`organizations: false` leaves them out.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsConfig:
    """`authors:`, which of them have a page."""

    min_papers: int = field(
        default=40,
        metadata=_doc(
            "Likewise for authors, who are known by their full names alone. A smaller number makes many more files:",
            "of 8,377 real papers, 54 names are on forty, 253 on twenty, 1,047 on ten. 1 to 1000.",
            "`authors: false` leaves them out.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsConfig:
    """`feeds:`, what feed readers get."""

    items: int = field(
        default=100,
        metadata=_doc(
            "How many of the newest papers `/feed.xml` holds: whole days, until there are so many. 1 to 1000."
        ),
    )
    tag_items: int = field(
        default=1,
        metadata=_doc(
            "How many of its newest papers the feed of a tag holds at least.",
            "Those of the seven days up to its newest one are in it whatever is set here, 50 at most. 1 to 50.",
        ),
    )
    days: int = field(default=14, metadata=_doc("How many days `/daily.xml` holds, one item each. 1 to 100."))
    thresholds: tuple[int, ...] = field(
        default=(),
        metadata=_doc(
            "Numbers of votes: `[20, 50]` makes `/popular/20/feed.xml` and `/popular/50/feed.xml`,",
            "the newest papers that have so many. Five at most, 1 to 1000000 each.",
        ),
    )
    history: bool = field(
        default=True,
        metadata=_doc(
            "Whether each month is a feed too, `/2025/10/feed.xml`, to which `/feed.xml` leads (RFC 5005).",
            "About 1.2 kB a paper.",
        ),
    )
    history_abstracts: bool = field(
        default=False,
        metadata=_doc("Whether it holds whole abstracts instead of their first sentences: 1.1 kB a paper more."),
    )
    id: str = field(
        default="",
        metadata=_doc(
            "Any text that no other archive has: the ids of the feeds themselves come from it, not those of papers.",
            "Left out, they come from the first of `sources`; set one where two archives read the same source,",
            "before anybody subscribes.",
        ),
    )
    hub: str = field(
        default="",
        metadata=_doc("Address of a WebSub hub, named in the feeds that change daily; `build --ping` tells it."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationsConfig:
    """`citations:`, what reference managers get; formats are `bib` (BibTeX), `ris` and `csl` (CSL-JSON)."""

    papers: tuple[str, ...] = field(
        default=(),
        metadata=_doc(
            "Formats of a file beside each paper: `bib` is `cite.bib`, `ris` is `cite.ris`, `csl` is `cite.csl.json`.",
            "Each adds a file for every paper.",
        ),
    )
    days: tuple[str, ...] = field(
        default=("bib",),
        metadata=_doc("Likewise beside each day that has papers: `papers.bib`, `papers.ris`, `papers.csl.json`."),
    )
    tags: tuple[str, ...] = field(
        default=(),
        metadata=_doc(
            "Likewise beside each tag, with all of its papers. A paper stands in the file of each of its tags."
        ),
    )
    full: bool = field(
        default=False,
        metadata=_doc(
            "Whether each paper's page names its tags as keywords, and every author once more in its JSON-LD, too:",
            "0.3 kB a paper.",
        ),
    )
    coins: tuple[str, ...] = field(
        default=("home",),
        metadata=_doc(
            "Pages that carry a COinS span for each of their papers, by which Zotero saves several at once:",
            "`home`, `days`, `tags`. About 0.2 kB a paper and page.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataConfig:
    """`data:`, what programs get."""

    days: bool = field(
        default=True,
        metadata=_doc("Whether `papers.json` stands beside each day that has papers: half a kB a paper."),
    )
    abstracts: bool = field(
        default=False,
        metadata=_doc(
            "Whether it holds abstracts and AI summaries, which makes it four times as large;",
            "`/api/v1/latest.json` always does.",
        ),
    )
    tags: bool = field(
        default=False,
        metadata=_doc("Whether `/api/v1/tags/` holds the papers of each tag: a file a tag."),
    )
    markdown: tuple[str, ...] = field(
        default=(),
        metadata=_doc(
            "Pages that have a twin in Markdown, `index.md`: `days`, with all abstracts (1.8 kB a paper), and `papers`",
            "(a file a paper).",
        ),
    )
    upstream: tuple[str, ...] = field(
        default=("latest",),
        metadata=_doc(
            "What is answered in the shape of the Daily Papers API, so that its clients can read the archive instead:",
            "`latest` for `/api/daily_papers`, the newest day whatever is asked for; `papers` for `/api/papers/<id>`,",
            "a file a paper.",
        ),
    )
    download: str = field(
        default="",
        metadata=_doc(
            "One file of the whole archive to publish as `/download/papers.…`: `sqlite`, `jsonl`, `csv`, `parquet` or",
            "`bib`, as `broadsheet export` makes it.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCardsConfig:
    """`share_cards:`, what other sites show of a page that is linked there."""

    days: int = field(
        default=30,
        metadata=_doc(
            "How many of the newest days with papers have a drawn picture of their own, about 19 kB each, which other",
            "sites show beside a link; older days have that of their month, other pages that of the site. 0 to 1000.",
            "`share_cards: false` leaves out all pictures and their metadata.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """`site:`, how large the built site may become."""

    limit_mb: int = field(
        default=1000,
        metadata=_doc(
            "The most that the host takes, in millions of bytes: GitHub Pages takes 1000.",
            "A build tells when it will be reached, warns from four fifths of it on, and fails beyond it.",
            "0 for no limit, at most 1000000.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """`content/site.yaml`."""

    title: str = field(metadata=_doc("The archive's name, set as the nameplate of every page."))
    description: str = field(
        default="", metadata=_doc("One sentence about the archive, for search engines and feed readers.")
    )
    language: str = field(
        default="en",
        metadata=_doc(
            "Language of the pages as a BCP 47 tag: `en`, `pt-BR`. Shipped: `en`, `zh-Hans` (`zh`, `zh-CN`), `ja`,",
            "`ko`, `fr`, `es`, `de`, `ar`; others are said in English until a theme has their texts.",
        ),
    )
    base_url: str = field(
        default="http://localhost:8000/",
        metadata=_doc(
            "Where the site is published, with its path: `https://someone.github.io/papers/`.",
            "`build --base-url` stands in for it, and the shipped GitHub Pages workflow passes it,",
            "so that most owners never set it.",
        ),
    )
    owner: str = field(default="", metadata=_doc("Who keeps this archive; named at the foot of every page."))
    theme: str = field(default="broadsheet", metadata=_doc("A folder of `themes/`, this site's own or a shipped one."))
    theme_settings: Mapping[str, Any] = field(
        default_factory=dict, metadata=_doc("Values for the settings that the theme's `theme.yaml` declares.")
    )
    sources: tuple[SourceConfig, ...] = field(
        default=(SourceConfig(kind="huggingface"),),
        metadata=_doc(
            "Where papers come from, several at once: `huggingface`, the Daily Papers;",
            "`{kind: arxiv, category: cs.LG}` or `{kind: arxiv, search: 'ti:mamba', name: mamba}`;",
            "`{kind: syndication, url: https://…/feed.xml, name: bair}`, any RSS, Atom or JSON Feed.",
            "Each has a name of its own in receipts and for `--source`;",
            "[snapshots.md](snapshots.md) tells how they meet.",
        ),
    )
    enrich: str = field(
        default="",
        metadata=_doc(
            "`arxiv` asks arXiv about each paper that has an arXiv id: categories, the authors' own abstract, DOI,",
            "journal, comment, version, withdrawal. A hundred papers a request, one request in three seconds.",
        ),
    )
    summaries: bool = field(
        default=True, metadata=_doc("Whether the source's AI summaries are shown (always labelled as such).")
    )
    media: str = field(
        default="link",
        metadata=_doc(
            "`link` or `embed`: whether a theme that can show pictures of papers may load them. Embedded ones are",
            "requested from where the source keeps them, so that others see who reads which day.",
        ),
    )
    offline: bool = field(
        default=False,
        metadata=_doc(
            "Whether readers' browsers keep the pages they visited, for reading without a network:",
            "[reading.md](reading.md). Turned off again, they clear away what they kept.",
        ),
    )
    related: bool = field(
        default=True,
        metadata=_doc(
            "Whether each paper's page names five papers that share its words: [related.md](related.md). "
            "0.9 kB a paper."
        ),
    )
    search: bool = field(
        default=True,
        metadata=_doc(
            "Whether readers can search all papers, in their own browsers: [search.md](search.md). "
            "0.6 kB a paper in all."
        ),
    )
    search_meaning: bool = field(
        default=True,
        metadata=_doc(
            "Whether the search also shows papers that are close in meaning: [meaning.md](meaning.md).",
            "115 bytes a paper and once 0.7 MB, which a reader's browser loads at the first search.",
        ),
    )
    search_engine: str = field(
        default="https://duckduckgo.com/?q={query}&sites={site}",
        metadata=_doc(
            "A general search engine for readers without a script: its address with `{query}` as the value of one",
            "parameter, and `{site}` where this site is to be named. Empty for none.",
        ),
    )
    areas: bool = field(
        default=True,
        metadata=_doc("Whether each area of the ledger has a page and a feed, `/areas/vision/`."),
    )
    trends: bool = field(
        default=True,
        metadata=_doc("Whether `/trends/` tells what is rising and falling: [trends.md](trends.md)."),
    )
    snapshot: SnapshotConfig = field(default_factory=SnapshotConfig)
    tags: TagsConfig = field(default_factory=TagsConfig)
    organizations: OrganizationsConfig | None = field(default_factory=OrganizationsConfig)
    authors: AuthorsConfig | None = field(default_factory=AuthorsConfig)
    feeds: FeedsConfig = field(default_factory=FeedsConfig)
    citations: CitationsConfig = field(default_factory=CitationsConfig)
    data: DataConfig = field(default_factory=DataConfig)
    share_cards: ShareCardsConfig | None = field(default_factory=ShareCardsConfig)
    site: SiteConfig = field(default_factory=SiteConfig)

    @property
    def base_path(self) -> str:
        """The path of `base_url`, with a slash at both ends: `/papers/`, or `/`."""
        return urlsplit(self.base_url).path

    @property
    def feeds_id(self) -> str:
        """What the ids of its feeds come from: nothing that changes with title, address or theme."""
        return self.feeds.id or "".join(source.receipt_name for source in self.sources[:1])

    @property
    def least(self) -> Least:
        """How many papers what needs for a page of its own."""
        return Least(
            tags=self.tags.min_papers,
            organizations=self.organizations.min_papers if self.organizations else 0,
            authors=self.authors.min_papers if self.authors else 0,
        )

    @property
    def origin(self) -> str:
        """`base_url` without its path: `https://someone.github.io`."""
        return self.base_url.removesuffix(self.base_path)


_MOST_THRESHOLDS, _MOST_VOTES = 5, 1_000_000
KNOWN_SOURCES = ("huggingface", "arxiv", "syndication")
_NAME = re.compile(r"[a-z0-9][A-Za-z0-9._-]{0,59}")
_WORDS = {
    ("citations", "papers"): ("bib", "ris", "csl"),
    ("citations", "days"): ("bib", "ris", "csl"),
    ("citations", "tags"): ("bib", "ris", "csl"),
    ("citations", "coins"): ("home", "days", "tags"),
    ("data", "markdown"): ("days", "papers"),
    ("data", "upstream"): ("latest", "papers"),
}
"""What the words of a list may be."""
DOWNLOADS = ("sqlite", "jsonl", "csv", "parquet", "bib")
"""What the whole archive can be exported as."""
_BOUNDS = {
    ("snapshot", "days"): (1, 90),
    ("snapshot", "wait_s"): (1, 600),
    ("tags", "min_papers"): (1, 1000),
    ("tags", "page_size"): (10, 1000),
    ("organizations", "min_papers"): (1, 1000),
    ("authors", "min_papers"): (1, 1000),
    ("feeds", "items"): (1, 1000),
    ("feeds", "tag_items"): (1, 50),
    ("feeds", "days"): (1, 100),
    ("share_cards", "days"): (0, 1000),
    ("site", "limit_mb"): (0, 1_000_000),
}


def parse_config(data: object, where: str, *, base_url: str | None = None) -> Config:
    """The plain data of `site.yaml` → Config; `base_url`, when given, stands in for the key.

    Raises:
        ConfigError: Everything that is wrong with it.
    """
    data = _with_switches(_with_source_kinds({} if data is None else data))
    problems = problems_in(Config, data, where)
    sound = _sound_part(data) if problems else data
    config = convert(Config, sound)
    if base_url is not None:
        config = replace(config, base_url=base_url)
        where = "--base-url"
    config = replace(config, base_url=f"{config.base_url.rstrip('/')}/")
    if problems := [*problems, *_url_problems(config, where), *_value_problems(config, where)]:
        raise ConfigError(problems)
    return config


def _sound_part(data: object) -> dict[str, Any]:
    """What can be converted of `data`, so that the values of its other keys are looked at all the same."""
    keys = data if isinstance(data, dict) else {}
    sound = {key: value for key, value in keys.items() if not problems_in(Config, {"title": "-", key: value}, "")}
    return {"title": "-"} | sound


def _url_problems(config: Config, where: str) -> list[Problem]:
    place = where if where.startswith("--") else f"{where}: base_url"
    try:
        parts = urlsplit(config.base_url)
        valid = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
        valid = valid and parts.port != 0 and config.base_url.isascii() and config.base_url.isprintable()
    except ValueError:
        valid = False
    if valid and not re.search(r"""[ <>"'\\]|//.*//|/\.\.?/""", config.base_url):
        return []
    expected = "http(s)://host/path/ without ? and #"
    return [Problem(where=place, found=f"found {config.base_url!r}", expected=expected)]


def _value_problems(config: Config, where: str) -> list[Problem]:
    problems = []
    if not config.title.strip():
        problems.append(Problem(where=f"{where}: title", found="an empty title", expected="the archive's name"))
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", config.language):
        expected = "a BCP 47 tag such as en or pt-BR"
        problems.append(Problem(where=f"{where}: language", found=f"found {config.language!r}", expected=expected))
    problems += _source_problems(config.sources, f"{where}: sources")
    if config.media not in {"link", "embed"}:
        problems.append(Problem(where=f"{where}: media", found=f"found {config.media!r}", expected="link or embed"))
    problems += _engine_problems(config.search_engine, f"{where}: search_engine")
    problems += _feed_problems(config.feeds, f"{where}: feeds")
    if config.enrich not in {"", "arxiv"}:
        found = f"found {config.enrich!r}"
        problems.append(Problem(where=f"{where}: enrich", found=found, expected="arxiv, or nothing"))
    for (section, key), words in _WORDS.items():
        place = f"{where}: {section}.{key}"
        given = getattr(getattr(config, section), key)
        wrong = [word for word in given if word not in words]
        problems += [Problem(where=place, found=f"found {word!r}", expected=", ".join(words)) for word in wrong]
        if len(set(given)) < len(given):
            problems.append(Problem(where=place, found="a word that stands twice", remedy="name each once"))
    if config.data.download not in {"", *DOWNLOADS}:
        found, expected = f"found {config.data.download!r}", f"{', '.join(DOWNLOADS)}, or nothing"
        problems.append(Problem(where=f"{where}: data.download", found=found, expected=expected))
    for (section, key), (least, most) in _BOUNDS.items():
        value = getattr(getattr(config, section), key, least)  # A section may be turned off.
        if not least <= value <= most:
            expected = f"{least} to {most}"
            problems.append(Problem(where=f"{where}: {section}.{key}", found=f"found {value}", expected=expected))
    return problems


def _engine_problems(address: str, where: str) -> list[Problem]:
    if not address:
        return []
    values = [value for _, value in parse_qsl(urlsplit(address).query)]
    if safe_url(address) and values.count("{query}") == 1:
        return []
    expected = "http(s)://host/path?name={query}, with {query} once, or nothing"
    return [Problem(where=where, found=f"found {address!r}", expected=expected)]


def _feed_problems(feeds: FeedsConfig, where: str) -> list[Problem]:
    problems = []
    found = f"found {list(feeds.thresholds)}"
    if len(set(feeds.thresholds)) != len(feeds.thresholds) or len(feeds.thresholds) > _MOST_THRESHOLDS:
        expected = f"{_MOST_THRESHOLDS} different numbers at most"
        problems.append(Problem(where=f"{where}.thresholds", found=found, expected=expected))
    if any(not 1 <= votes <= _MOST_VOTES for votes in feeds.thresholds):
        problems.append(Problem(where=f"{where}.thresholds", found=found, expected=f"numbers from 1 to {_MOST_VOTES}"))
    if feeds.hub and not safe_url(feeds.hub):
        problems.append(Problem(where=f"{where}.hub", found=f"found {feeds.hub!r}", expected="http(s)://host/path"))
    return problems


def _with_source_kinds(data: object) -> object:
    """`data` with each source that is a word alone written out."""
    if not isinstance(data, dict) or not isinstance(data.get("sources"), list):
        return data
    return {**data, "sources": [{"kind": one} if isinstance(one, str) else one for one in data["sources"]]}


_SWITCHES = ("share_cards", "organizations", "authors")
"""Sections that can be turned off."""


def _with_switches(data: object) -> object:
    """`data` with `share_cards: false` and the like as nothing, `true` and nothing as the defaults."""
    if not isinstance(data, dict):
        return data
    return {**data, **{key: _switched(data[key]) for key in _SWITCHES if key in data}}


def _switched(section: object) -> object:
    match section:
        case False:
            return None
        case True | None:
            return {}
        case _:
            return section


def _source_problems(sources: tuple[SourceConfig, ...], where: str) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for number, source in enumerate(sources, start=1):
        place = f"{where}[{number}]"
        name = source.receipt_name
        if source.kind not in KNOWN_SOURCES:
            found, expected = f"unknown source {source.kind!r}", ", ".join(KNOWN_SOURCES)
            problems.append(Problem(where=place, found=found, expected=expected))
        elif wrong := _wrong_with(source):
            problems.append(Problem(where=place, found=wrong))
        elif not _NAME.fullmatch(name):
            problems.append(Problem(where=place, found=f"the name {name!r}", expected="letters, digits, . _ -"))
        elif name in {"arxiv", "daily-papers-page"}:
            problems.append(Problem(where=place, found=f"the name {name}, which is taken", remedy="choose another"))
        elif name in seen:
            remedy = "give one of them another name: …"
            problems.append(Problem(where=place, found=f"a second source called {name}", remedy=remedy))
        seen.add(name)
    return problems


def _wrong_with(source: SourceConfig) -> str:
    """What keeps a source of a known kind from being asked, if anything does."""
    if source.kind == "arxiv" and bool(source.category) == bool(source.search):
        return "arxiv needs a category (cs.LG) or a search (ti:mamba), and not both"
    if source.kind == "syndication" and not safe_url(source.url):
        return f"syndication needs the url of a feed, found {source.url!r}"
    if "@" in urlsplit(source.url).netloc:
        return "the url holds a user's name or password, which would be archived with every day"
    needless = {"huggingface": ("category", "search", "url"), "arxiv": ("url",), "syndication": ("category", "search")}
    return next((f"{source.kind} has no {key}" for key in needless[source.kind] if getattr(source, key)), "")


def documented_keys(kind: type = Config, prefix: str = "") -> dict[str, tuple[str, str]]:
    """Every key of `site.yaml` with its default and what it does, nested keys as `tags.min_papers`."""
    keys: dict[str, tuple[str, str]] = {}
    for entry in fields(kind):
        section: Any = entry.default_factory
        if isinstance(section, type) and is_dataclass(section):
            keys |= documented_keys(section, f"{entry.name}.")
        else:
            keys[prefix + entry.name] = (_shown_default(entry), entry.metadata["doc"])
    return keys


def _shown_default(entry: Any) -> str:
    match entry.default:
        case bool() as value:
            return str(value).lower()
        case tuple() as value:
            shown = ", ".join(one if isinstance(one, str) else one.kind for one in value)
            return f"[{shown}]" if value else "empty"
        case "":
            return "empty"
        case str() | int() | float() as value:
            return str(value)
        case _:
            return "empty" if entry.name == "theme_settings" else "required"
