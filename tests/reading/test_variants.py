"""One small ward written down in other ways: what says the same gives the same verdicts. All ways: see benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.variants import on_cells, on_couples, on_files, on_forms, on_lists, on_registers
from tests.benchmarks.variants.comparing import compared
from tests.benchmarks.variants.measuring import Bench
from tests.benchmarks.variants.ward import Ward, ward_of

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"
DECLARED = {
    one.name: one
    for room in (on_cells, on_couples, on_files, on_forms, on_lists, on_registers)
    for one in room.VARIANTS
}
TRIED = (
    "file: CSV, TCVN3 in bytes",
    "file: XLSB",
    "value: days as serial numbers",
    "value: couples in one cell",
    "residents: a sheet per hamlet, no hamlet column",
    "form: XLSX, merged header, code sheets beside it",
    "form: PL3, birth and gender before the number",
    "file: a quarter of the rows in two files",
    "list: village, totals of households",
    "list: VBDLIS, flat",
)


@pytest.fixture(scope="module")
def ward() -> Ward:
    """Rows of the sample that say no more than most variants can tell: those share one plain form."""
    sample = ward_of(SAMPLE)
    said = sample._replace(land=sample.land[:200])
    for name in TRIED[:-2]:
        said = DECLARED[name].says(said)
    return said


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(is_checked=False)


@pytest.mark.parametrize("name", TRIED)
def test_what_says_the_same_has_the_same_verdicts(name: str, ward: Ward, bench: Bench) -> None:
    variant = DECLARED[name]
    said = variant.says(ward)
    plain = bench.plain(said)
    told = compared(bench.written(variant, said), plain, plain)
    assert (told.unexpected, told.evidence, told.columns, told.lost, told.extra) == (0, 0, {}, 0, 0)
    assert told.as_base == plain.rows.height > 190
