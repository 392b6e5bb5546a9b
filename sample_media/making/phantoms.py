"""Synthetic pictures: ellipses, gradients and bars on a numpy grid.

Only integer arithmetic and comparisons are used, so that every machine draws the same values.
"""

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.int32]


def gradient(rows: int, columns: int, low: int, high: int) -> Image:
    """Return a horizontal ramp from ``low`` to ``high``, shape ``(rows, columns)``."""
    ramp = low + (high - low) * np.arange(columns, dtype=np.int32) // (columns - 1)
    return np.tile(ramp, (rows, 1))


def bars(rows: int, columns: int, values: list[int]) -> Image:
    """Return vertical bars of equal width, one for each of ``values``."""
    which = np.arange(columns, dtype=np.int32) * len(values) // columns
    return np.tile(np.asarray(values, dtype=np.int32)[which], (rows, 1))


def put_ellipse(image: Image, centre: tuple[int, int], radii: tuple[int, int], value: int) -> None:
    """Fill the ellipse around ``centre`` (row, column) with ``value``."""
    row, column = np.ogrid[: image.shape[0], : image.shape[1]]
    height, width = radii
    inside = ((row - centre[0]) * width) ** 2 + ((column - centre[1]) * height) ** 2
    image[inside <= (height * width) ** 2] = value


def speckle(rows: int, columns: int, seed: int, strength: int) -> Image:
    """Return a noise of ``0..strength-1``; the legacy generator is frozen by numpy's policy."""
    noise = np.random.RandomState(seed).randint(0, strength, (rows, columns))
    return noise.astype(np.int32)


def thorax(size: int, level: int) -> Image:
    """Return slice ``level`` of a thorax in Hounsfield units, shape ``(size, size)``."""
    image = np.full((size, size), -1000, dtype=np.int32)
    middle = size // 2
    put_ellipse(image, (middle, middle), (size * 3 // 8, size * 7 // 16), 40)
    for side in (-1, 1):
        lung = (middle, middle + side * size * 7 // 32)
        put_ellipse(image, lung, (size // 4 - level, size // 7), -850)
    put_ellipse(image, (middle, middle + size // 24), (size // 10 + level, size // 12), 60)
    put_ellipse(image, (middle + size // 4, middle), (size // 16, size // 16), 700)
    put_ellipse(image, (middle - level, middle - size // 4), (2 + level // 2, 2 + level // 2), 90)
    return image


def head(size: int, level: int, tissue: tuple[int, int, int]) -> Image:
    """Return a brain slice; ``tissue`` gives skin, brain and ventricle brightness."""
    image = np.zeros((size, size), dtype=np.int32)
    middle = size // 2
    skin, brain, ventricle = tissue
    put_ellipse(image, (middle, middle), (size * 7 // 16, size * 3 // 8), skin)
    put_ellipse(image, (middle, middle), (size * 13 // 32, size * 11 // 32), skin // 8)
    put_ellipse(image, (middle, middle), (size * 12 // 32, size * 10 // 32), brain)
    for side in (-1, 1):
        place = (middle - size // 16, middle + side * size // 12)
        put_ellipse(image, place, (size // 8 - level, size // 24), ventricle)
    return image


def chest(rows: int, columns: int, white: int) -> Image:
    """Return a chest radiograph, ``0..white``."""
    image = gradient(rows, columns, white // 8, white // 5)
    put_ellipse(image, (rows * 9 // 16, columns // 2), (rows // 2, columns * 7 // 16), white // 2)
    for side in (-1, 1):
        lung = (rows // 2, columns // 2 + side * columns // 5)
        put_ellipse(image, lung, (rows // 3, columns // 7), white // 6)
        for rib in range(6):
            place = (rows // 4 + rib * rows // 11, lung[1])
            put_ellipse(image, place, (rows // 90 + 1, columns // 7), white // 4)
    put_ellipse(
        image, (rows * 5 // 8, columns * 9 // 16), (rows // 7, columns // 8), white * 3 // 4
    )
    spine = slice(columns * 15 // 32, columns * 17 // 32)
    image[rows // 8 :, spine] = white * 7 // 8
    return image


def breast(rows: int, columns: int, white: int, lesions: bool) -> Image:
    """Return a left mammogram, chest wall at the left edge, ``0..white``."""
    image = np.full((rows, columns), white // 40, dtype=np.int32)
    put_ellipse(image, (rows // 2, 0), (rows * 7 // 16, columns * 13 // 16), white // 3)
    put_ellipse(image, (rows // 2, columns // 4), (rows // 4, columns // 3), white // 2)
    texture = speckle(rows, columns, seed=7, strength=white // 32)
    image += np.where(image > white // 10, texture, 0)
    if lesions:
        put_ellipse(image, MASS_CENTRE, (9, 7), white * 3 // 4)
        for row, column in CALCIFICATIONS:
            put_ellipse(image, (row, column), (1, 1), white - 1)
    return image


MASS_CENTRE = (96, 70)
CLUSTER_CENTRE = (152, 55)
CALCIFICATIONS = ((150, 50), (153, 55), (148, 57), (156, 52), (152, 61))


def heart(size: int, phase: int) -> Image:
    """Return one frame of a short-axis ultrasound view; ``phase`` 0-3 changes the cavity."""
    image = speckle(size, size, seed=20 + phase, strength=40)
    row, column = np.ogrid[:size, :size]
    sector = np.abs(column - size // 2) * 4 <= (row + 4) * 3
    put_ellipse(image, (size * 5 // 8, size // 2), (size // 4, size // 4), 150)
    put_ellipse(
        image, (size * 5 // 8, size // 2), (size // 6 - phase * 2, size // 6 - phase * 2), 15
    )
    return np.where(sector, image, 0).astype(np.int32)


def skin(rows: int, columns: int) -> NDArray[np.uint8]:
    """Return a colour photograph of a lesion with a colour scale, ``(rows, columns, 3)``."""
    planes = []
    for base, lesion in ((224, 96), (172, 60), (150, 52)):
        plane = gradient(rows, columns, base - 20, base)
        plane += speckle(rows, columns, seed=base, strength=8)
        put_ellipse(plane, (rows // 2, columns // 2), (rows // 6, columns // 5), lesion)
        put_ellipse(
            plane, (rows // 2 - 6, columns // 2 + 8), (rows // 14, columns // 14), lesion - 30
        )
        planes.append(plane)
    for index, scale in enumerate(([255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255])):
        planes[index][-(rows // 10) :] = bars(rows // 10, columns, scale)
    return np.stack(planes, axis=-1).clip(0, 255).astype(np.uint8)


def coronary(size: int, phase: int, white: int) -> Image:
    """Return a left coronary artery with contrast medium, ``0..white``; ``phase`` moves it."""
    image = np.full((size, size), white * 3 // 4, dtype=np.int32)
    put_ellipse(image, (size, size // 2), (size // 4, size * 3 // 4), white // 2)
    image[:, size // 8 : size // 5] -= white // 8
    for bend, reach, width in ((3, 10, 48), (-2, 8, 64), (7, 6, 80)):
        for step in range(POINTS):
            row = size // 6 + step * size * reach // (16 * POINTS)
            column = size // 3 + step * size // (3 * POINTS)
            column += step * (POINTS - step) * size * (bend + phase) // (POINTS * POINTS * 12)
            radius = max(size * (POINTS * 2 - step) // (width * POINTS * 2), 1)
            put_ellipse(image, (row, column), (radius, radius), white // 5)
    return image


POINTS = 48


def thyroid(rows: int, columns: int, phase: int = 0) -> Image:
    """Return a transverse ultrasound view of a thyroid lobe with a nodule, ``0..255``."""
    image = gradient(rows, columns, 30, 50)
    image[: rows // 10] = 140
    put_ellipse(image, (rows // 2, columns // 3), (rows // 3, columns // 4), 120)
    put_ellipse(image, (rows // 2, columns // 3 + phase), (rows // 8, columns // 10), 60)
    put_ellipse(image, (rows // 2, columns * 3 // 4), (rows // 4, rows // 4 - phase), 10)
    return image


def molars(rows: int, columns: int, white: int) -> Image:
    """Return a molar with a filling between its neighbours, ``0..white``."""
    image = gradient(rows, columns, white // 6, white // 4)
    image[rows * 5 // 8 :] += white // 5
    for place in (-1, 1, 3):
        middle = columns * (2 + place * 2) // 8 + columns // 8
        put_ellipse(image, (rows * 3 // 8, middle), (rows // 5, columns // 9), white * 5 // 8)
        for side in (-1, 1):
            root = (rows * 5 // 8, middle + side * columns // 18)
            put_ellipse(image, root, (rows // 4, columns // 30 + 1), white * 9 // 16)
        put_ellipse(image, (rows * 3 // 8, middle), (rows // 16, columns // 40 + 1), white // 4)
    put_ellipse(image, (rows // 4, columns * 5 // 8), (rows // 14, columns // 16), white - 1)
    return image
