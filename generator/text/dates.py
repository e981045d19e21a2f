"""Days and moments as programs read them, the same in every locale and time zone."""

from datetime import UTC, date, datetime

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WEEKDAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def iso_week(day: date) -> tuple[int, int]:
    """The ISO 8601 year and week of `day`: 2025-12-29 is in week 1 of 2026."""
    year, week, _ = day.isocalendar()
    return year, week


def rfc822(day: date) -> str:
    """The beginning of `day` in UTC as RSS 2.0 wants it: `Fri, 31 Oct 2025 00:00:00 +0000` (RFC 822, RFC 1123)."""
    return f"{_WEEKDAYS[day.weekday()]}, {day.day:02} {_MONTHS[day.month - 1]} {day.year} 00:00:00 +0000"


def rfc822_moment(moment: datetime) -> str:
    """`moment` likewise."""
    utc = moment.astimezone(UTC)
    return f"{rfc822(utc.date())[:17]}{utc:%H:%M:%S} +0000"


def rfc3339(day: date) -> str:
    """The beginning of `day` in UTC: `2025-10-31T00:00:00Z`."""
    return f"{day.isoformat()}T00:00:00Z"


def rfc3339_moment(moment: datetime) -> str:
    """`moment` likewise, to the second."""
    utc = moment.astimezone(UTC)
    return f"{utc.date().isoformat()}T{utc:%H:%M:%S}Z"
