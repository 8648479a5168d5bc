"""python -m abicus bench, and the examples in Python."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import abicus
from abicus import _bench
from abicus._bench import agreement, measurement, plot, progress, table, workload
from abicus._bench.workload import ABICUS, PEER, PYTHON, Prepared, Workload

ROOT = Path(__file__).resolve().parents[2]
IDENTIFIERS = ["W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8", "W9", "W10", "W11", "W12", "W13", "W14", "W15", "W16"]
IDENTIFIERS += ["W17", "W18", "W19", "W20", "W21", "W22", "W23", "W24", "W27", "W28", "W30", "W31"]
IDENTIFIERS += ["S1", "S2", "S3", "S4"]


class Thousand(Workload):
    """A small workload; not registered, as it has no identifier."""

    title = "a thousand floats"
    size = 1000
    growth_sizes = (10, 100, 1000)
    broken: Any = None

    def prepare(self, size: int) -> Prepared:
        data = [0.1] * size
        prepared = Prepared(expected=float(agreement.exact_sum(data)))
        prepared.add("plain Python", PYTHON, "sum(data)", grows=True, data=data)
        prepared.add("absent", PEER, "peer(data)", peer=None, data=data)
        prepared.add("abicus, list", ABICUS, "abicus.sum(data)", grows=True, abicus=abicus, data=data)
        prepared.add("broken", ABICUS, "broken(data)", broken=self.broken, data=data)
        return prepared


def measured(broken: Any = None) -> measurement.Measured:
    small = Thousand()
    small.broken = broken
    return measurement.measure(small, 1, lambda done: None)


@pytest.fixture(autouse=True)
def short_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measurement, "SAMPLE_SECONDS", 0.0002)


def test_the_command_writes_a_table_a_document_and_a_chart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dot = workload.workloads()["W28"]
    monkeypatch.setattr(dot, "size", 1000)
    monkeypatch.setattr(dot, "growth_sizes", (10, 100, 1000))
    document, chart = tmp_path / "bench.json", tmp_path / "bench.svg"
    arguments = ["W1", "w28", "W1", "--rounds", "1", "--json", str(document), "--plot", str(chart)]
    assert _bench.main(arguments) == 0
    output = capsys.readouterr()
    assert output.err == ""  # no progress bar where there is no terminal
    assert all(len(line) <= table.WIDTH for line in output.out.splitlines())
    assert "known answers: 6 of 6 agree" in output.out

    found = json.loads(document.read_text())
    assert found["schema"] == 1 and found["rounds"] == 1
    assert found["abicus"]["version"] == abicus.__version__
    assert found["abicus"]["cpu_level"] in ("portable", "avx2", "avx512")
    assert [row["id"] for row in found["workloads"]] == ["W1", "W28"]
    for one in found["workloads"]:
        assert one["unit"] in ("element", "call") and one["size"] >= 1
        assert one["rows"][0]["kind"] == PYTHON and one["rows"][0]["ratio"] == 1.0
        assert any(row["kind"] == ABICUS for row in one["rows"])
        for row in one["rows"]:
            assert 0 < row["best"] <= row["median"] and len(row["samples"]) == 1
            assert row["ratio"] > 0 and row["statement"]
            assert row["peak_bytes"] is None or row["peak_bytes"] >= 0
            if row["kind"] == ABICUS:
                assert row["agrees"] is True and row["answer"] == "exact"

    tree = ElementTree.parse(chart)
    assert tree.getroot().tag == "{http://www.w3.org/2000/svg}svg"
    words = {element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"plain Python", "abicus, list", "abicus, buffer"} <= words


def test_every_workload_agrees_at_a_small_size() -> None:
    known = workload.workloads()
    assert list(known) == IDENTIFIERS
    for name, kind in known.items():
        one = kind()
        assert one.identifier == name and one.title
        prepared = one.prepare(min(one.size, 1000))
        assert prepared.variants[0].kind == PYTHON
        for variant in prepared.variants:
            found, ran = measurement.agreement_of(variant, prepared.expected)
            assert ran, f"{name} {variant.name}: {found.text}"
            # A float sum of somebody else may differ in its last bits, and the table says so; nothing else may.
            assert found.agrees or (variant.kind != ABICUS and found.ulps), f"{name} {variant.name}: {found.text}"
        for text, answer, literal in one.known_answers():
            assert agreement.compare(answer, literal).agrees, text


def test_an_unknown_workload_is_an_error_that_lists_the_known(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        _bench.main(["W1", "W99"])
    assert caught.value.code == 2
    error = capsys.readouterr().err
    assert "W99" in error and ", ".join(IDENTIFIERS) in error


def test_rounds_must_be_positive() -> None:
    with pytest.raises(SystemExit):
        _bench.main(["W1", "--rounds", "0"])


def off_by_one_bit(data: list[float]) -> float:
    return math.nextafter(math.fsum(data), math.inf)


def raises(data: list[float]) -> float:
    raise RuntimeError("on purpose")


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        (off_by_one_bit, "differs by 1 ulp"),
        (lambda data: -1.0, "differs by"),
        (lambda data: "many", "WRONG: 'many'"),
        (lambda data: math.nan, "WRONG: nan"),
        (raises, "RuntimeError: on purpose"),
    ],
)
def test_a_wrong_answer_is_detected_and_shown(broken: Any, text: str) -> None:
    result = measured(broken)
    row = result.rows[-1]
    assert not row.agreement.agrees and text in row.agreement.text
    assert len(result.wrong()) == 1 and text in result.wrong()[0]
    assert (row.median is None) == (broken is raises)
    shown = table.block(result)
    assert text in shown
    chart = ElementTree.fromstring(plot.draw([result], made_with()))
    assert broken is raises or any(text in (element.text or "") for element in chart.iter())
    assert measured().wrong() == []


def test_a_wrong_answer_fails_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Thousand):
        broken = staticmethod(off_by_one_bit)

    monkeypatch.setattr(_bench, "workloads", lambda: {"W0": Broken})
    assert _bench.main(["--rounds", "1"]) == 1
    assert "a wrong answer" in capsys.readouterr().err


def made_with() -> dict[str, Any]:
    from abicus._bench import document

    return document.machine(1)


def test_an_absent_peer_is_named() -> None:
    assert measured().absent == ["absent", "broken"]
    assert "not here, so not measured: absent; broken." in table.notes([measured()], made_with())


@pytest.mark.parametrize(
    ("answer", "expected", "agrees", "ulps"),
    [
        (1.0, 1.0, True, 0),
        (1.0 + 2**-52, 1.0, False, 1),
        (1.0 - 2**-53, 1.0, False, 1),
        (5e-324, -5e-324, False, 2),
        (-0.0, 0.0, False, 0),
        (math.nan, math.nan, True, None),
        (math.inf, math.inf, True, None),
        (math.inf, 1.7976931348623157e308, False, None),
        (3, 3.0, True, 0),
        (3, 3, True, None),
        (4, 3, False, None),
        (None, None, True, None),
        (0, None, False, None),
    ],
)
def test_compare(answer: Any, expected: Any, agrees: bool, ulps: Any) -> None:
    found = agreement.compare(answer, expected)
    assert (found.agrees, found.ulps) == (agrees, ulps)


def test_the_oracle_is_exact() -> None:
    source = random.Random(1)
    values = [source.uniform(-1, 1) * 2.0 ** source.randint(-1000, 500) for _ in range(300)]
    values += [5e-324, -5e-324, 2.5e-310, 0.0, -0.0, 1.7976931348623157e308]
    others = values[::-1]
    assert agreement.exact_sum(values) == sum(map(Fraction, values))
    assert agreement.exact_dot(values, others) == sum(Fraction(a) * Fraction(b) for a, b in zip(values, others))


def test_growth_is_fitted() -> None:
    sizes = (1_000, 10_000, 100_000)
    assert measurement.exponent(sizes, [3e-9 * size**2 for size in sizes]) == pytest.approx(2.0)
    assert measurement.exponent(sizes, [1e-6] * 3) == pytest.approx(0.0)
    growth = [row.growth for row in measured().rows]
    assert all(value is not None for value in growth)


@pytest.mark.parametrize(("budget", "rounds"), [(0.0, 3), (60.0, 5)])
def test_slow_work_has_fewer_rounds(budget: float, rounds: int) -> None:
    variants = [workload.Variant("some", PYTHON, "sum(range(10))", {}), workload.Variant("other", PYTHON, "None", {})]
    ticks: list[None] = []
    samples = measurement.interleaved(variants, 5, lambda: ticks.append(None), budget)
    assert [len(taken) for taken in samples] == [rounds, rounds] and len(ticks) == 2 * rounds


def test_memory_is_what_a_run_takes() -> None:
    variant = workload.Variant("list", PYTHON, "[0] * 100_000", {})
    peak = measurement.peak_memory(variant)
    assert peak is None or 800_000 <= peak < 801_000


def test_numbers_are_short() -> None:
    numbers = [None, 0.0, 0.00012, 0.0123, 0.123, 1.234, 12.34, 99.96, 1234.5]
    assert [table.number(value) for value in numbers] == [
        "-", "0", "0.00012", "0.012", "0.12", "1.23", "12.3", "100", "1,234",
    ]  # fmt: skip
    sizes = [None, 0, 112, 4_200_000, 145_700, 999_900, 16_000_000, 2_500_000_000]
    assert [table.memory(size) for size in sizes] == [
        "-", "0 B", "112 B", "4.2 MB", "146 kB", "1.0 MB", "16 MB", "2.5 GB",
    ]  # fmt: skip


def test_the_bar_is_for_terminals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    bar = progress.Progress(2)
    bar.show(1, "W2", 0.0)
    bar.clear()
    written = capsys.readouterr().err
    assert "50%" in written and written.endswith("\r") and max(map(len, written.split("\r"))) < 80


def test_bench_is_loaded_only_when_asked_for() -> None:
    program = "import sys, abicus; sys.exit(any(name.startswith('abicus._bench') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("python_*.py")), ids=lambda path: path.name)
def test_an_example_runs(example: Path) -> None:
    package = os.path.dirname(os.path.dirname(os.path.abspath(abicus.__file__)))
    environment = {**os.environ, "PYTHONPATH": package}
    run = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, env=environment, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout and not run.stderr
    expected = example.parent / "expected" / f"{example.stem}.txt"
    if expected.exists():
        assert run.stdout == expected.read_text(encoding="utf-8")
