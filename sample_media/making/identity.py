"""Unique identifiers that are the same on every run (PS3.5 B.2: UUID derived UIDs under 2.25)."""

import uuid

ROOT = uuid.uuid5(uuid.NAMESPACE_DNS, "sample-media.dicom-fileset.invalid")


def uid(name: str) -> str:
    """Return the UID that belongs to ``name``, always the same one."""
    return f"2.25.{uuid.uuid5(ROOT, name).int}"


IMPLEMENTATION_CLASS_UID = uid("implementation class of the sample media")
IMPLEMENTATION_VERSION_NAME = "SAMPLE_MEDIA_1"
