"""What is told of an archive before it is migrated: the report of ``migrate --assess``."""

import msgspec

from ...model import Finding
from ..policies.policy import Policy
from ..policies.smallest import Choice


class Part(msgspec.Struct, frozen=True):
    """Some of the files, by what they have in common.

    Attributes
    ----------
    name
        For a person: a modality, the name of a SOP Class, the keyword of a transfer syntax, ...
    files, bytes
        Of the sources.
    """

    name: str
    files: int
    bytes: int


class Planned(msgspec.Struct, frozen=True):
    """What the policy will do with some of the files, as their headers tell.

    Attributes
    ----------
    action
        ``transcoded``, ``re-encoded``, ``kept``; ``refused``: it cannot be done as the policy
        says, and the file is carried as it is, or fails.
    source, target
        Keywords of transfer syntaxes.
    reason
        Why it is kept or refused.
    files, bytes
        Of the sources.
    """

    action: str
    source: str
    target: str
    reason: str
    files: int
    bytes: int


class Conflict(msgspec.Struct, frozen=True):
    """Identities that contradict each other.

    Attributes
    ----------
    what
        Which contradiction, for a person.
    number
        Patients, studies or series that it is met in.
    files
        That are concerned.
    examples
        Study or Series Instance UIDs of some of them.
    """

    what: str
    number: int
    files: int
    examples: tuple[str, ...] = ()


class Repeats(msgspec.Struct, frozen=True):
    """Files of a SOP Instance UID that an earlier file has.

    Attributes
    ----------
    files, bytes
        All of them.
    other_size
        Files that are not as large as the first: they have another content.
    """

    files: int = 0
    bytes: int = 0
    other_size: int = 0


class Trouble(msgspec.Struct, frozen=True):
    """Files that will not become what the policy says, told by those of the sample.

    Attributes
    ----------
    outcome
        ``carried``, ``failed`` or ``put aside``.
    code
        Of the Finding that is the reason.
    files
        About so many, of all.
    """

    outcome: str
    code: str
    files: int


class Forecast(msgspec.Struct, frozen=True):
    """What a migration will come to, told by files that were migrated for a trial.

    Attributes
    ----------
    files_tried, bytes_tried
        The sample.
    files
        That will be migrated.
    bytes_in, bytes_out
        Before, and after.
    bytes_error, seconds_error
        One standard error, as a share: two of three times the truth is no further off.
    seconds
        Of work, by all processes together, in hours of a wall clock.
    jobs
        Processes that it is told for.
    efficiency
        Share of their time that they work and do not wait.
    bytes_a_second
        Of the sources, by all processes together.
    medium_bytes_a_second
        That the medium of the destination takes; 0 where the sample was too little to tell.
    begin, end
        When, by the clock of this place (ISO 8601); ``end`` is empty where no calendar has it.
    window
        Hours of the day in which there is work; empty for all of them.
    trouble
        What to expect.
    """

    files_tried: int
    bytes_tried: int
    files: int
    bytes_in: int
    bytes_out: int
    bytes_error: float
    seconds: float
    seconds_error: float
    jobs: int
    efficiency: float
    bytes_a_second: float
    begin: str
    end: str
    window: str = ""
    medium_bytes_a_second: float = 0.0
    trouble: tuple[Trouble, ...] = ()


class Assessment(msgspec.Struct, frozen=True):
    """An archive before it is migrated.

    Attributes
    ----------
    software
        That made it.
    sources
        As they were named, made absolute.
    files, bytes
        All that is there.
    patients, studies, series, instances
        As headers have them; instances by SOP Instance UID.
    modalities, sop_classes, transfer_syntaxes, years, sizes
        Of what can be migrated; the largest first, years and sizes in their order.
    left
        Files that are no instances, by code.
    damaged
        Files whose headers are damaged, by code: they are carried as they are where they keep
        their names, and fail elsewhere.
    not_listed
        Folders and names that could not be taken stock of, by code.
    repeats, conflicts
        Of identities.
    policy, planned
        What is to become of files.
    choices
        What ``smallest`` is, as it was measured.
    forecast
        What it will come to.
    findings
        What there is to say beside it.
    """

    software: str
    sources: tuple[str, ...]
    files: int
    bytes: int
    patients: int
    studies: int
    series: int
    instances: int
    modalities: tuple[Part, ...]
    sop_classes: tuple[Part, ...]
    transfer_syntaxes: tuple[Part, ...]
    years: tuple[Part, ...]
    sizes: tuple[Part, ...]
    left: tuple[Part, ...]
    damaged: tuple[Part, ...]
    not_listed: tuple[Part, ...]
    repeats: Repeats
    conflicts: tuple[Conflict, ...]
    policy: Policy
    planned: tuple[Planned, ...]
    choices: tuple[Choice, ...]
    forecast: Forecast
    findings: tuple[Finding, ...] = ()
