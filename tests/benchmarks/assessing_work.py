"""An archive assessed, and then migrated: what was foretold, and what came of it, as JSON."""

import json
import shutil
import sys
import time
from pathlib import Path

from dicom_fileset.migration.manner import Manner
from dicom_fileset.migration.migration import Migration
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.terms import Terms
from mixed_archives import make_mixed

_JOBS = 2
_LARGER = 4
"""Images are so many times as high and as wide as those of tests."""


def make(root: str, number: str) -> dict[str, float]:
    """Write an archive of many kinds."""
    return {"files": len(make_mixed(Path(root), int(number), _LARGER))}


def foretold(archive: str, folder: str, policy: str) -> dict[str, float]:
    """Assess, migrate, and compare."""
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir()
    terms = Terms(policy_of(policy, decode_lossy=True))
    new = Path(folder, "new")
    with Migration([archive], new, terms, manner=Manner(jobs=_JOBS)) as migration:
        forecast = migration.assess().forecast
        begun = time.monotonic()
        migration.run()
        seconds = time.monotonic() - begun
    written = sum(path.stat().st_size for path in new.rglob("*") if path.is_file())
    shutil.rmtree(folder)
    return {
        "files": forecast.files,
        "tried": forecast.files_tried,
        "bytes": written,
        "bytes_foretold": forecast.bytes_out,
        "seconds": seconds,
        "seconds_foretold": forecast.seconds,
    }


if __name__ == "__main__":
    print(json.dumps({"make": make, "foretold": foretold}[sys.argv[1]](*sys.argv[2:])))
