"""Text → where it stands in meaning: the sum of what a table says of its pieces, in whole numbers.

Every sum is exact, so the same text has the same place on every machine, and `meaning.js` finds it too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.search.pieces import Pieces
from generator.search.table import table_data, version_of

DIMENSIONS = 128
_HEAD = 8
_NIBBLE = 7
_SCALE = 2**14 - 1
_REACH = 360
"""A coordinate of a unit vector times that is a byte: none of the real ones reaches 127 / 360."""
_AT_ONCE = 512

Bytes = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What each piece of a word means: a row of whole numbers from -7 to 7, times the row's scale.

    `data` is the file it was read from, `version` stands for it in everything that is made with it.
    """

    words: tuple[str, ...]
    scales: NDArray[np.int64]
    rows: Bytes
    data: bytes
    version: str

    @classmethod
    def read(cls, data: bytes) -> "Table":
        """The table that is written so.

        The number of pieces and the length of their names, four bytes each, the lowest first; the names, parted by line
        breaks; the scales, two bytes each; the rows, two numbers a byte, the first one in its lower half, each with 8
        more than it is.
        """
        count, length = (int.from_bytes(data[at : at + 4], "little") for at in (0, 4))
        words = tuple(data[_HEAD : _HEAD + length].decode().split("\n"))
        at = _HEAD + length
        scales = np.frombuffer(data, "<u2", count, at).astype(np.int64)
        packed = np.frombuffer(data, np.uint8, count * DIMENSIONS // 2, at + 2 * count).reshape(count, -1)
        rows = np.stack([packed & 15, packed >> 4], axis=-1).astype(np.int8).reshape(count, DIMENSIONS) - 8
        return cls(
            words=words,
            scales=scales,
            rows=rows.astype(np.int8),
            data=data,
            version=version_of(data),
        )


@cache
def shipped_table() -> Table:
    """The table that ships with the program."""
    return Table.read(table_data())


def table_bytes(words: Sequence[str], scales: NDArray[np.int64], rows: Bytes) -> bytes:
    """The file that `Table.read` reads."""
    names = "\n".join(words).encode()
    packed = (rows.astype(np.int16) + 8).astype(np.uint8).reshape(len(words), -1, 2)
    nibbles = packed[..., 0] | (packed[..., 1] << 4)
    head = len(words).to_bytes(4, "little") + len(names).to_bytes(4, "little")
    return head + names + scales.astype("<u2").tobytes() + nibbles.tobytes()


def quantised(table: NDArray[np.float64]) -> tuple[NDArray[np.int64], Bytes]:
    """Scales and rows that come nearest to a table of fractions; all pieces on one scale of scales."""
    most = np.abs(table).max(axis=1)
    unit = _NIBBLE * _SCALE / most.max()
    scales = np.maximum(1, np.floor(most / _NIBBLE * unit + 0.5)).astype(np.int64)
    rows = np.clip(np.floor(table * unit / scales[:, None] + 0.5), -_NIBBLE, _NIBBLE)
    return scales, rows.astype(np.int8)


def vectors_of(texts: Iterable[str], table: Table) -> Bytes:
    """Where each of `texts` stands: a row of bytes; nothing but zeros where no piece of it is known."""
    pieces = _pieces_of(table)
    numbers = [pieces.of(text) for text in texts]
    parts = [_some(numbers[at : at + _AT_ONCE], table) for at in range(0, len(numbers), _AT_ONCE)]
    found: Bytes = np.concatenate([np.zeros((0, DIMENSIONS), np.int8), *parts])
    return found


@cache
def _known_pieces(words: tuple[str, ...]) -> Pieces:
    return Pieces({word: number for number, word in enumerate(words)})


def _pieces_of(table: Table) -> Pieces:
    return _known_pieces(table.words)


def _some(numbers: Sequence[Sequence[int]], table: Table) -> Bytes:
    sums = np.zeros((len(numbers), DIMENSIONS), np.int64)
    for row, found in enumerate(numbers):
        if found:
            sums[row] = table.scales[found] @ table.rows[found].astype(np.int64)
    length = np.sqrt(np.maximum(1, (sums * sums).sum(axis=1)).astype(np.float64))
    places: Bytes = np.clip(np.floor(_REACH * sums / length[:, None] + 0.5), -127, 127).astype(np.int8)
    return places
