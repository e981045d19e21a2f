"""opensearch.xml, by which browsers add a site's search to their own.

https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md
"""

from generator.text.xml import xml_attribute, xml_text

_SHORT_NAME, _LONG_NAME, _DESCRIPTION = 16, 48, 1024
"""As many characters as these may have."""


def opensearch(*, name: str, description: str, language: str, results: str, own: str) -> str:
    """The description of the search of the site called `name`; `results` is an address with `{searchTerms}` in it."""
    rows = (
        ("ShortName", name[:_SHORT_NAME].strip()),
        ("LongName", name[:_LONG_NAME].strip()),
        ("Description", description[:_DESCRIPTION]),
        ("Language", language),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    )
    facts = "".join(f"<{tag}>{xml_text(text)}</{tag}>\n" for tag, text in rows)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"{facts}"
        f'<Url type="text/html" template={xml_attribute(results)}/>\n'
        f'<Url type="application/opensearchdescription+xml" rel="self" template={xml_attribute(own)}/>\n'
        "</OpenSearchDescription>\n"
    )
