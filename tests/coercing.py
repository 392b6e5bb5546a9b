"""Rules of coercion as text and drawn, and files coerced by them."""

from itertools import combinations
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from dicom_fileset.importing.coercion import Coercion
from dicom_fileset.importing.coercion_rules import Rule, Rules, read_rules
from dicom_fileset.scan.scanner import Scanner
from pydicom.datadict import tag_for_keyword

IDENTITY = """
source = "DISC 7"
modifying_system = "IMPORT1"
institution_name = "City Hospital"
station_name = "IMPORT1"

[[rule]]
match = {PatientID = "ID1"}
set = {PatientID = "H-12345", IssuerOfPatientID = "OURS", PatientName = "Doe^Jane"}

[[rule]]
match = {PatientID = "ID1", AccessionNumber = "A11"}
set = {AccessionNumber = "N77", StudyID = "9", ReferringPhysicianName = "Who^Doctor"}
remove = ["OtherPatientIDs", "OtherPatientIDsSequence"]
"""
CHANGED = {"PatientID", "IssuerOfPatientID", "PatientName", "AccessionNumber", "StudyID"} | {
    "ReferringPhysicianName",
    "OriginalAttributesSequence",
    "ContributingEquipmentSequence",
}


def rules_of(text: str, folder: Path) -> Rules:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path)


def tags(keywords: set[str]) -> set[str]:
    numbers = (tag_for_keyword(keyword) or 0 for keyword in keywords)
    return {f"({number >> 16:04X},{number & 0xFFFF:04X})" for number in numbers}


def coerced(source: Path, text: str, *, to: str = "out") -> tuple[Path, Any]:
    """A file as rules make it, and what was told."""
    coercion = Coercion(rules_of(text, source.parent))
    out = source.parent / to
    asked = coercion.asked(Scanner().scan(str(source)))
    return out, coercion.write(str(source), str(out), asked)


_match_keys = st.sampled_from(["PatientID", "StudyID", "Modality"])
_new_keys = st.sampled_from(["StudyID", "PatientName", "StudyDescription"])
some_rules = st.lists(
    st.builds(
        Rule,
        st.dictionaries(_match_keys, st.sampled_from("ab"), min_size=1),
        st.dictionaries(_new_keys, st.sampled_from(["x", "y", None]), min_size=1),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


def conflicting(rules: tuple[Rule, ...]) -> bool:
    """Whether two of them may match one instance and disagree: every pair, one after another."""
    for one, other in combinations(rules, 2):
        together = all(other.match.get(key, value) == value for key, value in one.match.items())
        if together and any(
            other.changes.get(keyword, text) != text for keyword, text in one.changes.items()
        ):
            return True
    return False
