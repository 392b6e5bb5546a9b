"""Ctrl-C at whatever instant: one of the documented exit statuses, one sentence, no traceback."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from dicom_fileset.child_process import ChildProcess
from file_sets import FEW, write_instances

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
STATUSES = range(5)
INSTANTS = 20

# What the command does, and a word of it in between: what Python says before is its own.
BEGUN = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # of who started the tests
from dicom_fileset.cli import stopping
stopping.at_once()
sys.stdout.write("begun\\n")
sys.stdout.flush()
from dicom_fileset.cli.main import main
main()
"""
AT_AN_IMPORT = """
import signal, sys
from dicom_fileset.cli import stopping
stopping.at_once()
wanted, seen = int(sys.argv.pop(1)), 0
def hear(event, arguments):
    global seen
    if event == "import":
        seen += 1
        if seen == wanted:
            signal.raise_signal(signal.SIGINT)
sys.addaudithook(hear)
from dicom_fileset.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stopped") / "in"
    write_instances(folder, FEW)
    return folder


@pytest.fixture(scope="module")
def disc(sources: Path) -> Path:
    root = sources.with_name("disc")
    subprocess.run(words("create", sources, "-o", root), check=True, capture_output=True)
    return root


Words = Callable[[Path, Path, Path], list[str | Path]]


def words(*arguments: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", "dicom_fileset.cli", *arguments]


VERBS: dict[str, Words] = {
    "help": lambda *_: ["--help"],
    "codecs": lambda *_: ["codecs"],
    "create": lambda sources, _, new: ["create", sources, "-o", new, "--profile", "STD-GEN-CD"],
    "read": lambda _, disc, new: ["read", disc],  # noqa: ARG005
    "import": lambda _, disc, new: ["import", disc, "-o", new],
    "transcode": lambda sources, _, new: ["transcode", sources, "-o", new, "--to", "RLELossless"],
}


def see_answer(process: "subprocess.Popen[str]") -> int:
    out, err = process.communicate(timeout=60)
    assert not re.search("Traceback|KeyboardInterrupt|Exception ignored", out + err), err
    assert process.returncode in STATUSES, err
    if process.returncode == 3:
        assert err.count("Stopped") == 1, err
    return process.returncode


def started(program: str, *arguments: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("verb", ["create", "read", "import"])
def test_at_instants_of_the_first_second(
    verb: str, sources: Path, disc: Path, tmp_path: Path
) -> None:
    for number in range(INSTANTS):
        new = tmp_path / str(number)
        process = started(BEGUN, *VERBS[verb](sources, disc, new))
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(number / INSTANTS)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: its children are told, too
        if see_answer(process) == 3 and verb == "create":
            assert not new.exists()


@pytest.mark.parametrize("verb", VERBS)
def test_while_something_is_imported(verb: str, sources: Path, disc: Path, tmp_path: Path) -> None:
    statuses, number = [], 1
    while not statuses or statuses[-1] == 3:
        new = tmp_path / str(number)
        statuses.append(
            see_answer(started(AT_AN_IMPORT, str(number), *VERBS[verb](sources, disc, new)))
        )
        number = number * 5 // 4 + 1
    assert len(statuses) > 3


def said_by(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    return done.stdout


IN_ORDER = """
import signal, sys, time
from dicom_fileset.cli import stopping
stopping.at_once()
stopping.in_order()
"""


def test_an_import_is_never_what_fails(tmp_path: Path) -> None:
    """Libraries take it for a module that is not there: it comes when the import is over."""
    (tmp_path / "library.py").write_text(
        """
import signal, time
try:
    signal.raise_signal(signal.SIGINT)
    time.sleep(0.1)
except BaseException:
    raise ImportError
"""
    )
    program = f"""
sys.path.insert(0, {str(tmp_path)!r})
try:
    import library
    print("imported")
    time.sleep(30)
except KeyboardInterrupt:
    print("stopped")
"""
    assert said_by(IN_ORDER + program) in {"imported\nstopped\n", "stopped\n"}


def test_where_python_would_only_print_it() -> None:
    program = """
class Gone:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
try:
    Gone()
    print("gone")
    time.sleep(30)
except KeyboardInterrupt:
    print("stopped")
"""
    assert said_by(IN_ORDER + program) == "gone\nstopped\n"


def test_who_passes_it_over_goes_on_doing_so() -> None:
    """A command in the background, by ``nohup`` or of a shell's script, does not hear it."""
    program = """
signal.signal(signal.SIGINT, signal.SIG_IGN)
from dicom_fileset.cli import stopping
for answer in (stopping.at_once, stopping.in_order, stopping.no_more):
    answer()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
"""
    assert said_by("import signal" + program) == ""


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_service_that_is_stopped_says_so(sign: int, disc: Path, tmp_path: Path) -> None:
    for number in range(0, INSTANTS, 4):
        archive = tmp_path / str(number)
        process = started(BEGUN, *VERBS["import"](disc, disc, archive))
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(number / INSTANTS)
        process.send_signal(sign)
        if see_answer(process) == 4:
            process = started(BEGUN, *VERBS["import"](disc, disc, archive), "--resume")
            assert see_answer(process) in {0, 1}


def test_a_terminal_that_is_gone_stops_nothing(disc: Path, tmp_path: Path) -> None:
    """As it is under ``nohup``: nobody can be told, and the work is done."""
    import pty  # noqa: PLC0415 - only POSIX has it

    mine, its = pty.openpty()
    process = subprocess.Popen(
        words("import", disc, "-o", tmp_path / "archive"), stdout=its, stderr=its
    )
    os.close(its)
    os.close(mine)
    assert process.wait(60) == 1
    assert len(list((tmp_path / "archive").rglob("*.dcm"))) == len(FEW)


def test_who_uses_it_as_a_library_keeps_its_own() -> None:
    program = """
import signal
from dicom_fileset.cli import main, output
output.guarded(lambda: lambda: 0, as_json=False)
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
"""
    assert said_by(program) == ""


def test_children_do_not_hear_what_a_terminal_tells_the_command() -> None:
    with ChildProcess("dicom_fileset.scan.worker") as child:
        assert os.getpgid(child._process.pid) != os.getpgrp()
