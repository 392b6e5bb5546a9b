"""The tail of the session before: what it settled last may not have reached the medium."""

from ..transcoding.source_file import digest_of, source_file
from .journal import Journal
from .work import Work

_AGAIN = (
    "UPDATE file SET state = 'looked at', outcome = NULL, code = NULL, reason = NULL, "
    "findings = NULL, sha256_in = NULL, sha256_out = NULL, syntax_out = NULL, size_out = NULL, "
    "series_out = NULL, instance_out = NULL, at = NULL, sequence = NULL WHERE number = ?"
)


def look_again(journal: Journal, work: Work, flushed: int) -> int:
    """Have files done again that are not what the journal says; how many they are.

    Parameters
    ----------
    flushed
        The sequence up to which the medium has all.
    """
    last = journal.number("SELECT max(sequence) FROM file")
    bad = [
        (number,) for number, path, sha256 in work.placed(flushed, last) if _sha256(path) != sha256
    ]
    with journal.change() as data:
        data.executemany(_AGAIN, bad)
    return len(bad)


def _sha256(path: str) -> bytes:
    try:
        with source_file(path) as file:
            return digest_of(file.source)
    except OSError:
        return b""
