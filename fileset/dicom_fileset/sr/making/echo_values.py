"""What an echocardiography report says (PS3.16 TID 5200 to 5203)."""

from msgspec import Struct

from .values import CodedConcept


class EchoMeasurement(Struct, frozen=True):
    """A measurement with its modifiers (PS3.16 TID 5203).

    Attributes
    ----------
    name
        What was measured, usually of LOINC: 29436-3, LN.
    unit
        Of UCUM: cm, UCUM, centimeter.
    method, cardiac_cycle_point, direction_of_flow, derivation
        How, when and of which flow it was taken, and how out of several values.
    finding_site
        Where it is another than that of its section.
    selection_status
        Why this value is the one to use, where several were taken.
    """

    name: CodedConcept
    value: float
    unit: CodedConcept
    method: CodedConcept | None = None
    cardiac_cycle_point: CodedConcept | None = None
    direction_of_flow: CodedConcept | None = None
    derivation: CodedConcept | None = None
    finding_site: CodedConcept | None = None
    selection_status: CodedConcept | None = None


class EchoGroup(Struct, frozen=True):
    """Measurements of one image mode (PS3.16 TID 5202)."""

    measurements: tuple[EchoMeasurement, ...]
    image_mode: CodedConcept | None = None


class EchoSection(Struct, frozen=True):
    """Findings on one site of the heart (PS3.16 TID 5202)."""

    finding_site: CodedConcept
    groups: tuple[EchoGroup, ...]


class PatientCharacteristic(Struct, frozen=True):
    """A number that describes the patient: age, height, weight ... (PS3.16 TID 5201)."""

    name: CodedConcept
    value: float
    unit: CodedConcept
