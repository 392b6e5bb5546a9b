"""Surgery on compressed frames: what other encoders write, and what does not arrive."""

import struct

ZEROS = bytes(6)


def with_scan_end(stream: bytes, end: int) -> bytes:
    """Set the end of spectral selection in the only SOS of a JPEG stream (ISO 10918-1 B.2.3)."""
    start = stream.index(b"\xff\xda") + 2
    (length,) = struct.unpack_from(">H", stream, start)
    at = start + length - 2
    return stream[:at] + bytes([end]) + stream[at + 1 :]


def rle_segments(frame: bytes) -> list[bytes]:
    """Return the segments of an RLE frame (PS3.5 G.3)."""
    count, *offsets = struct.unpack_from("<16L", frame)
    ends = [*offsets[1:count], len(frame)]
    return [frame[start:end] for start, end in zip(offsets, ends, strict=False)]


def rle_frame(segments: list[bytes]) -> bytes:
    """Return an RLE frame of these segments, each padded to an even length (PS3.5 G.5)."""
    segments = [segment + b"\x00" * (len(segment) % 2) for segment in segments]
    offsets = [64 + sum(map(len, segments[:index])) for index in range(len(segments))]
    unused = [0] * (15 - len(segments))
    return struct.pack("<16L", len(segments), *offsets, *unused) + b"".join(segments)


def rle_runs(segment: bytes, size: int) -> list[bytes]:
    """Return the runs that ``size`` bytes are coded in; what follows them is left out (G.3.1)."""
    runs, at = [], 0
    while size > 0:
        control = segment[at]
        literal = control < 128
        end = at + (control + 2 if literal else 2)
        size -= control + 1 if literal else 257 - control
        runs.append(segment[at:end])
        at = end
    return runs


def with_no_ops(segment: bytes, size: int) -> bytes:
    """Put the byte 80H, which means nothing, before every third run."""
    runs = rle_runs(segment, size)
    return b"".join(b"\x80" * (index % 3 == 0) + run for index, run in enumerate(runs))


def without_last_run(segment: bytes, size: int) -> bytes:
    """Leave out the last run, and so the end of the last row."""
    return b"".join(rle_runs(segment, size)[:-1])
