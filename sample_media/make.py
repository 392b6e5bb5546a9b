"""Make the sample media: ``incoming/`` (sound) and ``troubled/`` (the rest of life).

Run it without arguments to write beside this file, or with ``--output DIR`` to write elsewhere.
"""

import argparse
from pathlib import Path

from making import incoming
from making.part10 import write_all

HERE = Path(__file__).parent


def main() -> None:
    """Write both folders."""
    parser = argparse.ArgumentParser(description="Make the sample media.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to")
    output: Path = parser.parse_args().output
    write_all(incoming.everything(), output / "incoming")


if __name__ == "__main__":
    main()
