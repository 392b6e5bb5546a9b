import re
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import imagecodecs
import numpy as np
import pytest
from checks import directory
from dicom_fileset import FileSetCreator, FileSetUpdater, verify
from dicom_fileset.executables import cleared, kind_of, preamble_findings, preamble_of
from dicom_fileset.executables.kind import HEAD_BYTES, KINDS
from dicom_fileset.executables.names import EXTENSIONS, NAMES
from dicom_fileset.executables.signatures import EXECUTABLES, OTHERS, TEXTS, Signature
from dicom_fileset.scan.failure import ScanFailure
from dicom_fileset.scan.scanner import Scanner
from dicom_fileset.transcoder import transcode
from foreign_files import PYDICOM, foreign_files
from hypothesis import assume, example, given
from strategies import ENCODINGS, file_bytes, small_data_set

SITE = Path(sysconfig.get_paths()["purelib"])
Need = Callable[..., None]
EXPLICIT = ENCODINGS[1]

ELF = b"\x7fELF\2\1\1" + bytes(121)
PE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0" + bytes(44) + b"\0\1\0\0" + bytes(64)
SCRIPT = b"#!/bin/sh\nrm -r /\nexit\n".ljust(128, b"\n")
AS_BATCH = b"@echo off\r\nstart calc.exe\r\nexit\r\n".ljust(128, b" ")
HOSTILE = (
    ELF,
    PE,
    SCRIPT,
    AS_BATCH,
    bytes.fromhex("cffaedfe07000001").ljust(128, b"\0"),
    bytes.fromhex("cafebabe00000002").ljust(128, b"\0"),
    b"II*\0\x08\0\0\0\0\0\0\0\n#!/bin/sh\nrm -r /\n".ljust(128, b"\n"),
    b"MM\0*\0\x01\0\0<script>alert(1)</script>".ljust(128, b" "),
    (b"II*\0\0\x01\0\0" + ELF)[:128],
)


def mimes(paths: list[Path]) -> dict[Path, str]:
    """What the tool ``file`` says of files."""
    command = ["file", "--brief", "--mime-type", *map(str, paths)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(zip(paths, told.splitlines(), strict=True))


def head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def ct(preamble: bytes = bytes(128)) -> bytes:
    return preamble + file_bytes(small_data_set(), EXPLICIT)[128:]


# -- kinds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", foreign_files(), ids=lambda path: path.name)
def test_an_instance_is_told_as_the_scanner_tells_it(path: Path) -> None:
    try:
        scanned = Scanner().scan(str(path))
    except (ScanFailure, OSError):
        return
    kind = kind_of(path.name, head_of(path))
    assert kind.name in {"instance", "directory"}
    assert (kind.name == "directory") == (scanned.sop_class_uid == "1.2.840.10008.1.3.10")


def test_programs_of_this_machine_are_programs() -> None:
    programs = [Path(sys.executable).resolve(), *SITE.rglob("*.exe"), *SITE.rglob("*.so")]
    assert len(programs) > 5
    for path in programs:
        assert kind_of("IM0001", head_of(path)).name == "program", path


def test_what_another_tool_takes_for_executable_is_that(need: Need) -> None:
    need("file")
    programs = {one.resolve() for one in Path("/usr/bin").iterdir() if one.is_file()}
    seen = set()
    for path, kind in mimes(sorted(programs)[::4]).items():
        if re.search("x-.*(script|executable|perl|python|sharedlib|awk|tcl)", kind):
            assert kind_of("IM0001", head_of(path)).executable, (path, kind)
            seen.add(kind)
    assert len(seen) > 3


def test_what_another_tool_takes_for_dicom_is_that(need: Need) -> None:
    need("file")
    paths = [one for one in PYDICOM.rglob("*") if one.suffix in {".dcm", ".py", ".so", ""}]
    told = mimes([path for path in paths if path.is_file()])
    assert "application/dicom" in told.values()
    for path, kind in told.items():
        if kind == "application/dicom":
            assert kind_of("x.exe", head_of(path)).name in {"instance", "directory"}, path


@pytest.mark.parametrize("row", [*EXECUTABLES, *TEXTS, *OTHERS], ids=lambda row: row.what)
@given(tail=st.binary(max_size=40))
def test_each_row_is_told_by_its_bytes(row: Signature, tail: bytes) -> None:
    head = bytes(row.at) + row.magic + tail
    others = [one for one in OTHERS if one is not row and one.at]
    assume(not any(head.startswith(one.magic, one.at) for one in others))
    if row.kind not in {"film", "picture", "archive"} or row.at == 0:
        assert kind_of("IM0001", head).name == row.kind
    assert row.kind in KINDS
    assert row.source


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row.what)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_texts_are_told_in_any_case_and_encoding(row: Signature, encoding: str) -> None:
    text = " \r\n" + row.magic.decode().upper() + " x"
    assert kind_of("IM0001", text.encode(encoding)).name == row.kind


@given(
    st.sampled_from(sorted(EXTENSIONS)),
    st.sampled_from(["", ";1", ".", " ", ". ."]),
    st.sampled_from(["photo", "photo.jpg", "IM0001.dcm", "\u202egpj", ""]),
    st.booleans(),
)
def test_extensions_are_told_however_they_are_written(
    extension: str, end: str, stem: str, upper: bool
) -> None:
    extension = extension.upper() if upper else extension
    for folder in ("", "VIEWER/", "a\\b\\"):
        kind = kind_of(f"{folder}{stem}.{extension}{end}", b"rubbish")
        assert kind.name == EXTENSIONS[extension.lower()]


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("AUTORUN.INF", b"[AutoRun]\r\nopen=viewer.exe", "autorun"),
        ("autorun.inf;1", b"", "autorun"),
        ("X", b"; made by\n[autorun]", "other"),
        (".autorun", b"echo", "autorun"),
        ("picture.jpg", b"MZ", "program"),
        ("viewer.exe", b"\xff\xd8\xff\xe0", "program"),
        ("help.pdf", b"%PDF-1.4", "document"),
        ("report.docx", b"PK\3\4", "document"),
        ("viewer.jar", b"PK\3\4", "program"),
        ("data.bin", b"PK\3\4", "archive"),
        ("setup.msi", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "installer"),
        ("INDEX.HTM", b"<!DOCTYPE html>", "page"),
        ("INDEX.HTM", b"", "empty"),
        ("README.TXT", b"Read me.", "text"),
        ("Weasis.app/Contents/Resources/logo.png", b"\x89PNG\r\n\x1a\n", "program"),
        ("Weasis.app/Contents/PkgInfo", b"APPL????", "program"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "leftover"),
        (".Trash-1000/files/x", b"?", "leftover"),
        ("IM1", b"", "empty"),
        ("IM1", b"?", "other"),
        ("DICOMDIR", b"", "empty"),
        ("old", b"\x08\0\x05\0CS\x0a\0ISO_IR 100", "instance"),
        ("IM1.exe", bytes(128) + b"DICM\2\0\0\0UL\4\0", "instance"),
        ("IM1", PE + b"DICM\2\0\0\0UL\4\0", "instance"),
    ],
)
def test_kinds(name: str, head: bytes, kind: str) -> None:
    assert kind_of(name, head).name == kind


@given(st.text(max_size=40), st.binary(max_size=600))
def test_every_file_has_a_kind(name: str, head: bytes) -> None:
    kind = kind_of(name, head)
    assert kind.name in KINDS
    assert kind.why
    if kind.name not in {"instance", "directory"}:
        assert kind.executable or not kind_of("x", head).executable


def test_rows_are_of_known_kinds() -> None:
    assert {*EXTENSIONS.values(), *NAMES.values()} <= KINDS.keys()
    assert all(name == name.lower() for name in (*EXTENSIONS, *NAMES))


# -- preambles -----------------------------------------------------------------------------------


def tiff_and_dicom(order: str = "<", *, big: bool = False) -> bytes:
    """An image that is a TIFF file as well: its directory fills the preamble."""
    file = bytearray(ct())
    data = file.index(b"\xe0\x7f\x10\0OW") + 12
    entries = [(256, 4), (257, 4), (258, 16), (259, 1), (262, 1), (273, data), (277, 1), (279, 32)]
    if big:
        at = len(file) + len(file) % 2
        ifd = struct.pack(f"{order}Q", len(entries)) + b"".join(
            struct.pack(f"{order}HHQQ", tag, 16, 1, value) for tag, value in entries
        )
        file += b"\0" * (at - len(file)) + ifd + bytes(8)
        head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HHHQ", 43, 8, 0, at)
    else:
        head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HL", 42, 8)
        head += struct.pack(f"{order}H", len(entries)) + b"".join(
            struct.pack(f"{order}HHLL", tag, 4, 1, value) for tag, value in entries
        )
    file[: len(head)] = head
    return bytes(file)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_a_file_that_is_tiff_as_well_is_kept(order: str, big: bool) -> None:
    file = tiff_and_dicom(order, big=big)
    pixels = np.arange(32, dtype=np.uint8).view(f"{order}u2").reshape(4, 4)
    assert np.array_equal(imagecodecs.tiff_decode(file), pixels)
    for length in (132, HEAD_BYTES, len(file)):
        assert preamble_of(file[:length]) == "tiff"
    assert [one.code for one in preamble_findings("f", "tiff")] == ["preamble-tiff"]


def test_preambles_of_foreign_files() -> None:
    seen = set()
    for path in foreign_files():
        head = head_of(path)
        verdict = preamble_of(head)
        assert verdict != "executable", path
        assert (verdict == "tiff") == (head[:4] in {b"II*\0", b"MM\0*"} and verdict != "none")
        seen.add(verdict)
    assert seen == {"none", "zero", "tiff", "unknown"}


@pytest.mark.parametrize("preamble", HOSTILE, ids=range(len(HOSTILE)))
def test_an_executable_in_the_preamble_is_found_and_cleared(preamble: bytes) -> None:
    head = ct(preamble)
    assert preamble_of(head) == preamble_of(head[:132]) == "executable"
    assert cleared(head) == ct()
    assert [one.code for one in preamble_findings("f", "executable")] == ["preamble-executable"]


def test_a_real_program_in_the_preamble_is_found() -> None:
    for path in [Path(sys.executable).resolve(), *SITE.rglob("*.exe")]:
        assert preamble_of(ct(head_of(path)[:128])) == "executable"


@pytest.mark.parametrize(
    "preamble",
    [
        b"\0" * 17 + b"\1",
        b"II*\0\7\0\0\0",  # no room for its own header
        b"II*\0\x09\0\0\0",  # not on a word
        b"II*\0\1\x10\0\0",  # nor there, behind what can be seen
        b"II*\0\x08\0\0\0\2\0\1\1\4\0\1\0\0\0\4\0\0\0\0\1\4\0\1",  # tags not in order
        b"II*\0\x08\0\0\0\0\0",  # no entries
        b"II*\0\x08\0\0\0\1\0\0\1\x63\0",  # of no field type
        b"II+\0\x04\0\0\0\x10\0\0\0\0\0\0\0",  # offsets of four bytes
        b"II\0*\0\0\0\x08",  # of the other order
        b"\xeb\x3c\x90",  # a jump, as boot sectors and COM programs begin
        b"hello",
    ],
)
def test_what_is_neither_zero_nor_tiff_is_unknown(preamble: bytes) -> None:
    head = ct(preamble.ljust(128, b"\0"))
    assert preamble_of(head) == "unknown"
    assert cleared(head) == ct()


@given(st.binary(max_size=300) | st.binary(max_size=128).map(lambda one: ct(one.ljust(128))))
@example(b"")
@example(b"II*\0" + b"\xff" * 124 + b"DICM")
def test_what_is_cleared_is_zero_and_nothing_else_is_touched(head: bytes) -> None:
    after = cleared(head)
    assert after[128:] == head[128:]
    assert len(after) == len(head)
    assert cleared(after) == after
    assert preamble_of(after) == ("none" if preamble_of(head) == "none" else "zero")


@given(st.sampled_from(EXECUTABLES), st.binary(max_size=128))
def test_no_signature_of_an_executable_is_kept(row: Signature, tail: bytes) -> None:
    head = ct((row.magic + tail)[:128].ljust(128, b"\0"))
    assert preamble_of(head) == "executable"


# -- engines -------------------------------------------------------------------------------------


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    (folder / "IM1").write_bytes(ct(PE))
    return folder


def test_a_file_set_is_made_without_it(hostile: Path, tmp_path: Path, need: Need) -> None:
    root = tmp_path / "disc"
    creator = FileSetCreator(root)
    creator.add(hostile)
    outcome = creator.commit()
    (path,) = (one for one in root.rglob("*") if one.is_file() and one.name != "DICOMDIR")
    assert path.read_bytes()[:128] == bytes(128)
    told = [found.code for found in outcome.findings]
    assert "preamble-executable" in told
    assert len(directory(root).records) == 4
    need("dcmdump")
    subprocess.run(["dcmdump", "-q", str(path)], check=True, capture_output=True)


def test_verify_tells_of_it_and_changes_nothing(hostile: Path) -> None:
    with FileSetCreator(hostile, in_place=True) as creator:
        creator.add(hostile)
    before = (hostile / "IM1").read_bytes()
    codes = [one.code for one in verify(hostile).findings]
    assert codes.count("preamble-executable") == 1
    assert (hostile / "IM1").read_bytes() == before


def test_verify_tells_of_a_directory_that_is_a_program(hostile: Path, tmp_path: Path) -> None:
    with FileSetCreator(tmp_path / "disc") as creator:
        creator.add(hostile)
    path = tmp_path / "disc/DICOMDIR"
    assert [one.code for one in verify(tmp_path / "disc").findings] == []
    path.write_bytes(PE + path.read_bytes()[128:])
    (found,) = verify(tmp_path / "disc").findings
    assert (found.code, found.where.path) == ("preamble-executable", str(path))
    with FileSetUpdater(tmp_path / "disc", file_set_id="NEW"):
        pass
    assert path.read_bytes()[:128] == bytes(128)


def test_a_scanner_that_knows_the_layout_tells_of_it(hostile: Path) -> None:
    scanner = Scanner()
    clean = hostile / "IM2"
    clean.write_bytes(ct())
    for _ in range(100):
        assert scanner.scan(str(clean)).remarks == ()
    assert scanner.scan(str(hostile / "IM1")).remarks == ("preamble-executable",)
    assert scanner.scan_whole(str(hostile / "IM1"))[0].remarks == ("preamble-executable",)


def test_transcoding_does_not_carry_it(hostile: Path, tmp_path: Path) -> None:
    transcode([str(hostile)], str(tmp_path / "out"), EXPLICIT)
    (path,) = (one for one in (tmp_path / "out").rglob("*") if one.is_file())
    assert path.read_bytes()[:128] == bytes(128)


def test_another_tool_takes_it_for_a_program_until_it_is_cleared(hostile: Path, need: Need) -> None:
    need("file")
    path = hostile / "IM1"
    command = ["file", "--brief", "--keep-going", str(path)]
    assert "MS-DOS executable" in subprocess.check_output(command, text=True)
    path.write_bytes(cleared(path.read_bytes()))
    assert "executable" not in subprocess.check_output(command, text=True)
