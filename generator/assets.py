"""The static files of themes → assets: their content's hash in their names, and these names where files name others."""

import hashlib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, ThemeError
from generator.files import not_utf8

SCRIPT_TEXTS = b"__TEXTS__"
"""Where a script says this, its texts are put: those whose keys begin with `script_`, as JSON."""
_FILE = re.compile(rb"__FILE\(([^)\s]+)\)__")
"""Where a script says this of another static file, the name that is published stands, relative to the script."""
_REMARK = re.compile(rb"(?ms)^[ \t]*(?:/\*(?:(?!\*/).)*\*/[ \t]*$\n?|//[^\n]*\n)|^[ \t]+")
_CSS_URL = re.compile(r"""url\(\s*(['"]?)(?!data:|https?:|#|/)([^'")]+)\1\s*\)""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A static file of a theme: its path below the site, content hash included, and its bytes."""

    file: str
    data: bytes


def read_assets(folders: Sequence[Path], script_texts: bytes) -> tuple[tuple[Asset, ...], dict[str, str]]:
    """The static files of all `folders`, the first one's winning, and their names in the site by their own names.

    Raises:
        ThemeError: A script or a style sheet names a file that is not there; a style sheet is not UTF-8.
    """
    paths: dict[str, Path] = {}
    for folder in reversed(folders):
        static = folder / "static"
        paths |= {path.relative_to(static).as_posix(): path for path in sorted(static.rglob("*")) if path.is_file()}
    names: dict[str, str] = {}
    assets = []
    read = {name: path.read_bytes() for name, path in paths.items()}
    for name in sorted(read, key=lambda name: (name.endswith(".css"), bool(_FILE.search(read[name])), name)):
        data = read[name]
        if name.endswith(".css"):
            data = _with_hashed_urls(name, data, names, paths[name])
        if name.endswith(".js"):
            data = _with_files(name, _without_remarks(data).replace(SCRIPT_TEXTS, script_texts), names, paths[name])
        names[name] = _hashed(name, data)
        assets.append(Asset(file=names[name], data=data))
    return tuple(assets), names


def _with_files(name: str, script: bytes, names: Mapping[str, str], path: Path) -> bytes:
    """The script `name` with the static files that it names by `__FILE(…)__` under their published names."""

    def replaced(found: re.Match[bytes]) -> bytes:
        target = found[1].decode("utf-8", "replace")
        if target not in names:
            expected = "a static file of the theme that is no style sheet and names no other file"
            raise ThemeError(Problem(where=str(path), found=f"__FILE({target})__", expected=expected))
        return posixpath.relpath(names[target], posixpath.join("static", posixpath.dirname(name))).encode()

    return _FILE.sub(replaced, script)


def _with_hashed_urls(name: str, css: bytes, names: Mapping[str, str], path: Path) -> bytes:
    """The style sheet `name` with the relative addresses in it changed to those of the hashed files."""
    folder = posixpath.dirname(name)

    def replaced(found: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, found[2].strip()))
        if target not in names:
            expected = "a static file of the theme that is no style sheet"
            raise ThemeError(Problem(where=str(path), found=f"url({found[2]})", expected=expected))
        return f'url("{posixpath.relpath(names[target], posixpath.join("static", folder))}")'

    try:
        return _CSS_URL.sub(replaced, css.decode()).encode()
    except UnicodeDecodeError as error:
        raise ThemeError(not_utf8(path, error)) from error


def _hashed(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:10]
    return f"static/{stem}.{digest}.{suffix}" if dot else f"static/{name}.{digest}"


def _without_remarks(script: bytes) -> bytes:
    """`script` without indentation and the comments that stand on lines of their own: a tenth of what browsers load.

    One with a text that goes over several lines stays as it is, since nobody could tell its lines from the script's.
    """
    lines = script.split(b"\n")
    if any(line.count(b"`") % 2 or line.endswith(b"\\") for line in lines):
        return script
    return _REMARK.sub(b"", script)
