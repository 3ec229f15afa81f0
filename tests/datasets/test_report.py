"""What is kept of the faults of a file: a few of them, short, and without what HTML can't carry."""

import pytest

from app.datasets import ColumnReading, Fault, Faults, Report
from app.datasets.report import SHOWN, WIDEST, FaultList


@pytest.mark.parametrize("count", [0, 1, SHOWN, SHOWN + 1, 5000])
def test_all_faults_are_counted_and_the_first_are_kept(count):
    faults = FaultList()
    for line in range(1, count + 1):
        faults.add(line, f"text {line}", "why")
    found = faults.faults()
    assert found.count == count
    assert found.first == tuple(Fault(line, f"text {line}", "why") for line in range(1, min(count, SHOWN) + 1))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("x" * WIDEST, "x" * WIDEST),
        ("x" * (WIDEST + 1), "x" * (WIDEST - 1) + "…"),
        ("<b>", "<b>"),
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("two\r\nlines", "two\nlines"),
        ("half a pair \ud83d", "half a pair \ufffd"),
    ],
)
def test_a_text_is_kept_short_and_as_html_can_carry_it(text, kept):
    faults = FaultList()
    faults.add(1, text, "why")
    assert [fault.text for fault in faults.faults().first] == [kept]


def test_a_list_goes_on_after_it_was_asked():
    faults = FaultList()
    faults.add(1, "a", "why")
    before = faults.faults()
    faults.add(2, "b", "why")
    assert (before.count, faults.faults().count) == (1, 2)


def test_a_report_sums_up_its_faults():
    columns = tuple(
        ColumnReading(name, "integer", misfits=Faults(count)) for name, count in (("a", 2), ("b", 0), ("c", 5))
    )
    report = Report(skipped=Faults(10), mended=Faults(100), columns=columns)
    assert (report.misfits, report.faults) == (7, 117)
    assert (Report().misfits, Report().faults) == (0, 0)


def test_control_characters_of_a_file_are_not_in_its_report(open_text):
    rows = "".join(f"{i},w{i}\n" for i in range(100))
    report = open_text(f"count,word\n{rows}x\x00\x1by,w\n1,2,3\x0b\n").report
    texts = [fault.text for faults in (report.mended, report.columns[0].misfits) for fault in faults.first]
    assert len(texts) == 2
    assert not [text for text in texts if set(text) & set("\x00\x1b\x0b")]
