"""Names that operating systems leave on media or keep to themselves."""

import re

import msgspec
import pytest
from dicom_profiles import reserved_names
from dicom_profiles.medium import Medium, is_leftover, medium


@pytest.mark.parametrize(
    "name",
    [
        "System Volume Information",
        "SYSTEM VOLUME INFORMATION",
        "$RECYCLE.BIN",
        "desktop.ini",
        "Thumbs.db",
        ".DS_Store",
        "._IM0001",
        ".Spotlight-V100",
        ".Trash-1000",
        "lost+found",
        ".nfs0000000000",
        ".fuse_hidden0001",
    ],
)
def test_leftovers(name: str) -> None:
    assert is_leftover(name)


@pytest.mark.parametrize(
    "name", ["DICOMDIR", "IMAGES", "IM0001", "", ".", "LOST", "THUMBS", "AUTORUN", "README.TXT"]
)
def test_what_is_a_file_sets_own(name: str) -> None:
    assert not is_leftover(name)


def test_no_legal_file_id_is_a_leftover() -> None:
    legal = re.compile(r"[A-Z0-9_]{1,8}")
    names = [
        name for row in medium().leftover for name in row.names if legal.fullmatch(name.upper())
    ]
    assert sorted(names) == ["RECYCLED", "RECYCLER"]


def test_reserved_names_are_those_of_windows() -> None:
    devices = {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    numbered = {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
    assert devices | numbered == reserved_names()


@pytest.mark.parametrize(
    "row", [*medium().leftover, *medium().reserved], ids=lambda row: row.source
)
def test_a_row_says_whose_and_from_where(row: object) -> None:
    assert row.system  # type: ignore[attr-defined]
    assert row.source  # type: ignore[attr-defined]
    names = row.names  # type: ignore[attr-defined]
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("text", ["unknown = 1", '[[leftover]]\nsystem = "A"', "leftover = 1"])
def test_a_table_with_a_slip_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(text, type=Medium)
