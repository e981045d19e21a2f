"""Mistakes that people make in content, configuration, themes and options: what is said, and what stays as it was."""

import shutil
from pathlib import Path

import pytest

from generator.cli import main

DAY = "2025-11-06"
PATH = Path("content") / "days" / "2025" / f"{DAY}.yaml"


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def run(site_root: Path, *arguments: str) -> int:
    """Run the program on the site."""
    return main(["-C", str(site_root), *arguments])


BROKEN: dict[str, tuple[str, str, str]] = {
    "no title": ("content/site.yaml", "description: x\n", "the key title is missing"),
    "unknown key": ("content/site.yaml", "title: x\nbase_ulr: http://a/\n", "did you mean base_url?"),
    "wrong type": ("content/site.yaml", "title: 7\n", "found a number (7); expected text; put it in quotes"),
    "twice": ("content/site.yaml", "title: x\ntitle: y\n", "content/site.yaml:2: the key title stands here a second"),
    "tag": ("content/site.yaml", "title: !!python/name:os.system x\n", "a YAML tag"),
    "not YAML": ("content/site.yaml", "title: [x\n", "content/site.yaml:2: not YAML"),
    "base url": ("content/site.yaml", "title: x\nbase_url: ftp://a/\n", "http(s)://host/path/"),
    "theme": ("content/site.yaml", "title: x\ntheme: brodsheet\n", "did you mean broadsheet?"),
    "setting": ("content/site.yaml", "title: x\ntheme_settings: {moto: x}\n", "did you mean motto?"),
    "day": (str(PATH), "format: 1\nday: 2025-11-06\npapers: [{id: 2511.00010, title: x}]\n", "put it in quotes"),
    "version": (str(PATH), "format: 2\nday: 2025-11-06\n", "expected format: 1; install a newer Broadsheet"),
    "wrong day": (str(PATH), "format: 1\nday: 2025-11-05\npapers: []\n", "move or rename the file"),
    "page": ("content/pages/tags.md", "---\ntitle: Mine\n---\n", "the tags page “Tags” and by the page page “Mine”"),
    "no papers": (str(PATH), "format: 1\nday: 2025-11-06\npaperz: []\n", "is it called paperz?"),
    "edited": (
        str(PATH),
        "format: 1\nday: 2025-11-06\npapers: [{id: '1', title: x, edited: [titel]}]\n",
        "did you mean title?",
    ),
    "stray": ("content/days/2025/2025-11-06.yml", "format: 1\nday: 2025-11-06\npapers: []\n", "rename the file"),
    "front matter": ("content/pages/x.md", "Hello\n", "no front matter"),
    "ledger": ("content/tags.yaml", "format: 1\ntags: [{name: A, aliases: [X]}, {name: B, aliases: [x]}]\n", "claimed"),
    "template": ("themes/broadsheet/templates/page.html", "{{ nothing.here }}", "page.html:1"),
    "syntax": ("themes/broadsheet/templates/day.html", "{% if %}", "day.html:1"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_in_a_line_and_changes_nothing(
    name: str, site_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 1, one line with place and remedy, the previous site untouched."""
    (site_root / "content" / "pages").mkdir()
    (site_root / "content" / "pages" / "about.md").write_text("---\ntitle: About\n---\nHello.\n", encoding="utf-8")
    shutil.copytree(Path(__file__).parent.parent / "themes", site_root / "themes")
    (site_root / PATH).parent.mkdir(parents=True)
    (site_root / PATH).write_text("format: 1\nday: 2025-11-06\npapers: []\n", encoding="utf-8")
    assert run(site_root, "build", "--offline") == 0
    before = tree(site_root / "site")
    capsys.readouterr()
    file, text, message = BROKEN[name]
    (site_root / file).write_text(text, encoding="utf-8")
    assert run(site_root, "build", "--offline") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert message in said.err
    assert tree(site_root / "site") == before


def test_all_problems_of_content_are_reported_together(site_root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A person who mends files by hand sees everything at once, each with file and key."""
    days = site_root / "content" / "days" / "2025"
    days.mkdir(parents=True)
    (days / "2025-11-05.yaml").write_text(
        "format: 1\nday: 2025-11-05\npapers:\n- {id: '1', title: 2, upvotes: many}\n- {title: x}\n", encoding="utf-8"
    )
    (days / "2025-11-06.yaml").write_text("format: 1\nday: 2025-11-06\nday: 2025-11-06\n", encoding="utf-8")
    assert run(site_root, "build", "--offline") == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ", 2)[2].split(";")[0] for line in lines] == [
        "content/days/2025/2025-11-05.yaml: papers[1]: title: found a number (2)",
        "content/days/2025/2025-11-05.yaml: papers[1]: upvotes: found the text 'many'",
        "content/days/2025/2025-11-05.yaml: papers[2]: the key id is missing",
        "content/days/2025/2025-11-06.yaml:3: the key day stands here a second time",
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["snapshot", "--since", "2025-11-06", "--until", "2025-11-05"],
        ["snapshot", "--date", "2025-11-06", "--since", "2025-11-05"],
        ["snapshot", "--date", "yesterday"],
        ["build", "--nonsense"],
        ["build", "--offline", "--since", "2025-11-05"],
        ["snapshot", "--date", "2025-W45-4"],
        [],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], site_root: Path) -> None:
    """Options that make no sense end the program before it asks for anything."""
    try:
        ended = run(site_root, *arguments)
    except SystemExit as error:
        ended = int(error.code or 0)
    assert ended == 2


def test_a_foreign_folder_is_not_built_into(
    site_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--output` refuses a folder whose files no build wrote, and the site's own sources."""
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.tex").write_text("years of work", encoding="utf-8")
    assert run(site_root, "build", "--offline", "--output", str(tmp_path / "precious")) == 1
    assert "holds files that no build wrote (thesis.tex)" in capsys.readouterr().err
    assert run(site_root, "build", "--offline", "--output", str(site_root)) == 1
    assert run(site_root, "build", "--offline", "--output", str(tmp_path)) == 1
    assert (tmp_path / "precious" / "thesis.tex").read_text(encoding="utf-8") == "years of work"
