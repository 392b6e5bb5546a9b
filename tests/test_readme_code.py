"""The README's Python runs as it stands there."""

import re
from pathlib import Path

import pydicom
import pytest

ROOT = Path(__file__).parents[1]


def blocks() -> list[str]:
    return re.findall(
        r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )


@pytest.mark.parametrize("number", range(len(blocks())))
def test_it_runs(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_media").symlink_to(ROOT / "sample_media")
    monkeypatch.chdir(tmp_path)
    exec(compile(blocks()[number], f"README, block {number + 1}", "exec"), {})  # noqa: S102


def test_what_it_compresses_is_what_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sample_media").symlink_to(ROOT / "sample_media")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    [block] = [one for one in blocks() if "encapsulate" in one]
    exec(block, names)  # noqa: S102 - what readers paste
    source = re.search(r'dcmread\("(.*?)"\)', block)
    assert source
    with pydicom.dcmread("compressed.dcm") as made, pydicom.dcmread(source[1]) as was:
        assert (made.pixel_array == was.pixel_array).all()
