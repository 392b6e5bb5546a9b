"""Errors that a library swallows are raised, in the thread that they happened in."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from codestreams import COLOUR, HTJ2K, coded, decode_by, tile_parts
from dicom_codecs import DamagedPixelData
from dicom_codecs.implementations import available
from dicom_codecs.jpeg_2000.swallowed import raising


class _Bad:
    """Its end cannot raise, as what Cython calls ``noexcept`` cannot."""

    def __del__(self) -> None:
        raise ValueError("from within")


def swallow() -> int:
    _Bad()
    return 7


def test_what_was_swallowed_is_raised_with_its_cause() -> None:
    hooks = sys.excepthook, sys.unraisablehook
    with pytest.raises(RuntimeError, match="from within") as caught:
        raising(swallow)
    assert isinstance(caught.value.__cause__, ValueError)
    assert (sys.excepthook, sys.unraisablehook) == hooks


def test_what_goes_well_is_given() -> None:
    assert raising(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        raising(lambda: 1 // 0)
    assert raising(lambda: 8) == 8


def test_threads_do_not_hear_each_other() -> None:
    hooks = sys.excepthook, sys.unraisablehook
    meet = threading.Barrier(8, timeout=20)

    def call(number: int) -> str:
        def one() -> int:
            meet.wait()
            if number % 2:
                swallow()
            meet.wait()
            return number

        try:
            return str(raising(one))
        except RuntimeError as error:
            return str(error)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(call, range(8)))
    assert said == ["0", "from within", "2", "from within", "4", "from within", "6", "from within"]
    assert (sys.excepthook, sys.unraisablehook) == hooks


def test_others_still_hear_what_is_not_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda said: heard.append(said.exc_value))

    def other_thread() -> int:
        thread = threading.Thread(target=swallow)
        thread.start()
        thread.join()
        return 1

    assert raising(other_thread) == 1
    assert [str(error) for error in heard] == ["from within"]


@pytest.mark.skipif(not available("openjph"), reason="needs imagecodecs")
def test_a_tile_that_openjph_stumbles_over_is_damage() -> None:
    """Imagecodecs gives an array whose last lines are whatever was in memory."""
    stream = bytearray(coded(COLOUR, HTJ2K))
    for _, start, length in tile_parts(bytes(stream)):
        stream[start + 14 : start + length : 3] = bytes(
            len(stream[start + 14 : start + length : 3])
        )
    with pytest.raises(DamagedPixelData, match="OpenJPH"):
        decode_by("openjph", bytes(stream), COLOUR, HTJ2K)
