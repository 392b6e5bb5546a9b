"""What an updater does not know it keeps, to the byte: private and unknown records, elements."""

from pathlib import Path

import pytest
from checks import check_directory, directory, tree
from dicom_fileset import FileSetReader, FileSetUpdater, read_dicomdir, write_dicomdir
from dicom_fileset.elements import element, item
from dicom_fileset.model import FileSet, Record
from file_sets import Place, instance, save, snapshot

PRIVATE_BLOCK = element(0x00090010, "LO", b"A MAKER") + element(0x00091001, "OB", b"\1\2\3\4")
PREFACE = element(0x00041141, "CS", b"README") + element(0x00041142, "CS", b"ISO_IR 100")
EPILOGUE = element(0x00090010, "LO", b"A MAKER") + element(0x00091002, "UN", b"\0" * 6)


def record(record_type: str, level: int, *elements: bytes) -> Record:
    body = element(0x00041430, "CS", record_type.encode()) + b"".join(elements)
    return Record(record_type, level, body)


def reference(file_id: str) -> bytes:
    return b"".join(
        (
            element(0x00041500, "CS", file_id.encode()),
            element(0x00041510, "UI", b"1.2.3.4"),
            element(0x00041511, "UI", b"1.2.3.4.5"),
            element(0x00041512, "UI", b"1.2.840.10008.1.2.1"),
        )
    )


UNKNOWN = (
    record(
        "PRIVATE",
        0,
        element(0x00041432, "UI", b"1.2.3"),
        reference("PRIV\\FILE1"),
        PRIVATE_BLOCK,
    ),
    record("PRIVATE", 1, element(0x00041432, "UI", b"1.2.4"), PRIVATE_BLOCK),
    record("HOLOGRAM", 0, PRIVATE_BLOCK, element(0x00200013, "IS", b"7")),
    record("HOLOGRAM", 1, b"\x08\0\x07\0ZZ\4\0odd "),
)
PATIENT = (
    record(
        "PATIENT",
        0,
        element(0x00080005, "CS", b"ISO_IR 100"),
        PRIVATE_BLOCK,
        element(0x00100010, "PN", "Müller^Änne".encode("latin-1")),
        element(0x00100020, "LO", b"OLD"),
        element(0x00102160, "SH", b"an optional key"),
    ),
    record("HOLOGRAM", 1, element(0x00880200, "SQ", item(element(0x00280010, "US", b"\4\0")))),
)


@pytest.fixture
def old_disc(tmp_path: Path) -> Path:
    root = tmp_path / "old"
    (root / "PRIV").mkdir(parents=True)
    (root / "PRIV" / "FILE1").write_bytes(b"private data")
    (root / "README").write_text("hello")
    file_set = FileSet("1.2.3.9", "OLD", (*UNKNOWN, *PATIENT), PREFACE, EPILOGUE)
    (root / "DICOMDIR").write_bytes(write_dicomdir(file_set))
    return root


def bodies(root: Path) -> list[tuple[int, bytes]]:
    """Level and bytes after the three links, by our own walk."""
    data = (root / "DICOMDIR").read_bytes()
    found = tree(directory(root))
    ends = {entry.offset: max(one.end for one in entry.elements.values()) for _, entry in found}
    return [
        (level, data[entry.elements[0x00041430].start : ends[entry.offset]])
        for level, entry in found
    ]


def test_unknown_records_are_kept_to_the_byte(old_disc: Path, tmp_path: Path) -> None:
    before = bodies(old_disc)
    assert before == [(one.level, one.body) for one in (*UNKNOWN, *PATIENT)]
    with FileSetUpdater(old_disc) as updater:
        updater.add(save(instance(Place(2)), tmp_path / "NEW"))
    after = bodies(old_disc)
    assert after[: len(before)] == before
    assert [level for level, _ in after[len(before) :]] == [0, 1, 2, 3]
    check_directory(old_disc)


def test_elements_of_the_directory_are_kept_to_the_byte(old_disc: Path, tmp_path: Path) -> None:
    with FileSetUpdater(old_disc) as updater:
        updater.add(save(instance(Place(2)), tmp_path / "NEW"))
    data = (old_disc / "DICOMDIR").read_bytes()
    assert element(0x00041130, "CS", b"OLD") + PREFACE in data
    assert data.endswith(EPILOGUE)
    kept = snapshot(old_disc)
    assert (kept["README"], kept["PRIV/FILE1"]) == (b"hello", b"private data")


def test_nothing_but_the_new_name_changes(old_disc: Path) -> None:
    before = (old_disc / "DICOMDIR").read_bytes()
    with FileSetUpdater(old_disc, file_set_id="NEW"):
        pass
    assert (old_disc / "DICOMDIR").read_bytes() == before.replace(b"OLD ", b"NEW ", 1)


def test_what_is_removed_takes_unknown_records_below_it_along(old_disc: Path) -> None:
    with FileSetUpdater(old_disc) as updater:
        updater.remove(PatientID="OLD")
    assert bodies(old_disc) == [(one.level, one.body) for one in UNKNOWN]


def test_a_new_study_joins_an_old_patient(old_disc: Path, tmp_path: Path) -> None:
    new = instance(Place(1), PatientID="OLD", PatientName="Muller^Anne")
    with FileSetUpdater(old_disc) as updater:
        updater.add(save(new, tmp_path / "NEW"))
    after = bodies(old_disc)
    types = [one.record_type for one in FileSetReader(old_disc).file_set.records]
    assert types.count("PATIENT") == 1
    assert after[4:6] == [(one.level, one.body) for one in PATIENT]
    assert [level for level, _ in after[6:]] == [1, 2, 3]


def test_an_inactive_record_is_kept_and_is_in_nobodys_way(disc: Path, sources: Path) -> None:
    """Old writers delete by a flag: the instance may come back."""
    file_set = read_dicomdir((disc / "DICOMDIR").read_bytes())
    last = file_set.records[-1]
    gone = Record(last.record_type, last.level, last.body, in_use=0)
    changed = FileSet(file_set.file_set_uid, file_set.file_set_id, (*file_set.records[:-1], gone))
    (disc / "DICOMDIR").write_bytes(write_dicomdir(changed))
    updater = FileSetUpdater(disc)
    updater.add(sources)
    outcome = updater.commit()
    assert [one.instance.sop_instance_uid for one in outcome.placed] == [Place(3).uid]
    in_use = [one.in_use for one in FileSetReader(disc).file_set.records]
    assert in_use.count(0) == 1
