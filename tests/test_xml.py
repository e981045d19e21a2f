"""Any text can stand in XML 1.0."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.xml import cdata, xml_attribute, xml_text

any_text = st.text(st.characters()) | st.text("]>&<\"'\0\x0b\ud800\ufffe\r\n", max_size=20)
allowed = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@given(any_text)
@example("]]>")
@example("]]\0>")
@example("\ud800\udc00")
@example("\x85\u2028\ufdd0\U0010ffff")
def test_any_text_gives_well_formed_xml(text: str) -> None:
    """As character data, CDATA section and attribute, every text parses, with or without what XML forbids."""
    document = f"<a b={xml_attribute(text)}>{xml_text(text)}<c>{cdata(text)}</c></a>"
    root = ET.fromstring(document.encode())  # noqa: S314 - our own text
    assert [element.tag for element in root.iter()] == ["a", "c"]


@given(allowed)
def test_what_xml_allows_is_kept(text: str) -> None:
    """A text without forbidden characters is read back whole from all three places."""
    root = ET.fromstring(f"<a b={xml_attribute(text)}>{xml_text(text)}<c>{cdata(text)}</c></a>")  # noqa: S314
    assert (root.get("b"), root.text or "", root[0].text or "") == (text, text, text)


@pytest.mark.parametrize(
    "character", ["\0", "\x0b", "\x1f", "\x7f", "\x85", "\x9f", "\ud83e", "\ufffe", "\uffff"], ids=ascii
)
def test_forbidden_characters_are_left_out(character: str) -> None:
    """What XML 1.0 has no place for goes, and control characters that it discourages; their neighbours stay."""
    text = f"a{character}b"
    assert (xml_text(text), xml_attribute(text), cdata(text)) == ("ab", '"ab"', "<![CDATA[ab]]>")


def test_line_breaks_in_attributes_survive() -> None:
    """A line break within an attribute is read back as one, not as a space."""
    value = xml_attribute("x\ny")
    root = ET.fromstring(f"<a b={value}/>")  # noqa: S314 - our own text
    assert root.get("b") == "x\ny"
