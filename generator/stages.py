"""How long each stage of a build took, and how far it is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stages:
    """Seconds by stage, in the order in which they began; `progress` is told how many of how many pages are made."""

    def __init__(self, progress: Callable[[int, int], None] = lambda _, __: None) -> None:
        """Nothing has begun."""
        self.seconds: dict[str, float] = {}
        self.progress = progress

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens within as `name`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
