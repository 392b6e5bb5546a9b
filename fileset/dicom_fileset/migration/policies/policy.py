"""What a file is to become: a policy of transfer syntaxes, told from what a header says alone.

::

    policy = policy_of("smallest", keep_compressed=True)
    policy.request(kind, choices)          # None: byte for byte as it is

Nothing is ever lost unless a policy allows that by name.  What has lost something already (JPEG,
and JPEG 2000 or JPEG-LS that say so) stays as it came unless the policy says ``decode``: its stream
is the only original there is, no lossless encoding of what one decoder makes of it is nearer to the
patient, and it would take several times the room.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import msgspec
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax

from ...transcoding.request import Request
from ..model import Kind

KEEP: Final = "keep"
SMALLEST: Final = "smallest"

LossySources = Literal["keep", "decode"]
Pixels = Literal["none", "one", "many"]

_PLAIN: Final = frozenset({"native", "encapsulated native"})
"""Families in which nothing is compressed."""
_ALWAYS_LOSSY: Final = frozenset({"jpeg"})
"""Families that lose something whatever a header says."""


class Group(NamedTuple):
    """Pixels that compress alike: what is smallest is measured for each."""

    modality: str
    bits_stored: int
    samples: int


Choices = Mapping[Group, str]
"""UID of the transfer syntax that was smallest; empty where none of the candidates can hold it."""


def group_of(kind: Kind) -> Group:
    """The group that a kind belongs to."""
    return Group(kind.modality, kind.bits_stored, kind.samples)


class Wish(msgspec.Struct, frozen=True):
    """What instances are to become.

    Attributes
    ----------
    to
        UID of a transfer syntax; ``smallest``: the one that is smallest, measured by
        :class:`Group`; ``keep``: they stay as they are.
    keep_compressed
        Whether what is compressed without loss already stays in the transfer syntax that it has.
    lossy_sources
        ``keep``: what has been compressed with loss stays as it is; ``decode``: its pixels, as
        they are decoded, go where all others go.
    quality, ratio
        How much may be lost, in a transfer syntax that can lose anything.
    """

    to: str
    keep_compressed: bool = False
    lossy_sources: LossySources = "keep"
    quality: int | None = None
    ratio: float | None = None


class Match(msgspec.Struct, frozen=True):
    """What a rule is for: one of each that is named; what is not named may be anything.

    Attributes
    ----------
    sop_class, source
        UIDs of SOP Classes and of transfer syntaxes that files have.
    modality
        Modalities (0008,0060).
    bits
        Bits Stored, from and to; pixels only.
    pixels
        ``none``, ``one`` frame, or ``many``.
    """

    sop_class: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    bits: tuple[tuple[int, int], ...] = ()
    pixels: tuple[Pixels, ...] = ()

    def fits(self, kind: Kind) -> bool:
        """Whether a kind is one of these."""
        return (
            _one_of(kind.sop_class_uid, self.sop_class)
            and _one_of(kind.modality, self.modality)
            and _one_of(kind.transfer_syntax_uid, self.source)
            and _one_of(kind.frames, self.pixels)
            and (not self.bits or any(low <= kind.bits_stored <= top for low, top in self.bits))
        )


def _one_of(value: str, some: tuple[str, ...]) -> bool:
    return not some or value in some


class Rule(msgspec.Struct, frozen=True):
    """What is wished for some instances."""

    match: Match
    wish: Wish


class Policy(msgspec.Struct, frozen=True):
    """What every instance of an archive is to become.

    Attributes
    ----------
    wish
        For all that no rule is for.
    rules
        The first that fits is the one that counts.
    among
        UIDs of what ``smallest`` is measured of.
    allow_lossy
        Whether anything may be lost at all.
    """

    wish: Wish
    rules: tuple[Rule, ...] = ()
    among: tuple[str, ...] = ()
    allow_lossy: bool = False

    def wish_for(self, kind: Kind) -> Wish:
        """What is wished for instances of a kind."""
        return next((one.wish for one in self.rules if one.match.fits(kind)), self.wish)

    def request(self, kind: Kind, choices: Choices) -> Request | None:
        """What a kind is to become; ``None``: it stays, byte for byte.  Raises nothing.

        Parameters
        ----------
        choices
            What was smallest; where nothing was measured, the first of the candidates is taken.
        """
        wish = self.wish_for(kind)
        uid = self._target(kind, wish, choices)
        if uid == KEEP or why_kept(kind, wish, uid):
            return None
        if TRANSFER_SYNTAXES[uid].lossless:
            return Request(uid, derived_uid=True)
        return Request(uid, wish.quality, wish.ratio, derived_uid=True)

    def reason_to_keep(self, kind: Kind, choices: Choices) -> str:
        """Why a kind stays as it is, for a person; empty where it does not."""
        wish = self.wish_for(kind)
        uid = self._target(kind, wish, choices)
        return "the policy keeps it" if uid == KEEP else why_kept(kind, wish, uid)

    def candidates(self, kind: Kind) -> tuple[str, ...]:
        """What is to be measured for a kind; empty where nothing depends on it."""
        wish = self.wish_for(kind)
        if wish.to != SMALLEST or not self.among or why_kept(kind, wish, self.among[0]):
            return ()
        return self.among

    def _target(self, kind: Kind, wish: Wish, choices: Choices) -> str:
        """UID, or ``keep``."""
        if wish.to != SMALLEST:
            return wish.to
        first = self.among[0] if self.among else KEEP
        return choices.get(group_of(kind), first) or KEEP


def why_kept(kind: Kind, wish: Wish, uid: str) -> str:
    """Why a kind stays though a transfer syntax is wished for; empty where it does not."""
    source, target = TRANSFER_SYNTAXES.get(kind.transfer_syntax_uid), TRANSFER_SYNTAXES[uid]
    if kind.frames == "none":
        return "it has no Pixel Data" if target.encapsulated else ""
    if source is None:
        return ""
    if source.family == "video":
        return "it is video"
    if compressed_with_loss(kind, source):
        return "it has lost something already" if wish.lossy_sources == "keep" else ""
    if wish.keep_compressed and source.family not in _PLAIN:
        return "it is compressed without loss already"
    return ""


def compressed_with_loss(kind: Kind, source: TransferSyntax) -> bool:
    """Whether the stream that a file holds has lost something.

    Pixels that lost something once and lie native or in a lossless transfer syntax since are like
    any others: no encoding without loss makes them worse.
    """
    if not source.encapsulated or source.lossless:
        return False
    return kind.lossy or source.family in _ALWAYS_LOSSY
