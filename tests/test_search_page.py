"""The search page in a real Chromium: what it finds, what it says, and what becomes of it when something is missing."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from browsing import NEEDS_CHROMIUM, chromium, page_of
from made_up import paper, snapshot
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sites import BASE_PATH, build, serving

from generator.content.snapshots import write_snapshot
from generator.model import Organization, Paper

pytestmark = NEEDS_CHROMIUM

_OLD, _NEW = date(2024, 3, 4), date(2025, 10, 31)
_FILLER = (
    "Nothing is known of their strings. Wind was measured. It blew, and nobody had said so before. It was {} miles."
)


_LEDGER = """format: 1
areas:
- name: Toys
tags:
- name: Gliders
  area: Toys
  strong: [gliders]
- name: Chains
  area: Toys
  strong: [chain]
"""

_ANSWERED = re.compile(r"\b(has|have|found)\b")


def papers() -> dict[date, list[Paper]]:
    """Two years of papers on kites, some of them awkward."""
    many = [
        paper(100 + number, title=f"Sundry Report {number}", abstract=_FILLER.format(number), upvotes=number)
        for number in range(30)
    ]
    return {
        _OLD: [
            paper(1, title="EnvHarness: Kites for Everyone", authors=("Ada Lovelace",), upvotes=300),
            paper(2, title="Steering Gliders", abstract="A chain of thought steers what the wind lifts.", upvotes=None),
            paper(3, title="A Thought of a Chain", abstract="Kites again.", authors=("Grace Hopper", "Bea Bell")),
            paper(10, title="Mini Sails", abstract="Mini masts need no training."),
            paper(11, title="A Boathouse", abstract="A batch of boats is kept in it. " + _FILLER.format(1)),
            paper(12, title="Oars", abstract="On a lake, minibatches of them were tried. " + _FILLER.format(2)),
            paper(13, title="Mini Boats", abstract="Sold by the batch. " + _FILLER.format(3)),
            *many,
        ],
        _NEW: [
            paper(
                4,
                title="Training with Mini-Batches",
                abstract="Batches are trained. " + _FILLER.format(0) + " At last a silver thread of hope appears.",
                organization=Organization(name="Kite Labs"),
                links={"code": "https://code.example/kites"},
            ),
            paper(5, title="强化学习与风筝", abstract="风筝会飞。"),
            paper(6, title='<img src=x onerror="alert(1)"> & Kites', abstract='<script>alert("2")</script> kites'),
            paper(7, title="Kites", abstract="The shortest of titles."),
            paper(8, title="Kites and Their Strings", organization=Organization(name="Kite Labs")),
            paper(9, title="More of Kite Labs", organization=Organization(name="Kite Labs"), id="kite-weekly/No 7"),
        ],
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of these papers, built."""
    root = tmp_path_factory.mktemp("search")
    (root / "content").mkdir()
    (root / "content" / "site.yaml").write_text(
        "title: Kites\nfeeds: {history: false}\ntags: {min_papers: 1}\n", encoding="utf-8"
    )
    (root / "content" / "tags.yaml").write_text(_LEDGER, encoding="utf-8")
    for day, listed in papers().items():
        write_snapshot(root / "content", snapshot(day, *listed))
    return build(root, root / "site")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where it is served."""
    with serving(site) as address:
        yield address


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


def titles(page: Page) -> list[str]:
    """The titles of the results, in their order."""
    return page.locator("#search-found h2").all_inner_texts()


def asked(page: Page, address: str, query: str) -> list[str]:
    """The titles that are found under a shared address."""
    page.goto(f"{address}search/?{query}")
    expect(page.locator("#search-said")).to_have_text(_ANSWERED)
    return titles(page)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("q=kites", "Kites"),
        ("q=kites+and+their", "Kites and Their Strings"),
        ("q=training+with+mini-batches", "Training with Mini-Batches"),
        ("q=training+with+mini-ba", "Training with Mini-Batches"),
        ("q=mini-bacthes", "Training with Mini-Batches"),
        ("q=env+harness", "EnvHarness: Kites for Everyone"),
        ("q=envharness", "EnvHarness: Kites for Everyone"),
        ("q=batch", "Training with Mini-Batches"),
        ("q=lovelace", "EnvHarness: Kites for Everyone"),
        ("q=lovelcae", "EnvHarness: Kites for Everyone"),
        ("q=2510.00002", "Steering Gliders"),
        ("q=强化学习", "强化学习与风筝"),
        ("q=筝", "强化学习与风筝"),
        ("q=steeri", "Steering Gliders"),
        ("q=trainin", "Training with Mini-Batches"),
        ('q="chain+of+thought"', "Steering Gliders"),
        ('q="silver+thread"', "Training with Mini-Batches"),
        ("organization=kite-labs&code=1", "Training with Mini-Batches"),
        ("q=kites&year=2024", "EnvHarness: Kites for Everyone"),
    ],
)
def test_what_is_found_first(context: BrowserContext, address: str, query: str, first: str) -> None:
    """Titles, parts of words, forms of words, names, ids, mistakes, beginnings, phrases, Chinese, what is chosen."""
    page, wrong = page_of(context)
    assert asked(page, address, query)[0] == first
    assert wrong == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=mini-batch", ["Training with Mini-Batches", "Oars", "Mini Boats", "A Boathouse"]),
        ("q=minibatch", ["Training with Mini-Batches", "Oars"]),
        ('q="mini-batches"', ["Training with Mini-Batches"]),
        ("q=mini-xyzzy", ["Mini Sails", "Training with Mini-Batches", "Mini Boats"]),
    ],
)
def test_a_hyphenated_word_is_one(context: BrowserContext, address: str, query: str, found: list[str]) -> None:
    """In one or with its hyphen, then both parts apart, then the last part alone; without that it is not meant."""
    page, wrong = page_of(context)
    assert asked(page, address, query) == found
    assert wrong == []


def test_phrases_are_kept_together(context: BrowserContext, address: str) -> None:
    """A paper with the same words in another order is not among them; words end where a line of names does."""
    page, _ = page_of(context)
    assert asked(page, address, 'q="chain+of+thought"') == ["Steering Gliders"]
    assert asked(page, address, 'q="bea+bell"') == ["A Thought of a Chain"]


@pytest.mark.parametrize(
    "words",
    ["xyz " * 3000, "<script>alert(1)</script><img src=x>", '"', '"" %', ".", "a", "\u202e \u0001"],
    ids=["long", "html", "quote", "signs", "point", "letter", "hidden"],
)
def test_strange_queries_are_answered(context: BrowserContext, address: str, words: str) -> None:
    """Ten thousand letters, HTML, nothing but signs, one letter: nothing breaks, nothing runs."""
    page, wrong = page_of(context)
    page.goto(f"{address}search/")
    page.locator("#search-words").evaluate("(field, words) => { field.value = words; }", words)
    page.locator("#search button").click()
    expect(page.locator("#search-said")).to_have_text(_ANSWERED)
    assert wrong == []


def test_text_of_feeds_stays_text(context: BrowserContext, address: str) -> None:
    """A title and an abstract that are HTML are shown as they are, marked."""
    page, wrong = page_of(context)
    assert asked(page, address, "q=onerror")[0] == '<img src=x onerror="alert(1)"> & Kites'
    assert page.locator("#search-found img, #search-found script").count() == 0
    assert page.locator("#search-found mark").all_inner_texts() == ["onerror"]
    assert wrong == []


def test_a_result_says_what_it_is(context: BrowserContext, address: str) -> None:
    """Votes, title, names, day, excerpt; it leads to the paper and to its day, and can be saved."""
    page, wrong = page_of(context)
    asked(page, address, "q=envharness")
    row = page.locator("#search-found li").first
    expect(row).to_contain_text("300")
    expect(row).to_contain_text("Ada Lovelace")
    expect(row.get_by_role("link", name="4 March 2024")).to_have_attribute("href", f"{BASE_PATH}2024/03/04/")
    row.locator("[data-act=save]").click()
    expect(row.get_by_role("button", name="Saved: EnvHarness: Kites for Everyone")).to_be_visible()
    row.locator("h2 a").click()
    expect(page.locator("h1")).to_have_text("EnvHarness: Kites for Everyone")
    assert wrong == []


def test_ids_that_are_no_paths_lead_to_their_papers(context: BrowserContext, address: str) -> None:
    """A paper of another source, whose id could not be an address, is opened too."""
    page, wrong = page_of(context)
    asked(page, address, "q=more+of+kite+labs")
    page.locator("#search-found h2 a").first.click()
    expect(page.locator("h1")).to_have_text("More of Kite Labs")
    assert wrong == []


def test_typing_searches_and_makes_an_address_to_share(context: BrowserContext, address: str) -> None:
    """The address follows the words; the last answer is shown, whatever came late."""
    page, wrong = page_of(context)
    page.goto(address)
    page.get_by_role("link", name="Search").click()
    page.wait_for_url("**/search/#search-words")
    page.keyboard.type("glidersx", delay=1)
    page.keyboard.press("Backspace")
    expect(page.locator("#search-found h2")).to_have_text(["Steering Gliders"])
    assert page.url == f"{address}search/?q=gliders"
    page.reload()
    expect(page.locator("#search-found h2")).to_have_text(["Steering Gliders"])
    page.locator("#search-words").fill("")
    expect(page.locator("#search-found h2")).to_have_count(0)
    assert wrong == []


def test_late_answers_are_dropped(context: BrowserContext, address: str) -> None:
    """What was asked for first and comes last is not shown."""
    page, _ = page_of(context)
    held: list[Route] = []
    page.route("**/w*.bin", lambda route: held.append(route) if not held else route.continue_())
    page.goto(f"{address}search/?q=lovelace")
    page.wait_for_timeout(300)
    page.locator("#search-words").fill("强化学习")
    for route in held:
        route.continue_()
    expect(page.locator("#search-found h2").first).to_have_text("强化学习与风筝")
    page.wait_for_timeout(200)
    assert titles(page)[0] == "强化学习与风筝"


def test_the_keyboard_walks_through_results(context: BrowserContext, address: str) -> None:
    """Down goes into the results and on, Up back to the field, Escape at once."""
    page, wrong = page_of(context)
    asked(page, address, "q=kites")
    page.keyboard.press("/")
    focused = "document.activeElement.id || document.activeElement.textContent"
    for key, expected in (
        ("ArrowDown", "Kites"), ("ArrowDown", titles(page)[1]), ("ArrowUp", "Kites"), ("ArrowUp", "search-words"),
        ("ArrowDown", "Kites"), ("Escape", "search-words"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(focused) == expected
    assert wrong == []


def test_more_results_follow(context: BrowserContext, address: str) -> None:
    """Ten at first; the button adds the next ones, goes to the first of them, and goes when there are no more."""
    page, wrong = page_of(context)
    asked(page, address, "q=sundry+report")
    button = page.get_by_role("button", name="More results")
    assert len(titles(page)) == 10
    button.click()
    expect(page.locator("#search-found h2")).to_have_count(20)
    assert page.evaluate("document.activeElement.textContent") == titles(page)[10]
    button.click()
    expect(button).to_be_hidden()
    assert len(set(titles(page))) == len(titles(page)) == 30
    assert wrong == []


def test_narrowing_down(context: BrowserContext, address: str) -> None:
    """Years, areas and organizations are offered when they are wanted; what is chosen stands in the address."""
    page, wrong = page_of(context)
    assert asked(page, address, "area=toys") == ["A Thought of a Chain", "Steering Gliders"]
    assert page.get_by_label("Area").locator("option").all_inner_texts() == ["Any", "Toys (2)"]
    page.goto(f"{address}search/?q=kites")
    page.get_by_text("Narrow down").click()
    page.get_by_label("Organization").select_option("kite-labs")
    expect(page.locator("#search-found h2").first).to_have_text("Kites and Their Strings")
    assert page.url == f"{address}search/?q=kites&organization=kite-labs"
    page.get_by_label("With code").check()
    expect(page.locator("#search-found h2")).to_have_count(1)
    page.get_by_label("Year").select_option("2024")
    expect(page.locator("#search-said")).to_have_text("Nothing was found.")
    assert wrong == []


def test_what_is_chosen_leads_to_its_page(context: BrowserContext, address: str) -> None:
    """A tag and its area have pages and are linked above the results; what has none is not."""
    page, wrong = page_of(context)
    asked(page, address, "q=kites&area=toys&organization=kite-labs")
    links = page.locator("#search-pages a")
    expect(links).to_have_text(["All papers of “Toys”"])
    page.get_by_label("Tag").select_option("chains")
    expect(links).to_have_text(["All papers of “Toys”", "All papers of “Chains”"])
    links.last.click()
    page.wait_for_url(f"{address}tags/chains/")
    expect(page.locator("h1")).to_contain_text("Chains")
    page.goto(f"{address}search/?q=kites&organization=kite-labs")
    expect(page.locator("#search-found h2").first).to_be_visible()
    expect(page.locator("#search-pages")).to_be_hidden()
    assert wrong == []


def test_browsers_that_unpack_nothing_have_it_unpacked(context: BrowserContext, address: str) -> None:
    """Where there is no DecompressionStream, or none for raw deflate, a script does its work."""
    context.add_init_script("delete window.DecompressionStream")
    page, wrong = page_of(context)
    assert asked(page, address, "q=steering+gliders") == ["Steering Gliders"]
    assert wrong == []


@pytest.mark.parametrize(
    ("kind", "fault"),
    [("w", "missing"), ("w", "cut"), ("w", "other"), ("c", "missing"), ("votes", "cut"), ("s", "other")],
)
def test_parts_that_cannot_be_read_are_told(context: BrowserContext, address: str, kind: str, fault: str) -> None:
    """A file that is missing, cut off or of another build: the page says so, and shows what the others say."""
    page, _ = page_of(context)

    def spoil(route: Route) -> None:
        body = route.fetch().body()
        spoiled = {"missing": b"", "cut": body[: len(body) // 2], "other": body[:-4] + b"\0\0\0\0"}[fault]
        route.fulfill(status=404 if fault == "missing" else 200, body=spoiled)

    page.route(f"**/{kind}*.bin", spoil)
    page.goto(f"{address}search/?q=kitez")
    expect(page.locator("#search-said")).to_contain_text("A part of the index could not be read")
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("kind", ["w", "c"])
def test_what_cannot_be_read_is_not_said_to_be_missing(context: BrowserContext, address: str, kind: str) -> None:
    """No word is taken for another, none is said to stand nowhere; and not all of the index is asked for in vain."""
    page, _ = page_of(context)
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404)

    page.route(f"**/{kind}*.bin", refuse)
    page.goto(f"{address}search/?q=sundry+report")
    expect(page.locator("#search-said")).to_have_text(re.compile("^A part of the index could not be read"))
    assert len(asked) <= 60
    page.unroute_all(behavior="ignoreErrors")


def test_a_word_whose_part_cannot_be_read_is_not_called_unknown(context: BrowserContext, address: str) -> None:
    """Where the index could not be read, nobody knows whether a paper has the word."""
    page, _ = page_of(context)
    page.route(re.compile(r"/(w\d+|s)\.bin"), lambda route: route.fulfill(status=404))
    page.goto(f"{address}search/?q=kites")
    said = page.locator("#search-said")
    expect(said).to_contain_text("A part of the index could not be read")
    expect(said).not_to_contain_text("No paper has")


def test_a_phrase_whose_pages_cannot_be_read_is_not_said_to_be_missing(context: BrowserContext, address: str) -> None:
    """A phrase is looked for on papers' own pages: where these do not arrive, that is what the page says."""
    page, _ = page_of(context)
    page.route("**/papers/*/", lambda route: route.abort())
    page.goto(f'{address}search/?q="chain+of+thought"')
    expect(page.locator("#search-said")).to_contain_text("A part of the index could not be read")


def test_an_index_that_cannot_be_read_offers_the_rest(context: BrowserContext, address: str) -> None:
    """Without a manifest the page says so, and leads to tags and days."""
    page, _ = page_of(context)
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(f"{address}search/?q=kites")
    expect(page.locator("#search-said")).to_contain_text("cannot be read at the moment")
    expect(page.get_by_role("link", name="All tags")).to_be_visible()
    page.unroute("**/manifest.json")
    page.locator("#search button").click()
    expect(page.locator("#search-found h2").first).to_have_text("Kites")


def test_a_site_that_is_built_anew_while_somebody_searches(context: BrowserContext, site: Path, tmp_path: Path) -> None:
    """The files of the page's manifest are gone: it reads the new one, and finds what came since."""
    root = Path(shutil.copytree(site.parent, tmp_path / "root"))
    page, _ = page_of(context)
    with serving(root / "site") as address:
        page.goto(f"{address}search/?q=lovelace")
        expect(page.locator("#search-found h2")).to_have_count(1)
        write_snapshot(root / "content", snapshot(date(2025, 11, 3), paper(500, title="A Balloon Instead")))
        shutil.copy(root / "content" / "site.yaml", tmp_path)
        changed = snapshot(_OLD, *papers()[_OLD][:-1])
        write_snapshot(root / "content", changed)
        build(root, root / "site")
        page.locator("#search-words").fill("balloon")
        expect(page.locator("#search-found h2")).to_have_text(["A Balloon Instead"])
        expect(page.locator("#search-said")).to_have_text("1 paper has all of this.")


def test_others_are_told_what_is_shown(context: BrowserContext, address: str) -> None:
    """The event `broadsheet:found` says what was asked for and is shown, and makes rows of other papers."""
    page, wrong = page_of(context)
    page.goto(f"{address}search/")
    page.evaluate("""() => document.getElementById("search").addEventListener("broadsheet:found", async ({detail}) => {
        const {query, shown, papers, fits, place, rowsOf} = detail;
        place.append(...await rowsOf([0]));
        place.hidden = false;
        window.told = [query, shown.length, papers, fits(0), place.id];
    })""")
    page.locator("#search-words").fill("gliders")
    expect(page.locator("#search-also h2")).to_have_text("EnvHarness: Kites for Everyone")
    assert page.evaluate("window.told") == ["gliders", 1, 43, True, "search-also"]
    assert wrong == []


def test_without_a_script_the_page_leads_elsewhere(browser: Browser, address: str) -> None:
    """Tags, days, and a form that asks a general search engine for this site alone."""
    with browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{address}search/")
        expect(page.locator("#search-words")).to_be_hidden()
        expect(page.locator("#search-more")).to_be_hidden()
        expect(page.get_by_role("link", name="All tags")).to_be_visible()
        form = page.locator("form[action^=https]")
        assert form.get_attribute("action") == "https://duckduckgo.com/"
        fixed = form.locator("input[type=hidden]").evaluate("one => [one.name, one.value]")
        assert fixed == ["sites", "example.org/papers"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_was_asked_for_is_not_kept_page_by_page(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Reading offline keeps the search page once, and none of the index."""
    root = Path(shutil.copytree(site.parent, tmp_path / "root"))
    with (root / "content" / "site.yaml").open("a", encoding="utf-8") as file:
        file.write("offline: true\n")
    build(root, root / "site")
    with browser.new_context() as context, serving(root / "site") as address:
        page = context.new_page()
        page.goto(f"{address}search/")
        page.wait_for_function("navigator.serviceWorker.controller?.state === 'activated'")
        for word in ("kites", "gliders"):
            page.goto(f"{address}search/?q={word}")
            expect(page.locator("#search-found h2").first).to_be_visible()
        page.goto(f"{address}about/")
        kept = page.evaluate("""async () => {
            const stores = await Promise.all((await caches.keys()).map(name => caches.open(name)));
            return (await Promise.all(stores.map(one => one.keys()))).flat().map(one => one.url);
        }""")
        assert [url.removeprefix(address) for url in kept if "search/" in url] == ["search/"]
