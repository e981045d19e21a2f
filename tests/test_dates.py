"""Days and moments read the same in every locale and time zone."""

import email.utils
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import dates


@pytest.mark.parametrize("hours", [-11, 0, 9])
def test_a_moment_is_said_in_utc(hours: int) -> None:
    """Whatever the zone of a moment, the time in UTC is said."""
    moment = datetime(2025, 11, 7, 6, 3, 20, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert dates.rfc822_moment(moment) == "Fri, 07 Nov 2025 06:03:20 +0000"


@given(st.dates(date(1900, 1, 1)))
def test_rss_dates_are_rfc_822(day: date) -> None:
    """The date of a feed item is read back by the standard library as the day's first moment in UTC."""
    assert email.utils.parsedate_to_datetime(dates.rfc822(day)) == datetime(day.year, day.month, day.day, tzinfo=UTC)


@given(st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - a bound has no zone
def test_rss_moments_are_rfc_822(moment: datetime) -> None:
    """A moment in a feed is read back to the second."""
    assert email.utils.parsedate_to_datetime(dates.rfc822_moment(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2025, 10, 31), (2025, 44)), (date(2025, 12, 29), (2026, 1)), (date(2021, 1, 3), (2020, 53))],
)
def test_weeks_are_those_of_iso_8601(day: date, week: tuple[int, int]) -> None:
    """The days around New Year belong to the year that most of their week lies in."""
    assert dates.iso_week(day) == week
