"""Small TOMLs of a site, as values to change and as text."""

import copy
from pathlib import Path
from typing import Any

import pytest
from dicom_profiles import ProfileError, load

Table = dict[str, Any]


def private() -> Table:
    """A Private profile: CT images, with constraints, additional keys and icons."""
    return {
        "title": "Our archive",
        "constraint": [
            {
                "name": "ours",
                "source": "site 1",
                "rows": [
                    {"keyword": "Rows", "most": 512},
                    {
                        "keyword": "BitsAllocated",
                        "values": [16],
                        "when": [{"keyword": "Modality", "values": ["CT"]}],
                    },
                    {"keyword": "HighBit", "one_less_than": "BitsStored"},
                ],
            }
        ],
        "key_table": [
            {
                "name": "our keys",
                "rows": [
                    {
                        "record_types": ["IMAGE"],
                        "keyword": "PixelSpacing",
                        "type": "1C",
                        "condition": "present",
                        "source": "site 2",
                    },
                    {
                        "record_types": ["PATIENT"],
                        "keyword": "PatientBirthDate",
                        "type": "2",
                        "source": "site 2",
                    },
                ],
            }
        ],
        "icon": [
            {
                "name": "our icons",
                "record_types": ["IMAGE"],
                "required": True,
                "rows": 64,
                "columns": 64,
                "photometric": ["MONOCHROME2"],
                "source": "site 3",
            }
        ],
        "profile": [
            {
                "name": "PRI-OUR-ARCHIVE",
                "source": "site",
                "medium": "USB",
                "roles": ["FSC", "FSR"],
                "keys": "our keys",
                "icon": "our icons",
                "rows": [
                    {
                        "sop_classes": ["CTImageStorage"],
                        "transfer_syntaxes": ["ExplicitVRLittleEndian"],
                        "fsc": "M",
                        "fsr": "M",
                        "fsu": "U",
                        "source": "site",
                        "constraints": ["ours"],
                    }
                ],
            }
        ],
    }


def augmenting(standard: str, **changes: Any) -> Table:
    """An Augmented profile that adds Secondary Capture in RLE, unless changed."""
    profile = {
        "name": "AUG-OURS",
        "source": "site",
        "augments": standard,
        "rows": [
            {
                "sop_classes": ["SecondaryCaptureImageStorage"],
                "transfer_syntaxes": ["RLELossless"],
                "fsc": "O",
                "fsr": "M",
                "fsu": "O",
                "source": "site",
            }
        ],
        **changes,
    }
    return {"profile": [{key: value for key, value in profile.items() if value is not None}]}


def put(rules: Table, place: str, value: Any) -> Table:
    """A copy with what stands at ``profile.0.rows.0.fsc`` changed; ``None`` takes it away."""
    changed = copy.deepcopy(rules)
    inner: Any = changed
    *steps, last = (int(step) if step.isdecimal() else step for step in place.split("."))
    for step in steps:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return changed


def written(rules: Table, path: Path) -> Path:
    """A file with the rules."""
    path.write_text(text_of(rules), "utf-8")
    return path


def text_of(rules: Table) -> str:
    """The rules as TOML."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in rules.items())


def _inline(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_inline(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{quoted}"'
    return str(value)


def refusal(rules: Table, tmp_path: Path) -> ProfileError:
    path = written(rules, tmp_path / "site.toml")
    with pytest.raises(ProfileError) as caught:
        load(path)
    assert caught.value.file == str(path)
    assert str(path) in str(caught.value)
    return caught.value
