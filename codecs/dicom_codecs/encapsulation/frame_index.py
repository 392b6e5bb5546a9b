"""Frames of encapsulated Pixel Data: which fragments make which."""

from dataclasses import dataclass

import numpy as np

from ..deviation import Deviation
from ..errors import DamagedPixelData
from .evidence import Evidence
from .fragments import Fragments
from .headers import HEADER_BYTES
from .marks import Marks
from .offset_tables import ExtendedTable, lengths_agree
from .rules import RULES, Rule
from .source import Source
from .walk import Offsets


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """Where each frame lies.

    Attributes
    ----------
    declared
        Number of Frames; what was found if nobody said.
    present
        How many are there; more than declared where Number of Frames lies.
    fragments
        What they are made of.
    begins
        The fragment that each begins with, and where the last ends: ``present + 1`` values.
    deviations
        What was met in fragments and tables.
    """

    declared: int
    present: int
    fragments: Fragments
    begins: Offsets
    deviations: tuple[Deviation, ...] = ()

    def spans(self, number: int) -> list[tuple[int, int]]:
        """Offset and length of each piece of a frame, the first frame being 0.

        Raises
        ------
        DamagedPixelData
            The frame is not there, or has no bytes.
        """
        if number >= self.present:
            raise self._missing(number)
        one = slice(int(self.begins[number]), int(self.begins[number + 1]))
        offsets, lengths = (
            self.fragments.offsets[one].tolist(),
            self.fragments.lengths[one].tolist(),
        )
        found = [pair for pair in zip(offsets, lengths, strict=True) if pair[1]]
        if not found:
            raise DamagedPixelData("the frame is empty", offsets[0] - HEADER_BYTES, number)
        return found

    def read(self, source: Source, number: int) -> bytes:
        """The stream of a frame: its pieces joined.

        Raises
        ------
        DamagedPixelData
            The frame is not there, or not to its end.
        """
        spans = self.spans(number)
        stream = b"".join([source.read(offset, length) for offset, length in spans])
        if len(stream) != sum(length for _, length in spans):
            raise DamagedPixelData("the source ends within the frame", source.size, number)
        return stream

    @property
    def lengths(self) -> Offsets:
        """Bytes of each frame that is present, as many as ``present``."""
        ends = np.concatenate((np.zeros(1, np.int64), np.cumsum(self.fragments.lengths)))
        return np.diff(ends[self.begins])

    def _missing(self, number: int) -> DamagedPixelData:
        reason = f"{self.present} of {self.declared} frames are there"
        damage = self.fragments.damage
        if damage is None:
            return DamagedPixelData(reason, self.fragments.after, number)
        return DamagedPixelData(f"{reason}: {damage.reason}", damage.offset, number)


def frames_of(
    fragments: Fragments,
    number_of_frames: int | None,
    *,
    extended: ExtendedTable | None = None,
    marks: Marks | None = None,
    source: Source | None = None,
) -> FrameIndex:
    """Tell frames apart, by the rules of :data:`~dicom_codecs.encapsulation.rules.RULES`.

    Parameters
    ----------
    fragments
        What was walked through.
    number_of_frames
        As the data set says; 1 where it is an image without that attribute, and for video, whose
        frames are not told apart.  ``None`` or less than 1 if nobody says.
    extended
        The Extended Offset Table.
    marks
        How streams begin and end in the transfer syntax.
    source
        Where to look for marks; nothing is read where tables or numbers tell.

    Returns
    -------
    FrameIndex
        With what tables and numbers had wrong among its deviations: offset-table-wrong,
        offset-table-missing, fragments-beyond-frames.  Frames that are missing raise when asked
        for.

    Raises
    ------
    DamagedPixelData
        There are more fragments than frames, and nothing tells which make which.
    """
    declared = number_of_frames if number_of_frames and number_of_frames > 0 else None
    known = Evidence(fragments, declared, extended, marks, source)
    for rule in RULES:
        begins = rule.begins(known)
        if begins is not None:
            return _index(known, rule, begins)
    raise DamagedPixelData(
        f"{known.filled.size} fragments for {declared} frames, and nothing tells which make which",
        fragments.first,
    )


def _index(known: Evidence, rule: Rule, begins: Offsets) -> FrameIndex:
    fragments = known.fragments
    ends = np.append(begins, fragments.lengths.size)
    if fragments.damage is not None and not _each(known, rule, begins):
        ends = begins  # what the walk ended in may belong to the last
    present = max(ends.size - 1, 0)
    declared = present if known.declared is None else known.declared
    told = [*fragments.deviations, *_told(known, rule, present, declared)]
    return FrameIndex(declared, present, fragments, ends, tuple(told))


def _each(known: Evidence, rule: Rule, begins: Offsets) -> bool:
    """Whether every frame is a fragment: no frame that was found goes on behind it."""
    return rule.each or 1 < begins.size == known.filled.size


def _told(known: Evidence, rule: Rule, present: int, declared: int) -> list[Deviation]:
    """What tables and numbers had wrong."""
    told, at = [], known.fragments.first
    if known.has_table and (rule.table != "used" or not _lengths_right(known, rule)):
        reason = f"the offset table is not that of the fragments; frames are told by {rule.what}"
        told.append(Deviation("offset-table-wrong", reason, at))
    elif not known.has_table and not rule.each and max(present, declared) > 1:
        reason = f"no offset table, and many fragments a frame: frames are told by {rule.what}"
        told.append(Deviation("offset-table-missing", reason, at))
    if present > declared:
        reason = f"{present} frames are there, and Number of Frames is {declared}"
        told.append(Deviation("fragments-beyond-frames", reason, at))
    return told


def _lengths_right(known: Evidence, rule: Rule) -> bool:
    if known.table is None or known.extended is None or rule is not RULES[0]:
        return True
    return lengths_agree(known.table.lengths, known.extended, known.fragments)
