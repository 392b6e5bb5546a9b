"""Patients, studies, series and instances, as the headers of results say now."""

from typing import Final

from ..counts import Counts
from .journal import WRITTEN_OUTCOMES, SealedJournal

_THERE: Final = (
    "SELECT series.patient, series.person, series.study, series.series, "  # noqa: S608 - ours
    "CASE file.lossless WHEN 0 THEN file.instance ELSE file.instance_out END AS instance "
    "FROM file JOIN series ON series.number = file.series_out "
    f"WHERE file.outcome IN ({WRITTEN_OUTCOMES}) "
    "AND file.number NOT IN (SELECT number FROM temp.otherwise) "
    "UNION ALL SELECT patient, person, study, series, instance FROM temp.otherwise "
    "WHERE instance IS NOT NULL"
)
_COUNTED: Final = (
    "SELECT count(DISTINCT patient), count(DISTINCT study), "  # noqa: S608 - ours
    "count(DISTINCT study || char(0) || series || char(0) || hex(patient) || hex(person)), "
    f"count(DISTINCT instance) FROM ({_THERE})"
)


def counts_now(journal: SealedJournal) -> Counts:
    """As headers were read back: by the journal where they say the same, else by what they say.

    An instance that lost something has a UID of its own; it stands for the one it was made from.
    """
    return Counts(*journal.rows(_COUNTED)[0])
