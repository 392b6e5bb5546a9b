"""A file written: file meta information anew, elements as they were but for changes, and pixels.

::

    write_spliced(layout, changes: Changes, transfer_syntax_uid: str, file: Sink,
                  pixels: Callable[[Sink], None] | None = None) -> None
"""

import zlib
from collections.abc import Callable, Iterable
from typing import Final, Protocol

from dicom_codecs.registry import TRANSFER_SYNTAXES

from ..elements import stripped
from ..place.file_meta import carried_meta, file_head, stated_uid
from ..scan.encoding import EXPLICIT, Encoding
from ..scan.re_encode import ReEncoder
from .conversion import Element, Way, converted, ranges
from .header import Changes, changed
from .layout import Layout
from .view import copy_pieces

_SOP_CLASS: Final = 0x0008_0016
_SOP_INSTANCE: Final = 0x0008_0018
_IN_META: Final = {_SOP_CLASS: 0x0002_0002, _SOP_INSTANCE: 0x0002_0003}
_VALUE_OF_SHORT_VR: Final = 8


class Sink(Protocol):
    """What takes bytes in order: a file, or what stands before one."""

    def write(self, data: bytes, /) -> object:
        """Take all of ``data``."""


def encoding_of(transfer_syntax_uid: str) -> Encoding:
    """How the elements of a data set lie in a transfer syntax."""
    row = TRANSFER_SYNTAXES[transfer_syntax_uid]
    return Encoding(row.implicit, row.big_endian)


def write_spliced(
    layout: Layout,
    changes: Changes,
    transfer_syntax_uid: str,
    file: Sink,
    pixels: Callable[[Sink], None] | None = None,
) -> None:
    """Write a file that is another one but for what is said here.

    The preamble is zero, whatever stood in it: what makes a file of another format of it, such as
    the offsets of a TIFF file, would be wrong (PS3.10 7.1).

    Parameters
    ----------
    layout
        Of the source, still open.
    changes
        Elements that are to be other.
    transfer_syntax_uid
        Of the file, one that may be written.
    file
        Where to.
    pixels
        Writes Pixel Data, header and all and what Extended Offset Table belongs to it, in the
        encoding of the transfer syntax (before it is deflated); without it that of the source is
        carried.

    Raises
    ------
    ValueError
        Pixel data as it lies in the source cannot stand in that transfer syntax, or is to be
        written anew where there is none (PS3.5 A.4).
    ScanFailure
        An element is damaged, so that it cannot be brought into another encoding.
    """
    _check_pixels(layout, transfer_syntax_uid, anew=pixels is not None)
    file.write(_head(layout, changes, transfer_syntax_uid))
    deflated = TRANSFER_SYNTAXES[transfer_syntax_uid].family == "deflated"
    sink = _Deflating(file) if deflated else file
    encoding = encoding_of(transfer_syntax_uid)
    way = Way(EXPLICIT, encoding)
    if encoding == layout.encoding:
        layout, changes = layout.as_it_lies(), _in_encoding(changes, way)
        way = Way(encoding, encoding)
    parts = changed(layout, changes, new_pixels=pixels is not None)
    before = parts.before
    if pixels is None and layout.pixel_span is not None:
        before.append(layout.pixel_span)
    _write(layout, before, way, sink)
    if pixels is not None:
        pixels(sink)
    _write(layout, parts.after, way, sink)
    if isinstance(sink, _Deflating):
        sink.finish()


def _check_pixels(layout: Layout, transfer_syntax_uid: str, *, anew: bool) -> None:
    pixels = layout.pixels
    if anew and pixels is None:
        raise ValueError("there is no pixel data to write anew")
    if transfer_syntax_uid == layout.transfer_syntax_uid:
        return  # whatever is wrong with it is carried as it is
    encapsulated = TRANSFER_SYNTAXES[transfer_syntax_uid].encapsulated
    if not anew and encapsulated != (pixels is not None and pixels.fragments is not None):
        found = "no pixel data" if pixels is None else "such pixel data"
        raise ValueError(f"{found} in a file of {transfer_syntax_uid}")


def _in_encoding(changes: Changes, way: Way) -> Changes:
    """Changes as they are to lie, so that what is beside them can be carried to the byte."""
    if way.target == way.source:
        return changes
    return {
        tag: None if new is None else ReEncoder(new, *way).data_set(0)
        for tag, new in changes.items()
    }


def _write(layout: Layout, elements: Iterable[Element], way: Way, sink: Sink) -> None:
    same = way.source == way.target
    pieces = ranges(elements) if same else converted(elements, layout.explicit, way)
    copy_pieces(layout.explicit, pieces, sink.write)


def _head(layout: Layout, changes: Changes, transfer_syntax_uid: str) -> bytes:
    """Preamble and file meta information that says what the data set says (PS3.10 7.1)."""
    sop_class, sop_instance = (_uid(layout, changes, tag) for tag in (_SOP_CLASS, _SOP_INSTANCE))
    return file_head((sop_class, sop_instance, transfer_syntax_uid), carried_meta(layout.meta))


def _uid(layout: Layout, changes: Changes, tag: int) -> str:
    new = changes.get(tag)
    if new is not None:
        return stripped(new[_VALUE_OF_SHORT_VR:]).decode("ascii", "replace")
    # Files are met whose data set has neither UID: then those of the file meta information stay.
    return layout.text(tag) or stated_uid(layout.meta, _IN_META[tag])


class _Deflating:
    """Deflates what is written to it (PS3.5 A.5: RFC 1951, padded to even length)."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._written = 0

    def write(self, data: bytes, /) -> None:
        self._put(self._deflater.compress(data))

    def finish(self) -> None:
        self._put(self._deflater.flush())
        if self._written & 1:
            self._put(b"\0")

    def _put(self, packed: bytes) -> None:
        self._written += len(packed)
        self._file.write(packed)
