"""Names → the part of a URL that stands for them."""

import hashlib
import re

from slugify import slugify

_MEANT = (("+", " plus "), ("#", " sharp "), ("&", " and "), ("@", " at "), ("%", " percent "))
_SIMPLE = re.compile(r"[a-z0-9]+(?:[ -][a-z0-9]+)*")
_PATH_SAFE = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_MAX_LENGTH = 80


def slug_of(name: str) -> str:
    """Lower-case ASCII words joined by hyphens, at most 80 characters, never empty.

    Signs that tell names apart (`C`, `C++`, `C#`) become words.  A name with no letter that can be written in ASCII
    gets the first 10 hexadecimal digits of its SHA-256.
    """
    if len(name) <= _MAX_LENGTH and _SIMPLE.fullmatch(name):
        return name.replace(" ", "-")  # As slugify would have it, thirty times faster.
    for sign, word in _MEANT:
        name = name.replace(sign, word)
    return slugify(name, max_length=_MAX_LENGTH, word_boundary=True) or digest_of(name)


def unique_slug(name: str, taken: set[str]) -> str:
    """The slug of `name`, made different from those in `taken` by a digest of the name; `taken` gains it."""
    slug = short = slug_of(name)
    salted = name
    while slug in taken:
        slug = f"{short}-{digest_of(salted)}"
        salted += "\n"
    taken.add(slug)
    return slug


def path_segment(identifier: str) -> str:
    """An id as one segment of a URL and one file name: itself where that is safe, else its slug and digest.

    Upper case is not safe: some file systems take `Abc` and `abc` for one name.
    """
    if _PATH_SAFE.fullmatch(identifier) and not identifier.endswith("."):
        return identifier
    return f"{slug_of(identifier)}-{digest_of(identifier)}"


def digest_of(text: str) -> str:
    """The first 10 hexadecimal digits of the SHA-256 of `text`; unpaired surrogates are allowed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
