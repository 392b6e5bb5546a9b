"""Frames in fragments: encapsulated Pixel Data, read and written as a stream (PS3.5 A.4)."""

from .fragments import Fragments, bare_fragment, read_fragments, salvage_fragments
from .frame_index import FrameIndex, frames_of
from .marks import Marks, marks_of
from .offset_tables import ExtendedTable, extended_table
from .source import Source, source_of_bytes, source_of_file
from .writer import FrameWriter, Written

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
