"""A sample of foreign files to each lossless transfer syntax and back: nothing is lost.

The whole, every file in every syntax, takes some minutes: ``python tests/round_trips.py``.
"""

from collections import Counter
from pathlib import Path

import pytest
from foreign_files import foreign_files
from migrated_files import SYNTAXES
from round_trips import trip

STEP = 12


@pytest.mark.filterwarnings("ignore")  # pydicom has much to say of such files
@pytest.mark.parametrize("place", range(len(SYNTAXES)), ids=SYNTAXES)
def test_foreign_files_there_and_back(place: int, tmp_path: Path) -> None:
    files = foreign_files()[place * STEP // len(SYNTAXES) :: STEP]
    uid = list(SYNTAXES.values())[place]
    came = Counter[str]()
    for number, path in enumerate(files):
        one = trip(path, uid, tmp_path / str(number))
        came[one.there.outcome] += 1
        came["seen by pydicom"] += one.read_by_pydicom
    seen = came.pop("seen by pydicom")
    assert came.total() == len(files)
    assert seen > 0
    assert came["transcoded"] > len(files) / 8
