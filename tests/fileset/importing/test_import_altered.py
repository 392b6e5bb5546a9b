"""What an archive has and is ruined: nothing of a medium is said to be there that is not."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_fileset.importing.copying import Copies
from dicom_fileset.importing.importer import import_media
from dicom_fileset.importing.model import OnDuplicate
from dicom_fileset.importing.terms import ImportTerms
from discs import manifest
from file_sets import Place, instance, save


def turned(path: Path) -> None:
    """One bit of the last byte is another, as a disk may have it: size and header are the same."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


RUINS: dict[str, Callable[[Path], object]] = {
    "a bit": turned,
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-10]),
    "empty": lambda path: path.write_bytes(b""),
}


@pytest.fixture
def media(tmp_path: Path) -> list[Path]:
    """Two media with one equal instance, and each another of its own."""
    roots = [tmp_path / "first", tmp_path / "second"]
    for number, root in enumerate(roots):
        save(instance(Place(1, number=7)), root / "SAME")
        save(instance(Place(2, number=number)), root / f"OWN{number}")
    return roots


def archived(archive: Path, medium: Path) -> Path:
    """The file of the archive that is equal to the one that both media have."""
    data = (medium / "SAME").read_bytes()
    return next(path for path in archive.rglob("*.dcm") if path.read_bytes() == data)


@pytest.mark.parametrize("ruin", RUINS)
@pytest.mark.parametrize("policy", ["keep-both", "skip", "fail"])
def test_a_ruined_file_is_not_linked_to(
    ruin: str, policy: OnDuplicate, media: list[Path], tmp_path: Path
) -> None:
    archive, (first, second) = tmp_path / "archive", media
    terms = ImportTerms(on_duplicate=policy)
    import_media(first, archive)
    victim = archived(archive, first)
    RUINS[ruin](victim)
    ruined = victim.read_bytes()

    report = import_media(second, archive, terms)
    rows = {row.path: row for row in report.files}
    assert report.complete
    assert rows["SAME"].outcome == "kept beside"
    told = {one.code: one for one in rows["SAME"].findings}
    assert victim.relative_to(archive).as_posix() in told["archive-altered"].message
    assert told["archive-altered"].severity == "warning"
    assert (archive / rows["SAME"].archived).read_bytes() == (second / "SAME").read_bytes()
    assert victim.read_bytes() == ruined

    before = sorted(archive.rglob("*.dcm"))
    again = import_media(second, archive, terms)
    assert again.outcomes == {"linked": 2}
    assert manifest(again)["SAME"][1] == rows["SAME"].archived
    assert sorted(archive.rglob("*.dcm")) == before


def test_a_run_that_resumes_does_not_link_to_it_either(media: list[Path], tmp_path: Path) -> None:
    archive, (first, second) = tmp_path / "archive", media
    import_media(first, archive)
    kept = (second / "SAME").read_bytes()
    (second / "SAME").write_bytes(b"")  # so that an import of it is begun, and has not this
    import_media(second, archive)
    (second / "SAME").write_bytes(kept)
    turned(archived(archive, first))
    report = import_media(second, archive, ImportTerms(resume=True))
    row = next(row for row in report.files if row.path == "SAME")
    assert "import-nothing-to-resume" not in [one.code for one in report.findings]
    assert row.outcome == "kept beside"
    assert "archive-altered" in [one.code for one in row.findings]


def test_one_that_was_cleared_on_its_way_in_is_proven_by_what_came_in(tmp_path: Path) -> None:
    path = tmp_path / "disc" / "A"
    save(instance(), path)
    path.write_bytes(b"MZ" + path.read_bytes()[2:])
    import_media(tmp_path / "disc", tmp_path / "archive")
    assert import_media(tmp_path / "disc", tmp_path / "archive").outcomes == {"linked": 1}


def test_nothing_else_of_the_archive_is_read(
    media: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    really, read = Copies.digest, []

    def digest(self: Copies, path: str) -> str:
        read.append(hashlib.sha256(Path(path).read_bytes()).hexdigest())
        return really(self, path)

    import_media(media[0], tmp_path / "archive")
    monkeypatch.setattr(Copies, "digest", digest)
    assert import_media(media[1], tmp_path / "archive").outcomes == {"imported": 1, "linked": 1}
    assert read == [hashlib.sha256((media[1] / "SAME").read_bytes()).hexdigest()]


def test_a_file_that_cannot_be_read_is_not_linked_to(
    media: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_media(media[0], tmp_path / "archive")
    monkeypatch.setattr(Copies, "digest", lambda *_: "")
    report = import_media(media[1], tmp_path / "archive")
    row = next(row for row in report.files if row.path == "SAME")
    assert row.outcome == "kept beside"
    assert "archive-altered" in [one.code for one in row.findings]
