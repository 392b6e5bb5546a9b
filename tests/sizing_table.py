"""The README's table of clusters: ``python tests/sizing_table.py`` makes it anew.

With ``--instances``, ``--bytes``, ``--cores`` and ``--storage`` it is one for another archive.
"""

import argparse
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "codecs"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fileset"))

from dicom_fileset.migration.cluster.sizing import Archive, Means, Rate, cores_for, sized

RATES: Final = (
    Rate("HTJ2K Lossless", 0.00214, 0.00524 / 525_122, 3.1),
    Rate("JPEG-LS Lossless", 0.00287, 0.0120 / 525_122, 3.4),
    Rate("JPEG 2000 Lossless", 0.00239, 0.0548 / 525_122, 3.3),
)
"""Of one core, by ``python tests/benchmarks/run.py migrate-file``: all but codecs for a file, and
codecs for a byte of it, processor time, on CT slices of 512 x 512 and 16 bits; a busy machine."""
ARCHIVES: Final = (Archive(10_000_000, 500_000), Archive(1_000_000_000, 500_000))
HEAD: Final = (
    "| to | instances | cores | days | files/s | storage | batches/s | journal | pace set by |\n"
    "|---|---|---|---|---|---|---|---|---|"
)
_DAYS: Final = (1, 7)
"""In which it should be done, of the one archive and the other."""


def table() -> str:
    """Two cores, and the cores for a time, for each archive and syntax."""
    lines = [HEAD]
    for archive, days in zip(ARCHIVES, _DAYS, strict=True):
        for rate in RATES:
            wanted = max(2, cores_for(archive, rate, days))
            lines += [line(archive, rate, Means(cores)) for cores in dict.fromkeys((2, wanted))]
    return "\n".join(lines)


def line(archive: Archive, rate: Rate, means: Means) -> str:
    """One row."""
    found = sized(archive, rate, means)
    cells = (
        rate.syntax,
        f"{archive.instances / 1e6:,.0f} million",
        f"{means.cores:,}",
        f"{found.days:,.1f}",
        f"{found.files:,.0f}",
        f"{found.storage / 1e6:,.0f} MB/s",
        f"{found.batches:,.1f}",
        f"{found.journal_bytes / 1e9:,.1f} GB",
        found.limit,
    )
    return f"| {' | '.join(cells)} |"


def _asked() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int)
    parser.add_argument("--bytes", type=int, default=500_000, help="of an instance")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--storage", type=float, default=float("inf"), help="bytes a second")
    asked = parser.parse_args()
    if not asked.instances:
        print(table())
        return
    archive, means = Archive(asked.instances, asked.bytes), Means(asked.cores, asked.storage)
    print("\n".join((HEAD, *(line(archive, rate, means) for rate in RATES))))


if __name__ == "__main__":
    _asked()
