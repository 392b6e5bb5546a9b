"""Damaged streams decoded in a child process with a deadline: native decoders hang, and crash."""

import base64
import json
import random
import select
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from typing import Final, NamedTuple

if __name__ == "__main__":
    sys.path[:0] = sys.argv[1:]

from dicom_codecs import CodecError, PixelFormat, transfer_syntax
from dicom_codecs.implementations import decoder

DEADLINE_SECONDS: Final = 20.0


class Mutant(NamedTuple):
    """A stream to decode, and what is said of it."""

    stream: bytes
    implementation: str
    uid: str
    format: PixelFormat


def flipped(stream: bytes, seed: int) -> bytes:
    """A stream with one to four bits flipped, or some bytes cut out, doubled or zeroed."""
    draw = random.Random(seed)  # noqa: S311 damage, no secret
    data = bytearray(stream)
    if draw.random() < 0.7:
        for _ in range(draw.randint(1, 4)):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        return bytes(data)
    start = draw.randrange(len(data))
    end = min(len(data), start + draw.randint(1, 12))
    data[start:end] = draw.choice([b"", data[start:end] * 2, bytes(end - start)])
    return bytes(data)


def outcomes(mutants: Sequence[Mutant]) -> list[str]:
    """What became of each: ``decoded``, the name of a codec error, ``hang``, or what went wrong."""
    done: list[str] = []
    while len(done) < len(mutants):
        done += _one_child(mutants[len(done) :])
    return done


def _one_child(mutants: Sequence[Mutant]) -> Iterator[str]:
    command = [sys.executable, __file__, *sys.path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        for mutant in mutants:
            data = base64.b64encode(mutant.stream).decode()
            said = (data, mutant.implementation, mutant.uid, astuple(mutant.format))
            child.stdin.write(json.dumps(said).encode() + b"\n")
            child.stdin.flush()
            ready, _, _ = select.select([child.stdout], [], [], DEADLINE_SECONDS)
            answer = child.stdout.readline().decode().strip() if ready else "hang"
            yield answer or f"crash {child.wait()}"
            if not ready or not answer:
                child.kill()
                return
        child.stdin.close()


def _answer(line: str) -> str:
    stream, implementation, uid, fmt = json.loads(line)
    syntax = transfer_syntax(uid)
    assert syntax
    try:
        decoded = decoder(implementation)(base64.b64decode(stream), PixelFormat(*fmt), syntax)
    except CodecError as error:
        return type(error).__name__
    except Exception as error:  # noqa: BLE001 what is not to be, reported
        return repr(error).replace("\n", " ")
    good = decoded.frame.shape == decoded.format.shape
    return "decoded" if good else f"shape {decoded.frame.shape}"


if __name__ == "__main__":
    for line in sys.stdin:
        print(_answer(line), flush=True)
