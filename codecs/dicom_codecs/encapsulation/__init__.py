"""Frames in fragments: encapsulated Pixel Data, read and written as a stream (PS3.5 A.4)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .fragments import Fragments, bare_fragment, read_fragments, salvage_fragments
    from .frame_index import FrameIndex, frames_of
    from .marks import Marks, marks_of
    from .offset_tables import ExtendedTable, extended_table
    from .source import Source, source_of_bytes, source_of_file
    from .writer import FrameWriter, Written

_HOMES: Final = {
    "fragments": ("Fragments", "bare_fragment", "read_fragments", "salvage_fragments"),
    "frame_index": ("FrameIndex", "frames_of"),
    "marks": ("Marks", "marks_of"),
    "offset_tables": ("ExtendedTable", "extended_table"),
    "source": ("Source", "source_of_bytes", "source_of_file"),
    "writer": ("FrameWriter", "Written"),
}
"""Where the public names live: a source can be had without numpy."""

__all__ = [
    "ExtendedTable",
    "Fragments",
    "FrameIndex",
    "FrameWriter",
    "Marks",
    "Source",
    "Written",
    "bare_fragment",
    "extended_table",
    "frames_of",
    "marks_of",
    "read_fragments",
    "salvage_fragments",
    "source_of_bytes",
    "source_of_file",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
