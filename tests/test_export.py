"""The whole archive in one file: every paper, whatever stands in it, as those find it who read the format."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from conftest import REPOSITORY
from pybtex.database import parse_string
from sites import BASE_URL, GOLDEN_ROOT, build, copied_root

from generator.cli import main
from generator.content.everything import read_content
from generator.export import FORMS, export_archive
from generator.formats import FORMATS
from generator.site import load_site

PAPERS = [paper for day in read_content(GOLDEN_ROOT / "content").snapshots for paper in day.papers]
IDS = list(dict.fromkeys(paper.id for paper in PAPERS))
BY_ID = {paper.id: paper for paper in reversed(PAPERS)}


def exported(form: str, root: Path = GOLDEN_ROOT) -> bytes:
    """The archive at `root` in one form."""
    return export_archive(load_site(root), form)


def opened(tmp_path: Path, data: bytes) -> sqlite3.Connection:
    """A database as its readers open it."""
    path = tmp_path / "papers.db"
    path.write_bytes(data)
    return sqlite3.connect(path)


def test_lines_of_json_are_the_papers() -> None:
    """A line a paper, the oldest day's first, with all that is known of it."""
    records = [json.loads(line) for line in exported("jsonl").decode().splitlines()]
    assert [record["id"] for record in records] == IDS
    assert [record["authors"] for record in records] == [list(BY_ID[one].authors) for one in IDS]
    assert [record.get("abstract", "") for record in records] == [BY_ID[one].abstract for one in IDS]


def test_table_has_a_row_a_paper() -> None:
    """CSV comes back with every text whole, line breaks and quotes in it included."""
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode(), newline="")))
    assert [(row["id"], row["title"], row["abstract"]) for row in rows] == [
        (one, BY_ID[one].title, BY_ID[one].abstract) for one in IDS
    ]
    assert [row["authors"] for row in rows] == ["; ".join(BY_ID[one].authors) for one in IDS]


def test_parquet_has_lists_and_numbers() -> None:
    """Authors are a list, votes are numbers, what is not known is null."""
    table = pyarrow.parquet.read_table(io.BytesIO(exported("parquet"))).to_pylist()
    assert [(row["id"], row["authors"], row["upvotes"]) for row in table] == [
        (one, list(BY_ID[one].authors), BY_ID[one].upvotes) for one in IDS
    ]


def test_database_is_sound_and_searched(tmp_path: Path) -> None:
    """Papers, authors and tags are tables that refer to each other; a word is found in whatever form."""
    database = opened(tmp_path, exported("sqlite"))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("SELECT id, title FROM papers").fetchall() == [(one, BY_ID[one].title) for one in IDS]
    (count,) = database.execute("SELECT count(*) FROM authors").fetchone()
    assert count == sum(len(BY_ID[one].authors) for one in IDS)
    found = database.execute("SELECT rowid FROM papers_fts WHERE papers_fts MATCH 'fold'").fetchall()
    assert found
    database.close()


def test_bibliography_has_every_paper() -> None:
    """BibTeX has an entry a paper."""
    assert len(parse_string(exported("bib").decode(), "bibtex").entries) == len(IDS)


@pytest.mark.parametrize("form", FORMS)
def test_archive_of_nothing_is_a_file(form: str, site_root: Path) -> None:
    """An archive without papers can be exported too."""
    assert isinstance(exported(form, site_root), bytes)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_archive_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Another process, with another hash seed, writes the same file as this one."""
    path = tmp_path / f"papers.{form}"
    command = [sys.executable, "-m", "generator", "-C", str(GOLDEN_ROOT), "export", form, "--output", str(path)]
    subprocess.run(command, cwd=REPOSITORY, check=True, env={"PYTHONHASHSEED": "7"}, capture_output=True)
    assert path.read_bytes() == exported(form)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "sqlite"])
def test_half_of_a_pair_becomes_a_question_mark(form: str) -> None:
    """What cannot be written as UTF-8 does not keep the rest from being written."""
    template = {"jsonl": "jsonlines"}.get(form, form)
    records = [{"id": "1", "title": "\ud800 ]]> \x00", "authors": ["\ud800"], "day": "2025-10-31", "tags": ["a"]}]
    made: Any = FORMATS[template]({"records": records})
    assert made.encode() if isinstance(made, str) else made


def test_file_goes_where_it_is_wanted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--output` names a file and says how large it became; without it the bytes go to stdout."""
    path = tmp_path / "papers.csv"
    assert main(["-C", str(GOLDEN_ROOT), "export", "csv", "--output", str(path)]) == 0
    assert path.read_bytes() == exported("csv")
    assert "papers.csv: 0.0 MB." in capsys.readouterr().out
    command = [sys.executable, "-m", "generator", "-C", str(GOLDEN_ROOT), "export", "sqlite"]
    assert subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True).stdout == exported("sqlite")


def test_unknown_form_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """The forms that there are are named."""
    with pytest.raises(SystemExit) as ended:
        main(["export", "xlsx"])
    assert ended.value.code == 2
    assert "invalid choice: 'xlsx'" in capsys.readouterr().err


@pytest.mark.parametrize("form", FORMS)
def test_build_publishes_one_of_them(form: str, tmp_path: Path) -> None:
    """`data.download` puts the file where the index of the data says it is."""
    root = copied_root(tmp_path / "root")
    config = root / "content" / "site.yaml"
    config.write_text(f"{config.read_text('utf-8')}\ndata: {{download: {form}}}\n", encoding="utf-8")
    site = build(root, tmp_path / "site")
    index = json.loads((site / "api" / "v1" / "index.json").read_bytes())
    assert index["documents"]["download"] == f"https://example.org/papers/download/papers.{form}"
    published = (site / "download" / f"papers.{form}").read_bytes()
    assert published == export_archive(load_site(root, base_url=BASE_URL), form)
