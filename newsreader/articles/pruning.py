"""Takes out of a page what is never the article: by its element, by being hidden, by its name.

The names are those that page authors give to such parts, whatever the site. A part that holds
much of the page's prose stays, whatever it is called.
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from newsreader.articles.builder import CAPTION_BOX
from newsreader.articles.explaining import Trace
from newsreader.articles.measures import PARAGRAPH, Measure, measure
from newsreader.articles.trees import attribute, drop, labels, tag, text_of

_NEVER = frozenset(
    {"script", "style", "template", "link", "meta", "nav", "dialog", "button", "input", "select"}
    | {"textarea", "svg", "canvas", "menu", "datalist", "map", "amp-ad", "amp-analytics"}
    | {"amp-consent", "amp-sidebar", "amp-sticky-ad", "frame", "frameset", "head", "base"}
)
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_SHOWN_LATER = re.compile(r"paywall|premium|slide|gate|article|story|content")
_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"}
    | {"menu", "menubar", "toolbar", "tablist", "button", "tooltip", "alert"}
)
_WORD = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_STRONG = frozenset(
    {"gallery", "galleries", "carousel", "bildergalerie", "fotostrecke"}
    | {"teilen", "partager", "compartir", "condividi", "reactions", "printfooter", "editsection"}
    | {"advert", "adverts", "advertisement", "advertising", "ads", "adslot", "adunit"}
    | {"adbox", "adsense", "dfp", "outbrain", "taboola", "plista", "ligatus", "sponsor"}
    | {"sponsored", "sponsors", "promo", "promos", "promotion", "promobox", "promoted"}
    | {"comment", "comments", "disqus", "livefyre", "kommentare", "kommentar"}
    | {"commentlist", "respond", "share", "sharing", "shares", "sharebar", "sharebox"}
    | {"sharedaddy", "social", "socials", "addthis", "addtoany", "sociable", "related"}
    | {"relateds", "recommended", "recommendation", "recommendations", "recommend"}
    | {"recirc", "recirculation", "readmore", "readnext", "morenews", "morefrom"}
    | {"moreon", "similar", "yarpp", "jp-relatedposts", "newsletter", "newsletters"}
    | {"signup", "subscribe", "subscription", "subscriptions", "optin", "breadcrumb"}
    | {"breadcrumbs", "navigation", "navbar", "nav", "menu", "submenu", "sidebar"}
    | {"sidebars", "cookie", "cookies", "consent", "gdpr", "onetrust", "didomi"}
    | {"privacy", "modal", "popup", "popover", "lightbox", "overlay", "tooltip", "toast"}
    | {"teaser", "teasers", "teaserlist", "trending", "popular", "mostread"}
    | {"mostpopular", "bestof", "pagination", "pager", "paginator", "footer"}
    | {"pagefooter", "sitefooter", "toolbar", "tools", "printbutton", "rating", "ratings"}
    | {"vote", "poll", "quiz", "authorbox", "authorbio", "bio", "biography"}
    | {"aboutauthor", "tags", "taglist", "tagcloud", "keywords", "topics", "hashtags"}
    | {"skip", "skiplink", "screenreader", "hidden", "invisible", "noprint", "print-only"}
    | {"visuallyhidden", "sronly", "feedback", "survey", "donate", "donation", "whatsapp"}
    | {"telegram"}
)
_TEASERS = frozenset({"teaser", "teasers", "promo", "promos"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_PAIRS = re.compile(
    r"(?:^|[\s_-])(sr-only|visually-hidden|screen-reader(?:-text)?|off-?screen|print-only"
    r"|no-?display"
    r"|read-(?:more|also|next|too)|more-(?:on|from|news|stories|links|articles)|see-also|also-read"
    r"|(?:post|article|teaser|story|news|promo)-?cards?|most-(?:read|popular|viewed)"
    r"|author-(?:box|bio|info|card|profile|description|about)|about-(?:the-)?author"
    r"|(?:article|post|entry|story|content|page)-?(?:tags?|footer|meta|share|social|related|tools"
    r"|actions|nav"
    r"|author|info|categories|date|time|byline)"
    r"|post-?meta|entry-?meta|meta-?(?:data|info|bar|line)|byline|dateline|time-?stamp"
    r"|publish(?:ed)?-?(?:date|time|on)"
    r"|ad-(?:slot|unit|container|wrapper|label|break|placeholder|banner|box|space)|(?:inline|mid"
    r"|content)-ad"
    r"|google-ad|ad-?wrapper|banner-?ad|call-?to-?action|cta|inline-?(?:promo|newsletter|related"
    r"|recirc)"
    r"|support-?(?:box|us|banner)|membership|member-?(?:box|promo)|app-?(?:promo|banner|download|store)|tag-?(?:list|cloud|links)|cat-?links|reading-?time"
    r"|time-?to-?read"
    r"|article-?(?:links|recommend\w*|more)|social-?(?:\w+)|news-?letter|next-?(?:article|post"
    r"|story)"
    r"|prev(?:ious)?-?(?:article|post|story)|jump-?to|table-of-contents|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_WEAK = frozenset(
    {"author", "authors", "autor", "autoren", "auteur", "byline", "credit", "credits"}
    | {"copyright", "caption", "captions", "date", "datetime", "published", "timestamp"}
    | {"category", "categories", "kicker", "topline", "overline", "label", "badge"}
    | {"meta", "metadata", "info", "counter", "readtime", "audio", "listen", "player"}
    | {"source", "sources"}
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:(comments?|commentlist|disqus|kommentare|kommentar)|galler(?:y|ies)"
    r"|bildergalerie|fotostrecke)(?:$|[\s_-])"
)
_OFFERS = re.compile(r"paywall|regwall|premium|subscri|abo-|piano")
_SUBSCRIBE = re.compile(r"subscri|abonn|\babo\b|suscri|assin|prenumer|подпис|購読|订阅|구독", re.I)
_BODY = re.compile(r"(?:^|[\s_-])(?:article|story)[_-]?body(?:$|[\s_-])")
_NEW_WINDOW = re.compile(
    r"\W*(?:external link|externer link|lien externe|enlace externo)?\W*"
    r"(?:öffnet (?:sich )?(?:in|im) (?:einem )?neue[mns]? (?:fenster|tab)"
    r"|(?:opens )?in (?:a )?new (?:window|tab)|nouvelle fenêtre"
    r"|(?:se abre )?en (?:una )?ventana nueva|si apre in una nuova (?:finestra|scheda))\W*",
    re.IGNORECASE,
)
"""What pages tell those who hear them about a link."""
_ARTICLE = 500
_SLUG = 5
"""A name of so many words is made of a heading's text and says nothing of the part."""
_REST = {True: 800, False: 3000}
"""The prose beside comments (True) or a gallery that makes a whole article without them."""
_HIDDEN = "is hidden"
_SHORT = 200
_CAPTION = 280
_TEASER = 350
_HIDDEN_MUCH = 1.7
_MUCH = 0.35
"""A part with more than this share of the page's prose is not dropped for its name."""


def prune(root: _Element, trace: Trace, *, lenient: bool = False) -> dict[_Element, Measure]:
    """Take out what is never the article, in place, and measure what is left.

    Args:
        root: The page.
        trace: Is told why each element goes.
        lenient: Whether to take out only what is no text at all.
    """
    for element in list(root.iter(*_NEVER)):
        trace.dropped(element, f"is in a <{tag(element)}>, which no article is")
        drop(element)
    _part_clocks(root)
    for note in list(root.iter("span", "small")):
        if _NEW_WINDOW.fullmatch((note.text or "")[:60]):
            drop(note)
    measures = measure(root)
    if lenient:
        return measures
    limit = max(measures[root].prose * _MUCH, 1.0)
    protected = _protected(root, measures)
    _mark_captions(root, measures, limit)
    for box in _teasers(root, measures, limit, protected):
        trace.dropped(box, "is a box whose heading leads to another page")
        drop(box)
    for element, reason in _doomed(root, measures, limit, protected).items():
        trace.dropped(element, reason)
        drop(element)
    return measure(root)


def _doomed(
    root: _Element, measures: dict[_Element, Measure], limit: float, protected: set[_Element]
) -> dict[_Element, str]:
    """Give the outermost elements that are no part of the article, each with the reason."""
    doomed: dict[_Element, str] = {}
    inside: set[_Element] = set()
    for element in root.iter():
        if element.getparent() in inside:
            inside.add(element)
            continue
        if element in protected or not isinstance(element.tag, str):
            continue
        found = measures[element]
        reason = why_furniture(element, found) if found.prose < limit else ""
        if not reason and found.prose < limit * _HIDDEN_MUCH and _is_hidden(element, found):
            reason = _HIDDEN
        if not reason and _is_beside(element, measures[root].prose - found.prose):
            reason = "is in comments or a gallery beside a whole article"
        if reason:
            doomed[element] = reason
            inside.add(element)
    return doomed


def _part_clocks(root: _Element) -> None:
    """Put the time of day that stands in the heading of a live page's entry before the heading."""
    for clock in list(root.iter("time")):
        heading = clock.getparent()
        if heading is None or tag(heading) not in ("h2", "h3", "h4", "h5"):
            continue
        around = heading.getparent()
        if around is not None and len(text_of(heading)) > len(text_of(clock)):
            drop(clock)
            line = etree.Element("div")
            line.text = text_of(clock)
            around.insert(around.index(heading), line)


def _mark_captions(root: _Element, measures: dict[_Element, Measure], limit: float) -> None:
    """Turn a small box that holds a picture and a little text into a figure with its caption.

    Where such boxes hold much of the prose, as the steps of a recipe do, they are the text.
    """
    found = (_box(image, measures) for image in root.iter("img", "picture", "amp-img"))
    boxes = {box for box in found if box is not None}
    if sum(measures[box].prose for box in boxes) < limit:
        for box in boxes:
            box.tag = "figure"
            box.set(CAPTION_BOX, "1")


def _box(image: _Element, measures: dict[_Element, Measure]) -> _Element | None:
    """Give the box of a picture where it is the size of a caption."""
    box = image.getparent()
    for _ in range(8):
        if box is None or tag(box) not in _AROUND_PICTURE or measures[box].text >= _CAPTION:
            return None
        if measures[box].text > 0 and tag(box) not in ("td", "tr", "tbody"):
            fits = tag(box) in ("div", "section", "table") and _is_caption_box(box)
            return box if fits else None
        box = box.getparent()
    return None


_AROUND_PICTURE = frozenset(
    {
        "div",
        "span",
        "a",
        "p",
        "figure",
        "section",
        "picture",
        "td",
        "tr",
        "tbody",
        "table",
        "center",
    }
)


def _is_caption_box(box: _Element) -> bool:
    blocks = box.iter("h1", "h2", "h3", "h4", "ul", "ol", "th", "table", "blockquote", "pre")
    if any(block is not box for block in blocks):
        return False
    return sum(1 for _ in box.iter("p")) <= 2


def _teasers(
    root: _Element, measures: dict[_Element, Measure], limit: float, protected: set[_Element]
) -> list[_Element]:
    """Give the small boxes whose heading is a link: each leads to another article."""
    boxes = []
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        found = measures[heading]
        whole_link = any(tag(ancestor) == "a" for ancestor in heading.iterancestors())
        if not found.text or (found.link < 0.9 * found.text and not whole_link):
            continue
        box = heading
        parent = heading.getparent()
        while (
            parent is not None
            and parent not in protected
            and measures[parent].text < _TEASER + found.text
            and measures[parent].prose < limit
        ):
            box, parent = parent, parent.getparent()
        if box is not heading:
            boxes.append(box)
    return boxes


def _protected(root: _Element, measures: dict[_Element, Measure]) -> set[_Element]:
    """Give the elements that hold what is marked as the article's body, and the body itself."""
    found = set()
    for element in root.iter():
        marked = "articleBody" in (element.get("itemprop") or "")
        if marked or (
            measures[element].prose > PARAGRAPH
            and measures[element].link_density < 0.2
            and _BODY.search(labels(element))
        ):
            found.add(element)
            found.update(element.iterancestors())
    for heading in root.iter("h1"):
        around = (a for a in heading.iterancestors() if measures[a].prose > _ARTICLE)
        found.update(a for a in around if measures[a].link_density < 0.3)
    found.update(root.iter("body", "html", "main"))
    return found


def why_furniture(element: _Element, found: Measure) -> str:
    """Say why an element is a part that no article has; "" where it may be of one."""
    name = tag(element)
    if name == "footer":
        return "" if _inside(element, "blockquote") else "is in a <footer>"
    if name == "aside":
        return "is in an <aside>"
    if name in ("h1", "figcaption", "figure"):
        return ""
    if _is_hidden(element, found):
        return _HIDDEN
    if name in ("a", "em", "strong", "b", "i", "time") and found.text > 0:
        return ""
    if name == "p" and found.prose > PARAGRAPH:
        return ""
    if name == "form" and found.prose < _SHORT:
        return "is in a form"
    role = attribute(element, "role")
    if role in _ROLES and not _is_zoom(element, role):
        return f"has the role of a {role}"
    furniture = _name_of_furniture(element, found)
    return f"is named “{furniture}”" if furniture and not _is_code(element, found) else ""


def _is_beside(element: _Element, rest: float) -> bool:
    """Say whether a part, however long, is comments or a gallery next to a whole article."""
    if tag(element) not in ("div", "section", "ul", "ol"):
        return False
    match = _BESIDE.search(labels(element)[:1000])
    if match is None or rest < _REST[match[1] is not None]:
        return False
    return next(element.iter("h1"), None) is None


def _inside(element: _Element, name: str) -> bool:
    return any(tag(ancestor) == name for ancestor in element.iterancestors())


def _is_hidden(element: _Element, found: Measure) -> bool:
    """Say whether an element is not shown; prose that a paywall or a slide show hides stays."""
    prose = found.prose >= PARAGRAPH and found.link_density < 0.3
    if element.get("hidden") is not None or attribute(element, "aria-hidden") == "true":
        if prose and _inside(element, "article"):
            return False
        return next(element.iter("img", "picture"), None) is None
    style = element.get("style")
    if style and len(style) < 2000 and _HIDDEN_STYLE.search(style):
        return not (prose and _SHOWN_LATER.search(labels(element)))
    return False


def _is_zoom(element: _Element, role: str) -> bool:
    """Say whether a button is a picture that opens in its full size."""
    return role == "button" and next(element.iter("img", "picture"), None) is not None


def _is_innocent(element: _Element, name: str, found: Measure) -> bool:
    """Say whether an element is no part that its name stands for.

    A card or a teaser leads on to what it is about, else it is a box or a standfirst; a heading is
    no table of contents; and a place or a date may begin the first paragraph.
    """
    if "card" in name or name in _TEASERS:
        return found.prose >= PARAGRAPH and not _leads_on(element)
    if name == "toc":
        return tag(element) in _HEADINGS
    parent = element.getparent()
    begins = parent is not None and tag(parent) == "p" and not (parent.text or "").strip()
    return name in ("dateline", "byline") and begins and bool((element.tail or "").strip())


def _is_code(element: _Element, found: Measure) -> bool:
    """Say whether an element is code with what is set around it: its name tells how it is shown."""
    code = next(element.iter("pre"), None)
    return code is not None and len(text_of(code)) > 0.6 * found.text


def _leads_on(element: _Element) -> bool:
    """Say whether an element is a link, or holds one that stands in no paragraph."""
    if _inside(element, "a"):
        return True
    for link in element.iter("a"):
        around = link.getparent()
        while around is not None and around is not element and tag(around) != "p":
            around = around.getparent()
        if around is None or tag(around) != "p":
            return True
    return False


def _name_of_furniture(element: _Element, found: Measure) -> str:
    """Give the part of an element's names by which it is no article, "" where there is none."""
    names = element.get("class") or ""
    heading = tag(element) in _HEADINGS
    if not heading:  # whose id is made of its text
        names += f" {element.get('id') or ''}"
    if len(names) < 3:
        return ""
    names = _CAMEL.sub("-", names[:1000]).lower()
    if (pair := _PAIRS.search(names)) and not _is_innocent(element, pair[1], found):
        return pair[1].strip(" _-")
    offer = _OFFERS.search(names)
    if offer and found.prose < _ARTICLE and _SUBSCRIBE.search(text_of(element)):
        return offer[0]
    words = {
        word
        for name in names.split()
        if len(parts := _WORD.findall(name)) < _SLUG
        for word in parts
    }
    strong = {word for word in _STRONG & words if not _is_innocent(element, word, found)}
    if strong:
        return min(strong)
    if found.text >= _SHORT or found.prose >= PARAGRAPH or not (weak := _WEAK & words):
        return ""
    return "" if _inside(element, "figure") else min(weak)
