"""What became of every answered row → RECEIPT, in words for who sent it in."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.refusals import in_words
from cleaning.decisions.standing import live_answers, standing
from cleaning.schemas import ANSWERS, RECEIPT

_KNOWN: Final = "Câu trả lời này đã được nhận từ trước, không có gì thay đổi"
_TWICE: Final = "Câu trả lời này giống hệt một dòng ở trên của tệp, chỉ nhận một lần"
_WITHDRAWN: Final = (
    "Câu trả lời này đã được nhận từ trước và đã bị rút lại, nên không được nhận lại; xin trả lời trên bảng sai lệch"
    " mới nhất"
)
_SUPERSEDED: Final = (
    "Câu trả lời này đã được nhận từ trước, nhưng sau đó chính người này đã trả lời khác; nếu muốn đổi lại, xin rút câu"
    " trả lời sau"
)
_DISPUTED: Final = (
    "có người đã trả lời khác ({}), nên chưa câu trả lời nào được áp dụng; đề nghị các bên thống nhất rồi trả lời lại"
)
_CHANGED: Final = "nội dung của dòng đã thay đổi từ khi bảng được gửi, nên sẽ được hỏi lại"
_UNUSED: Final = "giá trị ghi ở cột Giá trị đúng không dùng đến"
_KEPT: Final = "dòng này được giữ lại để xác minh thêm"


def receipts(judged: pl.DataFrame, *, new: pl.Series, decisions: pl.DataFrame) -> pl.DataFrame:
    """RECEIPT of a judged file, a row per answered row.

    `new`: decision_id of what the ledger did not hold before. `decisions`: DECISIONS of the ward, these among them.
    """
    stands = standing(decisions).select("discrepancy_id", "question", "status", stands_said="said")
    told = (
        judged.join(stands, on=["discrepancy_id", "question"], how="left", maintain_order="left", validate="m:1")
        .join(_ends(decisions), on="decision_id", how="left", maintain_order="left", validate="m:1")
        .with_columns(is_first=pl.int_range(pl.len()).over("decision_id", pl.col("fault").is_null()) == 0)
    )
    is_new = pl.col("decision_id").is_in(new.implode()) & pl.col("is_first")
    is_disputed = (pl.col("status") == "conflict").fill_null(value=False)
    return RECEIPT.conform(
        told.select(
            "source_sheet",
            "source_row",
            discrepancy_id=pl.coalesce("discrepancy_id", "received_id"),
            outcome=pl.when(pl.col("fault").is_not_null())
            .then(pl.lit("refused"))
            .when(~is_new)
            .then(pl.lit("known"))
            .when(is_disputed)
            .then(pl.lit("conflict"))
            .otherwise(pl.lit("taken")),
            words=pl.coalesce(in_words(pl.col("fault")), _sentence(is_new, is_disputed)),
        )
    )


def _ends(decisions: pl.DataFrame) -> pl.DataFrame:
    """`decision_id, is_live, is_withdrawn` of every answer."""
    live, withdrawn = live_answers(decisions)["decision_id"], decisions["withdraws"].drop_nulls()
    return decisions.select(
        "decision_id",
        is_live=pl.col("decision_id").is_in(live.implode()),
        is_withdrawn=pl.col("decision_id").is_in(withdrawn.implode()),
    ).unique("decision_id")


def _sentence(is_new: pl.Expr, is_disputed: pl.Expr) -> pl.Expr:
    """What was taken, or that it was before; and what follows, each but where it is so."""
    begins = (
        pl.when(is_new)
        .then(_taken())
        .when(~pl.col("is_first"))
        .then(pl.lit(_TWICE))
        .when("is_withdrawn")
        .then(pl.lit(_WITHDRAWN))
        .when(~pl.col("is_live"))
        .then(pl.lit(_SUPERSEDED))
        .otherwise(pl.lit(_KNOWN))
    )
    follows = [
        pl.when(is_disputed).then(pl.format(_DISPUTED, "stands_said")),
        pl.when(is_new & ~pl.col("is_latest")).then(pl.lit(_CHANGED)),
        pl.when(is_new & (pl.col("answer") == "unclear")).then(pl.lit(_KEPT)),
        pl.when(is_new & pl.col("is_value_unused")).then(pl.lit(_UNUSED)),
    ]
    return pl.concat_str(begins, *follows, separator="; ", ignore_nulls=True) + pl.lit(".")


def _taken() -> pl.Expr:
    said = pl.coalesce(pl.when(pl.col("answer") == "take_register").then("proposal"), "value")
    value = pl.when(said.is_not_null()).then(pl.format(", giá trị “{}”", said)).otherwise(pl.lit(""))
    answer = pl.col("answer").replace_strict(ANSWERS, default=None)
    return pl.format("Đã nhận câu trả lời “{}” của {}{}", answer, pl.col("decided_by"), value)
