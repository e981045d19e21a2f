"""A theme tried on the made-up archive: what is wrong with it is said, with template, line and page."""

import re
import time
from pathlib import Path

import pytest
from conftest import DAY
from made_up import paper, snapshot

from generator.check import check_site
from generator.config import Config
from generator.content.snapshots import write_snapshot
from generator.kit import theme_problems
from generator.text.anchors import anchors
from generator.theme import load_theme, shipped_themes, theme_folders

_CONFIG = Config(title="Kites", base_url="https://example.org/papers/", owner="Ada", description="All kites.")
SHIPPED = sorted(path.parent.name for path in shipped_themes().glob("*/theme.yaml"))


def _said(root: Path, **templates: str) -> list[str]:
    """What is said of a theme that extends the shipped one and has these templates."""
    mine = root / "themes" / "mine"
    (mine / "templates").mkdir(parents=True)
    (mine / "theme.yaml").write_text("name: Mine\nextends: broadsheet\n", encoding="utf-8")
    for name, text in templates.items():
        (mine / "templates" / f"{name}.html").write_text(text, encoding="utf-8")
    theme = load_theme("mine", folders=theme_folders(root), settings={}, base_path="/papers/", language="en")
    return [str(problem) for problem in theme_problems(theme, _CONFIG)]


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_shipped_themes_stand_every_state(name: str, language: str) -> None:
    """Nothing is wrong with them, in any direction, and it is known in less than three seconds."""
    theme = load_theme(name, folders=(shipped_themes(),), settings={}, base_path="/papers/", language=language)
    begin = time.process_time()
    assert theme_problems(theme, _CONFIG) == []
    assert time.process_time() - begin < 3


@pytest.mark.parametrize(
    ("template", "text", "fault"),
    [
        ("paper", "\n{{ paper.titel }}", r"/paper\.html:2: .*'titel'.*on the page /papers/2510\.\d+/"),
        ("paper", "{{ paper.organization.upper() }}", r"/paper\.html:1: .*NoneType|'None'"),
        ("day", "{{ papers[0].title }}", r"/day\.html:1: .*on the page /2025/10/06/"),
        ("home", "{{ day.url }}", r"/home\.html:1: "),
        ("tag", '{% extends "nowhere.html" %}', "there is no template nowhere.html"),
        (
            "404",
            "<a href=\"{{ url('lost/') }}\">x</a>",
            "made-up site/404.html: a link to /lost/, which does not exist",
        ),
        ("404", '<a href="{{ url() }}#gone">x</a>', "a link to /#gone, where no element has that id"),
        ("404", '<a href="/elsewhere/">x</a>', "a link to /elsewhere/, which is not on this site"),
        ("404", '<p id="a"><p id="a">', "404.html: the id 'a' twice; an id stands once on a page"),
        ("404", "{% if false %}{{ t('red_on') }}{% endif %}", "404.html:1: no text 'red_on'; did you mean read_on?"),
        ("404", "<img src=\"{{ asset('a.png') }}\">", "no static file a.png; add static/a.png"),
    ],
)
def test_faults_of_a_theme_are_found(tmp_path: Path, template: str, text: str, fault: str) -> None:
    """Each with where it is, once however many pages show it."""
    said = _said(tmp_path, **{template: text})
    (found,) = [line for line in said if re.search(fault, line) or fault in line]
    assert found


def test_all_faults_come_in_one_list(site_root: Path) -> None:
    """Theme, content and built site are looked at together."""
    write_snapshot(site_root / "content", snapshot(DAY, paper(1)))
    path = site_root / "content" / "site.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "theme: mine\nlanguage: pt\n", encoding="utf-8")
    _said(site_root, tags="{{ tags.gone }}")
    (site_root / "site" / "about").mkdir(parents=True)
    robots = "User-agent: *\nSitemap: https://a.example/x/sitemap.xml\n"
    (site_root / "site" / "robots.txt").write_text(robots, encoding="utf-8")
    for name in ("index.html", "about/index.html"):
        (site_root / "site" / name).write_text('<a href="/x/gone/">x</a><img src="b.png">', encoding="utf-8")
    said = "\n".join(map(str, check_site(site_root)))
    assert "pt.yaml" in said
    assert "tags.html:1: " in said
    assert "site/about/index.html: a link to /gone/, which does not exist (and on 1 other pages)" in said
    assert "site/index.html: a link to /b.png, which does not exist" in said


def test_a_site_that_was_not_built_has_no_links(site_root: Path) -> None:
    """Before a first build nothing is said of it."""
    write_snapshot(site_root / "content", snapshot(DAY, paper(1)))
    assert check_site(site_root) == []


def test_links_are_read_as_a_browser_reads_them() -> None:
    """Whatever the quotes; each once; what stands in comments and text is none."""
    found = anchors('<a href=x id=a>1</a><!-- <a href=y> --><img srcset="b.png 1x, c.png 2x"><a href="x">&lt;a href=z>')
    assert found.links == ("x", "b.png", "c.png")
    assert found.ids == {"a"}
