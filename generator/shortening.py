"""A template's HTML made shorter on the template's tree: what can be left out whatever values a page has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jinja2

from generator.text.brevity import TEXT, UNKNOWN, Place, may_end_bare, needs_no_quotes, shortened

ATTRIBUTE = "_attribute"
"""The filter that writes an attribute's value: `attribute_value`."""


class _NestingError(Exception):
    """What `{% if %}` chooses from, or `{% for %}` repeats, ends elsewhere in HTML than it began."""


def shorten(tree: jinja2.nodes.Template) -> None:
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
    """The value that is open where `text` ends; nothing where it ends in none of `following`, or needs its quotes.

    What stands in single quotes may hold double ones that are not escaped, as `tojson` leaves them.
    """
    if place.quote != '"':
        return None
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
            value = jinja2.nodes.Filter(first, ATTRIBUTE, others, [], None, None, lineno=first.lineno)
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
