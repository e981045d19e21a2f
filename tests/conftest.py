"""What all tests share: a site root of their own, and the values small archives are made of."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).parent.parent
SHARED = REPOSITORY.parent / "shared"

settings.register_profile("broadsheet", deadline=None, derandomize=True)
settings.load_profile("broadsheet")

NOW = datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)
DAY = date(2025, 10, 31)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept-golden` writes the golden site anew instead of comparing with it."""
    parser.addoption("--accept-golden", action="store_true", help="accept the golden site as it is now")


@pytest.fixture
def site_root(tmp_path: Path) -> Path:
    """A site root with a title and nothing else."""
    root = tmp_path / "archive"
    (root / "content").mkdir(parents=True)
    (root / "content" / "site.yaml").write_text("title: Test Papers\n", encoding="utf-8")
    return root


@pytest.fixture
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable of the machine's reaches the program; today is 2025-11-07."""
    for name in ("HF_ENDPOINT", "HF_TOKEN", "SOURCE_DATE_EPOCH", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("BROADSHEET_TODAY", "2025-11-07")
    return monkeypatch
