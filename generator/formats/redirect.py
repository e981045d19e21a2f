"""A page that leads to another: https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh."""

from html import escape


def redirect(title: str, *, url: str, canonical: str, language: str) -> str:
    """An HTML page that leads on to `url` at once, named `title`; `canonical` is the same address, absolute.

    It has no theme and no script, and search engines take `canonical` in its place.
    """
    name, place = escape(title), escape(url)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n<title>{name}</title>\n'
        f'<link rel="canonical" href="{escape(canonical)}">\n<meta http-equiv="refresh" content="0; url={place}">\n'
        f'<meta name="viewport" content="width=device-width">\n</head>\n'
        f'<body><main><h1><a href="{place}">{name}</a></h1></main></body>\n</html>\n'
    )
