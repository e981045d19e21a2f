"""Outputs on disk: only what changed is written, what no page claims goes, nothing outside is touched."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sites import GOLDEN_ROOT, build, copied_root, files_in, write_outputs

from generator.errors import OutputError
from generator.formats.sitemap import sitemap
from generator.model import Output
from generator.output import Written, check_folder

SIGN = {".nojekyll": b"", "sitemap.xml": sitemap([]).encode()}
"""The files by which a folder is known to be a build's."""
_NAME = st.sampled_from("abcd")
_TREE = st.dictionaries(st.lists(_NAME, min_size=1, max_size=3).map("/".join), st.binary(max_size=4), max_size=6)


def write(folder: Path, **files: str) -> Written:
    """Write a site of `files`, whose names have `_` for a dot, beside the files of every build."""
    return write_outputs(outputs({name.replace("_", "."): text.encode() for name, text in files.items()}), folder)


def outputs(files: dict[str, bytes]) -> list[Output]:
    """A site of `files` and of those that every build writes."""
    return [Output(file=file, data=data) for file, data in {**files, **SIGN}.items()]


def site_of(folder: Path) -> dict[str, bytes]:
    """What is in `folder` beside the files of every build."""
    return {file: data for file, data in files_in(folder).items() if file not in SIGN}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the site goes: not there yet."""
    return tmp_path / "site"


def test_folder_is_made(folder: Path) -> None:
    """A site's folders are made as needed."""
    write_outputs(outputs({"2025/10/31/index.html": b"day"}), folder)
    assert site_of(folder) == {"2025/10/31/index.html": b"day"}


def test_counts_tell_what_became_of_files(folder: Path) -> None:
    """The counts of written, unchanged and removed files, and the size of the site, are true."""
    write(folder, a_txt="old", b_txt="same", c_txt="gone")
    written = write(folder, a_txt="newer", b_txt="same")
    size = len("newer") + len("same") + sum(map(len, SIGN.values()))
    assert written == Written(written=1, unchanged=3, removed=1, size_bytes=size)
    assert written.files == 4


def test_unchanged_file_is_not_touched(folder: Path) -> None:
    """A file that already has its bytes keeps its inode and its time."""
    write(folder, a_txt="same")
    os.utime(folder / "a.txt", (1, 1))
    before = (folder / "a.txt").stat()
    write(folder, a_txt="same")
    after = (folder / "a.txt").stat()
    assert (after.st_mtime, after.st_ino) == (before.st_mtime, before.st_ino)


def test_file_of_the_same_size_is_compared_by_its_bytes(folder: Path) -> None:
    """A change that leaves the size as it was is written."""
    write(folder, a_txt="old")
    write(folder, a_txt="new")
    assert site_of(folder) == {"a.txt": b"new"}


def test_changed_file_is_replaced_in_one_step(folder: Path) -> None:
    """Who has the old file open reads the old bytes to their end; the new file may be read by all."""
    write(folder, a_txt="old")
    with (folder / "a.txt").open("rb") as reader:
        write(folder, a_txt="new")
        assert reader.read() == b"old"
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o644


def test_what_no_page_claims_is_removed_with_its_folders(folder: Path) -> None:
    """Files of an earlier build that this one does not make go, and folders they leave empty."""
    write_outputs(outputs({"tags/old/index.html": b"x", "tags/index.html": b"x"}), folder)
    (folder / "tags" / "empty" / "deeper").mkdir(parents=True)
    write_outputs(outputs({"tags/index.html": b"x"}), folder)
    assert sorted(path.name for path in (folder / "tags").iterdir()) == ["index.html"]


@pytest.mark.parametrize("name", [".gitignore", "CNAME"])
def test_files_of_the_owner_are_kept(folder: Path, name: str) -> None:
    """What the owner keeps at the top of the folder is neither removed nor changed."""
    folder.mkdir()
    (folder / name).write_text("mine\n", encoding="utf-8")
    check_folder(folder, root=folder.parent / "elsewhere")
    write(folder, a_txt="a")
    assert (folder / name).read_text(encoding="utf-8") == "mine\n"


def test_checkout_is_kept_whole(folder: Path, tmp_path: Path) -> None:
    """A `.git` folder at the top, with all that is in it and the links there, is left alone."""
    (folder / ".git" / "hooks").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    (folder / ".git" / "hooks" / "pre-push").symlink_to(tmp_path / "hook")
    write(folder, a_txt="a")
    assert site_of(folder) == {"a.txt": b"a", ".git/HEAD": b"ref"}
    assert (folder / ".git" / "hooks" / "pre-push").is_symlink()


def test_gitignore_deeper_down_is_not_kept(folder: Path) -> None:
    """Only the `.gitignore` at the top is the owner's."""
    write_outputs(outputs({"tags/index.html": b"x"}), folder)
    (folder / "tags" / ".gitignore").write_text("*", encoding="utf-8")
    write_outputs(outputs({"tags/index.html": b"x"}), folder)
    assert site_of(folder) == {"tags/index.html": b"x"}


def test_link_to_a_file_outside_is_replaced_not_followed(folder: Path, tmp_path: Path) -> None:
    """A symbolic link in a file's place becomes the file; what it led to stays as it was."""
    outside = tmp_path / "outside.txt"
    outside.write_text("precious", encoding="utf-8")
    write(folder, a_txt="old")
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(outside)
    write(folder, a_txt="new")
    assert outside.read_text(encoding="utf-8") == "precious"
    assert not (folder / "a.txt").is_symlink()
    assert site_of(folder) == {"a.txt": b"new"}


@pytest.mark.parametrize("inside", [b"page", b"other"], ids=["same bytes", "other bytes"])
def test_link_to_a_folder_outside_is_replaced_not_followed(folder: Path, tmp_path: Path, inside: bytes) -> None:
    """A symbolic link in a folder's place becomes a folder with the page in it, whatever is where it led."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_bytes(inside)
    (outside / "precious.txt").write_text("precious", encoding="utf-8")
    write(folder)
    (folder / "tags").symlink_to(outside)
    write_outputs(outputs({"tags/index.html": b"page"}), folder)
    assert site_of(folder) == {"tags/index.html": b"page"}
    assert not (folder / "tags").is_symlink()
    assert files_in(outside) == {"index.html": inside, "precious.txt": b"precious"}


def test_unclaimed_link_goes_and_what_it_led_to_stays(folder: Path, tmp_path: Path) -> None:
    """Pruning removes a symbolic link itself, never what is behind it."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("precious", encoding="utf-8")
    write(folder, a_txt="a")
    (folder / "link").symlink_to(outside)
    (folder / "dangling").symlink_to(tmp_path / "nowhere")
    write(folder, a_txt="a")
    assert site_of(folder) == {"a.txt": b"a"}
    assert files_in(outside) == {"precious.txt": b"precious"}
    assert sorted(path.name for path in folder.iterdir()) == [".nojekyll", "a.txt", "sitemap.xml"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tags": b"file"}, {"tags/index.html": b"page"}),
        ({"tags/index.html": b"page"}, {"tags": b"file"}),
        ({"a/b/c/d": b"1"}, {"a": b"2"}),
        ({"a": b"1"}, {"a/b/c/d": b"2"}),
    ],
)
def test_file_and_folder_may_change_places(folder: Path, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """A file where a folder was, or a folder where a file was, is no obstacle."""
    write_outputs(outputs(before), folder)
    write_outputs(outputs(after), folder)
    assert site_of(folder) == after


def test_folder_with_foreign_files_is_refused(folder: Path) -> None:
    """A folder that holds what no build wrote is an error that names some of it."""
    folder.mkdir()
    (folder / "thesis.tex").write_text("years", encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds files that no build wrote \(thesis\.tex\)"):
        check_folder(folder, root=folder.parent / "root")


def test_site_of_another_program_is_refused(folder: Path) -> None:
    """A folder with a sitemap that is not ours is not taken for a build's."""
    folder.mkdir()
    (folder / ".nojekyll").touch()
    (folder / "sitemap.xml").write_text("<urlset/>", encoding="utf-8")
    (folder / "index.html").write_text("theirs", encoding="utf-8")
    with pytest.raises(OutputError, match="no build wrote"):
        check_folder(folder, root=folder.parent / "root")


@pytest.mark.parametrize("place", [".", "content", "content/days", "themes", "..", "themes/mine"])
def test_sources_of_the_site_are_refused(tmp_path: Path, place: str) -> None:
    """Neither the site root nor its sources, nor what is above or within them, can be built into."""
    root = tmp_path / "root"
    (root / place).mkdir(parents=True, exist_ok=True)
    with pytest.raises(OutputError, match="would replace what the site is made from"):
        check_folder(root / place, root=root)


def test_file_in_the_folders_place_is_refused(folder: Path) -> None:
    """An output folder that is a file is an error."""
    folder.write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="is no folder; choose another name"):
        check_folder(folder, root=folder.parent / "root")


@pytest.mark.parametrize("names", [[], [".gitignore"], [".nojekyll"], [".nojekyll", ".gitignore"]])
def test_folder_without_foreign_files_is_taken(folder: Path, names: list[str]) -> None:
    """A folder that is empty, or holds the owner's files, or the first file of a build, may be built into."""
    folder.mkdir()
    for name in names:
        (folder / name).touch()
    check_folder(folder, root=folder.parent / "root")
    write(folder, a_txt="a")
    assert site_of(folder).keys() - {".gitignore"} == {"a.txt"}


@pytest.mark.parametrize("count", range(0, 12, 3))
def test_interrupted_build_is_finished_by_the_next(folder: Path, count: int) -> None:
    """However many files a build wrote before it was stopped, the next one makes the site whole."""
    files = {f"page-{number}.html": b"whole" for number in range(9)}
    _interrupted(outputs(files), folder, after=count)
    check_folder(folder, root=folder.parent / "root")
    write_outputs(outputs(files), folder)
    assert site_of(folder) == files


def test_disk_that_refuses_is_an_error_with_its_place(folder: Path) -> None:
    """A file that cannot be written is an error that names it."""
    too_long = f"{'x' * 300}.html"
    with pytest.raises(OutputError, match=r"x\.html: cannot be written: File name too long"):
        write_outputs(outputs({too_long: b"x"}), folder)


@given(before=_TREE, after=_TREE)
def test_folder_holds_exactly_the_outputs(
    before: dict[str, bytes], after: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever an earlier build left, after a build the folder holds its outputs and nothing else."""
    folder = tmp_path_factory.mktemp("any") / "site"
    write_outputs(outputs(_possible(before)), folder)
    write_outputs(outputs(_possible(after)), folder)
    assert site_of(folder) == _possible(after)


def test_building_twice_writes_nothing(folder: Path) -> None:
    """A second build of the same content changes no file, not even its time."""
    build(GOLDEN_ROOT, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    build(GOLDEN_ROOT, folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_removed_content_takes_its_pages_along(folder: Path, tmp_path: Path) -> None:
    """After a day's file is removed, a build over the old site is the same as one into a new folder."""
    root = copied_root(tmp_path / "root")
    build(root, folder)
    (root / "content" / "days" / "2025" / "2025-10-29.yaml").unlink()
    assert files_in(build(root, folder)) == files_in(build(root, tmp_path / "fresh"))
    assert not (folder / "2025" / "10" / "29").exists()


def _interrupted(files: list[Output], folder: Path, *, after: int) -> None:
    """What is there when a build of `files` is killed after as many of them: the next one half written."""
    ordered = sorted(files, key=lambda output: (output.file not in SIGN, output.file))
    folder.mkdir()
    for output in ordered[:after]:
        (folder / output.file).write_bytes(output.data)
    for output in ordered[after : after + 1]:
        (folder / output.file).write_bytes(output.data[: len(output.data) // 2])
    for output in ordered[2 : min(after, 3)]:
        (folder / f".{output.file}.abc123.tmp").write_bytes(b"wh")


def _possible(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those of `files` that can stand together: none is below another."""
    return {file: data for file, data in files.items() if not any(other.startswith(f"{file}/") for other in files)}
