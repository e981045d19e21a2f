"""Names in their parts: what is certain is taken apart, what is not stays whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.names import Name, split_name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ada Quill", ("Ada", "", "Quill", "")),
        ("Ada M. Quill", ("Ada M.", "", "Quill", "")),
        ("Ada van der Berg", ("Ada", "van der", "Berg", "")),
        ("Ada Van der Berg", ("Ada", "Van der", "Berg", "")),
        ("Ada De la Torre", ("Ada", "De la", "Torre", "")),
        ("Bea Kite y Boat", ("Bea", "", "Kite y Boat", "")),
        ("Bea of Arc Kite", ("Bea of Arc", "", "Kite", "")),
        ("Hal Kite III", ("Hal", "", "Kite", "III")),
        ("Hal Kite, Jr.", ("Hal", "", "Kite", "Jr.")),
        ("Kite, Hal", ("Hal", "", "Kite", "")),
        ("van der Berg, Ada", ("Ada", "van der", "Berg", "")),
        ("Kite, Jr., Hal", ("Hal", "", "Kite", "Jr.")),
        ('Linxi "Jim" Fan', ('Linxi "Jim"', "", "Fan", "")),
        ("Van Nguyen", ("Van", "", "Nguyen", "")),
        ("Qingyao Ai", ("Qingyao", "", "Ai", "")),
        ("Madonna", ("", "", "Madonna", "")),
        ("ada quill", ("ada", "", "quill", "")),
        ("李雷", ("", "", "李雷", "")),
    ],
)
def test_a_persons_name_has_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    """Given name, particle, family name and suffix are found, in either order."""
    given_name, particle, family, suffix = parts
    assert split_name(text) == Name(given=given_name, particle=particle, family=family, suffix=suffix)


@pytest.mark.parametrize(
    "text",
    ["o3 contributors", "The Kite Team", "Team Kite", "Kite-AI", "Wind & Co", "Kites, Boats, Strings, Wind", "a {b} c"],
)
def test_a_group_stays_whole(text: str) -> None:
    """What has the words of a group, digits or more commas than a name can have is not taken apart."""
    assert split_name(text) == Name(literal=text)


@given(st.text())
def test_no_word_is_lost(text: str) -> None:
    """Whatever stands where a name should, its words are in the parts, and in no other order but for a comma's."""
    name = split_name(text)
    parts = f"{name.given} {name.particle} {name.family} {name.suffix} {name.literal}"
    assert sorted(parts.replace(",", " ").split()) == sorted(text.replace(",", " ").split())
