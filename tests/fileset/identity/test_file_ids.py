"""File IDs: legal for any key, stable, and never given out twice (PS3.10 8.2)."""

import base64
import hashlib
import string

import hypothesis.strategies as st
import pytest
from dicom_fileset import file_ids
from dicom_fileset.file_ids import FileID, FileIDs, component, is_legal, is_reserved
from hypothesis import given

LETTERS = set(string.ascii_uppercase + string.digits + "_")
LINEAGE = (b"patient", b"1.2.1", b"1.2.1.1")


def slowly_legal(file_id: FileID) -> bool:
    if not 1 <= len(file_id) <= 8:
        return False
    return all(1 <= len(part) <= 8 and set(part) <= LETTERS for part in file_id)


parts = st.text("AZ09_az.-/ \n\u00c4", max_size=10) | st.sampled_from(["IMAGES", "IM0001", "CON"])


@given(file_id=st.lists(parts, max_size=10).map(tuple))
def test_legal_is_what_the_standard_says(file_id: FileID) -> None:
    assert is_legal(file_id) == slowly_legal(file_id)


@pytest.mark.parametrize(
    "file_id",
    [(), ("",), ("A/B",), ("A", "", "B"), ("A\n",), ("a",), ("IM.DCM",), ("A" * 9,), ("A",) * 9],
)
def test_illegal(file_id: FileID) -> None:
    assert not is_legal(file_id)


@pytest.mark.parametrize(
    ("file_id", "reserved"),
    [
        (("CON",), True),
        (("A", "NUL", "B"), True),
        (("LPT1",), True),
        (("COM9", "A"), True),
        (("COM10",), False),
        (("CONS",), False),
        ((), False),
    ],
)
def test_names_of_devices_are_reserved(file_id: FileID, reserved: bool) -> None:
    assert is_reserved(file_id) == reserved


@given(
    prefix=st.sampled_from("PSEI"), key=st.binary(max_size=100), attempt=st.integers(0, 2**32 - 1)
)
def test_a_component_is_legal_and_stable(prefix: str, key: bytes, attempt: int) -> None:
    made = component(prefix, key, attempt)
    assert slowly_legal((made,))
    assert not is_reserved((made,))
    assert made[0] == prefix
    assert made == component(prefix, key, attempt)


@given(key=st.binary(max_size=100), attempt=st.integers(1, 2**32 - 1))
def test_a_component_is_base_32_of_a_digest(key: bytes, attempt: int) -> None:
    for number, salt in ((0, b""), (attempt, attempt.to_bytes(4, "little"))):
        digest = hashlib.blake2b(key, digest_size=5, salt=salt).digest()
        assert component("I", key, number) == "I" + base64.b32encode(digest).decode()[:7]


def test_the_same_instance_has_the_same_file_id_on_every_disc() -> None:
    one, other = FileIDs(), FileIDs()
    other.for_instance(LINEAGE, "1.2.3.9")
    assert one.for_instance(LINEAGE, "1.2.3") == other.for_instance(LINEAGE, "1.2.3")


def test_file_ids_that_were_given_out_once_stay() -> None:
    """Names on discs that were burnt must be found again by every later version."""
    assert FileIDs().for_instance((b"123", b"1.2", b"1.2.3"), "1.2.3.4") == (
        component("P", b"123"),
        component("S", b"1.2"),
        component("E", b"1.2.3"),
        component("I", b"1.2.3.4"),
    )
    assert component("I", b"1.2.3.4") == "I2EWLRXZ"


def test_a_hundred_thousand_are_all_different() -> None:
    ids = FileIDs()
    given_out = {
        ids.for_instance((b"%d" % (n % 7), b"1.%d" % (n % 31), b"2.%d" % (n % 101)), f"1.2.{n}")
        for n in range(100_000)
    }
    assert len(given_out) == 100_000
    assert all(is_legal(file_id) and len(file_id) == 4 for file_id in given_out)


@pytest.fixture
def colliding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Components that tell by the attempt only: every key meets every other."""
    monkeypatch.setattr(
        file_ids, "component", lambda prefix, _, attempt=0: f"{prefix}{attempt:07d}"
    )


@pytest.mark.usefixtures("colliding")
def test_keys_that_collide_get_names_of_their_own() -> None:
    ids = FileIDs()
    lineages = [
        (b"%d" % p, b"%d" % s, b"%d" % e) for p in range(3) for s in range(3) for e in range(2)
    ]
    given_out = [ids.for_instance(lineage, f"1.{n}") for lineage in lineages for n in range(5)]
    assert len(set(given_out)) == len(given_out)
    folders: dict[FileID, set[tuple[bytes, bytes, bytes]]] = {}
    for place, file_id in enumerate(given_out):
        folders.setdefault(file_id[:3], set()).add(lineages[place // 5])
    assert [len(several) for several in folders.values()] == [1] * 18


@pytest.mark.usefixtures("colliding")
def test_what_is_taken_is_never_given_out() -> None:
    taken = frozenset({("P0000000", "S0000000", "E0000000", f"I{n:07d}") for n in range(3)})
    taken |= {("P0000001",), ("P0000000", "S0000001")}
    ids = FileIDs(taken.__contains__)
    given_out = {ids.for_instance(LINEAGE, f"1.{n}") for n in range(10)}
    assert len(given_out) == 10
    assert given_out.isdisjoint(taken)
    other = {ids.for_instance((b"other", b"1", b"2"), f"2.{n}") for n in range(3)}
    assert {file_id[0] for file_id in other} == {"P0000002"}  # a file has the name P0000001


@pytest.mark.usefixtures("colliding")
def test_a_file_is_never_a_folder_too() -> None:
    ids = FileIDs()
    given_out = {
        ids.for_instance((b"%d" % (n % 3), b"%d" % (n % 5), b"%d" % (n % 7)), f"1.{n}")
        for n in range(300)
    }
    folders = {file_id[:depth] for file_id in given_out for depth in range(1, 4)}
    assert folders.isdisjoint(given_out)


def test_a_folder_that_is_full_is_continued() -> None:
    ids = FileIDs(most_in_folder=4)
    given_out = [ids.for_instance(LINEAGE, f"1.{n}") for n in range(10)]
    assert len(set(given_out)) == 10
    assert len({file_id[:3] for file_id in given_out}) == 3


@given(uid=st.text(max_size=30), lineage=st.tuples(*[st.binary(max_size=70)] * 3))
def test_any_uid_and_any_lineage(uid: str, lineage: tuple[bytes, bytes, bytes]) -> None:
    ids = FileIDs()
    first, second = ids.for_instance(lineage, uid), ids.for_instance(lineage, uid)
    assert is_legal(first)
    assert is_legal(second)
    assert first != second


def test_what_lies_in_a_folder_counts() -> None:
    full = FileIDs().for_instance(LINEAGE, "1.1")[:3]
    ids = FileIDs(number_in=lambda folder: 3 if folder == full else 0, most_in_folder=4)
    folders = [ids.for_instance(LINEAGE, f"1.{n}")[:3] for n in range(6)]
    assert [folders.count(folder) for folder in dict.fromkeys(folders)] == [1, 4, 1]
    assert folders[0] == full
