"""Directories found by coverage, with atheris: ``python tests/fuzzing/guided.py CORPUS``.

It goes on until it is stopped, or as ``-runs=N`` and other arguments of libFuzzer say.  Seeds are
put into the folder CORPUS when it is new; what does not hold ends the run, and libFuzzer keeps the
input that did it in a file ``crash-...``.
"""

import os
import random
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DICOM_FILESET_LEDGER"] = "off"

with atheris.instrument_imports(include=["dicom_fileset"]):
    from fuzzing.holding import Holder
from fuzzing.mutations import SPOILS
from fuzzing.seeds import seeds

_OTHERS = seeds().others


class BreachFound(Exception):
    """Something did not hold."""


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Half of the mutations are those that know what a directory is made of."""
    rng = random.Random(seed)  # noqa: S311 - libFuzzer's own seed
    if not data or rng.random() < 0.5:
        return atheris.Mutate(data, most)
    spoiled = bytearray(data)
    rng.choice(list(SPOILS.values()))(spoiled, rng, _OTHERS)
    return bytes(spoiled[:most])


def main() -> None:
    """Run until something does not hold."""
    corpus = next((Path(one) for one in sys.argv[1:] if not one.startswith("-")), None)
    if corpus and not corpus.exists():
        corpus.mkdir(parents=True)
        for number, data in enumerate(_OTHERS):
            (corpus / f"seed{number}").write_bytes(data)
    with tempfile.TemporaryDirectory(prefix="dicom-fileset-fuzzing-") as folder:
        holder = Holder(Path(folder))

        def one(data: bytes) -> None:
            breaches = holder.held(data, count=False).breaches
            if breaches:
                raise BreachFound("; ".join(breaches))

        arguments = [*sys.argv, "-max_len=65536"]
        atheris.Setup(arguments, one, custom_mutator=mutated)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
