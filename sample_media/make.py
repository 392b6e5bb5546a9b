"""Make the sample media: ``incoming/`` (sound) and ``troubled/`` (the rest of life).

Run it without arguments to write beside this file, or with ``--output DIR`` to write elsewhere.
``--natives DIR`` writes, instead, the images of ``streams/`` before they were compressed, and
those of ``troubled/pixels`` before anything happened to them.
"""

import argparse
from pathlib import Path

from making import angiography, archive, compressed, incoming, thyroid, troubled, troubled_pixels
from making.part10 import write_all

HERE = Path(__file__).parent


def main() -> None:
    """Write both folders, or the natives."""
    parser = argparse.ArgumentParser(description="Make the sample media.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--natives", type=Path, help="folder for uncompressed images, to encode")
    arguments = parser.parse_args()
    if arguments.natives:
        rows = [*archive.IMAGES, *angiography.IMAGES, *thyroid.IMAGES]
        images = [*compressed.natives(rows), *troubled_pixels.natives()]
        write_all(images, arguments.natives)
        return
    write_all(incoming.everything(), arguments.output / "incoming")
    write_all(troubled.everything(), arguments.output / "troubled")


if __name__ == "__main__":
    main()
