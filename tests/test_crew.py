"""Who does the work."""

import multiprocessing
import os
import time

import pytest

from generator.crew import Alone, Crew
from generator.errors import WorkerError


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


def test_beside_this_process_another_works() -> None:
    """What it found comes back, as does what went wrong there; meanwhile others can be forked as well."""
    crew = Crew(jobs=2)
    with crew.beside() as executor:
        number, wrong = executor.submit(os.getpid), executor.submit(int, "x")
        assert crew.forks
        assert number.result() != os.getpid()
        with pytest.raises(ValueError, match="invalid literal"):
            wrong.result()


def test_a_process_beside_that_ends_too_early_is_told() -> None:
    """It is known by its silence."""
    with Crew(jobs=2).beside() as executor, pytest.raises(WorkerError, match="ended before its work was done"):
        executor.submit(os._exit, 1).result()


def test_a_process_beside_that_ends_in_the_middle_of_its_answer_is_told() -> None:
    """An answer that a pipe does not hold at once is cut off when its process is killed."""
    with Crew(jobs=2).beside() as executor:
        answer = executor.submit(bytes, 10_000_000)
        (process,) = multiprocessing.active_children()
        time.sleep(0.2)
        process.kill()
        process.join()
        with pytest.raises(WorkerError, match="ended before its work was done"):
            answer.result()


def test_nobody_waits_for_what_is_not_asked_for() -> None:
    """A process beside this one ends with what it was for."""
    with Crew(jobs=2).beside() as executor:
        executor.submit(time.sleep, 3600)
    assert not multiprocessing.active_children()
