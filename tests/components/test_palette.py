"""The colours of the series, as the stylesheet states them, can be seen and told apart by everyone."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

BASE = Path(__file__).resolve().parents[2] / "components" / "base" / "base.css"
MODES = ["light", "dark"]
BACKGROUNDS = ["surface", "ground"]
SERIES = [f"series-{number}" for number in range(1, 9)]

DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Of linear sRGB at severity 1.0: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based
Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009, pages 1291–1298, with the table at
https://www.inf.ufrgs.br/~oliveira/pubs_files/CVD_Simulation/CVD_Simulation.html"""
VISIONS = {"trichromacy": np.eye(3), **DEFICIENCIES}

XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
"""From linear sRGB: http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html. The sums of the rows are its white, D65."""

LEAST_OF_ALL, LEAST_OF_CLOSE, LEAST_UNSIMULATED = 10, 12, 18
"""ΔE00 between any two colours, between neighbours and among the first six, and for those who see all colours.
About 1 is just noticeable side by side; marks are small and lie apart, so they need several times that."""


def tokens(mode):
    """The colours of a mode by name: `--name: light-dark(#light, #dark)`."""
    found = re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{3,6}), (#[0-9a-f]{3,6})\);", BASE.read_text(encoding="utf-8")
    )
    return {name: pair[MODES.index(mode)] for name, *pair in found}


def linear(colour):
    """The linear sRGB, 0 to 1, of `#rgb` or `#rrggbb`."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    encoded = np.array([*bytes.fromhex(digits)]) / 255
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """The contrast ratio of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour, vision):
    """The CIELAB of a colour as a vision sees it."""
    simulated = np.clip(VISIONS[vision] @ linear(colour), 0, 1)
    ratio = XYZ @ simulated / XYZ.sum(axis=1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one, other):
    """CIEDE2000 of two colours in CIELAB: G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 Color-Difference Formula:
    Implementation Notes, Supplementary Test Data, and Mathematical Observations", Color Research & Application 30 (1),
    2005, pages 21–30.
    """
    (light1, a1, b1), (light2, a2, b2) = one, other
    stretch = 1.5 - 0.5 * vividness((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    one, other = complex(a1 * stretch, b1), complex(a2 * stretch, b2)
    chroma, light = (abs(one) + abs(other)) / 2, (light1 + light2) / 2
    turn = np.angle(other * one.conjugate())
    hue = np.degrees(np.angle(one) + turn / 2) % 360
    by_light = (light2 - light1) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    by_chroma = (abs(other) - abs(one)) / (1 + 0.045 * chroma)
    by_hue = 2 * np.sqrt(abs(one) * abs(other)) * np.sin(turn / 2) / (1 + 0.015 * chroma * hue_weight(hue))
    rotation = -2 * vividness(chroma) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return float(np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue))


def vividness(chroma):
    return np.sqrt(chroma**7 / (chroma**7 + 25**7))


def hue_weight(hue):
    """T of CIEDE2000."""
    terms = [(-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63)]
    return 1 + sum(weight * np.cos(np.radians(times * hue + shift)) for weight, times, shift in terms)


def too_alike(mode, vision, least, pairs):
    """The pairs whose colours differ by less than the least, with the difference."""
    colours = tokens(mode)
    differences = {pair: difference(*(seen(colours[name], vision) for name in pair)) for pair in pairs}
    return {pair: round(found, 1) for pair, found in differences.items() if found < least}


@pytest.mark.parametrize("mode", MODES)
def test_there_are_eight_colours_and_the_first_is_the_accent(mode):
    colours = tokens(mode)
    assert [name for name in colours if name.startswith("series-")] == SERIES
    assert colours["series-1"] == colours["accent"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize(
    ("names", "least"), [(SERIES, 3), (["muted"], 4.5), (["ink"], 7)], ids=["series", "muted", "ink"]
)
def test_marks_and_text_stand_out_from_what_lies_behind_them(mode, background, names, least):
    colours = tokens(mode)
    ratios = {name: contrast(colours[name], colours[background]) for name in names}
    assert {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < least} == {}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_series_can_be_told_apart(mode, vision):
    least = LEAST_UNSIMULATED if vision == "trichromacy" else LEAST_OF_ALL
    assert too_alike(mode, vision, least, combinations(SERIES, 2)) == {}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", DEFICIENCIES)
def test_neighbours_and_the_first_six_can_be_told_apart_more_easily(mode, vision):
    pairs = {*pairwise(SERIES), *combinations(SERIES[:6], 2)}
    assert too_alike(mode, vision, LEAST_OF_CLOSE, pairs) == {}


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
@pytest.mark.parametrize("grey", ["#000", "#808080", "#fff"])
def test_greys_look_grey_to_every_vision(deficiency, grey):
    assert difference(seen(grey, deficiency), seen(grey, "trichromacy")) < 0.1


@pytest.mark.parametrize(
    ("deficiency", "alike", "unlike"),
    [
        ("protanopia", ("#c8324a", "#6b6258"), ("#4269d0", "#b26a00")),
        ("deuteranopia", ("#00857c", "#a8487f"), ("#4269d0", "#b26a00")),
        ("tritanopia", ("#00857c", "#1f7fa8"), ("#00857c", "#c8324a")),
    ],
)
def test_a_deficiency_brings_together_what_it_confuses(deficiency, alike, unlike):
    def gap(pair, vision):
        return difference(*(seen(colour, vision) for colour in pair))

    assert gap(alike, deficiency) < gap(alike, "trichromacy") / 2
    assert gap(unlike, deficiency) > 30


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_difference_is_that_of_the_published_examples(one, other, expected):
    """Of table 1 of Sharma, Wu and Dalal."""
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)
    assert difference(other, one) == pytest.approx(expected, abs=5e-5)


def test_the_contrast_of_black_on_white_is_21():
    assert contrast("#000", "#fff") == pytest.approx(21)
