"""Names become parts of URLs: safe, short, and each its own."""

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from slugify import slugify

from generator.text.slugs import digest_of, path_segment, slug_of, unique_slug

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
any_text = st.text(st.characters(), max_size=120)


@given(any_text)
@example("")
@example("🪁")
@example("\ud800")
@example("-")
@example("a" * 200)
@example("kite " * 40)
@example("&#65; &amp; &nbsp;")
def test_a_slug_is_lower_case_words_and_hyphens(name: str) -> None:
    """Whatever the name, its slug is 1 to 80 characters of a-z and 0-9, hyphens only between them."""
    slug = slug_of(name)
    assert _SLUG.fullmatch(slug)
    assert len(slug) <= 80


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Reinforcement Learning", "reinforcement-learning"),
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("Wind & Weather", "wind-and-weather"),
        ("kites @ sea", "kites-at-sea"),
        ("5%", "5-percent"),
        ("Zoë Ångström", "zoe-angstrom"),
        ("kite_tail/knot", "kite-tail-knot"),
        ("feed.xml", "feed-xml"),
        ("2", "2"),
    ],
)
def test_a_slug_says_what_the_name_says(name: str, slug: str) -> None:
    """Letters lose their accents, signs that tell names apart become words, the rest becomes hyphens."""
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["🪁", "", "…", "\ud800"])
def test_a_name_without_letters_gets_its_digest(name: str) -> None:
    """Where nothing can be written in ASCII, ten hexadecimal digits stand for the name."""
    assert slug_of(name) == digest_of(name)
    assert re.fullmatch(r"[0-9a-f]{10}", digest_of(name))


@given(st.text(string.ascii_letters + " -", min_size=1))
def test_a_slug_is_its_own_slug(name: str) -> None:
    """Making a slug of a slug changes nothing."""
    assert slug_of(slug_of(name)) == slug_of(name)


@given(st.lists(st.sampled_from(["kite", "Kite!", "kite-", "🪁", ""]) | any_text, max_size=20))
@example(["a", "a!", f"a-{digest_of('a!')}", "a!", "a", "a"])
def test_unique_slugs_never_collide(names: list[str]) -> None:
    """However many names fold to one slug, the same name again among them, each gets one nobody has."""
    taken: set[str] = set()
    slugs = [unique_slug(name, taken) for name in names]
    assert len(set(slugs)) == len(names)
    assert taken == set(slugs)
    assert all(map(_SLUG.fullmatch, slugs))


def test_the_first_name_keeps_the_short_slug() -> None:
    """A slug once given stays: later names get a digest behind it."""
    taken: set[str] = set()
    assert unique_slug("Kites!", taken) == "kites"
    assert unique_slug("kites", taken) == f"kites-{digest_of('kites')}"


@pytest.mark.parametrize("identifier", ["2510.26788", "2401.00010", "kite_v2-a", "7"])
def test_a_safe_id_is_its_own_segment(identifier: str) -> None:
    """An arXiv id, and any id of letters, digits and inner points, stands in the URL as it is."""
    assert path_segment(identifier) == identifier


@given(any_text)
@example("..")
@example(".")
@example("../../etc/passwd")
@example("a/b")
@example("kite.")
@example("hep-th/9901001")
@example("a\n")
def test_a_segment_never_leaves_its_folder(identifier: str) -> None:
    """Whatever the id, its segment is one safe file name: no slash, no leading or last point, no white space."""
    assert re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?", path_segment(identifier))


@given(st.lists(any_text, unique=True, max_size=10))
@example(["hep-th/9901001", "hep-th-9901001", "hep th 9901001"])
def test_segments_tell_ids_apart(identifiers: list[str]) -> None:
    """Different ids have different segments."""
    assert len(set(map(path_segment, identifiers))) == len(identifiers)


@given(st.lists(st.text("abz019", min_size=1, max_size=12), min_size=1, max_size=8), st.sampled_from([" ", "-"]))
def test_the_short_cut_says_what_slugify_says(parts: list[str], between: str) -> None:
    """Words of plain letters and digits need no library, and get the slug it would give."""
    name = between.join(parts)
    assert slug_of(name) == slugify(name, max_length=80, word_boundary=True)
