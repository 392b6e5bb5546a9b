"""A resting 12-lead ECG (PS3.3 A.34.3, C.10.9)."""

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import TwelveLeadECGWaveformStorage

from making.codes import code, coded
from making.examination import Series, date_content, instance

FREQUENCY = 500
SAMPLES = 1000
# CID 3001: lead, code of scheme MDC, height of the R wave in microvolts
LEADS = (
    ("I", "2:1", 600),
    ("II", "2:2", 1000),
    ("III", "2:61", 400),
    ("aVR", "2:62", -800),
    ("aVL", "2:63", 200),
    ("aVF", "2:64", 700),
    ("V1", "2:3", -500),
    ("V2", "2:4", -300),
    ("V3", "2:5", 300),
    ("V4", "2:6", 900),
    ("V5", "2:7", 1200),
    ("V6", "2:8", 1000),
)
# Waves of one beat: middle in samples, half width, height in per cent of the R wave
WAVES = ((80, 25, 12), (140, 6, -10), (150, 8, 100), (160, 8, -20), (260, 45, 25))
BEAT = 400


def beat(height: int) -> NDArray[np.int32]:
    """Return one heart beat of triangles, in microvolts."""
    time = np.arange(BEAT, dtype=np.int32)
    signal = np.zeros(BEAT, dtype=np.int32)
    for middle, width, per_cent in WAVES:
        rise = np.maximum(width - np.abs(time - middle), 0)
        signal += rise * height * per_cent // (width * 100)
    return signal


def resting_ecg(series: Series, number: int) -> Dataset:
    """Return two seconds of sinus rhythm in one multiplex group of twelve channels."""
    ds = instance(series, TwelveLeadECGWaveformStorage, number)
    date_content(ds)
    ds.AcquisitionDateTime = ds.StudyDate + ds.StudyTime
    ds.AcquisitionContextSequence = Sequence([_lead_system()])
    group = Dataset()
    group.WaveformOriginality = "ORIGINAL"
    group.NumberOfWaveformChannels = len(LEADS)
    group.NumberOfWaveformSamples = SAMPLES
    group.SamplingFrequency = str(FREQUENCY)
    group.MultiplexGroupLabel = "RHYTHM"
    group.ChannelDefinitionSequence = Sequence([_channel(name, mdc) for name, mdc, _ in LEADS])
    group.WaveformBitsAllocated = 16
    group.WaveformSampleInterpretation = "SS"
    group.WaveformData = _samples()
    group["WaveformData"].VR = "OW"
    ds.WaveformSequence = Sequence([group])
    return ds


def _samples() -> bytes:
    leads = [np.resize(beat(height), SAMPLES) for _, _, height in LEADS]
    return np.stack(leads, axis=1).astype("<i2").tobytes()


def _lead_system() -> Dataset:
    item = Dataset()
    item.ValueType = "CODE"
    item.ConceptNameCodeSequence = coded("10:11345", "MDC", "Lead System")
    item.ConceptCodeSequence = coded("10:11265", "MDC", "Standard 12-lead")
    return item


def _channel(name: str, mdc: str) -> Dataset:
    item = Dataset()
    item.ChannelLabel = name
    item.ChannelSourceSequence = Sequence([code(mdc, "MDC", f"Lead {name}")])
    item.ChannelSensitivity = "1"
    item.ChannelSensitivityUnitsSequence = coded("uV", "UCUM", "microvolt")
    item.ChannelSensitivityCorrectionFactor = "1"
    item.ChannelBaseline = "0"
    item.ChannelSampleSkew = "0"
    item.WaveformBitsStored = 16
    item.FilterLowFrequency = "0.05"
    item.FilterHighFrequency = "150"
    return item
