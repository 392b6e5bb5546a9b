"""Policies as persons write them: what is understood, and what they are told where it is not."""

from pathlib import Path

import pytest
from dicom_codecs import implementations
from dicom_codecs.registry import TRANSFER_SYNTAXES, named
from dicom_fileset.errors import UsageError
from dicom_fileset.migration.policies.policy import Match, Policy, Rule, Wish
from dicom_fileset.migration.policies.policy_file import policy_of
from dicom_fileset.migration.policies.smallest import PREFERRED
from hypothesis import given, settings
from hypothesis import strategies as st

CANDIDATES = PREFERRED
HTJ2K, JPEG, J2K_ANY = (f"1.2.840.10008.1.2.4.{one}" for one in (201, 50, 91))
US = "1.2.840.10008.5.1.4.1.1.3.1"
EXAMPLE = """
to = "smallest"
among = ["JPEGLSLossless", "1.2.840.10008.1.2.4.201"]
keep-compressed = true

[[rule]]
match = {modality = ["XA", "rf"], bits = "9-16"}
to = "htj2klossless"
keep-compressed = false

[[rule]]
match.sop-class = "UltrasoundMultiFrameImageStorage"
match.source = "JPEGBaseline8Bit"
match.pixels = "many"
to = "keep"
lossy-sources = "decode"
"""


def read(tmp_path: Path, text: str, **said: bool) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return policy_of(str(path), **said)  # type: ignore[arg-type]


def test_a_file_is_understood(tmp_path: Path) -> None:
    assert read(tmp_path, EXAMPLE) == Policy(
        Wish("smallest", keep_compressed=True),
        (
            Rule(Match(modality=("XA", "RF"), bits=((9, 16),)), Wish(HTJ2K)),
            Rule(
                Match(sop_class=(US,), source=(JPEG,), pixels=("many",)),
                Wish("keep", keep_compressed=True, lossy_sources="decode"),
            ),
        ),
        ("1.2.840.10008.1.2.4.80", HTJ2K),
    )


def test_what_is_said_beside_it_counts_for_all_of_it(tmp_path: Path) -> None:
    policy = read(tmp_path, EXAMPLE, keep_compressed=True, decode_lossy=True)
    wishes = [policy.wish, *(one.wish for one in policy.rules)]
    assert all(one.keep_compressed and one.lossy_sources == "decode" for one in wishes)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("HTJ2KLossless", Wish(HTJ2K)),
        (" htj2klossless ", Wish(HTJ2K)),
        (HTJ2K, Wish(HTJ2K)),
        ("keep", Wish("keep")),
        ("smallest", Wish("smallest")),
    ],
)
def test_one_word(text: str, wish: Wish) -> None:
    policy = policy_of(text)
    assert (policy.wish, policy.rules) == (wish, ())
    assert policy.among == (CANDIDATES if wish.to == "smallest" else ())


def test_candidates_are_those_that_are_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dicom_fileset.migration.policies.smallest.available",
        lambda name: name in {"openjpeg", "rle", "jpeg-lossless"},
    )
    found = [TRANSFER_SYNTAXES[uid].keyword for uid in policy_of("smallest").among]
    assert found == ["JPEG2000Lossless", "JPEGLosslessSV1", "RLELossless"]


def test_loss_needs_two_words() -> None:
    policy = policy_of("JPEG2000", allow_lossy=True, quality=80)
    assert (policy.allow_lossy, policy.wish) == (True, Wish(J2K_ANY, quality=80))


@pytest.mark.parametrize(
    ("text", "said", "told"),
    [
        ("smalest", {}, "near: smallest"),
        ("HTJ2KLosless", {}, "near: HTJ2KLossless"),
        ("", {}, "PS3.6 knows no transfer syntax"),
        ("1.2.3", {}, "PS3.6 knows no transfer syntax"),
        ("MPEG2MPML", {}, "MPEG2MPML cannot be written"),
        ("JPEG2000", {}, "allow-lossy is not said"),
        ("JPEG2000", {"quality": 80}, "allow-lossy is not said"),
        ("JPEG2000", {"allow_lossy": True}, "quality or ratio"),
        ("JPEG2000", {"allow_lossy": True, "quality": 80, "ratio": 2.0}, "one of them"),
        ("JPEG2000", {"allow_lossy": True, "quality": 0}, "1 to 100"),
        ("JPEG2000", {"allow_lossy": True, "ratio": 1.0}, "over 1"),
        ("JPEG2000", {"allow_lossy": True, "ratio": float("nan")}, "over 1"),
        ("RLELossless", {"quality": 80}, "nothing can be lost"),
        ("keep", {"ratio": 3.0}, "nothing can be lost"),
        ("missing.toml", {}, "it cannot be read"),
        ("no/where", {}, "it cannot be read"),
        ("nul\0.toml", {}, "it cannot be read"),
    ],
)
def test_words_that_say_nothing(text: str, said: dict[str, float], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        policy_of(text, **said)  # type: ignore[arg-type]
    assert caught.value.finding.code == "migration-policy"
    assert told in caught.value.finding.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "to: it is missing"),
        ("to = 5", "to: expected text"),
        ("to = [", "it is no TOML"),
        ('to = "keep"\nkeep_compressed = true', "near: keep-compressed"),
        ('to = "keep"\nlossy-sources = "drop"', "lossy-sources: invalid value 'drop'"),
        ('to = "keep"\namong = ["RLELossless"]', "among: it is for to"),
        ('to = "smallest"\namong = ["JPEG2000"]', "among[0]: JPEG2000 loses something"),
        ('to = "smallest"\namong = ["RLELossless", "rlelossless"]', "among[1]: RLELossless is"),
        ('to = "smallest"\namong = ["RLE"]', "among[0]: PS3.6 knows no transfer syntax 'RLE'"),
        ('to = "JPEG2000"\nallow-lossy = true\nquality = 0', "quality: expected a whole number"),
        ('to = "keep"\n[[rule]]\nto = "keep"', "rule[0].match: it is missing"),
        ('to = "keep"\n[[rule]]\nmatch = {}\nto = "keep"', "rule[0].match: it is empty"),
        ('to = "keep"\n[[rule]]\nmatch = {modalty = "CT"}\nto = "keep"', "near: modality"),
        (
            'to = "keep"\n[[rule]]\nmatch = {sop-class = "CTImage"}\nto = "keep"',
            "rule[0].match.sop-class: there is no SOP Class 'CTImage'; near: CTImageStorage",
        ),
        (
            'to = "keep"\n[[rule]]\nmatch = {source = "JPEGBaselin"}\nto = "keep"',
            "rule[0].match.source: there is no transfer syntax 'JPEGBaselin'; near: JPEGBase",
        ),
        ('to = "keep"\n[[rule]]\nmatch = {bits = "9-99"}\nto = "keep"', "rule[0].match.bits: it"),
        ('to = "keep"\n[[rule]]\nmatch = {bits = "many"}\nto = "keep"', "rule[0].match.bits: it"),
        ('to = "keep"\n[[rule]]\nmatch = {bits = 8}\nto = "HTJ2K"', "rule[0].to: HTJ2K loses"),
        ('to = "keep"\n[[rule]]\nmatch = {bits = 8}\nto = "HTJ"', "rule[0].to: PS3.6 knows no"),
    ],
)
def test_mistakes_have_their_place(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert caught.value.finding.code == "migration-policy"
    assert told in caught.value.finding.message
    assert caught.value.finding.where.path == str(tmp_path / "policy.toml")


@settings(deadline=None)
@given(st.text(max_size=40).filter(lambda text: "/" not in text and "\\" not in text))
def test_any_word_is_a_policy_or_a_clear_error(text: str) -> None:
    if text.strip() in {"keep", "smallest"} or named(text.strip()):
        return
    with pytest.raises(UsageError) as caught:
        policy_of(text)
    assert caught.value.finding.code == "migration-policy"


def test_preferred_candidates_are_lossless_and_known_to_codecs() -> None:
    for uid in PREFERRED:
        row = TRANSFER_SYNTAXES[uid]
        assert row.lossless
        assert not row.retired
        assert set(row.encode) <= set(implementations.IMPLEMENTATIONS)
