"""Whether two patients are one: what records and files say of either, judged as the gate does.

Who merges two patients cannot take them apart again, so that what is doubtful is left to a person.
"""

from collections.abc import Sequence
from itertools import product
from types import MappingProxyType
from typing import Final

import msgspec

from ..correction import Wanted
from ..dicomdir.keys import RecordKeys, reference_of
from ..errors import Refused
from ..findings import finding
from ..gate.identity import Fullest, Identity, identity_of, identity_of_record
from ..gate.judgement import VERDICTS, Judgement, judge
from ..medium_names import MediumNames
from ..model import Record, Where
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from .asked import PATIENT_ID

_FIELDS: Final = MappingProxyType(
    {
        PATIENT_ID: "patient_id",
        0x0010_0021: "issuer",
        0x0010_0010: "name",
        0x0010_0030: "birth_date",
        0x0010_0040: "sex",
    }
)
"""Of an Identity, by their tags."""
_MOST_PAIRS: Final = 1000
"""Pairs of what is said of the two that are judged: of sound file-sets it is one."""


def check_one_person(
    mine: Sequence[Record], theirs: Sequence[Record], to: Sequence[Wanted], names: MediumNames
) -> None:
    """Refuse to merge patients who are not surely one, with the values that the first is to have.

    Parameters
    ----------
    mine, theirs
        The PATIENT records, each with all below it.

    Raises
    ------
    Refused
        They are two, or may be: in name, birth date or sex something differs.
    """
    judgement = _judged(_said(theirs, names, ()), _said(mine, names, to))
    if judgement.verdict == "same":
        return
    if judgement.verdict == "different":
        code, message = "rekey-other-person", "The new Patient ID is another person's."
    else:
        code, message = "rekey-doubtful", "The new Patient ID may be another person's."
    message = " ".join((message, *judgement.reasons))
    raise Refused(finding(code, message, Where(record="PATIENT")))


def _judged(expected: Sequence[Identity], found: Sequence[Identity]) -> Judgement:
    """The worst judgement on any two."""
    if len(expected) * len(found) > _MOST_PAIRS:
        return Judgement("doubtful", ("Too many names are given to either to be compared.",))
    judgements = [_judged_pair(*pair) for pair in product(expected, found)]
    return min(judgements, key=lambda one: VERDICTS.index(one.verdict))


def _judged_pair(expected: Identity, found: Identity) -> Judgement:
    if _of_person(expected) == _of_person(found):
        return Judgement("same", ())  # even where that is nothing: the Patient ID was asked for
    return judge(expected, found)


def _of_person(one: Identity) -> tuple[str, str, str]:
    return one.name, one.birth_date, one.sex


def _said(
    block: Sequence[Record], names: MediumNames, to: Sequence[Wanted]
) -> tuple[Identity, ...]:
    """Who a PATIENT record and each file below it are about, once they have new values."""
    changes = {_FIELDS[one.tag]: one.text or "" for one in to if one.tag in _FIELDS}
    first = identity_of_record(RecordKeys(block[0].body))
    found = dict.fromkeys((first, *_of_files(block, names)))
    said = dict.fromkeys(msgspec.structs.replace(one, **changes) for one in found)
    fullest = Fullest(said)  # a record may leave out what its files say
    return tuple(dict.fromkeys(map(fullest.of, said)))


def _of_files(block: Sequence[Record], names: MediumNames) -> dict[Identity, None]:
    """Whom the files are about, of those that can be read."""
    scanner = Scanner()
    found: dict[Identity, None] = {}
    for record in block:
        reference = reference_of(RecordKeys(record.body)) if record.in_use else None
        match = names.find(reference.file_id) if reference else None
        if match is None:
            continue
        try:
            found[identity_of(scanner.scan(names.path(match)).parents)] = None
        except (ScanFailure, OSError):
            continue  # who corrects it, or verifies it, tells what is wrong with it
    return found
