"""Bytes are read where they are asked for, whatever holds them."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_codecs.encapsulation import Source, source_of_bytes, source_of_file

DATA = bytes(range(256))


def _bytes(path: Path) -> Source:
    return source_of_bytes(path.read_bytes())


def _memory(path: Path) -> Source:
    return source_of_file(io.BytesIO(path.read_bytes()))


@pytest.mark.parametrize("kind", [_bytes, _memory])
@pytest.mark.parametrize(
    ("offset", "length"), [(0, 4), (7, 0), (250, 6), (250, 9), (256, 3), (300, 3), (0, 256)]
)
def test_reading(kind: Callable[[Path], Source], offset: int, length: int, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(DATA)
    source = kind(tmp_path / "data")
    assert source.size == 256
    assert source.read(offset, length) == DATA[offset : offset + length]


@pytest.mark.parametrize("has_pread", [True, False])
@pytest.mark.parametrize("buffering", [0, -1])
def test_reading_of_a_file(
    has_pread: bool, buffering: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_pread:
        monkeypatch.delattr(os, "pread", raising=False)
    (tmp_path / "data").write_bytes(DATA)
    with open(tmp_path / "data", "rb", buffering=buffering) as file:
        source = source_of_file(file)
        assert source.size == 256
        for offset, length in [(250, 9), (0, 4), (300, 3), (7, 0), (4, 4)]:
            assert source.read(offset, length) == DATA[offset : offset + length]


def test_more_than_a_system_reads_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicom_codecs.encapsulation.source._AT_ONCE", 16)
    (tmp_path / "data").write_bytes(DATA)
    with open(tmp_path / "data", "rb") as file:
        assert source_of_file(file).read(3, 250) == DATA[3:253]
