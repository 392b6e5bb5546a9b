"""Which rules apply to an instance, and what is told of them afterwards."""

from pathlib import Path

import hypothesis.strategies as st
from coercing import IDENTITY, conflicting, rules_of, some_rules
from dicom_fileset.importing.coercion import Applied, Asked, Coercion
from dicom_fileset.importing.coercion_rules import Rule, Rules
from dicom_fileset.importing.layout_values import VALUES, value_of
from dicom_fileset.model import Instance, ParentKeys
from dicom_fileset.scan.scanner import Scanner
from file_sets import instance, save
from hypothesis import given


@given(
    some_rules.filter(lambda rules: not conflicting(rules)),
    st.tuples(*(st.sampled_from([b"a", b"b", b" a ", b""]) for _ in range(3))),
)
def test_rules_match_as_each_says(rules: tuple[Rule, ...], raw: tuple[bytes, ...]) -> None:
    parents = ParentKeys(patient_id=raw[0], study_id=raw[1], modality=raw[2])
    one = Instance("f", 1, "1.2", "1.2.3", "1.2", parents, ())
    hits = tuple(
        number
        for number, rule in enumerate(rules)
        if all(value_of(key, one).strip() == value for key, value in rule.match.items())
    )
    changes = {key: text for number in hits for key, text in rules[number].changes.items()}
    assert Coercion(Rules(rules)).asked(one) == Asked(changes, hits)


def test_every_keyword_of_a_layout_can_be_matched(tmp_path: Path) -> None:
    path = save(instance(), tmp_path / "a")
    scanned = Scanner().scan(str(path))
    for keyword in VALUES:
        value = value_of(keyword, scanned).replace("\\", "\\\\")
        text = f'[[rule]]\nmatch = {{{keyword} = "{value}"}}\nset = {{StudyID = "1"}}'
        assert Coercion(rules_of(text, tmp_path)).asked(scanned).rules == (0,), keyword


def test_what_rules_did_is_summed_up(tmp_path: Path) -> None:
    text = IDENTITY + '[[rule]]\nmatch = {PatientID = "nobody"}\nset = {StudyDescription = "x"}\n'
    text += (
        '[[rule]]\nmatch = {StudyInstanceUID = "1.2", Modality = "CT"}\n'
        'set = {StudyInstanceUID = "1.3"}\n'
    )
    coercion = Coercion(rules_of(text, tmp_path))
    applied = Applied(coercion.rules)
    for study in ("1.2", "1.4"):
        ds = instance(StudyInstanceUID=study)
        one = Scanner().scan(str(save(ds, tmp_path / study)))
        applied.take(coercion.asked(one), one)
    found = applied.findings("rules.toml")
    assert [(one.code, one.message) for one in found] == [
        ("coercion-spread", "rule[1] gave one AccessionNumber and StudyID to 2 studies."),
        ("coercion-unmatched", "rule[2] matched nothing."),
        ("coercion-references", "rule[3] changed StudyInstanceUID; references to it were left."),
    ]
    assert {one.where.path for one in found} == {"rules.toml"}
