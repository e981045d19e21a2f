"""How templates are compiled: once for all builds, with what is known beforehand written out, quick to escape."""

import ast
from collections.abc import Callable, Mapping, MutableMapping
from itertools import groupby
from types import CodeType, MappingProxyType
from typing import Any, cast

import jinja2
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from generator.cache import Cache, digest, program_digest
from generator.shortening import ATTRIBUTE, shorten
from generator.text.brevity import attribute_value

_COMPILED = "templates"


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
        self.filters[ATTRIBUTE] = attribute_value

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
            shorten(source)
        return super()._generate(source, name, filename, defer_init)

    def _compile(self, source: str, filename: str) -> CodeType:
        """The hook that Jinja has for this: a template's Python, made ready; faults keep their lines."""
        tree = _Joining().visit(ast.parse(source))
        return compile(ast.fix_missing_locations(tree), filename, "exec")


class _Joining(ast.NodeTransformer):
    """Gives out as one text what a template gives out piece by piece.

    Each piece would pass through the generators of a block, of the template and of all that it extends.
    """

    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            if isinstance(statements := getattr(node, name, None), list):
                setattr(node, name, _joined(statements))
        return node


def _joined(statements: list[ast.stmt]) -> list[ast.stmt]:
    made: list[ast.stmt] = []
    for is_text, group in groupby(statements, key=_is_text):
        run = list(group)
        made += [_as_one(run)] if is_text else run
    return made


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Yield | ast.YieldFrom)


def _as_one(run: list[ast.stmt]) -> ast.stmt:
    pieces = [cast("ast.Yield | ast.YieldFrom", cast("ast.Expr", statement).value) for statement in run]
    match pieces:
        case [ast.Yield()]:
            return run[0]
        case [ast.YieldFrom(value=several)]:
            texts = several
        case _:
            texts = ast.Tuple([_item(piece) for piece in pieces], ast.Load())
    join = ast.Attribute(ast.Constant(""), "join", ast.Load())
    return ast.copy_location(ast.Expr(ast.Yield(ast.Call(join, [texts], []))), run[0])


def _item(piece: ast.Yield | ast.YieldFrom) -> ast.expr:
    if isinstance(piece, ast.YieldFrom):
        return ast.Starred(piece.value, ast.Load())
    return piece.value or ast.Constant("")


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
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    if "'" in value:
        value = value.replace("'", "&#39;")
    if '"' in value:
        value = value.replace('"', "&#34;")
    return value
