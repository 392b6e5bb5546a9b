"""What DCMTK's dcmmkdir takes under each profile that it knows, asked file for file."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

_US_MEDIA: Final = ("CDR", "DVD")
_FLASH: Final = ("USB", "MMC", "CF", "SD")


def _named(pattern: str, media: Iterable[str]) -> tuple[str, ...]:
    return tuple(pattern.format(one) for one in media)


OPTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "--general-purpose": ("STD-GEN-CD", "STD-GEN-DVD-RAM", "STD-GEN-BD"),
        "--general-dvd-jpeg": ("STD-GEN-DVD-JPEG",),
        "--general-dvd-j2k": ("STD-GEN-DVD-J2K",),
        "--general-bd-jpeg": ("STD-GEN-BD-JPEG",),
        "--general-bd-j2k": ("STD-GEN-BD-J2K",),
        "--general-bd-mpeg2-mpml": ("STD-GEN-BD-MPEG2-MPML",),
        "--general-bd-mpeg2-mphl": ("STD-GEN-BD-MPEG2-MPHL",),
        "--general-bd-mpeg4-hp": ("STD-GEN-BD-MPEG4-HPLV41",),
        "--general-bd-mpeg4-hpbd": ("STD-GEN-BD-MPEG4-HPLV41BD",),
        "--general-bd-mpeg4-hp2d": ("STD-GEN-BD-MPEG4-HPLV42-2D",),
        "--general-bd-mpeg4-hp3d": ("STD-GEN-BD-MPEG4-HPLV42-3D",),
        "--general-bd-mpeg4-hpst": ("STD-GEN-BD-MPEG4-SHPLV42",),
        "--usb-and-flash-jpeg": _named("STD-GEN-{}-JPEG", _FLASH),
        "--usb-and-flash-j2k": _named("STD-GEN-{}-J2K", _FLASH),
        "--general-mime": ("STD-GEN-MIME",),
        "--mpeg2-mpml-dvd": ("STD-DVD-MPEG2-MPML",),
        "--basic-cardiac": ("STD-XABC-CD",),
        "--xray-angiographic": ("STD-XA1K-CD",),
        "--xray-angiographic-dvd": ("STD-XA1K-DVD",),
        "--dental-radiograph": ("STD-DEN-CD",),
        "--ct-and-mr": ("STD-CTMR-CD", "STD-CTMR-DVD-RAM", "STD-CTMR-DVD"),
        "--ultrasound-id-sf": _named("STD-US-ID-SF-{}", _US_MEDIA),
        "--ultrasound-sc-sf": _named("STD-US-SC-SF-{}", _US_MEDIA),
        "--ultrasound-cc-sf": _named("STD-US-CC-SF-{}", _US_MEDIA),
        "--ultrasound-id-mf": _named("STD-US-ID-MF-{}", _US_MEDIA),
        "--ultrasound-sc-mf": _named("STD-US-SC-MF-{}", _US_MEDIA),
        "--ultrasound-cc-mf": _named("STD-US-CC-MF-{}", _US_MEDIA),
    }
)
"""The option of dcmmkdir, and the profiles that it means: media that share an annex are one to it.

Its two options of Annex F (12-lead ECG, haemodynamic waveforms) are of profiles that are retired.
"""

TOGETHER: Final = 64
"""Files of one call: most of the time of a call is its start."""


class Verdict(NamedTuple):
    """Whether a file is taken, and what is said against it."""

    accepted: bool
    reason: str


def copies_of(files: Iterable[Path], folder: Path) -> dict[Path, Path]:
    """Copies under names that are legal File IDs, and what each is a copy of."""
    folder.mkdir()
    made = {folder / f"F{number:05}": path for number, path in enumerate(files)}
    for copy, path in made.items():
        shutil.copyfile(path, copy)
    return made


def groups_of(identified: Mapping[str, str]) -> list[list[str]]:
    """Names by their SOP Instance UIDs in groups, of which none holds a UID twice."""
    groups: list[tuple[set[str], list[str]]] = [(set(), [])]
    for name, uid in identified.items():
        uids, names = next(
            (one for one in groups if uid not in one[0] and len(one[1]) < TOGETHER),
            (set(), []),
        )
        if not names and (uids, names) not in groups:
            groups.append((uids, names))
        uids.add(uid)
        names.append(name)
    return [names for _, names in groups if names]


def verdicts(folder: Path, groups: Iterable[list[str]]) -> dict[tuple[str, str], Verdict]:
    """What dcmmkdir says under each option of each file, by option and name."""
    calls = [(option, names) for option in OPTIONS for names in groups]
    found: dict[tuple[str, str], Verdict] = {}
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda call: asked(folder, *call), calls)
        for (option, _), answer in zip(calls, answers, strict=True):
            found |= {(option, name): verdict for name, verdict in answer.items()}
    return found


def asked(folder: Path, option: str, names: list[str]) -> dict[str, Verdict]:
    """What dcmmkdir says of files, each judged by itself.

    Type 1 keys that are missing are invented (``+I``), as we do; nothing is written (``-w``).
    """
    command = ["dcmmkdir", "-w", "-nb", "+I", option, *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    said = (done.stdout + done.stderr).decode("latin-1").splitlines()
    if done.returncode not in {0, 1}:  # it broke down, and the others are not heard
        if len(names) == 1:
            return {names[0]: Verdict(False, "dcmmkdir breaks down")}
        return {name: asked(folder, option, [name])[name] for name in names}
    return {name: _verdict(name, said) for name in names}


def _verdict(name: str, said: list[str]) -> Verdict:
    about = [line[3:] for line in said if re.search(rf"\b{name}\b", line)]
    errors = [line for line in said if line.startswith("E: ") and re.search(rf"\b{name}\b", line)]
    # Those that were left out are listed at the end, each on a line of its own.
    left_out = any(line.strip() == name for line in about) or any(
        line.startswith("E: no good files") for line in said
    )
    return Verdict(not left_out, " ".join(line[3:] for line in errors))
