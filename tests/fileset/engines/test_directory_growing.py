"""A directory that grows: what is new stands where a tree of all records would have it."""

from dicom_fileset.dicomdir.keys import RecordKeys, active, with_path
from dicom_fileset.directory import Directory
from dicom_fileset.elements import element
from dicom_fileset.model import Branch, FileSet, Record
from dicom_fileset.records.types import RECORD_TYPES
from hypothesis import given
from hypothesis import strategies as st

KEYS = {"PATIENT": 0x0010_0020, "STUDY": 0x0020_000D, "SERIES": 0x0020_000E}
LEVELS = tuple(KEYS)
NAMES = st.sampled_from([b"1", b"2", b"3"])


def group(kind: str, name: bytes, level: int, in_use: int = 0xFFFF) -> Record:
    return Record(kind, level, element(KEYS[kind], "UI", name + b" "), in_use)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Record, ...]:
    """Records of any types below any others, some of one key, some retired."""
    found: list[Record] = []
    for number in range(draw(st.integers(0, 14))):
        level = draw(st.integers(0, min(found[-1].level + 1, 4) if found else 0))
        in_use = draw(st.sampled_from([0xFFFF, 0xFFFF, 0xFFFF, 0]))
        usual = LEVELS[level] if level < 3 else "IMAGE"
        kind = draw(st.sampled_from([usual, usual, usual, "PRIVATE", "SERIES"]))
        if kind in KEYS:
            found.append(group(kind, draw(NAMES), level, in_use))
        else:
            found.append(Record(kind, level, b"%d" % number, in_use))
    return tuple(found)


def values(kind: str, name: bytes) -> tuple[bytes, ...]:
    """For the keys of a record type: that which tells its records apart, and no other."""
    own = {"PatientID", "StudyInstanceUID", "SeriesInstanceUID"}
    return tuple(name if one.keyword in own else b"" for one in RECORD_TYPES[kind].keys)


@st.composite
def branches(draw: st.DrawFn) -> Branch:
    names = [draw(NAMES) for _ in LEVELS]
    return Branch(*map(values, LEVELS, names), *names, b"", b"")


class Slow:
    """The slow and obvious way: a list of records, searched and inserted into."""

    def __init__(self, records: tuple[Record, ...]) -> None:
        self.records = list(records)
        self.new: set[int] = set()

    def find(self, kind: str, name: bytes) -> int | None:
        used = {id(record) for record in active(self.records)}
        for place, record in enumerate(self.records):
            value = RecordKeys(record.body).value(KEYS[kind])
            if record.record_type == kind and id(record) in used and value == name:
                return place
        return None

    def group(self, branch: Branch) -> int:
        """The SERIES record of a branch, made where it is not there."""
        names = branch.patient_id, branch.study_instance_uid, branch.series_instance_uid
        places = [self.find(*one) for one in zip(LEVELS, names, strict=True)]
        if places[2] is not None:
            return places[2]
        above = None
        for kind, name, place in zip(LEVELS, names, places, strict=True):
            above = self.put(above, kind, group(kind, name, 0).body) if place is None else place
        assert above is not None
        return above

    def put(self, above: int | None, record_type: str, body: bytes) -> int:
        """At the end of what is below a record; its place."""
        level = -1 if above is None else self.records[above].level
        place = len(self.records) if above is None else above + 1
        while place < len(self.records) and self.records[place].level > level:
            place += 1
        self.records.insert(place, Record(record_type, level + 1, body))
        return place


def shown(record: Record) -> tuple[str, int, bytes, int]:
    """What is compared: of a group its key, whatever else it was made with."""
    body = record.body
    if record.record_type in KEYS:
        body = RecordKeys(body).value(KEYS[record.record_type])
    return record.record_type, record.level, body, record.in_use


@given(trees(), st.lists(branches() | st.none(), max_size=6))
def test_new_records_stand_where_they_belong(
    records: tuple[Record, ...], added: list[Branch | None]
) -> None:
    directory, slow = Directory(FileSet("1.2", records=records)), Slow(records)
    for number, branch in enumerate(added):
        body = b"new %d" % number
        directory.add(branch, "IMAGE", body)
        if branch is None:
            slow.put(None, "IMAGE", body)
            continue
        series = slow.group(branch)
        slow.put(series, "IMAGE", body)
        place = slow.find("SERIES", branch.series_instance_uid)
        assert place is not None
        level = slow.records[place].level
        below = [
            above[-1] is slow.records[place]
            for record, above in with_path(slow.records)
            if record.level == level + 1
        ]
        assert directory.count_in_series(branch) == sum(below)
    found = directory.file_set().records
    assert list(map(shown, found)) == list(map(shown, slow.records))
    assert directory.size == sum(len(one.body) + 42 for one in found)
    assert directory.is_empty == (not found)
    assert [one for one in found if one in records] == list(records)


@given(trees())
def test_what_was_there_stays_as_it_was(records: tuple[Record, ...]) -> None:
    directory = Directory(FileSet("1.2", records=records))
    assert directory.file_set().records == records
    lineages = []
    for record, above in with_path(tuple(active(records))):
        if record.record_type == "SERIES" and len(above) == 2:
            path = zip((*above, record), LEVELS, strict=True)
            lineages.append(tuple(RecordKeys(one.body).value(KEYS[kind]) for one, kind in path))
    assert list(directory.lineages()) == lineages
