"""Options of ``dicom-fileset migrate``."""

from typing import Annotated, Literal

import typer

Sources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SRC...", help="Folders and files of the archive; only read."),
]
Output = Annotated[
    str, typer.Option("--output", "-o", metavar="DEST", help="An empty folder, or a new one.")
]
Policy = Annotated[
    str,
    typer.Option(
        "--transfer-syntax",
        "-t",
        metavar="POLICY",
        help="A keyword or UID of PS3.6, smallest, keep, or a TOML of rules.",
    ),
]
KeepCompressed = Annotated[
    bool,
    typer.Option("--keep-compressed", help="What is compressed without loss already stays so."),
]
DecodeLossy = Annotated[
    bool,
    typer.Option("--decode-lossy", help="Decode what was compressed with loss; else it stays."),
]
AllowLossy = Annotated[
    bool, typer.Option("--allow-lossy", help="A transfer syntax may be named that loses something.")
]
Quality = Annotated[
    int | None,
    typer.Option("--quality", "-q", metavar="Q", help="1 to 100, where loss is allowed."),
]
Ratio = Annotated[
    float | None,
    typer.Option("--ratio", "-r", metavar="R", help="Times smaller, where loss is allowed."),
]
Place = Annotated[
    str,
    typer.Option(
        "--layout",
        metavar="tree|file-sets|TEMPLATE",
        help="Mirror SRC, make file-sets on volumes, or {PatientID}/{SOPInstanceUID}.dcm.",
    ),
]
VolumeSize = Annotated[
    str,
    typer.Option("--volume-size", metavar="SIZE", help="Of file-sets: 700MB, 4.7GB, cd, dvd, bd."),
]
VolumePrefix = Annotated[
    str, typer.Option("--volume-prefix", metavar="NAME", help="How the labels of volumes begin.")
]
SplitSeries = Annotated[
    bool,
    typer.Option("--split-series", help="A series larger than a volume goes on to the next."),
]
IndexPatients = Annotated[
    bool, typer.Option("--index-patients", help="Name patients in the index of volumes.")
]
Profile = Annotated[
    str,
    typer.Option("--profile", metavar="NAME", help="Application Profile that volumes conform to."),
]
JournalPath = Annotated[
    str,
    typer.Option("--journal", metavar="PATH", help="DEST.migration.sqlite if none is named."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with a migration that was stopped or killed.")
]
Retry = Annotated[
    bool, typer.Option("--retry", help="With --resume: try again what failed or was put aside.")
]
OnRefusal = Annotated[
    Literal["carry", "leave"],
    typer.Option(
        "--on-refusal", help="What cannot be transcoded: carry it byte for byte, or leave it."
    ),
]
WhenFull = Annotated[
    Literal["wait", "stop"],
    typer.Option("--when-full", help="Where DEST is full: wait until there is room, or stop."),
]
Order = Annotated[
    Literal["path", "newest", "list"],
    typer.Option("--order", help="Whose turn comes first; list: that of --list."),
]
ListedIn = Annotated[
    str, typer.Option("--list", metavar="FILE", help="Paths that come first, one a line.")
]
Hours = Annotated[
    str, typer.Option("--window", metavar="HH:MM-HH:MM", help="Work in these hours only.")
]
LimitRate = Annotated[
    str, typer.Option("--limit-rate", metavar="RATE", help="Read at most so much: 50MB/s.")
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processes that work.")]
SchedulerAddress = Annotated[
    str,
    typer.Option("--scheduler", metavar="local|ADDRESS", help="A Dask scheduler: tcp://host:8786."),
]
Deadline = Annotated[
    float | None,
    typer.Option("--deadline", metavar="SECONDS", min=0.1, help="For decoding one frame (120)."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be done; write nothing but the journal.")
]
Assess = Annotated[
    bool,
    typer.Option(
        "--assess", help="Take stock of SRC by headers: what is there, and what it takes."
    ),
]
Status = Annotated[bool, typer.Option("--status", help="How far the migration of a journal is.")]
Audit = Annotated[
    bool, typer.Option("--audit", help="Prove a migration again, by its journal and its files.")
]
ReportPath = Annotated[
    str,
    typer.Option("--report", metavar="PATH", help="Write a page (.html) and a table (.csv) there."),
]
ProgressAs = Annotated[
    Literal["bar", "lines", "none"],
    typer.Option("--progress", help="On standard error: a bar, or lines of JSON for a service."),
]
AsJSON = Annotated[bool, typer.Option("--json", help="One JSON document, for machines.")]
