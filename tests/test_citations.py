"""BibTeX, RIS and CSL-JSON, as those who read them find them."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rispy
from conftest import SHARED
from hypothesis import given
from hypothesis import strategies as st
from made_up import archive, paper, plan, snapshot
from pybtex.database import Entry, Person, parse_string

from generator.config import CitationsConfig, Config
from generator.formats.bibtex import bibtex, tex
from generator.formats.csljson import csl_json
from generator.formats.ris import ris
from generator.model import Page, Paper, Reference
from generator.pages.references import reference_of
from generator.pages.site import Addresses
from generator.text.clean import clean_line

DAY = date(2025, 10, 31)
CONFIG = Config(title="Kites", base_url="https://example.org/papers/")
ONE = Reference(
    key="quill2025-2510.00001",
    title="On Kites",
    authors=("Ada Quill", "Bea van der Vellum"),
    published=date(2025, 10, 30),
    url="https://example.org/papers/papers/2510.00001/",
    doi="10.48550/arXiv.2510.00001",
    arxiv_id="2510.00001",
    primary_category="cs.LG",
)
HOSTILE_NAMES = (
    "o3 contributors", "Kite, Ada", "Berg, Jr., Ada", "The {Kite} Team", "A } B", "{", "and", "Ada and Bea",
    'Linxi "Jim" Fan', "O'Kite, C%ne_#1", "Ada \\Kite", "Ada ~ Kite^2", "Kite", "a, b, c, d, e", "Ada Kite y Boat",
    "x" * 57, "Zoë Ångström", "李雷", "Ada de", "de", "$x$ Kite", "Kite,", ", Kite", "van der, Ada", "AND Kite",
)  # fmt: skip
_SIGNS = {
    r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^", r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}", r"\&": "&", r"\%": "%", r"\_": "_", r"\#": "#", r"\$": "$", r"\{": "{", r"\}": "}",
}  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)) + "|[{}]")


def as_text(written: str) -> str:
    """What TeX shows of `written`, which holds no TeX of its own: signs as they are, groups without their braces."""
    return _SIGN.sub(lambda found: _SIGNS.get(found[0], ""), written)


def entry(reference: Reference) -> Entry:
    """`reference` as BibTeX's reader finds it."""
    (found,) = parse_string(bibtex([reference]), "bibtex").entries.values()
    return found


def whole_name(person: Person) -> str:
    """A name as BibTeX takes it apart, put together as it is spoken."""
    parts = (person.first_names, person.middle_names, person.prelast_names, person.last_names, person.lineage_names)
    return as_text(" ".join(word for part in parts for word in part))


def test_entry_is_what_arxiv_itself_would_write() -> None:
    """An arXiv paper is `@misc` with its id, its archive, its category and its DOI; a later paper changes no key."""
    assert bibtex([ONE]) == (
        "@misc{quill2025-2510.00001,\n"
        "  title={On Kites},\n"
        "  author={Quill, Ada and van der Vellum, Bea},\n"
        "  year={2025},\n"
        "  eprint={2510.00001},\n"
        "  archivePrefix={arXiv},\n"
        "  primaryClass={cs.LG},\n"
        "  doi={10.48550/arXiv.2510.00001}\n"
        "}\n"
    )


def test_what_is_not_known_is_left_out() -> None:
    """A paper without authors, DOI and arXiv id is cited by its title, its year and its address."""
    bare = replace(ONE, authors=(), doi=None, arxiv_id=None, primary_category=None)
    assert set(entry(bare).fields) == {"title", "year", "url"}
    assert not entry(bare).persons


def test_names_come_back_in_their_parts() -> None:
    """BibTeX finds given name, particle, family name and suffix where they are."""
    ada, bea, hal, team = entry(
        replace(ONE, authors=("Ada M. Quill", "Bea van der Vellum", "Hal Kite III", "o3 contributors"))
    ).persons["author"]
    assert (ada.first_names, ada.middle_names, ada.last_names) == (["Ada"], ["M."], ["Quill"])
    assert (bea.first_names, bea.prelast_names, bea.last_names) == (["Bea"], ["van", "der"], ["Vellum"])
    assert (hal.first_names, hal.last_names, hal.lineage_names) == (["Hal"], ["Kite"], ["III"])
    assert (team.first_names, team.last_names) == ([], ["{o3 contributors}"])


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_name_comes_back_as_one_author(name: str) -> None:
    """Commas, braces, `and` and TeX's signs make no second author, and every letter of the name is there."""
    authors = ("Ada Quill", name, "Bea Vellum")
    first, second, third = entry(replace(ONE, authors=authors)).persons["author"]
    assert (whole_name(first), whole_name(third)) == ("Ada Quill", "Bea Vellum")
    found, meant = (sorted(re.findall(r"[^\s,{}]", text)) for text in (whole_name(second), name))
    assert found == meant


def test_664_authors_come_back() -> None:
    """However many authors a paper has, all of them are cited."""
    authors = tuple(f"Ada Quill{chr(97 + number % 26)}{'x' * (number // 26)}" for number in range(664))
    assert [whole_name(person) for person in entry(replace(ONE, authors=authors)).persons["author"]] == list(authors)


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Kites for GPT-4 and LLaVA", "Kites for {GPT}-4 and {LLaVA}"),
        ("Q-Learning: A Kite", "{Q}-Learning: A Kite"),
        ("3D Kites & 50% of C#", r"{3D} Kites \& 50\% of {C}\#"),
        ("a_b ~ c^2", r"a\_b \textasciitilde{} c\textasciicircum{}2"),
        ("$O(N^2)$ Kites", "{$O(N^2)$} Kites"),
        ("From $5 to $1 Million", r"From \$5 to \$1 Million"),
        (r"\textsc{Kite}: Fr\'echet & Co", r"\textsc{Kite}: Fr\'echet \& Co"),
        ("The {Kite} Set", r"The \{Kite\} Set"),
        ("A } for { Kites", r"A \textbraceright{} for \textbraceleft{} Kites"),
        ("a \\ b", r"a \textbackslash{} b"),
        ("Zoë’s Naïve Ångström", "Zoë’s Naïve Ångström"),
        ("\u202eKites\x00 ]]> {{", r"Kites ]]> \textbraceleft{}\textbraceleft{}"),
        ("$x$", "{$x$}"),
        ("$\\frac{a}{b$ open", r"\$\textbackslash{}frac\textbraceleft{}a\textbraceright{}\textbraceleft{}b\$ open"),
    ],
)
def test_title_is_tex(title: str, written: str) -> None:
    """Capitals within words and formulas are protected, signs escaped; TeX stays TeX; accents are letters."""
    assert f"title={{{written}}}" in bibtex([replace(ONE, title=title)])


@given(st.text())
def test_any_text_is_one_value(text: str) -> None:
    """Whatever stands in a title, BibTeX reads one entry, and its braces are in pairs."""
    found = entry(replace(ONE, title=text))
    assert set(found.fields) == {"title", "year", "eprint", "archivePrefix", "primaryClass", "doi"}
    assert len(found.persons["author"]) == 2


@given(st.text(st.characters(blacklist_characters="$\\", blacklist_categories=["Cc", "Cf", "Cs", "Zl", "Zp"])))
def test_plain_text_comes_back(text: str) -> None:
    """Text without TeX is shown as it was."""
    assert as_text(tex(text, protect=True)) == text


def test_ris_comes_back() -> None:
    """A reader of RIS finds what was cited, each author apart."""
    whole = replace(ONE, keywords=("Wind", "Kites"), abstract="They fly.\nHigh.", authors=(*ONE.authors, "o3 authors"))
    (found,) = rispy.loads(ris([whole]))
    assert found["authors"] == ["Quill, Ada", "van der Vellum, Bea", "o3 authors"]
    assert (found["title"], found["doi"], found["year"]) == (ONE.title, ONE.doi, "2025")
    assert (found["keywords"], found["abstract"]) == (["Wind", "Kites"], "They fly. High.")
    assert (found["type_of_reference"], found["id"]) == ("UNPB", ONE.key)


@given(title=st.text(), author=st.text(), abstract=st.text())
def test_any_text_is_one_record_of_ris(title: str, author: str, abstract: str) -> None:
    """No line of a title, a name or an abstract is taken for a tag."""
    text = ris([replace(ONE, title=title, authors=(author,), abstract=abstract)])
    tags = [line[:6] for line in text.split("\r\n")]
    assert (tags[0], tags[-2:]) == ("TY  - ", ["ER  - ", ""])
    assert text.count("\r\n") == len(tags) - 1
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - ", tag) for tag in tags[:-1])


def test_csl_item_has_what_citeproc_needs() -> None:
    """A preprint is an article with names in their parts and its date in numbers."""
    (item,) = json.loads(csl_json([replace(ONE, authors=(*ONE.authors, "o3 contributors"))]))
    assert item["author"] == [
        {"family": "Quill", "given": "Ada"},
        {"family": "Vellum", "given": "Bea", "non-dropping-particle": "van der"},
        {"literal": "o3 contributors"},
    ]
    assert (item["id"], item["type"], item["issued"]) == (ONE.key, "article", {"date-parts": [[2025, 10, 30]]})


@pytest.mark.parametrize("write", [bibtex, ris])
def test_nothing_to_cite_is_nothing(write: Any) -> None:
    """A bibliography of no papers is empty."""
    assert write([]) == ""
    assert json.loads(csl_json([])) == []


def planned(*papers: Paper, **keys: Any) -> Mapping[str, Page]:
    """The pages of an archive of one day, its three tagged papers among them."""
    return plan(archive(snapshot(DAY, *papers)), **keys)


def test_days_are_cited_unless_told_otherwise() -> None:
    """A day has BibTeX beside it and a link to it; nothing is beside papers and tags."""
    pages = planned(*(paper(number, keywords=("wind",)) for number in (1, 2, 3)))
    assert [path for path in pages if path.endswith((".bib", ".ris", ".csl.json"))] == ["2025/10/31/papers.bib"]
    links = {link.label: link.url for link in pages["2025/10/31/"].values["page"].downloads}
    assert links == {"BibTeX": "/papers/2025/10/31/papers.bib", "JSON": "/papers/2025/10/31/papers.json"}


def test_each_page_is_cited_where_it_is_wanted() -> None:
    """Papers, days and tags have files in each format that the configuration names, each with its papers."""
    forms = ("bib", "ris", "csl")
    papers = [paper(number, keywords=("wind",)) for number in (1, 2, 3)]
    pages = planned(*papers, citations=CitationsConfig(papers=forms, days=forms, tags=forms))
    for place, count in {"papers/2510.00001/cite": 1, "2025/10/31/papers": 3, "tags/wind/papers": 3}.items():
        counts = [len(pages[f"{place}.{ending}"].values["references"]) for ending in ("bib", "ris", "csl.json")]
        assert counts == [count] * 3
        home = pages[f"{place.rpartition('/')[0]}/"].values["page"]
        assert [link.label for link in home.downloads][:3] == ["BibTeX", "RIS", "CSL-JSON"]


def test_keys_are_unique_and_stay() -> None:
    """A key has the paper's id in it: namesakes of one year differ, and later papers change none."""
    papers = [paper(number, authors=("Ada Quill",), published=date(2025, 10, 1)) for number in (1, 2)]
    later = paper(3, authors=("Ada Quill",))
    keys = [
        [reference_of(made.papers[one.id], made, Addresses(CONFIG)).key for one in papers]
        for made in (archive(snapshot(DAY, *papers)), archive(snapshot(DAY, later, *papers)))
    ]
    assert keys == [["quill2025-2510.00001", "quill2025-2510.00002"]] * 2


@pytest.mark.parametrize(
    ("authors", "key"),
    [
        ((), "kite2025-2510.00001"),
        (("Zoë Ångström",), "angstrom2025-2510.00001"),
        (("o3 contributors",), "o32025-2510.00001"),
        (("Ada Quill-Berg",), "quillberg2025-2510.00001"),
    ],
)
def test_key_begins_with_a_name(authors: tuple[str, ...], key: str) -> None:
    """The first author's family name in ASCII, or the first word of a group or of the title."""
    made = archive(snapshot(DAY, paper(1, authors=authors)))
    assert reference_of(made.papers["2510.00001"], made, Addresses(CONFIG)).key == key


@pytest.mark.skipif(not (SHARED / "data" / "hf").is_dir(), reason="the real days are not beside this repository")
def test_every_real_paper_comes_back() -> None:
    """BibTeX of all real papers gives the same titles and authors back, each under a key of its own."""
    items = [item for path in sorted((SHARED / "data" / "hf").glob("*.json")) for item in json.loads(path.read_bytes())]
    papers = {item["paper"]["id"]: item for item in reversed(items)}
    made = archive(snapshot(DAY, *(_real(item) for item in papers.values())))
    references = [reference_of(one, made, Addresses(CONFIG)) for one in made.papers.values()]
    found = parse_string(bibtex(references), "bibtex").entries
    assert len(found) == len(references) == len(papers) == 8377
    for reference in references:
        read = found[reference.key]
        assert _letters(as_text(read.fields["title"])) == _letters(reference.title)
        assert tuple(map(whole_name, read.persons["author"])) == reference.authors


def _real(item: dict[str, Any]) -> Paper:
    names = (clean_line(author["name"]) for author in item["paper"]["authors"] if not author.get("hidden"))
    return paper(0, id=item["paper"]["id"], title=clean_line(item["title"]), authors=tuple(names))


def _letters(title: str) -> str:
    """A title without what TeX uses for its own purposes."""
    return re.sub(r"[{}\\]", "", title)
