"""`serve`: a real process, on a real port, that outlives what is wrong with its site."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from feed_server import unused_port

from generator.serve import Preview

_PATIENCE_S = 20.0
_BASE_PATH = "/a.b/papers/"


class _Served:
    """A running preview of the site at `root`."""

    def __init__(self, root: Path, port: int, process: "subprocess.Popen[str]") -> None:
        self.root, self.process = root, process
        self.origin = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> httpx.Response:
        """The answer for `path` below the origin; redirects are not followed."""
        return httpx.get(f"{self.origin}{path}", trust_env=False)

    def page(self, path: str = "") -> httpx.Response:
        """The answer for `path` below the base path."""
        return self.get(f"{_BASE_PATH}{path}")

    def until(self, path: str, wanted: Callable[[httpx.Response], bool]) -> httpx.Response:
        """The first answer that is as wanted."""
        deadline = time.monotonic() + _PATIENCE_S
        while time.monotonic() < deadline:
            try:
                answer = self.page(path)
            except httpx.TransportError:
                continue
            if wanted(answer):
                return answer
        pytest.fail(f"/{path} did not become what was wanted within {_PATIENCE_S:g} s")

    def write(self, file: str, text: str) -> None:
        """Put `text` into a file of the site."""
        (self.root / file).parent.mkdir(parents=True, exist_ok=True)
        (self.root / file).write_text(text, encoding="utf-8")


@contextmanager
def _serving(root: Path) -> Iterator[_Served]:
    port = unused_port()
    command = [sys.executable, "-m", "generator", "-C", str(root), "serve", "--port", str(port)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    pipe = subprocess.PIPE
    # Where these tests run in the background, interrupts are ignored, which a child would inherit.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment) as process:
        served = _Served(root, port, process)
        try:
            served.until("", lambda answer: answer.status_code in {200, 500})
            yield served
        finally:
            process.kill()
            signal.signal(signal.SIGINT, before)


@pytest.fixture
def root(tmp_path: Path, quiet_environment: pytest.MonkeyPatch) -> Path:  # noqa: ARG001 - asked for its effect
    """A site whose base URL has a path, in a folder whose name is a pattern to those who do not take care."""
    root = tmp_path / "[my] *site?"
    (root / "content" / "pages").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text(_configuration("Paper Kites"), encoding="utf-8")
    (root / "content" / "pages" / "about.md").write_text("---\ntitle: About\n---\nFirst.\n", encoding="utf-8")
    return root


def _configuration(title: str, more: str = "") -> str:
    return f"title: {title}\nbase_url: https://someone.example{_BASE_PATH}\n{more}"


def test_site_is_served_under_its_published_path(root: Path) -> None:
    """Pages, assets and the page for what does not exist are where they will be published, and reload the browser."""
    with _serving(root) as served:
        home = served.page()
        style = re.search(rf"href=({_BASE_PATH}static/[^>]+\.css)>", home.text)
        assert style is not None
        assert served.get(style[1]).headers["Content-Type"] == "text/css"
        assert "livereload.js" in home.text
        assert "First." in served.page("about/").text
        assert served.page("about").headers["Location"] == f"{_BASE_PATH}about/"
        missing = served.page("nothing/here/")
        assert (missing.status_code, "Not found" in missing.text) == (404, True)
        assert served.get("/livereload.js").status_code == 200


def test_published_site_is_not_touched(root: Path) -> None:
    """The preview is built in `.cache/`: there is no `site/` unless somebody builds it."""
    with _serving(root):
        built = sorted(path.name for path in root.iterdir())
    assert built == [".cache", "content"]


@pytest.mark.parametrize("path", ["/", _BASE_PATH.rstrip("/")])
def test_way_to_the_site_is_shown(path: str, root: Path) -> None:
    """The origin, and the base path without its last slash, lead to the site."""
    with _serving(root) as served:
        answer = served.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, _BASE_PATH)


def test_nothing_is_served_outside_the_site(root: Path) -> None:
    """Neither a path beside the base path nor a way up leads to a file."""
    with _serving(root) as served:
        assert served.get("/aXb/papers/about/").status_code == 404
        assert served.page("..%2f..%2fcontent/site.yaml").status_code in {403, 404}
        assert "title:" not in served.page("%2e%2e/%2e%2e/content/site.yaml").text


def test_changes_are_shown(root: Path) -> None:
    """A page edited, added and removed, the configuration and a new theme's template: each shows soon after."""
    with _serving(root) as served:
        served.write("content/pages/about.md", "---\ntitle: About\n---\nSecond.\n")
        served.until("about/", lambda answer: "Second." in answer.text)
        served.write("content/pages/knots.md", "---\ntitle: Knots\n---\nTied.\n")
        served.until("knots/", lambda answer: "Tied." in answer.text)
        (root / "content" / "pages" / "knots.md").unlink()
        served.until("knots/", lambda answer: answer.status_code == 404)
        served.write("content/site.yaml", _configuration("Glass Kites"))
        served.until("", lambda answer: "Glass Kites" in answer.text)
        served.write("themes/mine/theme.yaml", "name: Mine\nextends: broadsheet\n")
        served.write("themes/mine/templates/page.html", "<!doctype html><title>x</title><p>Plain {{ page.title }}")
        served.write("content/site.yaml", _configuration("Glass Kites", "theme: mine\n"))
        served.until("about/", lambda answer: "Plain About" in answer.text)


@pytest.mark.parametrize(
    ("file", "broken", "found"),
    [
        ("themes/mine/templates/page.html", "one\n{{ page.nothing }}", "templates/page.html:2: UndefinedError"),
        ("themes/mine/templates/page.html", "{% for %}", "templates/page.html:1: "),
        ("content/pages/about.md", "Front matter? What for?\n", "pages/about.md"),
        ("content/site.yaml", "title: [x\n", "content/site.yaml:2: not YAML"),
    ],
    ids=["template", "syntax", "page", "configuration"],
)
def test_fault_is_shown_until_it_is_mended(file: str, broken: str, found: str, root: Path) -> None:
    """In place of every page stands what is wrong, with file and line; once mended the site is back."""
    mine = {
        "themes/mine/theme.yaml": "name: Mine\nextends: broadsheet\n",
        "themes/mine/templates/page.html": "<!doctype html><title>x</title><p>Plain {{ page.title }}",
        "content/site.yaml": _configuration("Paper Kites", "theme: mine\n"),
        "content/pages/about.md": "---\ntitle: About\n---\nFirst.\n",
    }
    for name, text in mine.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    with _serving(root) as served:
        assert "Plain About" in served.page("about/").text
        served.write(file, broken)
        fault = served.until("about/", lambda answer: answer.status_code == 500)
        assert found in fault.text
        assert served.page().status_code == 500
        assert "livereload.js" in fault.text
        served.write(file, mine[file])
        served.until("about/", lambda answer: "Plain About" in answer.text)
        assert served.process.poll() is None


def test_site_that_is_broken_from_the_start_is_served(root: Path) -> None:
    """A fault that is there when the server begins is shown, and may be mended while it runs."""
    about = root / "content" / "pages" / "about.md"
    about.write_text("Front matter? What for?\n", encoding="utf-8")
    with _serving(root) as served:
        assert "no front matter" in served.page("about/").text
        served.write("content/pages/about.md", "---\ntitle: About\n---\nMended.\n")
        served.until("about/", lambda answer: "Mended." in answer.text)


def test_interrupt_ends_it(root: Path) -> None:
    """Ctrl-C ends the server with 0 and no traceback."""
    with _serving(root) as served:
        served.process.send_signal(signal.SIGINT)
        out, err = served.process.communicate(timeout=_PATIENCE_S)
    assert served.process.returncode == 0
    assert "Traceback" not in err
    assert f"Serving {served.origin}{_BASE_PATH}; Ctrl-C ends it." in out


def test_port_in_use_is_one_line(root: Path) -> None:
    """A port that is taken, or a host that is none, is an error that says so."""
    with _serving(root) as served:
        command = [sys.executable, "-m", "generator", "-C", str(root), "serve", "--port", served.origin.split(":")[-1]]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be listened on" in done.stderr.splitlines()[-1]


def test_fault_keeps_the_last_good_build(root: Path) -> None:
    """A build that fails says what is wrong and leaves the files of the one before."""
    said: list[str] = []
    preview = Preview(root, base_url=f"http://127.0.0.1:1{_BASE_PATH}", output=root / ".cache" / "p", say=said.append)
    preview.build()
    (root / "content" / "pages" / "about.md").write_text("oops", encoding="utf-8")
    preview.build()
    assert preview.fault is not None
    assert "pages/about.md" in preview.fault
    assert said[0].startswith("Built: ")
    assert said[1].startswith("Not built: ")
    assert (root / ".cache" / "p" / "about" / "index.html").is_file()
