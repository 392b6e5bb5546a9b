"""A process that audits: rows in, what comes of them out, until its input ends."""

from ...transcoding.serving import Say, serve
from .file import audit_file
from .model import AuditedFile, AuditFile, decoded_task


def _serve(task: AuditFile, say: Say) -> None:
    say(AuditedFile(audit_file(task.task, say.beat)))


if __name__ == "__main__":
    serve(decoded_task, _serve)
