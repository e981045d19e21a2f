"""The pages of a finished site → links that lead nowhere, fragments that no element has, ids that stand twice."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

from generator.errors import Problem
from generator.text.anchors import anchors


def link_problems(
    pages: Iterable[tuple[str, str]], files: AbstractSet[str], *, base_url: str, where: str
) -> Iterator[Problem]:
    """What is wrong with the links of `pages`, pairs of a file and its HTML, among all `files` of the site.

    One problem for each address that leads nowhere, with the first page that has it; `where` is the folder that pages
    are named below.  Other hosts are not asked.
    """
    ids: dict[str, frozenset[str]] = {}
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for file, html in pages:
        found = anchors(html)
        ids[file] = found.ids
        for identifier in found.twice:
            remedy = "an id stands once on a page"
            yield Problem(where=f"{where}/{file}", found=f"the id {identifier!r} twice", remedy=remedy)
        for link in found.links:
            wanted[_target(link, "" if link.startswith(("/", "http")) else file, base_url)].append(file)
    for (target, fragment), sources in wanted.items():
        if fault := _fault(target, fragment, files, ids):
            others = len(set(sources)) - 1
            more = f" (and on {others} other pages)" if others else ""
            yield Problem(where=f"{where}/{sources[0]}", found=f"{fault}{more}")


@lru_cache(maxsize=1 << 16)
def _target(link: str, file: str, base_url: str) -> tuple[str, str]:
    """The file and the fragment that `link` on the page `file` leads to; nothing for other hosts and schemes.

    An address on this host that is not below the base path keeps its leading slash.
    """
    try:
        parts = urlsplit(urljoin(base_url + file, link.strip()))
    except ValueError:
        return (f"/{link}", "")
    base = urlsplit(base_url)
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc):
        return ("", "")
    path = unquote(parts.path)
    if not path.startswith(base.path):
        return (path, "")
    inside = path[len(base.path) :]
    return (f"{inside}index.html" if not inside or inside.endswith("/") else inside, unquote(parts.fragment))


def _fault(target: str, fragment: str, files: AbstractSet[str], ids: dict[str, frozenset[str]]) -> str:
    if not target:
        return ""
    if target.startswith("/"):
        return f"a link to {target}, which is not on this site"
    address = target.removesuffix("index.html")
    if target not in files:
        return f"a link to /{address}, which does not exist"
    if fragment and target in ids and fragment not in ids[target]:
        return f"a link to /{address}#{fragment}, where no element has that id"
    return ""
