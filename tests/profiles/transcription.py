"""PS3.11 as it was read apart from dicom_profiles, and what is loaded in the same form."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from dicom_profiles.model import KeyTable, Profile, Row

HERE = Path(__file__).parent
_ICONS = {
    "A": (("IMAGE",), True, 128, 128, ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")),
    "B": (("IMAGE",), True, 128, 128, ("MONOCHROME2",)),
    "E": (("IMAGE", "SERIES"), False, 64, 64, ("MONOCHROME2", "PALETTE COLOR")),
}
Line = tuple[object, ...]


def lines(name: str) -> list[tuple[str, ...]]:
    """The rows of a table beside this file."""
    text = (HERE / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in text if not line.startswith("#")]


def expected_rows() -> list[Line]:
    """Every row of every profile."""
    found: list[Line] = []
    for name, medium, roles, security, directory, keys, icon, sop, *rest in lines(
        "ps3_11_rows.tsv"
    ):
        rule = _ICONS.get(icon)
        mandatory = "mandatory" if directory == "M" else "optional"
        table = "" if keys == "-" else keys
        sop_class = sop.partition(":")[0]
        found.append((name, medium, roles, security, mandatory, table, rule, sop_class, *rest))
    return sorted(found, key=str)


def loaded_rows(profiles: Iterable[Profile]) -> list[Line]:
    """The same of what is loaded."""
    return sorted((_line(one, row) for one in profiles for row in one.rows), key=str)


def _line(one: Profile, row: Row) -> Line:
    icon = one.icon
    rule = (
        None
        if icon is None
        else (icon.record_types, icon.required, icon.rows, icon.columns, icon.photometric)
    )
    sop_class = row.sop_class_uid or ("multi-frame" if row.multi_frame_only else "any")
    syntax = row.transfer_syntax_uid or "any"
    about = (one.name, one.medium, "/".join(one.roles), one.security, one.directory, one.keys.name)
    return (*about, rule, sop_class, syntax, row.fsc, row.fsr, row.fsu)


def expected_keys() -> list[Line]:
    """Every row of every key table."""
    return sorted(
        (
            (table, tuple(records.split("|")), keyword, kind, "" if when == "-" else when)
            for table, records, keyword, kind, when in lines("ps3_11_keys.tsv")
        ),
        key=str,
    )


def loaded_keys(tables: Mapping[str, KeyTable]) -> list[Line]:
    """The same of what is loaded."""
    return sorted(
        (
            (name, row.record_types, row.keyword, row.type, row.condition)
            for name, table in tables.items()
            for row in table.rows
        ),
        key=str,
    )
