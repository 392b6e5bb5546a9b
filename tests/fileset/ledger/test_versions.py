"""Versions by the names of folders are those that ``importlib.metadata`` tells."""

from importlib.metadata import version

from dicom_fileset.ledger.versions import versions


def test_versions_are_those_that_are_installed() -> None:
    told = dict(one.split(" ") for one in versions())
    assert {"python", "numpy", "pydicom", "msgspec"} <= set(told)
    assert all(version(name) == found for name, found in told.items() if name != "python")
