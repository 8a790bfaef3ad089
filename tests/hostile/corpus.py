"""What strangers write to steer a terminal: in every place of a feed or a page, in every encoding.

A case is a document with one place filled; the forms say how the place is written.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from newsreader.core.text import is_clean

STEERING = (
    "\x1b]0;OWN\x07\x1b[2J\x1b]52;c;eA==\x1b\\\x9b31m\x9d0;t\x9c\x90\x7f\x00\x08\r\x0b\x0c\x0e"
    "\x85\u2028\u2029\u202e\u2066\u2069\u200b\u2060\ufeff\xad\U000e0041\U000e007f\ufffe"
)
MARKUP = "[/foo][/][link=http://x.example]y[/link][@click=app.quit]x[/]$x ${y} %s {z} \\["


def _decimal(text: str) -> str:
    return "".join(f"&#{ord(character)};" for character in text)


def _hexadecimal(text: str) -> str:
    return "".join(f"&#X{ord(character):x};" for character in text)


def _again(text: str) -> str:
    return html.escape(_decimal(text))


def _thrice(text: str) -> str:
    return html.escape(_again(text))


def _in_cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def _references_in_cdata(text: str) -> str:
    return _in_cdata(_decimal(text))


FORMS: dict[str, Callable[[str], str]] = {
    "raw": str,
    "decimal references": _decimal,
    "hexadecimal references": _hexadecimal,
    "escaped twice": _again,
    "escaped thrice": _thrice,
    "raw in CDATA": _in_cdata,
    "references in CDATA": _references_in_cdata,
}
IN_ATTRIBUTES = tuple(list(FORMS)[:5])


def in_attribute(form: str, text: str) -> str:
    """Write a text into an attribute between double quotes."""
    return html.escape(text) if form == "raw" else FORMS[form](text)


# -- places ----------------------------------------------------------------------------------------

RSS_TEXTS = (
    "title", "description", "content:encoded", "guid", "author", "dc:creator", "category",
    "pubDate", "dc:date", "comments", "source", "dc:language", "media:title", "media:description",
    "media:credit", "itunes:author", "itunes:summary", "dc:subject", "dc:rights",
)  # fmt: skip
RSS_ATTRIBUTES = (
    '<enclosure url="https://n.example/{}.mp3" type="audio/mpeg" length="1"/>',
    '<enclosure url="https://n.example/a.mp3" type="audio/{}" length="1"/>',
    '<enclosure url="https://n.example/a.mp3" type="audio/mpeg" length="1{}"/>',
    '<media:content url="https://n.example/{}.mp4" type="video/{}" medium="{}"/>',
    '<media:thumbnail url="https://n.example/{}.jpg" width="{}"/>',
    '<category domain="{}" term="{}" label="{}"/>',
    '<link rel="alternate" href="https://n.example/{}" type="{}" title="{}"/>',
    '<description xml:base="https://n.example/{}" xml:lang="en{}">x</description>',
)
CHANNEL_TEXTS = ("title", "description", "language", "link", "ttl", "managingEditor", "copyright")
ATOM_TEXTS = (
    '<title type="text">x{}y</title>',
    '<title type="html">x{}y</title>',
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x{}y</div></title>',
    '<summary type="text">x{}y</summary>',
    '<content type="html">x{}y</content>',
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x{}y</p></div></content>',
    "<author><name>x{}y</name><email>{}</email><uri>{}</uri></author>",
    "<id>x{}y</id>",
    "<updated>2026-01-01T00:00:00Z{}</updated>",
    "<rights>x{}y</rights>",
)
BODIES = (
    "<p>x{}y</p>",
    "<h2>x{}y</h2>",
    "<pre>x{}y</pre>",
    "<pre><code>x{}y</code></pre>",
    "<ul><li>x{}y</li></ul>",
    "<ol><li>x{}y</li></ol>",
    "<blockquote>x{}y<cite>x{}y</cite></blockquote>",
    "<table><caption>x{}y</caption><tr><th>a{}</th><th>b</th></tr><tr><td>x{}y</td><td>z</td></tr>"
    "<tr><td>x{}y</td><td>z</td></tr></table>",
    "<dl><dt>x{}y</dt><dd>x{}y</dd></dl>",
    "<figure><img src='https://n.example/a.jpg'><figcaption>x{}y</figcaption></figure>",
    "<p>a<sup><a href='#fn1'>1</a></sup></p><ol><li id='fn1'>x{}y</li></ol>",
    "<p><b>x{}y</b> <code>x{}y</code> <i>x{}y</i> <q>x{}y</q></p>",
    "<textarea>x{}y</textarea><math><mi>x{}y</mi></math><svg><text>x{}y</text></svg>",
    "<noscript>x{}y</noscript><details><summary>x{}y</summary>z</details>",
)
BODY_ATTRIBUTES = (
    '<p>a<img src="https://n.example/{}.jpg" alt="x{}y" title="x{}y"></p>',
    '<p><img srcset="https://n.example/{}.jpg 2x, https://n.example/b{}.jpg 1x"></p>',
    '<p><a href="https://n.example/{}" title="x{}y">z</a></p>',
    '<p><a href="java{}script:alert(1)">z</a></p>',
    '<p><a href="mailto:{}a@b.example?subject={}">z</a></p>',
    '<pre><code class="language-{}">z</code></pre>',
    '<pre data-lang="{}">z</pre>',
    '<iframe src="https://www.youtube.com/embed/a{}" title="x{}y"></iframe>',
    '<video src="https://n.example/{}.mp4" title="x{}y" aria-label="{}"></video>',
    '<blockquote cite="https://n.example/{}">z</blockquote>',
    '<ol start="{}"><li value="{}">z</li></ol><p lang="{}" dir="{}" id="{}" class="{}">z</p>',
    '<p><abbr title="{}">z</abbr><sup><a href="#fn{}" id="r{}">1</a></sup></p>'
    '<ol><li id="fn{}">z</li></ol>',
)
HEADS = (
    '<meta name="author" content="A {}">',
    '<meta property="og:title" content="T {}">',
    '<meta property="og:site_name" content="S {}">',
    '<meta property="og:image" content="https://n.example/{}.jpg">',
    '<meta property="og:locale" content="en{}">',
    '<meta property="article:published_time" content="2026-01-01T00:00:00Z{}">',
    '<meta property="article:author" content="A {}">',
    '<link rel="canonical" href="https://n.example/{}">',
    '<base href="https://n.example/{}">',
    '<meta http-equiv="content-language" content="en{}">',
    '<html lang="en{}">',
)
PAGE_TEXTS = (
    "<head><title>T {}</title></head>",
    "<h1>T {}</h1>",
    '<p class="byline">By A {}</p>',
    "<time>1 January 2026 {}</time>",
    '<p class="credit">Photo: {}</p>',
)
LINKED_DATA: dict[str, Any] = {
    "headline": "H {}",
    "author": {"@type": "Person", "name": "A {}"},
    "publisher": {"@type": "Organization", "name": "P {}"},
    "datePublished": "2026-01-01{}",
    "inLanguage": "en{}",
    "image": "https://n.example/{}.jpg",
    "description": "D {}",
    "url": "https://n.example/{}",
    "articleBody": "B {}",
}
JSON_FEED = (
    "title", "home_page_url", "description", "language", "items.id", "items.url", "items.title",
    "items.content_html", "items.content_text", "items.summary", "items.image", "items.language",
    "items.date_published", "items.external_url", "items.tags", "items.authors.name",
    "items.authors.url", "items.attachments.url", "items.attachments.mime_type",
)  # fmt: skip

PARAGRAPH = "<p>" + "Plain words that make up a sentence, and go on for a while. " * 12 + "</p>"


# -- documents -------------------------------------------------------------------------------------


def rss(item: str, channel: str = "") -> bytes:
    """Make an RSS document of the inside of an item, and of what stands beside it."""
    spaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    )
    text = f'<rss version="2.0" {spaces}><channel>{channel}<item>{item}</item></channel></rss>'
    return text.encode("utf-8", "surrogatepass")


def atom(entry: str) -> bytes:
    """Make an Atom document of the inside of an entry."""
    text = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry>{entry}</entry></feed>'
    )
    return text.encode("utf-8", "surrogatepass")


def feeds_with(text: str) -> Iterator[tuple[str, bytes]]:
    """Give named feeds that have the text in each of their places, in each form."""
    for form, write in FORMS.items():
        written = f"a{write(text)}z"
        for name in RSS_TEXTS:
            yield f"rss {name}, {form}", rss(f"<{name}>{written}</{name}>")
        for name in CHANNEL_TEXTS:
            yield f"channel {name}, {form}", rss("<title>t</title>", f"<{name}>{written}</{name}>")
        for markup in ATOM_TEXTS:
            yield f"atom {markup}, {form}", atom(markup.replace("{}", write(text)))
    for form in IN_ATTRIBUTES:
        for markup in RSS_ATTRIBUTES:
            filled = markup.replace("{}", in_attribute(form, text))
            yield f"rss {markup}, {form}", rss(f"<title>t</title>{filled}")
    for name in JSON_FEED:
        for form in IN_ATTRIBUTES:
            yield f"json {name}, {form}", json_feed(name, f"https://n.example/{FORMS[form](text)}")


def json_feed(path: str, value: str) -> bytes:
    """Make a JSON Feed with a value at a path; the encoder writes controls as escapes."""
    item: dict[str, Any] = {"id": "1", "content_html": "<p>x</p>"}
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "F",
        "items": [item],
    }
    place, _, rest = path.removeprefix("items.").partition(".")
    inner: Any = [{"url": "https://n.example/a", "name": "n", rest: value}] if rest else value
    target = item if path.startswith("items.") else feed
    target[place] = [value] if place == "tags" else inner
    return json.dumps(feed).encode()


def bodies_with(text: str) -> Iterator[tuple[str, str]]:
    """Give named bodies of entries that have the text in each of their places, in each form."""
    for form in ("raw", "decimal references", "hexadecimal references", "escaped twice"):
        for markup in BODIES:
            yield f"{markup}, {form}", markup.replace("{}", FORMS[form](text))
        for markup in BODY_ATTRIBUTES:
            yield f"{markup}, {form}", markup.replace("{}", in_attribute(form, text))


def pages_with(text: str) -> Iterator[tuple[str, bytes]]:
    """Give named web pages that have the text in each of their places, in each form."""
    for form in ("raw", "decimal references", "hexadecimal references", "escaped twice"):
        for markup in HEADS:
            yield f"{markup}, {form}", page(markup.replace("{}", in_attribute(form, text)))
        for markup in PAGE_TEXTS:
            yield f"{markup}, {form}", page(markup.replace("{}", FORMS[form](text)))
    for key, value in LINKED_DATA.items():
        for form in ("raw", "decimal references"):
            yield f"JSON-LD {key}, {form}", page(_linked_data(key, value, FORMS[form](text)))


def page(markup: str) -> bytes:
    """Make a page of an article and some markup before it."""
    text = f"{markup}<body><article>{markup}{PARAGRAPH * 3}</article></body>"
    return text.encode("utf-8", "surrogatepass")


def _linked_data(key: str, value: Any, text: str) -> str:
    filled = json.loads(json.dumps(value).replace("{}", json.dumps(text)[1:-1]))
    data = {"@context": "https://schema.org", "@type": "NewsArticle", key: filled}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def subscriptions(written: str) -> bytes:
    """Give an OPML list with a text, as it stands in an attribute, wherever one may stand."""
    outline = f'text="t{written}" title="t{written}" description="{written}" category="/c{written}"'
    document = (
        f'<opml version="2.0"><head><title>{written}</title></head><body>'
        f'<outline text="f{written}">'
        f'<outline {outline} xmlUrl="https://n.example/1{written}"'
        f' htmlUrl="https://n.example/{written}"/>'
        f'<outline {outline} xmlUrl="file:///{written}"/></outline></body></opml>'
    )
    return document.encode("utf-8", "surrogatepass")


# -- what must hold --------------------------------------------------------------------------------


def strings(value: object) -> Iterator[str]:
    """Give every string inside a value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(key)
            yield from strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, msgspec.Struct):
        yield from strings(msgspec.to_builtins(value))


def unsafe(value: object) -> list[str]:
    """Give the strings inside a value that no terminal should get."""
    return [text[:200] for text in strings(value) if not is_clean(text)]
