"""One run at a time writes to `content/`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import OutputError, Problem
from generator.files import remove_leftovers

_WAIT_S = 60.0


@contextmanager
def writing(content: Path, *, cache: Path, say: Callable[[str], None], wait_s: float = _WAIT_S) -> Iterator[None]:
    """Hold the lock of `content`, a file in `cache`; what a run that was killed left half written is removed.

    The operating system holds the lock for the process and lets go of it when that ends, however it ends: there are no
    stale locks.  A second run waits for the first, and says so.

    Raises:
        OutputError: The other run takes longer than `wait_s`, or the lock cannot be made.
    """
    lock = FileLock(cache / "content.lock")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if not _acquired(lock, 0):
            say("another run of broadsheet is writing to this archive; waiting for it to end")
            if not _acquired(lock, wait_s):
                found = f"another run has been writing here for more than {wait_s:g} s"
                remedy = "run again when it is done; build --offline does not need to write"
                raise OutputError(Problem(where=str(content), found=found, remedy=remedy))
    except OSError as error:
        found = f"cannot be locked: {error.strerror}"
        raise OutputError(Problem(where=str(cache), found=found, remedy="mend the permissions")) from error
    try:
        remove_leftovers(content)
        yield
    finally:
        lock.release()


def _acquired(lock: FileLock, wait_s: float) -> bool:
    try:
        lock.acquire(timeout=wait_s, poll_interval=0.1)
    except Timeout:
        return False
    return True
