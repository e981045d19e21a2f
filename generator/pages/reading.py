"""What the reading tools need beside the pages: the page of the reading list, and the worker for reading offline."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.config import Config
from generator.model import Page
from generator.pages.site import READING_LIST, Frame
from generator.text.texts import Texts


def reading_pages(frame: Frame, config: Config, texts: Texts) -> Iterator[Page]:
    """Both are there whatever the configuration says.

    Where reading offline is off, the worker clears away what one before it kept: browsers that once had it ask for
    the same file again, and would keep the old one if that were gone.
    """
    yield Page(
        path=READING_LIST,
        template="reading-list.html",
        stamp=b"reading-list",
        make=partial(_list_values, frame, texts),
    )
    worker = {"offline": config.offline, "base_path": config.base_path, "fallback": READING_LIST}
    yield Page(path="sw.js", template="worker", stamp=b"worker", make=lambda: worker)


def _list_values(frame: Frame, texts: Texts) -> dict[str, Any]:
    description = texts.say("reading_list_description")
    return frame.values(READING_LIST, "reading-list", texts.say("reading_list"), description=description)
