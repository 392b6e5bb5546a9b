"""The frames of one large instance, encoded by several processes, in order."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final

from .messages import EncodedFrame, Failed, SomeFrames
from .pool import TranscodingPool
from .refusal import Refusal
from .request import Request

FramesOf = Callable[[int], Iterator[EncodedFrame]]
"""Gives so many frames of an instance, encoded, from the first on."""

_WINDOW: Final = 6
"""Frames that may be ahead of the one that is waited for: memory is kept for no more."""


def spread_frames(pool: TranscodingPool, path: str, request: Request) -> FramesOf:
    """A source of encoded frames that has the children of a pool make them."""
    source = os.fsencode(path)

    def frames(count: int) -> Iterator[EncodedFrame]:
        tasks = (SomeFrames(source, request, number, number + 1) for number in range(count))
        early: dict[int, EncodedFrame] = {}
        wanted = 0
        with closing(pool.run(tasks, _WINDOW)) as replies:
            for number, reply in replies:
                if isinstance(reply, Failed):
                    raise Refusal(reply.finding)
                if isinstance(reply, EncodedFrame):
                    early[number] = reply
                while wanted in early:
                    yield early.pop(wanted)
                    wanted += 1

    return frames
