from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.errors import FeedError
from newsreader.core.models import ParsedEntry, ParsedFeed
from newsreader.core.text import is_clean
from newsreader.feeds import looks_like_feed, parse_feed

URL = "https://site.example/feeds/main.xml"


def parse(document: str | bytes, content_type: str | None = None) -> ParsedFeed:
    content = document.encode() if isinstance(document, str) else document
    return parse_feed(content, URL, content_type)


def rss(items: str, channel: str = "<title>News</title>") -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel>{channel}{items}</channel></rss>"
    )


def rss_entry(item: str) -> ParsedEntry:
    return parse(rss(f"<item>{item}</item>")).entries[0]


def atom(entries: str, feed: str = "<title>News</title>", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}>{feed}{entries}</feed>'


def atom_entry(entry: str, feed: str = "<title>News</title>", attributes: str = "") -> ParsedEntry:
    return parse(atom(f"<entry>{entry}</entry>", feed, attributes)).entries[0]


# -- formats


def test_rss_2() -> None:
    feed = parse(
        rss(
            """<item><title>One</title><link>https://site.example/1</link><guid>g1</guid>
            <pubDate>Mon, 04 Mar 2024 10:00:00 +0100</pubDate><dc:creator>A. Writer</dc:creator>
            <description>Short.</description><content:encoded><![CDATA[<p>Long &amp; whole.</p>]]>
            </content:encoded><category>World</category><category>world</category>
            <comments>/1#comments</comments>
            <enclosure url="/a.mp3" type="audio/mpeg" length="123"/></item>""",
            """<title>News</title><link>https://site.example/</link>
            <description>All of it</description><language>en_US</language><ttl>30</ttl>
            <image><url>/logo.png</url></image>""",
        )
    )
    assert (feed.title, feed.site_url) == ("News", "https://site.example/")
    assert (feed.description, feed.language, feed.ttl) == ("All of it", "en-US", 30)
    assert (feed.format, feed.image) == ("rss20", "https://site.example/logo.png")
    assert feed.warnings == ()
    entry = feed.entries[0]
    assert (entry.guid, entry.title, entry.link) == ("g1", "One", "https://site.example/1")
    assert entry.published == datetime(2024, 3, 4, 9, tzinfo=UTC)
    assert entry.authors == ("A. Writer",)
    assert (entry.content, entry.summary) == ("<p>Long &amp; whole.</p>", "Short.")
    assert entry.tags == ("World",)
    assert entry.comments == "https://site.example/1#comments"
    assert entry.enclosures[0].url == "https://site.example/a.mp3"
    assert (entry.enclosures[0].type, entry.enclosures[0].length) == ("audio/mpeg", 123)


def test_rss_1() -> None:
    feed = parse(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="x"><title>Old</title><link>https://old.example/</link></channel>
        <item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link>
        <dc:date>2004-05-06T07:08:09Z</dc:date></item></rdf:RDF>"""
    )
    assert (feed.format, feed.title) == ("rss10", "Old")
    assert feed.entries[0].guid == "https://old.example/1"
    assert feed.entries[0].published == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "name"), [("0.91", "rss091u"), ("0.92", "rss092"), ("0.94", "rss094")]
)
def test_early_rss(version: str, name: str) -> None:
    feed = parse(
        f'<rss version="{version}"><channel><title>T</title>'
        "<item><title>One</title></item></channel></rss>"
    )
    assert (feed.format, feed.entries[0].title) == (name, "One")


def test_atom() -> None:
    feed = parse(
        atom(
            """<entry><id>tag:x,1</id><title>One</title><link href="../1"/>
            <published>2024-03-04T10:00:00Z</published><updated>2024-03-05T10:00:00Z</updated>
            <summary>Short &amp; plain</summary>
            <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long</p></div></content>
            <link rel="replies" type="text/html" href="https://site.example/1/comments"/></entry>""",
            "<title>News</title><author><name>The Desk</name></author>",
            'xml:lang="de"',
        )
    )
    entry = feed.entries[0]
    assert feed.format == "atom10"
    assert (entry.guid, entry.link) == ("tag:x,1", "https://site.example/1")
    assert entry.published == datetime(2024, 3, 4, 10, tzinfo=UTC)
    assert entry.updated == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert (entry.content, entry.summary) == ("<p>Long</p>", "<p>Short &amp; plain</p>")
    assert entry.authors == ("The Desk",)
    assert entry.language == "de"
    assert entry.comments == "https://site.example/1/comments"


def test_atom_03() -> None:
    feed = parse(
        """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
        <entry><title mode="escaped" type="text/html">A &lt;b&gt;b&lt;/b&gt;</title>
        <issued>2004-05-06T07:08:09Z</issued><link rel="alternate" href="https://old.example/1"/>
        </entry></feed>"""
    )
    assert (feed.format, feed.entries[0].title) == ("atom03", "A b")
    assert feed.entries[0].published == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)


def json_feed(**parts: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "News", **parts})


def test_json_feed() -> None:
    feed = parse(
        json_feed(
            home_page_url="https://site.example/",
            language="en-GB",
            authors=[{"name": "The Desk"}],
            items=[
                {
                    "id": 7,
                    "url": "/7",
                    "title": "Seven <b> & \u001b[2J",
                    "content_html": "<p>x</p>",
                    "summary": "a < b",
                    "date_published": "2024-03-04T10:00:00+01:00",
                    "attachments": [
                        {"url": "/7.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 9}
                    ],
                    "tags": ["one", 2, None],
                    "image": "/7.png",
                },
                {"id": "8", "content_text": "First.\n\nSecond <line>.", "author": {"name": "B"}},
                "nonsense",
            ],
        )
    )
    seven, eight = feed.entries
    assert (feed.format, feed.title, feed.language) == ("json11", "News", "en-GB")
    assert (seven.guid, seven.link) == ("7", "https://site.example/7")
    assert seven.title == "Seven <b> &"
    assert seven.summary == "<p>a &lt; b</p>"
    assert seven.published == datetime(2024, 3, 4, 9, tzinfo=UTC)
    assert (seven.enclosures[0].url, seven.enclosures[0].length) == (
        "https://site.example/7.mp3",
        9,
    )
    assert (seven.tags, seven.authors) == (("one", "2"), ("The Desk",))
    assert seven.image == "https://site.example/7.png"
    assert eight.content == "<p>First.</p><p>Second &lt;line&gt;.</p>"
    assert eight.title == "First. Second <line>."
    assert eight.authors == ("B",)
    assert feed.warnings == ("Some of the feed's entries could not be read.",)


# -- titles


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;T", "AT&T"),
        ("&lt;b&gt;Bold&lt;/b&gt; news", "Bold news"),
        ("<![CDATA[<b>Bold</b> &eacute;t&eacute;]]>", "Bold été"),
        ("How &amp;lt;b&amp;gt; works", "How <b> works"),
        ("1 &lt; 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ("Café &mdash; bar", "Café — bar"),
        ("R & D", "R & D"),
        ("a&#27;[31mred&#x9b;2J&#8238;evil", "ared›2Jevil"),
        ("&amp;#27;[2J &amp;#x202e;x", "x"),
        ("two\n   lines", "two lines"),
        ("&#xD800;x&#99999999;", "x"),
    ],
)
def test_rss_titles_are_decoded_once_and_clean(title: str, expected: str) -> None:
    assert rss_entry(f"<title>{title}</title>").title == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<title>The &lt;b&gt; tag</title>", "The <b> tag"),
        ('<title type="text">AT&amp;amp;T</title>', "AT&amp;T"),
        ('<title type="html">The &lt;b&gt;new&lt;/b&gt; AT&amp;amp;T</title>', "The new AT&T"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>b</em> &amp; c'
            "</div></title>",
            "A b & c",
        ),
    ],
)
def test_atom_titles_are_what_their_type_says(title: str, expected: str) -> None:
    assert atom_entry(title).title == expected


def test_a_title_is_made_of_the_first_words_where_none_is_given() -> None:
    entry = rss_entry("<description>&lt;p&gt;Just a &amp;amp; note&lt;/p&gt;</description>")
    assert entry.title == "Just a & note"
    scripted = rss_entry("<description><![CDATA[<style>p{}</style><p>Seen</p>]]></description>")
    assert scripted.title == "Seen"
    long = rss_entry(f"<description>{'many words ' * 50}</description>")
    assert len(long.title) <= 101
    assert long.title.endswith("words…")


# -- identity, dates, people


def test_a_guid_stays_as_it_is_and_serves_as_link_only_if_it_is_one() -> None:
    assert rss_entry("<guid>abc</guid>").guid == "abc"
    assert rss_entry("<guid>abc</guid>").link is None
    assert rss_entry("<guid>https://site.example/1</guid>").link == "https://site.example/1"
    not_permanent = '<guid isPermaLink="false">https://site.example/1</guid>'
    assert rss_entry(not_permanent).link is None


def test_the_same_entry_twice_is_kept_once_in_its_newest_form() -> None:
    def version(day: int) -> str:
        return (
            "<entry><id>x</id><title>T</title>"
            f"<updated>2024-03-0{day}T00:00:00Z</updated><content>v{day}</content></entry>"
        )

    feed = parse(atom(version(1) + version(3) + version(2)))
    assert [entry.content for entry in feed.entries] == ["<p>v3</p>"]
    assert feed.warnings == ("The feed holds 2 of its entries more than once.",)


def test_entries_that_share_a_guid_but_not_the_title_all_stay() -> None:
    feed = parse(
        rss(
            "<item><guid>x</guid><title>A</title></item><item><guid>x</guid><title>B</title></item>"
        )
    )
    assert [entry.title for entry in feed.entries] == ["A", "B"]


@pytest.mark.parametrize(
    "date",
    ["yesterday", "0000-00-00", "-0001-01-01T00:00:00Z", "9999-12-31T23:59:59+25:00", "1" * 5000],
)
def test_absurd_dates_are_none(date: str) -> None:
    entry = rss_entry(f"<title>x</title><pubDate>{date}</pubDate><dc:date>{date}</dc:date>")
    assert entry.published is None


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<author>a@b.example (Ann Other)</author>", ("Ann Other",)),
        ("<author>Ann Other &lt;a@b.example&gt;</author>", ("Ann Other",)),
        ("<author>a@b.example</author>", ("a@b.example",)),
        ("<author>noreply@blogger.com (Unknown)</author>", ()),
        ("<dc:creator>Ann</dc:creator><dc:creator>Ben</dc:creator>", ("Ann", "Ben")),
        ("<dc:creator>Ann</dc:creator><author>Ann</author>", ("Ann",)),
        (f"<author>{'a@' + 'a.' * 20_000}</author>", None),
    ],
)
def test_authors(markup: str, expected: tuple[str, ...] | None) -> None:
    authors = rss_entry(f"<title>x</title>{markup}").authors
    assert expected is None or authors == expected
    assert all(len(author) <= 300 for author in authors)


# -- bodies and addresses


def test_xml_base_counts_for_links_and_bodies() -> None:
    entry = atom_entry(
        '<title>x</title><link href="1.html"/>'
        '<content type="html" xml:base="pictures/">&lt;img src="a.png"&gt;</content>',
        attributes='xml:base="https://base.example/blog/"',
    )
    assert entry.link == "https://base.example/blog/1.html"
    assert entry.base_url == "https://base.example/blog/pictures/"


def test_without_xml_base_atom_is_relative_to_the_feed_and_rss_to_the_page() -> None:
    assert atom_entry('<title>x</title><link href="/a/1"/>').base_url == URL
    assert rss_entry("<title>x</title><link>/a/1</link>").base_url == "https://site.example/a/1"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_only_web_addresses_come_through(address: str) -> None:
    entry = rss_entry(
        f"<title>x</title><link>{address}</link><comments>{address}</comments>"
        f'<enclosure url="{address}"/><media:thumbnail url="{address}"/>'
    )
    assert (entry.link, entry.comments, entry.enclosures, entry.image) == (None, None, (), None)
    based = atom_entry('<title>x</title><link href="a"/>', attributes=f'xml:base="{address}"')
    assert based.base_url.startswith("https://site.example/")


def test_the_fuller_html_is_the_content() -> None:
    entry = rss_entry(
        "<title>x</title><description>&lt;p&gt;The whole &lt;b&gt;text&lt;/b&gt; here.&lt;/p&gt;"
        "</description><itunes:summary>The whole text</itunes:summary>"
    )
    assert entry.content == "<p>The whole <b>text</b> here.</p>"
    assert entry.summary == ""


def test_a_video_has_its_description_thumbnail_and_file() -> None:
    entry = parse(
        """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>Channel</title><entry>
        <yt:videoId>abc</yt:videoId><title>Video</title>
        <link rel="alternate" href="https://www.youtube.com/watch?v=abc"/>
        <media:group><media:title>Video</media:title>
        <media:content url="https://www.youtube.com/v/abc" type="application/x-shockwave-flash"/>
        <media:thumbnail url="https://i.example/abc.jpg" width="480" height="360"/>
        <media:description>First line
Second line</media:description></media:group></entry></feed>"""
    ).entries[0]
    assert entry.image == "https://i.example/abc.jpg"
    assert entry.summary == "<p>First line<br>Second line</p>"
    assert entry.enclosures[0].url == "https://www.youtube.com/v/abc"


def test_the_original_address_goes_before_the_counting_one() -> None:
    alert = rss_entry(
        "<title>x</title><link>https://www.google.com/url?rct=j&amp;url=https%3A%2F%2Fa.example/b&amp;ct=x"
        "</link>"
    )
    assert alert.link == "https://a.example/b"


# -- faults that are put up with


@pytest.mark.parametrize(
    "document",
    [
        rss("<item><title>One</title></item>").replace("</channel>", ""),
        rss("<item><title>One</title><description>a <b c</description></item>"),
        rss("<item><title>One</title><media2:thumbnail url='x'/></item>"),
        "<br />\n<b>Warning</b>: oops in /x.php\n" + rss("<item><title>One</title></item>"),
        "\n\n <?xml version='1.0'?>" + rss("<item><title>One</title></item>"),
        "\ufeff" + rss("<item><title>One</title></item>") + "<script>x()</script>",
        rss("<item><title>One</title><description>&nbsp;&bogus; &</description></item>"),
        rss("<item><title>One\x00\x0b\x1f</title></item>"),
        "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:9/x.dtd'>" + rss("<item><title>One</title></item>"),
        "<html><body>" + rss("<item><title>One</title></item>") + "</body></html>",
    ],
    ids=["cut", "angle", "prefix", "warning", "blank", "tail", "entities", "nul", "dtd", "wrapped"],
)
def test_broken_feeds_are_read_all_the_same(document: str) -> None:
    assert [entry.title for entry in parse(document).entries] == ["One"]


@pytest.mark.parametrize("letter", ["a", "ä"])
def test_what_xml_forbids_goes_and_the_rest_is_still_xml(letter: str) -> None:
    forbidden = "".join(map(chr, (*range(9), 11, 12, *range(14, 32))))
    feed = parse(rss(f"<item><title>{letter}{forbidden}b\tc</title></item>"))
    assert (feed.entries[0].title, feed.warnings) == (f"{letter}b c", ())


def test_entities_of_the_document_are_plain_or_nothing() -> None:
    doctype = """<!DOCTYPE rss [<!ENTITY co "Acme &#38; Co"> <!ENTITY name 'Acme'>
        <!ENTITY lol "&name;&name;"> <!ENTITY file SYSTEM "file:///etc/passwd">
        <!ENTITY % remote SYSTEM "http://127.0.0.1:9/x"> %remote;]>"""
    document = doctype + rss("<item><title>&name; [&lol;] [&file;]</title></item>")
    assert parse(document).entries[0].title == "Acme [&lol;] [&file;]"


def test_entities_cannot_explode() -> None:
    doctype = f'<!DOCTYPE rss [<!ENTITY big "{"x" * 100}">]>'
    document = doctype + rss(
        f"<item><title>x</title><description>{'&big;' * 50_000}</description></item>"
    )
    assert len(parse(document).entries[0].summary) <= 1_000_000


# -- limits


def test_too_many_entries_are_cut_with_a_word() -> None:
    items = "".join(f"<item><guid>{number}</guid></item>" for number in range(5_010))
    feed = parse(rss(items))
    assert len(feed.entries) == 5_000
    assert feed.entries[0].guid == "0"
    assert feed.warnings == ("The feed has more than 5,000 entries; only the first were taken.",)


def test_depth_titles_tags_and_attributes_are_bounded() -> None:
    deep = parse(rss("<item><title>One</title></item><item>" + "<a>" * 5_000 + "</item>"))
    assert deep.entries[0].title == "One"
    assert deep.warnings == ("The feed is nested too deeply; the rest of it was left out.",)
    many = "".join(f"<category>c{number}</category>" for number in range(500))
    attributes = " ".join(f'a{number}="1"' for number in range(3_000))
    names = "".join(f"<dc:creator>n{number}</dc:creator>" for number in range(90))
    files = "".join(f'<enclosure url="https://n.example/{n}.mp3"/>' for n in range(90))
    title = f"<title>{'x' * 100_000}</title>"
    feed = parse(rss(f"<item>{title}{many}{names}{files}<b {attributes}/></item>"))
    assert len(feed.entries[0].title) <= 1_000
    assert len(feed.entries[0].tags) <= 50
    assert feed.warnings == (
        "A tag of the feed has more than 100 attributes; none was read.",
        "Of each entry's files, at most 50 are taken.",
        "Of each entry's tags, at most 50 are taken.",
        "Of each entry's authors, at most 20 are taken.",
    )
    long = parse(rss(f"<item><description>{'x ' * 1_200_000}</description></item>"))
    assert long.warnings == ("Of each text, at most 2,000,000 characters are taken.",)


# -- what is no feed


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (b"", "The answer is empty."),
        (b" \r\n\0", "The answer is empty."),
        (
            b"<!doctype html><html><head><title>Log &amp; in\x1b[2J</title></head></html>",
            "This is a web page (“Log & in”), not a feed.",
        ),
        (b"<html><body>x", "This is a web page, not a feed."),
        (b"%PDF-1.7 x", "This is a PDF document, not a feed."),
        (b"\x89PNG\r\n", "This is an image, not a feed."),
        (b"\x1f\x8b\x08", "This is compressed data, not a feed."),
        (b"Just words.", "This is plain text, not a feed."),
        (b'{"a": 1}', "This is a JSON document, but not a JSON Feed."),
        (b'{"a": ', "The feed is broken: it is not valid JSON."),
        (b"[" * 100_000, "The feed is broken: it is not valid JSON."),
        (
            b"<opml version='2.0'/>",
            "This is a list of subscriptions (OPML), which can be imported, not a feed.",
        ),
        (b"<?xml version='1.0'?><urlset/>", "This is a sitemap, not a feed."),
        (b"<notes><note/></notes>", "This is an XML document, but not a feed."),
    ],
)
def test_what_is_no_feed_is_named(document: bytes, sentence: str) -> None:
    with pytest.raises(FeedError) as caught:
        parse(document)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("document", "content_type", "expected"),
    [
        (rss(""), None, True),
        (atom(""), "text/html", True),
        (json_feed(items=[]), "application/json", True),
        ('{"a": 1}', "application/json", False),
        ("<!doctype html><html><body>&lt;rss&gt;</body></html>", "application/rss+xml", False),
        ("<x/>", "text/xml", False),
        ("words", "text/plain", False),
        ("", None, False),
    ],
)
def test_feeds_are_told_by_their_looks(
    document: str, content_type: str | None, expected: bool
) -> None:
    assert looks_like_feed(document.encode(), content_type) is expected
    assert looks_like_feed(document.encode("utf-16"), content_type) is expected


# -- anything at all


def assert_sane(feed: ParsedFeed) -> None:
    texts = [feed.title, feed.description, *feed.warnings]
    for entry in feed.entries:
        texts += [
            entry.title,
            entry.content,
            entry.summary,
            entry.guid or "",
            *entry.authors,
            *entry.tags,
        ]
        for address in (entry.link, entry.image, entry.comments):
            assert address is None or address.startswith(("http://", "https://", "mailto:"))
    assert all(is_clean(text) for text in texts)
    "".join(texts).encode("utf-8")


@given(st.binary(max_size=400), st.sampled_from([None, "text/xml", "text/xml; charset=utf-7", "x"]))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_bytes_are_a_feed_or_a_feed_error(content: bytes, content_type: str | None) -> None:
    with suppress(FeedError):
        assert_sane(parse_feed(content, URL, content_type))


_FRAGMENTS = st.sampled_from(
    [
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<link>",
        "</link>",
        "<description>",
        "</description>",
        "<content:encoded>",
        "</content:encoded>",
        "<media:group>",
        "<category>",
        "<source>",
        "<image>",
        "</image>",
        "<body>",
        "<textinput>",
        "<svg>",
        "<math>",
        "<a>",
        "<b",
        "</rss>",
        "<?x?>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&",
        "&#0;",
        "&#x1b;",
        "&lt;b&gt;",
        '"',
        "<guid>x</guid>",
        "<pubDate>-1</pubDate>",
        "<dc:date>0000</dc:date>",
        "<author>a@b</author>",
        "<itunes:image/>",
        "<link~href='//x'/>",
        "<content~src='x'~type='image/png'>",
        "<!DOCTYPE~x>",
        "\u202e",
        "\ud7ff",
    ]
).map(lambda fragment: fragment.replace("~", " "))


@given(st.lists(_FRAGMENTS, max_size=25), st.booleans())
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_markup_in_a_feed_gives_a_sane_feed(fragments: list[str], is_atom: bool) -> None:
    inside = "".join(fragments)
    document = atom(f"<entry>{inside}</entry>") if is_atom else rss(f"<item>{inside}</item>")
    with suppress(FeedError):
        assert_sane(parse(document))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "url", "title", "content_html", "content_text", "authors", "author", "tags",
             "attachments", "date_published", "image", "language", "summary", "external_url"]
        ),
        _JSON,
        max_size=8,
    )
)  # fmt: skip
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_json_item_gives_a_sane_feed(item: dict[str, object]) -> None:
    assert_sane(parse(json_feed(items=[item, item], language=item.get("title"))))
