"""A PNG logo: every chunk checked, the picture unpacked once within bounds, and written anew with nothing but its pixels.

The deflated pixels stay as they are, cut where they end: two builds of zlib would deflate them differently, and equal
input is to give equal bytes. All else (texts, places, profiles, whatever follows the picture) is gone.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.model.brand import Logo
from briefing.workbook.picture_faults import DAMAGED, PictureFault, refuse_large

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
SIDE: Final = 2400
"""Pixels of the longer side, far more than print can show at that size."""
PIXELS: Final = 2_000_000
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bit depths that each kind of colour may have (PNG, third edition, table 12)."""
_CHANNELS: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PALETTE: Final = 3
_PASSES: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Adam7: first column and row of each pass, and the steps between."""
_FILTERS: Final = 5


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    def rows(self) -> Iterator[int]:
        """Yield the bytes of each stored row, its filter apart."""
        bits = self.depth * _CHANNELS[self.colour]
        for left, top, across, down in _PASSES if self.interlaced else ((0, 0, 1, 1),):
            width, height = -(-(self.width - left) // across), -(-(self.height - top) // down)
            if width > 0 and height > 0:
                yield from [(width * bits + 7) // 8] * height


def clean_png(data: bytes) -> Logo:
    """Give the picture with its pixels and transparency alone; PictureFault if it is damaged or too large."""
    try:
        chunks = list(_chunks(data))
        header = _header(chunks[0])
        kept = dict[bytes, bytes]()
        for name, content in chunks[1:]:
            kept[name] = kept.get(name, b"") + content if name == b"IDAT" else kept.get(name) or content
        pixels = _pixels(kept[b"IDAT"], header)
        parts = [(b"IHDR", chunks[0][1]), *_palette(kept, header), (b"IDAT", pixels), (b"IEND", b"")]
    except (struct.error, zlib.error, KeyError, IndexError, ValueError):
        raise PictureFault(DAMAGED) from None
    clean = SIGNATURE + b"".join(map(_written, parts))
    return Logo("png", b64encode(clean).decode(), float(header.width), float(header.height))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk up to the end of the picture; ValueError where a checksum is wrong."""
    place, name = len(SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, place)
        content = data[place + 8:place + 8 + length]
        (checksum,) = struct.unpack_from(">I", data, place + 8 + length)
        if checksum != zlib.crc32(name + content):
            raise ValueError(name)
        yield name, content
        place += 12 + length


def _header(chunk: tuple[bytes, bytes]) -> _Header:
    name, content = chunk
    width, height, depth, colour, packing, filtering, interlace = struct.unpack(">IIBBBBB", content)
    known = name == b"IHDR" and depth in _DEPTHS.get(colour, ()) and (packing, filtering) == (0, 0) and interlace in {0, 1}
    if not known or not width or not height:
        raise ValueError(content)
    if max(width, height) > SIDE or width * height > PIXELS:
        refuse_large(f"{width} × {height} px", f"{SIDE} × {PIXELS // SIDE} px")
    return _Header(width, height, depth, colour, bool(interlace))


def _pixels(packed: bytes, header: _Header) -> bytes:
    """Give the deflated pixels, cut where they end; ValueError if they are not exactly the picture's."""
    rows = list(header.rows())
    size = sum(rows) + len(rows)
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(packed, size + 1)
    if len(raw) != size or not unpacker.eof:
        raise ValueError(size)
    place = 0
    for row in rows:
        if raw[place] >= _FILTERS:
            raise ValueError(raw[place])
        place += 1 + row
    return packed[:len(packed) - len(unpacker.unused_data)]


def _palette(kept: dict[bytes, bytes], header: _Header) -> Iterator[tuple[bytes, bytes]]:
    """Yield palette and transparency; a short palette is filled up, so that no pixel points past it."""
    clear = kept.get(b"tRNS", b"")
    if header.colour == _PALETTE:
        colours, most = kept[b"PLTE"], 3 << header.depth
        if len(colours) % 3 or not 0 < len(colours) <= most:
            raise ValueError(colours)
        yield b"PLTE", colours.ljust(most, b"\0")
        if 0 < len(clear) <= len(colours) // 3:
            yield b"tRNS", clear
    elif len(clear) == {0: 2, 2: 6}.get(header.colour):
        yield b"tRNS", clear


def _written(chunk: tuple[bytes, bytes]) -> bytes:
    name, content = chunk
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
