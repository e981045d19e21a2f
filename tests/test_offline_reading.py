"""Reading offline in a real Chromium: what was visited is there without a network, and goes when it is turned off."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import NEEDS_CHROMIUM, becomes_true, chromium, page_of
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import BASE_PATH, build, copied_root, serving

from generator.formats.worker import worker

pytestmark = NEEDS_CHROMIUM

DAY = "2025/10/31/"
PREFIX = f"broadsheet:{BASE_PATH}:"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of these tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser that was never here."""
    with browser.new_context() as context:
        yield context


def built(root: Path, *, offline: bool) -> Path:
    """The site of `root`, with reading offline on or off."""
    configuration = root / "content" / "site.yaml"
    text = re.sub(r"^offline: .*\n", "", configuration.read_text(encoding="utf-8"), flags=re.MULTILINE)
    configuration.write_text(f"offline: {str(offline).lower()}\n{text}", encoding="utf-8")
    folder = build(root, root / "site")
    later(*(path for path in folder.rglob("*") if not offline and path.is_file()))
    return folder


def later(*paths: Path) -> None:
    """Let these files have been written a minute later: HTTP tells moments in whole seconds."""
    for path in paths:
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 60))


def kept(page: Page) -> list[str]:
    """The paths of what this site's worker keeps, below the base path."""
    found = page.evaluate(
        """async prefix => {
            const names = (await caches.keys()).filter(name => name.startsWith(prefix));
            const lists = await Promise.all(names.map(async name => (await caches.open(name)).keys()));
            return lists.flat().map(one => new URL(one.url).pathname);
        }""",
        PREFIX,
    )
    return sorted(str(path).removeprefix(BASE_PATH) for path in found)


def settled(page: Page) -> None:
    """Wait until the worker answers for the page, and keeps it with its scripts and its style."""
    page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")
    becomes_true(
        page,
        """async () => {
            const [script] = document.scripts;
            const links = document.querySelectorAll("link[rel=stylesheet], link[rel=icon]");
            const parts = [location.href, script.src, script.dataset.desk, ...[...links].map(link => link.href)];
            return (await Promise.all(parts.map(part => caches.match(part)))).every(Boolean);
        }""",
    )


@contextmanager
def visited(context: BrowserContext, folder: Path, *paths: str) -> Iterator[tuple[Page, str]]:
    """A page of a reader who has opened these paths of the site, which then is no longer served."""
    page = context.new_page()
    with serving(folder) as address:
        for path in paths:
            page.goto(address + path)
            settled(page)
    yield page, address


def test_visited_pages_are_there_without_a_network(context: BrowserContext, tmp_path: Path) -> None:
    """A page that was visited, the first one too, opens with style and tools when the site cannot be reached."""
    folder = built(copied_root(tmp_path / "root"), offline=True)
    with visited(context, folder, "", DAY) as (page, address):
        for path in ("", DAY, f"{DAY}#main"):
            page.goto(address + path)
            expect(page.locator("article").first).to_be_visible()
            assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        page.locator("[data-act=save]").first.click()
        page.locator("[data-act=more]").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()


def test_other_pages_give_the_reading_list(context: BrowserContext, tmp_path: Path) -> None:
    """What was not kept says so and shows the list; it opens by itself where it stands, once there is a network."""
    folder = built(copied_root(tmp_path / "root"), offline=True)
    with visited(context, folder, "") as (page, address):
        page.goto(f"{address}archive/")
        expect(page.get_by_role("status")).to_contain_text("There is no network")
        expect(page.locator("#reading-list")).to_contain_text("Saved papers")
        assert page.url == f"{address}archive/"


def test_the_network_comes_first(context: BrowserContext, tmp_path: Path) -> None:
    """With a network, a page that was kept is shown as it is now, and is kept so."""
    folder = built(copied_root(tmp_path / "root"), offline=True)
    page, wrong = page_of(context)
    with serving(folder) as address:
        page.goto(address)
        settled(page)
        file = folder / "index.html"
        file.write_text(file.read_text("utf-8").replace("</h1>", " anew</h1>"), encoding="utf-8")
        later(file)
        page.reload()
        expect(page.locator("h1")).to_contain_text("anew")
        becomes_true(page, "caches.match(location.href).then(one => one.text()).then(text => text.includes('anew'))")
    page.reload()
    expect(page.locator("h1")).to_contain_text("anew")
    assert [text for text in wrong if "ERR_CONNECTION_REFUSED" not in text and "failed:" not in text] == []


def test_only_pages_and_fingerprinted_files_are_kept(context: BrowserContext, tmp_path: Path) -> None:
    """Feeds, missing pages and what lies outside of the base path are not."""
    folder = built(copied_root(tmp_path / "root"), offline=True)
    page = context.new_page()
    with serving(folder) as address:
        page.goto(address)
        settled(page)
        page.evaluate("Promise.all(['feed.xml', 'no/', '/'].map(path => fetch(path)))")
        page.goto(f"{address}about/")
        settled(page)
        found = kept(page)
    assert [path for path in found if not path.startswith("static/")] == ["", "about/", "reading-list/"]
    assert sorted(re.sub(r"\.\w{10}\.", ".", path) for path in found if path.startswith("static/")) == [
        "static/desk.js", "static/icon.svg", "static/style.css", "static/tools.js",
    ]  # fmt: skip


def test_what_is_kept_is_bounded(context: BrowserContext, tmp_path: Path) -> None:
    """Beyond the bounds the oldest page goes; stores of earlier versions go when a new one takes over."""
    root = copied_root(tmp_path / "root")
    folder = built(root, offline=True)
    script = folder / "sw.js"
    text = script.read_text("utf-8")
    script.write_text(text.replace("MOST_PAGES = 300", "MOST_PAGES = 2"), encoding="utf-8")
    page = context.new_page()
    with serving(folder) as address:
        page.goto(f"{address}robots.txt")
        page.evaluate(
            "prefix => Promise.all([`${prefix}0`, 'broadsheet:/other/:1'].map(name => caches.open(name)))", PREFIX
        )
        for path in ("reading-list/", "", DAY, "archive/"):
            page.goto(address + path)
            settled(page)
        becomes_true(page, "async () => !(await caches.match(document.querySelector('.nameplate a').href))")
        assert [path for path in kept(page) if not path.startswith("static/")] == [DAY, "archive/", "reading-list/"]
        assert page.evaluate("caches.keys()") == ["broadsheet:/other/:1", f"{PREFIX}1"]


def test_turned_off_it_clears_itself_away(context: BrowserContext, tmp_path: Path) -> None:
    """A build without it takes worker and store from every browser that had it, and leaves other archives' stores."""
    root = copied_root(tmp_path / "root")
    folder = built(root, offline=True)
    page, wrong = page_of(context)
    with serving(folder) as address:
        page.goto(address)
        settled(page)
        page.evaluate("caches.open('broadsheet:/other/:1')")
        built(root, offline=False)
        page.reload()
        page.evaluate("navigator.serviceWorker.getRegistration().then(one => one?.update())")
        becomes_true(page, "navigator.serviceWorker.getRegistrations().then(all => all.length === 0)")
        becomes_true(page, "caches.keys().then(names => names.join() === 'broadsheet:/other/:1')")
        page.close()  # A worker that was dismissed stays until its last page is left.
        fresh = context.new_page()
        fresh.goto(address)
        assert fresh.evaluate("navigator.serviceWorker.controller") is None
    assert wrong == []


def test_it_is_off_unless_wanted(context: BrowserContext, tmp_path: Path) -> None:
    """Without the option no page registers a worker."""
    folder = build(copied_root(tmp_path / "root"), tmp_path / "site")
    page, wrong = page_of(context)
    with serving(folder) as address:
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert wrong == []


@pytest.mark.parametrize("offline", [True, False])
def test_the_worker_knows_its_base_path(offline: bool) -> None:  # noqa: FBT001 - a column of the table
    """Whatever the base path holds, it stands in the worker as a text of JavaScript."""
    text = worker(offline=offline, base_path='/a"b/', fallback="reading-list/")
    assert 'const BASE = "/a\\"b/";' in text
    assert "__" not in text
