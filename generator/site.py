"""A site root: where everything of one archive is, and its configuration."""

from dataclasses import dataclass
from pathlib import Path

from generator.config import Config, parse_config
from generator.content.strictyaml import read_yaml
from generator.errors import ConfigError, ContentError, Problem
from generator.files import read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An archive on disk."""

    root: Path
    config: Config

    @property
    def content(self) -> Path:
        """What is archived and written by hand."""
        return self.root / "content"

    @property
    def output(self) -> Path:
        """Where the site is built unless told otherwise."""
        return self.root / "site"

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.root / ".cache"


def load_site(root: Path, *, base_url: str | None = None) -> Site:
    """The site at `root`; `base_url`, when given, stands in for the configured one.

    Raises:
        ConfigError: No `content/site.yaml`, or everything that is wrong with it.
    """
    path = root / "content" / "site.yaml"
    if not path.is_file():
        remedy = "run inside a site, or name it with -C DIR"
        raise ConfigError(
            Problem(where=str(path), found="there is no such file", expected="a site root", remedy=remedy)
        )
    where = "content/site.yaml"
    try:
        data = read_yaml(read_text(path), where)
    except ContentError as error:
        raise ConfigError(error.problems) from error
    return Site(root=root, config=parse_config(data, where, base_url=base_url))
