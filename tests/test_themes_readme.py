"""themes/README.md says what templates really receive."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

import pytest
from conftest import REPOSITORY
from made_up import TEXTS

from generator.archive.index import build_archive
from generator.content.everything import read_content
from generator.content.strictyaml import read_yaml
from generator.model import Least
from generator.pages import views
from generator.pages.plan import plan_pages
from generator.site import load_site
from generator.theme import FILTERS, load_theme, shipped_themes, theme_folders

README = (REPOSITORY / "themes" / "README.md").read_text(encoding="utf-8")
TEMPLATES = shipped_themes() / "broadsheet" / "templates"
VIEWS = sorted(name for name, kind in vars(views).items() if is_dataclass(kind))
_WORDS = {str: "text", int: "number", float: "number", bool: "true or false", date: "date", datetime: "moment"}
_SETTING = re.compile(r"^\| `(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def planned_values() -> dict[str, set[str]]:
    """What the pages of the shipped content give to each template."""
    site = load_site(REPOSITORY)
    archive = build_archive(read_content(site.content), least=Least(3, 1, 1))
    pages = plan_pages(archive, site.config, settings={}, texts=TEXTS)
    return {page.template: set(page.values) for page in pages if page.template.endswith(".html")}


@pytest.mark.parametrize("name", VIEWS)
def test_every_value_of_a_view_is_documented(name: str) -> None:
    """Each kind of value has a table with exactly its fields, in their order."""
    section = README.partition(f"### {name}\n")[2].partition("\n#")[0]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    kind = getattr(views, name)
    made = [key for key, value in vars(kind).items() if isinstance(value, property)]
    assert documented == [*(field.name for field in fields(kind)), *made]


def test_every_template_is_documented_with_its_values() -> None:
    """The table of templates gives each one the values that its pages have."""
    rows = re.findall(r"^\| `([\w.-]+\.html)` \| [^|]+ \| (.+) \|$", README, re.MULTILINE)
    documented = {template: {"site", "page", *re.findall(r"`(\w+)` \(", text)} for template, text in rows}
    assert documented == planned_values()


def test_every_block_is_documented() -> None:
    """The blocks that a theme may replace are all named."""
    blocks = {
        name for path in TEMPLATES.glob("*.html") for name in re.findall(r"{% block (\w+)", path.read_text("utf-8"))
    }
    prose = README.partition("Blocks of `base.html`")[2].partition("## Values")[0]
    assert blocks == set(re.findall(r"`(\w+)`", prose))


def test_every_setting_is_documented() -> None:
    """The table of settings lists those of the shipped theme."""
    theme = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/", language="en")
    section = README.partition("## Settings")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(theme.settings)


@pytest.mark.parametrize("name", VIEWS)
def test_every_value_of_a_view_has_its_type(name: str) -> None:
    """The type that a table gives is that of the field."""
    kind = getattr(views, name)
    section = README.partition(f"### {name}\n")[2].partition("\n#")[0]
    documented = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|\n]+ \|", section, re.MULTILINE))
    assert documented == {field.name: in_words(field.type) for field in fields(kind)}


def test_every_list_says_what_it_holds() -> None:
    """Where a value is a list of views, its row names the view."""
    lists = {
        (name, field.name): part
        for name in VIEWS
        for field in fields(getattr(views, name))
        for part in re.findall(r"tuple\[generator\.pages\.views\.(\w+)", str(field.type))
    }
    rows = {
        (name, field): text
        for name in VIEWS
        for field, text in re.findall(
            r"^\| `(\w+)` \| list \| (.+) \|$",
            README.partition(f"### {name}\n")[2].partition("\n#")[0],
            re.MULTILINE,
        )
    }
    assert lists
    assert {place: part for place, part in lists.items() if part not in rows[place]} == {}


def test_every_function_and_filter_is_documented() -> None:
    """The table of functions and filters has the globals of every theme and all filters of the program."""
    section = README.partition("## Functions and filters")[2].partition("\n## ")[0]
    documented = re.findall(r"^\| `(\w+)", section, re.MULTILINE)
    functions = ["asset", "url", "each", "t", "texts", "tongue", "own_tongue", "weekdays", "language", "direction"]
    assert documented == [*functions, *FILTERS]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("long_date", date(2025, 10, 31)),
        ("short_date", date(2025, 10, 31)),
        ("weekday_date", date(2025, 10, 31)),
        ("day_month", date(2025, 10, 31)),
        ("weekday", date(2025, 10, 31)),
        ("month_name", 10),
        ("clock", datetime(2025, 11, 7, 6, 13, 20, tzinfo=UTC)),
    ],
)
def test_filter_gives_what_its_example_says(name: str, value: date | int) -> None:
    """The example beside a filter is what it makes of such a value."""
    assert re.search(rf"^\| `{name}` \| `{re.escape(getattr(TEXTS, name)(value))}`", README, re.MULTILINE)


def test_settings_have_their_defaults_and_words() -> None:
    """The table of settings says of each what theme.yaml says."""
    file = read_yaml((TEMPLATES.parent / "theme.yaml").read_text(encoding="utf-8"), "theme.yaml")
    section = README.partition("## Settings")[2].partition("\n## ")[0]
    documented = {name: (default, text) for name, default, text in _SETTING.findall(section)}
    assert documented == {
        name: (f"`{setting['default']}`" if setting["default"] != "" else "empty", setting["doc"])
        for name, setting in file["settings"].items()
    }


def test_every_custom_property_is_documented() -> None:
    """The properties that the style sheet sets are named; where several are numbered, the first and the last."""
    css = (TEMPLATES.parent / "static" / "style.css").read_text(encoding="utf-8")
    prose = README.partition("## The shipped style sheet")[2]
    named = set(re.findall(r"`(--[\w-]+)`", prose))
    declared = set(re.findall(r"(--[\w-]+):", css))
    assert named <= declared
    assert {re.sub(r"-?\d$", "", name) for name in named} == {re.sub(r"-?\d$", "", name) for name in declared}


def test_a_new_theme_from_the_readme_works(tmp_path: Path) -> None:
    """The theme that the README starts with, written to files as it stands there, renders a day with its greeting."""
    theme = re.search(r"```yaml\n(.*?)```", README, re.DOTALL)
    block = re.search(r"```jinja\n(.*?)```", README, re.DOTALL)
    assert theme is not None
    assert block is not None
    mine = tmp_path / "themes" / "mine"
    (mine / "templates").mkdir(parents=True)
    (mine / "theme.yaml").write_text(theme[1], encoding="utf-8")
    (mine / "templates" / "day.html").write_text(block[1], encoding="utf-8")
    made = load_theme("mine", folders=theme_folders(tmp_path), settings={}, base_path="/", language="en")
    site = load_site(REPOSITORY)
    archive = build_archive(read_content(site.content), least=Least(3, 1, 1))
    pages = plan_pages(archive, site.config, settings=made.settings, texts=made.texts)
    page = next(page for page in pages if page.template == "day.html")
    assert "<p>Good morning</p>" in made.render(page.template, page.values)


def in_words(annotation: Any) -> str:
    """A type as the tables name it: `tuple[Link, ...]` is a list, `str | None` is text or nothing."""
    parts = [part for part in (get_args(annotation) or (annotation,)) if part is not NoneType]
    if get_origin(annotation) is tuple:
        return "list"
    if get_origin(annotation) is Mapping:
        return "mapping"
    words = [_WORDS.get(part, part.__name__) for part in parts]
    return " or ".join([*words, "nothing"] if NoneType in get_args(annotation) else words)
