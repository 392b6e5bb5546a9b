"""The concepts of the templates are those of pydicom's dictionary, under their present codes."""

import re
from collections.abc import Iterator

import pytest
from dicom_fileset import CodedConcept
from dicom_fileset.sr.making import concepts
from pydicom.sr._concepts_dict import concepts as theirs

ELSEWHERE = {"RFC5646"}
"""Schemes that pydicom has no dictionary of."""
OTHER_WORDS = {"mm": "mm", "272518008": "Cardiovascular cycle point"}
"""Meanings there, where the templates print others."""


def ours() -> Iterator[CodedConcept]:
    for value in vars(concepts).values():
        if isinstance(value, CodedConcept):
            yield value
        elif isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, CodedConcept))


@pytest.mark.parametrize("concept", list(ours()), ids=lambda one: one.value)
def test_a_concept_is_known(concept: CodedConcept) -> None:
    if concept.scheme in ELSEWHERE:
        return
    known = {
        code: meaning.replace("\u200b", "")
        for names in theirs[concept.scheme].values()
        for code, (meaning, _) in names.items()
    }
    assert concept.value in known
    meaning = re.sub(
        r" \((observable entity|qualifier value|attribute)\)$", "", known[concept.value]
    )
    assert meaning.lower() == OTHER_WORDS.get(concept.value, concept.meaning).lower()
