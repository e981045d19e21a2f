"""Share cards as drawings: every text is set or passed over, and the same card is the same bytes."""

import io
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.formats.card import draw_card
from generator.model import Card

CARD = Card(
    names=("The Daily Kite", "kites.example/papers"),
    dates=("Friday, 31 October 2025", "2025-10-31"),
    count="31 papers",
    headlines=("Kites That Learn to Fly by Watching Birds", "Wind", "Strings: A Survey of What Holds Kites"),
    paper="#fbf9f4",
    ink="#1c1a17",
    accent="#8f1d14",
)
SITE = replace(CARD, dates=(), count="", headlines=(), motto="All the kites that are fit to fly")
LONG = "A Kite That Flies Higher Than Every Other Kite That Was Ever Flown Over Any Field in " * 4
_ELSEWHERE = "import sys; from test_card import CARD, draw_card; sys.stdout.buffer.write(draw_card(CARD))"


def drawn(card: Card) -> Image.Image:
    """`card` as a reader's program sees it."""
    return Image.open(io.BytesIO(draw_card(card))).convert("RGB")


def headed(*headlines: str) -> bytes:
    """A card with these headlines."""
    return draw_card(replace(CARD, headlines=headlines))


def named(*names: str) -> bytes:
    """A card with these names."""
    return draw_card(replace(CARD, names=names))


@pytest.mark.parametrize("card", [CARD, SITE])
def test_card_has_the_size_that_is_said_and_few_bytes(card: Card) -> None:
    """1200 by 630 pixels, of ten colours at most, in less than 25 kB."""
    data = draw_card(card)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(image.convert("RGB").getcolors() or range(99)) <= 10
    assert len(data) < 25_000


def test_card_is_the_same_in_another_process() -> None:
    """Neither the hash seed nor what was drawn before decides a byte."""
    draw_card(SITE)
    variables = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join([str(REPOSITORY), "tests"])}
    done = subprocess.run(
        [sys.executable, "-c", _ELSEWHERE], cwd=REPOSITORY, env=variables, check=True, capture_output=True
    )
    assert done.stdout == draw_card(CARD)


def test_card_has_the_colours_of_the_theme() -> None:
    """The ground is the paper's, the upper edge the accent's, and letters are of the ink."""
    image = drawn(replace(CARD, paper="#102030", ink="#ffffff", accent="#ff0000"))
    colours = {colour for _, colour in image.getcolors() or ()}
    assert (image.getpixel((5, 300)), image.getpixel((5, 5))) == ((0x10, 0x20, 0x30), (255, 0, 0))
    assert (255, 255, 255) in colours


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (headed("漢字の題名", "Kites"), headed("Kites")),
        (headed("मशीन", "طائرة", "עפיפון", "∇²DFT", "Kites", "Wind"), headed("Kites", "Wind")),
        (headed("Kites 🪁 and\tWind\x07\u202e"), headed("Kites and Wind")),
        (headed("𝛼-Kites in ℝ"), headed("α-Kites in R")),
        (headed("Cafe\u0301"), headed("Café")),
        (headed("Z\u0351\u0352\u0363algo"), headed("Zalgo")),
        (headed("Kites\ud800"), headed("Kites")),
        (headed("漢字"), headed()),
        (named("論文", "kites.example"), named("kites.example")),
        (
            draw_card(replace(CARD, dates=("١٠", "2025年", "2025-10-31"))),
            draw_card(replace(CARD, dates=("2025-10-31",))),
        ),
        (draw_card(replace(CARD, count="31篇")), draw_card(replace(CARD, count=""))),
        (draw_card(replace(SITE, motto="漢字")), draw_card(replace(SITE, motto=""))),
    ],
)
def test_what_the_font_has_not_is_passed_over(one: bytes, same: bytes) -> None:
    """A text it has not all letters of gives way to the next one; pictures and controls go; no box is set."""
    assert one == same


@pytest.mark.parametrize(
    "card",
    [
        replace(CARD, headlines=(LONG, LONG, LONG), names=(LONG,), dates=(LONG[:40],)),
        replace(CARD, headlines=("ultra" * 31, "On " + "ultra" * 31, "W" * 500)),
        replace(CARD, headlines=("Kites!",)),
        replace(SITE, names=(LONG,), motto=LONG),
        replace(SITE, names=("W" * 300,), motto="W" * 300),
    ],
)
def test_nothing_is_set_in_the_margins(card: Card) -> None:
    """Titles of any length are broken, made smaller or cut off: the margins of 60 pixels and the foot stay empty."""
    image = drawn(card)
    for place in ((0, 14, 60, 630), (1140, 14, 1200, 630), (0, 600, 1200, 630)):
        assert image.crop(place).getcolors() == [((place[2] - place[0]) * (place[3] - place[1]), (0xFB, 0xF9, 0xF4))]


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=4), st.booleans())
def test_any_text_gives_a_card(name: str, headlines: list[str], is_site: bool) -> None:  # noqa: FBT001 - an example's
    """Whatever a feed says, there is a picture of less than 40 kB."""
    card = replace(CARD, names=(name,), headlines=tuple(headlines), motto=name, dates=() if is_site else (name,))
    assert len(draw_card(card)) < 40_000
