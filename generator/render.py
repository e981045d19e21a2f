"""Page + Theme → Output."""

from generator.errors import Problem, ThemeError
from generator.formats import FORMATS
from generator.model import Output, Page
from generator.theme import Theme


def render(page: Page, theme: Theme) -> Output:
    """The bytes of `page`.

    Raises:
        ThemeError: The template fails; the problem names template, line and page.
    """
    text: str | bytes
    if page.template in FORMATS:
        text = FORMATS[page.template](page.values)
    else:
        try:
            text = theme.render(page.template, page.values)
        except ThemeError as error:
            raise ThemeError(
                Problem(
                    where=problem.where,
                    found=f"{problem.found} (on the page /{page.path})",
                    expected=problem.expected,
                    remedy=problem.remedy,
                )
                for problem in error.problems
            ) from error
    return Output(file=page.file, data=text if isinstance(text, bytes) else text.encode("utf-8", "replace"))
