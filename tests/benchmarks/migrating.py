"""One file migrated: what all but the codecs costs, and a shell loop with the same proof."""

import shutil
from pathlib import Path
from typing import Final

from benchmarks.measuring import Run, Side, median, run_command, run_python, take_turns
from benchmarks.tables import Figure, Row, Table, faster, share
from benchmarks.transcoding import slices
from benchmarks.workshop import Workshop, expect

SYNTAXES: Final = {
    "HTJ2K Lossless": "1.2.840.10008.1.2.4.201",
    "JPEG-LS Lossless": "1.2.840.10008.1.2.4.80",
    "JPEG 2000 Lossless": "1.2.840.10008.1.2.4.90",
    "JPEG Lossless SV1": "1.2.840.10008.1.2.4.70",
    "RLE Lossless": "1.2.840.10008.1.2.5",
}
_CORES: Final = 2
_SECONDS_A_DAY: Final = 86400
_TB: Final = 1e12
_TICK: Final = 1e-3

_PEERS: Final = {
    "JPEG Lossless SV1": ("DCMTK", "dcmcjpeg +e1", "dcmdjpeg"),
    "JPEG-LS Lossless": ("DCMTK", "dcmcjpls", "dcmdjpls"),
    "RLE Lossless": ("DCMTK", "dcmcrle", "dcmdrle"),
    "JPEG 2000 Lossless": ("GDCM", "gdcmconv --j2k", "gdcmconv --raw"),
}
"""Whose, and the commands that encode and that decode again."""
_LOOP: Final = """
set -e
for file in "$1"/*; do
  made="$2/${file##*/}"
  ENCODE "$file" "$made"
  DECODE "$made" "$2/again"
  gdcmraw -i "$file" -o "$2/before.raw"
  gdcmraw -i "$2/again" -o "$2/after.raw"
  cmp "$2/before.raw" "$2/after.raw"
  dcmdump +L "$file" | grep -v '^(0002\\|^(7fe0\\|^#' > "$2/before.txt"
  dcmdump +L "$2/again" | grep -v '^(0002\\|^(7fe0\\|^#' > "$2/after.txt"
  diff "$2/before.txt" "$2/after.txt" > "$2/differ.txt" || true
  sha256sum "$file" "$made" > /dev/null
done
rm "$2"/again "$2"/before.* "$2"/after.* "$2"/differ.txt
"""


def measure(shop: Workshop) -> Table:
    """Everything but encoders and decoders, by syntax, and what a day brings."""
    number = shop.sized(200)
    source, place = slices(shop, number), shop.folder / "migrated"
    sides = {name: _ours(source, place, uid, number) for name, uid in SYNTAXES.items()}
    runs = take_turns(sides, shop.rounds(5), 60)
    rows: list[Row] = []
    for name, some in runs.items():
        # A clock of processor time may not have moved while one small file was migrated.
        codecs = max(median(run.said["codecs"] for run in some), _TICK)
        rest = max(median(run.said["seconds"] - run.said["codecs"] for run in some), _TICK)
        size = some[0].said["bytes"]
        a_day = size / (codecs + rest) * _SECONDS_A_DAY * _CORES / _TB
        what = f"all but codecs, {number} CT of 0.5 MB to {name}"
        figures = (Figure(who, s / number * 1000, "ms", number) for who, s in _two(rest, codecs))
        rows.append(share(what, *figures, "the codecs", headline="HTJ2K" in name))
        rows.append(Row(f"two cores, a day, {name}", Figure("migrate", a_day, "TB", number)))
    notes = (
        "Processor time: reading, hashing, comparing, writing, reading back, hashing, scanning.",
        "A day of two cores: twice what one core did here; native bytes of the sources.",
    )
    return Table("migrate-file", "Migration: one file beside its codecs", tuple(rows), notes)


def _two(rest: float, codecs: float) -> tuple[tuple[str, float], ...]:
    return ("migrate", rest), ("codecs", codecs)


def _ours(source: Path, place: Path, uid: str, number: int) -> Side:
    def run() -> Run:
        shutil.rmtree(place, ignore_errors=True)
        done = run_python("migrating_work", "files", source, place, uid)
        expect("migrate", len(list((place / "there").iterdir())), number)
        return done

    return run


def measure_peers(shop: Workshop) -> Table:
    """Processor time of ours, and of a loop that encodes, decodes, compares and hashes."""
    number = shop.sized(100)
    source, place = slices(shop, number), shop.folder / "migrated"
    rows: list[Row] = []
    for name, (who, encode, decode) in _PEERS.items():
        tools = {encode.split()[0], decode.split()[0], "gdcmraw", "dcmdump"}
        sides = {"ours": _ours(source, place, SYNTAXES[name], number)}
        if all(shop.tool(tool, slow=False) for tool in sorted(tools)):
            script = _LOOP.replace("ENCODE", encode).replace("DECODE", decode)
            sides["peer"] = _loop(script, source, place, number)
        runs = take_turns(sides, shop.rounds(3), 60)
        figures = {
            side: Figure(side, median(run.cpu for run in some), "s", number)
            for side, some in runs.items()
        }
        what = f"{number} CT to {name} with proof, processor time, against a loop of {who}"
        rows.append(faster(what, figures["ours"], figures.get("peer"), headline=True))
    notes = (
        "The loop: encode, decode again, compare raw pixels and dumps, SHA-256 of both files.",
        "Ours with the start of Python and all imports.",
    )
    return Table("migrate-peers", "Migration: a shell loop with the same proof", tuple(rows), notes)


def _loop(script: str, source: Path, place: Path, number: int) -> Side:
    def run() -> Run:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        done = run_command(["sh", "-c", script, "sh", source, place])
        expect("a loop", len(list(place.iterdir())), number)
        return done

    return run
