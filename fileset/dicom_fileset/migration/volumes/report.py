"""What came of volumes, in the form that machines read."""

import msgspec

from ...model import Finding


class VolumeRow(msgspec.Struct, frozen=True):
    """A volume as it stands.

    ``size`` is bytes of its files and its DICOMDIR, ``taken`` what they take on a medium with its
    sectors and folders, ``fill`` the share that this is of a volume's capacity.  The numbers are
    those of the records of its DICOMDIR; without one, since nothing could be listed, the
    ``file_set_uid`` is empty.  ``remarks`` are codes of what there was to say, with their number.
    """

    label: str
    file_set_uid: str
    size: int
    taken: int
    fill: float
    patients: int
    studies: int
    series: int
    instances: int
    remarks: dict[str, int] = {}


class Share(msgspec.Struct, frozen=True):
    """How much of a study is on one volume."""

    volume: str
    series: int
    instances: int


class StudyRow(msgspec.Struct, frozen=True):
    """A study, and the volumes that it is on.

    ``date`` is as the records have it, YYYYMMDD.  Who the patient is stands there where that was
    asked, and is empty otherwise.
    """

    study_instance_uid: str
    date: str
    modalities: tuple[str, ...]
    volumes: tuple[Share, ...]
    series: int
    instances: int
    patient_id: str = ""
    patient_name: str = ""


class LeftOut(msgspec.Struct, frozen=True):
    """An instance that no directory can list: it was put aside, where ``path`` says."""

    path: str
    sop_instance_uid: str
    code: str
    message: str


class VolumesReport(msgspec.Struct, frozen=True):
    """All volumes of a migration, and on which of them each study is.

    ``divided`` is how many studies are on several volumes.  Paths are below ``root``.
    """

    root: str
    capacity: int
    volumes: tuple[VolumeRow, ...] = ()
    studies: tuple[StudyRow, ...] = ()
    divided: int = 0
    left_out: tuple[LeftOut, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_status(self) -> int:
        """0 where every instance is on a volume that fits; 1 where one is not, which is listed."""
        return int(bool(self.left_out or self.findings))
