"""A real Chromium, as Debian or the machine's owner installed it, and pages that tell what goes wrong on them."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_OWN = ("http://127.0.0.1:", "blob:http://127.0.0.1:")

NEEDS_CHROMIUM = pytest.mark.skipif(
    _CHROMIUM is None and "CI" not in os.environ, reason="Chromium is not installed; where CI is set that is a failure"
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, for as long as it is wanted."""
    assert _CHROMIUM is not None, "in CI the browser tests need Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_ARGUMENTS))
        yield browser
        browser.close()


def page_of(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and a list that will hold what goes wrong on it: console errors, failed and foreign requests."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(f"a dialog: {dialog.message}"))
    # A request that was under way when the page was left is given up, which is no failure.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else wrong.append(f"failed: {request.url}"),
    )
    page.on(
        "request", lambda request: None if request.url.startswith(_OWN) else wrong.append(f"foreign: {request.url}")
    )
    return page, wrong


def becomes_true(page: Page, expression: str, *, within_s: float = 10) -> None:
    """Wait until `expression` is true on the page, whether it is so now or promises to be.

    Playwright's own `wait_for_function` takes a promise for a truth.
    """
    deadline = time.monotonic() + within_s
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never true: {expression}"
        page.wait_for_timeout(20)
