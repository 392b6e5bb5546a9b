"""Children that migrate: one that crashes or hangs costs the file that it was given."""

import os
from pathlib import Path

from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.migration.messages import MIGRATING, Migrated, MigrateFile
from dicom_fileset.transcoding.messages import Beat, Failed
from dicom_fileset.transcoding.pool import Pool
from file_sets import save
from images import image, picture
from migrated_files import SYNTAXES, sha256, task_for

GREY = PixelFormat(20, 24, 1, 16, 12)
BAD = MIGRATING._replace(module="bad_migrator")


def files(folder: Path, names: list[str]) -> list[MigrateFile]:
    sources = [
        save(image(GREY, picture(GREY), number + 1), folder / name)
        for number, name in enumerate(names)
    ]
    return [MigrateFile(task_for(one, folder, SYNTAXES["RLE Lossless"])) for one in sources]


def test_children_migrate(tmp_path: Path) -> None:
    names = [f"{number}.dcm" for number in range(9)]
    found: dict[int, bytes] = {}
    with Pool(MIGRATING, 2) as pool:
        for number, reply in pool.run(files(tmp_path, names)):
            if isinstance(reply, Beat):
                continue
            assert isinstance(reply, Migrated)
            assert reply.result.outcome == "transcoded"
            found[number] = reply.result.sha256_out
    assert found == {at: sha256(tmp_path / "there" / name) for at, name in enumerate(names)}


def test_each_task_ends_once_and_as_it_should(tmp_path: Path) -> None:
    names = ["good 1", "crash", "good 2", "hang", "good 3", "good 4"]
    found: dict[str, str] = {}
    with Pool(BAD, 2, 3) as pool:
        for number, reply in pool.run(files(tmp_path, names)):
            if isinstance(reply, Beat):
                continue
            assert names[number] not in found
            found[names[number]] = (
                reply.finding.code if isinstance(reply, Failed) else reply.result.outcome
            )
    assert found.pop("crash") == "decoder-crashed"
    assert found.pop("hang") == "decoder-hung"
    assert found == dict.fromkeys([name for name in names if "good" in name], "transcoded")
    assert sorted(os.listdir(tmp_path / "there")) == [name for name in names if "good" in name]
