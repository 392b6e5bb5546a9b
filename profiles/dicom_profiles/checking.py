"""An instance held against a profile: pure, and all that is wrong with it."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from .attributes import ATTRIBUTES
from .facts import Fact, Facts, Nonconformance
from .model import Condition, Constraint, KeyRow, Profile, Row
from .names import sop_class_name, sop_classes, syntax_name, syntaxes

_SYNTAX: Final = "TransferSyntaxUID"
_VIDEO: Final = "video"
_LARGEST: Final = 10**18
"""Python writes no numbers of thousands of digits, and nobody reads those of more than these."""


def check(facts: Facts, profile: Profile) -> tuple[Nonconformance, ...]:
    """What of an instance is not as a profile says; nothing when it may be on the medium as it is.

    Parameters
    ----------
    facts
        Of the instance.
    profile
        Standard, Augmented or Private.

    Notes
    -----
    Where several rows have its SOP Class and its transfer syntax, one whose constraints hold is
    enough; otherwise what the nearest of them is not met in is told.
    """
    secure = _secure(profile)
    rows = [row for row in profile.rows if has_sop_class(row, facts)]
    if not rows:
        message = f"{profile.name} has no {_class_of(facts)}."
        return (*secure, Nonconformance("profile-sop-class", message, profile.source))
    fitting = [row for row in rows if has_syntax(row, facts.transfer_syntax_uid)]
    if not fitting:
        return (*secure, *facts.contradictions, _about_syntax(facts, profile, rows))
    unmet = min((tuple(_unmet(row, facts, profile)) for row in fitting), key=len)
    return (*secure, *facts.contradictions, *unmet, *_missing_keys(facts, profile))


def _secure(profile: Profile) -> tuple[Nonconformance, ...]:
    if profile.security == "none":
        return ()
    message = f"{profile.name} asks for Secure DICOM Files, which are not made here."
    return (Nonconformance("profile-security", message, "PS3.15 D.1.1"),)


def has_sop_class(row: Row, facts: Facts) -> bool:
    """Whether a row is about the SOP Class of an instance."""
    if row.sop_class_uid:
        return row.sop_class_uid == facts.sop_class_uid
    known = sop_classes().get(facts.sop_class_uid)
    if known is None or known.retired or facts.record_type == "PRIVATE":
        return False
    return known.multi_frame or not row.multi_frame_only


def has_syntax(row: Row, uid: str) -> bool:
    """Whether a row is about a transfer syntax."""
    return row.transfer_syntax_uid == uid or (not row.transfer_syntax_uid and uid in syntaxes())


def _about_syntax(facts: Facts, profile: Profile, rows: Iterable[Row]) -> Nonconformance:
    takes = ", ".join(dict.fromkeys(_taken(row) for row in rows))
    what = syntax_name(facts.transfer_syntax_uid)
    message = f"It is in {what}; {profile.name} takes {takes}."
    source = next(iter(rows)).source
    return Nonconformance("profile-transfer-syntax", message, source, _SYNTAX)


def _class_of(facts: Facts) -> str:
    uid = facts.sop_class_uid
    name = sop_class_name(uid)
    return name if name != uid else f"SOP Class {uid}" if uid else "instance without a SOP Class"


def _taken(row: Row) -> str:
    uid = row.transfer_syntax_uid
    return syntax_name(uid) if uid else "any transfer syntax of PS3.6 for files"


def _unmet(row: Row, facts: Facts, profile: Profile) -> Iterator[Nonconformance]:
    """What of the constraints of a row an instance does not meet."""
    for constraint in row.constraints:
        code, message = _against(constraint, facts)
        if not message:
            continue
        video = _is_video(facts.transfer_syntax_uid) and constraint.source.startswith("PS3.5")
        text = f"{message}, as {'its transfer syntax' if video else profile.name} asks."
        yield Nonconformance(
            "profile-video" if video else code, text, constraint.source, constraint.keyword
        )


@cache
def _is_video(uid: str) -> bool:
    row = syntaxes().get(uid)
    return row is not None and row.kind == _VIDEO


def _against(constraint: Constraint, facts: Facts) -> tuple[str, str]:
    """The code and the sentence of what is not met; empty when it is."""
    met = "", ""
    if not all(holds(one, facts) for one in constraint.when):
        return met
    value = value_of(constraint.keyword, facts)
    if value is None:
        absent_is_fine = constraint.presence in {"optional", "absent"} or not facts.complete
        if absent_is_fine:
            return met
        return "profile-attribute-missing", f"{constraint.keyword} is missing, and must be there"
    if constraint.presence == "absent":
        return "profile-attribute", f"{constraint.keyword} is there, and must not be"
    sentence = _value_against(constraint, value, facts)
    return ("profile-attribute", sentence) if sentence else met


def _value_against(constraint: Constraint, value: Fact, facts: Facts) -> str:
    keyword = constraint.keyword
    if constraint.values and not _among(value, constraint.values):
        allowed = " or ".join(_shown(keyword, one) for one in constraint.values)
        return f"{keyword} is {_shown(keyword, value)}, and must be {allowed}"
    if constraint.most is not None and not (isinstance(value, int) and value <= constraint.most):
        return f"{keyword} is {_shown(keyword, value)}, and must be at most {constraint.most}"
    for other, less in ((constraint.one_less_than, 1), (constraint.equal_to, 0)):
        wanted = value_of(other, facts) if other else None
        if isinstance(wanted, int) and value != wanted - less:
            relation = f"{other} - 1" if less else other
            shown = _shown(keyword, value)
            return f"{keyword} is {shown}, and must be {relation}: {_shown(other, wanted - less)}"
    return _items_against(constraint, value)


def _items_against(constraint: Constraint, value: Fact) -> str:
    if not (constraint.items_have or constraint.items_lack) or isinstance(value, int | str):
        return ""
    if not value:
        return f"{constraint.keyword} has no item, and must have one"
    for item in value:
        lacks = [one for one in constraint.items_have if one not in item]
        has = [one for one in constraint.items_lack if one in item]
        if lacks:
            return f"{constraint.keyword} has an item without {lacks[0]}, which must be there"
        if has:
            return f"{constraint.keyword} has an item with {has[0]}, which must not be there"
    return ""


def _among(value: Fact, allowed: tuple[int | str, ...]) -> bool:
    if isinstance(value, int | str):
        return value in allowed
    return any(one in allowed for one in value if isinstance(one, str))


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the condition of a constraint or a key is met."""
    value = value_of(condition.keyword, facts)
    return value is not None and _among(value, condition.values)


def value_of(keyword: str, facts: Facts) -> Fact | None:
    """The value of an attribute; ``None`` where there is none."""
    if keyword == _SYNTAX:
        return facts.transfer_syntax_uid
    return facts.attributes.get(keyword)


def _shown(keyword: str, value: Fact) -> str:
    if keyword == _SYNTAX:
        return syntax_name(str(value))
    if isinstance(value, int):
        return str(value) if abs(value) < _LARGEST else "a number of many digits"
    if isinstance(value, str):
        return value or "empty"
    texts = [one for one in value if isinstance(one, str)]
    if len(texts) < len(value):
        return f"a sequence of {len(value)}"
    return "\\".join(texts) or "empty"


def _missing_keys(facts: Facts, profile: Profile) -> Iterator[Nonconformance]:
    """Keys that its own record must have, and that the instance cannot give."""
    if not facts.complete:
        return
    for row in profile.keys.rows:
        if facts.record_type not in row.record_types or not _must_give(row, facts):
            continue
        if row.keyword not in ATTRIBUTES or facts.attributes.get(row.keyword):
            continue
        message = f"{row.keyword} is missing, and the {facts.record_type} record must have it."
        yield Nonconformance("profile-attribute-missing", message, row.source, row.keyword)


def _must_give(row: KeyRow, facts: Facts) -> bool:
    if row.condition == "when":
        return all(holds(one, facts) for one in row.when)
    return row.type == "1"
