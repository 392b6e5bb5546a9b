"""Every code a Finding can bear, with severity, clause and remedy: the contract with machines."""

from types import MappingProxyType
from typing import Final

from .finding_tables.archive import ARCHIVE_CODES
from .finding_tables.correction import CORRECTION_CODES
from .finding_tables.directory import DIRECTORY_CODES
from .finding_tables.file import FILE_CODES
from .finding_tables.file_ids import FILE_ID_CODES
from .finding_tables.gate import GATE_CODES
from .finding_tables.hierarchy import HIERARCHY_CODES
from .finding_tables.importing import IMPORTING_CODES
from .finding_tables.iso import ISO_CODES
from .finding_tables.ledger import LEDGER_CODES
from .finding_tables.mending import MENDING_CODES
from .finding_tables.migration import MIGRATION_CODES
from .finding_tables.migration_audit import MIGRATION_AUDIT_CODES
from .finding_tables.migration_cluster import MIGRATION_CLUSTER_CODES
from .finding_tables.migration_file import MIGRATION_FILE_CODES
from .finding_tables.migration_policy import MIGRATION_POLICY_CODES
from .finding_tables.migration_volumes import MIGRATION_VOLUME_CODES
from .finding_tables.pdi import PDI_CODES
from .finding_tables.pixel import PIXEL_CODES
from .finding_tables.profile import PROFILE_CODES
from .finding_tables.repair import REPAIR_CODES
from .finding_tables.run import RUN_CODES
from .finding_tables.sr import SR_CODES
from .finding_tables.sr_making import SR_MAKING_CODES
from .finding_tables.update import UPDATE_CODES
from .model import Finding, Where

CODES: Final = MappingProxyType(
    {
        **DIRECTORY_CODES,
        **FILE_ID_CODES,
        **FILE_CODES,
        **HIERARCHY_CODES,
        **RUN_CODES,
        **MENDING_CODES,
        **ARCHIVE_CODES,
        **CORRECTION_CODES,
        **PIXEL_CODES,
        **PDI_CODES,
        **LEDGER_CODES,
        **GATE_CODES,
        **PROFILE_CODES,
        **REPAIR_CODES,
        **SR_MAKING_CODES,
        **SR_CODES,
        **UPDATE_CODES,
        **IMPORTING_CODES,
        **ISO_CODES,
        **MIGRATION_AUDIT_CODES,
        **MIGRATION_CLUSTER_CODES,
        **MIGRATION_CODES,
        **MIGRATION_POLICY_CODES,
        **MIGRATION_FILE_CODES,
        **MIGRATION_VOLUME_CODES,
    }
)


def finding(
    code: str, message: str, where: Where | None = None, *, before: str = "", after: str = ""
) -> Finding:
    """A Finding of a known code; of what was mended with how it was, and how it was taken.

    Raises
    ------
    KeyError
        The code has no row in :data:`CODES`.
    """
    severity, clause, remedy = CODES[code]
    return Finding(code, severity, message, where or Where(), clause, remedy, before, after)
