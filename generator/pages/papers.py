"""Papers as pages and feeds show them, each made once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin

from generator.archive.sketches import byline, more_authors
from generator.config import Config
from generator.model import HUGGINGFACE, SAVED_PAGE, Archive, FeedItem, Paper, Tagging
from generator.pages.site import Addresses, author_path, day_path, organization_path, paper_path, tag_path
from generator.pages.sparklines import sparkline, votes_by_day
from generator.pages.views import Link, PaperView, RelatedView, RowView, TagLink
from generator.text.guids import paper_guid
from generator.text.html import heading_html, line_html, safe_url, with_namespaces
from generator.text.identifiers import is_arxiv_id
from generator.text.passages import plain_passages
from generator.text.sentences import excerpt
from generator.text.slugs import path_segment
from generator.text.texts import Texts

_ARXIV_DOI = "10.48550/arXiv."
_KEPT_ROWS, _KEPT_VIEWS, _KEPT_ITEMS = 16384, 1024, 4096
_NAMED_LINKS = frozenset({"code", "project", "discussion", "article"})
_SUMMARY = 240
_LEFT_OUT = frozenset({"pdf"})
_KNOWN = frozenset({"arxiv", "pdf", "discussion"})
_MARKDOWN_URL = re.compile(r'(?<= )(href|src)="([^"]*)"')
_VIDEO = (".mp4", ".mov", ".webm", ".qt", ".m4v")


class Papers:
    """The views and feed items of an archive's papers, made when they are asked for; the last ones are kept."""

    def __init__(self, archive: Archive, config: Config, texts: Texts) -> None:
        """Take what is needed to make any of them."""
        self._archive = archive
        self._texts = texts
        self._config = config
        self._addresses = Addresses(config)
        self._days = {day.day for day in archive.days}
        self.row = lru_cache(maxsize=_KEPT_ROWS)(self._row_of)
        self.view = lru_cache(maxsize=_KEPT_VIEWS)(self._view_of)
        self._tag_link = lru_cache(maxsize=_KEPT_ROWS)(self._tag_link_of)
        self._sources = _sources(config)
        self.item = lru_cache(maxsize=_KEPT_ITEMS)(self._item_of)
        self.tag_item = lru_cache(maxsize=_KEPT_ITEMS)(self._tag_item_of)
        self.brief_item = lru_cache(maxsize=_KEPT_ITEMS)(self._brief_item_of)

    def ranked(self, ids: Iterable[str]) -> list[str]:
        """`ids`, the most upvoted paper's first, ties in the order given."""
        return ranked(ids, self._archive)

    def _row_of(self, identifier: str) -> RowView:
        headline = self._archive.headlines[identifier]
        home = self._archive.home[identifier]
        return RowView(
            id=identifier,
            title=plain_passages(headline.title),
            heading=heading_html(headline.title),
            url=self._addresses.href(paper_path(identifier)),
            day=home,
            day_url=self._addresses.href(day_path(home)),
            byline=headline.byline,
            more_authors=headline.more_authors,
            upvotes=headline.upvotes,
            comments=headline.comments,
            organization=headline.organization,
            english=is_arxiv_id(identifier),
            doi=arxiv_doi(identifier),
        )

    def _view_of(self, identifier: str) -> PaperView:
        return self._view(self._archive.papers[identifier])

    def _item_of(self, identifier: str) -> FeedItem:
        """The paper as the feeds of the archive carry it, with all that is known of it."""
        view = self.view(identifier)
        return self._item(view, categories=_paged(view), short=False)

    def related(self, identifier: str) -> tuple[RelatedView, ...]:
        """The papers that are related to this one, the nearest first."""
        archive = self._archive
        return tuple(
            RelatedView(
                id=one.id,
                title=plain_passages(archive.headlines[one.id].title),
                heading=heading_html(archive.headlines[one.id].title),
                url=self._addresses.href(paper_path(one.id)),
                day=archive.home[one.id],
                words=one.words,
                english=is_arxiv_id(one.id),
            )
            for one in archive.related.get(identifier, ())
        )

    def _tag_item_of(self, identifier: str) -> FeedItem:
        """The paper as the feeds of its tags carry it: what is said elsewhere in the item is not said again."""
        view = self.view(identifier)
        return self._item(view, categories=_paged(view), short=True)

    def _brief_item_of(self, identifier: str) -> FeedItem:
        """The paper as the feeds of areas and organizations carry it: likewise, with less of its abstract."""
        view = self.view(identifier)
        return self._item(view, categories=_paged(view), short=True, whole=False)

    def settled_item(self, identifier: str) -> FeedItem:
        """The paper as the history carries it: nothing in it is decided by papers that may come later.

        So its categories are those of the ledger's tags that its source or its owner names, and its own keywords where
        these are none of them.  Of its abstract it has the first sentences, unless the configuration wants all.
        """
        archive, paper = self._archive, self._archive.papers[identifier]
        tags = [archive.tags[one.tag] for one in archive.taggings.get(identifier, ()) if not one.inferred]
        ruled = [tag.name for tag in tags if tag.ruled]
        categories = tuple(dict.fromkeys(ruled or (*paper.tags, *paper.keywords)))
        whole = self._config.feeds.history_abstracts
        item = self._item(self.view(identifier), categories=categories, short=True, whole=whole)
        return replace(item, source=())

    def _view(self, paper: Paper) -> PaperView:
        home = self._archive.home[paper.id]
        authors = paper.authors
        count = len(authors) or paper.author_count or 0
        summary = paper.summary if self._config.summaries else None
        arxiv_id = paper.id if is_arxiv_id(paper.id) else paper.arxiv_id
        return PaperView(
            id=paper.id,
            anchor=f"p-{path_segment(paper.id)}",
            title=plain_passages(paper.title),
            heading=heading_html(paper.title),
            url=self._addresses.href(paper_path(paper.id)),
            day=home,
            day_url=self._addresses.href(day_path(home)),
            published=paper.published,
            authors=authors,
            author_count=count,
            byline=byline(paper),
            more_authors=more_authors(paper),
            text=paper.abstract,
            upvotes=paper.upvotes,
            comments=paper.comments,
            tags=self._tags(paper),
            summary=plain_passages(summary) if summary else None,
            summary_html=line_html(summary) if summary else None,
            summary_model=paper.summary_model if summary else None,
            organization=paper.organization.name if paper.organization else None,
            organization_url=_organization_url(paper),
            organization_page=self._organization_page(paper.organization.name if paper.organization else None),
            author_pages=self._author_pages(paper),
            submitter=(paper.submitter.name or paper.submitter.user) if paper.submitter else None,
            stars=paper.stars,
            links=_links(paper, arxiv_id, self._texts),
            media=_media(paper, self._texts),
            also_on=tuple(
                Link(label=self._texts.short_date(day), url=self._addresses.href(day_path(day)))
                for day in paper.also_on
                if day in self._days
            ),
            note=self._archive.notes.get(path_segment(paper.id)),
            doi=f"{_ARXIV_DOI}{arxiv_id}" if arxiv_id == paper.id else paper.doi,
            arxiv_id=arxiv_id,
            source=paper.source,
            categories=_categories(paper),
            journal_ref=paper.journal_ref,
            authors_comment=plain_passages(paper.authors_comment) if paper.authors_comment else None,
            version=paper.version,
            updated=paper.updated,
            withdrawn=bool(paper.withdrawn),
            english=arxiv_id is not None,
            votes=votes_by_day(paper.votes),
            sparkline=sparkline(paper.votes),
        )

    def _organization_page(self, name: str | None) -> str | None:
        found = self._archive.organizations.get(name) if name else None
        return self._addresses.href(organization_path(found.slug)) if found else None

    def _author_pages(self, paper: Paper) -> Mapping[str, str]:
        known = self._archive.authors
        found = {name: known[name].slug for name in paper.authors if name in known} if known else {}
        return {name: self._addresses.href(author_path(slug)) for name, slug in found.items()}

    def _tags(self, paper: Paper) -> tuple[TagLink, ...]:
        """Tags that lead somewhere first, each group in the order of the taggings."""
        links = [self._tag_link(tagging) for tagging in self._archive.taggings.get(paper.id, ())]
        return tuple(sorted(links, key=lambda link: link.url is None))

    def _tag_link_of(self, tagging: Tagging) -> TagLink:
        tag = self._archive.tags[tagging.tag]
        url = self._addresses.href(tag_path(tag.slug)) if tag.has_page else None
        return TagLink(name=tag.name, url=url, inferred=tagging.inferred)

    def _item(self, view: PaperView, *, categories: tuple[str, ...], short: bool, whole: bool = True) -> FeedItem:
        url = self._addresses.absolute(paper_path(view.id))
        return FeedItem(
            title=view.title,
            url=url,
            guid=paper_guid(view.id, doi=arxiv_doi(view.id), source=view.source),
            day=view.day,
            creators=view.authors,
            categories=categories,
            html=_feed_html(view, url, self._texts, short=short, whole=whole),
            summary="" if short else excerpt(plain_passages(view.text), length=_SUMMARY),
            elsewhere=view.links[0].url if view.links else "",
            source=self._sources.get(view.source, ()),
        )


def _paged(view: PaperView) -> tuple[str, ...]:
    return tuple([tag.name for tag in view.tags if tag.url])


def _sources(config: Config) -> Mapping[str, tuple[str, str]]:
    """What sources are called in feeds, and where they are read, by the name of their receipts."""
    found = dict.fromkeys((HUGGINGFACE, SAVED_PAGE), ("Daily Papers", "https://huggingface.co/papers"))
    for source in config.sources:
        name = source.receipt_name
        if source.kind == "arxiv" and source.category:
            found[name] = (f"arXiv {source.category}", f"https://arxiv.org/list/{source.category}/recent")
        elif source.kind == "syndication":
            found[name] = (name, source.url)
    return found


def ranked(ids: Iterable[str], archive: Archive) -> list[str]:
    """`ids` of `archive`, the most upvoted paper's first, ties in the order given."""
    headlines = archive.headlines
    return sorted(ids, key=lambda identifier: -(headlines[identifier].upvotes or 0))


def arxiv_doi(identifier: str) -> str | None:
    """The DOI that arXiv registers for each of its papers; None for an id that is not arXiv's."""
    return f"{_ARXIV_DOI}{identifier}" if is_arxiv_id(identifier) else None


def _organization_url(paper: Paper) -> str | None:
    slug = paper.organization.slug if paper.organization else None
    return safe_url(f"https://huggingface.co/{slug}") if slug else None


def _categories(paper: Paper) -> tuple[str, ...]:
    first = (paper.primary_category,) if paper.primary_category else ()
    return tuple(dict.fromkeys((*first, *paper.categories)))


def _links(paper: Paper, arxiv_id: str | None, texts: Texts) -> tuple[Link, ...]:
    """Where a paper is read and discussed: arXiv and its PDF first, then what the source or a person links to."""
    links = []
    if arxiv_id:
        links.append(Link(label="arXiv", url=f"https://arxiv.org/abs/{arxiv_id}", kind="arxiv"))
        links.append(Link(label="PDF", url=f"https://arxiv.org/pdf/{arxiv_id}", kind="pdf"))
    for kind, url in paper.links.items():
        if safe_url(url):
            label = texts.say(f"link_{kind}") if kind in _NAMED_LINKS else kind.capitalize()
            links.append(Link(label=label, url=url, kind=kind))
    return tuple(links)


def _media(paper: Paper, texts: Texts) -> tuple[Link, ...]:
    links = []
    if paper.thumbnail and safe_url(paper.thumbnail):
        links.append(Link(label=texts.say("thumbnail"), url=paper.thumbnail, kind="thumbnail"))
    counts = {"video": 0, "image": 0}
    for url in filter(safe_url, paper.media):
        kind = "video" if url.lower().endswith(_VIDEO) else "image"
        counts[kind] += 1
        links.append(Link(label=texts.say(kind, number=counts[kind]), url=url, kind=kind))
    return tuple(links)


def _feed_html(view: PaperView, address: str, texts: Texts, *, short: bool, whole: bool) -> str:
    """The whole of a paper as HTML that stands alone: note, abstract, labelled summary, authors, links.

    A `short` one leaves out the summary, the PDF, which arXiv's page leads to, and the authors, whom the item names
    in elements of their own.  One that is not `whole` has the first sentences of the abstract, and of the links those
    that neither its id nor its source leads to.
    What a note links to or shows relative to the paper's page is named from there: `address`.
    """
    parts = []
    if view.note:
        parts.append(f"<blockquote>{_with_absolute_urls(view.note, address)}</blockquote>")
    parts.append(view.abstract if whole else view.lede)
    if view.summary_html and not short:
        model = view.summary_model
        label = texts.say("feed_summary_by", model=model) if model else texts.say("feed_summary")
        parts.append(f"<p><em>{escape(label)}</em> {view.summary_html}</p>")
    if view.authors and not short:
        parts.append(f"<p>{escape(', '.join(view.authors))}</p>")
    facts = []
    if view.published and whole:
        facts.append(escape(texts.say("feed_published", date=texts.short_date(view.published))))
    if view.organization:
        facts.append(escape(view.organization))
    unsaid = () if not short else _LEFT_OUT if whole else _KNOWN
    links = [link for link in view.links if link.kind not in unsaid]
    facts += [f'<a href="{escape(link.url)}">{escape(link.label)}</a>' for link in links]
    if facts:
        parts.append(f"<p>{' · '.join(facts)}</p>")
    return with_namespaces("".join(parts))


def _with_absolute_urls(html: str, address: str) -> str:
    """Our own rendering of Markdown, its relative links led from `address`."""
    return _MARKDOWN_URL.sub(
        lambda found: f'{found[1]}="{escape(urljoin(address, unescape(found[2])))}"',
        html,
    )
