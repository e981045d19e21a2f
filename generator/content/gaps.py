"""`content/gaps.yaml` ↔ the days that could not be read; there is no such file when there are none."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from generator.content.strictyaml import read_yaml, write_yaml
from generator.errors import ContentError, OutputError, Problem
from generator.files import read_text, write_atomically
from generator.model import FORMAT, Gap
from generator.schema import convert, problems_in


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    format: int
    gaps: tuple[Gap, ...] = ()


def read_gaps(content: Path) -> tuple[Gap, ...]:
    """The gaps of the archive, in the file's order.

    Raises:
        ContentError: Everything that is wrong with the file.
    """
    path = content / "gaps.yaml"
    if not path.exists():
        return ()
    where = f"content/{path.name}"
    data = read_yaml(read_text(path), where)
    if problems := problems_in(_File, data, where):
        raise ContentError(problems)
    file = convert(_File, data)
    if file.format != FORMAT:
        raise ContentError(Problem(where=where, found=f"format: {file.format}", expected=f"format: {FORMAT}"))
    return file.gaps


def gaps_by_day(gaps: Iterable[Gap]) -> dict[tuple[date, str], Gap]:
    """`gaps` by day and source."""
    return {(gap.day, gap.source): gap for gap in gaps}


def write_gaps(content: Path, gaps: Mapping[tuple[date, str], Gap]) -> None:
    """Keep `gaps`, sorted; none is no file.  An unchanged file is not written.

    Raises:
        OutputError: The disk refuses.
    """
    path = content / "gaps.yaml"
    if not gaps:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            found = f"cannot be removed: {error.strerror}"
            raise OutputError(Problem(where=str(path), found=found, remedy="mend the permissions")) from error
        return
    rows = [asdict(gaps[key]) for key in sorted(gaps)]
    nothing: frozenset[str] = frozenset()
    data = write_yaml({"format": FORMAT, "gaps": rows}, path.name, quoted=nothing, flow=nothing, literal=nothing)
    if not path.exists() or path.read_bytes() != data:
        write_atomically(path, data)
