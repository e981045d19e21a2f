"""The configuration: every key typed, defaulted, documented, and refused when it is not known."""

from contextlib import suppress
from typing import Any

import pytest
from conftest import REPOSITORY
from hypothesis import given
from hypothesis import strategies as st

from generator.config import Config, ShareCardsConfig, SourceConfig, documented_keys, parse_config
from generator.content.strictyaml import read_yaml
from generator.errors import ConfigError


def test_only_the_title_is_needed() -> None:
    """Every key but the title has a default."""
    config = parse_config({"title": "Kites"}, "site.yaml")
    assert config == Config(title="Kites")
    assert (config.theme, config.sources, config.summaries) == ("broadsheet", (SourceConfig(kind="huggingface"),), True)
    assert (config.snapshot.days, config.tags.min_papers, config.feeds.items) == (14, 5, 100)


def test_keys_stand_in_for_defaults() -> None:
    """What the file says is what the program uses, nested keys beside their siblings' defaults."""
    data = {"title": "Kites", "summaries": False, "tags": {"min_papers": 4}, "theme_settings": {"seconds": 2}}
    config = parse_config(data, "site.yaml")
    assert not config.summaries
    assert (config.tags.min_papers, config.tags.page_size) == (4, 100)
    assert config.theme_settings == {"seconds": 2}


@pytest.mark.parametrize(
    ("value", "cards"),
    [(False, None), (True, ShareCardsConfig()), (None, ShareCardsConfig()), ({"days": 3}, ShareCardsConfig(days=3))],
)
def test_share_cards_are_a_mapping_or_off(value: object, cards: ShareCardsConfig | None) -> None:
    """`false` turns them off, `true` and nothing are the defaults."""
    assert parse_config({"title": "Kites", "share_cards": value}, "site.yaml").share_cards == cards


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (None, "site.yaml: the key title is missing"),
        ({}, "site.yaml: the key title is missing"),
        ([], "site.yaml: found a list; expected a mapping of keys to values"),
        ({"title": " "}, "site.yaml: title: an empty title; expected the archive's name"),
        ({"title": 5}, "site.yaml: title: found a number (5); expected text; put it in quotes"),
        ({"title": "a", "langauge": "en"}, "site.yaml: unknown key 'langauge'; did you mean language?"),
        ({"title": "a", "base-url": "x"}, "site.yaml: unknown key 'base-url'; did you mean base_url?"),
        ({"title": "a", "tags": {"min_paper": 3}}, "site.yaml: tags: unknown key 'min_paper'; did you mean"),
        ({"title": "a", "tags": 3}, "site.yaml: tags: found a number (3); expected a mapping"),
        ({"title": "a", "summaries": "yes"}, "site.yaml: summaries: found the text 'yes'; expected true or false"),
        ({"title": "a", "sources": "huggingface"}, "site.yaml: sources: found the text 'huggingface'; expected a list"),
        (
            {"title": "a", "sources": ["kites"]},
            "site.yaml: sources[1]: unknown source 'kites'; expected huggingface, arxiv, syndication",
        ),
        ({"title": "a", "snapshot": {"days": 0}}, "site.yaml: snapshot.days: found 0; expected 1 to 90"),
        ({"title": "a", "snapshot": {"days": 91}}, "site.yaml: snapshot.days: found 91; expected 1 to 90"),
        ({"title": "a", "snapshot": {"wait_s": float("nan")}}, "site.yaml: snapshot.wait_s: found nan; expected"),
        ({"title": "a", "feeds": {"items": 1001}}, "site.yaml: feeds.items: found 1001; expected 1 to 1000"),
        ({"title": "a", "feeds": {"tag_items": 51}}, "site.yaml: feeds.tag_items: found 51; expected 1 to 50"),
        ({"title": "a", "share_cards": 0}, "site.yaml: share_cards: found a number (0); expected a mapping"),
        ({"title": "a", "share_cards": "no"}, "site.yaml: share_cards: found the text 'no'; expected a mapping"),
        ({"title": "a", "share_cards": {"days": 1001}}, "site.yaml: share_cards.days: found 1001; expected 0 to 1000"),
        ({"title": "a", "share_cards": {"day": 1}}, "site.yaml: share_cards: unknown key 'day'; did you mean days?"),
        ({"title": "a", "feeds": {"days": 0}}, "site.yaml: feeds.days: found 0; expected 1 to 100"),
        ({"title": "a", "feeds": {"thresholds": [0]}}, "site.yaml: feeds.thresholds: found [0]; expected numbers from"),
        (
            {"title": "a", "feeds": {"thresholds": [5, 5]}},
            "site.yaml: feeds.thresholds: found [5, 5]; expected 5 different numbers at most",
        ),
        ({"title": "a", "feeds": {"thresholds": [*range(1, 7)]}}, "site.yaml: feeds.thresholds: found [1, 2, 3, 4"),
        ({"title": "a", "feeds": {"thresholds": "50"}}, "site.yaml: feeds: thresholds: found the text "),
        ({"title": "a", "feeds": {"hub": "hub.example"}}, "site.yaml: feeds.hub: found 'hub.example'; expected http"),
        ({"title": "a", "language": "English, mostly"}, "site.yaml: language: found 'English, mostly'"),
        ({"title": "a", "base_url": "ftp://kites.example"}, "site.yaml: base_url: found 'ftp://kites.example/'"),
    ],
)  # fmt: skip
def test_a_wrong_key_is_said(data: object, problem: str) -> None:
    """What is wrong is one line with the key, and the nearest known key where one is unknown."""
    with pytest.raises(ConfigError) as raised:
        parse_config(data, "site.yaml")
    (found,) = raised.value.problems
    assert str(found).startswith(problem)


def test_all_problems_come_together() -> None:
    """Several wrong keys are all said."""
    with pytest.raises(ConfigError) as raised:
        parse_config({"titel": "a", "tags": {"x": 1}, "language": 3}, "site.yaml")
    assert len(raised.value.problems) == 4
    with pytest.raises(ConfigError) as raised:
        parse_config({"title": "", "base_url": "x", "sources": ["y"], "feeds": {"items": 0}}, "site.yaml")
    assert len(raised.value.problems) == 4
    with pytest.raises(ConfigError) as raised:
        parse_config({"title": "a", "tgas": {}, "sources": ["y"], "enrich": "z", "tags": {"page_size": 1}}, "site.yaml")
    assert len(raised.value.problems) == 4


@pytest.mark.parametrize(
    ("url", "origin", "path"),
    [
        ("https://someone.github.io/papers/", "https://someone.github.io", "/papers/"),
        ("https://someone.github.io/papers", "https://someone.github.io", "/papers/"),
        ("https://kites.example", "https://kites.example", "/"),
        ("https://kites.example/", "https://kites.example", "/"),
        ("http://localhost:8000/a/b/", "http://localhost:8000", "/a/b/"),
        ("https://kites.example/kites.example/", "https://kites.example", "/kites.example/"),
    ],
)
def test_the_base_url_has_an_origin_and_a_path(url: str, origin: str, path: str) -> None:
    """A base URL, with or without its last slash, gives the origin and a path with a slash at both ends."""
    config = parse_config({"title": "Kites", "base_url": url}, "site.yaml")
    assert (config.origin, config.base_path) == (origin, path)
    assert config.origin + config.base_path == config.base_url


@pytest.mark.parametrize(
    "url",
    ["", "/", "kites.example", "ftp://kites.example/", "https://", "https:///papers", "https://a/?b", "https://a/#b",
     "https://a b/", "https://a/\n", "https://a:99999/", "https://a:0/", "https://[/", 'https://a/"', "https://zoë.example/",
     "javascript:alert(1)", "https://a//b/", "https://a/../b/"],
)  # fmt: skip
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    """The option that stands in for the key is held to the same rules, and named when it breaks them."""
    with pytest.raises(ConfigError, match=r"^--base-url: found .*; expected http\(s\)://host/path/ without"):
        parse_config({"title": "Kites"}, "site.yaml", base_url=url)


def test_the_option_stands_in_for_the_key() -> None:
    """`--base-url` wins over the file, even over a wrong one."""
    config = parse_config({"title": "Kites", "base_url": "x"}, "site.yaml", base_url="https://kites.example/a")
    assert config.base_url == "https://kites.example/a/"


@given(
    st.dictionaries(
        st.sampled_from([*documented_keys(), "tags", "snapshot", "feeds"]) | st.text(max_size=5),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text(max_size=5), max_size=2),
    )
)
def test_any_data_is_a_configuration_or_refused(data: dict[str, Any]) -> None:
    """Whatever the file holds, it is a configuration or an error of ours, never another."""
    with suppress(ConfigError):
        parse_config(data, "site.yaml")


def test_numbers_may_be_written_in_any_way() -> None:
    """A number of the file is one however YAML lets it be written."""
    data = read_yaml("title: Kites\nsnapshot: {days: 0x1F, wait_s: 1.50}\ntags: {min_papers: 007}\n", "site.yaml")
    config = parse_config(data, "site.yaml")
    assert (config.snapshot.days, config.snapshot.wait_s, config.tags.min_papers) == (31, 1.5, 7)


def test_every_key_is_documented() -> None:
    """Each key, nested ones by their path, has its default and a sentence."""
    keys = documented_keys()
    assert keys["title"][0] == "required"
    assert keys["tags.min_papers"][0] == "5"
    assert keys["summaries"][0] == "true"
    assert keys["sources"][0] == "[huggingface]"
    assert keys["theme_settings"][0] == keys["owner"][0] == "empty"
    assert all(text.strip().endswith((".", "`")) for _, text in keys.values())


def test_the_shipped_configuration_is_sound() -> None:
    """The repository is a site root: its own configuration is right."""
    text = (REPOSITORY / "content" / "site.yaml").read_text(encoding="utf-8")
    assert parse_config(read_yaml(text, "site.yaml"), "site.yaml").title
