"""How templates are compiled: once for all builds, with what is known beforehand written out, quick to escape."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from types import CodeType, MappingProxyType
from typing import Any

import jinja2
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator.cache import Cache, digest, program_digest
from generator.text.brevity import TEXT, UNKNOWN, Place, attribute_value, may_end_bare, needs_no_quotes, shortened

_COMPILED = "templates"
_ATTRIBUTE = "_attribute"
_ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#39;"), ('"', "&#34;"))


class Compiled(jinja2.BytecodeCache):
    """Templates as this program compiled them before: what filters make of constants is compiled in."""

    def __init__(self, cache: Cache, *facts: object) -> None:
        """Keep them in `cache`; `facts` are those that functions and filters make constants of."""
        self._cache = cache
        self._stamp = digest(program_digest(), repr(facts).encode())

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill `bucket` with what is kept of its template, if anything is."""
        if (kept := self._cache.get(_COMPILED, self._key(bucket))) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what `bucket` holds."""
        self._cache.put(_COMPILED, self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return digest(self._stamp, bucket.key.encode(), bucket.checksum.encode()).hex()


class Environment(jinja2.Environment):
    """Compiles templates in which `t("skip")`, `asset("style.css")` and `url("tags/")` are what they come to.

    `foreseen` has a function for each such name: what it comes to, or None where that shows only on a page.  Of HTML in
    templates, quotes, line ends and indentation are left out that it can do without.
    """

    foreseen: Mapping[str, Callable[[str], str | None]] = MappingProxyType({})

    def __init__(self, **options: Any) -> None:
        """With the `options` that Jinja knows."""
        super().__init__(**options)
        self.filters[_ATTRIBUTE] = attribute_value

    def _generate(
        self,
        source: jinja2.nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - the signature is Jinja's
    ) -> str:
        """The hook that Jinja has for this: a template's tree as Python."""
        own = _own_names(source)
        _Foreseeing({name: made for name, made in self.foreseen.items() if name not in own}).visit(source)
        if name is not None and name.endswith(".html"):
            _shorten(source)
        return super()._generate(source, name, filename, defer_init)


def _own_names(tree: jinja2.nodes.Template) -> set[str]:
    """What a template itself gives a name to: variables, arguments, macros, what it imports."""
    own = {node.name for node in tree.find_all(jinja2.nodes.Name) if node.ctx != "load"}
    own |= {node.name for node in tree.find_all(jinja2.nodes.Macro)}
    own |= {node.target for node in tree.find_all(jinja2.nodes.Import)}
    imported = [name for node in tree.find_all(jinja2.nodes.FromImport) for name in node.names]
    return own | {name if isinstance(name, str) else name[1] for name in imported}


class _Foreseeing(NodeTransformer):
    """Puts a constant in the place of each call of one of `functions` with a written-out text and nothing else."""

    def __init__(self, functions: Mapping[str, Callable[[str], str | None]]) -> None:
        self._functions = functions

    def visit_Call(self, call: jinja2.nodes.Call) -> jinja2.nodes.Node:  # noqa: N802 - as Jinja calls it
        self.generic_visit(call)
        match call:
            case jinja2.nodes.Call(
                node=jinja2.nodes.Name(name=name),
                args=[jinja2.nodes.Const(value=str() as text)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ) if name in self._functions and (made := self._functions[name](text)) is not None:
                return jinja2.nodes.Const(made, lineno=call.lineno)
        return call


class _NestingError(Exception):
    """What `{% if %}` chooses from, or `{% for %}` repeats, ends elsewhere in HTML than it began."""


def _shorten(tree: jinja2.nodes.Template) -> None:
    """Make the HTML in `tree` shorter; leave it as it is where tags are not whole in what is chosen or repeated."""
    shortening = _Shortening()
    try:
        shortening.follow(tree.body, UNKNOWN)
    except _NestingError:
        return
    for change in shortening.changes:
        change()


class _Shortening:
    """Follows HTML through a template, and gathers what to change in its texts."""

    def __init__(self) -> None:
        self.changes: list[Callable[[], None]] = []

    def follow(self, nodes: Sequence[jinja2.nodes.Node], place: Place) -> Place:
        """Where the HTML of `nodes` ends that begins at `place`.

        What is called, captured or filtered, and what takes a block's place, may be part of anything.
        """
        for node in nodes:
            match node:
                case jinja2.nodes.Output():
                    place = self._through(node, place)
                case jinja2.nodes.If():
                    chosen = [node.body, *(other.body for other in node.elif_), node.else_]
                    place = _meet([self.follow(body, place) for body in chosen])
                case jinja2.nodes.For():
                    place = _meet([place, self.follow(node.body, place), self.follow(node.else_, place)])
                case jinja2.nodes.Block() | jinja2.nodes.With() | jinja2.nodes.Scope():
                    place = _meet([place, self.follow(node.body, place)])
                case jinja2.nodes.Macro() | jinja2.nodes.CallBlock():
                    self.follow(node.body, UNKNOWN)
                case _:
                    pass
        return place

    def _through(self, output: jinja2.nodes.Output, place: Place) -> Place:
        made: list[jinja2.nodes.Expr] = []
        waiting = list(output.nodes)
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, jinja2.nodes.TemplateData):
                text, place = shortened(node.data, place)
                if place.kind == "value" and (value := _value(text, waiting, place)):
                    text = text[: -len(value.begun) - 1]
                    place = Place(kind="tag", name=place.name)
                    waiting[: value.length] = [value.node, jinja2.nodes.TemplateData(value.rest, lineno=node.lineno)]
                node = jinja2.nodes.TemplateData(text, lineno=node.lineno)
            made.append(node)
        self.changes.append(lambda: setattr(output, "nodes", made))
        return place


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """An attribute's value: how it begins, what works it out, how many parts of a template it takes, what follows."""

    begun: str
    node: jinja2.nodes.Filter
    length: int
    rest: str


def _value(text: str, following: Sequence[jinja2.nodes.Expr], place: Place) -> _Value | None:
    """The value that is open where `text` ends; nothing where it ends in none of `following`, or needs its quotes."""
    begun, lineno = text.rpartition(place.quote)[2], following[0].lineno if following else 0
    parts: list[jinja2.nodes.Expr] = [jinja2.nodes.TemplateData(begun, lineno=lineno)]
    for number, node in enumerate(following):
        if not isinstance(node, jinja2.nodes.TemplateData):
            parts.append(node)
            continue
        said, end, rest = node.data.partition(place.quote)
        parts.append(jinja2.nodes.TemplateData(said, lineno=lineno))
        if end:
            first, *others = [part for part in parts if not isinstance(part, jinja2.nodes.TemplateData) or part.data]
            written = [part.data for part in (first, *others) if isinstance(part, jinja2.nodes.TemplateData)]
            if not may_end_bare(rest) or not all(map(needs_no_quotes, written)):
                return None
            value = jinja2.nodes.Filter(first, _ATTRIBUTE, others, [], None, None, lineno=first.lineno)
            return _Value(begun=begun, node=value, length=number + 1, rest=rest)
    return None


def _meet(places: Sequence[Place]) -> Place:
    """The place where several ways through a template end.

    Raises:
        _NestingError: They end in several places.
    """
    if len(found := set(places)) == 1:
        return found.pop()
    if found == {TEXT, UNKNOWN}:
        return UNKNOWN
    raise _NestingError


class Template(jinja2.Template):
    """A template that finds its globals in one dictionary, not in a chain of them, and escapes plain text at once."""

    @classmethod
    def from_code(
        cls,
        environment: jinja2.Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - it is called so where it comes from
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        """The template of compiled `code`."""
        made = super().from_code(environment, code, dict(globals), uptodate)
        made.root_render_func.__globals__["escape"] = _escaped
        return made


def _escaped(value: object) -> str:
    """What `markupsafe.escape` gives, as a text that is joined to others right away, so that it need not be marked."""
    if type(value) is Markup:
        return value
    if type(value) is not str:
        return escape(value)
    for sign, entity in _ENTITIES:
        if sign in value:
            value = value.replace(sign, entity)
    return value
