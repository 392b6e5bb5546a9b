"""The command as a person runs it: a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

COMMAND = (sys.executable, "-m", "dicom_fileset.cli")
VERBS = (
    "codecs",
    "create",
    "import",
    "findings",
    "ledger",
    "migrate",
    "migrate-assess",
    "migrate-audit",
    "migrate-status",
    "profiles",
    "read",
    "repair",
    "sr",
    "statement",
    "statement-diff",
    "transcode",
    "update",
    "verify",
)


class Ran(NamedTuple):
    """What came of one call."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def run() -> Run:
    """Run the command with arguments; no call may show a traceback, whatever it was."""

    def call(*arguments: str | bytes | Path, cwd: Path | None = None) -> Ran:
        done = subprocess.run(
            [*COMMAND, *arguments], capture_output=True, check=False, cwd=cwd, timeout=60
        )
        out, err = (text.decode("utf-8", "backslashreplace") for text in (done.stdout, done.stderr))
        assert "Traceback" not in out + err, err
        assert "internal, -]" not in err, err
        assert '"code":"internal","severity":"error","message"' not in out, out
        assert done.returncode in range(5), err
        return Ran(done.returncode, out, err)

    return call


@pytest.fixture(scope="session")
def validators(run: Run) -> dict[str, Draft202012Validator]:
    """A validator for each command, of the schema that it publishes."""
    made = {}
    for verb in VERBS:
        schema = run("schema", verb).json()
        Draft202012Validator.check_schema(schema)
        made[verb] = Draft202012Validator(schema)
    return made
