"""The search page, and the files that its script finds papers by: `docs/search.md`."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.cache import digest
from generator.catalogue import Catalogue
from generator.config import Config
from generator.meanings import Meanings
from generator.model import Chapter, Page
from generator.pages.site import SEARCH, Addresses, Frame
from generator.pages.views import EngineView
from generator.search.files import filed
from generator.search.manifest import manifest_of, name_of
from generator.search.table import table_data
from generator.text.texts import Texts

MANIFEST = f"{SEARCH}manifest.json"
"""What a page reads first.  A build puts it in its place after all that it names."""
_OPENSEARCH = "opensearch.xml"


def search_address(config: Config, words: str) -> str:
    """Where the results for `words` are shown, absolute; empty where there is no search."""
    return f"{Addresses(config).absolute(SEARCH)}?q={words}" if config.search else ""


def engine_of(config: Config) -> EngineView | None:
    """The search engine that readers without a script are offered, asked for this site alone."""
    address = urlsplit(config.search_engine)
    if not config.search_engine:
        return None
    site = urlsplit(config.base_url)
    place = f"{site.netloc}{site.path}".rstrip("/")
    values = parse_qsl(address.query, keep_blank_values=True)
    return EngineView(
        name=address.netloc.removeprefix("www."),
        action=f"{address.scheme}://{address.netloc}{address.path}",
        field=next(name for name, value in values if value == "{query}"),
        fixed={name: value.replace("{site}", place) for name, value in values if value != "{query}"},
    )


class Search:
    """Plans all that searching needs; without a `catalogue`, the page alone."""

    def __init__(self, frame: Frame, config: Config, texts: Texts, catalogue: Catalogue | None) -> None:
        """Take what all of it is made from."""
        self._frame, self._config, self._texts = frame, config, texts
        self._catalogue = catalogue if config.search else None

    def chapters(self) -> Iterator[Chapter]:
        """The files of each segment, which stay as they are until a paper of theirs changes."""
        if self._catalogue is not None:
            for number, stamp in enumerate(self._catalogue.stamps):
                yield Chapter(
                    name=f"{SEARCH}{number}",
                    stamp=stamp,
                    templates=frozenset({"bytes"}),
                    plan=partial(self._segment_pages, number),
                )

    def _segment_pages(self, number: int) -> tuple[Page, ...]:
        catalogue = self._catalogue
        if catalogue is None:
            return ()
        facts = catalogue.facts(number)
        stamp = facts.name.encode()
        return tuple(
            Page(
                path=f"{SEARCH}{facts.name}/{file}",
                template="bytes",
                stamp=stamp,
                make=partial(_file_values, catalogue, number, file),
            )
            for file in facts.spans
        )

    def pages(self) -> Iterator[Page]:
        """The page itself, its description for browsers, and what does not belong to a segment."""
        if not self._config.search:
            return
        yield Page(path=SEARCH, template="search.html", stamp=b"search", make=self._values)
        yield Page(path=_OPENSEARCH, template="opensearch", stamp=b"opensearch", make=self._opensearch_values)
        if self._catalogue is not None:
            yield from self._index_pages(self._catalogue)

    def _index_pages(self, catalogue: Catalogue) -> Iterator[Page]:
        names = {}
        for kind, data in (("votes", catalogue.votes), ("facets", catalogue.facets)):
            name = names[kind] = name_of(data)
            path = f"{SEARCH}{kind}-{name}.bin"
            yield Page(path=path, template="bytes", stamp=name.encode(), make=partial(_packed_values, data, name))
        meanings = catalogue.meanings
        parts = meanings.parts if meanings else ()
        if meanings:
            version = meanings.version
            make = partial(_table_values, version)
            yield Page(path=f"{SEARCH}meaning-{version}.bin", template="bytes", stamp=version.encode(), make=make)
            for number, part in enumerate(parts):
                make = partial(_part_values, meanings, number)
                yield Page(path=f"{SEARCH}near-{part.name}.bin", template="bytes", stamp=part.name.encode(), make=make)
        stamp = digest(*catalogue.stamps, repr((names, parts)).encode())
        yield Page(path=MANIFEST, template="json", stamp=stamp, make=partial(_manifest_values, catalogue, names))

    def _values(self) -> dict[str, Any]:
        texts = self._texts
        values = self._frame.values(SEARCH, "search", texts.say("search"), description=texts.say("search_description"))
        return {**values, "engine": engine_of(self._config), "meaning": self._config.search_meaning}

    def _opensearch_values(self) -> dict[str, Any]:
        config = self._config
        return {
            "name": config.title,
            "description": config.description or self._texts.say("search_description"),
            "language": config.language,
            "results": search_address(config, "{searchTerms}"),
            "own": Addresses(config).absolute(_OPENSEARCH),
        }


def _file_values(catalogue: Catalogue, number: int, file: str) -> Mapping[str, Any]:
    return {"data": catalogue.segment(number).file(file)}


def _table_values(version: str) -> Mapping[str, Any]:
    return _packed_values(table_data(), version)


def _part_values(meanings: Meanings, number: int) -> Mapping[str, Any]:
    return _packed_values(meanings.data(number), meanings.parts[number].name)


def _packed_values(data: bytes, name: str) -> Mapping[str, Any]:
    return {"data": filed(data, name)}


def _manifest_values(catalogue: Catalogue, names: Mapping[str, str]) -> Mapping[str, Any]:
    segments = [catalogue.facts(number) for number in range(len(catalogue.stamps))]
    meanings = catalogue.meanings
    meaning = {"table": meanings.version, "parts": [list(part) for part in meanings.parts]} if meanings else None
    return {"document": manifest_of(segments, **names, meaning=meaning)}
