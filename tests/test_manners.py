"""When the next request may be sent."""

import pytest

from generator.errors import FetchError, UnreachableError
from generator.manners import LONGEST_PAUSE_S, Manners, strictest_limit


def _manners() -> Manners:
    return Manners(pace_s={}, say=lambda _: None)


@pytest.mark.parametrize(
    ("header", "limit"),
    [
        ('"api";r=7;t=60', (7, 60)),
        ('"api";r=0;t=60, "daily";r=900;t=80000', (0, 60)),
        ('"daily";r=900;t=80000,"a, b";r=3;t=9', (3, 9)),
        ('"api";t=60;r=2', (2, 60)),
        ('"api";r=5', None),
        ("", None),
        ("nonsense; r = ", None),
    ],
)
def test_of_several_policies_the_strictest_is_obeyed(header: str, limit: tuple[int, int] | None) -> None:
    """The one with the fewest requests left."""
    assert strictest_limit(header) == limit


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_any_error_may_ask_for_a_pause(status: int) -> None:
    """`Retry-After` is obeyed whatever the error, and not where there is none."""
    manners = _manners()
    manners.learn("a.example", {"Retry-After": "40"}, status=status)
    assert 39 < manners.pause_of("a.example") <= 40
    manners.learn("b.example", {"Retry-After": "40"}, status=200)
    assert manners.pause_of("b.example") <= 0


def test_nobody_waits_longer_than_a_window() -> None:
    """A pause of a day is an error at once."""
    manners = _manners()
    manners.learn("a.example", {"Retry-After": str(int(LONGEST_PAUSE_S) + 60)}, status=429)
    with pytest.raises(UnreachableError, match="asks to be left alone"):
        manners.wait_for("a.example")


def test_who_is_refused_twelve_times_in_a_row_gives_up() -> None:
    """A good answer in between starts the count anew."""
    manners = _manners()
    for _ in range(11):
        manners.learn("a.example", {}, status=503)
    assert not manners.refuses_all("a.example")
    manners.learn("a.example", {}, status=200)
    for _ in range(12):
        manners.learn("a.example", {}, status=429)
    assert manners.refuses_all("a.example")


def test_nothing_is_sent_when_the_run_is_over() -> None:
    """Whoever asks then is told."""
    manners = _manners()
    manners.end()
    manners.learn("a.example", {"Retry-After": "40"}, status=429)
    with pytest.raises(FetchError, match="not asked any more"):
        manners.wait_for("a.example")
