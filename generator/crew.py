"""Who does the work: this process, several of this machine, or a cluster, behind one interface, `Executor`."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from generator.errors import Problem, WorkerError

T = TypeVar("T")


class Alone(Executor):
    """Does each thing when its result is asked for, in this process: none after one that failed."""

    def submit(self, work: Callable[..., T], /, *args: Any, **options: Any) -> "Future[T]":
        """The result of `work`, as soon as somebody wants it."""
        return _Later(partial(work, *args, **options))


class _Later(Future[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> T:
        if not self.done():
            try:
                self.set_result(self._work())
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's, who asks for the result
                self.set_exception(error)
        return super().result(timeout)


class _Forked(Executor):
    """Does each thing in a process of its own, forked from this one; what still runs ends with `shutdown`.

    Nothing here needs a thread, as a pool does, and a process with threads must not be forked again.
    """

    def __init__(self) -> None:
        self._running: list[tuple[BaseProcess, Connection]] = []

    def submit(self, work: Callable[..., T], /, *args: Any, **options: Any) -> "Future[T]":
        """The result of `work`, which begins now."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_tell, args=(theirs, partial(work, *args, **options)), daemon=True)
        process.start()
        theirs.close()
        self._running.append((process, ours))
        return _Later(partial(_told, ours))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - as in Executor
        """End what still runs: nobody will ask for it."""
        for process, ours in self._running:
            ours.close()
            process.terminate()
            process.join()


def _tell(theirs: Connection, work: Callable[[], Any]) -> None:
    _end_with_parent()
    try:
        answer: tuple[Any, Exception | None] = (work(), None)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's, who asks for the result
        answer = (None, error)
    theirs.send(answer)


def _told(ours: Connection) -> Any:
    try:
        result, error = ours.recv()
    except (EOFError, OSError) as gone:  # The latter where it ended in the middle of its answer.
        raise _ended() from gone
    if error:
        raise error
    return result


_WAIT_S = 10
_WORTH_SHARING_S = 0.15
"""Less work than that is done before other processes have begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """How many processes may work at a time, or at which address a Dask scheduler is."""

    jobs: int = 1
    scheduler: str = ""

    @property
    def forks(self) -> bool:
        """Whether its processes have what this one has.

        A process with several threads must not be forked, nor one of macOS, whose libraries have threads of their own.
        """
        can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
        can_fork = can_fork and threading.active_count() == 1
        return can_fork and not self.scheduler

    def shares(self, seconds: float) -> bool:
        """Whether so much work is done by others."""
        return bool(self.scheduler) or (self.jobs > 1 and seconds > _WORTH_SHARING_S)

    @contextmanager
    def beside(self) -> Iterator[Executor]:
        """An executor for something that can be done while this process does something else, if there may be two."""
        if self.jobs > 1 and self.forks:
            with _Forked() as executor:
                yield executor
        else:
            yield Alone()

    @contextmanager
    def for_work(self, seconds: float) -> Iterator[Executor]:
        """An executor for about so many `seconds` of work.

        Processes of this machine have what this one shares with them from the moment they are made.

        Raises:
            WorkerError: One of them ended before its work was done, or no scheduler answers.
        """
        if not self.shares(seconds):
            yield Alone()
        elif self.scheduler:
            with _cluster(self.scheduler) as executor:
                yield executor
        else:
            with _processes(self.jobs, "fork" if self.forks else "spawn") as executor:
                yield executor


@contextmanager
def _processes(jobs: int, method: str) -> Iterator[Executor]:
    context = multiprocessing.get_context(method)
    gc.freeze()  # What is there is not looked through again, nor copied for it.
    try:
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with_parent) as pool:
            yield pool
    except BrokenProcessPool as error:
        raise _ended() from error


def _ended() -> WorkerError:
    found = "a process that took part in the build ended before its work was done"
    remedy = "was it killed, or out of memory? build again, with --jobs 1 if need be"
    return WorkerError(Problem(where="the build", found=found, remedy=remedy))


def _end_with_parent() -> None:
    """Let this process end when the one that made it does, however that ends: nobody else would tell it.

    Ctrl-C is for that one alone, which says what became of it in one line.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        watch = threading.Thread(target=_exit_after, args=(parent.sentinel,), daemon=True)
        watch.start()


def _exit_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    import logging

    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        remedy = "install broadsheet[dask]"
        raise WorkerError(Problem(where=address, found="dask.distributed is not installed", remedy=remedy)) from error
    logging.disable(logging.CRITICAL)  # What goes wrong is said by the error that comes back, once.
    try:
        client = Client(address, timeout="5s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        found, remedy = f"no scheduler answers ({error})", "start one with: dask scheduler"
        raise WorkerError(Problem(where=address, found=found, remedy=remedy)) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_WAIT_S)
        except TimeoutError as error:
            found, remedy = f"has no worker after {_WAIT_S} s", f"start some with: dask worker {address}"
            raise WorkerError(Problem(where=address, found=found, remedy=remedy)) from error
        try:
            yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]
        except (CancelledError, KilledWorker, CommClosedError, RuntimeError, ImportError) as error:
            found = f"the cluster did not do its work ({type(error).__name__}: {str(error).splitlines()[0][:120]})"
            remedy = "does every machine run this version of Broadsheet? see the scheduler's log, then build again"
            raise WorkerError(Problem(where=address, found=found, remedy=remedy)) from error


def all_jobs() -> int:
    """How many processes this machine can run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
