"""Elements -> drafts of blocks: what each becomes, in one walk over the tree without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from lxml.etree import _Element

from newsreader.articles import media, preformatted, quotes, tables
from newsreader.articles.drafts import Draft
from newsreader.articles.trees import attribute, labels, number, tag, text_of
from newsreader.articles.walking import Closer, Frame, Walk
from newsreader.core.document import (
    Code,
    Definitions,
    Footnote,
    Image,
    List,
    Quote,
    Rule,
    SpanKind,
    Table,
)
from newsreader.core.text import clean_line

CAPTION_BOX = "data-newsreader-caption"
"""Marks an element whose text is all caption; whoever prepares the tree sets it."""

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
_CAPTION_LABELS = re.compile(r"(?:^|\s)wp-caption(?:\s|$)")
_CAPTION_TEXT_LABELS = re.compile(r"(?:^|[\s_-])caption")


def build(root: _Element, base: str) -> list[Draft]:
    """Make drafts of everything that a person would read below an element.

    Args:
        root: The element; it and what is around it stay as they are.
        base: The address that links and sources are relative to; "" where none is known.
    """
    return _Builder(root, base).build()


class _Builder(Walk):
    """Knows what each element becomes."""

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
        self._frames.append(Frame(Draft("item", children=definition.children)))

        def close() -> None:
            self._flush()
            self._frames.pop()

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

    SPECIAL: ClassVar[Mapping[str, Callable[[Any, _Element], Closer | None]]] = {
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
