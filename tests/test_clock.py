"""The clock is the only one that knows the time, and the environment can stand in for it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from generator.clock import now, today
from generator.errors import ConfigError


def test_source_date_epoch_stands_in_for_the_clock() -> None:
    """The moment that is written is the one of `SOURCE_DATE_EPOCH`, in UTC."""
    assert now({"SOURCE_DATE_EPOCH": "1762496000"}) == datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)
    assert now({"SOURCE_DATE_EPOCH": "0"}).tzinfo is UTC


def test_broadsheet_today_stands_in_for_today() -> None:
    """Today is the day of `BROADSHEET_TODAY`."""
    assert today({"BROADSHEET_TODAY": "2025-11-07"}) == date(2025, 11, 7)


@pytest.mark.parametrize("environ", [{}, {"SOURCE_DATE_EPOCH": ""}])
def test_otherwise_it_is_now(environ: dict[str, str]) -> None:
    """Without the variable, or with an empty one, it is the present moment in whole seconds of UTC."""
    moment = now(environ)
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=30)
    assert (moment.microsecond, moment.tzinfo) == (0, UTC)


@pytest.mark.parametrize("environ", [{}, {"BROADSHEET_TODAY": ""}])
def test_otherwise_it_is_today(environ: dict[str, str]) -> None:
    """Without the variable, or with an empty one, it is today in UTC."""
    assert abs(datetime.now(UTC).date() - today(environ)) <= timedelta(days=1)


@pytest.mark.parametrize("epoch", ["soon", "1.5", "999999999999999999999", "2025-11-07"])
def test_an_epoch_that_is_no_number_is_refused(epoch: str) -> None:
    """What is no number of seconds, or of seconds no calendar has, is an error that names the variable."""
    with pytest.raises(ConfigError, match=r"SOURCE_DATE_EPOCH: found .* expected seconds"):
        now({"SOURCE_DATE_EPOCH": epoch})


@pytest.mark.parametrize("day", ["today", "2025-02-30", "7.11.2025"])
def test_a_today_that_is_no_day_is_refused(day: str) -> None:
    """What is no day is an error that names the variable."""
    with pytest.raises(ConfigError, match=r"BROADSHEET_TODAY: found .* expected a day"):
        today({"BROADSHEET_TODAY": day})
