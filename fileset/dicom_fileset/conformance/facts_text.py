"""Chapters on media beside the tables of N.1: activities, File Meta Information, keys, facts."""

from collections.abc import Iterator, Sequence

from .model import ActivityRow, Fact, MediaServices
from .parts import Cell, Chapter, Table, instances, plain, span
from .templates import where_performed


def chapters_on_media(services: MediaServices) -> Iterator[Chapter]:
    """What Annex N and the older Annex A ask of media."""
    yield Chapter(
        "N.5.4 Media Services: Real-World Activities",
        (),
        (
            Table(
                "Real-World Activities",
                ("Real-World Activity", "Role", "By", "Performed", "Evidence"),
                tuple(map(_activity, services.real_world_activities)),
            ),
        ),
    )
    yield Chapter(
        "N.7 File Meta Information", (), (_facts("File Meta Information", services.file_meta),)
    )
    yield Chapter(
        "Media Storage: what else is to be told",
        (),
        (
            _facts("Directory, profiles, character sets, security", services.facts),
            Table(
                "Optional keys of Directory Records, written where instances have values for them",
                ("Directory Record Type", "Keys", "Clause"),
                tuple(
                    plain(one.record_type, ", ".join(one.keys), one.clause)
                    for one in services.optional_keys
                ),
            ),
        ),
    )


def _activity(row: ActivityRow) -> tuple[Cell, ...]:
    where = where_performed(row.application_profiles, row.outside_profiles)
    evidence = f"{instances(row.instances)}, {span(row.first, row.last)}"
    return plain(row.activity, row.role or "-", row.performed_by, where, evidence)


def _facts(caption: str, facts: Sequence[Fact]) -> Table:
    return Table(
        caption,
        ("Topic", "Statement", "Clause"),
        tuple(plain(one.topic, one.text, one.clause) for one in facts),
    )
