"""The render step: content → archive → pages → outputs → the output folder."""

from dataclasses import dataclass
from pathlib import Path

from generator.archive.index import build_archive
from generator.config import Config
from generator.model import Content, Output
from generator.output import Written, check_folder, write_outputs
from generator.pages.plan import plan_pages
from generator.render import render
from generator.theme import load_theme, theme_folders


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build made."""

    pages: int
    papers: int
    days: int
    tags: int
    written: Written


def build_site(root: Path, config: Config, content: Content, *, output: Path) -> Built:
    """Render what is archived into `output`.

    Everything is rendered before anything is written, so that an error leaves the last build as it was.

    Raises:
        BroadsheetError: Theme or plan is wrong, or the disk refuses.
    """
    check_folder(output, root=root)
    archive = build_archive(content, min_papers=config.tags.min_papers)
    theme = load_theme(
        config.theme,
        folders=theme_folders(root),
        settings=config.theme_settings,
        base_path=config.base_path,
        language=config.language,
    )
    pages = plan_pages(archive, config, settings=theme.settings)
    outputs = [render(page, theme) for page in pages]
    outputs += [Output(file=asset.file, data=asset.data) for asset in theme.assets]
    return Built(
        pages=len(pages),
        papers=len(archive.papers),
        days=len(archive.days),
        tags=sum(tag.has_page for tag in archive.tags.values()),
        written=write_outputs(outputs, output),
    )
