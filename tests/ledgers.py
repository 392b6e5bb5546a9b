"""Tallies and ledgers to make statements of."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import hypothesis.strategies as st
from dicom_fileset.ledger import Ledger, Operation, Performed, Tally
from dicom_fileset.ledger.model import Activity, Proof, Role
from dicom_profiles.sets import transfer_syntax_sets

CT = "1.2.840.10008.5.1.4.1.1.2"
MG = "1.2.840.10008.5.1.4.1.1.1.2"
VIDEO = "1.2.840.10008.5.1.4.1.1.77.1.4.1"
SR = "1.2.840.10008.5.1.4.1.1.88.33"
CAD_SR = "1.2.840.10008.5.1.4.1.1.88.50"
DIRECTORY = "1.2.840.10008.1.3.10"
PRIVATE = "1.3.12.2.1107.5.9.1"
ROOT = "1.2.840.10008.1.2"
IMPLICIT, EXPLICIT, BIG = ROOT, f"{ROOT}.1", f"{ROOT}.2"
SETS = {
    name: tuple(member.uid for member in one.members)
    for name, one in transfer_syntax_sets().items()
}
CLASSES = (
    DIRECTORY,
    MG,
    CT,
    VIDEO,
    SR,
    CAD_SR,
    PRIVATE,
    "not a uid",
    "1.2.840.10008.5.1.4.1.1.99999",
)
SYNTAXES = (
    *sorted({uid for name in ("U", "LL", "L", "V", "RTV") for uid in SETS[name]}),
    f"{ROOT}.4.80",
    f"{ROOT}.4.201",
    f"{ROOT}.1.99",
    "1.3.6.1.4.1.5962.3",
)
NASTY = "a|b <script>*_x_* [^1] `=1+1`\n# &amp;\x1b[2J"
PROFILES = ("", "STD-GEN-CD", "STD-GEN-USB-JPEG", "AUG-GEN-CD-OURS", NASTY)
ACTIVITIES: tuple[tuple[Role, Activity], ...] = (
    ("FSC", "create"),
    ("FSU", "update"),
    ("FSR", "read"),
    ("FSR", "verify"),
    ("FSR", "transcode"),
    ("FSR", "render"),
    ("FSR", "extract"),
    ("", "transcode"),
    ("", "make"),
    ("", "render"),
    ("", "extract"),
)
PROOFS: tuple[Proof, ...] = ("bytes equal", "decoded equal", "pixels decoded", "as recorded")
"""That count."""


def tally(
    role: Role,
    activity: Activity,
    sop_class_uid: str,
    syntax: str,
    *,
    template: str = "",
    lossless: bool = True,
    profile: str = "",
    proof: Proof = "bytes equal",
    count: int = 1,
    software: str = "0.1.0",
    day: str = "2026-11-30",
) -> Tally:
    """What was performed."""
    done = Performed(sop_class_uid, syntax, syntax, "", template, proof, lossless, count)
    medium = "CD-R" if profile else ""
    return Tally(role, activity, profile, medium, software, ("numpy 2.0",), done, 1, day, day)


def stored_and_read(sop_class_uid: str, syntaxes: Iterable[str], **more: str) -> list[Tally]:
    """Created and verified in each of the syntaxes."""
    return [
        one
        for syntax in syntaxes
        for one in (
            tally("FSC", "create", sop_class_uid, syntax, **more),
            tally("FSR", "verify", sop_class_uid, syntax, proof="pixels decoded", **more),
        )
    ]


def full() -> list[Tally]:
    """All standard sets performed, reports made, shown and extracted, and what lies beside."""
    rows = stored_and_read(CT, (*SETS["U"], *SETS["LL"], *SETS["L"], f"{ROOT}.4.80"))
    rows += stored_and_read(VIDEO, SETS["V"], profile="STD-GEN-USB-MPEG2-MPML")
    rows += stored_and_read(DIRECTORY, (EXPLICIT,), profile="STD-GEN-CD")
    rows += stored_and_read(PRIVATE, (EXPLICIT,), profile=NASTY)
    rows += [tally("FSU", "update", CT, EXPLICIT), tally("FSU", "update", DIRECTORY, EXPLICIT)]
    rows += [tally("FSR", "read", DIRECTORY, IMPLICIT, proof="directory read")]
    rows += [tally("FSC", "create", MG, f"{ROOT}.4.50", lossless=False, profile="STD-GEN-CD")]
    for uid in (SR, CAD_SR):
        rows += stored_and_read(uid, SETS["NI"], template="4000", profile="STD-GEN-CD")
        rows += [
            tally("", "make", uid, EXPLICIT, template="4000", proof="content read back"),
            tally("", "render", uid, EXPLICIT, template="4000", proof="shown"),
        ]
    rows += stored_and_read(SR, (EXPLICIT,), template="5200")
    rows += [
        tally("", "make", SR, EXPLICIT, template="5200", proof="content read back"),
        tally("FSR", "render", SR, EXPLICIT, template="5200", proof="shown"),
        tally("FSR", "extract", SR, EXPLICIT, template="5200", proof="extracted"),
    ]
    return rows


def ledger_of(path: Path, tallies: Iterable[Tally]) -> Ledger:
    """A ledger with an operation for each tally."""
    ledger = Ledger(path)
    for number, one in enumerate(tallies):
        operation = Operation(
            f"{number:032x}",
            one.first,
            one.role,
            one.activity,
            one.profile,
            one.medium,
            one.software,
            one.versions,
        )
        ledger.append(operation, [one.performed])
    return ledger


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """Anything that a ledger may hold, likely or not."""
    role, activity = draw(st.sampled_from(ACTIVITIES))
    return tally(
        role,
        activity,
        draw(st.sampled_from(CLASSES)),
        draw(st.sampled_from(SYNTAXES)),
        template=draw(st.sampled_from(("", "", "4000", "5200", NASTY))),
        lossless=draw(st.booleans()),
        profile=draw(st.sampled_from(PROFILES)),
        proof=draw(st.sampled_from(PROOFS)),
        count=draw(st.integers(1, 10**6)),
        software=draw(st.sampled_from(("0.1.0", "0.2.0"))),
        day=draw(st.dates(date(2026, 1, 1), date(2027, 1, 1))).isoformat(),
    )


LEDGERS = st.lists(tallies(), max_size=40, unique=True)
