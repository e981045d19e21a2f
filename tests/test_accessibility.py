"""Every page class in a real Chromium under axe-core: WCAG 2.2 AA in both schemes; a picture of each is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import NEEDS_CHROMIUM, chromium
from conftest import REPOSITORY
from playwright.sync_api import Browser
from sites import GOLDEN_ROOT, build, copied_root, serving

_PICTURES = REPOSITORY / "screenshots"
_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
_SAMPLE = {
    "home": "",
    "day": "2026/05/07/",
    "week": "2026/W19/",
    "month": "2026/05/",
    "year": "2026/",
    "archive": "archive/",
    "paper": "papers/2605.06416/",
    "tags": "tags/",
    "tag": "tags/reinforcement-learning/",
    "areas": "areas/",
    "area": "areas/language/",
    "organizations": "organizations/",
    "trends": "trends/",
    "feeds": "feeds/",
    "reading-list": "reading-list/",
    "page": "about/",
    "404": "404.html",
}
_GOLDEN = {"hostile-day": "2025/10/31/", "hostile-paper": "papers/2510.00002/", "many-authors": "papers/2510.00010/"}
_THEMED = {"home": "", "day": "2025/10/31/", "paper": "papers/2510.00001/", "tags": "tags/"}
_MODES: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1440), ("dark", 390))

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian or the machine's owner installed it."""
    with chromium() as browser:
        yield browser


@pytest.mark.parametrize(("root", "pages"), [(REPOSITORY, _SAMPLE), (GOLDEN_ROOT, _GOLDEN)], ids=["sample", "hostile"])
def test_pages_are_accessible(browser: Browser, tmp_path: Path, root: Path, pages: dict[str, str]) -> None:
    """No page class breaks a rule of WCAG 2.2 AA, on a desk in light or on a phone in dark."""
    assert _violations(browser, build(root, tmp_path / "site"), pages) == {}


@pytest.mark.parametrize(("key", "value"), [("theme", "plain"), ("theme", "gallery"), ("language", "ar")])
def test_themes_are_accessible(browser: Browser, tmp_path: Path, key: str, value: str) -> None:
    """Nor does one of the other themes, or a page set from right to left."""
    root = copied_root(tmp_path / "root")
    path = root / "content" / "site.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{key}: {value}\n", encoding="utf-8")
    named = {f"{value}-{name}": place for name, place in _THEMED.items()}
    assert _violations(browser, build(root, tmp_path / "site"), named) == {}


def _violations(browser: Browser, site: Path, pages: dict[str, str]) -> dict[str, list[str]]:
    """What axe-core finds on `pages` (name → path), by name, scheme and width; `screenshots/` gets pictures."""
    found: dict[str, list[str]] = {}
    axe = Axe()
    with serving(site) as address:
        for scheme, width in _MODES:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
            )
            with context:
                page = context.new_page()
                for name, path in pages.items():
                    page.goto(address + path)
                    page.screenshot(path=_PICTURES / f"{name}.{scheme}.{width}.png")
                    results = axe.run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
                    if results.violations_count:
                        found[f"{name} {scheme} {width}"] = [
                            f"{violation['id']}: {node['target']}"
                            for violation in results.response["violations"]
                            for node in violation["nodes"]
                        ]
    return found
