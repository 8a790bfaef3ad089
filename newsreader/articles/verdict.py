"""Pages that are no articles: recognised, and named in one sentence."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.etree import _Element

from newsreader.articles import gates
from newsreader.articles.metadata import Metadata
from newsreader.articles.structured import MetaElements
from newsreader.articles.trees import attribute, tag, text_of
from newsreader.core.document import Document
from newsreader.core.errors import ArticleError
from newsreader.core.text import clean_line

NOTHING = "There is no article on this page."
SUBSCRIBERS = "The rest of this article is for subscribers."

_FILES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"\x1aE\xdf\xa3", "a video file"),
)
_TYPES = {"image": "a picture", "audio": "a sound file", "video": "a video file", "font": "a font"}
_WALL = re.compile(
    r"paywall|regwall|paygate|piano-|premium-?(?:content|article|wall)|subscriber-?only"
    r"|subscription-?wall"
    r"|abo-?(?:wall|hinweis|only)|plus-?(?:article|wall|teaser)|metered"
)
_LEAST = 20
_FEW = 60
_SHORT = 250
_MANY_TEASERS = 12
_TEASER_WORDS = 20
"""The text of a page with fewer words to each teaser is made of the teasers' own first lines."""
_HEADLINE = 25
_LOOKED_AT = 8192


_NO_TEXT = bytes({*range(1, 32)} - {*b"\t\n\v\f\r\x1b"})
"""Bytes that stand in no text, whatever its encoding; in noise they are one of ten."""
_MOST_NO_TEXT = 0.02


def check_bytes(content: bytes, content_type: str | None) -> None:
    """Refuse what is no page of markup at all.

    Raises:
        ArticleError: It is another kind of file.
    """
    start = content[:1024].lstrip()
    for mark, name in _FILES:
        if start.startswith(mark):
            raise ArticleError(f"This address leads to {name}, not to a web page.")
    if content[:4] == b"RIFF" or content[4:8] == b"ftyp":
        raise ArticleError("This address leads to a picture, sound or video, not to a web page.")
    family = (content_type or "").strip().lower().partition("/")[0]
    if family in _TYPES and b"<" not in start:
        raise ArticleError(f"This address leads to {_TYPES[family]}, not to a web page.")
    beginning = content[:_LOOKED_AT]
    if len(beginning) - len(beginning.translate(None, _NO_TEXT)) > _MOST_NO_TEXT * len(beginning):
        raise ArticleError("This is no web page: what it holds is no text.")
    if re.match(rb"(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:rss|feed|rdf:RDF)\b", start):
        raise ArticleError("This address leads to a feed, not to an article.")


class Page:
    """What must be seen of a page before it is pruned, to name it if no article is found.

    Args:
        root: The page.
        url: Where it came from, "" where that is not known.
        wanted: The title of what was linked to, "" where that is not known.
    """

    def __init__(self, root: _Element, url: str, wanted: str) -> None:
        self._url = url
        self._title = clean_line(next((text_of(title) for title in root.iter("title")), ""), 120)
        heading = next((text_of(h1) for h1 in root.iter("h1")), "")
        self._headline = f"{self._title} {heading}"
        text = text_of(root, frozenset({"head"}))
        self._is_strange = gates.is_strange(wanted, f"{self._headline} {text}")
        self._text = text[:20_000]
        self._asks_password = any(
            attribute(field, "type").lower() == "password" for field in root.iter("input")
        )
        self._scripts = sum(1 for _ in root.iter("script"))
        self._without_scripts = " ".join(
            text_of(node) or (node.text or "") for node in _quiet(root)
        )
        self._teasers = _teasers(root)
        self._headlines = _headlines(root)
        self._frames = next(root.iter("frameset"), None) is not None
        self._refresh = MetaElements(root).first("refresh")
        self._wall = any(_WALL.search(_names(element)) for element in root.iter("div", "section"))

    def check(self, document: Document, known: Metadata) -> None:
        """Refuse a result that is no article.

        Raises:
            PortalError: It is a network's own page.
            ArticleError: The sentence says what the page is instead.
        """
        words = document.words
        if words >= _FEW and self._is_front_page(known, words):
            raise ArticleError("This is an overview with links to many articles, not an article.")
        if self._is_strange:
            gates.check(self._headline, document.text)
        if words >= _SHORT or (words >= _LEAST and self._is_of_article(known)):
            return
        sentence = self._what_else(words)
        if sentence:
            raise ArticleError(sentence)
        if not document.text or (words < 8 and not self._is_all_there_is(document, known)):
            raise ArticleError(NOTHING)

    def _is_all_there_is(self, document: Document, known: Metadata) -> bool:
        """Say whether so few words are believed: those of an article, or all that is shown."""
        if self._is_of_article(known):
            return True
        shown = "".join(self._text.split())
        whole = len("".join(document.text.split())) >= 0.8 * len(shown)
        return whole and not gates.ERROR.search(self._text)

    def note(self, document: Document, known: Metadata) -> str:
        """Give the sentence about what is missing; "" where all of the article is there."""
        if known.free or not (self._wall or not known.body):
            return ""
        return SUBSCRIBERS if document.words < 2 * _SHORT else ""

    @staticmethod
    def _is_of_article(known: Metadata) -> bool:
        named = known.published is not None or bool(known.authors) or not known.free
        return named or "article" in known.page_type

    def _is_front_page(self, known: Metadata, words: int) -> bool:
        path = urlsplit(self._url).path.strip("/")
        if known.published is not None or "article" in known.page_type or known.body:
            return False
        at_root = bool(self._url) and path in ("", "index.html", "index.php", "home")
        if at_root and self._teasers >= _MANY_TEASERS:
            return True
        teasers = max(self._teasers, self._headlines) if at_root else self._teasers
        return teasers >= _MANY_TEASERS and words < teasers * _TEASER_WORDS

    def _what_else(self, words: int) -> str:
        if gates.ROBOT.search(self._headline) or (
            words < 40 and gates.ROBOT.search(self._text[:3000])
        ):
            return gates.WANTS_PERSON
        if gates.ERROR.search(self._headline) and words < 150:
            return f"This page is an error message: {self._title or 'no title'}."
        if self._asks_password or (words < 30 and gates.LOGIN.search(self._title)):
            return "This page asks to log in; it shows no article."
        if len(gates.CONSENT.findall(self._text)) >= 6 and words < 120:
            return gates.WANTS_CONSENT
        if self._frames:
            return "This page is made of frames, which hold its text elsewhere."
        return self._empty(words)

    def _empty(self, words: int) -> str:
        asks = gates.SCRIPTS.search(f"{self._without_scripts} {self._text[:3000]}")
        if words < 40 and (asks or (self._scripts and len(self._text) < 100)):
            return gates.NEEDS_SCRIPTS
        if words < 40 and self._refresh:
            return "This page only leads on to another one."
        if self._teasers >= _MANY_TEASERS:
            return "This is an overview with links to many articles, not an article."
        return ""


def _quiet(root: _Element) -> list[_Element]:
    return list(root.iter("noscript"))[:5]


def _names(element: _Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def _headlines(root: _Element) -> int:
    """Count the links that are long enough for a headline, and stand in no paragraph."""
    links = (link for link in root.iter("a") if not _is_in_paragraph(link))
    return sum(1 for link in links if len(text_of(link)) >= _HEADLINE)


def _is_in_paragraph(link: _Element) -> bool:
    parent = link.getparent()
    return parent is not None and tag(parent) == "p"


def _teasers(root: _Element) -> int:
    """Count the headings that are links."""
    count = 0
    for heading in root.iter("h2", "h3", "h4"):
        inside = any(tag(ancestor) == "a" for ancestor in heading.iterancestors())
        count += inside or any(tag(child) == "a" for child in heading.iter("a"))
    return count
