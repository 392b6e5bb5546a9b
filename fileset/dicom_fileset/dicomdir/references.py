"""What many records refer to, found by File ID or instance without taking records apart.

Of each File ID and each UID the last bytes are kept.  Only where they are those of what is asked
for, or could stand for others, a record is taken apart.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ..file_ids import FileID
from ..model import Record
from .forms import Form, Formed, forms_of
from .keys import RecordKeys, Reference, file_id_of, reference_of

_FILE_ID: Final = 0x0004_1500
_SOP_INSTANCE: Final = 0x0004_1511
_ASKED: Final = (_FILE_ID, _SOP_INSTANCE)
_LEAST: Final = 0x21
"""Bytes below are padding at the end of a value, and may be that within a File ID."""
_BELOW: Final = bytes(range(_LEAST))
_EACH: Final = np.uint64(0x0101_0101_0101_0101)
_HIGH: Final = np.uint64(0x80) * _EACH
_FILLER: Final = 0x7F
_FILLERS: Final = np.array(
    [int.from_bytes(bytes([_FILLER]) * (8 - kept), "little") for kept in range(9)], np.uint64
)

Ends = NDArray[np.uint64]
_NONE: Final[Ends] = np.empty(0, np.uint64)


class References:
    """The references of records, inactive ones too.

    Parameters
    ----------
    records
        Of a directory.
    several
        The same, by their forms.
    """

    def __init__(self, records: Sequence[Record], several: Iterable[Formed]) -> None:
        self._records = records
        odd: list[int] = []
        parts = [(np.empty(0, np.int64), _NONE, _NONE)]
        for formed in several:
            odd += (formed.first + place for place in formed.others)
            for form in formed.forms:
                if _FILE_ID in form.columns:
                    indices = formed.first + form.places
                    file_ids, uids = (_ends_of(formed, form, tag) for tag in _ASKED)
                    plain = _are_plain(file_ids) & _are_plain(uids)
                    odd += indices[~plain].tolist()
                    parts.append((indices[plain], file_ids[plain], uids[plain]))
        self._indices, file_ids, self._uids = map(np.concatenate, zip(*parts, strict=True))
        order = np.argsort(file_ids)
        self._file_ids, self._by_file_id = file_ids[order], self._indices[order]
        self._odd = tuple(self._taken_apart(odd))
        self._odd_file_ids = frozenset(one.file_id for _, one in self._odd)

    def _taken_apart(self, indices: Iterable[int]) -> Iterator[tuple[bytes, Reference]]:
        """The bodies of those records that refer to a file, and what they refer to."""
        for index in indices:
            body = self._records[index].body
            reference = reference_of(RecordKeys(body))
            if reference is not None:
                yield body, reference

    def has_file_id(self, file_id: FileID) -> bool:
        """Whether a record refers to a file."""
        if file_id in self._odd_file_ids:
            return True
        end = _end("\\".join(file_id))
        first, past = (self._file_ids.searchsorted(end, side) for side in ("left", "right"))
        found = self._taken_apart(self._by_file_id[first:past].tolist())
        return any(one.file_id == file_id for _, one in found)

    def to_instances(self, uids: Collection[str]) -> dict[bytes, Reference]:
        """References to some instances, by the bodies of their records."""
        ends = np.array([_end(uid) for uid in uids], np.uint64)
        indices = self._indices[np.isin(self._uids, ends)].tolist()
        found = (*self._taken_apart(indices), *self._odd)
        return {body: one for body, one in found if one.sop_instance_uid in uids}


def _end(value: str) -> np.uint64:
    """The last bytes of a value that is looked for, as a number."""
    kept = value.encode("ascii", "replace").rstrip(_BELOW)[-8:]
    return np.uint64(int.from_bytes(kept.rjust(8, bytes([_FILLER])), "little"))


def _ends_of(formed: Formed, form: Form, tag: int) -> Ends:
    """The last bytes of values as they lie there; none of them, in those that are blank."""
    if tag not in form.columns:
        return np.zeros(len(form.places), np.uint64)
    starts, ends = form.columns[tag]
    data = np.frombuffer(formed.bodies, np.uint8)
    while True:
        padded = (data[ends - 1] < _LEAST) & (ends > starts)
        if not padded.any():
            break
        ends = ends - padded
    kept = np.minimum(ends - starts, 8)
    words = np.ndarray((len(data) - 7,), "<u8", formed.bodies, strides=(1,))
    # Before a value stands its header, of eight bytes or more.
    others = (8 * (8 - np.maximum(kept, 1))).astype(np.uint64)
    found = words[ends - 8] >> others << others | _FILLERS[kept]
    return np.where(kept > 0, found, np.uint64(0))


def _are_plain(ends: Ends) -> NDArray[np.bool_]:
    """Which stand for themselves alone: text without what may be padding, and all of it ASCII."""
    below = (ends - np.uint64(_LEAST) * _EACH) & ~ends
    plain: NDArray[np.bool_] = (below | ends) & _HIGH == 0
    return plain


def file_ids_in(records: Sequence[Record]) -> set[FileID]:
    """All File IDs that records refer to, inactive ones too."""
    found: set[bytes] = set()
    for formed in forms_of(records):
        for form in formed.forms:
            if _FILE_ID in form.columns:
                found.update(formed.values(form, _FILE_ID))
        found.update(
            RecordKeys(formed.records[place].body).value(_FILE_ID) for place in formed.others
        )
    return {file_id_of(value) for value in {one.rstrip(b" \0") for one in found} - {b""}}
