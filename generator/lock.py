"""One run at a time writes to `content/`."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import OutputError, Problem
from generator.files import remove_leftovers

_WAIT_S = 60.0
_LOOK_AGAIN_S = 0.1


@contextmanager
def writing(content: Path, *, say: Callable[[str], None], wait_s: float = _WAIT_S) -> Iterator[None]:
    """Hold the lock of the folder `content`; what a run that was killed left half written is removed.

    The operating system locks the folder itself, for the process, and lets go of it when that ends, however it ends:
    there is no file that could be left behind or removed.  A second run waits for the first, and says so.

    Raises:
        OutputError: The other run takes longer than `wait_s`, or the folder cannot be locked.
    """
    try:
        folder = os.open(content, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise _refused(content, error) from error
    try:
        if not _locked(folder, content, 0):
            say("another run of broadsheet is writing to this archive; waiting for it to end")
            if not _locked(folder, content, wait_s):
                found = f"another run has been writing here for more than {wait_s:g} s"
                remedy = "run again when it is done; build --offline does not need to write"
                raise OutputError(Problem(where=str(content), found=found, remedy=remedy))
        remove_leftovers(content)
        yield
    finally:
        os.close(folder)


def _locked(folder: int, content: Path, wait_s: float) -> bool:
    end = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                return False
            time.sleep(_LOOK_AGAIN_S)
        except OSError as error:
            raise _refused(content, error) from error
        else:
            return True


def _refused(content: Path, error: OSError) -> OutputError:
    found = f"cannot be locked: {error.strerror}"
    return OutputError(Problem(where=str(content), found=found, remedy="mend the permissions"))
