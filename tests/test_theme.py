"""Themes: a folder and what it extends; templates, settings, assets; errors that say where."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot
from sites import build, copied_root

from generator.cache import Cache
from generator.errors import BroadsheetError, ThemeError
from generator.model import Page
from generator.render import render
from generator.theme import Theme, load_theme, shipped_themes, theme_folders

_DAY = date(2025, 10, 31)
_SHIPPED = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/papers/", language="en")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write `files` below `folder`; gives `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def load(root: Path, name: str = "mine", **settings: Any) -> Theme:
    """The theme `name` of the site at `root`."""
    return load_theme(name, folders=theme_folders(root), settings=settings, base_path="/papers/", language="en")


def faults(root: Path, name: str = "mine", **settings: Any) -> list[str]:
    """What is said of a theme that cannot be loaded."""
    with pytest.raises(BroadsheetError) as raised:
        load(root, name, **settings)
    return [str(problem) for problem in raised.value.problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site root with a theme `mine` that extends the shipped one."""
    return write(tmp_path, {"themes/mine/theme.yaml": "name: Mine\nextends: broadsheet\n"})


def test_shipped_theme_loads() -> None:
    """The shipped theme has its templates, settings and assets."""
    assert _SHIPPED.settings["seconds"] == 4
    assert {Path(asset.file).suffix for asset in _SHIPPED.assets} == {".css", ".js", ".svg"}


def test_own_theme_with_one_block_changes_that_block_only(tmp_path: Path) -> None:
    """A site's theme of another name that replaces one block of one template leaves all else as it was."""
    site = copied_root(tmp_path / "site")
    before = _text_of(site, "2025/10/31/index.html", tmp_path / "before")
    template = '{% extends "broadsheet/day.html" %}{% block rest %}<p>And that is all.</p>{% endblock %}'
    write(
        site / "themes", {"mine/theme.yaml": "name: Mine\nextends: broadsheet\n", "mine/templates/day.html": template}
    )
    _use_theme(site, "mine")
    after = _text_of(site, "2025/10/31/index.html", tmp_path / "after")
    head, _, tail = after.partition("<p>And that is all.</p>")
    assert before.startswith(head)
    assert before.endswith(tail)
    assert tail


def test_own_theme_of_the_shipped_name_stands_in_for_it(tmp_path: Path) -> None:
    """A site's theme `broadsheet` may extend the shipped one of that name; `broadsheet/…` names the shipped one's."""
    site = copied_root(tmp_path / "site")
    template = '{% extends "broadsheet/page.html" %}{% block footer %}<p>My foot.</p>{% endblock %}'
    write(
        site / "themes",
        {"broadsheet/theme.yaml": "name: Mine\nextends: broadsheet\n", "broadsheet/templates/page.html": template},
    )
    assert "<p>My foot.</p>" in _text_of(site, "about/index.html", tmp_path / "out")


def test_replaced_template_is_what_other_templates_extend(root: Path) -> None:
    """Where a theme replaces `base.html`, the templates it did not replace extend the new one."""
    write(root / "themes/mine/templates", {"base.html": "<main>{% block main %}{% endblock %}</main>"})
    page = plan(archive(snapshot(_DAY, paper(1))))["404.html"]
    assert load(root).render(page.template, page.values).startswith("<main>")


def test_theme_that_extends_nothing_stands_alone(tmp_path: Path) -> None:
    """A theme without `extends` has its own templates and assets only."""
    write(
        tmp_path / "themes/bare",
        {"theme.yaml": "name: Bare\n", "templates/page.html": "{{ page.title }}", "static/a.txt": "a"},
    )
    theme = load(tmp_path, "bare")
    assert [Path(asset.file).name.partition(".")[0] for asset in theme.assets] == ["a"]
    with pytest.raises(ThemeError, match=r"theme bare: there is no template day\.html; add templates/day\.html"):
        theme.render("day.html", {})


def test_own_static_file_wins_over_the_extended_theme(root: Path) -> None:
    """A static file of a theme stands in for the one of that name in the theme it extends; others stay."""
    write(root / "themes/mine/static", {"style.css": "html { color: red }"})
    assets = {asset.file.split(".")[0]: asset.data for asset in load(root).assets}
    assert assets["static/style"] == b"html { color: red }"
    assert "static/icon" in assets


def test_unknown_theme_names_the_known_ones(root: Path) -> None:
    """A theme that is nowhere is an error with the nearest known name."""
    assert faults(root, "broadshet") == ["theme: no theme 'broadshet'; did you mean broadsheet?"]
    assert faults(root, "xyz") == ["theme: no theme 'xyz'; known themes: broadsheet, gallery, mine, plain"]


def test_unknown_theme_stops_a_build_before_it_writes(tmp_path: Path) -> None:
    """A build with an unknown theme leaves the last site as it was."""
    site = copied_root(tmp_path / "site")
    before = build(site, tmp_path / "out").joinpath("index.html").read_bytes()
    _use_theme(site, "nowhere")
    with pytest.raises(ThemeError):
        build(site, tmp_path / "out")
    assert (tmp_path / "out" / "index.html").read_bytes() == before


def test_themes_that_extend_each_other_are_refused(root: Path) -> None:
    """A circle of `extends` is an error, not an endless loop."""
    write(
        root / "themes",
        {"mine/theme.yaml": "name: M\nextends: yours\n", "yours/theme.yaml": "name: Y\nextends: mine\n"},
    )
    assert faults(root) == ["theme mine: extends itself, by way of others; let one of them extend nothing"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("name: Mine\nextend: broadsheet\n", "themes/mine/theme.yaml: unknown key 'extend'; did you mean extends?"),
        ("description: Mine\n", "themes/mine/theme.yaml: the key name is missing"),
        ("name: [\n", "themes/mine/theme.yaml:2: not YAML"),
        (
            "name: M\nsettings: {motto: {default: [], doc: x}}\n",
            "themes/mine/theme.yaml: settings.motto: default: found a list",
        ),
    ],
)
def test_wrong_theme_file_says_where_and_what(root: Path, text: str, found: str) -> None:
    """What is wrong with `theme.yaml` is said with the file and the key."""
    write(root / "themes/mine", {"theme.yaml": text})
    assert faults(root)[0].startswith(found)


def test_setting_has_its_default_until_the_site_says_otherwise(root: Path) -> None:
    """A theme's settings are its defaults, those of what it extends included, and what the site chose."""
    settings = "settings:\n  hue: {default: 12, doc: The colour.}\n"
    write(root / "themes/mine", {"theme.yaml": f"name: Mine\nextends: broadsheet\n{settings}"})
    assert load(root).settings["hue"] == 12
    chosen = load(root, hue=90, motto="Fly").settings
    assert (chosen["hue"], chosen["motto"], chosen["seconds"]) == (90, "Fly", 4)


def test_theme_may_change_the_default_of_a_setting_it_inherits(root: Path) -> None:
    """A setting that a theme declares again has the theme's own default."""
    settings = "settings:\n  seconds: {default: 2, doc: Two are enough.}\n"
    write(root / "themes/mine", {"theme.yaml": f"name: Mine\nextends: broadsheet\n{settings}"})
    assert load(root).settings["seconds"] == 2


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("{type: choice, choices: [red, blue], default: red, doc: x}", "green", "one of red, blue"),
        ("{default: 1.5, min: 1, doc: x}", 0.5, "a number of 1 or more"),
        ("{default: 1, max: 3, doc: x}", 4, "a whole number of 3 or less"),
        ("{default: true, doc: x}", "yes", "true or false"),
    ],
)
def test_each_type_of_setting_takes_its_values_only(root: Path, setting: str, value: object, expected: str) -> None:
    """The default is taken, what is not of the type is refused with what the type is."""
    write(root / "themes/mine", {"theme.yaml": f"name: M\nsettings:\n  hue: {setting}\n"})
    assert "hue" in load(root).settings
    said = f"content/site.yaml: theme_settings.hue: found {value!r}; expected {expected} (theme mine)"
    assert faults(root, hue=value) == [said]


@pytest.mark.parametrize(
    ("setting", "fault"),
    [
        ("{type: shade, default: a, doc: x}", ".type: found 'shade'; expected text, number, boolean, choice, colour"),
        ("{type: colour, default: red, doc: x}", ".default: found 'red'; expected a colour as '#8f1d14'"),
        ("{type: choice, default: red, doc: x}", ": choices and the type choice; expected both, for a choice, or none"),
        ("{choices: [a], default: a, doc: x}", ": choices and the type text; expected both, for a choice, or none"),
        ("{default: a, min: 1, doc: x}", ": bounds of a text; expected bounds of a number"),
        ("{default: 9, max: 3, doc: x}", ".default: found 9; expected a whole number of 3 or less"),
    ],
)
def test_setting_that_cannot_be_is_refused(root: Path, setting: str, fault: str) -> None:
    """A theme's own declarations are held to what they say."""
    write(root / "themes/mine", {"theme.yaml": f"name: M\nsettings:\n  hue: {setting}\n"})
    assert faults(root) == [f"themes/mine/theme.yaml: settings.hue{fault}"]


def test_theme_of_another_contract_is_refused(root: Path) -> None:
    """What a later program gives to templates, this one does not know."""
    write(root / "themes/mine", {"theme.yaml": "name: M\ncontract: 2\n"})
    (fault,) = faults(root)
    assert fault.startswith(
        "themes/mine/theme.yaml: contract: made for contract 2; expected 1; use the Broadsheet that"
    )


def test_themes_extend_each_other_over_three_levels(root: Path) -> None:
    """A site's theme on `plain`, which is on `broadsheet`: blocks, settings, texts and files of all three."""
    template = '{% extends "plain/day.html" %}{% block after %}<p>{{ t("hi") }}</p>{% endblock %}'
    write(
        root / "themes/mine",
        {"theme.yaml": "name: M\nextends: plain\n", "templates/day.html": template, "i18n/en.yaml": "hi: Ahoy\n"},
    )
    theme = load(root, abstracts="none", motto="Fly")
    page = plan(archive(snapshot(_DAY, paper(1))))["2025/10/31/"]
    values = dict(page.values)
    values["site"] = replace(values["site"], settings=theme.settings)
    text = theme.render("day.html", values)
    assert "<p>Ahoy</p>" in text
    assert "Fly" in text
    assert {asset.file.split(".")[0] for asset in theme.assets} == {
        "static/style",
        "static/icon",
        "static/tools",
        "static/desk",
        "static/inflate",
        "static/search",
        "static/search-more",
        "static/meaning",
    }


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"seconds": "four"}, "seconds: found 'four'; expected a whole number from 0 to 12 (theme mine)"),
        ({"seconds": 13}, "seconds: found 13; expected a whole number from 0 to 12 (theme mine)"),
        ({"seconds": True}, "seconds: found True; expected a whole number from 0 to 12 (theme mine)"),
        ({"seconds": 4.5}, "seconds: found 4.5; expected a whole number from 0 to 12 (theme mine)"),
        ({"motto": None}, "motto: found None; expected text (theme mine)"),
    ],
)
def test_setting_of_the_wrong_type_is_refused(root: Path, settings: dict[str, Any], fault: str) -> None:
    """A setting must be of its type and within its bounds."""
    assert faults(root, **settings) == [f"content/site.yaml: theme_settings.{fault}"]


def test_unknown_setting_suggests_the_nearest(root: Path) -> None:
    """A setting that the theme does not have is an error with the nearest one it has; all are reported."""
    assert faults(root, moto="x", second=3) == [
        "content/site.yaml: theme_settings: unknown key 'moto'; did you mean motto?",
        "content/site.yaml: theme_settings: unknown key 'second'; did you mean seconds?",
    ]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<h1>\n{{ page.titel }}", "has no attribute 'titel'"),
        ("<h1>\n{{ paper.title }}", "'paper' is undefined"),
        ("<h1>\n{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
        ('<h1>\n{{ asset("no.css") }}', "ThemeError: theme mine: no static file no.css; add static/no.css"),
        ("<h1>\n{{ page.title | long_date }}", "AttributeError"),
        ('<h1>\n{% include "nowhere.html" %}', "there is no template nowhere.html"),
    ],
)
def test_failing_template_names_template_line_and_page(root: Path, template: str, found: str) -> None:
    """A fault while rendering is an error with the template's file and line, what failed, and the page."""
    path = write(root, {"themes/mine/templates/day.html": template}) / "themes/mine/templates/day.html"
    page = plan(archive(snapshot(_DAY, paper(1))))["2025/10/31/"]
    with pytest.raises(ThemeError) as raised:
        render(page, load(root))
    (problem,) = raised.value.problems
    assert problem.where in {f"{path}:2", "theme mine"}
    assert found in problem.found + problem.remedy
    assert "(on the page /2025/10/31/)" in problem.found


def test_fault_in_a_macro_is_reported_where_it_stands(root: Path) -> None:
    """The place of a fault is the innermost template's: the macro's file and line, not the caller's."""
    macro = "{% macro shout(text) %}\n\n{{ text.loud }}\n{% endmacro %}"
    write(
        root / "themes/mine/templates",
        {"_loud.html": macro, "day.html": '{% from "_loud.html" import shout %}{{ shout(page.title) }}'},
    )
    page = plan(archive(snapshot(_DAY, paper(1))))["2025/10/31/"]
    with pytest.raises(ThemeError, match=r"_loud\.html:3: UndefinedError"):
        render(page, load(root))


def test_syntax_error_is_found_before_anything_is_rendered(root: Path) -> None:
    """A template that cannot be read is an error when the theme is loaded, with its line."""
    path = write(root, {"themes/mine/templates/tag.html": "\n\n{% if %}"}) / "themes/mine/templates/tag.html"
    assert faults(root)[0].startswith(f"{path}:3: ")


def test_template_that_is_not_utf8_is_refused(root: Path) -> None:
    """A template in another encoding is an error with its name."""
    write(root, {"themes/mine/templates/tag.html": "caf\xe9".encode("latin-1")})
    assert faults(root) == ["theme mine, tag.html: byte 3 is not UTF-8; save the file as UTF-8"]


def test_files_that_editors_leave_are_no_templates(root: Path) -> None:
    """Swap and backup files beside the templates do not stop a theme from loading."""
    write(root / "themes/mine/templates", {".day.html.swp": b"\xff\xfe\x00", "day.html~": "{% if"})
    assert load(root).name == "mine"


def test_values_are_escaped_in_templates(root: Path) -> None:
    """What a template prints is escaped unless it says `safe`."""
    write(root, {"themes/mine/templates/404.html": "{{ page.title }}{{ page.title | safe }}"})
    page = Page(path="404.html", template="404.html", stamp=b"", make=lambda: {"page": {"title": "<b>"}})
    assert render(page, load(root)).data == b"&lt;b&gt;<b>"


def test_url_and_asset_begin_with_the_base_path(root: Path) -> None:
    """In templates `url` and `asset` give addresses below the base path."""
    text = load(_with_static(root, {"a.txt": "a"})).render("404.html", {})
    home, inside, asset = text.split()
    assert (home, inside) == ("/papers/", "/papers/tags/")
    assert asset.startswith("/papers/static/a.")


def test_names_that_a_template_gives_anew_are_its_own(root: Path) -> None:
    """`t`, `asset` and `url` are worked out beforehand, but not where a template calls something else so."""
    files = {
        "_own.html": "{% macro said(key) %}<{{ key }}>{% endmacro %}",
        "x.html": """{% from "_own.html" import said as t %}{% macro url(path) %}[{{ path }}]{% endmacro %}
        {{ url("tags/") }} {{ t("skip") }} {% for asset in [url] %}{{ asset("a") }}{% endfor %}""",
    }
    write(root / "themes/mine/templates", files)
    assert load(root).render("x.html", {}).split() == ["[tags/]", "<skip>", "[a]"]


def test_compiled_templates_speak_the_language_of_the_site(root: Path) -> None:
    """A template that was compiled for one language is compiled anew for another, and for another base path."""
    write(root, {"themes/mine/templates/x.html": "{{ 10 | month_name }} {{ t('skip') }} {{ url('tags/') }}"})

    def said(language: str, base_path: str) -> str:
        folders, cache = theme_folders(root), Cache(root / ".cache")
        loaded = load_theme("mine", folders=folders, settings={}, base_path=base_path, language=language, cache=cache)
        return loaded.render("x.html", {})

    english, german, moved = said("en", "/"), said("de", "/"), said("en", "/papers/")
    assert (english.split()[0], german.split()[0]) == ("October", "Oktober")
    assert english.split()[1:-1] != german.split()[1:-1]
    assert (english.split()[-1], moved.split()[-1]) == ("/tags/", "/papers/tags/")


def test_assets_are_named_by_their_content(root: Path) -> None:
    """A static file's name holds a hash of its bytes: the same bytes, the same name; others, another."""
    names = []
    for text in ("a", "b", "a"):
        write(root, {"themes/mine/static/logo.svg": text})
        names.append(next(asset.file for asset in load(root).assets if "logo" in asset.file))
    assert names[0] == names[2] == "static/logo.ca978112ca.svg"
    assert names[1] != names[0]


@pytest.mark.parametrize("written", ["url(fonts/a.woff2)", "url('fonts/a.woff2')", 'url( "fonts/a.woff2" )'])
def test_addresses_in_style_sheets_lead_to_hashed_files(root: Path, written: str) -> None:
    """`url(…)` of a static file becomes the address of the hashed file, relative to the style sheet."""
    assets = _assets(_with_static(root, {"style.css": f"x {{ src: {written} }}", "fonts/a.woff2": "a"}))
    assert assets["style.css"] == 'x { src: url("fonts/a.ca978112ca.woff2") }'


@pytest.mark.parametrize(
    ("written", "expected"),
    [("../fonts/a.woff2", "../fonts/a.ca978112ca.woff2"), ("near.svg", "near.3e23e81600.svg")],
)
def test_addresses_in_a_folders_style_sheet_are_relative_to_it(root: Path, written: str, expected: str) -> None:
    """A style sheet in a folder names files from where it is, before and after."""
    files = {"css/deep.css": f"x {{ src: url({written}) }}", "fonts/a.woff2": "a", "css/near.svg": "b"}
    assert _assets(_with_static(root, files))["css/deep.css"] == f'x {{ src: url("{expected}") }}'


@pytest.mark.parametrize("address", ["data:image/svg+xml;x", "https://x.example/a", "#grain", "/static/x.png"])
def test_other_addresses_in_style_sheets_stay(root: Path, address: str) -> None:
    """Data, fragments and addresses that are no file of the theme are left as they are."""
    css = f"x {{ src: url({address}) }}"
    assert _assets(_with_static(root, {"style.css": css}))["style.css"] == css


def test_style_sheet_that_names_no_static_file_is_refused(root: Path) -> None:
    """`url(…)` of a file that is not there is an error with the style sheet and the address."""
    _with_static(root, {"style.css": "x { src: url(gone.woff2) }"})
    (fault,) = faults(root)
    assert fault.startswith(f"{root}/themes/mine/static/style.css: url(gone.woff2); expected a static file")


def test_style_sheet_that_is_not_utf8_is_refused(root: Path) -> None:
    """A style sheet in another encoding is an error, not a traceback."""
    write(root, {"themes/mine/static/style.css": b"/* \xe9 */"})
    assert faults(root) == [f"{root}/themes/mine/static/style.css: byte 3 is not UTF-8; save the file as UTF-8"]


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_title_is_text_in_a_page(title: str) -> None:
    """Whatever a title holds, no markup and no template code in it takes effect."""
    page = plan(archive(snapshot(_DAY, paper(1, title=f"{title}<i>{{{{ 7 * 7 }}}}"))))["papers/2510.00001/"]
    html = render(page, _SHIPPED).data.decode()
    assert "<i>" not in html
    assert "&lt;i&gt;{{ 7 * 7 }}</h1>" in html


def _with_static(root: Path, files: Mapping[str, str]) -> Path:
    """Give the theme of `root` static files, and a 404 page that names addresses."""
    write(root / "themes/mine/static", files)
    return write(root, {"themes/mine/templates/404.html": '{{ url() }} {{ url("tags/") }} {{ asset("a.txt") }}'})


def _assets(root: Path) -> dict[str, str]:
    """The text of the theme's assets by their names without hashes."""
    found = {}
    for asset in load(root).assets:
        stem, _, suffix = asset.file.removeprefix("static/").rpartition(".")
        found[f"{stem.rpartition('.')[0]}.{suffix}"] = asset.data.decode()
    return found


def _use_theme(site: Path, name: str) -> None:
    path = site / "content" / "site.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}theme: {name}\n", encoding="utf-8")


def _text_of(site: Path, file: str, output: Path) -> str:
    return (build(site, output) / file).read_text(encoding="utf-8")
