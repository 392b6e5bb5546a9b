"""Codes of Findings on ISO 9660 images."""

from types import MappingProxyType
from typing import Final

from .code import Code

ISO_CODES: Final = MappingProxyType(
    {
        "image-descriptor-damaged": Code(
            "warning",
            "ECMA-119 8",
            "What can be read was imported; fetch the image again if anything is missing.",
        ),
        "image-directory-damaged": Code(
            "warning",
            "ECMA-119 9.1",
            "What can be read was imported; fetch the image again if anything is missing.",
        ),
        "image-folder-lost": Code(
            "warning",
            "ECMA-119 9.4",
            "What can be read of it was imported; fetch the image again if anything is missing.",
        ),
        "image-content-lost": Code(
            "warning",
            "ECMA-119 6.8",
            "It was not imported: its record is lost, or was left out by whoever wrote the disc.",
        ),
        "image-folders-overlap": Code(
            "warning", "ECMA-119 6.8", "Each sector was read once; fetch the image again."
        ),
    }
)
