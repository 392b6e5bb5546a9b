"""What transcoding benchmarks measure from inside: ``python -m benchmarks.transcoding_work``."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any, Final

import numpy as np
from benchmarks.codec_images import images
from dicom_codecs import PixelFormat, codec
from dicom_fileset.transcoder import Transcoder
from dicom_fileset.transcoding import frame_encoder
from images import image, picture


def overhead(source: str, destination: str, syntax: str) -> dict[str, Any]:
    """Transcode without proof; all of it, and the encoding alone."""
    spent = 0.0

    def timed(*arguments: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        encoded = codec.encode(*arguments)
        spent += time.perf_counter() - start
        return encoded

    frame_encoder.encode = timed  # type: ignore[assignment]
    transcoder = Transcoder(destination, syntax, verify=False)
    start = time.perf_counter()
    transcoder.add(source)
    written = transcoder.run().written
    return {
        "seconds": time.perf_counter() - start,
        "encoding": spent,
        "instances": len(written),
    }


def make_slices(root: str, number: int) -> dict[str, Any]:
    """Write CT slices of 512 x 512 x 12 bits."""
    slice_ = images(xa_frames=1)[0]
    Path(root).mkdir()
    for place in range(number):
        cells = np.roll(slice_.frames[0], place % 97, axis=0)
        ds = image(slice_.format, cells[np.newaxis], place + 1)
        ds.save_as(Path(root, f"{place:05}.dcm"), enforce_file_format=True)
    return {"instances": number}


def make_many_frames(path: str, frames: int) -> dict[str, Any]:
    """Write an instance of 256 x 256 x 12 bits with so many frames."""
    fmt = PixelFormat(256, 256, 1, 16, 12)
    cells = picture(fmt, 10)
    ds = image(fmt, np.concatenate([cells] * -(-frames // 10))[:frames])
    ds.save_as(path, enforce_file_format=True)
    return {"bytes": Path(path).stat().st_size}


def memory(source: str, destination: str, syntax: str) -> dict[str, Any]:
    """Transcode one instance; the most memory at its start and at its end, in KiB."""
    transcoder = Transcoder(destination, syntax)
    for name in codec.row_of("1.2.840.10008.1.2.4.70").decode:
        if codec.available(name):
            codec.decoder(name)
    start = _peak_kib()
    transcoder.add(source)
    written = transcoder.run().written
    return {"start": start, "end": _peak_kib(), "instances": len(written)}


def _peak_kib() -> int:
    unit = 1024 if sys.platform == "darwin" else 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit


_VERBS: Final = {
    "overhead": overhead,
    "make-slices": make_slices,
    "make": make_many_frames,
    "memory": memory,
}


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    arguments = [int(word) if word.isdigit() else word for word in words]
    print(json.dumps(_VERBS[verb](*arguments)))
