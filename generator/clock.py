"""What time it is, as far as anything that is written may know."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from generator.errors import ConfigError, Problem


def now(environ: Mapping[str, str] = os.environ) -> datetime:
    """The moment that is written wherever one is, in UTC without fractions; `SOURCE_DATE_EPOCH` stands in for it.

    Raises:
        ConfigError: `SOURCE_DATE_EPOCH` is no number of seconds (https://reproducible-builds.org/specs/source-date-epoch/).
    """
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        problem = Problem(where="SOURCE_DATE_EPOCH", found=f"found {epoch!r}", expected="seconds since 1970 in UTC")
        raise ConfigError(problem) from error


def today(environ: Mapping[str, str] = os.environ) -> date:
    """Today in UTC; `BROADSHEET_TODAY` stands in for it.

    Raises:
        ConfigError: `BROADSHEET_TODAY` is no day.
    """
    text = environ.get("BROADSHEET_TODAY")
    if not text:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        problem = Problem(where="BROADSHEET_TODAY", found=f"found {text!r}", expected="a day (YYYY-MM-DD)")
        raise ConfigError(problem) from error
