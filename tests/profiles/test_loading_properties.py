"""TOMLs with any damage: a profile comes of them, or an error that says where."""

import datetime as dt
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from dicom_profiles import Profile, ProfileError, load
from dicom_profiles.attributes import ATTRIBUTES
from dicom_profiles.catalogue import shared, site_profile
from dicom_profiles.draft import AnnexDraft
from dicom_profiles.reading import FOLDER, converted
from dicom_profiles.record_keys import RECORD_KEYS
from hypothesis import HealthCheck, example, given, settings
from site_rules import Table, augmenting, private, put, text_of
from test_mutations import leaves

ANNEXES = [path.read_bytes() for path in sorted((FOLDER / "annexes").glob("*.toml"))]
SITES = [private(), augmenting("STD-XABC-CD", keys="H.3-2"), augmenting("STD-GEN-SEC-CD")]
_QUIET = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150
)


def outcome(path: Path) -> Profile | ProfileError:
    try:
        return load(path)
    except ProfileError as error:
        return error


@st.composite
def damaged(draw: st.DrawFn, texts: list[bytes]) -> bytes:
    """A file with a few bytes changed, taken out or put in, or cut off."""
    data = bytearray(draw(st.sampled_from(texts)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        end = at + draw(st.sampled_from([0, 1, 1, 3, len(data)]))
        data[at:end] = draw(
            st.binary(max_size=3) | st.sampled_from([b"]", b"}", b'"', b"[", b"9" * 5000, b"\n"])
        )
    return bytes(data)


@_QUIET
@given(data=damaged([text_of(rules).encode() for rules in SITES]))
def test_damaged_bytes_of_a_site(data: bytes, tmp_path: Path) -> None:
    is_told(data, tmp_path / "site.toml")


@_QUIET
@given(data=damaged(ANNEXES))
def test_damaged_bytes_of_an_annex(data: bytes, tmp_path: Path) -> None:
    is_told(data, tmp_path / "annex.toml")


def is_told(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    found = outcome(path)
    assert isinstance(found, Profile) or (found.file == str(path) and found.reason)
    assert str(path) in str(found) or isinstance(found, Profile)


_WORDS = sorted({*ATTRIBUTES, *RECORD_KEYS, *shared().keys, *shared().icons, *shared().constraints})
_VALUES = st.one_of(
    st.sampled_from(["", "any", "1", "1C", "2", "present", "below", "when", "U", "none", *_WORDS]),
    st.integers(-(10**30), 10**30),
    st.floats(),
    st.booleans(),
    st.text(max_size=5),
    st.just(dt.datetime(2025, 1, 1, tzinfo=dt.UTC)),
    st.lists(st.sampled_from(_WORDS) | st.integers(0, 20), max_size=3),
    st.dictionaries(st.sampled_from(["keyword", "values", "name"]), st.text(max_size=3)),
)


@settings(deadline=None, max_examples=400)
@given(st.data(), st.sampled_from(SITES), _VALUES)
@example(None, private(), None)
def test_any_value_at_any_place(data: st.DataObject | None, rules: Table, value: Any) -> None:
    """A profile that is sound comes of it, or what is wrong is told with its place."""
    if data is None:
        assert isinstance(made_of(rules), Profile)
        return
    place, before = data.draw(st.sampled_from(list(leaves(rules))))
    changed = put(rules, ".".join(map(str, place)), value)
    found = made_of(changed)
    if isinstance(found, ProfileError):
        assert value != before
        assert found.place
        assert found.reason
    else:
        assert found.name.startswith(("AUG-", "PRI-"))
        assert found.rows
        assert all(row.condition for row in found.keys.rows if row.type == "1C")


def made_of(rules: Table) -> Profile | ProfileError:
    try:
        return site_profile(converted(rules, AnnexDraft, "site.toml"), "site.toml")
    except ProfileError as error:
        return error
