"""What must hold before a ward goes on: an outcome or a count → nothing, or the GateError that stops it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from cleaning.errors import GateError
from cleaning.reading import WardSources
from expectations.checking import Outcome

_UNPUBLISHED = "Chưa công bố gì mới cho phường, xã này."
_LOOK_AT_FILES = "Cách xử lý: Kiểm tra tệp nguồn có đúng là danh sách đầy đủ không, thay tệp rồi chạy lại."
_TELL_ENGINEERS = "Cách xử lý: Báo cho người phụ trách chương trình, kèm nhật ký của lần chạy."


def stop_on_critical(table: str, outcomes: Sequence[Outcome], *, is_source: bool) -> None:
    """Raise GateError naming every critical expectation of `table` that failed, with the number of its rows.

    `is_source` tells whose fault it can be: the files' (staff look there first) or the program's.
    """
    failed = [outcome for outcome in outcomes if outcome.severity == "critical" and not outcome.success]
    if len(failed) > 0:
        named = ", ".join(f"{outcome.code} ({len(outcome.keys)} dòng)" for outcome in failed)
        remedy = _LOOK_AT_FILES if is_source else _TELL_ENGINEERS
        raise GateError(f"Bảng {table} không qua kiểm tra bắt buộc: {named}. {_UNPUBLISHED} {remedy}")


def account_for_rows(sources: WardSources, land: pl.DataFrame, residents: pl.DataFrame) -> None:
    """Raise GateError unless every source row is standardised, rejected or noise, and nothing came from nowhere."""
    source_rows = sum(file.rows for file in sources.inputs)
    rows = land.filter(pl.col("holder_ordinal") == 1)  # what names several people has a land user for each
    tables = (rows, residents, sources.sheet_map, sources.check_answers, sources.answers, sources.rejected)
    ended = sum(table.height for table in tables)
    noise = sum(file.noise for file in sources.inputs)
    if source_rows != ended + noise:
        raise GateError(
            f"Số dòng không khớp: các tệp có {source_rows} dòng, nhưng chỉ theo dõi được {ended + noise} dòng "
            f"(trong đó {sources.rejected.height} dòng bị từ chối, {noise} dòng trống, dòng cộng hoặc tiêu đề lặp). "
            f"{_UNPUBLISHED} {_TELL_ENGINEERS}"
        )


def candidates_bounded(pairs: int, mentions: int, limit: int) -> None:
    """Raise GateError where land users met more than `limit` residents each, on average: a blocking key explodes."""
    if pairs > limit * mentions:
        raise GateError(
            f"Quá nhiều cặp ứng viên: {pairs} cặp cho {mentions} người sử dụng đất (giới hạn {limit} cặp mỗi người). "
            f"{_UNPUBLISHED} Cách xử lý: Kiểm tra họ tên, năm sinh trong hai danh sách có bị điền giống nhau không."
        )
