"""What pixel data show of themselves: their length, the head of their first frame, their frames."""

from struct import unpack
from typing import Final

from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_codecs.stream_head import head_of

from ..elements import ITEM, LONG_VRS, SEQUENCE_END, UNDEFINED
from ..model import NOT_SHOWN, Pixels
from .failure import ScanFailure
from .window import FIRST_BYTES, Window

_PIXELS: Final = frozenset({0x7FE0_0008, 0x7FE0_0009, 0x7FE0_0010})
"""Float, Double Float, and plain Pixel Data."""
_OFFSETS, _LENGTHS = 0x7FE0_0001, 0x7FE0_0002
"""Extended Offset Table, and its lengths."""
_MOST_FRAGMENTS: Final = 64
_MOST_DIGITS: Final = 13
_HEAD_BYTES: Final = 4096
_VIDEO_BYTES: Final = 64 * 1024
PLAIN: Final = frozenset(uid for uid, row in TRANSFER_SYNTAXES.items() if not row.encapsulated)
"""Transfer syntaxes in which pixel data show their length alone."""


def frames_said(number_of_frames: bytes | None) -> int:
    """How many frames a Number of Frames, raw, says; one where it says nothing of sense."""
    digits = (number_of_frames or b"").strip(b" \0")
    return int(digits) if digits.isdigit() and len(digits) < _MOST_DIGITS else 1


def pixels_of(
    window: Window, position: int, transfer_syntax_uid: str, *, implicit: bool, said: int
) -> Pixels:
    """What the pixel data at ``position`` show of themselves.

    Compressed frames are looked at as far as the first bytes of the file go; a head further back
    is left for those who read it whole.

    Parameters
    ----------
    window
        The file.
    position
        Of Pixel Data, or of the Extended Offset Table before it.
    transfer_syntax_uid
        That the file names.
    implicit
        Whether elements have no VRs.
    said
        Number of Frames: where it is more than one they are counted.
    """
    try:
        start, length, frames = _pixel_data(window, position, implicit=implicit)
        row = TRANSFER_SYNTAXES.get(transfer_syntax_uid)
        if row is None or not row.encapsulated or length != UNDEFINED:
            return Pixels(length=length)
        if row.family == "video":
            return _of_video(window, start)
        return _of_frames(window, start, frames, said=said)
    except ScanFailure:
        return NOT_SHOWN


def _pixel_data(window: Window, position: int, *, implicit: bool) -> tuple[int, int, int]:
    """Where the value of Pixel Data begins, its length, and the frames by extended offsets."""
    frames = -1
    for _ in (_OFFSETS, _LENGTHS, None):
        head = window.value(position, 8 if implicit else 12)
        group, number = unpack("<HH", head[:4])
        tag, length = group << 16 | number, int.from_bytes(head[-4:], "little")
        if not implicit and head[4:6] not in LONG_VRS:
            break
        position += len(head)
        if tag in _PIXELS:
            return position, length, frames
        if tag not in {_OFFSETS, _LENGTHS}:
            break
        frames = length // 8
        position += length
    return position, -1, -1


def _of_frames(window: Window, start: int, frames: int, *, said: int) -> Pixels:
    """What compressed frames show."""
    if said > 1 and frames < 0:
        frames = _frames(window, start, said)
    counted = NOT_SHOWN._replace(length=UNDEFINED, frames=frames if said > 1 else -1)
    if start + _HEAD_BYTES // 4 > FIRST_BYTES:
        return counted
    try:
        return _first_head(window, start, counted)
    except ScanFailure:
        return counted


def _item(window: Window, position: int) -> tuple[int, int]:
    """Tag and length of the item at ``position``."""
    group, number, length = unpack("<HHL", window.value(position, 8))
    return group << 16 | number, length


def _first_head(window: Window, at: int, counted: Pixels) -> Pixels:
    for _ in range(_MOST_FRAGMENTS):
        tag, length = _item(window, at)
        if tag != ITEM:
            break
        if length > 2:
            start = window.value(
                at + 8, min(length, _HEAD_BYTES, min(window.size, FIRST_BYTES) - at - 8)
            )
            head = head_of(start)
            if head is not None:
                return counted._replace(
                    syntaxes=head.syntaxes,
                    rows=head.rows,
                    columns=head.columns,
                    samples=head.samples,
                    bits=head.precision,
                )
        at += 8 + length
        if at + 8 > FIRST_BYTES:
            break
    return counted


def _frames(window: Window, start: int, said: int) -> int:
    """Frames by the Basic Offset Table or, where it is empty, by fragments: one needs one."""
    tag, length = _item(window, start)
    if tag == ITEM and length:
        return length // 4
    count, ended = _fragments(window, start)
    return min(count, said) if ended else -1


def _fragments(window: Window, at: int) -> tuple[int, bool]:
    """How many items follow the Basic Offset Table, up to a bound; whether their end was seen."""
    count = -1
    while at + 8 <= window.size and count < _MOST_FRAGMENTS:
        tag, length = _item(window, at)
        if tag != ITEM:
            return max(count, 0), tag == SEQUENCE_END
        count += 1
        at += 8 + length
    return max(count, 0), False


def _of_video(window: Window, start: int) -> Pixels:
    from dicom_codecs.video_head import video_head_of  # noqa: PLC0415 - few files are videos

    fragments, _ = _fragments(window, start)
    carried = NOT_SHOWN._replace(fragments=fragments, length=UNDEFINED)
    try:
        _, table = _item(window, start)
        tag, length = _item(window, start + 8 + table)
        first = start + 16 + table
        # What is cut short is told where files are looked at to their end.
        if tag != ITEM or first + length > window.size:
            return carried
        head = video_head_of(window.value(first, min(length, _VIDEO_BYTES)))
    except ScanFailure:
        return carried
    return carried._replace(coding=head.coding, rows=head.rows, columns=head.columns)
