"""What of a paper is searched and shown: the one value that this room takes."""

from typing import NamedTuple


class Findable(NamedTuple):
    """A paper as a reader may look for it; all texts are plain.

    `names` are what it is found by beside title and abstract: authors, organization, keywords, its id.  `facets` are
    what it can be narrowed down by, `tag:diffusion-models` say.  `byline` and `more_authors` are for its card, `place`
    is the last part of its address.  A tuple, since whole archives of them travel between processes.
    """

    id: str
    place: str
    day: str
    title: str
    byline: str
    more_authors: int
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    organization: str = ""
    abstract: str = ""
    facets: tuple[str, ...] = ()
