"""When the next request to a host may be sent: its pace, what it says of its limits, what it asked to wait."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Condition

from generator.errors import FetchError, Problem, UnreachableError

LONGEST_PAUSE_S = 330.0
"""The longest pause that is waited for: the Daily Papers count requests in windows of 300 s."""
_NOTABLE_S = 5.0
_MOST_REFUSALS = 12
_REFUSALS = frozenset({429, 503})
_ERRORS = range(400, 600)
_POLICY = re.compile(r'(?:[^,"]|"[^"]*")+')
_ITEM = re.compile(r";\s*(?P<key>[rt])\s*=\s*(?P<value>\d{1,9})\b")


@dataclass(slots=True)
class _Host:
    """What is known of one host: moments are those of `time.monotonic`."""

    left: int | None = None
    under_way: int = 0
    window_ends: float = 0.0
    refusals: int = 0
    free_at: float = 0.0


class Manners:
    """Waits before requests so that no host has to refuse one; safe to use from several threads.

    `pace_s` gives the seconds between two requests to a host; `say` is told of pauses of more than 5 s.
    """

    def __init__(self, *, pace_s: Mapping[str, float], say: Callable[[str], None]) -> None:
        """Know nothing of any host yet."""
        self._pace_s = pace_s
        self._say = say
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._changed = Condition()
        self._ended = False

    def wait_for(self, host: str) -> None:
        """Return when a request may be sent to `host`, and count it as sent.

        Raises:
            UnreachableError: The pause would be longer than anybody waits.
            FetchError: The run is over.
        """
        with self._changed:
            state = self._hosts[host]
            told = False
            while not self._ended and (pause := self._pause(state)) > 0:
                if pause > LONGEST_PAUSE_S:
                    found = f"asks to be left alone for {pause:.0f} s"
                    raise UnreachableError(Problem(where=host, found=found, remedy="run again later"))
                if pause > _NOTABLE_S and not told:
                    self._say(f"{host} asks for a pause: {pause:.0f} s")
                    told = True
                self._changed.wait(pause)
            if self._ended:
                raise FetchError(Problem(where=host, found="not asked any more"))
            state.under_way += 1
            if state.left is not None:
                state.left -= 1
            state.free_at = max(state.free_at, time.monotonic() + self._pace_s.get(host, 0.0))

    def done_with(self, host: str) -> None:
        """Count a request to `host` as answered, whatever came of it."""
        with self._changed:
            self._hosts[host].under_way -= 1

    def learn(self, host: str, headers: Mapping[str, str], *, status: int) -> None:
        """Take to heart what an answer says: `RateLimit` always, `Retry-After` where it is an error.

        Those under way may not have been counted in what is left; they are taken off.
        """
        now = time.monotonic()
        with self._changed:
            state = self._hosts[host]
            if (limit := strictest_limit(headers.get("RateLimit", ""))) is not None:
                left, ends = limit[0] - (state.under_way - 1), now + limit[1]
                same_window = state.left is not None and now < state.window_ends
                state.left = min(left, state.left or 0) if same_window else left
                state.window_ends = ends
            state.refusals = state.refusals + 1 if status in _REFUSALS else 0
            if status in _ERRORS and (pause := retry_after_s(headers.get("Retry-After", ""))) is not None:
                state.free_at = max(state.free_at, now + pause)
            self._changed.notify_all()

    def refuses_all(self, host: str) -> bool:
        """Whether `host` has refused as many requests in a row as were worth trying."""
        with self._changed:
            return self._hosts[host].refusals >= _MOST_REFUSALS

    def pause_of(self, host: str) -> float:
        """The seconds that `host` is to be left alone from now on."""
        with self._changed:
            return self._pause(self._hosts[host])

    def end(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    @staticmethod
    def _pause(state: _Host) -> float:
        now = time.monotonic()
        pause = state.free_at - now
        if state.left is not None and now >= state.window_ends:
            state.left = None
        if state.left is not None and state.left <= 0:
            pause = max(pause, state.window_ends - now)
        return pause


def strictest_limit(text: str) -> tuple[int, int] | None:
    """The requests left and the seconds until there are more, of the policy in a `RateLimit` header with least left."""
    limits = []
    for policy in _POLICY.findall(text):
        found = {item["key"]: int(item["value"]) for item in _ITEM.finditer(policy)}
        if found.keys() >= {"r", "t"}:
            limits.append((found["r"], found["t"]))
    return min(limits, key=lambda limit: (limit[0], -limit[1]), default=None)


def retry_after_s(text: str) -> float | None:
    """The seconds that a `Retry-After` header asks for, as a number or as a date; None where it says neither."""
    text = text.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, moment.timestamp() - time.time())
