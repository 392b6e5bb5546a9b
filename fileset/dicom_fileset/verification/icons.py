"""Icons in records held against the rule of a profile, and against PS3.3 F.7."""

from collections.abc import Iterator
from typing import Final

from dicom_profiles.model import IconRule

from ..dicomdir.keys import RecordKeys
from ..elements import cleaned, tag_name
from ..findings import CODES
from ..model import Finding, Where
from ..scan.failure import ScanFailure
from ..scan.sequences import items_of

_ICON: Final = 0x0088_0200
_ROWS, _COLUMNS, _PHOTOMETRIC = 0x0028_0010, 0x0028_0011, 0x0028_0004
_ALLOCATED, _PIXELS = 0x0028_0100, 0x7FE0_0010


def icon_findings(
    rule: IconRule, record_type: str, keys: RecordKeys, where: Where
) -> Iterator[Finding]:
    """What is not as it must be with the icon of a record."""
    if record_type not in rule.record_types:
        return
    value = keys.value(_ICON)
    if not value:
        if rule.required:
            yield _finding(rule, "There is no icon, and there must be one.", where)
        return
    message = _against(rule, value)
    if message:
        yield _finding(rule, message, where)


def _against(rule: IconRule, value: bytes) -> str:
    """What of an Icon Image Sequence is not as the rule says; empty where all is."""
    try:
        items = [{tag: found for tag, found, _ in elements} for elements in items_of(value)]
    except ScanFailure:
        return "Its icon is damaged."
    if len(items) != 1:
        return f"Its Icon Image Sequence has {len(items)} items, and must have one."
    icon = items[0]
    rows, columns, allocated = (
        int.from_bytes(icon.get(tag, b"")[:2], "little") for tag in (_ROWS, _COLUMNS, _ALLOCATED)
    )
    if (rows, columns) != (rule.rows, rule.columns):
        return (
            f"Its icon has {columns} x {rows} pixels, and must have {rule.columns} x {rule.rows}."
        )
    photometric = cleaned(icon.get(_PHOTOMETRIC, b""), "CS").decode("ascii", "replace")
    if photometric not in rule.photometric:
        return (
            f"Its icon is {photometric or 'nothing'}, and must be {' or '.join(rule.photometric)}."
        )
    if allocated != 8 or len(icon.get(_PIXELS, b"")) < rows * columns:
        return "Its icon does not have 8 bits for each pixel."
    return ""


def _finding(rule: IconRule, message: str, where: Where) -> Finding:
    severity, _, remedy = CODES["profile-icon"]
    place = Where(where.path, record=where.record, tag=tag_name(_ICON))
    return Finding("profile-icon", severity, message, place, rule.source, remedy)
