"""The pieces of words, in Python and in the browser: both give what the cases say, and the same for any text."""

import base64
from collections.abc import Iterator
from string import ascii_lowercase

import pytest
from browsing import NEEDS_CHROMIUM, chromium, page_of
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page
from sites import build, serving

from generator.search.meaning import shipped_table, vectors_of
from generator.search.pieces import MOST_PIECES, Pieces
from generator.search.table import table_data

CASES = read_cases("pieces.md", "pieces")
WORDS = (
    "model", "text", "image", "##model", "##text", "##ing", "##age", *"amrst", *(f"##{sign}" for sign in "aeodlims"),
    "型", "ᄀ", "##ᅡ",
)  # fmt: skip
PIECES = Pieces({word: number for number, word in enumerate(WORDS)})


def test_every_case_was_read() -> None:
    """No case is passed over for its layout."""
    assert len(CASES) == count_headings("pieces.md")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pieces_in_python(case: Case) -> None:
    """The second time as the first."""
    expected = case.expected.split()
    assert [[WORDS[number] for number in PIECES.of(case.given)] for _ in range(2)] == [expected, expected]


@given(st.text(alphabet=f"{ascii_lowercase} -é"))
def test_with_all_letters_known_nothing_is_lost(text: str) -> None:
    """The pieces of the shipped table, joined, are the letters of the text."""
    words = shipped_table().words
    pieces = Pieces({word: number for number, word in enumerate(words)})
    joined = "".join(words[number].removeprefix("##") for number in pieces.of(text))
    assert joined == text.replace("é", "e").replace(" ", "").replace("-", "")


def test_very_long_texts_end() -> None:
    """What comes after so many pieces is not looked at."""
    assert len(PIECES.of("model " * 9000)) == MOST_PIECES


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page that has the script as `window.meaning`, and the vocabulary of the cases."""
    root = tmp_path_factory.mktemp("pieces") / "root"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: T\n", encoding="utf-8")
    made = build(root, root / "site")
    [script] = (made / "static").glob("meaning.*.js")
    with chromium() as browser, serving(made) as address, browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}search/")
        page.evaluate("async place => { window.meaning = await import(place); }", f"{address}static/{script.name}")
        page.evaluate(
            "words => { window.numbers = new Map(words.map((word, number) => [word, number])); }", list(WORDS)
        )
        yield page


@NEEDS_CHROMIUM
def test_pieces_in_the_browser(page: Page) -> None:
    """Every case gives the same pieces there, and so do texts of many scripts that nobody would write."""
    strange = ["".join(chr(start + (7 * place) % 97) for place in range(60)) for start in range(0x20, 0xD700, 0x161)]
    given_texts = [*(case.given for case in CASES), *strange, "model " * 9000]
    found = page.evaluate("texts => texts.map(text => meaning.piecesOf(text, numbers))", given_texts)
    assert found == [PIECES.of(text) for text in given_texts]


@NEEDS_CHROMIUM
def test_places_are_the_same_on_both_sides(page: Page) -> None:
    """Where a text stands by the shipped table, in bytes."""
    texts = ["Kites fly well", "training with mini-batches", "Fréchet distance of 风筝", "?", "a"]
    found = page.evaluate(
        """([texts, table]) => {
            const read = meaning.tableOf(Uint8Array.from(atob(table), (sign) => sign.charCodeAt(0)));
            const bytes = (value) => Math.max(-127, Math.min(127, Math.floor(360 * value + 0.5)));
            return texts.map((text) => [...(meaning.placeOf(text, read) ?? Array(128).fill(0))].map(bytes));
        }""",
        [texts, base64.b64encode(table_data()).decode()],
    )
    assert found == vectors_of(texts, shipped_table()).tolist()
