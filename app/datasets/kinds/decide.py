"""Decides what the columns of one table are, and keeps account of it for the report."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.datasets.column import Kind
from app.datasets.kinds.infer import Hints, infer
from app.datasets.kinds.typed import Texts, Typed
from app.datasets.report import ColumnReading, FaultList, Faults

QUANTITIES = ("integer", "number")


def _alike(one: Kind, other: Kind) -> bool:
    return one == other or (one in QUANTITIES and other in QUANTITIES)


class Decider:
    """Infers columns one by one; those that could be read in two ways are read as the table's others are."""

    def __init__(
        self,
        hints: Hints,
        wanted: Callable[[int], Kind | None],
        line: Callable[[int], int],
        *,
        european: bool = False,
    ) -> None:
        """`european`: semicolons part the cells, as where commas are decimal marks."""
        self._european = european
        self._hints, self._wanted, self._line = hints, wanted, line
        self._misfits: dict[int, Faults] = {}
        self._doubtful: dict[int, Texts] = {}
        self.refused: list[int] = []

    def __call__(self, position: int, texts: Texts) -> Typed:
        kind = self._wanted(position)
        typed = infer(texts, wanted=kind, hints=self._hints)
        if typed is None:
            self.refused.append(position)
            typed = infer(texts, hints=self._hints)
        assert typed
        if typed.ambiguous:
            self._doubtful[position] = texts
        self._account(position, texts, typed)
        return typed

    def settle(self, columns: list[Typed]) -> None:
        """Read the columns in doubt as the others of the table, if these agree."""
        known = Counter(column.convention for column in columns if column.convention and not column.ambiguous)
        order = "dmy" if known["dmy"] > known["mdy"] else "mdy" if known["mdy"] > known["dmy"] else ""
        for position, texts in self._doubtful.items():
            hints = replace(
                self._hints,
                dayfirst=order == "dmy" if order and self._hints.dayfirst is None else self._hints.dayfirst,
                decimal=self._hints.decimal or ("," if known[","] or self._european else ""),
            )
            if hints == self._hints:
                continue
            again = infer(texts, wanted=self._wanted(position), hints=hints)
            if again is not None and _alike(again.kind, columns[position].kind):
                columns[position] = replace(again, why=f"{again.why}, as in other columns", ambiguous=False)
                self._account(position, texts, again)
        self._doubtful.clear()

    def reading(self, position: int, name: str, typed: Typed) -> ColumnReading:
        words = tuple(sorted(typed.markers - {""}))[:20]
        return ColumnReading(name, typed.kind, typed.why, words, self._misfits.get(position, Faults()))

    def _account(self, position: int, texts: Texts, typed: Typed) -> None:
        self._misfits.pop(position, None)
        if typed.misfit is None:
            return
        rows = np.flatnonzero(np.append(typed.misfit, False)[texts.codes])
        faults = FaultList()
        for row in rows:
            faults.add(self._line(int(row)), texts.values[int(texts.codes[row])].as_py(), f"no {typed.kind}")
            if len(faults.faults().first) >= 5:
                break
        self._misfits[position] = Faults(len(rows), faults.faults().first)
