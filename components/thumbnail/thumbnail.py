"""A tiny picture of a dataset: its first chart without words."""

from dataclasses import dataclass

from components.drawing.drawing import Drawing, Mark, Panel, Shape

W, H = 120, 44
STROKED = ("line", "box", "speck")
LEFT_OUT = ("window", "land", "stop", "cluster", "cell cell--1")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """SVG paths that are filled (bars, dots) and stroked (lines)."""

    filled: str
    stroked: str
    width: int = W
    height: int = H
    view_box: str = f"0 0 {W} {H}"


def build_thumbnail(drawing: Drawing | None) -> Thumbnail:
    if drawing is None:
        return Thumbnail("", "")
    panel = next((each for each in drawing.panels if _shown(each)), drawing.panels[0])
    frame = panel.frame
    box = f"{frame.left:g} {frame.top - 4:g} {max(1.0, frame.right - frame.left):g} {frame.bottom - frame.top + 8:g}"
    shown = _shown(panel)
    stroked = "".join([path for name, path in shown if name.startswith(STROKED)])
    filled = "".join([path for name, path in shown if not name.startswith(STROKED) and " key" not in name])
    return Thumbnail(filled, stroked, view_box=box)


def _shown(panel: Panel) -> list[tuple[str, str]]:
    """Names and paths of what a picture without words can show."""
    each: list[Mark | Shape] = [*panel.under, *panel.marks, *panel.over]
    return [(item.name, item.path) for item in each if item.path and not item.name.startswith(LEFT_OUT)]
