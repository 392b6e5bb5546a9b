"""Instances of a journal counted in one pass: by modality, and by transfer syntax."""

from collections import defaultdict
from typing import Final, NamedTuple

from ..journal import Journal
from ..model import WRITTEN
from ..report import SyntaxCount
from .groups import Sums, typed_row

_MOST: Final = 10_000
"""Modalities or pairs of transfer syntaxes; a journal that has more is none of ours."""
_KINDS: Final = (
    "SELECT kind.modality, kind.transfer_syntax_uid, one.syntax_out, one.outcome, one.files, "
    "one.bytes_in, one.bytes_out FROM (SELECT kind, ifnull(syntax_out, '') AS syntax_out, "
    "ifnull(outcome, '') AS outcome, count(*) AS files, sum(size) AS bytes_in, "
    "sum(ifnull(size_out, 0)) AS bytes_out FROM file WHERE kind IS NOT NULL GROUP BY 1, 2, 3) "
    "AS one JOIN kind ON kind.number = one.kind"
)


class _Kind(NamedTuple):
    modality: str
    syntax_in: str
    syntax_out: str
    outcome: str
    files: int
    bytes_in: int
    bytes_out: int


class ModalityCount(NamedTuple):
    """Instances of one modality.

    Attributes
    ----------
    modality
        As headers have it; empty for none.
    files
        Of the sources.
    written, bytes_in, bytes_out
        How many have a file at the destination, how long their sources are, and how long these.
    """

    modality: str
    files: int
    written: int
    bytes_in: int
    bytes_out: int


class KindsCounted(NamedTuple):
    """Instances by what they are; the largest first."""

    modalities: tuple[ModalityCount, ...]
    syntaxes: tuple[SyntaxCount, ...]


def kinds_counted(journal: Journal) -> KindsCounted:
    """Count the instances of a journal."""
    files: defaultdict[str, int] = defaultdict(int)
    written: defaultdict[str, Sums] = defaultdict(Sums)
    pairs: defaultdict[tuple[str, str], Sums] = defaultdict(Sums)
    for row in journal.data.execute(_KINDS):
        one = typed_row(row, _Kind)
        files[one.modality] += one.files
        if one.outcome in WRITTEN:
            sums = one.files, one.bytes_in, one.bytes_out
            pair = one.syntax_in, one.syntax_out
            written[one.modality] = written[one.modality].and_also(*sums)
            pairs[pair] = pairs[pair].and_also(*sums)
        if len(files) > _MOST or len(pairs) > _MOST:
            raise ValueError(one.modality)
    modalities = (ModalityCount(name, number, *written[name]) for name, number in files.items())
    syntaxes = (SyntaxCount(*pair, *sums) for pair, sums in pairs.items())
    return KindsCounted(
        tuple(sorted(modalities, key=lambda one: (-one.bytes_in, one.modality))),
        tuple(sorted(syntaxes, key=lambda one: (-one.files, one.syntax_in, one.syntax_out))),
    )
