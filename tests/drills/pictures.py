"""Pictures made for the drill, and whether a file that came back is a whole one."""

import struct
import zlib


def png(rng, width, height):
    """A PNG of coloured noise, unlike any other."""
    rows = b"".join(b"\0" + rng.randbytes(3 * width) for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def fault(data):
    """What is wrong with a JPEG or WebP file, or nothing."""
    if data[:2] == b"\xff\xd8":
        return _jpeg_fault(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        said = struct.unpack("<I", data[4:8])[0] + 8
        return "" if said == len(data) else f"a WebP of {len(data)} bytes says that it has {said}"
    return f"neither JPEG nor WebP: {data[:16]!r}"


def _jpeg_fault(data):
    """Walks the segments of a JPEG up to its scan (ITU T.81, annex B)."""
    at, sized = 2, False
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return f"no marker at byte {at} of a JPEG"
        kind, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        sized = sized or kind in (0xC0, 0xC1, 0xC2)
        at += 2 + length
        if kind == 0xDA:
            whole = sized and at < len(data) and data.endswith(b"\xff\xd9")
            return "" if whole else "a JPEG that breaks off"
    return "a JPEG without a scan"
