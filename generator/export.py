"""The whole archive in one file: a table, a database or a bibliography."""

from generator.archive.index import build_archive
from generator.config import DOWNLOADS
from generator.content.everything import read_content
from generator.formats import FORMATS
from generator.pages.data import DOWNLOAD_FORMATS, Data
from generator.pages.stamps import Stamps
from generator.site import Site

FORMS = DOWNLOADS


def export_archive(site: Site, form: str) -> bytes:
    """Every archived paper of `site`, the oldest day's first, in one of the `FORMS`.

    Raises:
        ContentError: Everything that is wrong with any file of the content.
        ExportError: A library that the form needs is not installed.
    """
    archive = build_archive(read_content(site.content), least=site.config.least)
    data = Data(archive, site.config, Stamps(archive))
    made = FORMATS[DOWNLOAD_FORMATS[form]](data.whole(form))
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")
