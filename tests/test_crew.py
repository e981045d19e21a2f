"""Who does the work."""

import pytest

from generator.crew import Alone


def test_alone_does_a_thing_when_it_is_asked_for() -> None:
    """Progress can be told between two things, and nothing is done after one that failed."""
    done: list[int] = []
    executor = Alone()
    first, second = (executor.submit(done.append, number) for number in (1, 2))
    assert done == []
    first.result()
    assert done == [1]
    assert second.cancel()
    assert done == [1]


def test_alone_gives_back_what_went_wrong() -> None:
    """The fault is that of the thing, each time it is asked for."""
    future = Alone().submit(int, "x")
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            future.result()
