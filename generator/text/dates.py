"""Days and moments as text, the same in every locale and time zone."""

from datetime import UTC, date, datetime

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def long_date(day: date) -> str:
    """`Friday, 31 October 2025`."""
    return f"{WEEKDAYS[day.weekday()]}, {short_date(day)}"


def short_date(day: date) -> str:
    """`31 October 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_month(day: date) -> str:
    """`31 October`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weekday(day: date) -> str:
    """`Friday`."""
    return WEEKDAYS[day.weekday()]


def month_name(month: int) -> str:
    """`October`."""
    return MONTHS[month - 1]


def clock(moment: datetime) -> str:
    """`7 November 2025, 06:13 UTC`."""
    utc = moment.astimezone(UTC)
    return f"{short_date(utc.date())}, {utc:%H:%M} UTC"


def iso_week(day: date) -> tuple[int, int]:
    """The ISO 8601 year and week of `day`: 2025-12-29 is in week 1 of 2026."""
    year, week, _ = day.isocalendar()
    return year, week


def rfc822(day: date) -> str:
    """The beginning of `day` in UTC as RSS 2.0 wants it: `Fri, 31 Oct 2025 00:00:00 +0000` (RFC 822, RFC 1123)."""
    return f"{WEEKDAYS[day.weekday()][:3]}, {day.day:02} {MONTHS[day.month - 1][:3]} {day.year} 00:00:00 +0000"


def rfc822_moment(moment: datetime) -> str:
    """`moment` likewise."""
    utc = moment.astimezone(UTC)
    return f"{rfc822(utc.date())[:17]}{utc:%H:%M:%S} +0000"
