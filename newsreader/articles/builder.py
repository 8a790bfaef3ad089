"""Elements -> drafts of blocks: one walk over the tree, without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from lxml.etree import _Element

from newsreader.articles import media, preformatted, quotes, tables
from newsreader.articles.drafts import Draft, Kind
from newsreader.articles.footnotes import Footnotes
from newsreader.articles.inline import Inline, Mark
from newsreader.articles.trees import attribute, labels, number, tag, text_of
from newsreader.core.document import (
    Block,
    Code,
    Definitions,
    Footnote,
    Heading,
    Image,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    SpanKind,
    Table,
)
from newsreader.core.text import clean_line
from newsreader.core.urls import absolute

CAPTION_BOX = "data-newsreader-caption"
"""Marks an element whose text is all caption; whoever prepares the tree sets it."""
MAX_FRAMES = 40
"""How deep lists, quotes and the like may nest; what is deeper becomes plain paragraphs."""

_NOTHING = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "button", "input", "select"}
    | {"textarea", "option", "svg", "canvas", "map", "area", "rt", "rp", "datalist", "progress"}
    | {"frame", "frameset", "noframes", "dialog", "applet", "track", "param", "source"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "caption", "dd", "details"}
    | {"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "ul", "listing", "xmp", "search"}
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SPANS: dict[str, SpanKind] = {
    "b": "strong",
    "strong": "strong",
    "em": "emphasis",
    "i": "emphasis",
    "cite": "emphasis",
    "dfn": "emphasis",
    "var": "emphasis",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "sup": "superscript",
    "sub": "subscript",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "u": "underline",
    "ins": "underline",
    "mark": "mark",
}
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_RULE_TEXT = re.compile(r"(?:[*•·⁂—–_=~-]\s*){3,}|⁂|§")
_CAPTION_LABELS = re.compile(r"(?:^|\s)wp-caption(?:\s|$)")
_CAPTION_TEXT_LABELS = re.compile(r"(?:^|[\s_-])caption")

Closer = Callable[[], None]


@dataclass(slots=True)
class _Frame:
    """A container that is open; ``draft`` gathers its blocks."""

    draft: Draft


def build(root: _Element, base: str) -> list[Draft]:
    """Make drafts of everything that a person would read below an element.

    Args:
        root: The element; it and what is around it stay as they are.
        base: The address that links and sources are relative to; "" where none is known.
    """
    return _Builder(root, base).build()


class _Builder:
    """The state of the walk: open containers, the paragraph that is gathered, open spans."""

    def __init__(self, root: _Element, base: str) -> None:
        self._root = root
        self._base = base
        self._notes = Footnotes(root)
        self._frames = [_Frame(Draft("item"))]
        self._inline = Inline()
        self._outer_inlines: list[Inline] = []
        self._soft = 0
        self._level = 0
        self._element: _Element | None = root
        self._objects: list[Draft] = []
        self._taken: set[_Element] = set()
        self._link = ""
        self._image_missed: _Element | None = None
        self._addresses: dict[str, str] = {}

    def build(self) -> list[Draft]:
        self._walk()
        self._flush()
        return self._frames[0].draft.children

    # -- the walk --------------------------------------------------------------------------------

    def _walk(self) -> None:
        stack: list[tuple[_Element, Iterator[_Element], Closer | None]] = []
        closer = self._enter(self._root)
        if closer is not None:
            stack.append((self._root, iter(self._root), closer))
        while stack:
            element, children, close = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if close is not None:
                    close()
                self._tail(element)
                continue
            entered = self._enter(child)
            if entered is None:
                self._tail(child)
            else:
                stack.append((child, iter(child), entered))

    def _tail(self, element: _Element) -> None:
        if element.tail and element is not self._root:
            self._inline.add(element.tail)

    def _enter(self, element: _Element) -> Closer | None:
        """Begin an element; None where its content was dealt with, else what ends it."""
        name = tag(element)
        if not name or name in _NOTHING or element in self._taken:
            if name in _BLOCKS:
                self._boundary()
            return None
        special = self._SPECIAL.get(name)
        if special is not None:
            closer = special(self, element)
        elif name in _BLOCKS:
            closer = self._enter_block(element)
        else:
            closer = self._enter_inline(element, name)
        if closer is not None and element.text:
            self._inline.add(element.text)
        return closer

    # -- text ------------------------------------------------------------------------------------

    def _boundary(self) -> None:
        """End the paragraph; inside a heading or a cell, which are one line, only a space."""
        if self._soft:
            self._inline.space()
        else:
            self._flush()

    def _flush(self) -> None:
        text, spans = self._inline.take()
        if text and not self._level and _RULE_TEXT.fullmatch(text):
            self._add(Draft("object", Rule(start=0, end=0), element=self._element))
        elif text:
            form = (
                Heading(start=0, end=0, level=self._level)
                if self._level
                else Paragraph(start=0, end=0)
            )
            self._add(Draft("text", form, text, spans, element=self._element))
        if not self._soft:
            objects, self._objects = self._objects, []
            for draft in objects:
                self._add(draft)

    def _add(self, draft: Draft) -> None:
        """Put a finished block into the innermost open container."""
        container = self._frames[-1].draft
        if container.kind in ("table", "row") and draft.kind not in ("row", "cell"):
            self._objects.append(draft)  # after the table
        elif container.kind == "list" and draft.kind not in ("item", "footnote"):
            if not container.children or container.children[-1].kind != "item":
                container.children.append(Draft("item", element=draft.element))
            container.children[-1].children.append(draft)
        elif container.kind == "definitions" and draft.kind != "definition":
            container.children.append(Draft("definition", children=[draft]))
        else:
            container.children.append(draft)

    def _object(self, draft: Draft) -> None:
        """Put a picture or an embed where it stands, or after the paragraph that it stands in."""
        if self._soft or not self._inline.empty:
            self._objects.append(draft)
        else:
            self._add(draft)

    def _address(self, url: str) -> str:
        if url not in self._addresses:
            self._addresses[url] = absolute(url, self._base)
        return self._addresses[url]

    # -- plain blocks and spans ------------------------------------------------------------------

    def _enter_block(self, element: _Element) -> Closer | None:
        if preformatted.is_code(element):
            return self._enter_code(element)
        if attribute(element, "role") == "heading":
            return self._enter_heading(element)
        self._boundary()
        if not self._soft and (label := self._notes.note(element)):
            return self._open_frame("footnote", Footnote(start=0, end=0, label=label, blocks=()))
        outer, self._element = self._element, element

        def close() -> None:
            self._boundary()
            self._element = outer

        return close

    def _enter_inline(self, element: _Element, name: str) -> Closer | None:
        if name == "code" and preformatted.is_code(element):
            return self._enter_code(element)
        kind = _SPANS.get(name) or _styled(element)
        if kind is None or (kind == "superscript" and self._is_reference(element)):
            return _nothing
        mark = self._inline.open(kind)
        return self._closing(mark)

    def _closing(self, mark: Mark) -> Closer:
        inline = self._inline
        return lambda: inline.close(mark)

    def _is_reference(self, raised: _Element) -> bool:
        return any(self._notes.reference(link) for link in raised.iter("a"))

    def _enter_link(self, element: _Element) -> Closer | None:
        if self._notes.is_back_link(element):
            return None
        label = self._notes.reference(element)
        if label:
            return self._closing(self._inline.open("note", label))
        href = attribute(element, "href")
        url = "" if href.startswith("#") else self._address(href)
        if not url:
            return _nothing
        mark = self._inline.open("link", url, clean_line(attribute(element, "title")))
        outer, self._link = self._link, url
        inline = self._inline

        def close() -> None:
            inline.close(mark)
            self._link = outer

        return close

    def _enter_break(self, element: _Element) -> Closer | None:
        if self._soft:
            self._inline.space()
        elif not self._inline.line_break():
            self._flush()
        return None

    def _enter_quotation(self, element: _Element) -> Closer | None:
        self._inline.add("“")
        return lambda: self._inline.add("”")

    def _enter_heading(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._soft:
            return self._boundary
        outer = self._element
        self._level, self._soft, self._element = _heading_level(element), 1, element

        def close() -> None:
            self._soft = 0
            self._flush()
            self._level, self._element = 0, outer

        return close

    def _enter_rule(self, element: _Element) -> Closer | None:
        self._boundary()
        if not self._soft:
            self._add(Draft("object", Rule(start=0, end=0), element=element))
        return None

    def _enter_code(self, element: _Element) -> Closer | None:
        text = preformatted.code_text(element)
        if self._soft:
            self._inline.add(text)
            return None
        self._flush()
        form = Code(start=0, end=0, language=preformatted.language_of(element))
        self._add(Draft("text", form, text if text.strip() else "", element=element))
        return None

    # -- containers ------------------------------------------------------------------------------

    def _open_frame(
        self, kind: Kind, form: Block | None, element: _Element | None = None
    ) -> Closer:
        """Open a container; what closes it puts it into the one around it."""
        draft = Draft(kind, form, element=element)
        self._frames.append(_Frame(draft))
        outer, self._element = self._element, element if element is not None else self._element

        def close() -> None:
            self._flush()
            self._frames.pop()
            self._element = outer
            self._close_container(draft)

        return close

    def _close_container(self, draft: Draft) -> None:
        if draft.kind == "list":
            for part in _without_footnotes(draft):
                self._add(part)
        elif draft.children or draft.text:
            self._add(draft)

    @property
    def _full(self) -> bool:
        return bool(self._soft) or len(self._frames) > MAX_FRAMES

    def _enter_list(self, element: _Element) -> Closer | None:
        if preformatted.is_code(element):
            return self._enter_code(element)
        self._boundary()
        if self._full:
            return self._boundary
        first = number(element.get("start"))
        form = List(
            start=0,
            end=0,
            items=(),
            ordered=tag(element) == "ol",
            first=first if first is not None else 1,
        )
        return self._open_frame("list", form, element)

    def _enter_item(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._full or self._frames[-1].draft.kind != "list":
            return self._enter_block(element)
        if label := self._notes.note(element):
            form = Footnote(start=0, end=0, label=label, blocks=())
            return self._open_frame("footnote", form, element)
        return self._open_frame("item", None, element)

    def _enter_definitions(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._full:
            return self._boundary
        return self._open_frame("definitions", Definitions(start=0, end=0, items=()), element)

    def _enter_term(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._full or self._frames[-1].draft.kind != "definitions":
            return self._enter_block(element)
        frame = self._frames[-1]
        return self._gather(
            lambda text, spans: frame.draft.children.append(
                Draft("definition", None, text, spans, element=element)
            )
        )

    def _enter_meaning(self, element: _Element) -> Closer | None:
        self._boundary()
        frame = self._frames[-1]
        if self._full or frame.draft.kind != "definitions":
            return self._enter_block(element)
        if not frame.draft.children:
            frame.draft.children.append(Draft("definition", element=element))
        definition = frame.draft.children[-1]
        self._frames.append(_Frame(Draft("item", children=definition.children)))

        def close() -> None:
            self._flush()
            self._frames.pop()

        return close

    def _gather(self, use: Callable[[str, list[Span]], None]) -> Closer:
        """Gather one line of text apart from the paragraph around it."""
        self._outer_inlines.append(self._inline)
        self._inline = Inline()
        self._soft += 1

        def close() -> None:
            use(*self._inline.take())
            self._soft -= 1
            self._inline = self._outer_inlines.pop()

        return close

    def _enter_quote(self, element: _Element) -> Closer | None:
        if self._enter_post(element):
            return None
        self._boundary()
        if self._full:
            return self._boundary
        source, holder = quotes.source_of(element)
        if holder is not None:
            self._taken.add(holder)
        url = self._address(attribute(element, "cite")) or (
            quotes.address_in(holder, self._address) if holder is not None else ""
        )
        form = Quote(start=0, end=0, blocks=(), source=source, url=url)
        return self._open_frame("quote", form, element)

    # -- tables ----------------------------------------------------------------------------------

    def _enter_table(self, element: _Element) -> Closer | None:
        if preformatted.is_code(element):
            return self._enter_code(element)
        self._boundary()
        if self._full or not tables.is_data_table(element):
            return self._boundary
        caption = next(element.iter("caption"), None)
        title = clean_line(text_of(caption)) if caption is not None else ""
        if caption is not None:
            self._taken.add(caption)
        return self._open_frame("table", Table(start=0, end=0, rows=(), caption=title), element)

    def _enter_row(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._frames[-1].draft.kind != "table":
            return self._boundary
        return self._open_frame("row", None, element)

    def _enter_cell(self, element: _Element) -> Closer | None:
        self._boundary()
        if self._frames[-1].draft.kind != "row" or self._soft:
            return self._enter_block(element)
        row = self._frames[-1].draft
        form = tables.cell_form(element)
        return self._gather(
            lambda text, spans: row.children.append(Draft("cell", form, text, spans))
        )

    # -- pictures and embeds ---------------------------------------------------------------------

    def _enter_image(self, element: _Element) -> Closer | None:
        image = media.image_of(element, self._base)
        if image is None:
            self._image_missed = element
        elif media.is_icon(image):
            self._inline.add(image.alt)
        else:
            self._add_image(image, element)
        return None

    def _add_image(
        self, image: Image, element: _Element, caption: str = "", credit: str = ""
    ) -> None:
        self._image_missed = None
        form = Image(
            start=0,
            end=0,
            url=image.url,
            alt=image.alt,
            caption=caption,
            credit=credit,
            link=self._link if self._link != image.url else "",
            width=image.width,
            height=image.height,
        )
        self._object(Draft("object", form, element=element))

    def _enter_noscript(self, element: _Element) -> Closer | None:
        missed, self._image_missed = self._image_missed, None
        if missed is not None and (image := media.image_in_noscript(element, self._base)):
            self._add_image(image, element)
        return None

    def _enter_figure(self, element: _Element) -> Closer | None:
        if preformatted.is_code(element):
            return self._enter_code(element)
        self._boundary()
        images = [] if self._soft else list(_figure_images(element, self._base))
        caption = next(element.iter("figcaption"), None)
        if caption is None and element.get(CAPTION_BOX):
            caption = element
        if next(element.iter("table", "pre", "blockquote"), None) is not None:
            return self._boundary
        if not images:
            if caption is not None:
                self._taken.add(caption)  # of a picture that the page loads by script
            return None if caption is element else self._boundary
        text, credit = media.caption_of(caption, element)
        for index, image in enumerate(images):
            last = index == len(images) - 1
            self._link = self._address(_link_around(element))
            self._add_image(image, element, text if last else "", credit if last else "")
            self._link = ""
        return None

    def _enter_caption(self, element: _Element) -> Closer | None:
        """Leave out a caption whose picture is not on the page; that of a table or code stays."""
        figure = element.getparent()
        self._boundary()
        held = figure is not None and next(figure.iter("table", "pre", "p"), None) is not None
        return self._boundary if held else None

    def _enter_division(self, element: _Element) -> Closer | None:
        names = labels(element)
        if _CAPTION_LABELS.search(names):
            images = list(_figure_images(element, self._base))
            texts = [node for node in element if _CAPTION_TEXT_LABELS.search(labels(node))]
            if images and texts and not self._soft:
                self._boundary()
                self._add_image(images[0], element, *media.caption_of(texts[-1], element))
                return None
        return None if self._enter_post(element) else self._enter_block(element)

    def _enter_post(self, element: _Element) -> bool:
        """Take a quoted post of a social network as an embed; False where it is none."""
        if not media.POST_LABELS.search(labels(element)):
            return False
        post = media.post_of(element, self._base)
        if post is not None:
            self._object(Draft("object", post, element=element))
        return post is not None

    def _enter_embed(self, element: _Element) -> Closer | None:
        embed = media.embed_of(element, self._base)
        if embed is not None:
            self._object(Draft("object", embed, element=element))
            return None
        return _nothing if tag(element) == "object" else None

    _SPECIAL: ClassVar[dict[str, Callable[[_Builder, _Element], Closer | None]]] = {
        "a": _enter_link,
        "br": _enter_break,
        "q": _enter_quotation,
        "hr": _enter_rule,
        "ul": _enter_list,
        "ol": _enter_list,
        "menu": _enter_list,
        "dir": _enter_list,
        "li": _enter_item,
        "dl": _enter_definitions,
        "dt": _enter_term,
        "dd": _enter_meaning,
        "blockquote": _enter_quote,
        "table": _enter_table,
        "tr": _enter_row,
        "td": _enter_cell,
        "th": _enter_cell,
        "noscript": _enter_noscript,
        "figure": _enter_figure,
        "figcaption": _enter_caption,
        "div": _enter_division,
        **dict.fromkeys(_HEADINGS, _enter_heading),
        **dict.fromkeys(media.IMAGE_TAGS, _enter_image),
        **dict.fromkeys(media.EMBED_TAGS, _enter_embed),
    }


def _heading_level(element: _Element) -> int:
    level = _HEADINGS.get(tag(element)) or number(element.get("aria-level")) or 2
    return min(max(level, 1), 6)


def _nothing() -> None:
    """End an element that needs no ending."""


def _styled(element: _Element) -> SpanKind | None:
    style = element.get("style")
    if not style or len(style) > 2000:
        return None
    if _BOLD_STYLE.search(style):
        return "strong"
    return "emphasis" if _ITALIC_STYLE.search(style) else None


def _figure_images(element: _Element, base: str) -> Iterator[Image]:
    """Give the pictures of a figure, each once, from its noscript where nothing else has one."""
    seen: set[str] = set()
    for img in element.iter("img", "amp-img"):
        if any(tag(ancestor) == "noscript" for ancestor in img.iterancestors()):
            continue
        image = media.image_of(img, base)
        if image is not None and not media.is_icon(image) and image.url not in seen:
            seen.add(image.url)
            yield image
    if seen:
        return
    for noscript in element.iter("noscript"):
        image = media.image_in_noscript(noscript, base)
        if image is not None:
            yield image
            return


def _link_around(figure: _Element) -> str:
    """Give the target of the link that holds the picture of a figure."""
    for link in figure.iter("a"):
        if next(link.iter("img", "picture"), None) is not None:
            return attribute(link, "href")
    return ""


def _without_footnotes(draft: Draft) -> list[Draft]:
    """Part a list whose items are footnotes into the notes and what remains of the list."""
    parts: list[Draft] = []
    for child in draft.children:
        if child.kind == "footnote":
            parts.append(child)
            continue
        if not parts or parts[-1].kind != "list":
            parts.append(Draft("list", draft.form, element=draft.element))
        parts[-1].children.append(child)
    return parts
