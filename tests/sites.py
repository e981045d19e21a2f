"""The sites that tests look at whole: the golden one, and that of the content in the repository."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from conftest import REPOSITORY

from generator.build import build_site
from generator.crew import Crew
from generator.edition import unwritable
from generator.model import Output
from generator.output import Tree, Written, publish, put, strangers
from generator.site import load_site
from generator.stages import Stages

GOLDEN_ROOT = REPOSITORY / "tests" / "golden" / "site-root"
EXPECTED = REPOSITORY / "tests" / "golden" / "expected"
BASE_URL = "https://example.org/papers/"
BASE_PATH = "/papers/"


def build(root: Path, output: Path) -> Path:
    """Build the site at `root` into `output` for `BASE_URL`, without the network; returns `output`."""
    site = load_site(root, base_url=BASE_URL)
    build_site(site, output=output, crew=Crew(), stages=Stages())
    return output


def write_outputs(outputs: Sequence[Output], folder: Path) -> Written:
    """Make `folder` hold `outputs` and nothing else, as a build does that knows of no earlier one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        gone = strangers(folder, [output.file for output in outputs], Tree(), frozenset())
        puts = [put(output, folder) for output in outputs]
        return publish(puts, folder, kept={}, gone=gone, before=Tree())[1]
    except OSError as error:
        raise unwritable(error, folder) from error


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def copied_root(to: Path) -> Path:
    """A copy of the golden site root that a test may change."""
    return Path(shutil.copytree(GOLDEN_ROOT, to))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve `folder` below `BASE_PATH` as GitHub Pages would; gives the address of its home page."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_PagesHandler, directory=str(folder)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{BASE_PATH}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _PagesHandler(SimpleHTTPRequestHandler):
    """Static files below the base path; `404.html` for everything that is not there."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(BASE_PATH)
        return super().translate_path(f"/{inside}" if inside != path else "/there-is-nothing-outside")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del message, explain
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class names it)
        """Say nothing: the test says what went wrong."""
