"""Which book holds what, and how a book that is too large is cut."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.books import Book, books_of
from cleaning.reporting.discrepancies import discrepancy_rows
from cleaning.reporting.workbook import write_book


@pytest.fixture
def wide(report: WardReport) -> WardReport:
    """2,400 discrepancies of 800 parcels: half in a hamlet, half in another that is written alike, some elsewhere."""
    rows = pl.concat(
        report.followed.with_columns(
            discrepancy_id=pl.col("discrepancy_id") + f"/{n}", row_key=pl.col("row_key") + f"/{n // 3}",
            severity=pl.lit("error"),
        )
        for n in range(60)
    )  # fmt: skip
    keys = rows.select("row_key").unique().sort("row_key")
    land = pl.concat([report.land.head(1)] * keys.height).with_columns(keys["row_key"])
    hamlet = pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("Ông Mỗ")).otherwise(
        pl.when(pl.int_range(pl.len()) % 2 == 0).then(pl.lit("Xóm Hòa")).otherwise(pl.lit("Xóm Hoa"))
    )  # fmt: skip
    parcels = pl.concat([report.parcels.head(1)] * keys.height).with_columns(parcel_id=keys["row_key"], hamlet=hamlet)
    return replace(report, followed=rows, land=land, parcels=parcels)


def split(report: WardReport, limit: int) -> list[Book]:
    small = replace(report, settings=report.settings.model_copy(update={"rows_per_book": limit}))
    return books_of(small, discrepancy_rows(small))


def test_every_handler_has_a_book_with_rows_or_without(report: WardReport) -> None:
    books = books_of(report, discrepancy_rows(report))
    assert [(book.file, book.handler, book.counts["asked"]) for book in books] == [
        ("sai-lech.xlsx", None, 27),
        ("theo-nguoi-xu-ly/dia-chinh.xlsx", "địa chính", 27),
        ("theo-nguoi-xu-ly/cong-an.xlsx", "công an", 0),
        ("theo-nguoi-xu-ly/van-phong-dang-ky.xlsx", "VPĐKĐĐ", 0),
        ("theo-nguoi-xu-ly/to-dan-pho.xlsx", "tổ dân phố", 0),
    ]


def test_a_book_that_is_too_large_is_cut_by_hamlet_and_every_row_is_in_one_part(wide: WardReport) -> None:
    main, *parts = [book for book in split(wide, 1500) if book.handler is None]
    assert [part.file for part in parts] == [
        "sai-lech-xom-hoa.xlsx", "sai-lech-xom-hoa-so-2.xlsx", "sai-lech-noi-khac-hoac-chua-ro-noi.xlsx",
    ]  # fmt: skip
    assert [part.hamlet for part in parts] == ["Xóm Hoa", "Xóm Hòa", "nơi khác hoặc chưa rõ nơi"]
    assert main.rows.height == 0
    assert sum(part.rows.height for part in parts) == 2400
    assert main.everything["Mã sai lệch"].n_unique() == 2400


def test_a_hamlet_that_is_too_large_is_cut_between_parcels(wide: WardReport) -> None:
    parts = split(wide, 1000)[0].parts
    assert [part.file for part in parts][:2] == ["sai-lech-xom-hoa-phan-1.xlsx", "sai-lech-xom-hoa-phan-2.xlsx"]
    where = pl.concat(part.rows.select("parcel_id", file=pl.lit(part.file)) for part in parts)
    assert where.group_by("parcel_id").agg(pl.col("file").n_unique())["file"].max() == 1
    assert max(part.rows.height for part in parts) <= 1000 + 3


def test_the_book_that_was_cut_tells_where_its_rows_are(wide: WardReport) -> None:
    main = split(wide, 1500)[0]
    target = io.BytesIO()
    write_book(target, wide, main)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Các tệp", "Hướng dẫn", "Tổng hợp", "Danh mục"]
    files = [row[1].value for row in book["Các tệp"].iter_rows(min_row=7)]
    assert files[:3] == [part.file for part in main.parts]
    assert book["Các tệp"].cell(10, 6).value == 2400


def test_a_cut_book_of_a_handler_stays_in_its_folder(wide: WardReport) -> None:
    moved = replace(wide, followed=wide.followed.with_columns(handler=pl.lit("công an")))
    cut = [book for book in split(moved, 1500) if book.handler is not None and book.hamlet is not None]
    assert cut[0].file == "theo-nguoi-xu-ly/cong-an-xom-hoa.xlsx"
