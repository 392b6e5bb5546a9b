"""Attributes of an SR document that are read, by the clause that defines them."""

from typing import Final

CHARACTER_SET: Final = 0x0008_0005

# -- Document Relationship Macro, PS3.3 Table C.17-6; Content Item Macro, Table C.17-5 ----------
CONTENT_SEQUENCE: Final = 0x0040_A730
RELATIONSHIP_TYPE: Final = 0x0040_A010
REFERENCED_CONTENT_ITEM: Final = 0x0040_DB73
VALUE_TYPE: Final = 0x0040_A040
CONCEPT_NAME: Final = 0x0040_A043
CONTINUITY: Final = 0x0040_A050
OBSERVATION_DATETIME: Final = 0x0040_A032
OBSERVATION_UID: Final = 0x0040_A171
CONCEPT_CODE: Final = 0x0040_A168
DATETIME: Final = 0x0040_A120
DATE: Final = 0x0040_A121
TIME: Final = 0x0040_A122
PERSON_NAME: Final = 0x0040_A123
UID: Final = 0x0040_A124
TEXT: Final = 0x0040_A160

# -- Numeric Measurement Macro, PS3.3 C.18.1 ----------------------------------------------------
MEASURED_VALUE: Final = 0x0040_A300
NUMERIC_VALUE: Final = 0x0040_A30A
FLOATING_POINT_VALUE: Final = 0x0040_A161
NUMERATOR: Final = 0x0040_A162
DENOMINATOR: Final = 0x0040_A163
UNITS: Final = 0x0040_08EA
QUALIFIER: Final = 0x0040_A301

# -- references, PS3.3 C.18.3 to C.18.5 ---------------------------------------------------------
REFERENCED_SOP: Final = 0x0008_1199
REFERENCED_SOP_CLASS: Final = 0x0008_1150
REFERENCED_SOP_INSTANCE: Final = 0x0008_1155
REFERENCED_FRAMES: Final = 0x0008_1160
REFERENCED_SEGMENTS: Final = 0x0062_000B
REFERENCED_CHANNELS: Final = 0x0040_A0B0
REFERENCED_VALUE_MAPPING: Final = 0x0008_114B

# -- coordinates, PS3.3 C.18.6, C.18.7, C.18.9 --------------------------------------------------
GRAPHIC_DATA: Final = 0x0070_0022
GRAPHIC_TYPE: Final = 0x0070_0023
PIXEL_ORIGIN: Final = 0x0048_0301
FIDUCIAL_UID: Final = 0x0070_031A
FRAME_OF_REFERENCE: Final = 0x3006_0024
TEMPORAL_RANGE_TYPE: Final = 0x0040_A130
SAMPLE_POSITIONS: Final = 0x0040_A132
TIME_OFFSETS: Final = 0x0040_A138
REFERENCED_DATETIME: Final = 0x0040_A13A

# -- templates, PS3.3 C.18.8 --------------------------------------------------------------------
CONTENT_TEMPLATE: Final = 0x0040_A504
TEMPLATE_IDENTIFIER: Final = 0x0040_DB00
MAPPING_RESOURCE: Final = 0x0008_0105

# -- coded entries, PS3.3 Table 8.8-1 -----------------------------------------------------------
CODE_VALUE: Final = 0x0008_0100
LONG_CODE_VALUE: Final = 0x0008_0119
URN_CODE_VALUE: Final = 0x0008_0120
SCHEME: Final = 0x0008_0102
SCHEME_VERSION: Final = 0x0008_0103
CODE_MEANING: Final = 0x0008_0104

# -- the document, PS3.3 C.12.1, C.7.1.1, C.7.2.1, C.17.2 ---------------------------------------
SOP_CLASS: Final = 0x0008_0016
SOP_INSTANCE: Final = 0x0008_0018
CONTENT_DATE: Final = 0x0008_0023
CONTENT_TIME: Final = 0x0008_0033
PATIENT_NAME: Final = 0x0010_0010
PATIENT_ID: Final = 0x0010_0020
STUDY: Final = 0x0020_000D
SERIES: Final = 0x0020_000E
COMPLETION_FLAG: Final = 0x0040_A491
COMPLETION_DESCRIPTION: Final = 0x0040_A492
VERIFICATION_FLAG: Final = 0x0040_A493
PRELIMINARY_FLAG: Final = 0x0040_A496
VERIFYING_OBSERVER: Final = 0x0040_A073
VERIFYING_OBSERVER_NAME: Final = 0x0040_A075
VERIFYING_ORGANIZATION: Final = 0x0040_A027
VERIFICATION_DATETIME: Final = 0x0040_A030

ENTERED: Final = frozenset(
    {
        CONTENT_SEQUENCE,
        CONCEPT_NAME,
        CONCEPT_CODE,
        MEASURED_VALUE,
        UNITS,
        QUALIFIER,
        REFERENCED_SOP,
        REFERENCED_VALUE_MAPPING,
        CONTENT_TEMPLATE,
        VERIFYING_OBSERVER,
    }
)
"""Sequences that are read; all others are stepped over."""

KEPT: Final = frozenset(
    tag
    for name, tag in tuple(globals().items())
    if name.isupper() and isinstance(tag, int) and tag not in ENTERED
)
"""Attributes whose values are read."""
