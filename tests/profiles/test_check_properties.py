"""The check is total and pure: whatever is told of an instance, it answers, and always the same."""

import re

import hypothesis.strategies as st
from dicom_profiles import Facts, check, profiles
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.catalogue import shared
from dicom_profiles.checking import has_sop_class, has_syntax
from dicom_profiles.facts import Fact
from dicom_profiles.names import sop_classes, syntaxes
from dicom_profiles.record_keys import RECORD_KEYS
from hypothesis import given, settings

PROFILES = tuple(profiles().values())
CODES = {
    "profile-sop-class",
    "profile-transfer-syntax",
    "profile-attribute",
    "profile-attribute-missing",
    "profile-video",
    "profile-security",
}
_NAMED = sorted(
    {
        value
        for some in (*shared().constraints.values(), *shared().video.values())
        for one in some
        for value in one.values
        if isinstance(value, str)
    }
)
_words = st.sampled_from(_NAMED) | st.text(max_size=6)
_keywords = ATTRIBUTES["SequenceOfUltrasoundRegions"].item_keywords.split()
_items = st.lists(st.frozensets(st.sampled_from(_keywords)), max_size=3).map(tuple)
_numbers = st.sampled_from([0, 1, 3, 7, 8, 16, 512, 1024, 10**5000]) | st.integers()
_values: st.SearchStrategy[Fact] = st.one_of(
    _numbers, _words, st.lists(_words, max_size=3).map(tuple), _items
)
"""Also of the wrong kind: a file may have anything in any element."""


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """An instance of any SOP Class in any transfer syntax, with any attributes."""
    return Facts(
        draw(st.sampled_from(["", "1.2.3", *sop_classes()])),
        draw(st.sampled_from(["", "1.2.3", *syntaxes()])),
        draw(st.sampled_from(["", *RECORD_KEYS])),
        draw(st.dictionaries(st.sampled_from(sorted(ATTRIBUTES)), _values)),
        draw(st.booleans()),
    )


@settings(deadline=None, max_examples=300)
@given(facts())
def test_whatever_is_told_is_answered_in_sentences(one: Facts) -> None:
    for profile in PROFILES:
        for found in check(one, profile):
            assert found.code in CODES
            assert found.message.endswith(".")
            assert not re.search(r"\b(takes|no|is|must be) ?[.,;]", found.message)
            assert found.clause.startswith("PS3.")
            assert found.keyword in {"", *ATTRIBUTES}


@settings(deadline=None, max_examples=150)
@given(facts(), st.randoms(use_true_random=False))
def test_equal_facts_have_equal_answers_in_one_order(one: Facts, random: object) -> None:
    order = list(one.attributes.items())
    random.shuffle(order)  # type: ignore[attr-defined]
    before = dict(one.attributes)
    other = Facts(
        one.sop_class_uid,
        one.transfer_syntax_uid,
        one.record_type,
        dict(order),
        one.complete,
    )
    for profile in PROFILES:
        assert check(one, profile) == check(one, profile) == check(other, profile)
    assert one.attributes == before


@settings(deadline=None, max_examples=200)
@given(facts())
def test_no_row_no_instance(one: Facts) -> None:
    """What is taken is in a row; and what is in none is refused for that, not for its pixels."""
    for profile in PROFILES:
        rows = [row for row in profile.rows if has_sop_class(row, one)]
        fitting = [row for row in rows if has_syntax(row, one.transfer_syntax_uid)]
        codes = [found.code for found in check(one, profile)]
        if profile.security != "none":
            assert codes[0] == "profile-security"
            codes = codes[1:]
        assert (codes == ["profile-sop-class"]) == (not rows)
        assert (codes == ["profile-transfer-syntax"]) == (bool(rows) and not fitting)


@settings(deadline=None, max_examples=200)
@given(facts())
def test_what_nobody_has_looked_at_is_not_held_against_an_instance(one: Facts) -> None:
    """With fewer attributes known, nothing is found that was not found with more."""
    partly = Facts(one.sop_class_uid, one.transfer_syntax_uid, one.record_type, {}, complete=False)
    for profile in PROFILES:
        codes = {found.code for found in check(partly, profile)}
        assert not codes & {"profile-attribute", "profile-attribute-missing", "profile-video"} or (
            {found.keyword for found in check(partly, profile)} == {"TransferSyntaxUID"}
        )
