"""Areas averaged, held against sums in exact fractions."""

from fractions import Fraction

import numpy as np
from dicom_fileset.icons.shrinking import averaged, fitted, fitting
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

SIZES = st.integers(1, 9)


def slowly(picture: list[list[Fraction]], count: int) -> list[list[Fraction]]:
    """Means over equal stretches of the rows."""
    there = len(picture)
    result = []
    for number in range(count):
        start, end = Fraction(number * there, count), Fraction((number + 1) * there, count)
        parts = [max(Fraction(0), min(end, one + 1) - max(start, one)) for one in range(there)]
        columns = zip(*picture, strict=True)
        result.append(
            [
                sum(part * value for part, value in zip(parts, column, strict=True)) / (end - start)
                for column in columns
            ]
        )
    return result


def turned(picture: list[list[Fraction]]) -> list[list[Fraction]]:
    return [list(column) for column in zip(*picture, strict=True)]


def oracle(picture: NDArray[np.int64], rows: int, columns: int) -> NDArray[np.float64]:
    exact = [[Fraction(int(cell)) for cell in row] for row in picture]
    return np.array(turned(slowly(turned(slowly(exact, rows)), columns)), float)


@given(SIZES, SIZES, SIZES, SIZES, st.integers(0, 99))
def test_areas_are_averaged(height: int, width: int, rows: int, columns: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(-2000, 4000, (height, width))
    assert np.allclose(averaged(picture, rows, columns), oracle(picture, rows, columns), atol=0.01)


@given(SIZES, SIZES, st.integers(0, 99))
def test_samples_are_averaged_each_for_itself(rows: int, columns: int, seed: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (7, 5, 3), np.uint8)
    each = [averaged(picture[..., one], rows, columns) for one in range(3)]
    assert np.allclose(averaged(picture, rows, columns), np.stack(each, -1))


def test_a_whole_range_of_bytes_stays_in_range() -> None:
    picture = np.full((4001, 999), 255, np.uint8)
    assert np.allclose(averaged(picture, 64, 64), 255, atol=0.01)


def test_what_has_the_size_is_not_changed() -> None:
    picture = np.arange(64 * 64, dtype=np.float32).reshape(64, 64)
    assert (averaged(picture, 64, 64) == picture).all()


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 128), st.floats(1 / 64, 64.0))
def test_the_shape_is_kept(height: int, width: int, side: int, aspect: float) -> None:
    rows, columns = fitting((height, width), (side, side), aspect)
    assert max(rows, columns) == side
    assert min(rows, columns) >= 1
    scale = side / max(height * aspect, width)
    assert abs(rows - max(1.0, height * aspect * scale)) <= 0.51
    assert abs(columns - max(1.0, width * scale)) <= 0.51


def test_the_rest_is_background() -> None:
    wide = fitted(np.full((10, 40), 7), (64, 64), 1.0, 0.0)
    assert (wide[24:40] == 7).all()
    assert (wide[:24] == 0).all()
    assert (wide[40:] == 0).all()
    tall_pixels = fitted(np.full((10, 40), 7), (64, 64), 4.0, 0.0)
    assert (tall_pixels == 7).all()
