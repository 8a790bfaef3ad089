"""Of header, meta element and guess, the text that reads right wins."""

from __future__ import annotations

import pytest

from newsreader.articles import decode

TEXTS = {
    "windows-1252": "Die Straße „über“ den Fluß kostet 5 € – sagt man",
    "iso-8859-2": "Příliš žluťoučký kůň úpěl ďábelské ódy, zažloutlý",
    "windows-1251": "Сегодня в городе открыли новый мост через реку",
    "koi8-r": "Сегодня в городе открыли новый мост через реку",
    "shift_jis": "新しい橋が日曜日の朝に開通しました。多くの人が渡りました。",
    "euc-jp": "新しい橋が日曜日の朝に開通しました。多くの人が渡りました。",
    "gb18030": "新桥周日早上向公众开放，数千人步行通过。",
    "big5": "新橋週日早上向公眾開放，數千人步行通過。",
    "euc-kr": "새 다리가 일요일 아침에 개통되었습니다. 많은 사람들이 건넜습니다.",
    "windows-1256": "افتتح الجسر الجديد صباح يوم الأحد",
    "iso-8859-8": "הגשר החדש נפתח ביום ראשון בבוקר",
    "tis-620": "สะพานใหม่เปิดเมื่อเช้าวันอาทิตย์",
    "windows-1253": "Η νέα γέφυρα άνοιξε την Κυριακή το πρωί",
    "windows-1254": "Yeni köprü pazar sabahı açıldı, şehir sevinçli",
}


@pytest.mark.parametrize("charset", TEXTS)
def test_the_header_is_believed_where_it_fits(charset: str) -> None:
    html = f"<p>{TEXTS[charset]}</p>"
    assert decode(html.encode(charset), f"text/html; charset={charset}") == html


@pytest.mark.parametrize("charset", TEXTS)
def test_the_meta_element_is_believed_without_a_header(charset: str) -> None:
    html = (
        f'<head><meta http-equiv="Content-Type" content="text/html; '
        f'charset={charset}"></head>{TEXTS[charset]}'
    )
    assert decode(html.encode(charset), "text/html") == html


@pytest.mark.parametrize("charset", TEXTS)
def test_utf_8_is_utf_8_whatever_the_labels_say(charset: str) -> None:
    html = f'<meta charset="{charset}"><p>{TEXTS[charset]}</p>'
    assert decode(html.encode(), f"text/html; charset={charset}") == html


def test_a_header_that_is_wrong_loses_to_a_meta_element_that_is_right() -> None:
    html = f'<meta charset="shift_jis"><p>{TEXTS["shift_jis"]}</p>'
    assert decode(html.encode("shift_jis"), "text/html; charset=utf-8") == html


def test_without_labels_the_bytes_are_guessed() -> None:
    html = f"<p>{TEXTS['windows-1251'] * 5}</p>"
    assert decode(html.encode("windows-1251")) == html


def test_a_byte_order_mark_decides() -> None:
    assert decode("<p>ä</p>".encode("utf-16"), "text/html; charset=latin-1") == "<p>ä</p>"
    assert decode(b"\xef\xbb\xbf<p>x</p>") == "<p>x</p>"


def test_text_that_was_cut_in_a_character_is_still_utf_8() -> None:
    assert decode("<p>größer ä".encode()[:-1]) == "<p>größer \ufffd"


def test_nothing_is_nothing() -> None:
    assert decode(b"", "text/html; charset=no-such-thing") == ""
