"""Speed side by side with peers, as ratios: ``python tests/benchmarks/run.py --help``."""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import (
    assessing,
    codec_encapsulation,
    codec_jpeg,
    codec_jpeg_lossless,
    codec_native,
    codec_rle,
    copying,
    file_floor,
    help_answer,
    importing,
    ledger_cost,
    linearity,
    loading,
    many_series,
    mending,
    one_series,
    packing,
    repairing,
    sr_reading,
    transcoding,
    under_profiles,
    updating,
)
from benchmarks.tables import Table, markdown, summary
from benchmarks.workshop import Workshop, say

BENCHMARKS: Final[dict[str, Callable[[Workshop], Table]]] = {
    "one-series": one_series.measure,
    "many-series": many_series.measure,
    "linearity": linearity.measure,
    "floor": file_floor.measure,
    "load": loading.measure,
    "repair": repairing.measure,
    "mend": mending.measure,
    "copy": copying.measure,
    "import": importing.measure,
    "assess": assessing.measure,
    "transcode": transcoding.measure,
    "transcode-jobs": transcoding.measure_jobs,
    "transcode-overhead": transcoding.measure_overhead,
    "transcode-memory": transcoding.measure_memory,
    "profile-plan": under_profiles.measure_planning,
    "profile-verify": under_profiles.measure_verifying,
    "profile-create": under_profiles.measure_creating,
    "help": help_answer.measure,
    "ledger": ledger_cost.measure,
    "encapsulation": codec_encapsulation.measure,
    "jpeg": codec_jpeg.measure,
    "jpeg-lossless": codec_jpeg_lossless.measure,
    "rle": codec_rle.measure,
    "turbo": codec_native.measure,
    "sr": sr_reading.measure,
    "update": updating.measure,
    "pack": packing.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run benchmarks and print what they found."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    for name in asked.names:
        if name not in BENCHMARKS:
            parser.error(f"no benchmark is named {name}")
    folder = Path(asked.keep or tempfile.mkdtemp(prefix="dicom-fileset-benchmarks-"))
    folder.mkdir(parents=True, exist_ok=True)
    shop = Workshop(folder.resolve(), asked.scale, slow_peers=not asked.skip_slow_peers)
    # What benchmarks do is no evidence of anything.
    no_evidence = {"DICOM_FILESET_LEDGER": str(shop.folder / "ledger.sqlite")}
    tables = []
    try:
        with mock.patch.dict(os.environ, no_evidence):
            for name in asked.names or BENCHMARKS:
                say(f"{name} ...")
                tables.append(BENCHMARKS[name](shop))
                print(f"{markdown(tables[-1])}\n", flush=True)
    finally:
        if not asked.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"### Summary\n\n{summary(tables, machine(asked.scale))}")
    if asked.json:
        found = {"machine": machine(asked.scale), "tables": [asdict(table) for table in tables]}
        Path(asked.json).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def machine(scale: float) -> str:
    """Where this was measured."""
    scaled = "" if scale == 1 else f" Sizes are {scale:g} of the full benchmark."
    return (
        f"Measured in one run with {platform.python_implementation()} {platform.python_version()}"
        f" on {platform.system()}, {os.cpu_count()} processors, files in the page cache.{scaled}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--scale", type=float, default=1.0, help="of all sizes (default: 1)")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument("--keep", metavar="DIR", help="work there, and leave the media for later")
    parser.add_argument(
        "--skip-slow-peers", action="store_true", help="no peer that takes minutes at full size"
    )
    return parser


if __name__ == "__main__":
    main()
