"""Where samples of colour lie, against loops over pixels."""

import numpy as np
from dicom_codecs.planes import Samples, by_pixel, by_plane, chroma_halved, chroma_spread
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

TYPES = st.sampled_from([np.uint8, np.int16, np.uint32])
PLANES = arrays.arrays(TYPES, arrays.array_shapes(min_dims=3, max_dims=3, max_side=5))


@given(PLANES)
def test_planes_and_pixels(planes: Samples) -> None:
    pixels = by_pixel(planes)
    samples, rows, columns = planes.shape
    assert pixels.shape == (rows, columns, samples)
    assert pixels.flags.c_contiguous
    for place in np.ndindex(planes.shape):
        assert pixels[place[1], place[2], place[0]] == planes[place]
    back = by_plane(pixels)
    assert back.flags.c_contiguous
    assert back.dtype == planes.dtype
    assert np.array_equal(back, planes)


@given(arrays.arrays(TYPES, st.tuples(st.integers(0, 9), st.just(4))))
def test_chroma(pairs: Samples) -> None:
    spread = chroma_spread(pairs)
    expected = [[[y1, cb, cr], [y2, cb, cr]] for y1, y2, cb, cr in pairs.tolist()]
    assert spread.tolist() == expected
    assert np.array_equal(chroma_halved(spread), pairs)


def test_halved_chroma_is_that_of_the_first_of_a_pair() -> None:
    assert chroma_halved(np.array([[[1, 8, 9], [2, 10, 11]]])).tolist() == [[1, 2, 8, 9]]
