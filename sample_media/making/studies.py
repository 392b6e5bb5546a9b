"""The examinations of ``incoming/``, a study each."""

from making.examination import Study
from making.patients import EXAMPLE, IVANOV, LEFEVRE, MUELLER, SAMPLE, WOJCIK, YAMADA

THORAX = Study("thorax", MUELLER, "CT4711", "20240305", "101500", "CT thorax")
FOLLOW_UP = Study("follow-up", MUELLER, "CT4790", "20240611", "084500", "CT thorax follow-up")
BRAIN = Study("brain", YAMADA, "MR0815", "20240312", "143000", "MR brain")
BREAST = Study("breast", WOJCIK, "MG1201", "20240402", "091500", "Mammography screening")
ECHO = Study("echo", LEFEVRE, "US0300", "20240408", "110000", "Echocardiography")
CHEST = Study("chest", IVANOV, "DX2200", "20240415", "164500", "Chest radiography")
HEART = Study("heart", IVANOV, "EC2201", "20240416", "073000", "Resting ECG and letter")
SKIN = Study("skin", EXAMPLE, "XC0042", "20240422", "130000", "Dermatology")
CATHETER = Study("catheter", LEFEVRE, "XA0077", "20240409", "120000", "Coronary angiography")
NECK = Study("neck", WOJCIK, "US0411", "20240403", "093000", "Ultrasound of the thyroid")
TEETH = Study("teeth", EXAMPLE, "IO0003", "20240423", "150000", "Dental radiographs")
WHEEL = Study("wheel", SAMPLE, "CF0001", "20240424", "100000", "Samples for conformance")
