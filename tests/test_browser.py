"""The pages in a real Chromium: phone to wide screen, light and dark, keyboard, without JavaScript, on paper."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from browsing import NEEDS_CHROMIUM, chromium, page_of
from conftest import REPOSITORY
from playwright.sync_api import Browser, Page, Route
from sites import GOLDEN_ROOT, build, copied_root, serving

_PAGES = (
    "",
    "2026/05/07/",
    "2026/W19/",
    "2026/05/",
    "2026/",
    "archive/",
    "papers/2605.06416/",
    "tags/",
    "about/",
    "reading-list/",
    "no/",
)

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian or the machine's owner installed it."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The repository's own archive, served below a base path."""
    with serving(build(REPOSITORY, tmp_path_factory.mktemp("sample") / "site")) as url:
        yield url


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The golden archive, whose papers are as awkward as feeds can be."""
    with serving(build(GOLDEN_ROOT, tmp_path_factory.mktemp("golden") / "site")) as url:
        yield url


def width_of(page: Page, url: str) -> int:
    """How wide the page at `url` is, all of it."""
    page.goto(url)
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("path", _PAGES)
def test_a_page_fits_and_asks_for_nothing_foreign(browser: Browser, address: str, path: str, width: int) -> None:
    """No horizontal scroll, no error in the console but that of a missing page, no request to another host."""
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page, wrong = page_of(context)
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [text for text in wrong if "404" not in text or path != "no/"] == []
        assert page.locator("h1").count() == 1


@pytest.mark.parametrize("width", [320, 1440])
def test_hostile_text_neither_runs_nor_overflows(browser: Browser, hostile: str, width: int) -> None:
    """Whatever a title or an abstract holds, every page of it stays inert and within its width."""
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        page, wrong = page_of(context)
        page.goto(f"{hostile}archive/")
        days = page.locator("a.cell").evaluate_all("links => links.map(link => link.href)")
        page.goto(f"{hostile}2025/")
        papers = page.locator(".best h3 a").evaluate_all("links => links.map(link => link.href)")
        assert days
        assert papers
        widths = {url: width_of(page, url) for url in [*days, *papers]}
        assert {url: found for url, found in widths.items() if found > width} == {}
        assert wrong == []


def test_counts_stay_on_one_line(browser: Browser, address: str) -> None:
    """However long the name beside it, a count in the index of tags is not broken in two."""
    with browser.new_context(viewport={"width": 320, "height": 900}) as context:
        page, _ = page_of(context)
        page.goto(f"{address}tags/")
        page.locator(".leaders a").evaluate_all("links => links.forEach(link => link.append(' and its kin'.repeat(9)))")
        page.locator(".leaders .count").evaluate_all("counts => counts.forEach(count => count.textContent = '1234')")
        heights = page.locator(".leaders .count").evaluate_all(
            "counts => counts.map(count => count.getBoundingClientRect().height)"
        )
        assert heights
        assert max(heights) < 30


def test_dark_and_light_are_two_readable_schemes(browser: Browser, address: str) -> None:
    """Text and its lesser kinds have a contrast of 4.5 to 1 on the paper in both colour schemes."""
    contrast = """() => {
        const light = colour => {
            const parts = colour.match(/[0-9.]+/g).slice(0, 3).map(value => value / 255)
                .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const ground = light(getComputedStyle(document.documentElement).backgroundColor);
        return ['body', '.byline', '.meta', '.votes', '.tags a', '.colophon'].map(name => {
            const ink = light(getComputedStyle(document.querySelector(name)).color);
            return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
        });
    }"""
    grounds = []
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme) as context:
            page, _ = page_of(context)
            page.goto(address)
            grounds.append(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
            assert min(page.evaluate(contrast)) >= 4.5
    assert grounds[0] != grounds[1]


def test_the_keyboard_reaches_what_the_pointer_does(browser: Browser, address: str) -> None:
    """The first Tab is the way past the masthead, focus can be seen, an abstract unfolds with Enter."""
    with browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]  # it is on the page
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        details = page.locator("details").first
        details.locator("summary").focus()
        page.keyboard.press("Enter")
        assert details.evaluate("element => element.open") is True


@pytest.mark.parametrize("path", ["", "archive/", "papers/2605.06416/"])
def test_links_are_large_enough_for_a_thumb(browser: Browser, address: str, path: str) -> None:
    """Links that stand by themselves are at least 24 pixels high on a phone."""
    with browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True) as context:
        page, _ = page_of(context)
        page.goto(address + path)
        heights = page.locator(".sections a, .neighbours a, .meta a, .tags a, .cell[href], summary").evaluate_all(
            "links => links.filter(link => link.offsetParent).map(link => link.getBoundingClientRect().height)"
        )
        assert heights
        assert min(heights) >= 24


def test_pages_need_no_script(browser: Browser, address: str) -> None:
    """With JavaScript off, the day reads the same and its parts unfold."""
    with browser.new_context(java_script_enabled=False) as context:
        page, wrong = page_of(context)
        page.goto(f"{address}2026/05/07/")
        assert page.locator("article.story").count() == 16
        page.locator("summary").first.click()
        assert page.locator("details[open]").count() == 1
        assert wrong == []


def test_print_leaves_out_what_paper_cannot_use(browser: Browser, address: str) -> None:
    """On paper there is no navigation, and abstracts are there whole."""
    with browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}2026/05/07/")
        page.emulate_media(media="print")
        assert page.locator(".sections").is_hidden()
        assert page.locator("details p").first.is_visible()


def test_the_page_for_missing_addresses_has_its_style(browser: Browser, address: str) -> None:
    """Below the base path, at any depth, the 404 page finds its style sheet and the way back."""
    with browser.new_context() as context:
        page, _ = page_of(context)
        answer = page.goto(f"{address}not/a/page/")
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
        page.locator("main a").first.click()
        assert page.url == address


_THEMED_PAGES = (
    "", "2025/10/31/", "2025/10/", "2025/", "archive/", "papers/2510.00001/", "papers/2510.00010/", "tags/",
    "tags/kites/", "areas/paper/", "trends/", "about/", "404.html",
)  # fmt: skip
_NARROWEST_TITLE = (
    "Math.min(...[...document.querySelectorAll('.rows > li > h3')].map((one) => one.clientWidth"
    " / one.parentNode.clientWidth))"
)

_VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((320, "light"), (768, "dark"), (1440, "light"))


@contextmanager
def _themed(folder: Path, keys: str) -> Iterator[str]:
    """The golden archive with more keys in its configuration, served."""
    root = copied_root(folder / "root")
    path = root / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8") + keys, encoding="utf-8")
    with serving(build(root, folder / "site")) as url:
        yield url


@pytest.mark.parametrize(
    "keys", ["theme: plain\n", "theme: gallery\n", "language: ar\n", "theme: plain\nlanguage: ar\n"]
)
def test_themes_fit_every_width_in_both_schemes(browser: Browser, tmp_path: Path, keys: str) -> None:
    """No horizontal scroll from a small phone to a desk, no title squeezed, nothing foreign, in light and dark."""
    with _themed(tmp_path, keys) as address:
        for width, scheme in _VIEWS:
            with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
                page, wrong = page_of(context)
                widths = {path: width_of(page, address + path) for path in _THEMED_PAGES}
                assert {path: found for path, found in widths.items() if found > width} == {}
                assert wrong == []
                assert page.locator("h1").count() == 1
                page.goto(f"{address}areas/paper/")
                assert 0.5 < page.evaluate(_NARROWEST_TITLE) <= 1


_DATA = "<script type=application/ld+json>"


def test_plain_theme_is_small_and_has_no_script(tmp_path: Path) -> None:
    """Its style sheet has less than 5,000 bytes, and no page has a script but what programs read of it (JSON-LD)."""
    with _themed(tmp_path, "theme: plain\n"):
        site = tmp_path / "site"
        (style,) = site.glob("static/*.css")
        assert style.stat().st_size < 5000
        pages = [page.read_text("utf-8") for page in site.rglob("*.html")]
        assert {tag for page in pages for tag in re.findall("<script[^>]*>", page)} == {_DATA}


_GAPS_BEFORE = """
    all => all.map(one => one.getBoundingClientRect().left - one.previousElementSibling.getBoundingClientRect().right)
"""


def test_what_is_done_with_a_paper_stands_off_its_day(browser: Browser, tmp_path: Path) -> None:
    """In lists, the tools do not touch the day they stand behind."""
    with _themed(tmp_path, "") as address, browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}areas/paper/")
        page.locator(".rows .tools").first.wait_for()
        gaps = page.eval_on_selector_all(".rows .when + .tools", _GAPS_BEFORE)
        assert gaps
        assert all(not 0 <= gap < 4 for gap in gaps)


def test_plain_theme_tells_votes_from_ranks(browser: Browser, tmp_path: Path) -> None:
    """A month's first papers are counted, the next have their votes in the same column: these have a sign."""
    with _themed(tmp_path, "theme: plain\n") as address, browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}2025/10/")
        signs = page.eval_on_selector_all(
            ".rows .votes", "all => all.map(one => getComputedStyle(one, '::before').content)"
        )
        assert signs
        assert {sign[:2] for sign in signs} == {'"▲'}


def test_gallery_links_to_pictures_unless_it_is_told_to_embed(browser: Browser, tmp_path: Path) -> None:
    """By default nothing is loaded from elsewhere, no page has a picture, and each card has the reading tools."""
    with _themed(tmp_path, "theme: gallery\n") as address, browser.new_context() as context:
        page, wrong = page_of(context)
        page.goto(f"{address}2025/10/31/")
        assert page.locator(".card").count() > 3
        assert page.locator(".card .tools").count() == page.locator(".card").count()
        assert page.locator("img").count() == 0
        assert wrong == []


def test_gallery_embeds_pictures_that_learn_nothing_and_move_nothing(browser: Browser, tmp_path: Path) -> None:
    """They are asked for without a referrer, and when one comes, what was read does not move."""
    picture = b'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="900"/>'
    referrers: list[str | None] = []

    def answer(route: Route) -> None:
        referrers.append(route.request.headers.get("referer"))
        route.fulfill(body=picture, content_type="image/svg+xml")

    shifts = """() => new Promise(done => {
        let sum = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
            .observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(sum), 300);
    })"""
    with _themed(tmp_path, "theme: gallery\nmedia: embed\n") as address, browser.new_context() as context:
        context.route("https://media.example/**", answer)
        page = context.new_page()
        page.goto(f"{address}2025/10/31/")
        page.locator("img").first.scroll_into_view_if_needed()
        page.wait_for_function("document.images[0].complete && document.images[0].naturalWidth > 0")
        assert page.evaluate(shifts) == 0
    assert referrers
    assert set(referrers) == {None}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_formulas_are_set_as_mathematics(browser: Browser, hostile: str, scheme: Literal["light", "dark"]) -> None:
    """A formula has a size, its script stands above its base, and it has the colour of the text around it."""
    with browser.new_context(color_scheme=scheme, java_script_enabled=False) as context:
        page, wrong = page_of(context)
        page.goto(f"{hostile}papers/2510.00001/")
        script = page.locator(".abstract math msup")
        base, raised = script.locator("mi").bounding_box(), script.locator("mn").bounding_box()
        assert base is not None
        assert raised is not None
        assert raised["y"] < base["y"]
        assert raised["x"] >= base["x"] + base["width"]
        assert min(base["width"], base["height"], raised["width"], raised["height"]) > 2
        colour = "getComputedStyle(document.querySelector('{}')).color"
        assert page.evaluate(colour.format(".abstract math")) == page.evaluate(colour.format(".abstract p"))
        assert page.locator(".note math[display=block]").count() == 1
        assert wrong == []
