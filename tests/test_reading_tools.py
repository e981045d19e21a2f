"""The reading tools in a real Chromium: by keyboard and by touch, without JavaScript, with storage that fails."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import NEEDS_CHROMIUM, becomes_true, chromium, page_of
from conftest import REPOSITORY
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from sites import BASE_PATH, build, serving

from generator.theme import load_theme, shipped_themes

STATIC = shipped_themes() / "broadsheet" / "static"
DAY = "2026/05/07/"
PAPER = "2605.06416"
LONG_WORD = "w" * 155
LANGUAGES = sorted(path.stem for path in (STATIC.parent / "i18n").iterdir())

pytestmark = NEEDS_CHROMIUM


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all of these tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The repository's own archive, served below a base path."""
    with serving(build(REPOSITORY, tmp_path_factory.mktemp("tools") / "site")) as url:
        yield url


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's browser that was never here."""
    with browser.new_context(viewport={"width": 1000, "height": 800}) as context:
        yield context


def stored(page: Page, name: str) -> Any:
    """What the browser keeps under `name`, or None."""
    text = page.evaluate("key => localStorage.getItem(key)", f"broadsheet:{BASE_PATH}:{name}")
    return json.loads(text) if text else None


def keep(context: BrowserContext, address: str, **values: Any) -> None:
    """Let the browser keep these values before a page is opened; texts are kept as they are."""
    page = context.new_page()
    page.goto(f"{address}robots.txt")
    for name, value in values.items():
        text = value if isinstance(value, str) else json.dumps(value)
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [f"broadsheet:{BASE_PATH}:{name}", text])
    page.close()


def focused(page: Page) -> str:
    """The id of the paper that has the focus."""
    return str(page.evaluate("document.activeElement.closest('[data-paper]')?.dataset.paper"))


def ids(page: Page) -> list[str]:
    """The papers of a page in their order."""
    found = page.locator("main [data-paper]").evaluate_all("papers => papers.map(paper => paper.dataset.paper)")
    return [str(one) for one in found]


def entry(number: int, **more: Any) -> dict[str, Any]:
    """A saved paper."""
    identifier = f"2510.{number:05}"
    return {
        "id": identifier,
        "title": f"Kite {number}",
        "url": f"https://example.org/papers/papers/{identifier}/",
        "day": "2025-10-31",
        "authors": ["Ada Lovelace"],
        "more": 0,
        "published": "2025-10-30",
        "saved": f"2025-11-01T00:00:{number:02}Z",
        **more,
    }


def test_keys_go_from_paper_to_paper(context: BrowserContext, address: str) -> None:
    """`j` and `k` focus the next title and the one before, in view and with a visible outline; the ends hold."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    papers = ids(page)
    seen = []
    for key in "jkjjk":
        page.keyboard.press(key)
        seen.append(focused(page))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        expect(page.locator(":focus")).to_be_in_viewport()
    assert seen == [papers[place] for place in (0, 0, 1, 2, 1)]
    assert wrong == []


@pytest.mark.parametrize("key", ["o", "Enter"])
def test_a_key_opens_the_paper(context: BrowserContext, address: str, key: str) -> None:
    """`o` and Enter lead to the page of the focused paper."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("j")
    page.keyboard.press(key)
    page.wait_for_url("**/papers/papers/*/")
    assert page.url == f"{address}papers/{ids(page)[0]}/"


def test_keys_go_from_day_to_day(context: BrowserContext, address: str) -> None:
    """`h` leads to the day before, `l` to the next one."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("h")
    page.wait_for_url("**/2026/05/06/")
    page.keyboard.press("l")
    page.wait_for_url("**/2026/05/07/")


def test_keys_save_and_mark(context: BrowserContext, address: str) -> None:
    """`s` saves and `m` marks as read, the focused paper or the page's own; both are undone the same way and last."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("s")
    assert stored(page, "list") is None
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.keyboard.press("m")
    first = ids(page)[0]
    assert [one["id"] for one in stored(page, "list")] == [first]
    assert stored(page, "read") == [first]
    page.goto(f"{address}papers/{first}/")
    expect(page.locator("[data-act=save]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("s")
    page.keyboard.press("m")
    assert (stored(page, "list"), stored(page, "read")) == ([], [])
    assert wrong == []


def test_keys_are_left_alone_while_typing_and_with_modifiers(context: BrowserContext, address: str) -> None:
    """In a field, and with Control, Alt or Meta, a letter is only a letter."""
    page, wrong = page_of(context)
    page.goto(f"{address}reading-list/")
    field = page.locator("[name=value]")
    field.press_sequentially("jh?/s")
    assert field.input_value() == "jh?/s"
    assert page.url == f"{address}reading-list/"
    page.goto(address + DAY)
    page.keyboard.press("j")
    for modifier in ("Control", "Alt", "Meta"):
        page.keyboard.press(f"{modifier}+m")
    assert stored(page, "read") is None
    assert wrong == []


def test_keys_can_be_turned_off(context: BrowserContext, address: str) -> None:
    """Turned off in the reader's choices, single keys do nothing, on later pages too, until they are turned on."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("?")
    page.locator("dialog [name=keys]").nth(1).check()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    assert focused(page) == "None"
    assert page.locator("dialog").count() == 0
    page.locator("[data-act=choices]").click()
    page.locator("dialog [name=keys]").nth(0).check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert focused(page) != "None"
    assert wrong == []


def test_slash_searches(context: BrowserContext, address: str) -> None:
    """`/` goes to the page that a link with rel=search names, into its field; where there is none, to the tags."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("/")
    page.wait_for_url("**/papers/search/#search-words")
    page.keyboard.type("kites")
    assert page.evaluate("[document.activeElement.type, document.activeElement.value]") == ["search", "kites"]
    page.goto(address + DAY)
    page.evaluate("document.querySelector('.sections [rel=search]').removeAttribute('rel')")
    page.keyboard.press("/")
    page.wait_for_url("**/papers/tags/")


def test_help_is_a_dialog(context: BrowserContext, address: str) -> None:
    """`?` opens a labelled dialog with every key; Escape closes it and no key acts behind it."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Reader’s choices")
    expect(dialog).to_be_visible()
    assert dialog.locator("kbd").all_inner_texts() == ["j", "k", "h", "l", "o", "Enter", "s", "m", "/", "?"]
    page.keyboard.press("h")
    assert page.url == address + DAY
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert wrong == []


def test_tools_work_by_touch(browser: Browser, address: str) -> None:
    """On a phone every button is 44 pixels high, and a tap saves, opens the menu, marks, and changes the colours."""
    with browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True) as context:
        page, wrong = page_of(context)
        page.goto(address + DAY)
        sizes = page.locator("button").evaluate_all(
            "buttons => buttons.map(one => one.getBoundingClientRect()).map(box => Math.min(box.width, box.height))"
        )
        assert len(sizes) > 30
        assert min(sizes) >= 44
        paper = page.locator("article").nth(1)
        paper.locator("[data-act=save]").tap()
        expect(paper.locator("[data-act=save]")).to_have_attribute("aria-pressed", "true")
        paper.locator("[data-act=more]").tap()
        page.locator("dialog").get_by_role("button", name="Mark as read").tap()
        assert stored(page, "read") == [paper.get_attribute("data-paper")]
        page.locator("[data-act=choices]").tap()
        page.locator("dialog").get_by_label("Dark").tap()
        assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
        page.locator("dialog").get_by_role("button", name="Close").tap()
        expect(page.locator("dialog")).to_have_count(0)
        assert wrong == []


@pytest.mark.parametrize(("device", "chosen"), [("light", "dark"), ("dark", "light")])
def test_the_chosen_colours_last(browser: Browser, address: str, device: str, chosen: str) -> None:
    """A colour scheme that was chosen holds on other pages before anything is drawn, whatever the device prefers."""
    with browser.new_context(color_scheme=device) as context:  # type: ignore[arg-type]  # one of its literals
        page, _ = page_of(context)
        page.goto(address)
        ground = "getComputedStyle(document.documentElement).backgroundColor"
        before = page.evaluate(ground)
        page.keyboard.press("?")
        page.locator(f"dialog [name=scheme] >> nth={['auto', 'light', 'dark'].index(chosen)}").check()
        assert page.evaluate(ground) != before
        context.add_init_script(
            "new MutationObserver(() => document.body && (window.seen ??= document.documentElement.dataset.scheme))"
            ".observe(document, {childList: true, subtree: true})"
        )
        page.goto(address + DAY)
        assert page.evaluate("window.seen") == chosen
        assert page.evaluate(ground) != before


def test_abstracts_are_shown_as_chosen(context: BrowserContext, address: str) -> None:
    """Whole, or not at all, or their first sentences: the choice holds on every page."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    details = page.locator(".abstract details")
    page.keyboard.press("?")
    page.locator("dialog").get_by_label("Whole").check()
    page.reload()
    assert details.evaluate_all("all => all.every(one => one.open)")
    page.keyboard.press("?")
    page.locator("dialog").get_by_label("Titles only").check()
    page.reload()
    assert page.locator(".abstract:visible").count() == 0
    page.keyboard.press("?")
    page.locator("dialog").get_by_label("First sentences").check()
    assert page.locator(".abstract:visible").count() > 10
    assert details.evaluate_all("all => all.some(one => one.open)") is False


def test_read_papers_are_dimmed_or_not(context: BrowserContext, address: str) -> None:
    """What was marked as read is set in the lesser colour, which is readable, unless the reader wants it alike."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    colour = "getComputedStyle(document.querySelector('article h2 a')).color"
    plain = page.evaluate(colour)
    page.keyboard.press("j")
    page.keyboard.press("m")
    assert page.evaluate(colour) == page.evaluate("getComputedStyle(document.querySelector('.byline')).color") != plain
    page.keyboard.press("?")
    page.locator("dialog").get_by_label("Like the others").check()
    assert page.evaluate(colour) == plain


def test_the_reading_list_shows_what_was_saved(context: BrowserContext, address: str) -> None:
    """The newest first, each with its link; removed with one press, and back in its place with another."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    saves = page.locator("article [data-act=save]")
    for number in range(3):
        saves.nth(number).click()
    papers = ids(page)[:3]
    page.goto(f"{address}reading-list/")
    expect(page.locator("#reading-list .kept")).to_have_count(3)
    assert ids(page) == papers[::-1]
    page.locator("#reading-list [data-act=remove]").nth(1).click()
    assert ids(page) == [papers[2], papers[0]]
    assert focused(page) == papers[0]
    page.get_by_role("button", name="Undo").click()
    assert ids(page) == papers[::-1]
    page.locator("#reading-list h3 a").first.click()
    assert page.url == f"{address}papers/{papers[2]}/"
    assert wrong == []


def test_export_as_bibtex_names_every_author(context: BrowserContext, address: str) -> None:
    """A paper saved from a list that names three has all its authors, as its own page gives them."""
    page, wrong = page_of(context)
    page.goto(f"{address}2026/05/")
    page.locator(".rows [data-act=save]").first.click()
    (saved,) = stored(page, "list")
    assert saved["more"] > 0
    page.goto(saved["url"])
    authors = page.locator("meta[name=citation_author]").evaluate_all("all => all.map(one => one.content)")
    page.goto(f"{address}reading-list/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="BibTeX").click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert waiting.value.suggested_filename == "reading-list.bib"
    assert f"author = {{{' and '.join(authors)}}}" in text
    assert f"eprint = {{{saved['id']}}}" in text
    assert stored(page, "list")[0]["authors"] == authors
    assert wrong == []


def test_export_falls_back_on_what_was_seen(context: BrowserContext, address: str) -> None:
    """Where a paper's page cannot be read, nor asked for elsewhere, its entry has what was seen when it was saved."""
    away = entry(1, authors=["Ada", "Bo"], more=7, url="https://elsewhere.example/papers/1/")
    gone = entry(2, authors=[], url=f"{address}no/")
    keep(context, address, list=[away, gone])
    page, wrong = page_of(context)
    page.goto(f"{address}reading-list/")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="BibTeX").click()
    text = Path(waiting.value.path()).read_text("utf-8")
    assert "author = {Ada and Bo and others}" in text
    assert "title = {{Kite} 2}" in text
    assert [one for one in wrong if "404" not in one] == []


def made_by_desk(page: Page, address: str, name: str, value: Any) -> str:
    """What a function of desk.js makes of `value`."""
    page.goto(f"{address}reading-list/")
    made = page.evaluate(
        "([name, value]) => import(document.querySelector('[data-desk]').dataset.desk).then(desk => desk[name](value))",
        [name, value],
    )
    return str(made)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R&D at 100% of #1_a", r"R\&D at 100\% of \#1\_a"),
        ("{a} and {b", r"\textbraceleft{}a\textbraceright{} and \textbraceleft{}b"),
        (r"~10^2 \alpha $5", r"\textasciitilde{}10\textasciicircum{}2 \textbackslash{}alpha \$5"),
    ],
)
def test_bibtex_is_escaped(context: BrowserContext, address: str, text: str, expected: str) -> None:
    """What TeX or BibTeX would take for its own is written so that it is set as it stands."""
    page, _ = page_of(context)
    assert made_by_desk(page, address, "escapeTex", text) == expected


def test_bibtex_is_whole(context: BrowserContext, address: str) -> None:
    """Capitals are protected, braces balance, equal keys are told apart, names with commas or “and” stay one name."""
    page, _ = page_of(context)
    hostile = entry(
        1, title="} GPT-4 & the { brace", authors=["Kim, Jr.", "Band and Co", "Ünal"], url="https://e.org/{x}"
    )
    text = made_by_desk(page, address, "bibtex", [hostile, hostile, entry(3, id="boats", authors=[], title="boats")])
    assert text.count("{") == text.count("}")
    assert "{GPT-4}" in text
    assert "author = {{Kim, Jr.} and {Band and Co} and Ünal}" in text
    keys = re.findall(r"^@misc\{(.+),$", text, re.MULTILINE)
    assert len(set(keys)) == 3
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_export_as_markdown_is_a_list_of_links(context: BrowserContext, address: str) -> None:
    """A line a paper, whose title cannot become markup."""
    page, _ = page_of(context)
    text = made_by_desk(page, address, "markdown", [entry(1, title="*[x](y)* <b>", more=2)])
    title = r"\*\[x\](y)\* \<b\>"
    assert text == f"- [{title}](https://example.org/papers/papers/2510.00001/): Ada Lovelace et al. (2025-10-31)\n"


def test_export_as_json_comes_back_whole(browser: Browser, address: str, tmp_path: Path) -> None:
    """Import into another browser gives the union: nothing that either had is lost, and it can be undone."""
    rule = {"do": "mute", "kind": "word", "value": "kite"}
    with browser.new_context() as first:
        keep(first, address, list=[entry(1), entry(2)], read=["2510.00001"], rules=[rule])
        page, _ = page_of(first)
        page.goto(f"{address}reading-list/")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="JSON").click()
        waiting.value.save_as(tmp_path / "list.json")
    with browser.new_context() as second:
        mine = entry(2, authors=[], title="Mine"), entry(3)
        keep(second, address, list=mine, read=["2510.00003"])
        page, wrong = page_of(second)
        page.goto(f"{address}reading-list/")
        page.locator("input[type=file]").set_input_files(tmp_path / "list.json")
        expect(page.get_by_role("status")).to_contain_text("Papers added: 1")
        kept = {one["id"]: one for one in stored(page, "list")}
        assert set(kept) == {"2510.00001", "2510.00002", "2510.00003"}
        assert (kept["2510.00002"]["title"], kept["2510.00002"]["authors"]) == ("Mine", ["Ada Lovelace"])
        assert set(stored(page, "read")) == {"2510.00001", "2510.00003"}
        assert stored(page, "rules") == [rule]
        page.get_by_role("button", name="Undo").click()
        assert stored(page, "list") == list(mine)
        assert wrong == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("null", "holds no papers"),
        ("[]", "holds no papers"),
        ('{"format": "broadsheet-reading-list", "papers": {}}', "holds no papers"),
        ('{"format": "another", "papers": []}', "holds no papers"),
        (json.dumps({"format": "broadsheet-reading-list", "papers": [entry(1), {"id": 7}]}), "paper 2"),
        (json.dumps({"format": "broadsheet-reading-list", "papers": [entry(1, url="javascript:alert(1)")]}), "paper 1"),
        (json.dumps({"format": "broadsheet-reading-list", "papers": [entry(1, url="data:text/html,x")]}), "paper 1"),
    ],
)
def test_import_of_nonsense_changes_nothing(context: BrowserContext, address: str, text: str, why: str) -> None:
    """What is no export of ours is refused, with the reason."""
    keep(context, address, list=[entry(9)])
    page, wrong = page_of(context)
    page.goto(f"{address}reading-list/")
    file = FilePayload(name="x.json", mimeType="application/json", buffer=text.encode())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("status")).to_contain_text(why)
    assert stored(page, "list") == [entry(9)]
    assert wrong == []


def test_imported_text_stays_text(context: BrowserContext, address: str) -> None:
    """Markup in an imported list is shown as it stands and runs nothing, at 320 pixels too."""
    title = f"<img src=x onerror=alert(1)> {LONG_WORD}"
    rule = {"do": "follow", "kind": "word", "value": "<script>alert(1)</script>(["}
    data = {"format": "broadsheet-reading-list", "papers": [entry(1, title=title)], "rules": [rule, {"do": 1}]}
    page, wrong = page_of(context)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}reading-list/")
    file = FilePayload(name="x.json", mimeType="application/json", buffer=json.dumps(data).encode())
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator("#reading-list h3")).to_have_text(title)
    assert stored(page, "rules") == [rule]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(address)
    assert wrong == []


def test_what_is_new_since_the_last_visit_is_marked(context: BrowserContext, address: str) -> None:
    """Papers and days newer than those of the last visit say so; papers that joined the newest day since do too."""
    hour_ms = 3_600_000
    seen = ["2026-05-07", [PAPER]]
    page = context.new_page()
    page.goto(address)
    assert page.locator(".new").count() == 0
    now = page.evaluate("Date.now()")
    page.goto(f"{address}robots.txt")
    keep(context, address, visit={"at": now - hour_ms, "newest": seen})
    page.goto(address + DAY)
    papers = ids(page)
    assert page.locator("article .new").count() == len(papers) - (PAPER in papers)
    page.goto(f"{address}2026/05/06/")
    assert page.locator(".new").count() == 0
    page.goto(f"{address}2026/05/")
    assert page.locator(".days a:has(.new)").evaluate_all("all => all.map(one => one.pathname)") == [
        f"{BASE_PATH}2026/05/08/"
    ]
    assert stored(page, "visit")["before"] == seen
    page.goto(f"{address}robots.txt")
    keep(context, address, visit={"at": now - hour_ms, "newest": ["2026-05-08", []], "before": seen})
    page.goto(address + DAY)
    assert page.locator(".new").count() == 0


def test_muted_papers_fold_to_a_line_that_says_why(context: BrowserContext, address: str) -> None:
    """A tag, an author or a word: the paper is one line, which opens and closes by keyboard; followed ones stay."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    paper = page.locator("article").nth(2)
    author = paper.locator(".byline").inner_text().split(", ")[0]
    keep(context, address, rules=[{"do": "mute", "kind": "author", "value": author.upper()}])
    page.reload()
    fold = paper.locator(".fold")
    expect(fold).to_have_text(f"Muted: author {author.upper()}")
    expect(paper.locator("h2")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(fold).to_be_focused()
    page.keyboard.press("Enter")
    expect(paper.locator("h2")).to_be_visible()
    expect(fold).to_have_attribute("aria-expanded", "true")
    word = paper.locator("h2").inner_text().split()[0].strip(":,")
    both = [{"do": "mute", "kind": "author", "value": author}, {"do": "follow", "kind": "word", "value": word}]
    keep(context, address, rules=both)
    page.reload()
    expect(paper.locator(".why")).to_have_text(f"Following word “{word}”")
    expect(paper.locator("h2")).to_be_visible()
    assert wrong == []


@pytest.mark.parametrize(
    ("word", "title", "is_muted"),
    [
        ("rain", "Training in the Rain", True),
        ("rain", "Training", False),
        ("C++ (fast)", "On C++ (fast) code", True),
        ("模型", "大模型综述", True),
        ("ÉTÉ", "Un été", True),
    ],
)
def test_words_are_found_whole(context: BrowserContext, address: str, word: str, title: str, is_muted: bool) -> None:  # noqa: FBT001 - a column of the table
    """Case makes no difference, a part of a word is not the word, and scripts without spaces have no such edges."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.locator("article h2 a").first.evaluate("(link, title) => link.textContent = title", title)
    page.evaluate("for (const one of document.querySelectorAll('article .abstract, article .byline')) one.remove()")
    other = context.new_page()
    other.goto(f"{address}reading-list/")
    other.locator("[name=do]").select_option("mute")
    other.locator("[name=value]").fill(word)
    other.get_by_role("button", name="Add").click()
    expect(page.locator("article").first.locator(".fold")).to_have_count(int(is_muted))


def test_tags_and_authors_are_followed_from_the_menu(context: BrowserContext, address: str) -> None:
    """The menu of a paper offers its tags and authors; the rule shows at once, and goes again."""
    page, wrong = page_of(context)
    page.goto(address + DAY)
    paper = page.locator("article").first
    tag = paper.locator(".tags a").first.inner_text()
    paper.locator("[data-act=more]").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("summary").click()
    follow = dialog.get_by_role("button", name=f"Follow: tag {tag}", exact=True)
    follow.click()
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(paper.locator("[data-act=more]")).to_be_focused()
    expect(paper.locator(".why")).to_have_text(f"Following tag {tag}")
    page.goto(f"{address}reading-list/")
    page.locator("#reading-list .rules [aria-pressed=true]").click()
    assert stored(page, "rules") == []
    assert wrong == []


def test_lists_know_the_authors_they_show(context: BrowserContext, address: str) -> None:
    """What is saved from a line of a list has the names of its byline and the number of the others, marks or none."""
    keep(context, address, visit={"at": 1, "newest": ["2026-05-04", []]})
    page, wrong = page_of(context)
    page.goto(f"{address}2026/05/")
    row = page.locator(".rows li", has=page.locator(".new")).first
    names, more = row.locator(".byline").evaluate(
        "line => [line.querySelector('wbr').previousSibling.data, line.querySelector('wbr').nextSibling.data]"
    )
    row.locator("[data-act=save]").click()
    (saved,) = stored(page, "list")
    assert saved["authors"] == names.split(", ")
    assert saved["more"] == int(more.split()[1])
    assert f"/{saved['day'].replace('-', '/')}/" in str(row.locator(".when").get_attribute("href"))
    assert wrong == []


def test_citations_are_copied(context: BrowserContext, address: str) -> None:
    """From a list as from the paper's page: every author of a few, the year, the title, the arXiv id."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, wrong = page_of(context)
    page.goto(f"{address}papers/{PAPER}/")
    title = page.locator("h1").inner_text()
    page.locator("[data-act=more]").click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    text = page.evaluate("navigator.clipboard.readText()")
    assert title in text
    assert f"(2026). {title}. arXiv:{PAPER}. https://arxiv.org/abs/{PAPER}" in text
    page.locator("[data-act=more]").click()
    page.get_by_role("button", name="Copy BibTeX").click()
    becomes_true(page, "navigator.clipboard.readText().then(text => text.startsWith('@misc'))")
    assert wrong == []


def test_links_are_shared(context: BrowserContext, address: str) -> None:
    """By the device's own sheet where there is one, otherwise copied; a place in a day has an anchor."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, wrong = page_of(context)
    page.goto(address)
    paper = page.locator("article").first
    identifier, anchor = paper.get_attribute("data-paper"), paper.locator("h2").get_attribute("id")
    page.evaluate("navigator.share = undefined")
    for name, url in (
        ("Share", f"{address}papers/{identifier}/"),
        ("Copy link to its place", f"{address}2026/05/08/#{anchor}"),
    ):
        paper.locator("[data-act=more]").click()
        page.get_by_role("dialog").get_by_role("button", name=name).click()
        expect(page.get_by_role("status")).to_contain_text(url)
        assert page.evaluate("navigator.clipboard.readText()") == url
    page.goto(f"{address}2026/05/08/#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    page.evaluate("void (navigator.share = async data => { window.shared = data.url })")
    page.locator("[data-act=more]").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Share").click()
    page.wait_for_function("window.shared")
    assert page.evaluate("window.shared") == f"{address}papers/{identifier}/"
    assert wrong == []


def test_refused_storage_is_told_and_nothing_breaks(context: BrowserContext, address: str) -> None:
    """Where the browser refuses, a change is told to last until the page is left, and does until then."""
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page, wrong = page_of(context)
    page.goto(address + DAY)
    save = page.locator("[data-act=save]").first
    save.click()
    expect(page.get_by_role("status")).to_contain_text("keeps nothing for this site")
    expect(save).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("j")
    page.keyboard.press("m")
    expect(page.locator("[data-read]")).to_have_count(1)
    page.goto(f"{address}reading-list/")
    expect(page.locator("#reading-list")).to_contain_text("Nothing is saved yet")
    assert wrong == []


def test_full_storage_is_told_and_what_was_kept_stays(context: BrowserContext, address: str) -> None:
    """Where there is no room left, the list that is kept stays as it was, and the page goes on with the longer one."""
    keep(context, address, list=[entry(1)])
    page, wrong = page_of(context)
    page.goto(f"{address}reading-list/")
    page.evaluate("""() => {
        for (let size = 4e6; size >= 1; size = Math.floor(size / 2)) {
            try { for (let n = 0; ; n++) localStorage.setItem(`x${size}-${n}`, 'x'.repeat(size)); } catch {}
        }
    }""")
    page.goto(address + DAY)
    page.locator("[data-act=save]").first.click()
    expect(page.get_by_role("status")).to_contain_text("storage is full")
    expect(page.locator("[data-act=save]").first).to_have_attribute("aria-pressed", "true")
    assert stored(page, "list") == [entry(1)]
    assert wrong == []


@pytest.mark.parametrize("text", ['[{"id": "2510', "{}", "[1]", "null", '[{"id": 7}]', "\x00"])
def test_a_broken_list_is_put_aside(context: BrowserContext, address: str, text: str) -> None:
    """What cannot be read is kept under another name and can be downloaded; a new list begins."""
    keep(context, address, list=text)
    page, wrong = page_of(context)
    page.goto(f"{address}reading-list/")
    expect(page.get_by_role("status")).to_contain_text("could not be read")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="could not be read").click()
    assert Path(waiting.value.path()).read_text("utf-8") == text
    page.goto(address + DAY)
    page.locator("[data-act=save]").first.click()
    assert len(stored(page, "list")) == 1
    assert wrong == []


def test_two_tabs_agree(context: BrowserContext, address: str) -> None:
    """What one tab saves or marks shows in the other at once, and neither takes away what the other added."""
    one, wrong = page_of(context)
    other, also_wrong = page_of(context)
    one.goto(address + DAY)
    other.goto(address + DAY)
    one.locator("[data-act=save]").nth(0).click()
    expect(other.locator("[data-act=save]").nth(0)).to_have_attribute("aria-pressed", "true")
    other.locator("[data-act=save]").nth(1).click()
    one.locator("[data-act=save]").nth(2).click()
    assert len(stored(one, "list")) == 3
    assert wrong + also_wrong == []


def test_without_script_the_reading_list_explains_itself(browser: Browser, address: str) -> None:
    """With JavaScript off there is no button that does nothing, and the page of the list says what it would be."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}) as context:
        page, wrong = page_of(context)
        page.goto(address + DAY)
        assert page.locator("button").count() == 0
        page.get_by_role("link", name="Reading list").click()
        expect(page.locator(".without-script")).to_contain_text("kept by your browser")
        assert wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_tools_fit(browser: Browser, address: str, width: int, scheme: Any) -> None:
    """With everything in use no page scrolls sideways, none moves while it loads, nothing goes wrong or elsewhere."""
    rules = [
        {"do": "follow", "kind": "tag", "value": "diffusion models"},
        {"do": "mute", "kind": "word", "value": LONG_WORD},
    ]
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        papers = [entry(1, title=LONG_WORD, authors=["Ada"] * 664), entry(2, title="Boats!")]
        visit = {"at": 1, "newest": ["2026-05-06", []]}
        keep(context, address, list=papers, rules=rules, visit=visit, choices={"abstracts": "whole"})
        context.add_init_script(
            "window.moved = 0;"
            "new PerformanceObserver(list => list.getEntries().forEach(one => window.moved += one.value))"
            ".observe({type: 'layout-shift', buffered: true})"
        )
        page, wrong = page_of(context)
        for path in ("", DAY, f"papers/{PAPER}/", "reading-list/"):
            page.goto(address + path)
            page.locator("[data-act=more]").first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator("dialog").evaluate("one => one.scrollWidth <= one.clientWidth")
            assert page.evaluate("window.moved") == 0
            page.keyboard.press("Escape")
        assert wrong == []


def test_print_has_no_tools(context: BrowserContext, address: str) -> None:
    """Buttons and marks are not printed, and the paper is white whatever scheme was chosen."""
    keep(context, address, choices={"scheme": "dark"})
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_a_first_visit_asks_for_little(context: BrowserContext, address: str) -> None:
    """At most five requests: the page, its style, its script, its icon."""
    requests: list[str] = []
    page, _ = page_of(context)
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address, wait_until="networkidle")
    assert len(requests) <= 5
    assert len(set(requests)) == len(requests)


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_and_style_stay_within_their_budget(language: str) -> None:
    """Compressed, scripts of reading with their texts have at most 15 kB, that of the search 6, style sheets 10."""
    theme = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/", language=language)
    sizes = {asset.file: len(gzip.compress(asset.data)) for asset in theme.assets}
    assert 0 < sum(size for file, size in sizes.items() if file.startswith(("static/tools", "static/desk"))) <= 15_000
    assert 0 < sum(size for file, size in sizes.items() if file.startswith("static/search.")) <= 6_000
    assert 0 < sum(size for file, size in sizes.items() if file.endswith(".css")) <= 10_000


def test_names_in_the_store_begin_with_the_base_path(context: BrowserContext, address: str) -> None:
    """Archives that share an origin share no list."""
    page, _ = page_of(context)
    page.goto(address + DAY)
    page.locator("[data-act=save]").first.click()
    keys = page.evaluate("Object.keys(localStorage)")
    assert {key.rpartition(":")[0] for key in keys} == {f"broadsheet:{BASE_PATH}"}


def test_every_text_of_the_scripts_is_there() -> None:
    """What the scripts say by name is among the texts of the theme, and each of those is said."""
    scripts = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("*.js")))
    english = (STATIC.parent / "i18n" / "en.yaml").read_text("utf-8")
    texts = set(re.findall(r"^(script_\w+):", english, re.MULTILINE))
    said = set(re.findall(r'"(script_\w+)"', scripts))
    made = {f"script_{one}" for one in ("tag", "author", "word", "follow", "mute")}
    made |= {f"script_kind_{one}" for one in ("tag", "author", "word")}
    made |= {f"script_key_{one}" for one in ("papers", "days", "open", "save", "read", "search", "help")}
    assert texts == said | made


def test_addresses_of_feeds_are_copied(context: BrowserContext, address: str) -> None:
    """The buttons of the feeds' page, hidden where no script runs, put an address on the clipboard and say so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page, wrong = page_of(context)
    page.goto(f"{address}feeds/")
    page.locator("[data-copy]").first.click()
    expect(page.get_by_text("Copied: ")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/feed.xml")
    assert wrong == []
