"""Block by block: what is boilerplate goes, what is article stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsreader.articles import feed_body, furniture
from newsreader.articles.drafts import Draft
from newsreader.articles.explaining import Trace
from newsreader.articles.feed_body import is_line, same_words
from newsreader.articles.metadata import Metadata
from newsreader.articles.trees import labels, tag
from newsreader.core.document import Code, Heading, Image, Paragraph
from newsreader.core.urls import host

PROSE = 80
_NEARLY_ALL = 0.85
_COPY = 1200
"""A block of so many characters may be a copy of the whole text."""
_RELATED = "belongs to a section of related articles"
_LONGEST_TITLE = 800
"""A line of more characters is no title, no byline and no repeated line."""
_SENTENCE_END = re.compile(r"[.!?…。！？:;»”\"'’)\]]\s*$")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\s*(?:uhr|h|[ap]\.?m\.?|[A-Z]{2,4})?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\b|/File:", re.IGNORECASE)
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:subtitle|stand-?first|deck?|lede|lead|intro|summary|sub-?headline)(?:$|[\s_-])"
)
_SHORT = 50
_MOST_JUDGED = 5000
"""A text of more blocks is a book or data: nothing in its midst is looked at for furniture."""
_TOKEN = re.compile(r"\w+")


def clean(drafts: list[Draft], known: Metadata, title: str, trace: Trace) -> list[Draft]:
    """Drop the blocks that are no part of the article.

    Args:
        drafts: The blocks of the chosen container.
        known: What the page says of itself.
        title: The feed's title of the entry, "" where there is none.
        trace: Is told why each block goes.
    """
    cleaner = _Cleaner(known, title, trace)
    cleaner.look(drafts)
    steps: list[tuple[Callable[[list[Draft]], list[Draft]], str]] = [
        (cleaner.without_head, "stands above the text as headline, byline or date"),
        (cleaner.without_lines, "is nothing that an article has between its paragraphs"),
        (_without_share_rows, "is one of a row of services to share by"),
        (cleaner.without_tail, "stands below the text, where the article has ended"),
        (cleaner.without_what_the_page_leaves_out, "is not in the page's own copy of the text"),
        (_without_copies, "repeats the whole text"),
        (
            lambda drafts: feed_body.tidy(drafts, title or known.title),
            "repeats the title, or is what a plugin left",
        ),
    ]
    for step, reason in steps:
        before, drafts = drafts, step(drafts)
        trace.left_out(before, drafts, reason)
    return drafts


def link_share(draft: Draft) -> float:
    """Give the share of the text of a draft and all below it that is in links."""
    total = linked = 0
    for part in draft.walk():
        total += len(part.text)
        linked += sum(span.end - span.start for span in part.spans if span.kind == "link")
    return linked / total if total else 0.0


def is_prose(draft: Draft) -> bool:
    """Say whether a draft is a paragraph that only an article, or a teaser, would have."""
    if not isinstance(draft.form, Paragraph) or link_share(draft) > 0.5:
        return False
    length = len(draft.text)
    return length >= PROSE or (length >= 35 and bool(_SENTENCE_END.search(draft.text)))


class _Cleaner:
    """One page's cleaning: what it knows is the metadata and what it has seen so far."""

    def __init__(self, known: Metadata, title: str, trace: Trace) -> None:
        self._known = known
        self._trace = trace
        self._titles = [text for text in (title, known.title) if text]
        self._names = [name for name in known.authors if len(name) > 3]
        self._seen: set[str] = set()
        self._live = False

    def look(self, drafts: list[Draft]) -> None:
        """See whether this is a live page, whose entries begin with the time of day."""
        self._live = sum(1 for draft in drafts if _CLOCK.fullmatch(draft.text)) > 2

    # -- above the text --------------------------------------------------------------------------

    def without_head(self, drafts: list[Draft]) -> list[Draft]:
        """Drop headline, kicker, byline and date above the text; pictures there stay."""
        drafts = self._with_standfirst(drafts)
        start = self._after_headline(drafts)
        kept = [draft for draft in drafts[:start] if isinstance(draft.form, Image)]
        rest = drafts[start:]
        for index, draft in enumerate(rest):
            if self._begins_text(draft) and not self._is_head_line(draft):
                return kept + rest[index:]
            if self._stays_above(draft):
                kept.append(draft)
        return kept

    def _with_standfirst(self, drafts: list[Draft]) -> list[Draft]:
        """Make a paragraph of the standfirst that the page sets as a heading."""
        for index, draft in enumerate(drafts):
            if is_prose(draft):
                break
            if isinstance(draft.form, Heading) and self._is_standfirst(draft):
                lead = Draft(
                    "text",
                    Paragraph(start=0, end=0),
                    draft.text,
                    draft.spans,
                    element=draft.element,
                )
                return [*drafts[:index], lead, *drafts[index + 1 :]]
        return drafts

    def _is_standfirst(self, heading: Draft) -> bool:
        if same_words(heading.text, self._known.description):
            return True
        named = heading.element is not None and _STANDFIRST.search(labels(heading.element))
        return bool(named) and len(heading.text) > _SHORT

    def _begins_text(self, draft: Draft) -> bool:
        """Say whether the text has begun with this block at the latest."""
        if isinstance(draft.form, Heading):
            return draft.form.level > 1 and len(draft.text) > 3 and not self._is_title(draft.text)
        if draft.kind in ("list", "quote", "definitions"):
            return len(draft.full_text()) > 2 * PROSE and link_share(draft) < 0.5
        return is_prose(draft) or draft.kind == "table" or isinstance(draft.form, Code)

    def _stays_above(self, draft: Draft) -> bool:
        """Say whether a block between headline and text is the author's: key points, a subhead."""
        if draft.kind == "list":
            return not _is_list_of_links(draft)
        if draft.kind == "text":
            return not self._is_head_line(draft)
        return draft.kind in ("object", "table", "quote")

    def _after_headline(self, drafts: list[Draft]) -> int:
        """Give the index after the headline; 0 where there is none above the text."""
        prose = 0
        for index, draft in enumerate(drafts):
            if isinstance(draft.form, Heading) and (
                draft.form.level == 1 or self._is_title(draft.text)
            ):
                return index + 1
            prose += is_prose(draft)
            if prose > 2:
                break
        return 0

    def _is_title(self, text: str) -> bool:
        """Say whether a line is a title, a kicker before it or a part after it included."""
        if len(text) > _LONGEST_TITLE:
            return False
        own = furniture.tokens(text.casefold())
        if len(own) > 40:
            return False
        for title in self._titles:
            words = furniture.tokens(title.casefold())
            shared = len(set(own) & set(words))
            if same_words(text, title) or (
                len(words) > 3 and shared >= 0.8 * len(set(words)) and len(own) <= 1.6 * len(words)
            ):
                return True
        return False

    def _is_head_line(self, draft: Draft) -> bool:
        text = draft.text
        if len(text) > _LONGEST_TITLE:
            return False
        if isinstance(draft.form, Heading):
            return self._is_title(text)
        if self._is_title(text) or furniture.is_dateline(text) or furniture.is_byline(text):
            return True
        if any(same_words(text, name) for name in (self._known.site, self._known.section)):
            return True
        if len(text) < 120 and any(name in text for name in self._names):
            return not _SENTENCE_END.search(text)
        return len(text.split()) <= 4 and len(text) < 40 and not _SENTENCE_END.search(text)

    # -- anywhere --------------------------------------------------------------------------------

    def without_lines(self, drafts: list[Draft]) -> list[Draft]:
        """Drop lines, headings and lists that are furniture wherever they stand."""
        if len(drafts) > _MOST_JUDGED:
            return drafts
        kept: list[Draft] = []
        dropped_by: Callable[[Draft], bool] | None = None
        sources = False
        for draft in drafts:
            sources = is_line(draft) and (
                furniture.heads_sources(draft.text)
                or (sources and link_share(draft) > 0.9 and self._leads_out(draft))
            )
            if sources:
                kept.append(draft)
                continue
            if dropped_by is not None and dropped_by(draft):
                self._trace.left_out([draft], [], _RELATED)
                continue
            dropped_by = None
            if is_line(draft) and furniture.heads_related(draft.text):
                dropped_by = _goes_with_related
                self._trace.left_out([draft], [], _RELATED)
                continue
            if reason := self._why_furniture(draft, kept):
                self._trace.left_out([draft], [], reason)
                continue
            if draft.kind in ("quote", "item"):
                draft.children = self.without_lines(draft.children)
            kept.append(draft)
        return kept

    def _why_furniture(self, draft: Draft, before: list[Draft]) -> str:
        """Say why a block is furniture wherever it stands, "" where it is none."""
        if draft.kind == "list":
            return "is a list of links" if _is_list_of_links(draft) else ""
        if not is_line(draft) or isinstance(draft.form, Code):
            return ""
        if self._is_repeated(draft, before):
            return "says again what stands above, or what a picture's caption says"
        if isinstance(draft.form, Paragraph) and self._is_credit_line(draft.text):
            return "holds nothing but authors or a date"
        if furniture.is_furniture(draft.text):
            return "reads like what pages add: share rows, offers, consent, credits"
        if self._is_own_address(draft.text):
            return "is the address of the page"
        return "only leads to other articles" if self._is_teaser(draft) else ""

    def _is_own_address(self, text: str) -> bool:
        """Say whether a line is nothing but an address of this site, as for sharing."""
        if not _ADDRESS.fullmatch(text):
            return False
        own = host(self._known.url).removeprefix("www.")
        return bool(own) and host(text).endswith(own)

    def _is_credit_line(self, text: str) -> bool:
        """Say whether a line holds nothing but names of the authors, or a date."""
        if self._live and _CLOCK.fullmatch(text):
            return False
        rest = self._without_names(text)
        named = len(rest) < len(text) and len(re.sub(r"[\W_]+", "", rest)) <= 3
        return named or furniture.is_dateline(rest) or furniture.is_byline(text)

    def _is_teaser(self, draft: Draft) -> bool:
        """Say whether a line is nothing but links to other articles of the site."""
        share = link_share(draft)
        if furniture.leads_elsewhere(draft.text) and share > 0.4:
            return True
        if furniture.points_on(draft.text) and share > 0.5:
            return True
        if isinstance(draft.form, Heading):
            return share > 0.9 and not self._leads_out(draft) and not draft.text[:1].isdigit()
        return share > 0.9 and len(draft.text) < 200

    def _leads_out(self, draft: Draft) -> bool:
        """Say whether a heading links to other sites: it then names what it is about."""
        own = host(self._known.url)
        return all(host(span.url) != own for span in draft.spans if span.kind == "link")

    def _without_names(self, text: str) -> str:
        for name in self._names:
            text = text.replace(name, " ")
        return text

    def _is_repeated(self, draft: Draft, before: list[Draft]) -> bool:
        """Say whether a line says again what was said, by a text or by a picture."""
        for earlier in before[-3:]:
            if isinstance(earlier.form, Image) and len(draft.text) < 400:
                image = earlier.form
                if same_words(draft.text, image.caption) or same_words(draft.text, image.alt):
                    return True
        key = " ".join(_TOKEN.findall(draft.text.casefold()))
        if not 40 <= len(key) <= 300 or (draft.element is not None and draft.element.tag == "p"):
            self._seen.add(key)
            return False
        repeated = key in self._seen
        self._seen.add(key)
        return repeated

    # -- below the text --------------------------------------------------------------------------

    def without_tail(self, drafts: list[Draft]) -> list[Draft]:
        """Drop what follows the text: sections of other articles, notes on the authors."""
        total = sum(len(draft.text) for draft in drafts if is_prose(draft))
        passed = 0
        for index, draft in enumerate(drafts):
            if passed >= total * 0.5 and is_line(draft) and self._heads_tail(draft, passed, total):
                drafts = drafts[:index]
                break
            passed += len(draft.text) if is_prose(draft) else 0
        while len(drafts) > 1 and self._is_tail_line(drafts[-1]):
            drafts = drafts[:-1]
        return drafts

    @staticmethod
    def _heads_tail(draft: Draft, passed: int, total: int) -> bool:
        """Say whether the text ends above a line; of some lines only if little prose follows."""
        if furniture.heads_tail(draft.text):
            return True
        return passed >= total * _NEARLY_ALL and furniture.may_head_tail(draft.text)

    def _is_tail_line(self, draft: Draft) -> bool:
        if isinstance(draft.form, Image):
            return self._leads_on(draft.form)
        if isinstance(draft.form, Heading):
            return True
        if not isinstance(draft.form, Paragraph):
            return False
        text = draft.text
        if furniture.is_dateline(text) or furniture.is_byline(text):
            return True
        if any(same_words(text, name) for name in self._names):
            return True
        return any(text.startswith(name) for name in self._names) and furniture.is_about_author(
            text
        )

    def _leads_on(self, image: Image) -> bool:
        """Say whether a picture below the text leads to another page of the site."""
        own = host(self._known.url)
        return bool(image.link) and host(image.link) == own and not _PICTURE.search(image.link)

    # -- by the page's own word ------------------------------------------------------------------

    def without_what_the_page_leaves_out(self, drafts: list[Draft]) -> list[Draft]:
        """Drop lines that the page's own copy of the text (JSON-LD) does not hold.

        The copy is believed where it holds nearly all of the prose, and only about paragraphs:
        headings, lists, tables and quotes are often missing from such copies, and so is what stands
        above the first paragraph. A heading goes with the paragraph that it heads.
        """
        body = _shingles(self._known.body)
        if len(body) < 80:
            return drafts
        held = {id(draft): _share_in(draft.text, body) for draft in drafts if is_line(draft)}
        prose = [draft for draft in drafts if is_prose(draft)]
        total = sum(len(draft.text) for draft in prose)
        believed = sum(len(draft.text) for draft in prose if held[id(draft)] > 0.7)
        if not total or believed < 0.75 * total:
            return drafts
        first = next(
            i for i, draft in enumerate(drafts) if is_prose(draft) and held[id(draft)] > 0.7
        )
        kept: list[Draft] = []
        below = True
        for draft in reversed(drafts[first:]):
            stays = held.get(id(draft), 1.0) > 0.25
            if isinstance(draft.form, Heading):
                stays = stays or below
            elif is_line(draft):
                below = stays
            if stays:
                kept.append(draft)
        return drafts[:first] + kept[::-1]


def _without_share_rows(drafts: list[Draft]) -> list[Draft]:
    """Drop lines that only name services where two or more stand together."""
    named = [isinstance(one.form, Paragraph) and furniture.is_service(one.text) for one in drafts]
    beside = zip([False, *named], named, [*named[1:], False], strict=False)
    rows = [here and (before or after) for before, here, after in beside]
    return [one for one, in_row in zip(drafts, rows, strict=True) if not in_row]


def _without_copies(drafts: list[Draft]) -> list[Draft]:
    """Drop a block that holds the whole text once more, as some pages do for their scripts."""
    kept = []
    for draft in drafts:
        element = draft.element
        if len(draft.text) >= _COPY and is_line(draft) and (element is None or tag(element) != "p"):
            others: set[tuple[str, ...]] = set()
            for other in drafts:
                if other is not draft and len(other.text) < len(draft.text):
                    others |= _shingles(other.text)
            if _share_in(draft.text, others) > 0.7:
                continue
        kept.append(draft)
    return kept


def _shingles(text: str) -> set[tuple[str, ...]]:
    tokens = furniture.tokens(text)
    return {tuple(tokens[i : i + 3]) for i in range(len(tokens) - 2)}


def _share_in(text: str, body: set[tuple[str, ...]]) -> float:
    """Give the share of a text that the body holds; 1 for a text too short to say."""
    own = _shingles(text)
    return len(own & body) / len(own) if own else 1.0


def _goes_with_related(draft: Draft) -> bool:
    """Say whether a block belongs to the section of related articles that a heading began."""
    if draft.kind in ("list", "object"):
        return draft.kind == "list" and link_share(draft) > 0.5
    if not is_line(draft):
        return False
    return link_share(draft) > 0.5 or (len(draft.text) < PROSE and link_share(draft) > 0.2)


def _is_list_of_links(draft: Draft) -> bool:
    """Say whether the items of a list are short links, and what pages add, for the most part."""
    if not draft.children or len(draft.full_text()) > 160 * len(draft.children):
        return False
    return sum(1 for item in draft.children if _leads_on(item)) > 0.8 * len(draft.children)


def _leads_on(item: Draft) -> bool:
    text = item.full_text()
    share = link_share(item)
    if share > 0.8 or (share > 0.5 and furniture.points_on(text)):
        return True
    return furniture.is_furniture(text)
