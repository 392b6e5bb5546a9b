"""``dicom-fileset``: the verbs, and what a failed call looks like."""

import io
import os
import sys
from typing import Any, Final, NoReturn, TextIO

import typer

from ..exit_statuses import EXIT_STATUSES
from . import (
    codecs,
    create,
    findings,
    import_media,
    ledger,
    migrate,
    profiles,
    read,
    repair,
    schema,
    sr,
    statement,
    stopping,
    transcode,
    update,
    verify,
)
from .saying import give_up, say

_STATUSES = ", ".join(f"{number} {text}" for number, text in EXIT_STATUSES.items())

app = typer.Typer(
    name="dicom-fileset",
    help="Creates, updates, reads and verifies DICOM file-sets (DICOMDIR and its instances).",
    epilog=f"Exit status: {_STATUSES}.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.command("create", epilog=create.EPILOG)(create.create)
app.command("read", epilog=read.EPILOG)(read.read)
app.command("update", epilog=update.EPILOG)(update.update)
app.command("verify", epilog=verify.EPILOG)(verify.verify)
app.command("import", epilog=import_media.EPILOG)(import_media.import_)
app.command("repair", epilog=repair.EPILOG)(repair.repair)
app.command("transcode", epilog=transcode.EPILOG)(transcode.transcode)
app.command("migrate", epilog=migrate.EPILOG)(migrate.migrate)
app.command("sr", epilog=sr.EPILOG)(sr.sr)
app.command("codecs", epilog=codecs.EPILOG)(codecs.codecs)
app.command("profiles", epilog=profiles.EPILOG)(profiles.profiles)
app.command("statement", epilog=statement.EPILOG)(statement.statement)
app.command("ledger", epilog=ledger.EPILOG)(ledger.ledger)
app.command("findings", epilog=findings.EPILOG)(findings.findings)
app.command("schema", epilog=schema.EPILOG)(schema.schema)


def _version(value: bool) -> None:
    if value:
        from ..version import __version__  # noqa: PLC0415

        typer.echo(f"dicom-fileset {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line; every way out has its exit status."""
    stopping.at_once()
    sys.stdout = sys.stdout or _nowhere()  # who closed it wants to hear nothing
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal cannot show must not end the run.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    status = _status()
    stopping.no_more()
    sys.exit(status)


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")


# Typer brings its own click from some version on: its base of all usage errors, by way of one.
_CLICK_ERROR: Final = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException"
)


def _status() -> int:
    try:
        status = app(standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        say(stopping.STOPPED)
        return stopping.STATUS
    except BrokenPipeError:
        # Whoever read our output has had enough; Python would complain while it ends.
        give_up(sys.stdout)
        return 1
    except Exception as error:
        if isinstance(error, _CLICK_ERROR):
            return _wrong_call(error)
        from .output import SHOW_TRACEBACK, show_mistake  # noqa: PLC0415 - help answers at once

        if SHOW_TRACEBACK in os.environ:
            raise
        return show_mistake(error, as_json="--json" in sys.argv)
    return status if isinstance(status, int) else 0


def _wrong_call(wrong: Any) -> int:
    if "--json" not in sys.argv:
        wrong.show()
        return 2
    from ..errors import UsageError  # noqa: PLC0415 - help and mistakes must answer at once
    from ..findings import finding  # noqa: PLC0415
    from .output import show_error  # noqa: PLC0415

    return show_error(UsageError(finding("bad-call", wrong.format_message())), as_json=True)


if __name__ == "__main__":
    main()
