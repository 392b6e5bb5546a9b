"""Copies that are not in the archive yet, changed as rules of a site ask."""

from typing import NamedTuple

from msgspec.structs import replace

from ..errors import Refused
from ..model import Finding, Instance
from ..scan.failure import ScanFailure
from ..scan.scanner import Scanner
from .coercion import Applied, Asked, Coercion
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
        asked = self._asked(part.instance)
        if not asked.changes:
            return part
        path = self._copies.part()
        try:
            result = self._coercion.write(part.path, path, asked)
        except BaseException:
            self._copies.drop(path)
            raise
        self._copies.drop(part.path)
        instance = replace(self._scanner.scan(path), path=part.instance.path)
        here = tuple(
            replace(one, where=replace(one.where, path=part.instance.path))
            for one in result.findings
        )
        return Part(path, instance, (*part.findings, *here))

    def holds(self, instance: Instance, archived: str) -> bool:
        """Whether what the archive has of an instance, at a path, is as the rules ask."""
        asked = self._asked(instance)
        if not asked.changes:
            return True
        path = self._copies.part()
        try:
            return not self._coercion.write(archived, path, asked).changed
        except (Refused, ScanFailure, OSError):
            return False
        finally:
            self._copies.drop(path)

    def _asked(self, instance: Instance) -> Asked:
        asked = self._coercion.asked(instance)
        self._applied.take(asked, instance)
        return asked

    def findings(self, *, all_seen: bool) -> tuple[Finding, ...]:
        """What there is to say of the rules; that one matched nothing, if all instances were seen.

        What an earlier run has settled is not seen.
        """
        told = self._applied.findings()
        return tuple(one for one in told if all_seen or one.code != "coercion-unmatched")
