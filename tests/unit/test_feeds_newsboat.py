from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds.newsboat import default_files, read_urls
from newsreader.feeds.opml import Outline


def test_tags_titles_hiding_and_comments() -> None:
    found = read_urls(
        r"""
        # my feeds
        https://a.example/feed
        https://b.example/feed#frag News "World affairs" # a comment
        "https://c.example/feed" "~Its \"real\" name" tech
        https://d.example/feed ! "!quiet"
        https://e.example/C:\path "open
        """
    )
    assert list(found) == [
        Outline("https://a.example/feed"),
        Outline("https://b.example/feed#frag", "", "News", tags=("World affairs",)),
        Outline("https://c.example/feed", "", "tech", own_title='Its "real" name'),
        Outline("https://d.example/feed", "", "quiet", hidden=True),
        Outline("https://e.example/C:/path", "", "open"),
    ]
    assert found.refused == []


def test_a_feed_that_comes_twice_keeps_all_its_tags() -> None:
    found = read_urls('https://a.example/f one\nhttps://a.example/f two one "~Name" !')
    assert list(found) == [
        Outline("https://a.example/f", "", "one", hidden=True, tags=("two",), own_title="Name")
    ]


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('title =~ "a|b/c"', r"title:/a|b\/c/"),
        ('title !~ "ads"', "-title:/ads/"),
        ('content =~ "wind power"', '"wind power"'),
        ('tags # "news" and age < 3', 'folder:"news" newer:3d'),
        ('flags # "s" or (author =~ "Ada" and age between 0:10)',
         'tag:"flag-s" OR (author:"Ada" (older:0d newer:11d))'),
    ],
)  # fmt: skip
def test_queries_become_searches(expression: str, query: str) -> None:
    line = expression.replace('"', '\\"')
    found = read_urls(f'"query:Mine:{line}"')
    assert found.refused == []
    assert found.searches == [("Mine", query)]


@pytest.mark.parametrize(
    "expression",
    ['content =~ "a.*b"', 'title =~ "("', "articleindex > 3", "unread", "((((" * 9, "(age < 3"],
)
def test_a_query_that_can_not_be_asked_is_refused(expression: str) -> None:
    line = expression.replace('"', '\\"')
    found = read_urls(f'"query:Mine:{line}"')
    assert found.searches == []
    assert found.refused[0].startswith("The query “Mine” was not taken over. ")


def test_commands_stay_what_they_are_and_other_things_are_refused() -> None:
    found = read_urls(
        '"query:Unread:unread"\nexec:~/bin/x.sh tag\n'
        '"filter:~/bin/f.py \\"a b\\":https://A.example/f"\n'
        "file:///home/me/feed.xml\nnot an address"
    )
    assert list(found) == [
        Outline("exec:~/bin/x.sh", folder="tag"),
        Outline('filter:~/bin/f.py "a b":https://a.example/f'),
    ]
    assert len(found.refused) == 3
    assert found.refused[0] == (
        "The query “Unread” was not taken over. The filter expression can not be understood."
    )
    assert all(sentence.endswith(".") or "not" in sentence for sentence in found.refused)


def test_lines_beyond_the_limit_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.feeds.newsboat.MAX_LINES", 2)
    found = read_urls("https://a.example/\nhttps://b.example/\nhttps://c.example/")
    assert len(found) == 2
    assert found.refused == ["The file has 3 lines; only 2 were read."]


def test_the_usual_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert default_files() == []
    for folder in (".newsboat", ".config/newsboat"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "urls").write_text("https://a.example/f\n")
    assert default_files() == [
        tmp_path / ".config/newsboat/urls",
        tmp_path / ".newsboat/urls",
    ]
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    assert default_files() == [tmp_path / ".newsboat/urls"]


@given(st.text(max_size=200))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_text_is_read(text: str) -> None:
    for outline in read_urls(text):
        assert outline.url.startswith(("http://", "https://", "exec:", "filter:"))
