"""What search costs and what it finds, as docs/search.md has it: in Chromium, over a server like GitHub Pages.

    python benchmarks/search.py --site DIR [--papers 10000] [--papers 40000] [--queries 200] [--quality-only]

The papers are those of the site; where more are wanted, perturbed copies of them: sentences move between papers, a
third of titles' words are others, rare words and surnames are misspelled, ids and days are new.
"""

import argparse
import gzip
import random
import re
import resource
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Page, sync_playwright

from generator.archive.index import build_archive
from generator.cache import Cache
from generator.catalogue import Catalogue
from generator.config import Config
from generator.content.everything import read_content
from generator.crew import Crew
from generator.model import Archive, Content, Least, Paper, Snapshot
from generator.pages.plan import plan_chapters
from generator.render import render
from generator.search.words import COMMON, Words
from generator.text.passages import plain_passages
from generator.theme import Theme, load_theme, shipped_themes

_CHROMIUM = "/usr/bin/chromium"
_ROUND_TRIP_MS, _BYTES_PER_S = 60, 10_000_000 / 8
_FEW = 20
_RARE, _MISSPELLED = 2, 0.12
"""How many papers have a rare word, and how many of these words and of names a copy misspells."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NEXT = ("diffusion transformer video", "reward model", "protein structure", "chen alignment", "speech recognit")


def corpus(content: Content, papers: int) -> Content:
    """`content` with so many papers: its newest ones where these are fewer, else perturbed copies of earlier years."""
    rng = random.Random(11)  # noqa: S311 - invented text, no secret
    days = list(content.snapshots)
    while sum(len(day.papers) for day in days[1:]) >= papers:
        del days[0]
    originals = [paper for day in days for paper in day.papers]
    sentences = [one for paper in originals for one in re.split(r"(?<=[.!?]) ", paper.abstract)]
    words = Counter(word for paper in originals for word in set(paper.abstract.split()))
    whole = list(days)
    count = len(originals)
    first = days[0].day
    for copy in range(1, 100):
        if count >= papers:
            break
        back = timedelta(days=copy * ((days[-1].day - first).days // 7 * 7 + 14))
        for day in reversed(days):
            perturbed = tuple(
                _perturbed(paper, copy, rng, sentences, words) for paper in day.papers[: max(0, papers - count)]
            )
            count += len(perturbed)
            whole.append(replace(day, day=day.day - back, papers=perturbed))
    return replace(content, snapshots=tuple(sorted(whole, key=lambda day: day.day)), notes={}, gaps=())


def _perturbed(paper: Paper, copy: int, rng: random.Random, sentences: Sequence[str], words: Counter[str]) -> Paper:
    own = re.split(r"(?<=[.!?]) ", paper.abstract)
    abstract = " ".join(rng.choice(sentences) if rng.random() < 0.5 else one for one in own)  # noqa: PLR2004
    abstract = " ".join(
        _mutated(word, rng) if words[word] <= _RARE and rng.random() < _MISSPELLED else word
        for word in abstract.split()
    )
    title = paper.title.split()
    for _ in range(len(title) // 3):
        place, other = rng.randrange(len(title)), rng.choice(rng.choice(sentences).split() or ["kite"])
        title[place] = other
    names = tuple(_mutated(name, rng) if rng.random() < _MISSPELLED else name for name in paper.authors)
    identifier = f"{10 + copy:02}{paper.id[2:]}" if re.match(r"\d{4}\.", paper.id) else f"{paper.id}-{copy}"
    return replace(paper, id=identifier, title=" ".join(title), authors=names, abstract=abstract, also_on=())


def _mutated(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word)) if word else 0
    return word[:place] + rng.choice(_LETTERS) + word[place + 1 :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index as it stands in a folder: what making it cost, and its files."""

    cpu_s: float
    wall_s: float
    files: dict[str, bytes]


def write_index(
    archive: Archive, theme: Theme, cache: Cache, folder: Path, known: Mapping[str, bytes] = MappingProxyType({})
) -> Index:
    """Put the search page, its index and its assets into `folder`, by the code that builds use.

    Files that are `known` by a name that stands for what they hold are not made again.
    """
    config = Config(title="Benchmark", base_url="http://127.0.0.1/")
    began, wall = time.process_time(), time.perf_counter()
    catalogue = Catalogue(archive, read_again_days=config.snapshot.days, cache=cache)
    catalogue.prepare(Crew())
    made = (time.process_time() - began, time.perf_counter() - wall)
    chapters = plan_chapters(archive, config, settings=theme.settings, texts=theme.texts, catalogue=catalogue)
    pages = [page for chapter in chapters if chapter.name.startswith(("search/", "others")) for page in chapter.plan()]
    began, wall = time.process_time(), time.perf_counter()
    files = {
        page.file: known.get(page.file if page.template == "bytes" else "") or render(page, theme).data
        for page in pages
        if page.path.startswith("search/")
    }
    cpu_s, wall_s = made[0] + time.process_time() - began, made[1] + time.perf_counter() - wall
    index = Index(cpu_s=cpu_s, wall_s=wall_s, files=files)
    for name, data in {**files, **{asset.file: asset.data for asset in theme.assets}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
    return index


class Server(ThreadingHTTPServer):
    """GitHub Pages as far as this needs it; `sent` gathers the path and the bytes of each answer."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        """Serve `folder` on a port of its own."""
        self.sent: list[tuple[str, int]] = []
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        data = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if path.is_file() else 404)
        if path.suffix in {".html", ".js", ".css", ".json", ".svg"}:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        server: Any = self.server
        server.sent.append((self.path, len(data)))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[Server, str]]:
    """A server of `folder`, and its address."""
    server = Server(folder)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


_RANKS = """async ({queries, most}) => {
    const search = await import(document.querySelector("script[src*='/search.']").src);
    const index = await search.open();
    const ranks = [];
    for (const [text, id] of queries) {
        const rows = await search.next(index, await search.find(index, text));
        ranks.push(rows.findIndex(row => row.card[0] === id));
    }
    return ranks;
}"""


def queries(archive: Archive, count: int) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """For each kind of question how high up its answer has to be, and questions with their answers."""
    rng = random.Random(5)  # noqa: S311 - a sample
    words = Words()
    papers = [archive.papers[one] for one in archive.home]
    frequency = Counter(
        word for one in papers for word in set(words.of(f"{plain_passages(one.title)} {plain_passages(one.abstract)}"))
    )
    chosen = [one for one in rng.sample(papers, min(len(papers), 2 * count)) if one.authors and one.abstract][:count]

    def rarity(word: str) -> tuple[int, str]:
        return min((frequency[one] for one in words.of(word)), default=len(papers)), word

    found: dict[str, tuple[int, list[tuple[str, str]]]] = {
        kind: (top, []) for kind, top in (("T", 1), ("A3", 3), ("Ty", 3), ("AUr", 5), ("Pf", 5))
    }
    for one in chosen:
        title = plain_passages(one.title)
        plain = [
            word for word in re.findall(r"[A-Za-z]{4,}", plain_passages(one.abstract)) if word.lower() not in COMMON
        ]
        distinct = sorted({word.lower() for word in plain if rarity(word)[0] > 1}, key=rarity)[:8]
        named = sorted(re.findall(r"\w{3,}", title), key=rarity) or [title]
        long = [word for word in title.split() if len(re.findall("[A-Za-z]", word)) > 4] or [title]  # noqa: PLR2004
        wrong = rng.choice(long)
        cut = title.split()[-1]
        found["T"][1].append((title, one.id))
        found["A3"][1].append((" ".join(rng.sample(distinct, min(3, len(distinct)))), one.id))
        found["Ty"][1].append((title.replace(wrong, _typo(wrong, rng), 1), one.id))
        found["AUr"][1].append((f"{rng.choice(one.authors).split()[-1]} {named[0]}", one.id))
        found["Pf"][1].append((title[: len(title) - len(cut)] + cut[: max(1, round(len(cut) * 0.6))], one.id))
    return found


def _typo(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    letter = rng.choice(_LETTERS)
    return rng.choice([
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ])  # fmt: skip


def quality(page: Page, address: str, asked: dict[str, tuple[int, list[tuple[str, str]]]]) -> dict[str, float]:
    """The share of questions of each kind whose answer was among the first so many."""
    page.goto(f"{address}search/")
    shares = {}
    for kind, (top, pairs) in asked.items():
        ranks = page.evaluate(_RANKS, {"queries": pairs, "most": top})
        shares[kind] = sum(0 <= rank < top for rank in ranks) / len(ranks)
        missed = [pair for pair, rank in zip(pairs, ranks, strict=True) if not 0 <= rank < top]
        for pair in missed[:4]:
            print(f"    {kind} missed: {pair}")
    return shares


_SHOWN = "turn => document.querySelector('#search-found li h2') && document.querySelector('#search-said').textContent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a query cost: bytes of the index and of its script, requests, milliseconds."""

    size: int
    requests: int
    ms: float


def costs(
    browser: Any, server: Server, address: str, texts: Sequence[str], *, slow: bool
) -> tuple[list[Cost], list[Cost]]:
    """The costs of each text as the first query of a visit, and those of another one after it."""
    first, following = [], []
    for number, text in enumerate(texts):
        context = browser.new_context()
        page = context.new_page()
        if slow:
            session = context.new_cdp_session(page)
            session.send("Network.enable")
            session.send(
                "Network.emulateNetworkConditions",
                {
                    "offline": False,
                    "latency": _ROUND_TRIP_MS,
                    "downloadThroughput": _BYTES_PER_S,
                    "uploadThroughput": _BYTES_PER_S,
                },
            )
        page.goto(f"{address}search/")
        first.append(_cost(page, server, text, anew=True))
        following.append(_cost(page, server, _NEXT[number % len(_NEXT)], anew=False))
        context.close()
    return first, following


_ASKED = """async ([text, anew]) => {
    const url = document.querySelector("script[src*='/search.']").src;
    const began = performance.now();
    // As a first visit: a script and a manifest that no cache holds.
    if (anew) window.search = await import(`${url}?${Math.random()}`), window.index = await search.open("reload");
    const result = await search.find(index, text);
    const rows = await search.next(index, result);
    return [performance.now() - began, rows.length];
}"""


def _cost(page: Page, server: Server, text: str, *, anew: bool) -> Cost:
    page.wait_for_load_state("networkidle")
    server.sent.clear()
    ms, _ = page.evaluate(_ASKED, [text, anew])
    sent = [size for path, size in server.sent if "search" in path]
    return Cost(size=sum(sent), requests=len(sent), ms=ms)


def _shown(costs: Sequence[Cost]) -> str:
    sizes = sorted(cost.size / 1000 for cost in costs)
    middle = statistics.median
    tail = sizes[min(len(sizes) - 1, int(len(sizes) * 0.95))]
    return (
        f"{middle(sizes):.0f}/{tail:.0f} kB  {middle(cost.requests for cost in costs):.0f} requests"
        f"  {middle(cost.ms for cost in costs):.0f} ms"
    )


def measure(content: Content, papers: int, count: int, theme: Theme, *, quality_only: bool) -> None:
    """Print everything for a corpus of so many papers."""
    whole = corpus(content, papers)
    archive = build_archive(whole, least=Least(3))
    last = [day.day for day in archive.days if day.papers][-1]
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name) / "site", Cache(Path(name) / "cache")
        before = write_index(_without(whole, last), theme, cache, folder) if not quality_only else None
        added = write_index(archive, theme, cache, folder, before.files if before else {})
        files = added.files
        print(f"\n{len(archive.home)} papers, {len(archive.days)} days")
        if before is not None:
            written = {file: data for file, data in files.items() if before.files.get(file) != data}
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sizes = sorted(len(data) for file, data in files.items() if "/w" in file)
            print(f"  cold build    {before.cpu_s:.1f} s CPU, {peak:.0f} MB with the corpus")
            size = sum(map(len, written.values())) / 1000
            print(f"  a day added   {added.cpu_s:.2f} s CPU, {len(written)} files, {size:.0f} kB")
            print(f"  files         {len(files)}, {sum(map(len, files.values())) / 1e6:.2f} MB")
            print(f"  shards        {len(sizes)}, median {sizes[len(sizes) // 2]} bytes, largest {sizes[-1]}")
        asked = queries(archive, count)
        with sync_playwright() as playwright, served(folder) as (server, address):
            browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page()
            print(
                "  quality      ",
                "  ".join(f"{kind} {share:.3f}" for kind, share in quality(page, address, asked).items()),
            )
            if not quality_only:
                mix = [asked[kind][1][place][0] for place in range(_FEW // 4) for kind in ("A3", "AUr", "T", "Pf")]
                for label, slow in (("local", False), (f"{_ROUND_TRIP_MS} ms", True)):
                    first, following = costs(browser, server, address, mix, slow=slow)
                    print(f"  first, {label:<6} {_shown(first)}")
                    print(f"  next,  {label:<6} {_shown(following)}")
            browser.close()


def _without(content: Content, day: date) -> Archive:
    kept: tuple[Snapshot, ...] = tuple(one for one in content.snapshots if one.day != day)
    return build_archive(replace(content, snapshots=kept), least=Least(3))


def main() -> None:
    """Print the figures of each size."""
    parser = argparse.ArgumentParser(description="Measure the search.")
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--papers", type=int, action="append")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--quality-only", action="store_true")
    options = parser.parse_args()
    theme = load_theme("broadsheet", folders=(shipped_themes(),), settings={}, base_path="/", language="en")
    script = next(asset.data for asset in theme.assets if asset.file.startswith("static/search."))
    print(f"search.js       {len(gzip.compress(script))} bytes, gzipped")
    content = read_content(options.site / "content")
    for papers in options.papers or [10_000, 40_000]:
        measure(content, papers, options.queries, theme, quality_only=options.quality_only)


if __name__ == "__main__":
    main()
