"""Preview: build offline, serve under the published path, rebuild on change, reload the browser."""

import glob
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from livereload import Server
from livereload.handlers import StaticFileHandler
from tornado.web import HTTPError, RedirectHandler

from generator.build import build_site
from generator.crew import Crew
from generator.errors import BroadsheetError, ConfigError, Problem
from generator.site import Site, load_site
from generator.stages import Stages
from generator.theme import shipped_themes

_WATCHED = ("content", "themes")


class Preview:
    """The site as it was last built, and what is wrong with it now."""

    def __init__(self, root: Path, *, base_url: str, output: Path, say: Callable[[str], None]) -> None:
        """Prepare to build the site at `root` into `output`."""
        self.fault: str | None = None
        self.output = output
        self._root, self._base_url, self._say = root, base_url, say

    def build(self) -> None:
        """Build what is there now; a fault is kept to be shown instead of a page, and the last good build stays."""
        try:
            site = load_site(self._root, base_url=self._base_url)
            built = build_site(site, output=self.output, crew=Crew(), stages=Stages())
        except BroadsheetError as error:
            self.fault = str(error)
            self._say(f"Not built: {error}")
        else:
            self.fault = None
            self._say(f"Built: {built.written.written} of {built.written.files} files changed.")


def serve_site(site: Site, *, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve `site` until interrupted, under the path it will be published at.

    Raises:
        ConfigError: Nothing can listen on `host` and `port`.
    """
    path = site.config.base_path
    origin = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    preview = Preview(site.root, base_url=f"{origin}{path}", output=site.cache / "preview", say=say)
    preview.build()
    server = _Server(preview, path)
    folders = {folder.resolve() for folder in (*(site.root / name for name in _WATCHED), shipped_themes())}
    for folder in sorted(folders):
        server.watch(f"{glob.escape(str(folder))}/**/*", preview.build)
    say(f"Serving {origin}{path}; Ctrl-C ends it.")
    try:
        server.serve(host=host, port=port, root=str(preview.output), open_url_delay=None)
    except (OSError, OverflowError) as error:
        problem = Problem(where=f"{host}:{port}", found=f"cannot be listened on ({error})", remedy="try another --port")
        raise ConfigError(problem) from error


class _Server(Server):  # type: ignore[misc]  # livereload has no types
    """livereload's server, with the site below its base path."""

    def __init__(self, preview: Preview, path: str) -> None:
        super().__init__()
        self._preview, self._path = preview, path

    def get_web_handlers(self, script: str) -> list[Any]:  # noqa: ARG002 - a transform puts it into pages
        values = {"path": str(self._preview.output), "default_filename": "index.html", "preview": self._preview}
        handlers: list[Any] = [(rf"{re.escape(self._path)}(.*)", _Handler, values)]
        if self._path != "/":
            home = {"url": self._path, "permanent": False}
            handlers += [(pattern, RedirectHandler, home) for pattern in (r"/", re.escape(self._path.rstrip("/")))]
        return handlers


class _Handler(StaticFileHandler):  # type: ignore[misc]  # livereload has no types
    """Files of the last build; while there is a fault, the fault in place of every page."""

    def initialize(self, path: str, default_filename: str, preview: Preview) -> None:
        super().initialize(path, default_filename)
        self._preview = preview

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: FBT001, FBT002 - tornado's signature
        if self._preview.fault is not None and (not path or path.endswith(("/", ".html"))):
            self.set_status(500)
            self.write(_fault_page(self._preview.fault))
            return
        await super().get(path, include_body)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        page = self._preview.output / "404.html"
        if status_code == HTTPError(404).status_code and page.is_file():
            self.finish(page.read_bytes())
            return
        super().write_error(status_code, **kwargs)


def _fault_page(fault: str) -> str:
    lines = "".join(f"<p><code>{html.escape(line)}</code></p>" for line in fault.splitlines())
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built</title></head>'
        f"<body><h1>Not built</h1>{lines}<p>This page reloads when it is mended.</p></body></html>"
    )
