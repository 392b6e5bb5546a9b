"""Make the sample media: ``incoming/`` (sound) and ``troubled/`` (the rest of life).

Run it without arguments to write beside this file, and the few samples that travel in the wheel
into the package; or with ``--output DIR`` to write all elsewhere, the latter into ``samples/``.
``--natives DIR`` writes, instead, the images of ``streams/`` before they were compressed, and
those of ``troubled/pixels`` before anything happened to them.
"""

import argparse
from pathlib import Path

from making import (
    angiography,
    archive,
    compressed,
    incoming,
    thyroid,
    troubled,
    troubled_pixels,
    wheel_samples,
)
from making.part10 import write_all

HERE = Path(__file__).parent
IN_THE_WHEEL = HERE.parent / "fileset" / "dicom_fileset" / "conformance" / "samples"


def main() -> None:
    """Write both folders, or the natives."""
    parser = argparse.ArgumentParser(description="Make the sample media.")
    parser.add_argument("--output", type=Path, help="folder to write to")
    parser.add_argument("--natives", type=Path, help="folder for uncompressed images, to encode")
    arguments = parser.parse_args()
    if arguments.natives:
        rows = [*archive.IMAGES, *angiography.IMAGES, *thyroid.IMAGES]
        images = [*compressed.natives(rows), *troubled_pixels.natives()]
        write_all(images, arguments.natives)
        return
    output = arguments.output or HERE
    write_all(incoming.everything(), output / "incoming")
    write_all(troubled.everything(), output / "troubled")
    samples = arguments.output / "samples" if arguments.output else IN_THE_WHEEL
    write_all(wheel_samples.everything(), samples)


if __name__ == "__main__":
    main()
