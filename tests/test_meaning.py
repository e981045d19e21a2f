"""The table of meanings, and where texts stand by it."""

import numpy as np
import pytest

from generator.search.meaning import DIMENSIONS, Table, quantised, shipped_table, table_bytes, vectors_of
from generator.search.table import table_data, table_version


def _table(rows: int = 3) -> Table:
    fractions = np.zeros((rows, DIMENSIONS))
    for row in range(rows):
        fractions[row, row] = row + 1
        fractions[row, -1] = -0.5
    return Table.read(table_bytes(["kite", "boat", "##s"][:rows], *quantised(fractions)))


def test_a_table_is_read_as_it_was_written() -> None:
    """Names, scales and rows; the largest number of a row is seven times its scale."""
    table = _table()
    assert table.words == ("kite", "boat", "##s")
    assert table.rows[:, :3].tolist() == [[7, 0, 0], [0, 7, 0], [0, 0, 7]]
    assert table.rows[:, -1].tolist() == [-3, -2, -1]
    assert table.scales.tolist() == sorted(table.scales.tolist())
    assert table_bytes(table.words, table.scales, table.rows) == table.data


def test_texts_stand_where_their_pieces_do() -> None:
    """Their length is one, in bytes; what is not known does not count; nothing known is nowhere."""
    table = _table()
    one, again, both, nothing = vectors_of(["kite", "Kite moon!", "kite boats", "moon"], table)
    assert one.tolist() == again.tolist()
    assert one[0] == 127
    assert both[1] > both[0] > 0
    assert not nothing.any()


def test_a_place_depends_on_nothing_but_its_text() -> None:
    """Neither on what stands beside it nor on how many are asked for at once."""
    table = shipped_table()
    texts = [f"kites number {number} fly over boat {number % 7}" for number in range(1100)]
    together = vectors_of(texts, table)
    assert together[[0, 511, 512, 1099]].tolist() == [
        vectors_of([texts[number]], table)[0].tolist() for number in (0, 511, 512, 1099)
    ]


def test_shipped_table_is_small_and_known_by_its_bytes() -> None:
    """Under a megabyte, and every single letter is in it."""
    table = shipped_table()
    assert len(table_data()) < 1_000_000
    assert table.version == table_version()
    assert {"a", "z", "##a", "##z", "0", "##9"} <= set(table.words)
    assert len(set(table.words)) == len(table.words)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("training with mini-batches", "The effect of batch size on stochastic gradient descent", "Kites over the sea"),
        ("make a model small enough for a phone", "Compressing networks for mobile devices", "Reading old maps"),
        ("dexterous grasping", "A robot hand with a sense of touch", "Proving theorems by search"),
    ],
)
def test_what_means_the_same_is_near(asked: str, near: str, far: str) -> None:
    """Though hardly a word is the same."""
    one, same, other = vectors_of([asked, near, far], shipped_table()).astype(np.int64)
    assert one @ same > one @ other
