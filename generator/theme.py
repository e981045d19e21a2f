"""A theme's folder, and those it extends → templates that can be rendered, settings and assets."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache as remember
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta
from markupsafe import Markup, escape

from generator.assets import Asset, read_assets
from generator.cache import NO_CACHE, Cache, digest, program_digest
from generator.compilation import Compiled, Environment, Template
from generator.errors import Problem, ThemeError
from generator.files import not_utf8
from generator.schema import unknown_key
from generator.text.texts import Texts
from generator.themefile import ThemeFile, chosen_settings, read_theme_file
from generator.translations import Translation, read_translation

FILTERS = ("long_date", "short_date", "weekday_date", "day_month", "weekday", "month_name", "clock")
"""What templates may use beside the filters of Jinja: days and moments, set as the texts of the site say."""
_BASE = "broadsheet"
_MOST_REMEMBERED = 20_000
_REFERENCES = "references"
_ANY = "*"
"""Stands for every template, where a name is worked out."""


class Theme:
    """Templates that can be rendered, and the files they need."""

    def __init__(
        self,
        name: str,
        *,
        environment: jinja2.Environment,
        settings: Mapping[str, Any],
        assets: tuple[Asset, ...],
        translation: Translation,
        cache: Cache,
    ) -> None:
        """Hold the parts of a theme that was loaded."""
        self.name = name
        self.settings = settings
        self.assets = assets
        self.translation = translation
        self._environment = environment
        self._cache = cache
        self._template = lru_cache(maxsize=None)(environment.get_template)

    @property
    def texts(self) -> Texts:
        """What the interface says, in the language of the site."""
        return self.translation.texts

    @property
    def digest(self) -> bytes:
        """What stands for all of the theme but its templates: settings, static files, texts, functions' values."""
        names = [asset.file for asset in self.assets]
        words = sorted((name, value) for name, value in self._environment.globals.items() if isinstance(value, str))
        return digest(repr((self.settings, names, words, sorted(self.texts.words.items()))).encode())

    def digest_of(self, template: str) -> bytes:
        """What stands for a template and all that it extends and includes; for what is none of the theme's, nothing."""
        found: dict[str, bytes] = {}
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in found and (source := self._source(name)) is not None:
                found[name] = digest(source.encode())
                waiting += self._named_in(source)
        return digest(*(name.encode() + found[name] for name in sorted(found)))

    def _source(self, name: str) -> str | None:
        loader = self._environment.loader
        try:
            return loader.get_source(self._environment, name)[0] if loader is not None else None
        except jinja2.TemplateNotFound:
            return None

    def _named_in(self, source: str) -> list[str]:
        """The templates that `source` extends, includes, imports or names anywhere; all, where it works out a name."""
        key = digest(program_digest(), source.encode()).hex()
        kept = self._cache.get(_REFERENCES, key)
        if kept is None:
            kept = "\n".join(_references(self._environment.parse(source))).encode()
            self._cache.put(_REFERENCES, key, kept)
        named = kept.decode().split("\n")
        return self._environment.list_templates() if _ANY in named else named

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """The text that `template` makes of `values`.

        Raises:
            ThemeError: No such template, or one that cannot be read or fails; with its file and line.
        """
        try:
            return self._template(template).render(values)
        except jinja2.TemplateNotFound as error:
            found = f"there is no template {error.name}"
            raise ThemeError(
                Problem(where=f"theme {self.name}", found=found, remedy=f"add templates/{error.name}")
            ) from error
        except jinja2.TemplateSyntaxError as error:
            where = f"{error.filename or error.name}:{error.lineno}"
            raise ThemeError(Problem(where=where, found=str(error.message), remedy="mend the template")) from error
        except Exception as error:  # Whatever a template calls may raise anything; it is the template's fault.
            where = _template_line(error, default=f"theme {self.name}, {template}")
            found = f"{type(error).__name__}: {error}"
            raise ThemeError(Problem(where=where, found=found, remedy="mend the template")) from error

    def unknown_texts(self) -> list[Problem]:
        """Every `t("…")` in a template that no theme has a text for, also where no page comes to it."""
        problems = []
        for name in self._environment.list_templates(filter_func=_is_template):
            calls = self._environment.parse(self._source(name) or "").find_all(jinja2.nodes.Call)
            for call in calls:
                key = _text_key(call)
                if key is not None and key not in self.texts.words:
                    problem = unknown_key(key, self.texts.words, f"theme {self.name}, {name}:{call.lineno}")
                    near = problem.remedy if problem.remedy.startswith("did") else "add it to i18n/en.yaml"
                    problems.append(Problem(where=problem.where, found=f"no text {key!r}", remedy=near))
        return problems

    def check_templates(self) -> None:
        """Compile every template, so that a fault is known before anything is rendered.

        Raises:
            ThemeError: The first template that cannot be read, with its line.
        """
        for name in self._environment.list_templates(filter_func=_is_template):
            try:
                self._environment.get_template(name)
            except jinja2.TemplateSyntaxError as error:
                where = f"{error.filename or error.name}:{error.lineno}"
                raise ThemeError(Problem(where=where, found=str(error.message), remedy="mend the template")) from error
            except UnicodeDecodeError as error:
                raise ThemeError(not_utf8(f"theme {self.name}, {name}", error)) from error


def _references(tree: jinja2.nodes.Template) -> list[str]:
    """What names a template in `tree`: what is extended, included or imported, every text; `_ANY` for what is none."""
    named = [name or _ANY for name in jinja2.meta.find_referenced_templates(tree)]
    named += [node.value for node in tree.find_all(jinja2.nodes.Const) if isinstance(node.value, str)]
    calls = [node for node in tree.find_all(jinja2.nodes.Call) if getattr(node.node, "name", "") == "each"]
    plain = all(_is_written_out(given) for call in calls for given in (*call.args[1:], *call.kwargs))
    mentions = sum(node.name == "each" for node in tree.find_all(jinja2.nodes.Name))
    return named if plain and mentions == len(calls) else [*named, _ANY]


def _is_written_out(given: jinja2.nodes.Node) -> bool:
    """Whether the name of a template is a text, or one of several."""
    if isinstance(given, jinja2.nodes.CondExpr):
        return _is_written_out(given.expr1) and given.expr2 is not None and _is_written_out(given.expr2)
    return isinstance(given, jinja2.nodes.Const)


def shipped_themes() -> Path:
    """The folder of the themes that come with the program: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load_theme(
    name: str,
    *,
    folders: Sequence[Path],
    settings: Mapping[str, Any],
    base_path: str,
    language: str,
    cache: Cache = NO_CACHE,
) -> Theme:
    """The theme `name`, looked for in each of `folders` in turn, with all that it extends; `cache` keeps it compiled.

    Raises:
        ThemeError: No such theme, a circle of `extends`, a wrong `theme.yaml`, a setting it does not have.
    """
    chain = _chain(name, folders)
    themes = [folder for folder, _ in chain]
    translation = read_translation([*themes, *_base(themes)], language)
    texts = translation.texts
    assets, names = read_assets(themes, _texts_of(texts, "script_").encode())
    compiled = Compiled(cache, sorted(texts.words.items()), language, base_path, sorted(names.items()))
    environment = _environment(chain, compiled)
    environment.filters |= {filter_: getattr(texts, filter_) for filter_ in FILTERS}
    environment.globals |= {
        "t": _says(texts),
        "tongue": _tongue(texts),
        "own_tongue": _own_tongue(texts),
        "weekdays": tuple(zip(texts.words["weekday_initials"], texts.words["weekdays"], strict=True)),
        "each": _each(environment),
        "texts": remember(partial(_texts_of, texts)),
        "asset": _asset_url(names, base_path, name),
        "url": lambda path="": f"{base_path}{path}",
        "language": language,
        "direction": texts.direction,
    }
    environment.foreseen = {
        "t": _plainly_said(texts),
        "asset": lambda name: f"{base_path}{names[name]}" if name in names else None,
        "url": lambda path: f"{base_path}{path}",
    }
    chosen = chosen_settings([file for _, file in chain], settings, name)
    theme = Theme(name, environment=environment, settings=chosen, assets=assets, translation=translation, cache=cache)
    theme.check_templates()
    return theme


def theme_folders(root: Path) -> tuple[Path, ...]:
    """Where themes are looked for: the site's own win over the shipped ones."""
    return (root / "themes", shipped_themes())


def _chain(name: str, folders: Sequence[Path]) -> list[tuple[Path, ThemeFile]]:
    """The theme's folder and file, then those it extends.

    A site's theme may extend the shipped one of the same name: the one it stands in for.
    """
    chain: list[tuple[Path, ThemeFile]] = []
    wanted: str | None = name
    while wanted is not None:
        folder = _find(wanted, folders, taken=[path for path, _ in chain])
        file = read_theme_file(folder)
        chain.append((folder, file))
        wanted = file.extends
    return chain


def _find(name: str, folders: Sequence[Path], *, taken: Sequence[Path]) -> Path:
    found = [folder / name for folder in folders if (folder / name / "theme.yaml").is_file()]
    for path in found:
        if path.resolve() not in {other.resolve() for other in taken}:
            return path
    if found:
        remedy = "let one of them extend nothing"
        raise ThemeError(Problem(where=f"theme {name}", found="extends itself, by way of others", remedy=remedy))
    if bare := [folder / name for folder in folders if (folder / name).is_dir()]:
        remedy = "add one that says name: … and, to build on the shipped theme, extends: broadsheet"
        raise ThemeError(Problem(where=str(bare[0]), found="has no theme.yaml", remedy=remedy))
    known = sorted({path.parent.name for folder in folders for path in folder.glob("*/theme.yaml")})
    raise ThemeError(unknown_theme(name, known))


def unknown_theme(name: str, known: Sequence[str]) -> Problem:
    """The problem of a theme that is in none of the folders."""
    problem = unknown_key(name, known, "theme")
    return Problem(
        where="theme", found=f"no theme {name!r}", remedy=problem.remedy.replace("known keys", "known themes")
    )


def _environment(chain: Sequence[tuple[Path, ThemeFile]], compiled: jinja2.BytecodeCache) -> Environment:
    """`day.html` is the first theme's that has one; `broadsheet/day.html` is that theme's own."""
    loaders = [jinja2.FileSystemLoader(folder / "templates") for folder, _ in chain]
    named = {folder.name: loader for (folder, _), loader in reversed(list(zip(chain, loaders, strict=True)))}
    for (folder, _), loader in zip(chain[1:], loaders[1:], strict=True):
        named[folder.name] = loader
    environment = Environment(
        loader=jinja2.ChoiceLoader([*loaders, jinja2.PrefixLoader(named)]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=compiled,
        cache_size=-1,
    )
    environment.template_class = Template
    return environment


def _base(themes: Sequence[Path]) -> list[Path]:
    """The shipped theme that has every text, for those that do not extend it."""
    base = shipped_themes() / _BASE
    return [] if base in themes else [base]


def _says(texts: Texts) -> Callable[..., str]:
    """What `t("papers", count=12)` does; values that are HTML stay so, all else is text."""

    @remember
    def plain(key: str) -> Markup:
        return escape(texts.say(key))

    @lru_cache(maxsize=_MOST_REMEMBERED)
    def counted(key: str, count: int) -> Markup:
        return escape(texts.say(key, count=count))

    def says(key: str, /, *, count: int | None = None, **values: object) -> str:
        if not values:
            return plain(key) if count is None else counted(key, count)
        if any(hasattr(value, "__html__") for value in values.values()):
            return escape(texts.form(key, count)).format(count=count, **values)
        return texts.say(key, count=count, **values)

    return says


def _plainly_said(texts: Texts) -> Callable[[str], Markup | None]:
    """What `t(key)` comes to; nothing for texts that need a value, and for those that are not there."""

    def said(key: str) -> Markup | None:
        text = texts.words.get(key)
        return escape(text) if isinstance(text, str) and "{" not in text and "}" not in text else None

    return said


def _tongue(texts: Texts) -> Callable[[Any], Markup]:
    """What `tongue(paper)` gives: the attributes of an element that holds a paper's own words.

    English says nothing of English; elsewhere it is named.  Words of an unknown language run as they do.
    """
    unknown = Markup(' dir="auto"')
    english = Markup("")
    if not _is_english(texts):
        english = Markup(' lang="en" dir="ltr"') if texts.direction == "rtl" else Markup(' lang="en"')
    return lambda paper: english if paper.english else unknown


def _own_tongue(texts: Texts) -> Markup:
    """The attributes of an element of the interface within a paper's own words."""
    if _is_english(texts):
        return Markup("")
    running = Markup(' dir="rtl"') if texts.direction == "rtl" else ""
    return Markup(' lang="{}"{}').format(texts.language, running)


def _is_english(texts: Texts) -> bool:
    return texts.language.partition("-")[0].lower() == "en"


def _texts_of(texts: Texts, prefix: str) -> str:
    """The texts whose keys begin with `prefix`, as JSON that may stand in a script wherever that stands."""
    words = {key: text for key, text in sorted(texts.words.items()) if key.startswith(prefix)}
    plain = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        plain = plain.replace(sign, f"\\u{ord(sign):04x}")
    return plain


def _each(environment: jinja2.Environment) -> Callable[..., Markup]:
    """What `each(papers, "_row.html")` does: render a template for each paper, and remember it for the next page.

    A paper in full and as a line of a list are two things: which of them came first must not show.
    """
    made: dict[tuple[str, type], dict[str, str]] = defaultdict(dict)

    def each(papers: Iterable[Any], template: str) -> Markup:
        parts = []
        row = environment.get_template(template)
        for paper in papers:
            known = made[template, type(paper)]
            if len(known) > _MOST_REMEMBERED:
                known.clear()
            part = known.get(paper.id)
            if part is None:
                part = known[paper.id] = row.render(paper=paper)
            parts.append(part)
        return Markup("".join(parts))  # noqa: S704 - escaped where it was rendered

    return each


def _asset_url(names: Mapping[str, str], base_path: str, theme: str) -> Callable[[str], str]:
    def asset(name: str) -> str:
        if name not in names:
            raise ThemeError(
                Problem(where=f"theme {theme}", found=f"no static file {name}", remedy=f"add static/{name}")
            )
        return f"{base_path}{names[name]}"

    return asset


def _text_key(call: jinja2.nodes.Call) -> str | None:
    """The key in `t("key")`; nothing for other calls, and for keys that are worked out."""
    if not isinstance(call.node, jinja2.nodes.Name) or call.node.name != "t" or not call.args:
        return None
    first = call.args[0]
    return first.value if isinstance(first, jinja2.nodes.Const) and isinstance(first.value, str) else None


def _is_template(name: str) -> bool:
    """Whether `name` is one of the theme's templates, not a file an editor left there, nor one of an extended theme."""
    return name.endswith(".html") and "/" not in name


def _template_line(error: BaseException, *, default: str) -> str:
    """The file and line of the innermost template in the traceback of `error`."""
    where = default
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html"):
            where = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
