"""What the echocardiography report of Mrs Lefèvre says (PS3.16 TID 5200 to 5203)."""

from dicom_fileset import (
    CodedConcept,
    EchoGroup,
    EchoMeasurement,
    EchoSection,
    PatientCharacteristic,
    echo_report,
)
from pydicom.dataset import Dataset

from making.examination import Series
from making.report_document import image_reference, report_document

CENTIMETRE = CodedConcept("cm", "UCUM", "centimeter")
MILLILITRE = CodedConcept("ml", "UCUM", "milliliter")
PER_CENT = CodedConcept("%", "UCUM", "percent")
SPEED = CodedConcept("m/s", "UCUM", "meter per second")
PRESSURE = CodedConcept("mm[Hg]", "UCUM", "millimeter of mercury")
RATIO = CodedConcept("{ratio}", "UCUM", "ratio")
YEAR = CodedConcept("a", "UCUM", "year")
KILOGRAM = CodedConcept("kg", "UCUM", "kilogram")
BEATS = CodedConcept("{H.B.}/min", "UCUM", "beats per minute")

TWO_D = CodedConcept("399064001", "SCT", "2D mode")
M_MODE = CodedConcept("399155008", "SCT", "M mode")
PULSED = CodedConcept("261199008", "SCT", "Doppler Pulsed")
CONTINUOUS = CodedConcept("261198000", "SCT", "Doppler Continuous Wave")

TEICHHOLZ = CodedConcept("125209", "DCM", "Teichholz")
BIPLANE = CodedConcept("125207", "DCM", "Method of Disks, Biplane")
BERNOULLI = CodedConcept("125218", "DCM", "Simplified Bernoulli")
ANTEGRADE = CodedConcept("263677008", "SCT", "Antegrade Flow")
REGURGITANT = CodedConcept("397417004", "SCT", "Regurgitant Flow")
END_DIASTOLE = CodedConcept("416190007", "SCT", "End Diastole")
END_SYSTOLE = CodedConcept("416430001", "SCT", "End Systole")
MEAN = CodedConcept("373098007", "SCT", "Mean")
CHOSEN = CodedConcept("121410", "DCM", "User chosen value")
CHOSEN_MEAN = CodedConcept("121412", "DCM", "Mean value chosen")

LEFT_VENTRICLE = CodedConcept("87878005", "SCT", "Left ventricle")
LEFT_ATRIUM = CodedConcept("82471001", "SCT", "Left atrium")
AORTIC_VALVE = CodedConcept("34202007", "SCT", "Aortic Valve")
MITRAL_VALVE = CodedConcept("91134007", "SCT", "Mitral Valve")
TRICUSPID_VALVE = CodedConcept("46030003", "SCT", "Tricuspid valve")

EJECTION_FRACTION = CodedConcept("18043-0", "LN", "Left Ventricular Ejection Fraction by US")
PEAK_VELOCITY = CodedConcept("11726-7", "LN", "Peak Systolic Velocity")
DIASTOLIC_DIMENSION = CodedConcept(
    "29436-3", "LN", "Left Ventricle Internal End Diastolic Dimension"
)
SYSTOLIC_DIMENSION = CodedConcept("29438-9", "LN", "Left Ventricle Internal Systolic Dimension")
SEPTUM = CodedConcept("18154-5", "LN", "Interventricular Septum Diastolic Thickness")
DIASTOLIC_VOLUME = CodedConcept("18026-5", "LN", "Left Ventricular End Diastolic Volume")
SYSTOLIC_VOLUME = CodedConcept("18148-7", "LN", "Left Ventricular End Systolic Volume")
ATRIUM = CodedConcept("29469-4", "LN", "Left Atrium Antero-posterior Systolic Dimension")
MEAN_GRADIENT = CodedConcept("20256-4", "LN", "Mean Gradient")
PEAK_GRADIENT = CodedConcept("20247-3", "LN", "Peak Gradient")
E_WAVE = CodedConcept("18037-2", "LN", "Mitral Valve E-Wave Peak Velocity")
A_WAVE = CodedConcept("17978-8", "LN", "Mitral Valve A-Wave Peak Velocity")
E_TO_A = CodedConcept("18038-0", "LN", "Mitral Valve E to A Ratio")


def chosen(
    name: CodedConcept, value: float, unit: CodedConcept, **modifiers: CodedConcept
) -> EchoMeasurement:
    """Return a measurement that a person chose."""
    return EchoMeasurement(name, value, unit, selection_status=CHOSEN, **modifiers)


VENTRICLE_M_MODE = (
    chosen(DIASTOLIC_DIMENSION, 5.12837462, CENTIMETRE, cardiac_cycle_point=END_DIASTOLE),
    chosen(SYSTOLIC_DIMENSION, 3.4, CENTIMETRE, cardiac_cycle_point=END_SYSTOLE),
    chosen(SEPTUM, 1.05, CENTIMETRE),
    EchoMeasurement(EJECTION_FRACTION, 62.1, PER_CENT, method=TEICHHOLZ),
)
VENTRICLE_2D = (
    chosen(DIASTOLIC_VOLUME, 118, MILLILITRE, method=BIPLANE),
    chosen(SYSTOLIC_VOLUME, 46, MILLILITRE, method=BIPLANE),
    EchoMeasurement(
        *(EJECTION_FRACTION, 61, PER_CENT),
        method=BIPLANE,
        derivation=MEAN,
        selection_status=CHOSEN_MEAN,
    ),
)
AORTIC = (
    chosen(PEAK_VELOCITY, 1.45, SPEED, direction_of_flow=ANTEGRADE),
    chosen(MEAN_GRADIENT, 4.6, PRESSURE, direction_of_flow=ANTEGRADE, method=BERNOULLI),
)
MITRAL = (
    chosen(E_WAVE, 0.82, SPEED),
    chosen(A_WAVE, 0.61, SPEED),
    chosen(E_TO_A, 1.34, RATIO),
)
TRICUSPID = (
    EchoMeasurement(
        *(PEAK_VELOCITY, 2.31, SPEED),
        direction_of_flow=REGURGITANT,
        selection_status=CHOSEN_MEAN,
    ),
    chosen(PEAK_GRADIENT, 21.3, PRESSURE, direction_of_flow=REGURGITANT, method=BERNOULLI),
)

SECTIONS = (
    EchoSection(
        LEFT_VENTRICLE, (EchoGroup(VENTRICLE_M_MODE, M_MODE), EchoGroup(VENTRICLE_2D, TWO_D))
    ),
    EchoSection(LEFT_ATRIUM, (EchoGroup((chosen(ATRIUM, 3.9, CENTIMETRE),), TWO_D),)),
    EchoSection(AORTIC_VALVE, (EchoGroup(AORTIC, CONTINUOUS),)),
    EchoSection(MITRAL_VALVE, (EchoGroup(MITRAL, PULSED),)),
    EchoSection(TRICUSPID_VALVE, (EchoGroup(TRICUSPID, CONTINUOUS),)),
)

CHARACTERISTICS = (
    PatientCharacteristic(CodedConcept("121033", "DCM", "Subject Age"), 75, YEAR),
    PatientCharacteristic(CodedConcept("8302-2", "LN", "Patient Height"), 166, CENTIMETRE),
    PatientCharacteristic(CodedConcept("29463-7", "LN", "Patient Weight"), 64, KILOGRAM),
    PatientCharacteristic(CodedConcept("8867-4", "LN", "Heart rate"), 68, BEATS),
)


def report(series: Series, document_number: int, clips: list[Dataset]) -> Dataset:
    """Return the verified report on ``clips``."""
    return echo_report(
        report_document(series, document_number, verified=True),
        SECTIONS,
        [image_reference(clip) for clip in clips],
        characteristics=CHARACTERISTICS,
        observer="Echo^Emil",
    )
