"""Bytes of a page -> text, when header, meta and content disagree."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:\-]+)", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:\-]+)", re.IGNORECASE)
_WIDER = {
    # Browsers read these labels as the wider set that pages under them really use
    # (https://encoding.spec.whatwg.org/#names-and-labels).
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_ODD = re.compile("[\ufffd\x80-\x9f\ue000-\uf8ff]")
_MOJIBAKE = re.compile("[ÃÂâÐÑØÙà][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|ï¿½|[ｦ-ﾟ]{4}")
_SAMPLE = 200_000


def decode(content: bytes, content_type: str | None = None) -> str:
    """Decode a page: the text that reads right wins.

    UTF-8 that decodes without an error is UTF-8, whatever a label says: no other encoding yields
    valid UTF-8 by chance where there is anything but ASCII. Otherwise the labels of the header
    and of the page and a guess are tried, and the one that leaves the fewest damaged characters
    is taken, an earlier one before a later one.

    Args:
        content: The body of the response.
        content_type: Its Content-Type header, None where there is none.
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content.decode(name, "replace")
    escape = b"\x1b" in content[:_SAMPLE]
    if not escape:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            if _is_cut_at_the_end(content, error):
                return content.decode("utf-8", "replace")
    best = min(_readings(content, content_type), key=lambda reading: reading[0])
    return content.decode(best[1], "replace")


def _is_cut_at_the_end(content: bytes, error: UnicodeDecodeError) -> bool:
    return error.start >= len(content) - 4 and error.start > 0


def _readings(content: bytes, content_type: str | None) -> Iterator[tuple[float, str]]:
    sample = content[:_SAMPLE]
    for penalty, name in enumerate(_names(content, content_type)):
        text = sample.decode(name, "replace")
        damage = len(_ODD.findall(text)) + len(_MOJIBAKE.findall(text))
        yield damage + penalty * 0.5, name
    yield len(content) + 1, "utf-8"


def _names(content: bytes, content_type: str | None) -> list[str]:
    """Give the encodings that the header, the page and a guess name, in this order."""
    names = []
    if match := _HEADER.search(content_type or ""):
        names.append(match[1])
    for pattern in (_XML, _META):
        if found := pattern.search(content[:8192]):
            names.append(found[1].decode("ascii", "replace"))
    names.append(_guess(content))
    known = [canonical for name in names if (canonical := _canonical(name))]
    return list(dict.fromkeys([*known, "utf-8", "cp1252"]))


def _canonical(name: str) -> str:
    try:
        canonical = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    if canonical.startswith("utf-16") or canonical.startswith("utf-32"):
        return ""  # a page that a meta element could be read in is neither
    try:
        b"".decode(canonical)
    except LookupError:
        return ""  # a codec that is not one of text
    return _WIDER.get(canonical, canonical)


def _guess(content: bytes) -> str:
    """Guess from the bytes that are not ASCII, each with what stands around it."""
    import chardet

    sample = b" ".join(re.findall(rb"[^<>]{0,20}[\x80-\xff\x1b][^<>]*", content[:_SAMPLE]))[:20_000]
    return str(chardet.detect(sample)["encoding"] or "")
