"""Application Profiles as a person reads them."""

from collections.abc import Sequence
from itertools import groupby

from dicom_profiles import Profile
from dicom_profiles import profiles as all_profiles
from dicom_profiles.model import Constraint, KeyRow, Row
from dicom_profiles.names import sop_class_name, syntax_name

from ..conformity.terms import named_profile
from ..report import ProfilesReport


def described(name: str) -> tuple[Profile, ...]:
    """The profile of a name or a file; without a name, all.

    Raises
    ------
    UsageError
        There is none.
    """
    return (named_profile(name),) if name else tuple(all_profiles().values())


def report_of(found: Sequence[Profile]) -> ProfilesReport:
    """The report that machines read."""
    return ProfilesReport(tuple(found))


def show_all(found: Sequence[Profile]) -> None:
    """A line a profile."""
    for title, some in groupby(found, key=lambda one: f"{one.annex}  {one.title}"):
        print(title)
        for one in some:
            icon = "icons" if one.icon and one.icon.required else ""
            secure = "secure: known, and refused" if one.security != "none" else ""
            notes = ", ".join(note for note in (one.keys.name, icon, secure) if note)
            print(
                f"  {one.name:<28} {one.medium:<9} {'/'.join(one.roles):<11} {_takes(one)}; {notes}"
            )


def _takes(profile: Profile) -> str:
    classes = dict.fromkeys(_sop_class(row) for row in profile.rows)
    syntaxes = dict.fromkeys(_syntax(row) for row in profile.rows)
    what = ", ".join(classes) if len(classes) <= 2 else f"{len(classes)} SOP Classes"
    return f"{what} in {', '.join(syntaxes)}"


def _sop_class(row: Row) -> str:
    if row.sop_class_uid:
        return sop_class_name(row.sop_class_uid)
    return "any multi-frame image" if row.multi_frame_only else "any SOP Class"


def _syntax(row: Row) -> str:
    return syntax_name(row.transfer_syntax_uid) if row.transfer_syntax_uid else "any syntax"


def show_one(profile: Profile) -> None:
    """A profile in full."""
    print(f"{profile.name}: {profile.title} ({profile.source})")
    print(
        f"  medium {profile.medium}; roles {', '.join(profile.roles)}; DICOMDIR {profile.directory}"
    )
    if profile.security != "none":
        print("  asks for Secure DICOM Files (PS3.15): known, and refused")
    if profile.note:
        print(f"  {profile.note}")
    print("SOP Classes and transfer syntaxes (FSC, FSR, FSU):")
    for (head, tail, constraints), rows in groupby(profile.rows, key=_alike):
        print(f"  {head}, {', '.join(map(_syntax, rows))}: {tail}")
        for one in constraints:
            print(f"    {_constraint(one)} [{one.source}]")
    if profile.keys.rows:
        print(f"additional keys of records ({profile.keys.name}):")
    for key in profile.keys.rows:
        print(f"  {_key(key)}")
    if profile.icon is not None:
        rule = profile.icon
        must = "must be there" if rule.required else "may be there"
        print(
            f"icons {must} in {', '.join(rule.record_types)}: {rule.columns} x {rule.rows}, "
            f"{', '.join(rule.photometric)} [{rule.source}]"
        )


def _alike(row: Row) -> tuple[str, str, tuple[Constraint, ...]]:
    """What rows have in common that differ in their transfer syntax alone."""
    roles = f"{row.fsc}, {row.fsr}, {row.fsu} [{row.source}]"
    return _sop_class(row), roles, row.constraints


def _constraint(one: Constraint) -> str:
    said = (
        ("is ", " or ".join(_value(one.keyword, value) for value in one.values)),
        ("is at most ", "" if one.most is None else str(one.most)),
        ("is one less than ", one.one_less_than),
        ("is ", one.equal_to),
        ("has items with ", ", ".join(one.items_have)),
        ("has no item with ", ", ".join(one.items_lack)),
        ("is ", "" if one.presence == "required" else one.presence),
    )
    parts = [one.keyword, ", ".join(words + what for words, what in said if what)]
    parts += [f"when {when.keyword} is {' or '.join(map(str, when.values))}" for when in one.when]
    return " ".join(parts)


def _value(keyword: str, value: int | str) -> str:
    return syntax_name(str(value)) if keyword == "TransferSyntaxUID" else str(value)


_CONDITIONS = {
    "": "",
    "present": "when the instance has it",
    "valued": "when the instance has a value",
    "shared": "when the instance or its Shared Functional Groups have it",
    "below": "when an instance below has a value",
}


def _key(key: KeyRow) -> str:
    condition = _CONDITIONS.get(key.condition, "")
    for one in key.when:
        condition = f"when {one.keyword} is {' or '.join(map(str, one.values))}"
    records = ", ".join(key.record_types)
    return (
        f"{records}: {key.keyword}, Type {key.type}{condition and ', ' + condition} [{key.source}]"
    )
