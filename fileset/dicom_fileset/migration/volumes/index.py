"""The index of all volumes, beside them: a page for people, JSON and CSV for machines."""

import csv
import io
import os
from collections.abc import Iterator
from typing import Final

import msgspec

from ...page_templates import page_template
from ...pdi.contents import dated, person_name
from ...spreadsheet import as_cell
from ..account.figures import TEMPLATES, size_shown
from .report import VolumesReport

_NAME: Final = "volumes"
_HEADER: Final = (
    "volume",
    "study_instance_uid",
    "study_date",
    "modalities",
    "series_on_volume",
    "instances_on_volume",
    "series_of_study",
    "instances_of_study",
    "patient_id",
    "patient_name",
)


def write_index(dest: str, report: VolumesReport) -> None:
    """Write ``volumes.html``, ``volumes.csv`` and ``volumes.json``, each whole or not at all."""
    beside = msgspec.structs.replace(report, root="")
    document = msgspec.json.format(msgspec.json.encode(beside), indent=2)
    for ending, content in (
        ("json", document + b"\n"),
        ("csv", _csv(report).encode()),
        ("html", html(report).encode()),
    ):
        path = os.path.join(dest, f"{_NAME}.{ending}")
        with open(f"{path}.part", "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(f"{path}.part", path)


def _csv(report: VolumesReport) -> str:
    """RFC 4180: a line for each volume of each study, in the order of the volumes."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(_HEADER)
    lines.writerows(sorted(_lines(report)))
    return text.getvalue()


def _lines(report: VolumesReport) -> Iterator[tuple[str, ...]]:
    for study in report.studies:
        modalities = " ".join(study.modalities)
        for share in study.volumes:
            numbers = (share.series, share.instances, study.series, study.instances)
            texts = (share.volume, study.study_instance_uid, study.date, modalities)
            who = (study.patient_id, study.patient_name)
            yield tuple(map(as_cell, (*texts, *map(str, numbers), *who)))


def html(report: VolumesReport) -> str:
    """The index as one page (HTML Living Standard), without any script."""
    filters = {"dated": dated, "person": person_name, "bytes": size_shown}
    template = page_template(TEMPLATES, "volumes.html", filters)
    named = any(one.patient_id or one.patient_name for one in report.studies)
    page: str = template.render(report=report, named=named)
    return page
