"""A sample of the full run, and whether the run notices what it is there for."""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dicom_fileset import FileSet, FileSetReader
from fuzzing import holding, run
from fuzzing.holding import Holder
from fuzzing.inputs import Inputs
from fuzzing.lies import LIES
from fuzzing.mutations import SPOILS
from fuzzing.seeds import seeds
from fuzzing.tally import Tally, Told
from fuzzing.watching import Watch

COUNT = 2000
SEED = 20240229


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return Inputs(SEED)


@pytest.fixture
def holder(tmp_path: Path) -> Holder:
    return Holder(tmp_path)


def test_two_thousand_spoiled_directories(inputs: Inputs, holder: Holder) -> None:
    tally = Tally()
    for number in range(COUNT):
        one = inputs.made(number)
        engines, traced = not number % run.ENGINES_EVERY, number % run.TRACED_EVERY == 1
        held = holder.held(one.data, engines=engines, traced=traced)
        tally.take(Told(number, len(one.data), one.names, held))
    assert tally.breaches == []
    assert tally.outcomes["read"] > COUNT / 2
    assert tally.by_mutation.keys() == {*LIES, *SPOILS, "deflated"}


def test_sound_directories_hold_and_show_every_record(holder: Holder) -> None:
    found = seeds()
    for draft in found.drafts:
        assert holder.held(draft.data(), engines=True).breaches == ()
    for data in found.others:
        assert holder.held(data).breaches == ()


def test_the_same_seed_makes_the_same_inputs(inputs: Inputs) -> None:
    again, other = Inputs(SEED), Inputs(SEED + 1)
    numbers = range(40)
    assert [inputs.made(one) for one in numbers] == [again.made(one) for one in numbers]
    assert [inputs.made(one) for one in numbers] != [other.made(one) for one in numbers]


def _sound() -> bytes:
    return seeds().drafts[0].data()


@pytest.mark.parametrize(
    ("says", "does"),
    [
        ("raised ZeroDivisionError", lambda: 1 // 0),
        ("touched: open /etc/hostname", lambda: Path("/etc/hostname").read_bytes()),
        ("touched: stat /etc/hostname", lambda: Path("/etc/hostname").exists()),
        ("touched: os.listdir /etc", lambda: os.listdir("/etc")),
        ("touched: subprocess.Popen", lambda: os.popen("true").close()),  # noqa: S605
        ("calls for", lambda: [ord("A") for _ in range(1_000_000)]),
    ],
)
def test_what_must_not_be_is_noticed(
    says: str, does: Any, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoiled(data: bytes) -> Any:  # noqa: ARG001
        does()

    monkeypatch.setattr(holding, "read_dicomdir", spoiled)
    breaches = holder.held(_sound()).breaches
    assert any(one.startswith(says) or says in one for one in breaches), breaches


def test_a_record_lost_is_noticed(holder: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    real = holding.read_dicomdir

    def losing(data: bytes, *, strict: bool = False) -> FileSet:
        found = real(data, strict=strict)
        return msgspec.structs.replace(found, records=found.records[:-1])

    monkeypatch.setattr(holding, "read_dicomdir", losing)
    assert any("records lie whole" in one for one in holder.held(_sound()).breaches)


def test_the_hook_sleeps_when_nothing_is_watched(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    with watch.watching() as touched:
        pass
    Path("/etc/hostname").exists()
    assert touched == []


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    told = tmp_path / "breaches.json"
    assert run.main(["--inputs", "6", "--jobs", "2", "--json", str(told)]) == 0
    printed = capsys.readouterr().out
    assert "| all inputs, some with several | 6 |" in printed
    assert "- breaches: 0" in printed
    assert told.read_text() == "[]\n"


def test_a_process_that_hangs_is_ended_and_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "WATCHDOG_SECONDS", -1.0)
    assert run.main(["--inputs", "2", "--jobs", "1"]) == 1
    assert "no end within" in capsys.readouterr().out


def test_reading_leaves_the_medium_as_it_is(holder: Holder, tmp_path: Path) -> None:
    root = tmp_path / "medium"
    root.joinpath("DICOMDIR").write_bytes(_sound())
    before = sorted(os.listdir(root))
    FileSetReader(root).report()
    assert sorted(os.listdir(root)) == before
    assert holder.held(_sound()).outcome == "read"
