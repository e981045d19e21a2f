"""The command line: the only place that prints and exits."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from generator import __version__
from generator.cli.usage import UsageError
from generator.errors import BroadsheetError

_EPILOG = """\
a first archive:
  broadsheet build               read the newest days, then render content/ into site/
  broadsheet build --offline     render what is archived, without the network
  broadsheet serve               look at it while you change content, themes or configuration

a longer one:
  broadsheet snapshot --since 2025-01-01    read every day since then; what is complete is not read again
  broadsheet build --base-url https://someone.github.io/papers/

exit status:
  0 done; 1 configuration, content, theme or site is wrong; 2 wrong usage;
  3 (with --strict) rendered, but a source could not be read completely, or the hub not told

environment:
  HF_ENDPOINT, HF_TOKEN, ARXIV_ENDPOINT, SOURCE_DATE_EPOCH, BROADSHEET_TODAY, NO_COLOR and the proxy variables
"""
_HIGHEST_PORT = 65535
_FORMS = ("sqlite", "jsonl", "csv", "parquet", "bib")


class _Parser(argparse.ArgumentParser):
    """argparse's, but wrong usage is said in one line."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and end with 2."""
        self.exit(2, f"{self.prog}: error: {message}; {self.prog} --help says more\n")


def run() -> None:
    """Run the program and exit with its status; a reader of its output that left early (`| head`) is no fault."""
    status = 0
    try:
        try:
            status = main(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        pass
    sys.stderr.flush()
    os._exit(status)  # Everything is written and closed: to take a large archive apart in memory serves nobody.


def main(arguments: Sequence[str]) -> int:
    """Run the command that `arguments` name; returns the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except UsageError as error:
        sys.stderr.write(f"broadsheet: {error}\n")
        return 2
    except BroadsheetError as error:
        for problem in error.problems:
            sys.stderr.write(f"broadsheet: error: {problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("broadsheet: interrupted; what was archived so far is whole\n")
        return 130


def _parser() -> _Parser:
    common = _Parser(add_help=False)
    common.add_argument("-C", dest="root", type=Path, default=Path(), metavar="DIR", help="run on the site in DIR")
    loudness = common.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    loudness.add_argument("-v", "--verbose", action="store_true", help="say what became of every day")
    parser = _Parser(
        prog="broadsheet",
        description="Snapshots of paper feeds in git, and the site that is made of them.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    # A subcommand's own defaults would overwrite what stands before its name.
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("-C", dest="root", type=Path, metavar="DIR", help="run on the site in DIR")
    shared.add_argument("-q", "--quiet", action="store_true", help="print errors only")
    shared.add_argument("-v", "--verbose", action="store_true", help="say what became of every day")
    _add_build(commands, shared)
    _add_snapshot(commands, shared)
    _add_import(commands, shared)
    _add_serve(commands, shared)
    _add_check(commands, shared)
    _add_export(commands, shared)
    _add_tags(commands, shared)
    return parser


def _add_build(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "snapshot the sources, then render the site (the main job)"
    build = commands.add_parser("build", parents=[shared], help=about, description=about.capitalize())
    build.add_argument("--offline", action="store_true", help="render what is archived, without the network")
    _add_range(build)
    build.add_argument("--base-url", metavar="URL", help="where the site will be published")
    build.add_argument("--output", type=Path, metavar="DIR", help="build into DIR instead of site/")
    build.add_argument("--strict", action="store_true", help="exit 3 when a source could not be read completely")
    build.add_argument("--jobs", type=_count, metavar="N", help="how many processes render (default: all processors)")
    build.add_argument("--scheduler", metavar="URL", help="render on the Dask cluster of tcp://host:8786 instead")
    build.add_argument("--full", action="store_true", help="render everything, whatever was rendered before")
    build.add_argument("--profile", action="store_true", help="say on stderr how long each stage took")
    build.add_argument("--ping", action="store_true", help="tell the hub of the feeds (feeds.hub) when it is done")
    build.add_argument("--json", action="store_true", help="print a summary for programs on stdout")
    build.set_defaults(command=_build)


def _add_snapshot(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "read the sources into content/days/, render nothing"
    snapshot = commands.add_parser("snapshot", parents=[shared], help=about, description=about.capitalize())
    snapshot.add_argument("--date", type=_day, action="append", metavar="DAY", help="this day only (repeatable)")
    _add_range(snapshot)
    snapshot.add_argument("--source", metavar="NAME", help="this source only")
    snapshot.add_argument("--strict", action="store_true", help="exit 3 when a source could not be read completely")
    snapshot.add_argument("--json", action="store_true", help="print a summary for programs on stdout")
    snapshot.set_defaults(command=_snapshot)


def _add_import(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "bring saved feed files in as if they had been fetched"
    kinds = "an API answer, a saved Daily Papers page (text or HTML), RSS, Atom, JSON Feed, arXiv Atom"
    command = commands.add_parser("import", parents=[shared], help=about, description=f"{about.capitalize()}: {kinds}")
    command.add_argument("files", type=Path, nargs="+", metavar="FILE", help=kinds)
    command.add_argument("--date", type=_day, metavar="DAY", help="the day of a list that does not name it")
    command.add_argument("--as-of", type=_day, metavar="DAY", help="when a page was saved whose dates have no year")
    command.set_defaults(command=_import)


def _add_check(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "everything that is wrong with configuration, content and theme, in one list"
    command = commands.add_parser("check", parents=[shared], help=about, description=about.capitalize())
    command.add_argument("--repair", action="store_true", help="first mend what needs no judgement: key order, layout")
    command.set_defaults(command=_check)


def _add_export(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "the whole archive in one file: a database, a table or a bibliography"
    command = commands.add_parser("export", parents=[shared], help=about, description=about.capitalize())
    command.add_argument("form", choices=_FORMS, help="what to write: %(choices)s", metavar="FORM")
    command.add_argument("--output", type=Path, metavar="FILE", help="write FILE instead of stdout")
    command.set_defaults(command=_export)


def _add_tags(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "what the archive suggests for the tag ledger, with counts and papers"
    said = f"{about.capitalize()}: new tags, aliases, merges, what of it is unused. Writes nothing unless asked"
    command = commands.add_parser("tags", parents=[shared], help=about, description=said)
    command.add_argument("names", nargs="*", metavar="NAME", help="only these of the suggested tags and aliases")
    command.add_argument(
        "--least", type=_papers, default=10, metavar="N", help="papers a keyword must have (default: 10)"
    )
    command.add_argument(
        "--all", action="store_true", help="list aliases never seen, and keywords over all areas alike"
    )
    verb = command.add_mutually_exclusive_group()
    verb.add_argument("--write", action="store_true", help="put them into content/tags.own.yaml")
    verb.add_argument("--ignore", action="store_true", help="note there that these are no tags; they do not return")
    command.add_argument("--json", action="store_true", help="print everything for programs on stdout")
    command.set_defaults(command=_tags)


def _add_serve(commands: "argparse._SubParsersAction[_Parser]", shared: _Parser) -> None:
    about = "build offline, watch, rebuild and reload the browser"
    serve = commands.add_parser("serve", parents=[shared], help=about, description=about.capitalize())
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=_port, default=8000, help="port to listen on (default: %(default)s)")
    serve.set_defaults(command=_serve)


def _add_range(command: argparse.ArgumentParser) -> None:
    command.add_argument("--since", type=_day, metavar="DAY", help="back-fill from this day (default: 2023-05-04)")
    command.add_argument("--until", type=_day, metavar="DAY", help="back-fill up to this day (default: today)")


def _day(text: str) -> date:
    # Python also reads 20251031 and 2025-W44-5.
    found = text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else ""
    try:
        return date.fromisoformat(found)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; expected YYYY-MM-DD") from error


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected 1 to {_HIGHEST_PORT}")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; expected 1 or more")
    return int(text)


def _papers(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of papers; expected 1 or more")
    return int(text)


# What a command needs is imported by it: `--version` and `--help` stay quick.


def _build(options: argparse.Namespace) -> int:
    from generator.cli.commands import build

    return build(options)


def _snapshot(options: argparse.Namespace) -> int:
    from generator.cli.commands import snapshot

    return snapshot(options)


def _import(options: argparse.Namespace) -> int:
    from generator.cli.commands import import_files

    return import_files(options)


def _check(options: argparse.Namespace) -> int:
    from generator.cli.commands import check

    return check(options)


def _export(options: argparse.Namespace) -> int:
    from generator.cli.commands import export

    return export(options)


def _serve(options: argparse.Namespace) -> int:
    from generator.cli.commands import serve

    return serve(options)


def _tags(options: argparse.Namespace) -> int:
    from generator.cli.proposing import tags

    return tags(options)
