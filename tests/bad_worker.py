"""A transcoding worker that does to us what native decoders do: crash, hang, say nonsense.

The name of the source says what it does.
"""

import os
import sys
import time

from dicom_codecs.pixel_format import PixelFormat
from dicom_fileset.findings import finding
from dicom_fileset.pipes import read_message, write_message
from dicom_fileset.transcoding.messages import (
    Beat,
    Done,
    EncodedFrame,
    Failed,
    Reply,
    SomeFrames,
    Task,
    decoded_task,
    encoded,
)
from dicom_fileset.transcoding.request import Transcoded


def _answer(reply: Reply) -> None:
    write_message(sys.stdout.buffer, encoded(reply))


def main() -> None:
    while message := read_message(sys.stdin.buffer):
        _do(decoded_task(message))


def _do(task: Task) -> None:
    name = os.path.basename(os.fsdecode(task.source))
    _misbehave(name)
    if name.startswith("fail"):
        _answer(Failed(finding("pixel-data-damaged", "as asked")))
    elif isinstance(task, SomeFrames):
        for number in range(task.first, task.past):
            _answer(EncodedFrame(bytes([number]) * (2 * 1024 * 1024), PixelFormat(1, 1)))
    else:
        _answer(Done(Transcoded("transcoded", name)))


def _misbehave(name: str) -> None:
    if name.startswith("crash"):
        os._exit(11)
    if name.startswith("hang"):
        time.sleep(60)
    if name.startswith("slow"):
        for _ in range(20):
            time.sleep(0.1)
            _answer(Beat())


if __name__ == "__main__":
    main()
