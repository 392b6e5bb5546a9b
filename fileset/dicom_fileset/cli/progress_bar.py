"""Progress on standard error, when a person looks and it takes over a second."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from ..migration.progress import Progressed
from ..progress import Volume


class ProgressBar:
    """Draws what an engine tells; the only place that knows tqdm."""

    def __init__(self, *, wanted: bool = True) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Told how far things are."""
        self._draw(lambda: self._instances(stage, done, total))

    def _draw(self, draw: Callable[[], None]) -> None:
        """Draw as long as there is somebody to see it: work goes on without."""
        if not self._wanted:
            return
        try:
            draw()
        except OSError:
            self._wanted = False
            self._bar = None

    def _instances(self, stage: str, done: int, total: int | None) -> None:
        if stage != self._stage or self._bar is None:
            from tqdm import tqdm  # noqa: PLC0415 - only a terminal waits for it

            self._close()
            self._stage = stage
            self._bar = tqdm(desc=stage, total=total, unit=" instances", delay=1, leave=False)
        self._bar.update(done - self._bar.n)

    def volume(self, volume: Volume) -> None:
        """Told how much is copied: bytes, their rate, the remaining time, and files."""
        self._draw(lambda: self._volume(volume))

    def _volume(self, volume: Volume) -> None:
        stage = "copying" if volume.whole_size else "looking"
        if stage != self._stage or self._bar is None:
            from tqdm import tqdm  # noqa: PLC0415 - only a terminal waits for it

            self._close()
            self._stage = stage
            size = volume.whole_size or None
            self._bar = tqdm(total=size, unit="B", unit_scale=True, delay=1, leave=False)
        self._bar.set_description(
            f"{stage} {volume.files} of {volume.all_files} files", refresh=False
        )
        self._bar.update(volume.size - self._bar.n)
        if stage == "looking" and volume.files == volume.all_files:
            self._close()  # what was seen is shown where the bar was

    def migration(self, progressed: Progressed) -> None:
        """Told how far a migration is: bytes, their rate, the remaining time, files, failures."""
        self._draw(lambda: self._migration(progressed))

    def _migration(self, progressed: Progressed) -> None:
        stage = "migrating" if progressed.stage == "paused" else progressed.stage
        if stage != "migrating":
            self._instances(stage, progressed.files, progressed.all_files or None)
            return
        if stage != self._stage or self._bar is None:
            from tqdm import tqdm  # noqa: PLC0415 - only a terminal waits for it

            self._close()
            self._stage = stage
            size, done = progressed.all_bytes, progressed.bytes_in
            self._bar = tqdm(
                total=size, initial=done, unit="B", unit_scale=True, delay=1, leave=False
            )
        failed = f", {progressed.failures} failed" if progressed.failures else ""
        said = f"{progressed.files} of {progressed.all_files} files{failed}"
        out = f" -> {progressed.bytes_out / 1e9:.2f} GB"
        self._bar.set_description(f"{said}, {progressed.why}" if progressed.why else said + out)
        self._bar.update(progressed.bytes_in - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._draw(self._close)
