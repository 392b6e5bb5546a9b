"""Files opened by DCMTK, GDCM and pydicom, each content once by each of them."""

import hashlib
import subprocess
import tempfile
import warnings
from pathlib import Path
from typing import Final

from pydicom import dcmread

PARSERS: Final = {"dcmdump": ("dcmdump", "-q", "{given}"), "gdcmdump": ("gdcmdump", "{given}")}
"""Tools that read every element of a file."""

DECODERS: Final = {
    "dcmj2pnm": ("dcmj2pnm", "+Wm", "{given}", "{made}"),
    "gdcmconv": ("gdcmconv", "--raw", "{given}", "{made}"),
}
"""Tools that decode images: DCMTK's draws the first frame, GDCM's decodes them all."""

COMMANDS: Final = {**PARSERS, **DECODERS}


class Readers:
    """What foreign readers say of files; a content that was seen is not shown to them again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, bytes], bool] = {}

    def opens(self, reader: str, path: Path) -> bool:
        """Whether a reader, a tool or pydicom, opens a file without complaint."""
        key = reader, hashlib.sha256(path.read_bytes()).digest()
        if key not in self._known:
            self._known[key] = by_pydicom(path) if reader == "pydicom" else by_tool(reader, path)
        return self._known[key]


def by_tool(tool: str, path: Path) -> bool:
    """Whether a tool opens a file."""
    with tempfile.TemporaryDirectory() as folder:
        made = str(Path(folder) / "made")
        command = [part.format(given=path, made=made) for part in COMMANDS[tool]]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def by_pydicom(path: Path) -> bool:
    """Whether pydicom reads the file and each of its elements."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            for _ in dcmread(path).iterall():
                pass
        except Exception:  # noqa: BLE001 - pydicom has no base class for what it cannot read
            return False
    return True
