"""An echocardiography report of TID 5200 in a Comprehensive SR (PS3.16 TID 5200-5203)."""

from typing import NamedTuple

from pydicom.dataset import Dataset
from pydicom.uid import ComprehensiveSRStorage

from making.codes import code
from making.content_items import (
    CONCEPT_MOD,
    CONTAINS,
    OBS_CONTEXT,
    PROPERTIES,
    coded_item,
    container,
    image,
    number,
    person,
)
from making.examination import Series
from making.report_document import complete, document, language, put_root

Coded = tuple[str, str, str]

CENTIMETRE = ("cm", "UCUM", "centimeter")
MILLILITRE = ("ml", "UCUM", "milliliter")
PER_CENT = ("%", "UCUM", "percent")
SPEED = ("m/s", "UCUM", "meter per second")
PRESSURE = ("mm[Hg]", "UCUM", "millimeter of mercury")
RATIO = ("{ratio}", "UCUM", "ratio")

TWO_D = ("399064001", "SCT", "2D mode")
M_MODE = ("399155008", "SCT", "M mode")
PULSED = ("261199008", "SCT", "Doppler Pulsed")
CONTINUOUS = ("261198000", "SCT", "Doppler Continuous Wave")

METHOD = ("370129005", "SCT", "Measurement Method")
TEICHHOLZ = (METHOD, ("125209", "DCM", "Teichholz"))
BIPLANE = (METHOD, ("125207", "DCM", "Method of Disks, Biplane"))
BERNOULLI = (METHOD, ("125218", "DCM", "Simplified Bernoulli"))
FLOW = ("260674002", "SCT", "Direction of flow")
ANTEGRADE = (FLOW, ("263677008", "SCT", "Antegrade Flow"))
REGURGITANT = (FLOW, ("397417004", "SCT", "Regurgitant Flow"))
PHASE = ("272518008", "SCT", "Cardiac Cycle Point")
END_DIASTOLE = (PHASE, ("416190007", "SCT", "End Diastole"))
END_SYSTOLE = (PHASE, ("416430001", "SCT", "End Systole"))
MEAN = (("121401", "DCM", "Derivation"), ("373098007", "SCT", "Mean"))


class Measurement(NamedTuple):
    """One NUM of TID 5203 with its modifiers."""

    concept: Coded
    value: str
    unit: Coded
    modifiers: tuple[tuple[Coded, Coded], ...] = ()
    status: Coded | None = ("121410", "DCM", "User chosen value")


class Group(NamedTuple):
    """A Measurement Group of one image mode below one finding site (TID 5202)."""

    site: Coded
    mode: Coded
    measurements: tuple[Measurement, ...]


LEFT_VENTRICLE = ("87878005", "SCT", "Left ventricle")
EJECTION_FRACTION = ("18043-0", "LN", "Left Ventricular Ejection Fraction by US")
PEAK_VELOCITY = ("11726-7", "LN", "Peak Systolic Velocity")
CHOSEN_MEAN = ("121412", "DCM", "Mean value chosen")

SECTIONS = (
    (
        Group(
            LEFT_VENTRICLE,
            M_MODE,
            (
                Measurement(
                    ("29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension"),
                    "5.12837462",
                    CENTIMETRE,
                    (END_DIASTOLE,),
                ),
                Measurement(
                    ("29438-9", "LN", "Left Ventricle Internal Systolic Dimension"),
                    "3.4",
                    CENTIMETRE,
                    (END_SYSTOLE,),
                ),
                Measurement(
                    ("18154-5", "LN", "Interventricular Septum Diastolic Thickness"),
                    "1.05",
                    CENTIMETRE,
                ),
                Measurement(EJECTION_FRACTION, "62.1", PER_CENT, (TEICHHOLZ,), None),
            ),
        ),
        Group(
            LEFT_VENTRICLE,
            TWO_D,
            (
                Measurement(
                    ("18026-5", "LN", "Left Ventricular End Diastolic Volume"),
                    "118",
                    MILLILITRE,
                    (BIPLANE,),
                ),
                Measurement(
                    ("18148-7", "LN", "Left Ventricular End Systolic Volume"),
                    "46",
                    MILLILITRE,
                    (BIPLANE,),
                ),
                Measurement(EJECTION_FRACTION, "61.0", PER_CENT, (BIPLANE, MEAN), CHOSEN_MEAN),
            ),
        ),
    ),
    (
        Group(
            ("82471001", "SCT", "Left atrium"),
            TWO_D,
            (
                Measurement(
                    ("29469-4", "LN", "Left Atrium Antero-posterior Systolic Dimension"),
                    "3.9",
                    CENTIMETRE,
                ),
            ),
        ),
    ),
    (
        Group(
            ("34202007", "SCT", "Aortic Valve"),
            CONTINUOUS,
            (
                Measurement(PEAK_VELOCITY, "1.45", SPEED, (ANTEGRADE,)),
                Measurement(
                    ("20256-4", "LN", "Mean Gradient"), "4.6", PRESSURE, (ANTEGRADE, BERNOULLI)
                ),
            ),
        ),
    ),
    (
        Group(
            ("91134007", "SCT", "Mitral Valve"),
            PULSED,
            (
                Measurement(("18037-2", "LN", "Mitral Valve E-Wave Peak Velocity"), "0.82", SPEED),
                Measurement(("17978-8", "LN", "Mitral Valve A-Wave Peak Velocity"), "0.61", SPEED),
                Measurement(("18038-0", "LN", "Mitral Valve E to A Ratio"), "1.34", RATIO),
            ),
        ),
    ),
    (
        Group(
            ("46030003", "SCT", "Tricuspid valve"),
            CONTINUOUS,
            (
                Measurement(PEAK_VELOCITY, "2.31", SPEED, (REGURGITANT,), CHOSEN_MEAN),
                Measurement(
                    ("20247-3", "LN", "Peak Gradient"), "21.3", PRESSURE, (REGURGITANT, BERNOULLI)
                ),
            ),
        ),
    ),
)

CHARACTERISTICS = (
    (("121033", "DCM", "Subject Age"), "75", ("a", "UCUM", "year")),
    (("8302-2", "LN", "Patient Height"), "166", ("cm", "UCUM", "centimeter")),
    (("29463-7", "LN", "Patient Weight"), "64", ("kg", "UCUM", "kilogram")),
    (("8867-4", "LN", "Heart rate"), "68", ("{H.B.}/min", "UCUM", "beats per minute")),
)


def report(series: Series, document_number: int, clips: list[Dataset]) -> Dataset:
    """Return the verified report on ``clips``."""
    ds = document(series, ComprehensiveSRStorage, document_number, clips)
    complete(ds, verified=True)
    children = [
        language(),
        coded_item(
            OBS_CONTEXT, code("121005", "DCM", "Observer Type"), code("121006", "DCM", "Person")
        ),
        person(OBS_CONTEXT, code("121008", "DCM", "Person Observer Name"), "Echo^Emil"),
        _patient_characteristics(),
        container(
            CONTAINS,
            code("111028", "DCM", "Image Library"),
            [image(CONTAINS, clip) for clip in clips],
        ),
        *(_findings(groups) for groups in SECTIONS),
    ]
    root = code("125200", "DCM", "Adult Echocardiography Procedure Report")
    put_root(ds, root, "5200", children)
    return ds


def _patient_characteristics() -> Dataset:
    """Return TID 5201."""
    values = [
        number(CONTAINS, code(*concept), value, code(*unit))
        for concept, value, unit in CHARACTERISTICS
    ]
    return container(CONTAINS, code("121118", "DCM", "Patient Characteristics"), values)


def _findings(groups: tuple[Group, ...]) -> Dataset:
    """Return a section of TID 5202; its groups have one finding site."""
    site = coded_item(CONCEPT_MOD, code("363698007", "SCT", "Finding Site"), code(*groups[0].site))
    measured = [_measurement_group(group) for group in groups]
    return container(CONTAINS, code("59776-5", "LN", "Findings"), [site, *measured])


def _measurement_group(group: Group) -> Dataset:
    mode = coded_item(CONCEPT_MOD, code("399264008", "SCT", "Image Mode"), code(*group.mode))
    values = [_measurement(measurement) for measurement in group.measurements]
    return container(CONTAINS, code("125007", "DCM", "Measurement Group"), [mode, *values])


def _measurement(measurement: Measurement) -> Dataset:
    """Return the NUM of TID 5203."""
    children = [
        coded_item(CONCEPT_MOD, code(*concept), code(*value))
        for concept, value in measurement.modifiers
    ]
    if measurement.status:
        status = code("121404", "DCM", "Selection Status")
        children.append(coded_item(PROPERTIES, status, code(*measurement.status)))
    unit = code(*measurement.unit)
    return number(CONTAINS, code(*measurement.concept), measurement.value, unit, children)
