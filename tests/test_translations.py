"""`i18n/`: complete in every shipped language, falling back where it is not, refused where it is wrong."""

import json
import re
from pathlib import Path

import pytest
from conftest import REPOSITORY
from html5lib import parse
from sites import build, copied_root

from generator.check import check_site
from generator.content.strictyaml import read_yaml
from generator.errors import ThemeError
from generator.text.texts import Text, forms_of, placeholders
from generator.theme import load_theme, shipped_themes, theme_folders
from generator.translations import read_translation

BASE = shipped_themes() / "broadsheet"
LANGUAGES = sorted(path.stem for path in (BASE / "i18n").glob("*.yaml"))
OTHERS = [language for language in LANGUAGES if language != "en"]
ENGLISH = read_yaml((BASE / "i18n" / "en.yaml").read_text("utf-8"), "en.yaml")
_USED_IN_TEMPLATES = re.compile(r"""\bt\(\s*["'](\w+)["']""")
_USED_IN_PROGRAM = re.compile(r"""(?:\.say|\.form|_date)\((?:self, )?"(\w+)\"""")


def _words(language: str) -> dict[str, Text]:
    return {**read_translation([BASE], language).texts.words}


def _places(text: Text) -> set[str]:
    return {name for form in forms_of(text) for name in placeholders(form)}


def _used() -> set[str]:
    """Every key that a shipped template, script or module names."""
    templates = [path.read_text("utf-8") for path in shipped_themes().glob("*/templates/*.html")]
    modules = [path.read_text("utf-8") for path in (REPOSITORY / "generator").rglob("*.py")]
    found = {key for text in templates for key in _USED_IN_TEMPLATES.findall(text)}
    found |= {key for text in modules for key in _USED_IN_PROGRAM.findall(text)}
    return found


def _site(folder: Path, language: str, **files: str) -> Path:
    """A copy of the golden site in another language, with more files below its themes."""
    root = copied_root(folder / "site")
    path = root / "content" / "site.yaml"
    text = re.sub(r"(?m)^language:.*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(f"{text}language: {language}\n", encoding="utf-8")
    for name, words in files.items():
        place = root / "themes" / "mine" / "i18n" / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(words, encoding="utf-8")
        (root / "themes" / "mine" / "theme.yaml").write_text("name: Mine\nextends: broadsheet\n", encoding="utf-8")
        path.write_text(f"{text}language: {language}\ntheme: mine\n", encoding="utf-8")
    return root


def test_every_key_that_is_used_is_there_and_none_is_idle() -> None:
    """What templates and the program say is in `en.yaml`, and nothing else but what stands in tables and scripts."""
    named_otherwise = {
        "months", "weekdays", "weekday_initials", "video", "image", "latest", "archive", "tags", "trends",
        *(key for key in ENGLISH if key.startswith(("link_", "script_", "found_", "near_"))),
    }  # fmt: skip
    assert _used() | named_otherwise == set(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_has_every_text_with_the_same_places(language: str) -> None:
    """No key is left to English, none is of its own, and no value is dropped or made up."""
    own = read_yaml((BASE / "i18n" / f"{language}.yaml").read_text("utf-8"), language)
    assert set(own) - {"months_in_dates"} == set(ENGLISH)
    shown = {key: _places(text) - {"count"} for key, text in _words(language).items()}
    assert shown == {key: _places(text) - {"count"} for key, text in _words("en").items()}


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_says_it_in_words_of_its_own(language: str) -> None:
    """Few texts are what they are in English, and those are names."""
    english = _words("en")
    same = {key for key, text in _words(language).items() if text == english[key] and _letters(text)}
    assert same <= {"doi", "year", "comma", "digits", "link_code", "link_discussion", "version", "image",
                    "video", "date", "date_long", "date_weekday", "day_month", "month_year", "abstract",
                    "page_number", "numbered", "feeds", "feed_day", "feed_votes", "script_of", "script_abstracts",
                    "script_import", "script_export", "percent", "trends", "name"}  # fmt: skip


def _letters(text: Text) -> bool:
    return any(character.isalpha() for form in forms_of(text) for character in form)


@pytest.mark.parametrize("language", OTHERS)
def test_a_site_holds_no_english_word_of_the_interface(language: str, tmp_path: Path) -> None:
    """What is English on its pages is what its papers and its owner say."""
    made = build(_site(tmp_path, language), tmp_path / "out")
    pages = "\n".join(path.read_text("utf-8") for path in sorted(made.rglob("index.html")))
    english, own = _words("en"), _words(language)
    left = [text for key, text in english.items() if text != own[key] and isinstance(text, str)]
    assert [text for text in left if f">{text}<" in pages or f'="{text}"' in pages] == []
    assert not re.search(r"(?m)>[^<]*\b(\d+ papers?|Week \d+|October 2025|Friday, |UTC in|read \d)\b[^<]*<", pages)
    assert f'<html lang="{language}"' in pages


def test_pages_from_right_to_left_say_so(tmp_path: Path) -> None:
    """The page runs from right to left, a paper's English from left to right."""
    made = build(_site(tmp_path, "ar"), tmp_path / "out")
    day = made.joinpath("2025", "10", "31", "index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in day
    assert '<h2 lang="en" dir="ltr" id=' in day
    parse(day)


def test_papers_of_a_site_in_english_carry_no_language(tmp_path: Path) -> None:
    """Where page and paper speak English, nothing is said of it."""
    day = build(_site(tmp_path, "en-GB"), tmp_path / "out").joinpath("2025", "10", "31", "index.html")
    assert 'lang="en"' not in day.read_text("utf-8")


def test_language_without_a_translation_is_english_and_check_says_so(tmp_path: Path) -> None:
    """The site is built; `check` names the file that is missing and how much of it."""
    root = _site(tmp_path, "pt-BR")
    assert "Skip to the papers" in build(root, tmp_path / "out").joinpath("index.html").read_text("utf-8")
    (said,) = [str(problem) for problem in check_site(root) if "i18n" in problem.where]
    assert said.startswith(f"themes/broadsheet/i18n/pt.yaml: {len(ENGLISH)} texts are not translated (months, ")
    assert said.endswith("English stands in for them")


def test_theme_changes_the_texts_that_it_names(tmp_path: Path) -> None:
    """All others come from the theme it extends; what it says in English only is told by `check`."""
    root = _site(tmp_path, "de", en="read_on: Go on\nhello: Hello\n", de="read_on: Mehr\n")
    theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="de")
    assert theme.texts.say("read_on") == "Mehr"
    assert theme.texts.say("archive") == "Archiv"
    assert theme.texts.say("hello") == "Hello"
    (said,) = [str(problem) for problem in check_site(root) if "i18n" in problem.where]
    assert said.startswith("themes/mine/i18n/de.yaml: 1 texts are not translated (hello)")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("- a\n", "themes/mine/i18n/de.yaml: no texts; expected a mapping of keys to texts"),
        ("read_on: 3\n", "themes/mine/i18n/de.yaml: read_on: found 3; expected text; put it in quotes"),
        ("months: [Jan]\n", "themes/mine/i18n/de.yaml: months: found ['Jan']; expected a list of 12 texts"),
        ("papers: {one: x}\n", "themes/mine/i18n/de.yaml: papers: the plural forms one; expected some of zero, one"),
        ("papers: {other: x, lots: y}\n", "themes/mine/i18n/de.yaml: papers: the plural forms other, lots; expected"),
        (
            "kept_by: 'von {wem}'\n",
            "i18n/de.yaml: kept_by: {wem}, which the English text does not have; expected {owner}",
        ),
        ("read_on: 'a {'\n", "themes/mine/i18n/de.yaml: read_on: 'a {': "),
        ("kept_by: '{owner.x}'\n", "themes/mine/i18n/de.yaml: kept_by: '{owner.x}': {owner.x} is not a name in braces"),
    ],
)
def test_wrong_texts_are_refused(tmp_path: Path, words: str, fault: str) -> None:
    """With the file, the key and what was expected."""
    root = _site(tmp_path, "de", de=words)
    with pytest.raises(ThemeError) as raised:
        load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="de")
    assert str(raised.value.problems[0]).startswith(fault)


def test_theme_that_extends_nothing_has_the_texts_of_the_program(tmp_path: Path) -> None:
    """Dates, titles and feeds need them in every theme."""
    bare = tmp_path / "themes" / "bare"
    bare.mkdir(parents=True)
    (bare / "theme.yaml").write_text("name: Bare\n", encoding="utf-8")
    theme = load_theme("bare", folders=theme_folders(tmp_path), settings={}, base_path="/", language="fr")
    assert theme.texts.say("week", week=1, year=2026) == "Semaine 1 de 2026"


def test_texts_of_scripts_stand_in_them_as_json(tmp_path: Path) -> None:
    """Those whose keys begin with `script_`, safe wherever a script stands, under a name that changes with them."""
    files = []
    for language in ("en", "de"):
        words = 'script_hi: "a </script> \\u2028 é"\nscript_n: {one: "1", other: "{count}"}\n'
        root = _site(tmp_path / language, language, en=words, de='script_hi: "ä"\n')
        script = root / "themes" / "mine" / "static" / "tools.js"
        script.parent.mkdir(parents=True)
        script.write_text("const texts = __TEXTS__;", encoding="utf-8")
        theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language=language)
        files += [asset for asset in theme.assets if "tools" in asset.file]
    english, german = (json.loads(file.data.decode()[len("const texts = ") : -1]) for file in files)
    assert english["script_hi"] == "a </script> \u2028 é"
    assert english["script_n"] == {"one": "1", "other": "{count}"}
    assert german["script_hi"] == "ä"
    assert b"</" not in files[0].data
    assert "\u2028" not in files[0].data.decode()
    assert files[0].file != files[1].file


def test_script_names_another_file_as_that_is_published(tmp_path: Path) -> None:
    """`__FILE(…)__` becomes the published name, relative to the script; an unknown one is an error."""
    root = _site(tmp_path, "en", en='script_hi: "a"\n')
    static = root / "themes" / "mine" / "static"
    static.mkdir(parents=True)
    (static / "a.js").write_text('import("./__FILE(z.js)__")', encoding="utf-8")
    (static / "z.js").write_text("export default 1", encoding="utf-8")
    theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="en")
    named = {asset.file.partition(".")[0]: asset for asset in theme.assets}
    assert named["static/a"].data.decode() == f'import("./{named["static/z"].file.removeprefix("static/")}")'
    (static / "a.js").write_text('import("./__FILE(gone.js)__")', encoding="utf-8")
    with pytest.raises(ThemeError, match=r"a\.js.*gone\.js"):
        load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="en")


def test_values_in_texts_are_escaped_unless_they_are_html(tmp_path: Path) -> None:
    """A title within a text stays text; HTML stays HTML beside an escaped text."""
    root = _site(tmp_path, "en", en='plain: "a & {title}"\n')
    template = root / "themes" / "mine" / "templates" / "404.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ t('plain', title='<i>') }}|{{ t('plain', title='<i>' | safe) }}|{{ t('doi') }}", "utf-8")
    theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="en")
    assert theme.render("404.html", {}) == "a &amp; &lt;i&gt;|a &amp; <i>|DOI"


def test_text_that_is_nowhere_is_an_error_of_the_template(tmp_path: Path) -> None:
    """With its file and line."""
    root = _site(tmp_path, "en", en="a: b\n")
    template = root / "themes" / "mine" / "templates" / "404.html"
    template.parent.mkdir(parents=True)
    template.write_text("\n{{ t('nowhere') }}", "utf-8")
    theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/", language="en")
    with pytest.raises(ThemeError, match=r"404\.html:2: LookupError: no text 'nowhere' in i18n/"):
        theme.render("404.html", {})
