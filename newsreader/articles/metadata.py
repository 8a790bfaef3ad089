"""What is known of an article beside its text: title, people, times, site, language, picture.

Each is taken from JSON-LD, Open Graph, microdata, meta elements and the visible page, in this
order, each answer checked before it is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec
from lxml.etree import _Element

from newsreader.articles import media, people, structured, titles
from newsreader.articles.builder import CAPTION_BOX
from newsreader.articles.structured import MetaElements, Node, strings
from newsreader.articles.trees import attribute, labels, tag, text_of
from newsreader.core.dates import parse_date
from newsreader.core.document import Image
from newsreader.core.text import clean_body, clean_line, plain_title
from newsreader.core.urls import absolute, host, is_web

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "date.published", "publication_date", "publish-date", "publishdate", "publish_date",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.created", "dc.date.created",
    "dc.date", "dcterms.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article.published", "rnews:datepublished", "datecreated", "pubdate", "last-published",
    "date", "og:pubdate", "creation_date", "article_date_original", "citation_publication_date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised",
    "article.updated",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author", "og:article:author", "article:author_name", "dc.creator",
    "dcterms.creator", "parsely-author", "sailthru.author", "byl", "cxenseparse:author",
    "citation_author", "twitter:data1", "creator", "article.author", "articleauthor",
    "author_name", "article_author",
)  # fmt: skip
_BYLINE_LABELS = re.compile(
    r"(?:^|[\s_-])(?:by-?(?:line|author)|authors?(?:-?names?)?|article-?authors?|post-?author"
    r"|written-?by"
    r"|autor(?:e|en|es|a)?|auteurs?|redactor|contributors?|signature|firma)(?:$|[\s_-])"
)
_AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|a|zy)?|auteurs?|auteure?s?|autore|by|writers?|contributors?"
    r"|journalists?|journalisten|redaktion|redactie|profile|people|staff|team)/[^?#]",
    re.IGNORECASE,
)
_DATE_LABELS = re.compile(
    r"(?:^|[\s_-])(?:date|time(?:stamp)?|published|publi(?:sh|cation)-?(?:date|time)|pub-?date"
    r"|post-?date|entry-?date|article-?date|dateline|datum|fecha|data)(?:$|[\s_-])"
)
_WRITTEN_DATE = re.compile(
    r"\d{1,2}\.? (?:de )?[^\W\d_]{3,12}\.? (?:de )?(?:19|20)\d\d"
    r"|[^\W\d_]{3,12}\.? \d{1,2}, (?:19|20)\d\d"
)
_AROUND_LABEL = " :\n\t\r\xa0"
_AUTHOR_WORDS = frozenset(
    {
        "author",
        "authors",
        "by",
        "von",
        "par",
        "por",
        "di",
        "door",
        "av",
        "written by",
        "autor",
        "autorin",
        "autorin/autor",
        "autoren",
    }
    | {"auteur", "auteurs", "autores", "autore", "autori", "auteurice", "redactor"}
)
_DATE_WORDS = frozenset(
    {"date", "published", "published on", "publication date", "datum", "veröffentlicht", "fecha"}
    | {"publié le", "data", "pubblicato", "publicado", "dato", "datum publicatie"}
)
_BYLINE_TAGS = (
    "a", "span", "p", "div", "address", "li", "strong", "em", "cite", "b", "h2", "h3", "h4",
)  # fmt: skip
_MOST_BYLINES = 6
_NEAR = 250
_LEAD = 600
"""The lead picture stands above, or within so many characters of, the text."""
_LEAST_PICTURE = 150
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][a-zA-Z0-9]{2,8}){0,3}")
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|default|placeholder|fallback|avatar|sprite|blank|authors?|autor"
    r"|transparent|icon)[/_.-]|/(?:css|headers?|menu|icons)/[^?]{0,200}\.svg(?:$|\?)",
    re.I,
)


class Metadata(msgspec.Struct, kw_only=True):
    """The answers; "" or None where the page has none.

    Attributes:
        body: The text of the article in the JSON-LD, for comparison.
        free: False where the page says that it is not free of charge.
        description: The page's own summary.
    """

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    site: str = ""
    section: str = ""
    language: str = ""
    lead_image: str = ""
    url: str = ""
    body: str = ""
    description: str = ""
    free: bool = True
    page_type: str = ""


class _Source:
    """The page, read once for all the questions."""

    def __init__(self, root: _Element, url: str) -> None:
        self.root = root
        self.url = url
        self.nodes = structured.json_ld(root)
        self.article: Node = structured.article_node(self.nodes)
        self.meta = MetaElements(root)

    def node_strings(self, key: str, *inner: str) -> list[str]:
        return strings(self.article.get(key), *(inner or ("name", "@value")))


def read(root: _Element, url: str) -> Metadata:
    """Answer everything from one page.

    Args:
        root: The whole page, scripts included.
        url: Where it came from, "" where that is not known.
    """
    source = _Source(root, url)
    base = _canonical(source)
    site = _site(source, base or url)
    return Metadata(
        title=_title(source, site),
        authors=_authors(source, site),
        published=_published(source),
        updated=_updated(source),
        site=site,
        section=_section(source),
        language=_language(source),
        lead_image=_lead_image(source, base or url),
        url=base or url,
        body=_body(source),
        description=plain_title(
            source.meta.first("og:description", "description", "twitter:description"), 2000
        ),
        free=_is_free(source),
        page_type=source.meta.first("og:type").lower(),
    )


def _body(source: _Source) -> str:
    texts = source.node_strings("articleBody")
    for node in source.nodes:
        texts += strings(node.get("articleBody"))
    return clean_body(max(texts, key=len, default=""))


def _is_free(source: _Source) -> bool:
    values = [source.article.get("isAccessibleForFree"), source.meta.first("isaccessibleforfree")]
    values.append(source.meta.first("article:content_tier"))
    return not any(str(value).strip().lower() in ("false", "locked", "metered") for value in values)


# -- title, site, section --------------------------------------------------------------------------


def _title(source: _Source, site: str) -> str:
    headings = [text for h1 in source.root.iter("h1") if (text := plain_title(text_of(h1)))]
    page = next((text_of(title) for title in source.root.iter("title")), "")
    named = [
        *source.node_strings("headline")[:1],
        source.meta.first("og:title"),
        *[structured.value_of(e) for e in structured.microdata(source.root, "headline")][:1],
        source.meta.first("twitter:title", "dc.title", "dcterms.title", "sailthru.title", "title"),
    ]
    return titles.choose(
        [plain_title(text) for text in named],
        headings,
        plain_title(page),
        site,
        shared=plain_title(source.meta.first("og:title")),
    )


def _site(source: _Source, address: str) -> str:
    publishers = source.node_strings("publisher")
    for node in source.nodes:
        if set(structured.types(node)) & {"WebSite", "NewsMediaOrganization", "Organization"}:
            publishers += strings(node.get("name"))
    found = [source.meta.first("og:site_name"), *publishers]
    found.append(
        source.meta.first("application-name", "apple-mobile-web-app-title", "dc.publisher")
    )
    for text in found:
        name = plain_title(text, 100)
        if name and not name.startswith(("http", "@")):
            return name
    return host(address).removeprefix("www.")


def _section(source: _Source) -> str:
    names = ("article:section", "section", "parsely-section", "cxenseparse:category")
    found = [*source.node_strings("articleSection"), source.meta.first(*names)]
    return next((name for text in found if (name := plain_title(text, 100))), "")


# -- people ----------------------------------------------------------------------------------------


def _authors(source: _Source, site: str) -> tuple[str, ...]:
    """Give the first people that are named; an agency, or at last the site, where none are."""
    best: tuple[str, ...] = ()
    for texts in _author_answers(source):
        names = people.names(texts, site)
        if people.trust(names, site) > people.trust(best, site):
            best = names
        if people.trust(best, site) == 2:
            break
    return best


def _author_answers(source: _Source) -> Iterator[list[str]]:
    """Give the answers of each kind of source, the most trusted first."""
    yield source.node_strings("author")
    yield source.node_strings("creator")
    for node in source.nodes:
        if node is not source.article:
            yield strings(node.get("author"), "name")
    for name in _AUTHORS:
        yield [text for text in source.meta.all(name) if not is_web(text)]
    yield [_person(e) for e in structured.microdata(source.root, "author")]
    yield [text_of(link) for link in source.root.iter("a") if "author" in attribute(link, "rel")][
        :6
    ]
    for text in (*_visible_authors(source.root), *_labelled(source.root, _AUTHOR_WORDS)):
        yield [text]


def _person(element: _Element) -> str:
    for inner in element.iter():
        if inner is not element and "name" in attribute(inner, "itemprop").split():
            return structured.value_of(inner)
    return structured.value_of(element)


def _visible_authors(root: _Element) -> Iterator[str]:
    """Give what is labelled as a byline, or leads to an author's page, below the headline."""
    found: list[_Element] = []
    headed = False
    for element in root.iter("h1", *_BYLINE_TAGS):
        name = tag(element)
        if name == "h1" and not headed:
            headed = True
            found.clear()
        elif _BYLINE_LABELS.search(labels(element)) or (
            name == "a" and _AUTHOR_PAGE.search(attribute(element, "href"))
        ):
            found.append(element)
    for element in found[:_MOST_BYLINES]:
        text = text_of(element)
        if 3 < len(text) < 120:
            yield text


# -- times -----------------------------------------------------------------------------------------


def _published(source: _Source) -> datetime | None:
    texts = source.node_strings("datePublished") + source.node_strings("dateCreated")
    for node in source.nodes:
        texts += strings(node.get("datePublished"))
    texts += [source.meta.first(name) for name in _PUBLISHED]
    for name in ("datePublished", "dateCreated"):
        texts += [structured.value_of(e) for e in structured.microdata(source.root, name)]
    found = _first_date(texts)
    return (
        found
        or _first_date(_labelled(source.root, _DATE_WORDS))
        or _first_date(_visible_dates(source.root))
        or _first_date(_date_near_headline(source.root))
        or _date_in_address(source.url)
    )


def _updated(source: _Source) -> datetime | None:
    texts = source.node_strings("dateModified")
    texts += [source.meta.first(name) for name in _UPDATED]
    texts += [structured.value_of(e) for e in structured.microdata(source.root, "dateModified")]
    return _first_date(texts)


def _first_date(texts: list[str] | Iterator[str]) -> datetime | None:
    for text in texts:
        if text and (moment := parse_date(clean_line(text, 100))):
            return moment
    return None


def _labelled(root: _Element, words: frozenset[str]) -> Iterator[str]:
    """Give what stands behind a word that says what it is: "Author: Ann Lee", "by Ann Lee"."""
    for element in root.iter("strong", "b", "dt", "th", "td", "label", "span", "li", "p", "div"):
        label = (element.text or "").strip()
        if label.strip(_AROUND_LABEL).lower() not in words:
            continue
        following = element.getnext()
        text = text_of(element)[len(label) :] or element.tail or ""
        if not text.strip(_AROUND_LABEL) and following is not None:
            text = text_of(following)
        if 3 < len(text.strip(_AROUND_LABEL)) < 120:
            yield text.strip(_AROUND_LABEL)


def _visible_dates(root: _Element) -> Iterator[str]:
    """Give what may be dates: of ``time`` elements first, then of what is labelled as a date."""
    times = list(root.iter("time"))
    times.sort(key=lambda element: not (element.get("pubdate") is not None))
    for element in times[:5]:
        yield attribute(element, "datetime") or text_of(element)
    for element in root.iter("abbr"):
        if _DATE_LABELS.search(labels(element)):
            yield attribute(element, "title") or text_of(element)
    count = 0
    for element in root.iter("span", "p", "div", "li", "td", "h2", "h3", "h4", "h5"):
        if count < 20 and _DATE_LABELS.search(labels(element)):
            text = text_of(element)
            if 6 <= len(text) <= 60 and re.search(r"\d", text):
                count += 1
                yield text


def _date_near_headline(root: _Element) -> Iterator[str]:
    """Give dates written out in the few words after the headline."""
    heading = next(root.iter("h1"), None)
    if heading is None:
        return
    around: _Element | None = heading
    for _ in range(3):
        around = around.getparent() if around is not None else None
        if around is None:
            return
        after = text_of(around).partition(text_of(heading))[2][:_NEAR]
        for match in _WRITTEN_DATE.finditer(after):
            yield match[0]


def _date_in_address(url: str) -> datetime | None:
    match = re.search(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|$)", url)
    return parse_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}") if match else None


# -- language, address, picture --------------------------------------------------------------------


def _language(source: _Source) -> str:
    root = source.root
    answers = [attribute(root, "lang"), attribute(root, "xml:lang")]
    answers += [attribute(body, "lang") for body in root.iter("body")]
    answers += source.node_strings("inLanguage", "alternateName", "name")
    answers += [source.meta.first("content-language", "language", "dc.language", "og:locale")]
    for answer in answers:
        if _LANGUAGE.fullmatch(answer):
            language, _, region = answer.replace("_", "-").partition("-")
            return f"{language.lower()}-{region}" if region else language.lower()
    return ""


def _canonical(source: _Source) -> str:
    links = [
        attribute(link, "href")
        for link in source.root.iter("link")
        if "canonical" in attribute(link, "rel").lower().split()
    ]
    for text in [*links, source.meta.first("og:url"), *source.node_strings("url", "@id")]:
        address = absolute(text, source.url)
        if is_web(address) and not re.fullmatch(r"https?://[^/]+/?", address):
            return address
    return ""


def lead_picture(root: _Element, base: str) -> Image | None:
    """Give the picture that stands at the head of the article; None where there is none.

    Args:
        root: The pruned page: what is left of it is the article and what is around it.
        base: What sources are relative to.
    """
    above = next((h1 for h1 in root.iter("h1")), None) is None
    read = 0
    for element in root.iter():
        name = tag(element)
        above = above or name == "h1"
        if name == "p":
            read += len(element.text or "")
        if read > _LEAD:
            return None
        if above and name in ("img", "amp-img", "picture"):
            image = _picture(element, base)
            if image is not None and not _is_small(image) and not _NO_PICTURE.search(image.url):
                return image
    return None


def _picture(element: _Element, base: str) -> Image | None:
    """Give a picture with the caption and the credit of the figure around it."""
    figure = next((a for a in element.iterancestors("figure")), None)
    if figure is None:
        return media.image_of(element, base)
    image = media.image_of(element, base)
    if image is None and (spare := next(figure.iter("noscript"), None)) is not None:
        image = media.image_in_noscript(spare, base)
    if image is None:
        return None
    holder = figure if figure.get(CAPTION_BOX) else next(figure.iter("figcaption"), None)
    caption, credit = media.caption_of(holder, figure)
    return msgspec.structs.replace(image, caption=caption, credit=credit)


def _is_small(image: Image) -> bool:
    return any(size is not None and size < _LEAST_PICTURE for size in (image.width, image.height))


def _lead_image(source: _Source, base: str) -> str:
    answers = source.meta.all("og:image:secure_url", "og:image", "og:image:url")[:1]
    answers += source.meta.all("og:image")[:1]
    answers += source.node_strings("image", "url", "contentUrl", "@id")
    answers += source.meta.all("twitter:image", "twitter:image:src", "parsely-image-url")[:1]
    answers += source.meta.all("thumbnail", "thumbnailurl", "sailthru.image.full")[:1]
    answers += [
        attribute(link, "href")
        for link in source.root.iter("link")
        if attribute(link, "rel").lower() == "image_src"
    ]
    answers += source.node_strings("thumbnailUrl")
    addresses = [address for text in answers if (address := absolute(text, base))]
    real = [address for address in addresses if not _NO_PICTURE.search(address)]
    return next(iter(real or addresses), "")
