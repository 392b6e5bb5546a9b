"""Which patient is re-keyed, and to what: checked before any file-set is looked at."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ..correction import Wanted, wanted
from ..errors import UsageError
from ..findings import finding
from ..removal import Criterion, criterion

PATIENT_ID: Final = 0x0010_0020
_PATIENT_GROUP: Final = 0x0010
_PATIENT_KEYS: Final = frozenset({0x0010_0010, PATIENT_ID, 0x0010_0030, 0x0010_0040})


class Rekeying(NamedTuple):
    """The patient that is meant, and the values that it is to have."""

    which: tuple[Criterion, ...]
    to: tuple[Wanted, ...]

    @property
    def changes(self) -> dict[int | str, str | None]:
        """By tag, as :func:`correction.corrected` takes them."""
        return {one.tag: one.text for one in self.to}


def rekeying(which: Mapping[str, str], to: Mapping[str, str]) -> Rekeying:
    """A patient and the new values, checked as far as they can be without a file-set.

    Raises
    ------
    UsageError
        Something is no key of a PATIENT record, or no attribute of a patient, or has no such value.
    """
    chosen = tuple(criterion(keyword, value) for keyword, value in which.items())
    odd = [one for one in chosen if one.tag not in _PATIENT_KEYS]
    changes: dict[int | str, str | None] = {}
    changes.update(to)
    new = wanted(changes)
    others = [one.keyword for one in new if one.tag >> 16 != _PATIENT_GROUP]
    if odd or others or not (chosen and new):
        message = "A patient is named by PATIENT keys, and gets values of attributes of group 0010."
        raise UsageError(finding("rekey-attribute", message))
    if any(one.tag == PATIENT_ID and not one.text for one in new):
        raise UsageError(finding("rekey-attribute", "A Patient ID cannot be empty."))
    return Rekeying(chosen, new)
