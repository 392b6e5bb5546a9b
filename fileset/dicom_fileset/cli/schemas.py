"""JSON Schemas of the machine output, made from the very types that are printed."""

import json
from typing import Final

import msgspec

from ..report import (
    ChangeReport,
    CodecsReport,
    ErrorReport,
    ProfilesReport,
    ReadReport,
    TranscodeReport,
    VerifyReport,
)
from ..sr.report import SrReport

_REPORTS: Final = {
    "codecs": CodecsReport,
    "create": ChangeReport,
    "profiles": ProfilesReport,
    "read": ReadReport,
    "sr": SrReport,
    "transcode": TranscodeReport,
    "update": ChangeReport,
    "verify": VerifyReport,
}


def show_schema(command: str) -> None:
    """The schema of one command's output: its report, or what a failed call gives."""
    types = (_REPORTS[command], ErrorReport)
    references, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"dicom-fileset {command} --json",
        "anyOf": list(references),
        "$defs": definitions,
    }
    print(json.dumps(document, indent=2))
