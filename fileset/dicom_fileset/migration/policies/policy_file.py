"""A policy told by a person: one word, or a TOML file.

::

    to = "smallest"                   # keyword or UID of PS3.6, "smallest", or "keep"
    among = ["JPEGLSLossless", "HTJ2KLossless"]       # what "smallest" is measured of
    keep-compressed = true            # what is compressed without loss already stays
    lossy-sources = "keep"            # what has lost something already; or "decode"

    [[rule]]                          # the first that matches wins
    match = {modality = ["XA", "RF"], bits = "9-16"}
    to = "HTJ2KLossless"

    [[rule]]
    match = {sop-class = "UltrasoundMultiFrameImageStorage", source = "JPEGBaseline8Bit"}
    to = "keep"

A rule that says nothing of ``keep-compressed`` or ``lossy-sources`` takes what the file says.  A
transfer syntax that loses something needs ``allow-lossy = true`` for the whole file, and beside it
``quality = 1 to 100`` or ``ratio = 10.0``.
"""

import math
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, NamedTuple, TypeVar

import msgspec
from dicom_codecs.codec import encoder_name
from dicom_codecs.errors import CodecUnavailable
from dicom_codecs.registry import TRANSFER_SYNTAXES, TransferSyntax, named
from dicom_profiles.errors import ProfileError
from dicom_profiles.names import sop_classes
from dicom_profiles.nearest import suggestion
from dicom_profiles.reading import read_toml

from ...errors import UsageError
from ...findings import finding
from ...model import Where
from .policy import KEEP, SMALLEST, LossySources, Match, Pixels, Policy, Rule, Wish
from .smallest import candidates_here

_UID: Final = re.compile(r"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))+")
_BITS: Final = re.compile(r"([0-9]{1,3})\s*-\s*([0-9]{1,3})")
_Modality = Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
_Quality = Annotated[int, msgspec.Meta(ge=1, le=100)]


class _Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    sop_class: str | tuple[str, ...] = ()
    modality: _Modality | tuple[_Modality, ...] = ()
    source: str | tuple[str, ...] = ()
    bits: int | str = ""
    pixels: Pixels | tuple[Pixels, ...] = ()


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    match: _Match
    to: str
    keep_compressed: bool | None = None
    lossy_sources: LossySources | None = None
    quality: _Quality | None = None
    ratio: int | float | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    to: str
    among: tuple[str, ...] = ()
    keep_compressed: bool = False
    lossy_sources: LossySources = "keep"
    allow_lossy: bool = False
    quality: _Quality | None = None
    ratio: int | float | None = None
    rule: tuple[_Rule, ...] = ()


class _Wrong(Exception):
    """What is wrong in a policy, and under which key."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


class _Said(NamedTuple):
    """What a person says beside a policy."""

    keep_compressed: bool
    decode_lossy: bool
    allow_lossy: bool
    quality: int | None
    ratio: float | None


def policy_of(
    text: str,
    *,
    keep_compressed: bool = False,
    decode_lossy: bool = False,
    allow_lossy: bool = False,
    quality: int | None = None,
    ratio: float | None = None,
) -> Policy:
    """The policy that a person means.

    Parameters
    ----------
    text
        Keyword or UID of a transfer syntax, ``smallest``, ``keep``, or the path of a TOML file.
    keep_compressed
        What is compressed without loss already stays as it is, whatever a file says of it.
    decode_lossy
        What has lost something already is decoded, whatever a file says of it.
    allow_lossy
        A transfer syntax may be named that loses something.
    quality, ratio
        How much, where one transfer syntax is named.

    Raises
    ------
    UsageError
        ``migration-policy``: it says nothing, or what cannot be done here, with the key.
    """
    said = _Said(keep_compressed, decode_lossy, allow_lossy, quality, ratio)
    path = text if _is_path(text) else None
    try:
        return _policy(_with(_alone(text, said) if path is None else _read(path, said), said), path)
    except _Wrong as wrong:
        key = "" if path is None or not wrong.key else f"{wrong.key}: "
        found = finding("migration-policy", f"{key}{wrong.reason}.", Where(path=path))
        raise UsageError(found) from wrong


def _alone(text: str, said: _Said) -> _File:
    """One word, as a file would say it."""
    return _File(text, quality=said.quality, ratio=said.ratio)


def _is_path(text: str) -> bool:
    """Whether a word is the name of a file."""
    return text.lower().endswith(".toml") or os.path.basename(text) != text


def _read(path: str, said: _Said) -> _File:
    if said.quality is not None or said.ratio is not None:
        raise _Wrong("", "quality and ratio are said in the file, not beside it")
    try:
        return read_toml(Path(path), _File)
    except ProfileError as error:
        raise _Wrong(error.place, error.reason) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise _Wrong("", f"it cannot be read: {reason}") from error


def _with(found: _File, said: _Said) -> _File:
    """A file with what was said beside it."""
    changes: dict[str, object] = {"allow_lossy": found.allow_lossy or said.allow_lossy}
    rules: dict[str, object] = {}
    if said.keep_compressed:
        changes["keep_compressed"] = rules["keep_compressed"] = True
    if said.decode_lossy:
        changes["lossy_sources"] = rules["lossy_sources"] = "decode"
    replaced = tuple(msgspec.structs.replace(one, **rules) for one in found.rule)
    return msgspec.structs.replace(found, rule=replaced, **changes)


def _policy(found: _File, path: str | None) -> Policy:
    wish = _wish("", found, found, "" if path else ", or a TOML file")
    rules = tuple(_rule(f"rule[{number}]", one, found) for number, one in enumerate(found.rule))
    smallest = SMALLEST in {wish.to, *(one.wish.to for one in rules)}
    if found.among and not smallest:
        raise _Wrong("among", 'it is for to = "smallest", which nothing says')
    among = _among(found.among) if smallest else ()
    return Policy(wish, rules, among, found.allow_lossy)


def _among(names: tuple[str, ...]) -> tuple[str, ...]:
    """UIDs of the candidates for the smallest; those that are here if none is named."""
    if not names:
        return candidates_here()
    rows = [_syntax(f"among[{number}]", one) for number, one in enumerate(names)]
    for number, row in enumerate(rows):
        key = f"among[{number}]"
        if not row.lossless:
            raise _Wrong(key, f"{row.keyword} loses something; the smallest is lossless")
        if row in rows[:number]:
            raise _Wrong(key, f"{row.keyword} is named twice")
    return tuple(row.uid for row in rows)


def _rule(place: str, found: _Rule, file: _File) -> Rule:
    match = _match(f"{place}.match", found.match)
    if match == Match():
        raise _Wrong(f"{place}.match", "it is empty: name what the instances have")
    return Rule(match, _wish(f"{place}.", found, file))


def _wish(place: str, found: _File | _Rule, file: _File, more: str = "") -> Wish:
    keep = file.keep_compressed if found.keep_compressed is None else found.keep_compressed
    sources = found.lossy_sources or file.lossy_sources
    to = found.to.strip()
    if to in {KEEP, SMALLEST}:
        if found.quality is not None or found.ratio is not None:
            raise _Wrong(f"{place}to", f"nothing can be lost in {to!r}: say no quality, no ratio")
        return Wish(to, keep, sources)
    row = _syntax(f"{place}to", to, (SMALLEST, KEEP), more)
    _check_loss(place, found, file, row)
    ratio = None if found.ratio is None else float(found.ratio)
    return Wish(row.uid, keep, sources, found.quality, ratio)


def _check_loss(place: str, found: _File | _Rule, file: _File, row: TransferSyntax) -> None:
    """See that nothing is lost but by somebody's word, and as much as that says."""
    said = [key for key in ("quality", "ratio") if getattr(found, key) is not None]
    if row.lossless:
        if said:
            raise _Wrong(f"{place}{said[0]}", f"nothing can be lost in {row.keyword}")
        return
    if not file.allow_lossy:
        reason = f"{row.keyword} loses something, and allow-lossy is not said"
        raise _Wrong(f"{place}to", reason)
    if len(said) != 1:
        raise _Wrong(f"{place}to", f"say quality or ratio, and one of them, for {row.keyword}")
    if found.quality is not None and not 1 <= found.quality <= 100:
        raise _Wrong(f"{place}quality", f"it is 1 to 100, not {found.quality}")
    if found.ratio is not None and not 1 < found.ratio < math.inf:
        raise _Wrong(f"{place}ratio", f"it is over 1, not {found.ratio:g}")


def _syntax(key: str, name: str, words: tuple[str, ...] = (), more: str = "") -> TransferSyntax:
    """The row of a transfer syntax that can be written here."""
    row = named(name.strip())
    if row is None:
        writable = (one.keyword for one in TRANSFER_SYNTAXES.values() if one.encode)
        known = [*words, *writable]
        reason = f"PS3.6 knows no transfer syntax {name!r}; {suggestion(name, known)}{more}"
        raise _Wrong(key, reason)
    try:
        encoder_name(row)
    except CodecUnavailable as error:
        install = f"; {error.install}" if error.install else ""
        raise _Wrong(key, f"{row.keyword} cannot be written: {error.reason}{install}") from error
    return row


def _match(place: str, found: _Match) -> Match:
    classes = MappingProxyType({row.keyword: row.uid for row in sop_classes().values()})
    syntaxes = MappingProxyType({row.keyword: row.uid for row in TRANSFER_SYNTAXES.values()})
    return Match(
        sop_class=_uids(f"{place}.sop-class", "SOP Class", _some(found.sop_class), classes),
        modality=tuple(one.strip().upper() for one in _some(found.modality)),
        source=_uids(f"{place}.source", "transfer syntax", _some(found.source), syntaxes),
        bits=_bits(f"{place}.bits", found.bits),
        pixels=_some(found.pixels),
    )


_Text = TypeVar("_Text", bound=str)


def _some(said: _Text | tuple[_Text, ...]) -> tuple[_Text, ...]:
    return (said,) if isinstance(said, str) else said


def _uids(key: str, what: str, said: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    """UIDs of names; a UID is taken as it is, since archives hold private ones."""
    by_case = {name.casefold(): uid for name, uid in known.items()}
    found = []
    for one in said:
        name = one.strip()
        uid = name if _UID.fullmatch(name) else by_case.get(name.casefold(), "")
        if not uid:
            raise _Wrong(key, f"there is no {what} {one!r}; {suggestion(one, known)}")
        found.append(uid)
    return tuple(found)


def _bits(key: str, said: int | str) -> tuple[tuple[int, int], ...]:
    if said == "":
        return ()
    if isinstance(said, int):
        low = top = said
    elif span := _BITS.fullmatch(said.strip()):
        low, top = int(span[1]), int(span[2])
    else:
        raise _Wrong(key, f"it is a number like 12, or from and to like '9-16', not {said!r}")
    if not 1 <= low <= top <= 64:
        raise _Wrong(key, f"it lies between 1 and 64, from and to, not {said!r}")
    return ((low, top),)
