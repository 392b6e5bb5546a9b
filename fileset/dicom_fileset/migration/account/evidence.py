"""What a session of a migration performed, for the ledger: kinds of instances, and how often."""

from collections import Counter
from typing import Final, NamedTuple

from ...evidence import done, performed
from ...ledger import Performed, keep
from ...model import Action, Finding
from ..journal import Journal
from ..model import Outcome
from .groups import typed_row

_ACTIONS: Final[dict[Outcome, Action]] = {
    "transcoded": "transcoded",
    "re-encoded": "re-encoded",
    "kept": "copied",
    "carried": "copied",
}
_PERFORMED: Final = (
    "SELECT kind.sop_class_uid, kind.transfer_syntax_uid, file.syntax_out, "  # noqa: S608 - ours
    "ifnull(file.encoder, ''), file.outcome, ifnull(file.lossless, 1) <> 0, count(*) FROM file "
    "JOIN kind ON kind.number = file.kind WHERE file.sequence > ?1 AND file.session = ?2 AND "
    f"file.outcome IN ({', '.join(map(repr, _ACTIONS))}) AND file.syntax_out IS NOT NULL AND "
    """ifnull(file.findings, '') NOT LIKE '%"severity": "error"%' GROUP BY 1, 2, 3, 4, 5, 6"""
)


class _Row(NamedTuple):
    sop_class_uid: str
    source_syntax_uid: str
    transfer_syntax_uid: str
    encoder: str
    outcome: Outcome
    lossless: int
    times: int


def evidence_of_session(journal: Journal, session: int, after: int) -> tuple[Finding, ...]:
    """Keep in the ledger what a session has settled and proven.

    A file that was carried though it is damaged is no evidence, nor is one that was not written.

    Parameters
    ----------
    session
        Its number.
    after
        The last sequence before it.

    Returns
    -------
    tuple of Finding
        Why it could not be kept, where that is so.
    """
    found: Counter[Performed] = Counter()
    for row in journal.rows(_PERFORMED, (after, session)):
        one = typed_row(row, _Row)
        lossless = bool(one.lossless)
        proof = done(_ACTIONS[one.outcome], lossless=lossless)
        uids = one.sop_class_uid, one.source_syntax_uid, one.transfer_syntax_uid
        found[Performed(*uids, one.encoder, "", proof, lossless)] += one.times
    return keep("", "migrate", performed(found))
