"""Templates' HTML without what it can do without: the same page in fewer bytes."""

from typing import Any

import html5lib
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compilation import Environment
from generator.text.brevity import TEXT, Place, attribute_value, shortened


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ('<p class="byline" id="a-1">', "<p class=byline id=a-1>"),
        ("<p class='byline'>", "<p class=byline>"),
        ('<p class = "byline" title\n= "a  > b">', '<p class=byline title="a  > b">'),
        ("<p>\n a <dialog> b </dialog> c", "<p>a <dialog> b </dialog> c"),
        ('<a href="/papers/" rel="prev">', "<a href=/papers/ rel=prev>"),
        ('<p class="two words" title="" lang="a=b">', '<p class="two words" title="" lang="a=b">'),
        ('<path d="M0"/>', '<path d="M0"/>'),
        ('<p\n   class="a"\n   hidden>', "<p class=a hidden>"),
        ("<ul>\n  <li>One\n  <li>Two\n</ul>\n", "<ul><li>One<li>Two</ul>"),
        ("<p>\n  One  <b>two</b>\n  <i>three</i>\n</p>", "<p>One <b>two</b>\n<i>three</i></p>"),
        ("a\u00a0<p>", "a\u00a0<p>"),
        ('<pre class="a">\n  x <b id="b">\n</pre>\n<p>', '<pre class=a>\n  x <b id="b">\n</pre><p>'),
        ('<script src="/a.js">\n let a="b"\n</SCRIPT> <b>', '<script src=/a.js>\n let a="b"\n</SCRIPT> <b>'),
        ('<title>\n a="b" </title>', '<title>\n a="b" </title>'),
        ('<!-- <p id="a">\n <p> -->\n<p>', '<!-- <p id="a">\n <p> --><p>'),
        ('say a="b" if 1 < 2', 'say a="b" if 1 < 2'),
        ('<!doctype html>\n<html lang="en">', "<!doctype html><html lang=en>"),
        ("<div><p>One</p>\n<ul><li><p>Two</p>\n</li></ul></div>", "<div><p>One<ul><li><p>Two</li></ul></div>"),
        ("<a><p>One</p></a> <p>Two</p>three", "<a><p>One</p></a><p>Two</p>three"),
    ],
)
def test_html_says_the_same_in_fewer_bytes(written: str, short: str) -> None:
    """Quotes go where a value needs none, white space where it is not shown; scripts, comments and `pre` stay."""
    assert shortened(written)[0] == short


@pytest.mark.parametrize(
    ("written", "kind"),
    [("<p ", "tag"), ('<p id="', "value"), ("<script>", "raw"), ("<!-- a", "comment"), ("<p>a", "text"), ("<", "tag")],
)
def test_it_is_known_where_a_text_ends(written: str, kind: str) -> None:
    """What is open where a part of a template ends is open where the next begins."""
    assert shortened(written)[1].kind == kind


def test_what_may_be_no_html_is_left_alone() -> None:
    """A part of a template of which it is not known where it stands is HTML only once a tag begins it."""
    unknown = Place(kind="unknown")
    assert shortened('let a="b"\n<p>\n', unknown) == ('let a="b"\n<p>\n', unknown)
    assert shortened('\n<p id="a">\n', unknown) == ("<p id=a>", TEXT)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"))))
def test_any_value_is_read_as_it_was(parts: list[str]) -> None:
    """Whatever a value holds, a browser reads that and nothing else."""
    (element,) = html5lib.parseFragment(f"<b title={attribute_value(*parts)}>", namespaceHTMLElements=False)
    assert element.attrib == {"title": "".join(parts)}


_TEMPLATES = {
    "page.html": (
        '<!doctype html>\n<title>a</title>\n<body class="page-{{ kind }}">\n{% for name in names %}\n<p id="{{ name }}"'
        ' title="{{ name }}, {{ name }}">{{ name }}</p>\n{% endfor %}\n<{{ tag }} class="x">\n'
        "{% block main %}{% endblock %}<script>\n{% block script %}{% endblock %}</script>\n"
        '<p class="a{% if kind %} b{% endif %}">c</p>\n'
    ),
    "child.html": (
        '{% extends "page.html" %}{% from "parts.html" import link %}\n'
        "{% block main %}\n<section>\n {{ link(kind) }}\n</section>\n{% endblock %}\n"
        '{% block script %}let a = "{{ kind }}"; // <p>\nlet b="c"\n{% endblock %}'
    ),
    "narrow.html": (
        '<a title="{{ kind }}"{% if kind %}lang="x"{% endif %}>a</a><p id="{{ kind }}"{% if names %} hidden{% endif %}>'
    ),
    "parts.html": '{% macro link(to) %}\n <a href="{{ to }}">to</a>\n{% endmacro %}\n',
    "broken.html": '{% if kind %}<p class="a">{% else %}<p class="{% endif %}<p class="b">\n<p>',
}


@pytest.mark.parametrize("name", _TEMPLATES)
@given(st.text("ab '\"=<>`&/\n", max_size=4), st.lists(st.text("ab '\"=<>`&/\n", max_size=4), max_size=2))
def test_a_page_is_the_same(name: str, kind: str, names: list[str]) -> None:
    """A browser makes the same of it as of what Jinja alone gives: elements, attributes, words."""
    loader = jinja2.DictLoader(_TEMPLATES)
    options: dict[str, Any] = {"loader": loader, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    own, plain = Environment(**options), jinja2.Environment(**options)  # noqa: S701 - escapes, as the options say
    values = {"kind": kind, "names": names, "tag": "h2"}
    made, expected = (made.get_template(name).render(values) for made in (own, plain))
    assert len(made) <= len(expected)
    assert _seen(made) == _seen(expected)


def test_parts_that_are_not_whole_are_left_alone() -> None:
    """Where a condition opens a tag and another closes it, what a template says is what the page says."""
    template = _TEMPLATES["broken.html"]
    made = Environment(loader=jinja2.DictLoader(_TEMPLATES)).get_template("broken.html").render(kind="")
    assert made == template.partition("{% else %}")[2].replace("{% endif %}", "")


def test_what_holds_double_quotes_stays_in_single_ones() -> None:
    """JSON in an attribute is one value, whatever it says; so is one whose name a page works out."""
    template = """<p data-facts='{{ facts | tojson }}' data-{{ name }}="a  > b" class="c">"""
    loader = jinja2.DictLoader({"a.html": template})
    made = Environment(loader=loader, autoescape=True).get_template("a.html")
    text = made.render(facts={"a": '" onclick="b'}, name="n")
    (element,) = html5lib.parseFragment(text, namespaceHTMLElements=False)
    assert element.attrib == {"data-facts": '{"a": "\\" onclick=\\"b"}', "data-n": "a  > b", "class": "c"}


def test_only_html_is_shortened() -> None:
    """Other files that a template makes are as it says."""
    loader = jinja2.DictLoader({"a.xml": '<p id="a">\n</p>', "a.html": '<p id="a">\n</p>'})
    environment = Environment(loader=loader)
    assert environment.get_template("a.xml").render() == '<p id="a">\n</p>'
    assert environment.get_template("a.html").render() == "<p id=a></p>"


def _seen(page: str) -> list[tuple[object, dict[str, str], list[str]]]:
    """Each element of `page`: its name, attributes, and the words that begin in it and behind it."""
    root = html5lib.parse(page, namespaceHTMLElements=False)
    return [(one.tag, dict(one.attrib), f"{one.text or ''} {one.tail or ''}".split()) for one in root.iter()]
