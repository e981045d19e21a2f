"""The words of texts, in Python and in the browser: both give what the cases say, and the same for any text."""

from collections.abc import Iterator

import pytest
from browsing import NEEDS_CHROMIUM, chromium, page_of
from case_documents import Case, count_headings, read_cases
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page
from sites import build, copied_root, serving

from generator.search.words import Words, stem

CASES = read_cases("words.md", "words")
_TEXTS = [
    "".join(chr(start + (step * place) % 97) for place in range(60))
    for start in (0x20, 0xA0, 0x250, 0x370, 0x400, 0x590, 0x600, 0x900, 0xE00, 0x1100, 0x2000, 0x2100, 0x3000, 0x30A0,
                  0x4E00, 0xAC00, 0xF900, 0xFE00, 0xFF00, 0x1D400, 0x1F600, 0x20000)
    for step in (1, 7, 31)
]  # fmt: skip
"""Signs of many blocks in many orders."""


def test_every_case_was_read() -> None:
    """No case is passed over for its layout."""
    assert len(CASES) == count_headings("words.md")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_words_in_python(case: Case) -> None:
    """What a text is found by."""
    assert " ".join(Words().of(case.given)) == case.expected


@given(st.text())
def test_any_text_gives_short_words_in_lower_case(text: str) -> None:
    """Words are letters and digits, never empty, and stemming them again may change nothing but what is stemmed."""
    for word in Words().of(text):
        assert 0 < len(word) <= 40
        assert not any(sign.isspace() for sign in word)


def test_a_word_is_remembered_as_it_was() -> None:
    """The second time a run is met it gives the same words."""
    words = Words()
    assert words.of("EnvHarness EnvHarness") == ["envharnes", "env", "harnes"] * 2


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The search page of the golden site, its script as `window.search`."""
    folder = tmp_path_factory.mktemp("words")
    made = build(copied_root(folder / "root"), folder / "site")
    with chromium() as browser, serving(made) as address, browser.new_context() as context:
        page, _ = page_of(context)
        page.goto(f"{address}search/")
        page.evaluate(
            "async () => { window.search = await import(document.querySelector('script[type=module]').src); }"
        )
        yield page


@NEEDS_CHROMIUM
def test_words_in_the_browser(page: Page) -> None:
    """Every case gives the same words there."""
    found = page.evaluate("texts => texts.map(text => search.wordsOf(text).join(' '))", [one.given for one in CASES])
    assert dict(zip(map(str, CASES), found, strict=True)) == {str(one): one.expected for one in CASES}


@NEEDS_CHROMIUM
def test_signs_of_every_kind_give_the_same_words_on_both_sides(page: Page) -> None:
    """Texts that nobody would write, of many scripts, are the same words in Python and in the browser."""
    found = page.evaluate("texts => texts.map(text => search.wordsOf(text))", _TEXTS)
    words = Words()
    assert found == [words.of(text) for text in _TEXTS]


@NEEDS_CHROMIUM
def test_stems_of_made_up_endings_are_the_same_on_both_sides(page: Page) -> None:
    """Every ending behind every kind of beginning."""
    words = [
        beginning + ending
        for beginning in ("a", "st", "tra", "plan", "plann", "fall", "appl", "appli", "agre", "embedd", "corp", "zz")
        for ending in (
            "",
            "s",
            "es",
            "ies",
            "us",
            "is",
            "ias",
            "ss",
            "sses",
            "ches",
            "ing",
            "ings",
            "ed",
            "eed",
            "ied",
            "e",
        )
    ]
    assert page.evaluate("words => words.map(search.stem)", words) == list(map(stem, words))
