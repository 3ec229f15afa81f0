"""A tiny picture of a dataset: its first chart without words."""

from dataclasses import dataclass

from components.axes.axes import WIDTH
from components.bar.bar import Bars
from components.chart.chart import Drawing
from components.heatmap.heatmap import Cells
from components.histogram.histogram import Bins
from components.line.line import Lines

W, H = 120, 44


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """An SVG path that is filled (bars, dots), or stroked (lines)."""

    path: str
    stroked: bool
    width: int = W
    height: int = H
    view_box: str = f"0 0 {W} {H}"


def build_thumbnail(drawing: Drawing | None) -> Thumbnail:
    if drawing is None:
        return Thumbnail("", stroked=False)
    frame = drawing.frame
    box = f"{frame.left:g} {frame.top - 4:g} {max(1.0, frame.right - frame.left):g} {frame.bottom - frame.top + 8:g}"
    if isinstance(drawing, Lines):
        return Thumbnail("".join(series.path for series in drawing.series), stroked=True, view_box=box)
    if isinstance(drawing, Bars):
        path = "".join(_rect(bar.x, bar.y, bar.width, bar.height) for bar in drawing.bars)
        return Thumbnail(path, stroked=False, view_box=f"{frame.left:g} 0 {WIDTH - frame.left:g} {frame.height}")
    if isinstance(drawing, Bins):
        return Thumbnail("".join(_rect(b.x, b.y, b.width, b.height) for b in drawing.bins), stroked=False, view_box=box)
    if isinstance(drawing, Cells):
        return Thumbnail("".join(cell.path for cell in drawing.cells if cell.shade > 1), stroked=False, view_box=box)
    return Thumbnail(
        "".join(_rect(point.x - 4, point.y - 4, 8, 8) for point in drawing.points), stroked=False, view_box=box
    )


def _rect(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:g}h{-width:g}z"
