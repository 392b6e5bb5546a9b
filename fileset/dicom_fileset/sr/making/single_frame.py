"""SOP Classes of images of one frame: no Referenced Frame Number goes with them (PS3.3 C.18.4).

A class that is not among them, a private one too, may have several.
"""

from typing import Final

from pydicom import uid

SINGLE_FRAME: Final = frozenset(
    {
        uid.ComputedRadiographyImageStorage,  # PS3.3 A.2
        uid.CTImageStorage,  # A.3
        uid.MRImageStorage,  # A.4
        uid.UltrasoundImageStorage,  # A.6
        uid.SecondaryCaptureImageStorage,  # A.8.1
        uid.PositronEmissionTomographyImageStorage,  # A.21
        uid.DigitalXRayImageStorageForPresentation,  # A.26
        uid.DigitalXRayImageStorageForProcessing,
        uid.DigitalMammographyXRayImageStorageForPresentation,  # A.27
        uid.DigitalMammographyXRayImageStorageForProcessing,
        uid.DigitalIntraOralXRayImageStorageForPresentation,  # A.28
        uid.DigitalIntraOralXRayImageStorageForProcessing,
        uid.VLEndoscopicImageStorage,  # A.32.1
        uid.VLMicroscopicImageStorage,  # A.32.2
        uid.VLSlideCoordinatesMicroscopicImageStorage,  # A.32.3
        uid.VLPhotographicImageStorage,  # A.32.4
    }
)
