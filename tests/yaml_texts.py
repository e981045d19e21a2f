"""Texts and data that YAML is known to mistake."""

from datetime import UTC, datetime

from hypothesis import strategies as st

TRAPS = ["no", "Yes", "on", "~", "null", "1e5", "1_000", "0x10", "010", "1:30", "2401.00010", ".inf", "-.5", "=", "<<",
          "2026-05-22", "2026-05-22T06:13:20Z", "- a", "? a", "a: b", "a #b", "#", "&a", "*a", "!a", "%a", "@a", "`a",
          "'", '"', "\\", "{", "}}", "[", ",", "|", ">", " a", "a ", "a\nb", "\n", "a\n\nb\n", "a \nb", " a\nb",
          "a\n b", "\t", "\r", "a\r\nb", "\x01", "\x7f", "\x85", "a\x85b", "\xa0", "\u2028", "\ufeff", "a\ufeffb",
          "\ufffe", "🪁", "", "---", "...", "a\n---\nb", "a\n...\nb", "%YAML", "x" * 300, "word " * 60]  # fmt: skip
traps = st.sampled_from(TRAPS)
any_text = traps | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text | st.dates() | moments,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=15,
)
