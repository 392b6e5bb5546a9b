"""The tables of a journal for volumes: which series are on which, and how far each one is.

A volume is ``planned``, then ``named`` once its files have their places in the journal, then
``built`` once its DICOMDIR stands.
"""

from typing import Final

VOLUME_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS volume (
        number INTEGER PRIMARY KEY,
        label TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL DEFAULT 'planned',
        uid TEXT,                         -- File-set UID
        bytes INTEGER,                    -- of its files and its DICOMDIR
        taken INTEGER,                    -- bytes that it takes on a medium
        remarks TEXT                      -- codes of what there was to say, with their number
    )""",
    """CREATE TABLE IF NOT EXISTS volume_part (
        volume INTEGER NOT NULL REFERENCES volume,
        position INTEGER NOT NULL,
        series INTEGER,
        layer INTEGER NOT NULL,
        first INTEGER NOT NULL,           -- of its files, by their numbers
        last INTEGER NOT NULL,
        PRIMARY KEY (volume, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS layered (  -- files that do not go with the first of their UID
        number INTEGER PRIMARY KEY REFERENCES file,
        layer INTEGER NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS left_out ( -- files that no directory can list
        number INTEGER PRIMARY KEY REFERENCES file,
        volume INTEGER NOT NULL REFERENCES volume,
        code TEXT NOT NULL,
        message TEXT NOT NULL
    )""",
    """CREATE INDEX IF NOT EXISTS file_by_series ON file (series_out, number)
    WHERE size_out IS NOT NULL""",
)

LAID: Final = """
    state = 'settled' AND outcome IN ('transcoded', 're-encoded', 'kept', 'carried')
    AND volume IS NULL AND file.number NOT IN (SELECT number FROM left_out)
"""
"""Of a file: it is written, and on no volume yet."""

CONTESTED: Final = f"""
    SELECT number, coalesce(repeats, number) AS first, series_out FROM file
    WHERE {LAID} AND (repeats IS NOT NULL OR number IN (
        SELECT repeats FROM file WHERE repeats IS NOT NULL))
    ORDER BY first, number
"""  # noqa: S608 - of our own text
"""Files that share their SOP Instance UID with others, beside each other."""

NOT_LAYERED: Final = """
    DELETE FROM layered WHERE EXISTS (
        SELECT 1 FROM file WHERE file.number = layered.number AND volume IS NULL)
"""

OF_SERIES: Final = f"""
    SELECT series_out, coalesce(layer, 0) AS of_layer, count(*), sum((size_out + 2047) / 2048),
           min(file.number), max(file.number), min(nullif(date, 0)),
           patient, person, study, series.series
    FROM file LEFT JOIN layered USING (number) LEFT JOIN series ON series.number = series_out
    WHERE {LAID} GROUP BY series_out, of_layer
"""  # noqa: S608 - of our own text

IN_PART: Final = f"""
    SELECT number, size_out, instance_out, sha256_out FROM file LEFT JOIN layered USING (number)
    WHERE series_out IS ? AND number BETWEEN ? AND ? AND coalesce(layer, 0) = ? AND {LAID}
    AND size_out IS NOT NULL ORDER BY number
"""  # noqa: S608 - of our own text
"""The files of a part, in order; before they are named."""

ON_VOLUME: Final = """
    SELECT number, destination, size_out, sha256_out, instance_out FROM file
    WHERE series_out IS ? AND number BETWEEN ? AND ? AND volume = ?
    AND size_out IS NOT NULL ORDER BY number
"""
"""The files of a part, in order; once they are named."""
