"""Bytes -> text: by byte order mark, header, the document's own word, and a guess, in that order.

Text that is valid UTF-8 and not plain ASCII is UTF-8 whatever a single-byte label says: no other
text looks like it by chance, and servers that label everything ISO-8859-1 are common.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_BYTES = (
    (re.compile(rb"<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"[<{]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[<{]\0[^\0]"), "utf-16-be"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),  # "<?xm" in EBCDIC
)
_HEADER_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,300}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_WHAT_IS_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}
"""What browsers take for a label: the superset that is really used."""
_NEVER = frozenset(
    ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
_GUESS_BYTES = 20_000
_BROKEN_SHARE = 0.02


class Decoded(NamedTuple):
    """A text, the encoding it was in, and one sentence where that was odd ("" where not)."""

    text: str
    encoding: str
    warning: str = ""


def decode_document(content: bytes, content_type: str | None) -> Decoded:
    """Decode a document from the network.

    Args:
        content: Its bytes.
        content_type: The Content-Type header, with or without a charset.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_surely(content[len(mark) :], encoding)
    for pattern, encoding in _FIRST_BYTES:
        if pattern.match(content):
            return _decode_surely(content, _declared_in(content, encoding) or encoding)
    labels = _labels(content, content_type)
    if _is_utf8_for_sure(content, labels):
        labels.insert(0, "utf-8")
    labels.append("utf-8")
    for position, label in enumerate(labels):
        try:
            text = content.decode(label)
        except ValueError:
            continue
        return Decoded(text, label, _contradiction(labels[0], label) if position else "")
    return _decode_broken(content, labels[0])


def _decode_surely(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    broken = "\ufffd" in text
    return Decoded(text, encoding, "Some characters are broken in the feed." if broken else "")


def _labels(content: bytes, content_type: str | None) -> list[str]:
    """List the encodings that header and document name, those that Python knows."""
    header = _HEADER_CHARSET.search(content_type or "")
    declared = _DECLARED.search(content[:1024])
    names = [header[1]] if header else []
    if declared:
        names.append(declared[1].decode("ascii", "ignore"))
    return [label for label in map(_canonical, names) if label]


def _declared_in(content: bytes, encoding: str) -> str:
    """Read the declaration of a document that is not ASCII-compatible, as EBCDIC ones."""
    if encoding != "cp037":
        return ""
    declared = _DECLARED.search(content[:1024].decode(encoding).encode("ascii", "replace"))
    label = _canonical(declared[1].decode("ascii")) if declared else ""
    return label if label.startswith("cp") else ""


def _canonical(label: str) -> str:
    try:
        name = codecs.lookup(label).name
        "".encode(name)  # codecs that are not about text refuse
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("-", "_") in _NEVER else _WHAT_IS_MEANT.get(name, name)


def _is_utf8_for_sure(content: bytes, labels: list[str]) -> bool:
    single_byte = all(
        label.startswith(("cp125", "iso8859", "koi8", "mac", "utf")) for label in labels
    )
    if content.isascii() or not single_byte:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _contradiction(said: str, found: str) -> str:
    return f"The feed says that it is written in {said}, but it is in {found}."


def _decode_broken(content: bytes, label: str) -> Decoded:
    """Decode what is valid in no encoding that it names: a few broken bytes, or a wrong name."""
    text = content.decode(label, "replace")
    few = text.count("\ufffd") <= max(2, _BROKEN_SHARE * len(text))
    latin = text.replace("\ufffd", "").isascii()  # nothing in it is written in several bytes
    if few and not latin:
        return Decoded(text, label, "Some characters are broken in the feed.")
    guess = "cp1252" if few else _guess(content)
    return Decoded(content.decode(guess, "replace"), guess, _contradiction(label, guess))


def _guess(content: bytes) -> str:
    import chardet

    start = content[:_GUESS_BYTES]
    found = chardet.detect(start).get("encoding")
    return _canonical(found or "") or "cp1252"
