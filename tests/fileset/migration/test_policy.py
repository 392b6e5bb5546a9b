"""What a policy makes of kinds: the obvious table beside it, and what it never does."""

from typing import get_args

import pytest
from dicom_codecs.registry import TRANSFER_SYNTAXES
from dicom_fileset.migration.model import Kind
from dicom_fileset.migration.policies.policy import (
    KEEP,
    SMALLEST,
    LossySources,
    Match,
    Pixels,
    Policy,
    Rule,
    Wish,
    group_of,
)
from hypothesis import given
from hypothesis import strategies as st

EXPLICIT, BIG, DEFLATED = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"
JPEG, LOSSLESS, LS, NEAR = (f"1.2.840.10008.1.2.4.{one}" for one in (50, 70, 80, 81))
J2K, J2K_ANY, MPEG, HTJ2K = (f"1.2.840.10008.1.2.4.{one}" for one in (90, 91, 100, 201))
CT, SR = "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.88.11"
LOSSLESS_TARGETS = [EXPLICIT, LOSSLESS, LS, J2K, HTJ2K]

UIDS = st.sampled_from([*TRANSFER_SYNTAXES, "1.2.3", ""])
KINDS = st.builds(
    Kind,
    sop_class_uid=st.sampled_from([CT, SR, "", "1.2.3"]),
    transfer_syntax_uid=UIDS,
    modality=st.sampled_from(["CT", "MR", "US", ""]),
    photometric=st.sampled_from(["MONOCHROME2", "RGB", ""]),
    samples=st.sampled_from([0, 1, 3, 65535]),
    bits_allocated=st.sampled_from([0, 1, 8, 16, 32]),
    bits_stored=st.integers(0, 64),
    frames=st.sampled_from(get_args(Pixels)),
    lossy=st.booleans(),
)
WISHES = st.builds(
    Wish,
    to=st.sampled_from([KEEP, SMALLEST, *LOSSLESS_TARGETS]),
    keep_compressed=st.booleans(),
    lossy_sources=st.sampled_from(get_args(LossySources)),
)
MATCHES = st.builds(
    Match,
    sop_class=st.sampled_from([(), (CT,), (CT, SR)]),
    modality=st.sampled_from([(), ("CT",), ("MR", "US")]),
    source=st.sampled_from([(), (EXPLICIT,), (JPEG, LS)]),
    bits=st.sampled_from([(), ((1, 8),), ((9, 12), (16, 16))]),
    pixels=st.sampled_from([(), ("none",), ("one", "many")]),
)
POLICIES = st.builds(
    Policy,
    wish=WISHES,
    rules=st.lists(st.builds(Rule, MATCHES, WISHES), max_size=4).map(tuple),
    among=st.sampled_from([(), (LS,), (HTJ2K, LOSSLESS)]),
)


def kind(syntax: str, frames: Pixels = "one", *, lossy: bool = False) -> Kind:
    return Kind(CT, syntax, "CT", "MONOCHROME2", 1, 16, 12, frames, lossy)


def becomes(policy: Policy, one: Kind) -> str:
    """UID that it is to have; ``keep`` where it stays."""
    asked = policy.request(one, {})
    return asked.transfer_syntax_uid if asked else KEEP


@given(POLICIES, KINDS, st.sampled_from([None, "", LS]))
def test_nothing_is_raised_and_nothing_is_lost(
    policy: Policy, one: Kind, chosen: str | None
) -> None:
    choices = {} if chosen is None else {group_of(one): chosen}
    asked = policy.request(one, choices)
    assert (asked is None) == bool(policy.reason_to_keep(one, choices))
    if asked:
        assert asked.target.lossless
        assert asked.verify
        assert asked.derived_uid  # the same archive always becomes the same
        assert one.frames != "none" or not asked.target.encapsulated


@given(POLICIES, KINDS)
def test_the_first_rule_that_fits_counts(policy: Policy, one: Kind) -> None:
    fitting = []
    for rule in policy.rules:
        match = rule.match
        pairs = (
            (match.sop_class, one.sop_class_uid),
            (match.modality, one.modality),
            (match.source, one.transfer_syntax_uid),
            (match.pixels, one.frames),
        )
        bits = [range(low, top + 1) for low, top in match.bits]
        in_bits = not bits or any(one.bits_stored in span for span in bits)
        if in_bits and all(not some or value in some for some, value in pairs):
            fitting.append(rule.wish)
    assert policy.wish_for(one) == (fitting[0] if fitting else policy.wish)


@pytest.mark.parametrize(
    ("source", "lossy", "plain", "keep_compressed", "decode"),
    [
        (EXPLICIT, False, HTJ2K, HTJ2K, HTJ2K),
        (EXPLICIT, True, HTJ2K, HTJ2K, HTJ2K),  # its pixels lie native: no stream to preserve
        (BIG, False, HTJ2K, HTJ2K, HTJ2K),
        (DEFLATED, False, HTJ2K, KEEP, HTJ2K),
        (LOSSLESS, False, HTJ2K, KEEP, HTJ2K),
        (LOSSLESS, True, HTJ2K, KEEP, HTJ2K),
        (JPEG, True, KEEP, KEEP, HTJ2K),
        (JPEG, False, KEEP, KEEP, HTJ2K),  # a header that lies: JPEG always loses something
        (J2K_ANY, True, KEEP, KEEP, HTJ2K),
        (J2K_ANY, False, HTJ2K, KEEP, HTJ2K),
        (NEAR, True, KEEP, KEEP, HTJ2K),
        (MPEG, True, KEEP, KEEP, KEEP),
        (MPEG, False, KEEP, KEEP, KEEP),
        ("1.2.3", False, HTJ2K, HTJ2K, HTJ2K),  # unknown: asked for, refused later with its reason
    ],
)
def test_sources(source: str, lossy: bool, plain: str, keep_compressed: str, decode: str) -> None:
    one = kind(source, lossy=lossy)
    assert becomes(Policy(Wish(HTJ2K)), one) == plain
    assert becomes(Policy(Wish(HTJ2K, keep_compressed=True)), one) == keep_compressed
    assert becomes(Policy(Wish(HTJ2K, lossy_sources="decode")), one) == decode
    assert becomes(Policy(Wish(KEEP)), one) == KEEP


def test_what_has_no_pixels_goes_only_where_it_can() -> None:
    report = kind(BIG, "none")
    assert becomes(Policy(Wish(HTJ2K)), report) == KEEP
    assert becomes(Policy(Wish(EXPLICIT)), report) == EXPLICIT


def test_smallest_is_what_was_measured() -> None:
    policy, one = Policy(Wish(SMALLEST), among=(LS, HTJ2K)), kind(EXPLICIT)
    assert policy.candidates(one) == (LS, HTJ2K)
    assert becomes(policy, one) == LS
    for uid, expected in ((HTJ2K, HTJ2K), ("", None)):
        asked = policy.request(one, {group_of(one): uid})
        assert (asked and asked.transfer_syntax_uid) == expected
    for other in (kind(JPEG, lossy=True), kind(EXPLICIT, "none"), kind(MPEG)):
        assert policy.candidates(other) == ()
    assert Policy(Wish(HTJ2K)).candidates(one) == ()


def test_loss_is_as_much_as_was_said() -> None:
    policy = Policy(Wish(J2K_ANY, ratio=8.0), allow_lossy=True)
    asked = policy.request(kind(EXPLICIT), {})
    assert asked is not None
    assert (asked.transfer_syntax_uid, asked.ratio, asked.quality) == (J2K_ANY, 8.0, None)
    assert asked.derived_uid
    assert policy.request(kind(JPEG, lossy=True), {}) is None
