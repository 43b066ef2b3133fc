"""A zip archive as bytes: each part inflated within the size it declares, and the archive rewritten part by part.

Python's own reader inflates a part as far as its stream goes, whatever size was declared, and believes entries that
overlap; both are ways to make a small file fill a machine. Its list of entries is used, its inflating is not.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final

DAMAGED: Final = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, ValueError, KeyError, IndexError,
    NotImplementedError, OverflowError, RuntimeError,
)
"""What a broken archive makes Python's readers raise."""
CHUNK: Final = 1024 * 1024
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_STAMP: Final = (0, 33)
"""1 January 1980, as zip writes time and day."""
_UTF8_NAME: Final = 0x800


class Archive:
    """The entries of an archive, and their contents on request; raises one of `DAMAGED` where it is broken."""

    def __init__(self, data: bytes) -> None:
        """Read the list of entries; nothing is inflated yet."""
        self.data = data
        with zipfile.ZipFile(BytesIO(data)) as opened:
            self.entries = tuple(opened.infolist())
        self._by_name = {entry.filename: entry for entry in self.entries}

    def look_at_places(self) -> None:
        """Raise BadZipFile if entries overlap, or an entry is named otherwise where its contents stand."""
        end = 0
        for entry in sorted(self.entries, key=lambda each: each.header_offset):
            start, name = self._contents_from(entry)
            if entry.header_offset < end or name != entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8_NAME else "cp437"):
                raise zipfile.BadZipFile(entry.filename)
            end = start + entry.compress_size
        if end > len(self.data):
            raise zipfile.BadZipFile

    def read(self, name: str) -> bytes:
        """Give the contents of a part, whole and with the checksum it declares."""
        return b"".join(self.pieces(self._by_name[name]))

    def pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the contents of a part in pieces; BadZipFile if they are not as long as declared, or changed."""
        length = check = 0
        for piece in self._inflated(entry):
            length += len(piece)
            if length > entry.file_size:
                raise zipfile.BadZipFile(entry.filename)
            check = zlib.crc32(piece, check)
            yield piece
        if length != entry.file_size or check != entry.CRC:
            raise zipfile.BadZipFile(entry.filename)

    def _inflated(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            return
        if entry.compress_type != zipfile.ZIP_DEFLATED:
            raise NotImplementedError(entry.filename)
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        left: bytes = packed
        while not stream.eof:
            piece = stream.decompress(left, CHUNK)
            left = stream.unconsumed_tail
            if not piece and not left:
                break
            yield piece
        if not stream.eof:
            raise EOFError(entry.filename)

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        start, _ = self._contents_from(entry)
        packed = self.data[start:start + entry.compress_size]
        if len(packed) != entry.compress_size:
            raise EOFError(entry.filename)
        return packed

    def _contents_from(self, entry: zipfile.ZipInfo) -> tuple[int, bytes]:
        """Give where an entry's contents start, and the name that stands before them."""
        sign, *_, name, extra = _LOCAL.unpack_from(self.data, entry.header_offset)
        if sign != b"PK\x03\x04":
            raise zipfile.BadZipFile(entry.filename)
        start = entry.header_offset + _LOCAL.size
        return start + name + extra, self.data[start:start + name]

    def rewritten(self, changed: Mapping[str, bytes | None]) -> bytes:
        """Give the archive with parts replaced, added or (None) left out; parts that stay are copied as they are packed.

        What is new is stored, not deflated: two builds of zlib may deflate the same bytes differently.
        """
        out, directory = bytearray(), bytearray()
        left = dict(changed)
        count = 0
        for entry in self.entries:
            contents = left.pop(entry.filename, b"")
            if entry.is_dir() or contents is None:
                continue
            count += 1
            if entry.filename in changed:
                _append(out, directory, entry.filename, contents, _stored(contents))
            else:
                _append(out, directory, entry.filename, self._packed(entry), (entry.compress_type, entry.CRC, entry.file_size))
        for name, contents in left.items():
            if contents is not None:
                count += 1
                _append(out, directory, name, contents, _stored(contents))
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
        return bytes(out + directory + end)


def _stored(contents: bytes) -> tuple[int, int, int]:
    return zipfile.ZIP_STORED, zlib.crc32(contents), len(contents)


def _append(out: bytearray, directory: bytearray, name: str, packed: bytes, facts: tuple[int, int, int]) -> None:
    """Append a part and its entry of the directory, under a fixed time."""
    method, check, size = facts
    raw = name.encode()
    flags = 0 if name.isascii() else _UTF8_NAME
    where = len(out)
    common = (20, flags, method, *_STAMP, check, len(packed), size, len(raw), 0)
    out += _LOCAL.pack(b"PK\x03\x04", *common) + raw + packed
    directory += _CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, where) + raw
