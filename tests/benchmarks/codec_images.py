"""Phantoms with the noise of a detector: the images that codecs are measured on."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from dicom_codecs import PixelFormat
from dicom_codecs.frame import Frame
from numpy.typing import NDArray

Plane = NDArray[np.float64]


class Image(NamedTuple):
    """One kind of image: ``frames`` of it, all in the same format."""

    what: str
    format: PixelFormat
    frames: tuple[Frame, ...]


def images(scale: float = 1.0, xa_frames: int = 200) -> list[Image]:
    """CT, CR, DX, US and XA; ``scale`` is that of their areas."""
    random = np.random.default_rng(20240229)
    return [
        _grey("CT 512 x 512 x 12 bit", (512, 512), 12, _ct, scale, random),
        _grey("CR 2048 x 2048 x 12 bit", (2048, 2048), 12, _cr, scale, random),
        _grey("DX 3000 x 2500 x 14 bit", (3000, 2500), 14, _dx, scale, random),
        _us(scale, random),
        _xa(scale, max(1, round(xa_frames * scale)), random),
    ]


def _grid(size: tuple[int, int], scale: float) -> tuple[Plane, Plane]:
    rows, columns = (max(1, round(length * scale**0.5)) for length in size)
    down, right = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    return down, right


def _inside(down: Plane, right: Plane, ellipse: tuple[float, float, float, float]) -> Plane:
    """1 within an ellipse (centre, then half axes), 0 without, and soft between."""
    y, x, height, width = ellipse
    distance = np.hypot((down - y) / height, (right - x) / width)
    return np.clip((1 - distance) * 60, 0, 1)


def _ct(down: Plane, right: Plane, random: np.random.Generator) -> Plane:
    """Air with little noise, a body, bones and lungs, and nothing outside of the circle."""
    body = _inside(down, right, (0, 0, 0.65, 0.9))
    hounsfield = -1000 + 1040 * body
    for ellipse in ((0, -0.4, 0.4, 0.25), (0, 0.4, 0.4, 0.25)):
        hounsfield += -850 * _inside(down, right, ellipse)
    hounsfield += 700 * _inside(down, right, (0.4, 0, 0.1, 0.12))
    found = 1024 + hounsfield + random.normal(0, 1, down.shape) * (6 + 9 * body)
    return np.where(np.hypot(down, right) > 1, 0, found)


def _projection(down: Plane, right: Plane) -> Plane:
    """A chest as rays pass it, 0 to 1."""
    thick = 0.9 * np.exp(-((right / 0.55) ** 2) - (down / 0.9) ** 2)
    for side in (-0.35, 0.35):
        thick -= 0.35 * _inside(down, right, (-0.1, side, 0.5, 0.25))
    return thick + 0.03 * np.sin(down * 40 + right * right * 20)


def _cr(down: Plane, right: Plane, random: np.random.Generator) -> Plane:
    """An image plate, quantum noise where many rays arrive."""
    return 400 + 3300 * _projection(down, right) + random.normal(0, 9, down.shape)


def _dx(down: Plane, right: Plane, random: np.random.Generator) -> Plane:
    """A flat detector: more levels, more of them noise."""
    return 1500 + 13500 * _projection(down, right) + random.normal(0, 35, down.shape)


Painter = Callable[[Plane, Plane, np.random.Generator], Plane]


def _grey(
    what: str,
    size: tuple[int, int],
    bits: int,
    paint: Painter,
    scale: float,
    random: np.random.Generator,
) -> Image:
    values = paint(*_grid(size, scale), random)
    frame = np.clip(np.rint(values), 0, (1 << bits) - 1).astype(np.uint16)
    fmt = PixelFormat(*frame.shape, bits_allocated=16, bits_stored=bits)
    return Image(what, fmt, (frame,))


def _us(scale: float, random: np.random.Generator) -> Image:
    """A fan of speckle on black, a bar of grey, and flow in colour."""
    down, right = _grid((480, 640), scale)
    depth, angle = np.hypot(down + 1, right), np.arctan2(right, down + 1)
    fan = (depth < 1.8) & (np.abs(angle) < 0.6)
    speckle = random.rayleigh(38, down.shape) * (1.1 - depth / 3)
    speckle = (speckle + np.roll(speckle, 1, axis=1) + np.roll(speckle, 1, axis=0)) / 3
    grey = np.where(fan, speckle, 0)
    grey = np.where(np.abs(right - 0.95) < 0.02, 127 * (1 - down), grey)
    rgb = np.repeat(np.clip(grey, 0, 255)[:, :, np.newaxis], 3, axis=2)
    flow = fan & (_inside(down, right, (0.1, 0.1, 0.2, 0.15)) > 0.5)
    rgb[flow, 0] = np.clip(rgb[flow, 0] + 120, 0, 255)
    rgb[flow, 2] //= 3
    frame = rgb.astype(np.uint8)
    fmt = PixelFormat(*frame.shape[:2], samples=3, photometric="RGB")
    return Image("US RGB 640 x 480 x 8 bit", fmt, (frame,))


def _xa(scale: float, count: int, random: np.random.Generator) -> Image:
    """Vessels that fill, in front of a chest; every frame with noise of its own."""
    down, right = _grid((512, 512), scale)
    chest = 40 + 170 * _projection(down, right)
    frames = []
    for number in range(count):
        vessel = np.abs(right - 0.3 * np.sin(down * 5)) < 0.03
        filled = vessel & (down < -1 + 2 * number / count)
        values = chest - 60 * filled + random.normal(0, 3, down.shape)
        frames.append(np.clip(np.rint(values), 0, 255).astype(np.uint8))
    fmt = PixelFormat(*frames[0].shape)
    return Image(f"XA 512 x 512 x 8 bit, {count} frames", fmt, tuple(frames))
