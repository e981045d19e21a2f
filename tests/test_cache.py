"""Things kept under what they were made of; nothing in the cache is ever needed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache import NO_CACHE, Cache, digest, program_digest


def test_what_was_kept_is_found(tmp_path: Path) -> None:
    """Under its kind and key, and under no other."""
    cache = Cache(tmp_path / "deep" / "cache")
    cache.put("days", "a", b"body")
    assert (cache.get("days", "a"), cache.get("days", "b"), cache.get("pages", "a")) == (b"body", None, None)


@given(st.binary(min_size=1, max_size=200), st.integers(0), st.integers(1, 255))
def test_any_damage_is_seen(body: bytes, place: int, change: int) -> None:
    """A byte that differs, anywhere in the file, makes it as good as none."""
    whole = digest(body) + body
    place %= len(whole)
    damaged = whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :]
    assert damaged[:16] != digest(damaged[16:])


def test_what_no_key_names_is_swept(tmp_path: Path) -> None:
    """Other kinds stay."""
    cache = Cache(tmp_path)
    for kind, key in (("days", "a"), ("days", "b"), ("pages", "b")):
        cache.put(kind, key, b"x")
    cache.sweep("days", ["a"])
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("?")) == ["days/a", "pages/b"]
    cache.clear()
    assert not tmp_path.exists()


def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    """A file in its place is no error: nothing is kept, and nothing found."""
    (tmp_path / "cache").touch()
    cache = Cache(tmp_path / "cache")
    cache.put("days", "a", b"x")
    cache.sweep("days", [])
    assert cache.get("days", "a") is None
    NO_CACHE.put("days", "a", b"x")
    assert NO_CACHE.get("days", "a") is None


def test_the_program_is_another_one_with_other_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer library may make other bytes of the same content: what was kept before does not count."""
    before = program_digest.__wrapped__()
    (tmp_path / "kites-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with_kites = program_digest.__wrapped__()
    (tmp_path / "kites-1.0.dist-info").rename(tmp_path / "kites-1.1.dist-info")
    assert len({before, with_kites, program_digest.__wrapped__()}) == 3


def test_parts_are_told_apart() -> None:
    """Where one part ends and the next begins matters."""
    assert digest(b"ab", b"c") != digest(b"a", b"bc") != digest(b"abc")
