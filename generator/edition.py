"""Everything pages are made from, ready in whichever process makes them.

Processes forked from the one that planned the site find its edition there; any other one, on this machine or on
another that sees the same folders, opens the file that `save` wrote, and plans the same pages again.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from generator import __version__
from generator.cache import Cache, digest, program_digest
from generator.catalogue import Catalogue
from generator.config import Config
from generator.errors import OutputError, Problem, WorkerError
from generator.model import Archive, Chapter, Page
from generator.output import Put, put, take_back
from generator.pages.plan import plan_chapters
from generator.render import render
from generator.schema import pack
from generator.theme import Theme, load_theme, theme_folders

_OPEN: dict[str, "Edition"] = {}


class Place(NamedTuple):
    """Where a page stands in an edition: the number of its chapter, and its own in there."""

    chapter: int
    page: int


@dataclass(frozen=True, kw_only=True)
class Edition:
    """An archive, its configuration and where its theme is: what decides every byte of a site."""

    root: Path
    config: Config
    archive: Archive
    cache: Path
    catalogue: Catalogue | None = None

    @cached_property
    def theme(self) -> Theme:
        """The theme, loaded."""
        config = self.config
        return load_theme(
            config.theme,
            folders=theme_folders(self.root),
            settings=config.theme_settings,
            base_path=config.base_path,
            language=config.language,
            cache=Cache(self.cache),
        )

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every page, in chapters, in the same order wherever it is planned."""
        theme = self.theme
        return plan_chapters(
            self.archive, self.config, settings=theme.settings, texts=theme.texts, catalogue=self.catalogue
        )

    @cached_property
    def _planned(self) -> dict[int, tuple[Page, ...]]:
        return {}

    def pages_of(self, chapter: int) -> tuple[Page, ...]:
        """The pages of the chapter of this number."""
        if chapter not in self._planned:
            self._planned[chapter] = self.chapters[chapter].plan()
        return self._planned[chapter]

    def page(self, place: Place) -> Page:
        """The page at `place`."""
        return self.pages_of(place.chapter)[place.page]

    def settings_of(self, templates: Sequence[str]) -> Mapping[str, bytes]:
        """What, beside its own values, a page of each of `templates` is made with: program, configuration, theme."""
        navigation = [(page.slug, page.title, page.in_navigation) for page in self.archive.pages]
        common = (program_digest(), pack(self.config), repr(navigation).encode(), self.theme.digest)
        return {template: digest(*common, self.theme.digest_of(template)) for template in templates}

    def __getstate__(self) -> Mapping[str, Any]:
        """For another process: theme and pages are made there."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def share(self) -> str:
        """Let this process, and those that are forked from it, find it under the key that is returned."""
        _OPEN.clear()
        _OPEN[""] = self
        return ""

    @contextmanager
    def saved(self) -> Iterator[str]:
        """Write it down for other processes, for as long as they work; the key is where, and tells it from any other.

        Raises:
            OutputError: The disk refuses.
        """
        data = b"%s\n%s" % (__version__.encode(), pickle.dumps(self))
        path = (self.cache / "editions" / f"{digest(data).hex()}.pickle").resolve()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            yield str(path)
        except OSError as error:
            found = f"cannot be written: {error.strerror}"
            raise OutputError(Problem(where=str(path), found=found, remedy="make room, or use --jobs 1")) from error
        finally:
            path.unlink(missing_ok=True)


def print_pages(key: str, places: Sequence[Place], folder: Path) -> list[Put]:
    """Render the pages at these `places` and put them into `folder`; nothing of them if one cannot be.

    `key` names the edition, as it was shared or saved.

    Raises:
        ThemeError: A template fails.
        OutputError: The disk refuses.
    """
    edition = _opened(key)
    done: list[Put] = []
    try:
        for place in places:
            output = render(edition.page(place), edition.theme)
            done.append(put(output, folder))
    except OSError as error:
        take_back(done, folder)
        raise unwritable(error, folder) from error
    except BaseException:
        take_back(done, folder)
        raise
    return done


def unwritable(error: OSError, folder: Path) -> OutputError:
    """The error of an output folder that the disk refuses to write to."""
    found = f"cannot be written: {error.strerror}"
    remedy = "make room or mend the permissions, then build again"
    return OutputError(Problem(where=str(error.filename or folder), found=found, remedy=remedy))


def _opened(key: str) -> Edition:
    if key not in _OPEN:
        _OPEN.clear()
        _OPEN[key] = _read(Path(key))
    return _OPEN[key]


def _read(path: Path) -> Edition:
    try:
        version, _, data = path.read_bytes().partition(b"\n")
    except OSError as error:
        found = f"a worker cannot read it: {error.strerror}"
        remedy = "let every machine see the site's folder under the same path"
        raise WorkerError(Problem(where=str(path), found=found, remedy=remedy)) from error
    if version != __version__.encode():
        found = f"a worker runs Broadsheet {__version__}, not {version.decode()}"
        raise WorkerError(Problem(where="the cluster", found=found, remedy="install the same version on every machine"))
    edition: Edition = pickle.loads(data)  # noqa: S301 - written by this build, a moment ago
    return edition
