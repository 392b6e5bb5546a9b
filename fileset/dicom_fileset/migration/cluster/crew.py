"""The workers of a cluster that are sent something: those that have what we have."""

from typing import Final, NamedTuple

from ...errors import Refused
from ...findings import finding
from ...model import Finding
from ...version import __version__
from .link import Link
from .worker import Introduction, introduced, versions_here

_VERSION_NAME: Final = "dicom_fileset.version:__version__"


class Hand:
    """A worker, and how many batches it has.

    Attributes
    ----------
    reserved
        Whether it has a file that workers died over, and is to have nothing beside it.
    """

    __slots__ = ("address", "batches", "name", "reserved", "threads")

    def __init__(self, address: str, name: str, threads: int) -> None:
        self.address = address
        self.name = name
        self.threads = threads
        self.batches = 0
        self.reserved = False


class Seen(NamedTuple):
    """A worker that is there, by its address, with its threads."""

    address: str
    threads: int


class Crew:
    """Who is there and fit to work; asked anew as workers come and go.

    Attributes
    ----------
    hands
        By address.
    findings
        Why some are sent nothing.

    Raises
    ------
    Refused
        The scheduler has not what we have; it has to read what passes through it.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._unfit: set[str] = set()
        self.hands: dict[str, Hand] = {}
        self.findings: list[Finding] = []
        differs = _differs("The scheduler", link.named_at_scheduler(_VERSION_NAME))
        if differs:
            raise Refused(differs)

    @property
    def threads(self) -> int:
        """Batches that can be worked on at once."""
        return sum(hand.threads for hand in self.hands.values())

    def look(self) -> list[Hand]:
        """See who has come, and who has gone since; those are given back."""
        there = self._link.workers()
        self._unfit &= there.keys()
        gone = [self.hands.pop(address) for address in self.hands.keys() - there.keys()]
        new = sorted(there.keys() - self.hands.keys() - self._unfit)
        for address in self._of_our_version(new):
            self._welcome(address, there[address])
        return gone

    def _of_our_version(self, addresses: list[str]) -> list[str]:
        """Those that our functions can be run by."""
        if not addresses:
            return []
        found = self._link.named(_VERSION_NAME, addresses)
        fit = [address for address in addresses if self._fits(address, found.get(address))]
        self._introductions = self._link.asked(introduced, workers=fit) if fit else {}
        return fit

    def _fits(self, address: str, version: object) -> bool:
        if version is None or isinstance(version, OSError):
            return False  # it is going, and is asked again if it is still there
        differs = _differs(f"The worker {address}", version)
        return differs is None or self._pass_by(address, differs.message)

    def _welcome(self, address: str, threads: int) -> None:
        answer = self._introductions.get(address)
        if not isinstance(answer, Introduction):
            return  # as above
        here = versions_here()
        other = [
            f"{name} is {answer.versions.get(name) or 'missing'} there and {ours or 'missing'} here"
            for name, ours in here.items()
            if answer.versions.get(name) != ours
        ]
        if other:
            message = f"The worker {address} has other packages: {', '.join(other)}."
            self._pass_by(address, message)
            return
        self.hands[address] = Hand(address, answer.name, threads)

    def _pass_by(self, address: str, why: str) -> bool:
        self._unfit.add(address)
        self.findings.append(finding("worker-passed-by", why))
        return False


def _differs(who: str, version: object) -> Finding | None:
    if version == __version__:
        return None
    has = f"version {version}" if isinstance(version, str) else "none"
    message = f"{who} has {has} of dicom-fileset; this is version {__version__}."
    return finding("cluster-differs", message)
