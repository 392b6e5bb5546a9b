"""JSON Schemas of the machine output, made from the very types that are printed."""

import json
from typing import Final

import msgspec

from ..conformance.diff import Difference
from ..conformance.model import Statement
from ..importing.report import ImportReport
from ..ledger.report import LedgerReport
from ..migration.account.status import StatusReport
from ..migration.assessing.assessment import Assessment
from ..migration.audit.report import AuditReport
from ..migration.report import MigrationReport
from ..report import (
    ChangeReport,
    CodecsReport,
    ErrorReport,
    FindingsReport,
    ProfilesReport,
    ReadReport,
    RepairReport,
    TranscodeReport,
    VerifyReport,
)
from ..sr.report import SrReport

_REPORTS: Final = {
    "codecs": CodecsReport,
    "create": ChangeReport,
    "import": ImportReport,
    "findings": FindingsReport,
    "ledger": LedgerReport,
    "migrate": MigrationReport,
    "migrate-assess": Assessment,
    "migrate-audit": AuditReport,
    "migrate-status": StatusReport,
    "profiles": ProfilesReport,
    "read": ReadReport,
    "repair": RepairReport,
    "sr": SrReport,
    "statement": Statement,
    "statement-diff": Difference,
    "transcode": TranscodeReport,
    "update": ChangeReport,
    "verify": VerifyReport,
}

_CALLS: Final = {
    "migrate-assess": "migrate --assess --json",
    "migrate-audit": "migrate --audit --json",
    "migrate-status": "migrate --status --json",
    "statement": "statement --format json",
    "statement-diff": "statement --diff OLD.json --format json",
}


def show_schema(command: str) -> None:
    """The schema of one command's output: its report, or what a failed call gives."""
    types = (_REPORTS[command], ErrorReport)
    references, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"dicom-fileset {_CALLS.get(command, f'{command} --json')}",
        "anyOf": list(references),
        "$defs": definitions,
    }
    print(json.dumps(document, indent=2))
