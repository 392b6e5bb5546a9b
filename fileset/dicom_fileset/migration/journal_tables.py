"""The tables of a journal: one row a source file, and what many rows have in common.

States of a file: ``found`` by the inventory, ``looked at`` by its header, ``settled`` with an
outcome.  Names that are no valid text are kept as bytes.
"""

from typing import Final

VERSION: Final = 1

TABLES: Final = """
CREATE TABLE fact (                       -- of the migration as a whole: terms, choices, progress
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE session (                    -- each time that somebody was at work on it
    number INTEGER PRIMARY KEY,
    begun REAL NOT NULL,                  -- seconds since 1970
    ended REAL,
    seconds REAL NOT NULL DEFAULT 0,      -- by a clock that nobody can set
    jobs INTEGER NOT NULL,
    scheduler TEXT NOT NULL,
    version TEXT NOT NULL
);
CREATE TABLE source (                     -- as it was named, made absolute
    number INTEGER PRIMARY KEY,
    path NOT NULL UNIQUE,
    name NOT NULL                         -- its folder below the destination; empty for itself
);
CREATE TABLE folder (
    number INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    path NOT NULL,                        -- below that source, / between names; empty for itself
    inode TEXT UNIQUE,                    -- by which it is known again; NULL until it is read
    state TEXT NOT NULL DEFAULT 'found',  -- read, or unreadable
    UNIQUE (source, path)
);
CREATE INDEX folder_to_read ON folder (source, path) WHERE state = 'found';
CREATE TABLE kind (                       -- model.Kind
    number INTEGER PRIMARY KEY,
    sop_class_uid TEXT NOT NULL,
    transfer_syntax_uid TEXT NOT NULL,
    modality TEXT NOT NULL,
    photometric TEXT NOT NULL,
    samples INTEGER NOT NULL,
    bits_allocated INTEGER NOT NULL,
    bits_stored INTEGER NOT NULL,
    frames TEXT NOT NULL,
    lossy INTEGER NOT NULL,
    UNIQUE (sop_class_uid, transfer_syntax_uid, modality, photometric, samples, bits_allocated,
            bits_stored, frames, lossy)
);
CREATE TABLE series (                     -- of model.Identity, all but the instance
    number INTEGER PRIMARY KEY,
    patient BLOB NOT NULL,
    person BLOB NOT NULL,
    study TEXT NOT NULL,
    series TEXT NOT NULL,
    UNIQUE (study, series, patient, person)
);
CREATE TABLE file (
    number INTEGER PRIMARY KEY,           -- in the order of the inventory
    folder INTEGER NOT NULL REFERENCES folder,
    name NOT NULL,
    size INTEGER NOT NULL,
    mtime INTEGER NOT NULL,               -- nanoseconds since 1970
    state TEXT NOT NULL DEFAULT 'found',
    kind INTEGER REFERENCES kind,         -- from here on: by its header
    series INTEGER REFERENCES series,
    instance TEXT,                        -- SOP Instance UID
    date INTEGER,                         -- of the study, YYYYMMDD; 0 where there is none
    native INTEGER,                       -- bytes of its pixels when they lie native
    repeats INTEGER,                      -- the first file of the same SOP Instance UID
    occurrence INTEGER NOT NULL DEFAULT 0,   -- how many files of that UID come before it
    rank INTEGER,                         -- in which it has its turn, where that is not its number
    destination,                          -- below the destination, where it is not its path
    volume INTEGER,                       -- of file-sets
    outcome TEXT,                         -- from here on: model.Result
    code TEXT,                            -- of the Finding that is the reason
    reason TEXT,
    findings TEXT,                        -- all of them, as JSON
    sha256_in BLOB,
    sha256_out BLOB,
    syntax_out TEXT,
    size_out INTEGER,
    series_out INTEGER REFERENCES series,
    instance_out TEXT,
    frames INTEGER,
    lossless INTEGER,
    decoder TEXT,
    encoder TEXT,
    seconds REAL,
    codec_seconds REAL,
    at REAL,                              -- seconds since 1970 at the session's begin, and since
    session INTEGER REFERENCES session,
    worker TEXT,
    sequence INTEGER,                     -- in which it was settled
    UNIQUE (folder, name)
);
CREATE INDEX file_not_settled ON file (number) WHERE state <> 'settled';
CREATE INDEX file_by_sequence ON file (sequence) WHERE sequence IS NOT NULL;
CREATE TABLE listed (                     -- what of the sources is no file, or could not be read
    number INTEGER PRIMARY KEY,
    path NOT NULL UNIQUE,
    code TEXT NOT NULL,
    message TEXT NOT NULL
);
"""
