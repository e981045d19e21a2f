"""How long the reader's browser takes to find what is close in meaning, and what it loads for it.

    python benchmarks/meaning/query.py SITE [--times 4]

`SITE` is a built site with its base URL at the root of a host.  `--times` looks among so many times its papers.
"""

import argparse
import shutil
import statistics
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

_QUERIES = (
    "training with mini-batches",
    "make language models answer faster without losing quality",
    "robot hands that feel what they hold",
    "pictures from words",
    "diffusion",
)
_SCRIPT = """async ([script, search, times, queries]) => {
    const { tableOf, placeOf, nearest } = await import(script);
    const { open } = await import(search);
    const { meaning } = await open();
    const read = async (name) => {
        const answer = await fetch(`search/${name}.bin`);
        const packed = await answer.arrayBuffer();
        const whole = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
        return { size: packed.byteLength, bytes: new Uint8Array(await new Response(whole).arrayBuffer()).subarray(8) };
    };
    const start = performance.now();
    const names = [`meaning-${meaning.table}`, ...meaning.parts.map(([name]) => `near-${name}`)];
    const files = await Promise.all(names.map(read));
    const loaded = performance.now() - start;
    const table = tableOf(files[0].bytes);
    const one = meaning.parts.map(([, papers], at) => ({ papers, places: new Int8Array(files[at + 1].bytes) }));
    const parts = Array.from({ length: times }, () => one).flat();
    const find = (query) => nearest(placeOf(query, table), parts, () => true);
    const first = performance.now();
    find("a first query");
    const took = [performance.now() - first];
    for (let round = 0; round < 20; round++) for (const query of queries) {
        const begun = performance.now();
        find(query);
        took.push(performance.now() - begun);
    }
    const papers = parts.reduce((sum, part) => sum + part.papers, 0);
    return { sizes: files.map(({ size }) => size), loaded, took, papers };
}"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Time searches by meaning in Chromium.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--times", type=int, default=1)
    options = parser.parse_args()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(options.site)))
    Thread(target=server.serve_forever, daemon=True).start()
    scripts = [next((options.site / "static").glob(f"{name}.*.js")).name for name in ("meaning", "search")]
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/search/")
        page.evaluate("document.head.append(Object.assign(document.createElement('base'), { href: '/' }))")
        found = page.evaluate(_SCRIPT, [*(f"/static/{name}" for name in scripts), options.times, _QUERIES])
        browser.close()
    server.shutdown()
    table, *parts = found["sizes"]
    first, *rest = sorted(found["took"][1:]), found["took"][0]
    print(f"{found['papers']} papers; table {table} bytes, places {sum(parts)} bytes in {len(parts)} files")
    print(f"loaded and unpacked in {found['loaded']:.0f} ms; first query {rest[0]:.1f} ms")
    print(f"a query: median {statistics.median(first):.2f} ms, 95 % under {first[int(0.95 * len(first))]:.2f} ms")


if __name__ == "__main__":
    main()
