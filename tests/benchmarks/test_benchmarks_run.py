"""Benchmarks run at a tiny size, so that they never rot; nothing here looks at the clock."""

import json
import os
import shutil
from pathlib import Path

import pydicom
import pytest
from benchmarks.media import make_ct
from benchmarks.run import BENCHMARKS, main
from benchmarks.workshop import PeerDiffers, Workshop, expect

_SCALE = 0.003
_TOOLS = {
    "one-series": ("dcmmkdir", "gdcmgendir"),
    "many-series": ("dcmmkdir",),
    "profile-create": ("dcmmkdir",),
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("benchmarks"), _SCALE)


def _need(tool: str) -> None:
    if shutil.which(tool) is None and os.environ.get("CI"):
        pytest.fail(f"{tool} is not installed here")
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is not installed here")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_benchmark_compares_sides_that_did_the_same(name: str, shop: Workshop) -> None:
    for tool in _TOOLS.get(name, ()):
        _need(tool)
    table = BENCHMARKS[name](shop)
    assert table.name == name
    assert any(row.headline for row in table.rows)
    for row in table.rows:
        assert row.ours.value >= 0
        if row.words:
            assert row.peer is not None
            assert row.ratio is not None
        if row.peer is not None and row.words == "as fast":
            assert row.ours.instances == row.peer.instances > 0


def test_a_side_that_lists_less_ends_the_run() -> None:
    with pytest.raises(PeerDiffers, match="somebody listed 7 of 8 instances"):
        expect("somebody", 7, 8)


def test_slow_peers_can_be_left_out(tmp_path: Path) -> None:
    table = BENCHMARKS["one-series"](Workshop(tmp_path, 0.001, slow_peers=False))
    assert all(row.peer is None and row.ratio is None for row in table.rows)


def test_command_prints_a_summary_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "found.json"
    main(["help", "--scale", "0.001", "--keep", str(tmp_path / "work"), "--json", str(target)])
    printed = capsys.readouterr().out
    assert "### Help" in printed
    assert "### Summary" in printed
    (table,) = json.loads(target.read_text())["tables"]
    assert {row["ours"]["unit"] for row in table["rows"]} == {"ms"}
    assert str(tmp_path) not in printed + target.read_text()


def test_media_are_the_same_each_time_and_as_a_scanner_makes_them(tmp_path: Path) -> None:
    for again in ("one", "two"):
        make_ct(str(tmp_path / again), 1203, 3)
    files = sorted(path for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert len(files) == 1203
    contents = [path.read_bytes() for path in files]
    assert contents == [
        (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes() for path in files
    ]
    assert all(len(os.listdir(path.parent)) <= 1000 for path in files[::100])
    headers = [pydicom.dcmread(path) for path in files[::10]]
    assert len({header.SOPInstanceUID for header in headers}) == len(headers)
    assert len({header.SeriesInstanceUID for header in headers}) == 3
    assert {len(header) for header in headers} <= set(range(60, 76))
    for keyword in ("SOPInstanceUID", "XRayTubeCurrent", "InstanceNumber"):
        lengths = {len(str(header[keyword].value)) for header in headers}
        assert {length % 2 for length in lengths} == {0, 1}
    assert headers[0].pixel_array.shape == (64, 64)
    assert headers[0].pixel_array.max() < 4096
