"""Copies that are not in the archive yet, changed as rules of a site ask."""

from typing import NamedTuple

from msgspec.structs import replace

from ..model import Finding, Instance
from ..scan.scanner import Scanner
from .coercion import Applied, Coercion
from .coercion_rules import Rules
from .copying import Copies


class Part(NamedTuple):
    """A file that has no name in the archive yet, the instance in it, and what was said of it."""

    path: str
    instance: Instance
    findings: tuple[Finding, ...] = ()


class Coercing:
    """Has instances changed before they are placed.

    Parameters
    ----------
    rules
        By which they are.
    copies
        Gives names to what is not whole.
    date_time
        That all of them bear, as DICOM writes it: an import that is gone on with makes the same
        files again.
    """

    def __init__(self, rules: Rules, copies: Copies, date_time: str) -> None:
        self._coercion = Coercion(rules, date_time)
        self._applied = Applied(rules)
        self._copies = copies
        self._scanner = Scanner()

    def coerced(self, part: Part) -> Part:
        """The file as it is to be placed; the one that was given is gone, where it is another.

        Raises
        ------
        Refused, ScanFailure
            It cannot be made so.
        OSError
            It cannot be written.
        """
        asked = self._coercion.asked(part.instance)
        self._applied.take(asked, part.instance)
        if not asked.changes:
            return part
        path = self._copies.part()
        result = self._coercion.write(part.path, path, asked)
        self._copies.drop(part.path)
        instance = replace(self._scanner.scan(path), path=part.instance.path)
        here = tuple(
            replace(one, where=replace(one.where, path=part.instance.path))
            for one in result.findings
        )
        return Part(path, instance, (*part.findings, *here))

    def findings(self) -> tuple[Finding, ...]:
        """What there is to say of the rules when all instances were seen."""
        return self._applied.findings()
