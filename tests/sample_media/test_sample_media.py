"""What is committed is what make.py makes, and it is small."""

import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

FOLDERS = ("incoming", "troubled")
DEFLATED = b"1.2.840.10008.1.2.1.99"
LIMIT_BYTES = 12 * 1024 * 1024


@pytest.fixture(scope="module")
def made(sample_media: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made")
    command = [sys.executable, str(sample_media / "make.py"), "--output", str(output)]
    paths = os.pathsep.join(filter(None, sys.path))
    subprocess.run(command, check=True, env=os.environ | {"PYTHONPATH": paths})
    return output


def content_of(folder: Path) -> dict[str, bytes]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): inflated(path.read_bytes()) for path in files}


def inflated(content: bytes) -> bytes:
    """Undo the deflating, whose bytes depend on the zlib at hand (PS3.5 A.5)."""
    if DEFLATED not in content[:400]:
        return content
    meta_end = 144 + int.from_bytes(content[140:144], "little")
    return content[:meta_end] + zlib.decompress(content[meta_end:], wbits=-15)


@pytest.mark.parametrize("folder", FOLDERS)
def test_made_again_gives_the_same_files(made: Path, sample_media: Path, folder: str) -> None:
    again, committed = content_of(made / folder), content_of(sample_media / folder)
    assert sorted(again) == sorted(committed)
    assert [name for name in again if again[name] != committed[name]] == []


def test_sample_media_stay_small(sample_media: Path) -> None:
    folders = (*FOLDERS, "streams", "making")
    files = [path for folder in folders for path in (sample_media / folder).rglob("*")]
    assert sum(path.stat().st_size for path in files if path.is_file()) < LIMIT_BYTES


def test_readme_names_every_troubled_file(sample_media: Path) -> None:
    readme = (sample_media / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in (sample_media / "troubled").rglob("*") if path.is_file()]
    assert [name for name in names if f"`{name}`" not in readme] == []
