"""One file migrated: what becomes of it, whatever it is and whatever is in its way."""

import errno
import os
from pathlib import Path
from typing import Any

import msgspec
import pydicom
import pytest
from dicom_codecs.encapsulation.source import Source
from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.migration import giving_names, one_file
from dicom_fileset.migration.model import Result
from dicom_fileset.migration.one_file import migrate_file
from dicom_fileset.transcoding import part_file, source_file
from dicom_fileset.transcoding.request import Request
from file_sets import save
from foreign_files import SAMPLE_MEDIA
from images import cells_of, image, picture
from migrated_files import EXPLICIT, SYNTAXES, migrated, sha256, task_for
from numpy.testing import assert_array_equal

GREY = PixelFormat(37, 41, 1, 16, 12)
RLE = SYNTAXES["RLE Lossless"]
HTJ2K = SYNTAXES["HTJ2K Lossless"]
LETTER = SAMPLE_MEDIA / "incoming" / "cardiology" / "discharge letter ivanov.dcm"
VIDEO = SAMPLE_MEDIA / "incoming" / "dermatology" / "video hd.dcm"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return save(image(GREY, picture(GREY)), tmp_path / "image.dcm")


def codes(result: Result) -> list[str]:
    return [found.code for found in result.findings]


def there(tmp_path: Path, source: Path) -> Path:
    return tmp_path / "there" / source.name


@pytest.mark.parametrize("name", SYNTAXES)
def test_it_is_transcoded_and_back_to_the_byte(source: Path, tmp_path: Path, name: str) -> None:
    out = migrated(source, tmp_path, SYNTAXES[name])
    assert (out.outcome, out.lossless, out.frames, out.findings) == ("transcoded", True, 1, ())
    assert out.syntax_out == SYNTAXES[name]
    assert out.encoder
    assert 0 < out.codec_seconds < out.seconds
    back = migrated(there(tmp_path, source), tmp_path / "back", EXPLICIT)
    assert back.outcome == "transcoded"
    assert back.identity == out.identity
    one, other = pydicom.dcmread(source), pydicom.dcmread(there(tmp_path / "back", source))
    assert one == other
    assert one.SOPInstanceUID == out.identity.instance


@pytest.mark.parametrize("uid", [RLE, HTJ2K, EXPLICIT, None, "1.2.840.10008.1.2.4.91"])
def test_the_same_file_always_becomes_the_same(
    source: Path, tmp_path: Path, uid: str | None
) -> None:
    one = migrated(source, tmp_path / "one", uid)
    other = migrated(source, tmp_path / "other", uid)
    assert one.sha256_out == other.sha256_out != b""
    assert one.identity == other.identity


def test_a_lossy_result_is_a_new_instance_with_a_uid_of_its_source_and_its_way(
    source: Path, tmp_path: Path
) -> None:
    uids = set()
    for quality in (50, 90):
        request = Request("1.2.840.10008.1.2.4.91", quality=quality, derived_uid=True)
        result = migrated(source, tmp_path / str(quality), None, request=request)
        assert not result.lossless
        uids.add(result.identity.instance)
    assert len(uids | {str(pydicom.dcmread(source).SOPInstanceUID)}) == 3


def test_what_is_there_already_with_the_same_content_is_adopted(
    source: Path, tmp_path: Path
) -> None:
    first = migrated(source, tmp_path, RLE)
    before = there(tmp_path, source).stat()
    again = migrated(source, tmp_path, RLE)
    assert again.outcome == "transcoded"
    assert again.sha256_out == first.sha256_out
    assert there(tmp_path, source).stat() == before


@pytest.mark.parametrize("link", [True, False])
def test_what_is_there_with_other_content_stays(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: bool
) -> None:
    if not link:
        monkeypatch.setattr(giving_names.os, "link", _no_links)
    there(tmp_path, source).parent.mkdir()
    there(tmp_path, source).write_bytes(b"another")
    result = migrated(source, tmp_path, RLE)
    assert (result.outcome, codes(result)) == ("failed", ["destination-exists"])
    assert not result.medium
    assert there(tmp_path, source).read_bytes() == b"another"


def _no_links(*_: Any) -> None:
    raise OSError(errno.EPERM, "no links here")


def test_a_file_system_without_links_will_do(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(giving_names.os, "link", _no_links)
    assert migrated(source, tmp_path, RLE).outcome == "transcoded"


@pytest.mark.parametrize("uid", [RLE, None])
def test_what_is_known_is_not_written_again(source: Path, tmp_path: Path, uid: str | None) -> None:
    result = migrated(source, tmp_path, uid, known=(b"x" * 32, sha256(source)))
    assert result.outcome == "duplicate"
    assert not there(tmp_path, source).exists()


def test_kept_byte_for_byte(source: Path, tmp_path: Path) -> None:
    result = migrated(source, tmp_path, None)
    assert (result.outcome, result.findings) == ("kept", ())
    assert result.sha256_out == result.sha256_in
    assert there(tmp_path, source).read_bytes() == source.read_bytes()
    assert result.syntax_out == EXPLICIT


def test_one_that_has_the_syntax_already_is_kept(source: Path, tmp_path: Path) -> None:
    result = migrated(source, tmp_path, EXPLICIT)
    assert (result.outcome, result.sha256_out) == ("kept", result.sha256_in)


@pytest.mark.parametrize("path", [LETTER, VIDEO], ids=["no pixels", "video"])
@pytest.mark.parametrize("carry", [True, False])
def test_what_has_nothing_to_transcode_is_kept_with_a_note(
    path: Path, tmp_path: Path, carry: bool
) -> None:
    result = migrated(path, tmp_path, HTJ2K, carry=carry)
    assert result.outcome == "kept"
    assert result.sha256_out == result.sha256_in
    assert codes(result)[0] == "nothing-to-transcode"
    assert {found.severity for found in result.findings} == {"note"}


def test_no_pixels_in_another_encoding_are_re_encoded(tmp_path: Path) -> None:
    result = migrated(LETTER, tmp_path, "1.2.840.10008.1.2")
    assert (result.outcome, result.syntax_out) == ("re-encoded", "1.2.840.10008.1.2")


@pytest.fixture
def truncated(source: Path, tmp_path: Path) -> Path:
    path = tmp_path / "truncated.dcm"
    path.write_bytes(source.read_bytes()[:-1000])
    return path


def test_what_cannot_be_done_is_carried_with_its_reason(truncated: Path, tmp_path: Path) -> None:
    result = migrated(truncated, tmp_path, HTJ2K)
    assert result.outcome == "carried"
    assert codes(result) == ["pixel-data-damaged", "incomplete"]
    assert result.sha256_out == result.sha256_in
    assert result.identity.instance
    assert result.syntax_out == EXPLICIT


def test_or_failed_where_nothing_is_to_be_carried(truncated: Path, tmp_path: Path) -> None:
    result = migrated(truncated, tmp_path, HTJ2K, carry=False)
    assert (result.outcome, codes(result)) == ("failed", ["pixel-data-damaged"])
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("uid", [RLE, None])
@pytest.mark.parametrize(
    ("data", "outcome", "code"),
    [
        (b"hello" * 100, "left", "not-dicom"),
        (b"", "carried", "empty-file"),
        (bytes(128) + b"DICM" + b"\2\0\1\0OB\0\0\xff\0\0\0", "carried", "truncated"),
    ],
)
def test_what_is_no_instance(
    tmp_path: Path, uid: str | None, data: bytes, outcome: str, code: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    result = migrated(path, tmp_path, uid)
    assert (result.outcome, codes(result)) == (outcome, [code])


def test_a_directory_of_a_file_set_is_left(disc: Path, tmp_path: Path) -> None:
    for uid in (RLE, None):
        result = migrated(disc / "DICOMDIR", tmp_path, uid)
        assert (result.outcome, codes(result)) == ("left", ["is-directory"])


@pytest.mark.parametrize("change", [{"size": 1}, {"mtime": 1}])
def test_one_that_is_not_as_it_was_found(
    source: Path, tmp_path: Path, change: dict[str, int]
) -> None:
    result = migrated(source, tmp_path, RLE, **change)
    assert (result.outcome, codes(result)) == ("failed", ["changed"])
    assert not (tmp_path / "there").exists()


@pytest.mark.parametrize("uid", [RLE, None])
def test_one_that_changes_while_it_is_read(
    source: Path, tmp_path: Path, uid: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest_of = one_file.digest_of

    def meanwhile(read: Source) -> bytes:
        os.utime(source, ns=(5, 5))
        return digest_of(read)

    monkeypatch.setattr(one_file, "digest_of", meanwhile)
    result = migrated(source, tmp_path, uid)
    assert (result.outcome, codes(result)) == ("failed", ["changed"])
    assert not (tmp_path / "there").exists()


def test_one_that_is_gone(source: Path, tmp_path: Path) -> None:
    task = task_for(source, tmp_path, RLE)
    source.unlink()
    result = migrate_file(task)
    assert (result.outcome, codes(result), result.medium) == ("failed", ["unreadable"], False)


@pytest.mark.parametrize("uid", [RLE, None])
def test_a_full_medium_is_not_the_fault_of_the_file(
    source: Path, tmp_path: Path, uid: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(part_file._Raw):
        def write(self, _: object, /) -> int:
            raise part_file.MediumFailure(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    monkeypatch.setattr(part_file, "_Raw", Full)
    result = migrated(source, tmp_path, uid)
    assert (result.outcome, codes(result), result.medium) == ("failed", ["no-space"], True)


def test_a_medium_that_gives_back_something_else(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Lying(part_file._Raw):
        def read(self, *_: Any) -> bytes:
            data: bytes = super().read()
            return data[:-1] + b"?"

    monkeypatch.setattr(part_file, "_Raw", Lying)
    result = migrated(source, tmp_path, RLE)
    assert (result.outcome, codes(result), result.medium) == ("failed", ["write-failed"], True)


def test_a_name_that_no_file_can_have_is_its_own_fault_alone(source: Path, tmp_path: Path) -> None:
    result = migrated(source, tmp_path, RLE, destination=os.fsencode(tmp_path / ("x" * 300)))
    assert (result.outcome, result.medium) == ("failed", False)
    assert codes(result) == ["destination-name-refused"]
    below_a_file = os.fsencode(source / "below")
    result = migrated(source, tmp_path, RLE, destination=below_a_file)
    assert (codes(result), result.medium) == (["destination-name-refused"], False)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_may_be_any_bytes(source: Path, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.dcm"
    source.rename(os.fsdecode(odd))
    path = Path(os.fsdecode(odd))
    result = migrated(path, tmp_path, RLE)
    assert result.outcome == "transcoded"
    failed = migrated(path, tmp_path, RLE)
    msgspec.msgpack.encode((result, failed))


@pytest.fixture
def _nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are large."""
    from dicom_fileset.transcoding import pixel_writer  # noqa: PLC0415

    for module in (source_file, part_file, pixel_writer):
        monkeypatch.setattr(module, "HELD_BYTES", 100)
        if hasattr(module, "READ_BYTES"):
            monkeypatch.setattr(module, "READ_BYTES", 64)


@pytest.mark.usefixtures("_nothing_is_held")
@pytest.mark.parametrize("uid", [*SYNTAXES.values(), "1.2.840.10008.1.2.4.91", None])
def test_large_files_become_the_same(
    tmp_path: Path, uid: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = save(image(GREY, picture(GREY, 5)), tmp_path / "image.dcm")
    streamed = migrated(source, tmp_path / "streamed", uid)
    monkeypatch.undo()
    held = migrated(source, tmp_path / "held", uid)
    assert streamed.sha256_out == held.sha256_out != b""
    if held.lossless:
        found = cells_of(there(tmp_path / "held", source))
        assert_array_equal(found, picture(GREY, 5))


@pytest.mark.usefixtures("_nothing_is_held")
def test_a_large_file_that_does_not_read_back_is_refused(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part_file.PartFile, "_streamed_back", _one_bit_other)
    for uid in (RLE, None):
        result = migrated(source, tmp_path, uid, carry=False)
        assert result.outcome == "failed", result
        assert codes(result)[0] in {"not-proven", "write-failed"}


def _one_bit_other(part: Any) -> Source:
    part._file.flush()
    raw = part._raw
    raw.seek(0)
    data = bytearray(raw.read())
    data[-9] ^= 1
    return source_file.source_of_bytes(bytes(data))
