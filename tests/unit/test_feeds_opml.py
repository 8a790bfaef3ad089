from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.errors import FeedError
from newsreader.core.text import clean_line
from newsreader.feeds.opml import Outline, clean_folder, is_opml, read_opml, write_opml

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body>{body}</body></opml>'.encode()


def test_nested_folders_titles_and_sites() -> None:
    found = read_opml(
        opml(
            """<outline text="World" title="World"><outline text="Europe">
            <outline type="rss" text="A &amp; B" xmlUrl="https://a.example/feed?x=1&amp;y=2"
              htmlUrl="https://a.example/" description="About"/></outline>
            <outline xmlUrl="https://b.example/feed"/></outline>
            <outline text="Top" title="Named" xmlUrl="https://c.example/feed"/>
            <outline><outline text="In no folder" xmlUrl="https://d.example/feed"/></outline>"""
        )
    )
    assert list(found) == [
        Outline(
            "https://a.example/feed?x=1&y=2", "A & B", "World/Europe", "https://a.example/", "About"
        ),
        Outline("https://b.example/feed", "", "World"),
        Outline("https://c.example/feed", "Named", own_title="Top"),
        Outline("https://d.example/feed", "In no folder"),
    ]
    assert found.refused == []


def test_what_other_programs_write() -> None:
    found = read_opml(
        b"""<opml version="1.1"><body>
        <outline TEXT="Upper" XMLURL="https://a.example/feed"/>
        <outline type="rss" text="url" url="https://b.example/feed"/>
        <outline type="link" text="no feed" url="https://no.example/"/>
        <outline text="twice escaped" xmlUrl="https://c.example/?a=1&amp;amp;b=2"/>
        <outline text="feed scheme" xmlUrl="feed://d.example/feed"/>
        <outline text="no scheme" xmlUrl="e.example/feed"/>
        <outline text="again" xmlUrl="https://a.example/feed"/>
        <outline text="category" xmlUrl="https://f.example/feed" category="/Tech/News,/Other"/>
        <outline text="file" xmlUrl="file:///etc/passwd"/>
        <outline text="command" xmlUrl="exec:rm -r ~"/>
        </body></opml>"""
    )
    assert [outline.url for outline in found] == [
        "https://a.example/feed",
        "https://b.example/feed",
        "https://c.example/?a=1&b=2",
        "https://d.example/feed",
        "https://e.example/feed",
        "https://f.example/feed",
    ]
    assert found[-1].folder == "Tech/News"
    assert [said.partition(" ")[0] for said in found.refused] == ["This", "exec:rm"]
    assert "is a command, not a web address" in found.refused[1]


@pytest.mark.parametrize(
    "content",
    [
        b'<opml><body><outline text="F"><outline text="A & B" xmlUrl="https://a.example/?x=1&y=2">'
        b"</outline></outline></body></opml>",
        b'<opml><body><outline text="F"><outline text="A &amp; B" xmlUrl="https://a.example/?x=1&amp;y=2"'
        b"/></body>",
        b'<outline text="F"><outline text="A &amp; B" xmlUrl="https://a.example/?x=1&amp;y=2"/>',
    ],
    ids=["ampersands", "cut", "no root"],
)
def test_broken_files_are_read_leniently(content: bytes) -> None:
    assert list(read_opml(content)) == [Outline("https://a.example/?x=1&y=2", "A & B", "F")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251"])
def test_any_encoding(encoding: str) -> None:
    text = (
        f"<?xml version='1.0' encoding='{encoding}'?><opml><body>"
        "<outline text='Новости' xmlUrl='https://a.example/feed'/></body></opml>"
    )
    assert is_opml(text.encode(encoding))
    assert read_opml(text.encode(encoding))[0].title == "Новости"


def test_nothing_outside_is_read() -> None:
    content = b"""<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">
    <!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body>
    <outline text="[&x;&b;]" xmlUrl="https://a.example/feed"/></body></opml>"""
    assert read_opml(content)[0].title == "[&x;&b;]"


def test_titles_and_depth_are_bounded_and_clean() -> None:
    depth = 5_000
    content = opml(
        '<outline text="f">' * depth
        + f'<outline text="&#x9b;2J&#x202e;{"x" * 9_000}" xmlUrl="https://a.example/feed"/>'
        + "</outline>" * depth
    )
    found = read_opml(content)[0]
    assert found.folder.count("/") == 31
    assert len(found.title) <= 200
    assert "\u202e" not in found.title


def test_what_is_refused_is_bounded() -> None:
    found = read_opml(opml('<outline xmlUrl="file:///x"/>' * 1_000))
    assert len(found.refused) == 101
    assert found.refused[-1] == "900 more were left out."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<html><body>x", "This is a web page, not OPML."),
        (b"https://a.example/feed tag", "This is not OPML."),
        (b"\x00\xff" * 50, "This is not OPML."),
    ],
)
def test_what_is_no_opml_is_refused(content: bytes, sentence: str) -> None:
    assert not is_opml(content)
    with pytest.raises(FeedError, match=sentence):
        read_opml(content)


def test_a_feed_is_written_without_its_password() -> None:
    feed = Outline("https://user:secret@a.example/feed", 'The "A"', "World")
    written = write_opml([feed], title="Mine & yours", now=NOW)
    assert "secret" not in written
    assert "<title>Mine &amp; yours</title>" in written
    assert "Sat, 01 Jun 2024 12:00:00 +0000" in written
    assert list(read_opml(written.encode())) == [
        Outline("https://a.example/feed", 'The "A"', "World")
    ]


_NAMES = st.text(max_size=12)
_OUTLINES = st.lists(
    st.builds(
        lambda number, title, own, folder, site: Outline(
            f"https://{number}.example/feed?a=1&b=%27",
            clean_line(title, 200),
            clean_folder(folder),
            site,
            own_title=clean_line(f"{own} of mine", 200),
        ),
        st.integers(0, 30),
        _NAMES,
        _NAMES,
        st.lists(_NAMES, max_size=3).map("/".join),
        st.sampled_from(["", "https://site.example/?a=1&b=2"]),
    ),
    max_size=8,
    unique_by=lambda outline: outline.url,
)


@given(_OUTLINES)
@settings(max_examples=150, derandomize=True, deadline=None)
def test_what_is_written_is_read_again(outlines: list[Outline]) -> None:
    written = write_opml(outlines, title="T", now=NOW).encode()
    assert sorted(read_opml(written)) == sorted(outlines)


@given(st.binary(max_size=200), st.text(max_size=60))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_file_is_a_list_or_a_feed_error(content: bytes, inside: str) -> None:
    for document in (content, opml(inside), opml(f"<outline xmlUrl='{inside}'>")):
        try:
            found = read_opml(document)
        except FeedError:
            continue
        assert all(outline.url.startswith(("http://", "https://")) for outline in found)
