"""A measurement as it is taken out of an SR document (PS3.16 TID 5203)."""

import msgspec

from .content import CodedEntry
from .details import Detail


class Measurement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value, with all that the document says of it.

    Attributes
    ----------
    position
        Of its NUM item.
    group
        Headings of the containers that it stands in, from below the root on.
    site, mode, derivation, method, cardiac_cycle_point, flow_direction, selection_status
        Said of the measurement itself, or else of the nearest container that says it.
    value
        Digit by digit as in the file; empty where ``qualifier`` says why there is none.
    observed
        Observation DateTime of the NUM item.
    belongs_to
        Position of the NUM item that this one is said of.
    details
        Everything else that is said of it.
    also_at
        Positions where the file has it once more without Selection Status.
    """

    position: str
    measurement: CodedEntry | None = None
    value: str = ""
    unit: CodedEntry | None = None
    qualifier: CodedEntry | None = None
    site: CodedEntry | None = None
    mode: CodedEntry | None = None
    derivation: CodedEntry | None = None
    method: CodedEntry | None = None
    cardiac_cycle_point: CodedEntry | None = None
    flow_direction: CodedEntry | None = None
    selection_status: CodedEntry | None = None
    group: tuple[str, ...] = ()
    observed: str = ""
    relationship: str = ""
    belongs_to: str = ""
    details: tuple[Detail, ...] = ()
    also_at: tuple[str, ...] = ()
