"""A directory that would pass its own offsets is refused before a file is placed."""

from pathlib import Path

import pytest
from dicom_fileset import FileSetCreator, Refused, writing
from file_sets import Place, instance, save, snapshot


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = save(instance(Place()), tmp_path / "IM")
    creator = FileSetCreator(tmp_path / "disc")
    creator.add(source)
    before = snapshot(tmp_path)
    monkeypatch.setattr(writing, "LARGEST", 1000)
    with pytest.raises(Refused) as caught:
        creator.commit()
    assert caught.value.finding.code == "directory-too-large"
    assert snapshot(tmp_path) == before
