"""The picture that other sites show beside a link: PNG, drawn by pillow with a font that comes as a package.

All is drawn as grey levels, how much of the ink stands where, and coloured at the end: five levels of ink and five of
the accent are a palette of ten, half a byte a pixel.

https://ogp.me/; https://www.w3.org/TR/png-3/
"""

import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from generator.model import Card

if TYPE_CHECKING:
    from PIL import Image
    from PIL.ImageFont import FreeTypeFont

_WIDTH, _HEIGHT = 1200, 630
_MARGIN, _BAND = 72, 14
_INNER = _WIDTH - 2 * _MARGIN
_COLUMN_GAP = 56
_COLUMN = (_INNER - _COLUMN_GAP) // 2
_INK, _SOFT, _HAIR = 255, 182, 92
_LEVELS = 5
_BOLD = 700
_COMPRESSION, _RUNS = 6, 3
"""Deflate that looks for runs only: less than half the time for 6 % more bytes."""
_LONGEST = 400
_HEADLINES = 3
_NAME_SIZES = range(148, 76, -8)
_LEAD_SIZES = (112, 100, 90, 82, 74, 67, 60, 54, 48)
_MOTTO_SIZES, _MOTTO_WIDTH = (40, 36, 32), 860
_SAYING = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No", "Sm", "Sc"})
"""What a text must not lose: letters, numbers, signs of mathematics and of money."""
_TIGHT, _WIDE = 1.08, 1.3


class _Face(NamedTuple):
    """A font at a size in pixels; `weight` 200 to 900."""

    size: int
    weight: int
    italic: bool = False


class _Glyph(NamedTuple):
    """A letter: how far it moves on, its grey levels, and where they begin, seen from its place on the baseline."""

    advance: float
    shape: "Image.Image | None"
    left: int = 0
    top: int = 0


def draw_card(card: Card) -> bytes:
    """`card` as PNG, 1200 by 630: the same bytes from the same values, wherever the same pillow and font are."""
    sheet = _Sheet()
    sheet.accent_box(0, 0, _WIDTH, _BAND)
    if card.dates:
        _draw_listing(sheet, card)
    else:
        _draw_site(sheet, card)
    return sheet.png(card.paper, card.ink, card.accent)


def _draw_site(sheet: "_Sheet", card: Card) -> None:
    """The nameplate between rules, the motto below, all of it in the middle."""
    name = _first_set(card.names)
    fitted, face = _fitted(name, _NAME_SIZES)
    names = [fitted]
    if fitted != name:
        face, names = _block(name, _LEAD_SIZES, _INNER, most=3, leading=_TIGHT, height=300)
    motto = _settable(card.motto) or ""
    small, lines = _block(motto, _MOTTO_SIZES, _MOTTO_WIDTH, most=3, leading=_WIDE, weight=400, italic=True)
    step, small_step = round(face.size * _TIGHT), round(small.size * _WIDE)
    inside = step * len(names) + round(face.size * 0.42)
    top = _BAND + (_HEIGHT - _BAND - inside - (small_step * len(lines) + 44 if lines else 0)) // 2
    sheet.rules(top, thick_first=True)
    for number, line in enumerate(names):
        sheet.text(_WIDTH // 2, top + round(face.size * 0.98) + number * step, line, face, anchor="m")
    sheet.rules(top + inside, thick_first=False)
    for number, line in enumerate(lines):
        foot = top + inside + 36 + small.size + number * small_step
        sheet.text(_WIDTH // 2, foot, line, small, anchor="m", level=_SOFT)


def _draw_listing(sheet: "_Sheet", card: Card) -> None:
    """A front page: nameplate, dateline, the first headline large, two more in columns."""
    name, face = _fitted(_first_set(card.names), range(68, 30, -4))
    sheet.text(_WIDTH // 2, 94, name, face, anchor="m")
    sheet.rules(118, thick_first=True)
    when, count = _first_set(card.dates), _settable(card.count) or ""
    headlines = [text for one in card.headlines if (text := _settable(one))][:_HEADLINES]
    if not headlines:
        when, large = _fitted(when, range(104, 40, -4))
        sheet.text(_WIDTH // 2, 380, when, large, anchor="m")
        sheet.accent_text(_WIDTH // 2, 460, count, _Face(34, 600), anchor="m")
        return
    sheet.text(_MARGIN, 166, when, _Face(27, 400), level=_SOFT)
    sheet.accent_text(_WIDTH - _MARGIN, 166, count, _Face(27, 600), anchor="r")
    sheet.box(_MARGIN, 185, _INNER, 1, level=_SOFT)
    _draw_lead(sheet, headlines[0], 185, _draw_columns(sheet, headlines[1:]))


def _draw_lead(sheet: "_Sheet", headline: str, top: int, foot: int) -> None:
    """The first headline, as large as it can be, in the middle between `top` and `foot`."""
    face, lines = _block(headline, _LEAD_SIZES, _INNER, most=3, leading=_TIGHT, height=foot - top - 50)
    step = round(face.size * _TIGHT)
    first = top + (foot - top - step * len(lines)) // 2 + round(face.size * 0.86)
    for number, line in enumerate(lines):
        sheet.text(_MARGIN, first + number * step, line, face)


def _draw_columns(sheet: "_Sheet", headlines: Sequence[str]) -> int:
    """Two more headlines at the foot, side by side; where the room above them ends."""
    face = _Face(30, 600)
    step = 38
    columns = [_wrapped(text, face, _COLUMN, 3)[0] for text in headlines]
    if not columns:
        return _HEIGHT - 40
    rows = max(map(len, columns))
    top = _HEIGHT - 78 - rows * step
    sheet.box(_MARGIN, top, _INNER, 1, level=_SOFT)
    if len(columns) > 1:
        sheet.box(_WIDTH // 2, top + 20, 1, rows * step + 4, level=_HAIR)
    for place, lines in enumerate(columns):
        for number, line in enumerate(lines):
            across = _MARGIN + place * (_COLUMN + _COLUMN_GAP)
            sheet.text(across, top + 46 + number * step, line, face)
    return top


class _Sheet:
    """What is drawn, and where the accent colours it."""

    def __init__(self) -> None:
        from PIL import Image, ImageDraw

        self._image = Image.new("L", (_WIDTH, _HEIGHT), 0)
        self._draw = ImageDraw.Draw(self._image)
        self._accented: list[tuple[int, int, int, int]] = []

    def text(self, x: int, y: int, text: str, face: _Face, *, anchor: str = "l", level: int = _INK) -> None:
        """`text` on the baseline `y`."""
        self._set(x - _shift(text, face, anchor), y, text, face, level)

    def accent_text(self, x: int, y: int, text: str, face: _Face, *, anchor: str = "l") -> None:
        """Likewise, in the accent's colour, with nothing else around it."""
        left = x - _shift(text, face, anchor)
        self._accented.append((left - 4, y - face.size, left + round(_width(text, face)) + 4, y + face.size // 2))
        self._set(left, y, text, face, _INK)

    def _set(self, x: float, y: int, text: str, face: _Face, level: int) -> None:
        for sign in text:
            glyph = _glyph(sign, face)
            if glyph.shape is not None:
                self._image.paste(level, (round(x) + glyph.left, y + glyph.top), glyph.shape)
            x += glyph.advance

    def box(self, x: int, y: int, width: int, height: int, *, level: int = _INK) -> None:
        """A rectangle, full."""
        self._draw.rectangle((x, y, x + width - 1, y + height - 1), fill=level)

    def accent_box(self, x: int, y: int, width: int, height: int) -> None:
        """Likewise, in the accent's colour."""
        self._accented.append((x, y, x + width, y + height))
        self.box(x, y, width, height)

    def rules(self, y: int, *, thick_first: bool) -> None:
        """Two lines, one thick and one thin, as above and below a nameplate."""
        thick, thin = (y, y + 7) if thick_first else (y + 4, y)
        self.box(_MARGIN, thick, _INNER, 4)
        self.box(_MARGIN, thin, _INNER, 1)

    def png(self, paper: str, ink: str, accent: str) -> bytes:
        """All of it in these colours."""
        levels = [round(grey * (_LEVELS - 1) / 255) for grey in range(256)]
        drawn = self._image.point(levels)
        for place in self._accented:
            drawn.paste(self._image.crop(place).point([_LEVELS + level for level in levels]), place)
        drawn.putpalette(_ramp(paper, ink) + _ramp(paper, accent))
        data = io.BytesIO()
        drawn.save(data, "PNG", bits=4, compress_level=_COMPRESSION, compress_type=_RUNS)
        return data.getvalue()


def _ramp(paper: str, ink: str) -> bytes:
    """As many colours as there are levels, from `paper` to `ink`, three bytes each."""
    pairs = list(zip(bytes.fromhex(paper[1:]), bytes.fromhex(ink[1:]), strict=True))
    most = _LEVELS - 1
    return bytes(round(low + (high - low) * level / most) for level in range(_LEVELS) for low, high in pairs)


@lru_cache(maxsize=4096)
def _glyph(sign: str, face: _Face) -> _Glyph:
    """Each drawn once: most of the time would be spent on the outlines of a font whose weight and design vary."""
    from PIL import Image, ImageDraw

    font = _font(face)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(sign, anchor="ls"))
    advance = font.getlength(sign)
    if right <= left or bottom <= top:
        return _Glyph(advance, None)
    shape = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(shape).text((-left, -top), sign, fill=_INK, font=font, anchor="ls")
    return _Glyph(advance, shape, left, top)


def _width(text: str, face: _Face) -> float:
    """How wide `text` is in pixels."""
    return sum([_glyph(sign, face).advance for sign in text])


def _shift(text: str, face: _Face, anchor: str) -> int:
    """How far left of its anchor `text` begins: `l`, `m` and `r` are its beginning, its middle and its end."""
    return round(_width(text, face) * {"l": 0.0, "m": 0.5, "r": 1.0}[anchor])


@lru_cache(maxsize=64)
def _font(face: _Face) -> "FreeTypeFont":
    """Source Serif 4 at `face`, drawn for that size as far as it has designs.

    Letters are set one after the other, which needs no library that a machine may or may not have.
    """
    from fontpkg_source_serif_4 import ROOT
    from PIL import ImageFont

    name = "SourceSerif4-Italic[opsz,wght].ttf" if face.italic else "SourceSerif4[opsz,wght].ttf"
    font = ImageFont.truetype(ROOT / "files" / name, face.size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([face.weight, min(60, max(8, face.size))])
    return font


def _first_set(texts: Iterable[str]) -> str:
    """The first of `texts` that can be set; nothing where none can."""
    return next((text for one in texts if (text := _settable(one))), "")


def _settable(text: str) -> str | None:
    """`text` in signs that the font has, on one line; None where it has not all that is to be read, or nothing is left.

    A sign that is a letter in another dress, as those of mathematics are, becomes that letter; one that the font lacks
    and that says nothing to be read aloud, as a picture, goes.
    """
    shown = []
    for sign in unicodedata.normalize("NFC", text[:_LONGEST]):
        if _is_in_font(sign):
            shown.append(sign)
        elif all(map(_is_in_font, plain := unicodedata.normalize("NFKC", sign))):
            shown.append(plain)
        elif unicodedata.category(sign) in _SAYING:
            return None
        elif sign.isspace():
            shown.append(" ")
    return " ".join("".join(shown).split()) or None


@lru_cache(maxsize=4096)
def _is_in_font(sign: str) -> bool:
    """Whether the font has `sign`, and it can be seen or is a space: no control, no mark that would need its letter."""
    if sign == " ":
        return True
    if unicodedata.category(sign)[0] in "CMZ":
        return False
    font = _font(_Face(40, 400))
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def _fitted(text: str, sizes: Sequence[int]) -> tuple[str, _Face]:
    """`text` on one line at the largest of `sizes` that it has room at, cut off where there is none."""
    for size in sizes:
        if _width(text, face := _Face(size, _BOLD)) <= _INNER:
            return text, face
    return _cut(text, face, _INNER), face


def _block(
    text: str,
    sizes: Sequence[int],
    width: int,
    *,
    most: int,
    leading: float,
    weight: int = _BOLD,
    italic: bool = False,
    height: int = _HEIGHT,
) -> tuple[_Face, list[str]]:
    """`text` in `most` lines of about equal length, at the largest of `sizes` that has room for all of it."""
    for size in sizes:
        face = _Face(size, weight, italic)
        room = min(most, int(height / (size * leading)))
        lines, whole = _wrapped(text, face, width, room)
        if whole:
            break
    narrower = width
    while whole and len(lines) > 1 and narrower > width // 2:
        narrower -= width // 24
        tried, fits = _wrapped(text, face, narrower, len(lines))
        if not fits:
            break
        lines = tried
    return face, lines


def _wrapped(text: str, face: _Face, width: int, most: int) -> tuple[list[str], bool]:
    """`text` in at most so many lines, and whether that is all of it.

    A word that no line has room for is broken where the line ends, and the text counts as cut.
    """
    measure = partial(_width, face=face)
    lines: list[str] = []
    line, broken = "", False
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if measure(longer) <= width:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while measure(line) > width and len(lines) <= most:
            broken = True
            end = _end(line, measure, width)
            lines.append(line[:end])
            line = line[end:]
        if len(lines) > most:
            break
    lines += [line] if line else []
    if len(lines) <= most:
        return lines, not broken
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), face, width)], False


def _cut(text: str, face: _Face, width: int) -> str:
    """As much of `text` as there is room for, with an ellipsis; all of it where it fits."""
    measure = partial(_width, face=face)
    if measure(text) <= width:
        return text
    kept = text[: _end(text, measure, width - measure("…"))]
    words = kept.rpartition(" ")[0]
    return f"{(words if len(words) > len(kept) // 2 else kept).rstrip(' ,;:.')}…"


def _end(text: str, measure: Callable[[str], float], width: float) -> int:
    """How many letters of `text` fit into `width`, one at least."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= width else (low, middle - 1)
    return low
