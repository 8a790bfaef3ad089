"""Pictures that only count who reads do not become part of an article; real ones do."""

from __future__ import annotations

import pytest

from newsreader.articles import document_from_html

PIXELS = (
    '<img src="https://news.example/p.gif" width="1" height="1">',
    '<img src="https://news.example/p.gif" width="1px" height="1px" alt="">',
    '<img src="https://news.example/p.gif" width=0 height=0>',
    '<img src="https://news.example/p.gif" style="width:1px;height:1px">',
    '<img src="https://news.example/p.gif" style="position:absolute; height: 1px !important">',
    '<img src="https://news.example/p.gif" style="display:none">',
    '<img src="https://news.example/p.gif" style="border:0;visibility : hidden">',
    '<img src="https://pixel.wp.com/b.gif?v=noscript">',
    '<img src="https://feeds.feedburner.com/~r/News/~4/abc">',
    '<img src="https://ad.doubleclick.net/ddm/trackimp/N1">',
    '<img src="https://www.facebook.com/tr?id=1&ev=PageView">',
    '<img src="https://vg01.met.vgwort.de/na/0123456789abcdef">',
    '<img src="https://medium.com/_/stat?event=post.clientViewed">',
    '<img src="https://counter.theconversation.com/content/1/count.gif">',
    '<img src="//b.scorecardresearch.com/p?c1=2">',
    '<img src="https://news.example/matomo.php?idsite=1">',
    '<noscript><img src="https://news.example/p.gif" width="1" height="1"></noscript>',
    '<figure><img src="https://news.example/p.gif" width="1" height="1"></figure>',
)
PICTURES = (
    '<img src="https://news.example/a.jpg">',
    '<img src="https://news.example/a.jpg" width="640" height="400">',
    '<img src="https://news.example/a.jpg" style="width:100%;height:auto">',
    '<img src="https://news.example/a.jpg" style="width:1000px; max-height:3000px">',
    '<img src="https://news.example/a.jpg" style="border-width:1px">',
    '<img src="data:image/gif;base64,R0" data-src="https://news.example/a.jpg"'
    ' style="display:none">',
    '<img src="https://news.example/statcounter.net/a.jpg">',
    '<img src="https://news.example/2026/pixel.art/a.jpg">',
)


@pytest.mark.parametrize("markup", PIXELS)
def test_a_pixel_is_dropped(markup: str) -> None:
    document = document_from_html(f"<p>Words.</p>{markup}<p>More.</p>", "https://news.example/")
    assert document.images == ()
    assert document.text == "Words.\n\nMore."


@pytest.mark.parametrize("markup", PICTURES)
def test_a_picture_stays(markup: str) -> None:
    document = document_from_html(f"<p>Words.</p>{markup}<p>More.</p>", "https://news.example/")
    assert len(document.images) == 1
