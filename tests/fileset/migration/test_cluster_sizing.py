"""The sizes of clusters: against a count that is made instance by instance, and the README."""

from pathlib import Path

import pytest
from dicom_fileset.migration.cluster.batches import MOST_FILES
from dicom_fileset.migration.cluster.sizing import (
    JOURNAL_FILES,
    SECONDS_A_DAY,
    Archive,
    Means,
    Rate,
    cores_for,
    sized,
)
from hypothesis import given
from hypothesis import strategies as st
from sizing_table import table

RATES = st.builds(
    Rate,
    st.just("any"),
    st.floats(1e-4, 1e-1),
    st.floats(1e-10, 1e-6),
    st.floats(1.0, 20.0),
)
ARCHIVES = st.builds(Archive, st.integers(1, 10**9), st.integers(1_000, 10**8))


def test_one_core_adds_up_what_each_instance_takes() -> None:
    archive, rate = Archive(1000, 500_000), Rate("any", 0.002, 1e-8, 2.5)
    spent = sum(rate.file_seconds + archive.instance_bytes * rate.byte_seconds for _ in range(1000))
    found = sized(archive, rate, Means(1))
    assert found.days * SECONDS_A_DAY == pytest.approx(spent)
    assert found.limit == "cores"
    assert found.batches == pytest.approx(found.files / MOST_FILES)
    moved = sum(500_000 + 200_000 + 200_000 for _ in range(1000))
    assert found.storage == pytest.approx(moved / spent)


@given(ARCHIVES, RATES, st.floats(0.1, 1000))
def test_the_fewest_cores_are_enough_and_one_less_is_not(
    archive: Archive, rate: Rate, days: float
) -> None:
    cores = cores_for(archive, rate, days)
    found = sized(archive, rate, Means(cores))
    assert found.limit != "cores" or found.days <= days * 1.000001
    assert cores == 1 or sized(archive, rate, Means(cores - 1)).days > days * 0.999999


@given(ARCHIVES, RATES, st.integers(1, 10_000), st.floats(1e6, 1e11))
def test_what_sets_the_pace_does_and_more_never_slows(
    archive: Archive, rate: Rate, cores: int, storage: float
) -> None:
    found = sized(archive, rate, Means(cores, storage))
    assert found.files <= JOURNAL_FILES
    assert found.storage <= storage * 1.000001
    assert found.files * found.days * SECONDS_A_DAY == pytest.approx(archive.instances)
    better = sized(archive, rate, Means(cores * 2, storage * 2))
    assert better.days <= found.days
    if found.limit == "cores":
        assert better.days < found.days
    alone = sized(archive, rate, Means(cores))
    assert found.limit != "storage" or alone.days <= found.days


def test_the_readme_has_the_table() -> None:
    readme = Path(__file__).parents[3] / "README.md"
    assert table() in readme.read_text(encoding="utf-8")
