"""Instances coerced to what the archive's side knows, as IHE IRWF.b asks (Import Reconciliation).

::

    coercion = Coercion(read_rules("rules.toml"))
    asked = coercion.asked(instance)
    if asked.changes:
        result = coercion.write(source_path, destination_path, asked)

The instance that then lies at ``destination_path`` is another to scan: paths of an archive are
made of what it is now.

Only attributes that a rule names are changed.  What they were stands in the Original Attributes
Sequence (0400,0561), who did it in Contributing Equipment Sequence (0018,A001); SOP Instance UID,
pixel data and all other elements are to the byte what they were.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from ..correction import Changes, Corrected, Equipment, Modification, Value, corrected
from ..findings import finding
from ..model import Finding, Instance, Where
from ..version import __version__
from .coercion_rules import Rule, Rules
from .layout_values import value_of

IMPORTER: Final = ("MEDIM", "DCM", "Portable Media Importer Equipment")
"""Purpose of Reference of Contributing Equipment (PS3.16 CID 7005)."""

_OF_ONE_STUDY: Final = ("AccessionNumber", "StudyID")
_REFERRED_TO: Final = ("StudyInstanceUID", "SeriesInstanceUID")


class Asked(msgspec.Struct, frozen=True):
    """What rules ask of one instance.

    Attributes
    ----------
    changes
        By keyword the new value; ``None`` removes the attribute.  Empty: it is left as it is.
    rules
        Numbers of the rules that matched, the first being 0.
    """

    changes: Changes = {}
    rules: tuple[int, ...] = ()


class Coercion:
    """Rules, found by what they match: each costs as little as all.

    Parameters
    ----------
    rules
        As they were read.
    date_time
        When it is done, as DICOM writes it; when each file is written if empty.
    """

    def __init__(self, rules: Rules, date_time: str = "") -> None:
        self.rules = rules
        self._date_time = date_time
        self._by_values: dict[tuple[str, ...], dict[tuple[str, ...], list[int]]] = {}
        for number, rule in enumerate(rules.rules):
            of_keywords = self._by_values.setdefault(tuple(rule.match), {})
            of_keywords.setdefault(tuple(rule.match.values()), []).append(number)

    def asked(self, instance: Instance) -> Asked:
        """What rules ask of an instance; all look at what it was, none at what another sets.

        A value matches that is the same text, leading and trailing spaces aside.
        """
        numbers: list[int] = []
        for keywords, rules in self._by_values.items():
            values = (value_of(keyword, instance).strip(" \0") for keyword in keywords)
            numbers += rules.get(tuple(values), ())
        changes: dict[int | str, Value] = {}
        for number in numbers:
            changes.update(self.rules.rules[number].changes)
        return Asked(changes, tuple(sorted(numbers))) if numbers else _NOTHING

    def write(self, source_path: str, destination_path: str, asked: Asked) -> Corrected:
        """Write an instance as rules ask, and prove that nothing else of it is other.

        One that has these values already is copied byte for byte.

        Returns
        -------
        Corrected
            With a Finding that names what was changed, and no value.

        Raises
        ------
        Refused
            It cannot be made so; nothing is left.
        ScanFailure
            The source cannot be understood.
        OSError
            It cannot be read, or the destination exists or cannot be written.
        """
        modification = modification_of(self.rules, self._date_time)
        result = corrected(source_path, destination_path, asked.changes, modification)
        if not result.changed:
            return result
        numbers = ", ".join(f"rule[{number}]" for number in asked.rules)
        message = f"{', '.join(one.keyword for one in result.changed)} coerced by {numbers}."
        findings = (finding("coerced", message), *result.findings)
        return msgspec.structs.replace(result, findings=findings)


_NOTHING: Final = Asked()


def modification_of(rules: Rules, date_time: str = "") -> Modification:
    """What files say of their coercion; at a time as DICOM writes it, or now."""
    equipment = Equipment(
        IMPORTER,
        manufacturer="dicom-fileset",
        institution_name=rules.institution_name,
        station_name=rules.station_name,
        model_name="dicom-fileset",
        software_versions=__version__,
        description="Imported from portable media",
    )
    return Modification("COERCE", rules.modifying_system, rules.source, equipment, date_time)


class Applied:
    """Which rules matched what, over a whole import."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._studies: dict[int, set[bytes]] = {}

    def take(self, asked: Asked, instance: Instance) -> None:
        """Take note of what was asked of an instance."""
        for number in asked.rules:
            self._studies.setdefault(number, set()).add(instance.parents.study_instance_uid)

    def findings(self, path: str | None = None) -> tuple[Finding, ...]:
        """What there is to say of the rules when all instances were seen; ``path`` is theirs."""
        where = Where(path=path)
        return tuple(
            finding(code, f"rule[{number}] {what}.", where)
            for number, rule in enumerate(self._rules.rules)
            for code, what in _told(rule, len(self._studies.get(number, ())))
        )


def _told(rule: Rule, studies: int) -> Iterator[tuple[str, str]]:
    """Code and words on a rule that matched instances of so many studies."""
    if not studies:
        yield "coercion-unmatched", "matched nothing"
        return
    spread = " and ".join(one for one in _OF_ONE_STUDY if one in rule.changes)
    if studies > 1 and spread:
        yield "coercion-spread", f"gave one {spread} to {studies} studies"
    moved = " and ".join(one for one in _REFERRED_TO if one in rule.changes)
    if moved:
        yield "coercion-references", f"changed {moved}; references to it were left"
