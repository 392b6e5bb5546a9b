"""How small first frames become: what a compression is worth, told by one frame."""

import os
from collections.abc import Iterator, Sequence

from .messages import EncodedFrame, SomeFrames
from .pool import DEADLINE_SECONDS, TRANSCODING, Pool
from .request import Request


def first_frame_ratios(files: Sequence[tuple[str, str]], jobs: int) -> Iterator[tuple[int, float]]:
    """Encoded bytes by native bytes of the first frame of files, as they come.

    Parameters
    ----------
    files
        Path, and UID of the transfer syntax to encode it in.  One that cannot be encoded has no
        answer.
    jobs
        Processes that encode.
    """
    tasks = (SomeFrames(os.fsencode(path), Request(uid), 0, 1) for path, uid in files)
    with Pool(TRANSCODING, jobs, DEADLINE_SECONDS) as pool:
        for number, reply in pool.run(tasks):
            if isinstance(reply, EncodedFrame):
                yield number, len(reply.stream) * 8 / max(reply.format.frame_bits, 1)
