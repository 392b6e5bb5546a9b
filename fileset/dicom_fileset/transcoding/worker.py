"""A process that transcodes: tasks in, what comes of them out, until its input ends."""

import os

from .failure import failure_of
from .instance import encoded_frames, transcode_file
from .messages import AllFrames, Done, Failed, Icon, IconOf, Reply, SomeFrames, Task, decoded_task
from .serving import Say, serve


def _done(task: Task, say: Say) -> None:
    for reply in _replies(task, say):
        say(reply)


def _replies(task: Task, say: Say) -> list[Reply]:
    """What comes of a task; what comes on the way is said at once."""
    source = os.fsdecode(task.source)
    try:
        if isinstance(task, SomeFrames):
            for frame in encoded_frames(source, task.request, range(task.first, task.past)):
                say(frame)
            return []
        if isinstance(task, IconOf):
            # A child that is asked for pixels only must be at work soon.
            from .icon_of_file import icon_of_file  # noqa: PLC0415

            return [Icon(icon_of_file(source, task.rows, task.columns))]
        if isinstance(task, AllFrames):
            from .decoding import decode_file  # noqa: PLC0415 - as above

            return [decode_file(source, say.beat)]
        written = os.fsdecode(task.written)
        result = transcode_file(source, written, task.request, beat=say.beat)
    except Exception as error:  # noqa: BLE001 - whatever a file does to us, the next one goes on
        # The path goes without: the other side has it, and it may be no valid text.
        return [Failed(*failure_of(error, ""))]
    return [Done(result)]


if __name__ == "__main__":
    serve(decoded_task, _done)
