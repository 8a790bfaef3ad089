"""How values of many bytes stand in columns: as MessagePack, compressed.

Each is compressed by itself, and most are short, so that nearly all is gained by a dictionary of
what they have in common. There is one that serves every library, and each library has one of its
own as soon as there is enough to learn it from (`newsreader.library.texts`): it holds the words and
names of what the person reads, whatever the language.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import DamagedTextError, LibraryError

if TYPE_CHECKING:
    from backports import zstd

T = TypeVar("T")

DICTIONARY_SIZE = 64 * 1024
"""The size of a library's own dictionary: a larger one gains little."""

_USUAL = (
    b'<div><img src="https://www." alt="" width="" height=""></p><ul><li></li></ul><p><a href="ht'
    b'tps://www."></a></p>\n<p>\xa4type\xa5event\xa4type\xa3law\xa4type\xa5money\xa5value\xa4type\xa4date'
    b"\x87\xa4name\xa4type\xa5place\xa8mentions\x91\x84\xa5start\xcd\x01,\xa3end\xcd\x016\xa4type\xa5place\xa6source"
    b"\xa9gazetteer\xa8salience\xcb?\xa7aliases\x91\xa5place\x84\xa4name\xa7country\xa2US\xa3lat\xcb@I\xa3lon\xcb@"
    b"\x85\xa4name\xa4type\xacorganisation\xa8mentions\x92\x83\xa5start\xcd\x03\xa3end\xcd\x03\xa4type\xacorganisation"
    b"\xaetitle_mentions\x91\x83\xa5start\x03\xa3end\t\xa4type\xa6person\xa8salience\xcb?"
    b"\x84\xa4name\xa4type\xa6person\xa8mentions\x93\x83\xa5start\xcd\x04\xa3end\xcd\x04\xa4type\xa6person"
    b"\x89\xa4kind\xa5image\xa5start\xcd\x01\xa3end\xcd\x01\xa3url\xa8https://\xa3alt\xa7caption\xa6credit\xa5width"
    b"\xcd\x04\xb0\xa6height\xcd\x03\x84\xa4kind\xa5quote\xa5start\xa3end\xa6blocks\x91\x85\xa4kind\xa4list\xa5start"
    b"\xa3end\xa5items\x91\x83\xa5start\xa3end\xa6blocks\x84\xa4kind\xa7heading\xa5start\xa3end\xa5level\x02\xa5spans"
    b"\x83\xa5start\xa3end\xa4kind\xa6strong\x83\xa5start\xa3end\xa4kind\xa8emphasis\x84\xa5start\xa3end\xa4kind\xa4link"
    b"\xa3url\xbchttps://www.\x83\xa4text\xa6blocks\x94\x83\xa4kind\xa9paragraph\xa5start\x00\xa3end\xcd\x01\x83\xa4kind"
    b"\xa9paragraph\xa5start\xcd\x01\xa3end\xcd\x02\x83\xa4kind\xa9paragraph\xa5start\xcd\x02\xa3end\xcd\x03"
)
"""What most values hold, for short ones to be compressed as well as long ones. What is stored can
not be read without it: it must never change."""

_MAGIC = b"\x28\xb5\x2f\xfd"
"""How a value of zstd begins. What begins otherwise was written by older programs, with zlib."""


@cache
def _zstd() -> ModuleType:
    """Give the library, imported on first use: lists are read without it."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")


class Dictionary:
    """What values have in common, ready to compress and to expand them.

    Args:
        content: As `learn` gives it; None for the one that serves every library.

    Raises:
        DamagedTextError: The content is damaged.

    Attributes:
        number: Its number in each value that was compressed with it; 0 for the common one.
    """

    def __init__(self, content: bytes | None = None) -> None:
        self._zstd = _zstd()
        try:
            self._dictionary: zstd.ZstdDict = self._zstd.ZstdDict(
                content or _USUAL, is_raw=content is None
            )
        except (self._zstd.ZstdError, ValueError) as error:
            raise DamagedTextError from error
        self.number: int = self._dictionary.dict_id
        self._compressors: dict[int, zstd.ZstdCompressor] = {}

    def compress(self, data: bytes, level: int) -> bytes:
        """Compress bytes; a higher level takes longer and gives less."""
        compressor = self._compressors.get(level)
        if compressor is None:
            parameter = self._zstd.CompressionParameter
            options = {parameter.compression_level: level, parameter.content_size_flag: 0}
            compressor = self._zstd.ZstdCompressor(options=options, zstd_dict=self._dictionary)
            self._compressors[level] = compressor
        return compressor.compress(data, compressor.FLUSH_FRAME)

    def expand(self, data: bytes) -> bytes:
        """Undo `compress`.

        Raises:
            DamagedTextError: It is damaged.
        """
        unpacker: zstd.ZstdDecompressor = self._zstd.ZstdDecompressor(zstd_dict=self._dictionary)
        try:
            return unpacker.decompress(data)
        except self._zstd.ZstdError as error:
            raise DamagedTextError from error


@cache
def common() -> Dictionary:
    """Give the dictionary that serves every library."""
    return Dictionary()


def learn(samples: Sequence[bytes]) -> bytes:
    """Make the content of a dictionary of values that are typical, before they are compressed.

    Raises:
        LibraryError: They are too few.
    """
    try:
        learned: zstd.ZstdDict = _zstd().train_dict(samples, DICTIONARY_SIZE)
        return learned.dict_content
    except (_zstd().ZstdError, ValueError) as error:
        raise LibraryError("There is too little to learn a dictionary from.") from error


def dictionary_number(data: bytes) -> int:
    """Give the number of the dictionary that a value was compressed with, 0 for the common one.

    Raises:
        DamagedTextError: It is damaged.
    """
    if not data.startswith(_MAGIC):
        return 0
    try:
        info: zstd.FrameInfo = _zstd().get_frame_info(data)
        return info.dictionary_id
    except _zstd().ZstdError as error:
        raise DamagedTextError from error


def expand(data: bytes, dictionary: Dictionary | None = None) -> bytes:
    """Give a value as it was before it was compressed, by this program or an older one.

    Raises:
        DamagedTextError: It is damaged.
    """
    if data.startswith(_MAGIC):
        return (dictionary or common()).expand(data)
    unpacker = zlib.decompressobj(-15, zdict=_USUAL)
    try:
        return unpacker.decompress(data) + unpacker.flush()
    except zlib.error as error:
        raise DamagedTextError from error


def decode(data: bytes | msgspec.Raw, kind: type[T]) -> T:
    """Read MessagePack.

    Raises:
        DamagedTextError: It is damaged.
    """
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedTextError from error


def decode_document(data: bytes | msgspec.Raw) -> Document:
    """Read the MessagePack of a document.

    Raises:
        DamagedTextError: It is damaged, or can not be one that this program wrote.
    """
    document = decode(data, Document)
    if not document.is_sound:
        raise DamagedTextError
    return document


def encode(value: Any) -> bytes:
    """Write MessagePack.

    Raises:
        LibraryError: The value is nested too deeply, or holds a number of more than 64 bits.
    """
    try:
        return msgspec.msgpack.encode(value)
    except RecursionError as error:
        raise LibraryError("A text is nested too deeply to be stored.") from error
    except OverflowError as error:
        raise LibraryError("A text holds a number that is too large to be stored.") from error


# -- small values ----------------------------------------------------------------------------------

_QUICK = 1


def pack(value: Any) -> bytes:
    """Store a value compressed.

    Raises:
        LibraryError: It is nested too deeply.
    """
    return common().compress(encode(value), _QUICK)


def unpack(data: bytes, kind: type[T]) -> T:
    """Read what `pack` stored.

    Raises:
        DamagedTextError: It is damaged.
    """
    return decode(expand(data), kind)


def pack_text(text: str) -> bytes:
    """Store a text compressed; an empty one takes nothing."""
    return common().compress(text.encode("utf-8", "replace"), _QUICK) if text else b""


def unpack_text(data: bytes) -> str:
    """Read what `pack_text` stored.

    Raises:
        DamagedTextError: It is damaged.
    """
    return expand(data).decode("utf-8", "replace") if data else ""
