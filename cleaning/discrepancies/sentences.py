"""Code → the sentence staff read. One place for all wording: plain, polite, both values named, ending in what to do.

A field in braces is a value of the case: `{land}`, `{resident}` and `{proposal}` are those of the sheet, `{written}` is
the land value as what the record says ('ghi “…”' or 'để trống'), the others are `FACTS`. Where a code has several
wordings, the first one counts whose name, resident and proposal values are there. A very long value is cut short here:
it stands whole in its own column.
"""

from __future__ import annotations

from string import Formatter
from typing import Final

import polars as pl

from cleaning.schemas import ANSWERS

BLANK: Final = "(để trống)"
_QUOTED: Final = 1000  # characters of one value in a sentence; even ten candidates side by side are shorter

SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "person_not_found": (
        "Không tìm thấy {name} (hồ sơ đất đai {written}) trong dữ liệu dân cư, có thể người này cư trú ở nơi khác;"
        " đề nghị xác minh nơi cư trú và ghi số định danh cá nhân của người này vào cột Giá trị đúng.",
        "Hồ sơ đất đai chưa có họ tên người sử dụng đất (các ô về người {written});"
        " đề nghị xem giấy tờ gốc và ghi số định danh cá nhân của người này vào cột Giá trị đúng, hoặc bổ sung họ tên ở"
        " tệp gốc.",
    ),
    "person_ambiguous": (
        "Trong dữ liệu dân cư có nhiều người phù hợp ngang nhau với “{land}”: {resident};"
        " đề nghị xác minh và ghi số định danh cá nhân của đúng người vào cột Giá trị đúng.",
        "Trong dữ liệu dân cư có nhiều người phù hợp ngang nhau với “{land}”;"
        " đề nghị xác minh và ghi số định danh cá nhân của đúng người vào cột Giá trị đúng.",
    ),
    "person_to_review": (
        "“{land}” trong hồ sơ đất đai có thể là {resident} trong dữ liệu dân cư nhưng chưa đủ chắc chắn;"
        " đề nghị xác nhận có đúng là một người hay không.",
        "Chưa đủ căn cứ để xác định “{land}” là ai trong dữ liệu dân cư; đề nghị xác minh và ghi số định danh cá nhân"
        " của người đó vào cột Giá trị đúng.",
    ),
    "id_missing": (
        "Hồ sơ đất đai chưa có số định danh cá nhân của {name} (ô này {written}), dữ liệu dân cư ghi {resident};"
        " đề nghị bổ sung theo dữ liệu dân cư.",
        "Hồ sơ đất đai chưa có số định danh cá nhân của {name} (ô này {written});"
        " đề nghị thu thập bản sao căn cước và ghi số định danh cá nhân vào cột Giá trị đúng.",
    ),
    "id_old_cmnd": (
        "Hồ sơ đất đai chỉ có số chứng minh nhân dân cũ “{land}” của {name}, dữ liệu dân cư ghi số định danh cá nhân"
        " {resident}; đề nghị thay theo dữ liệu dân cư.",
        "Hồ sơ đất đai chỉ có số chứng minh nhân dân cũ “{land}” của {name};"
        " đề nghị bổ sung số định danh cá nhân gồm 12 chữ số.",
    ),
    "id_repaired": (
        "Số định danh cá nhân “{land}” bị sai dạng khi lưu tệp, nay được khôi phục thành {proposal}, dữ liệu dân cư ghi"
        " {resident}; đề nghị ghi lại đủ chữ số trong hồ sơ đất đai.",
        "Số định danh cá nhân “{land}” bị sai dạng khi lưu tệp, nay được khôi phục thành {proposal};"
        " đề nghị ghi lại đủ chữ số trong hồ sơ đất đai.",
    ),
    "id_malformed": (
        "Số định danh cá nhân “{land}” trong hồ sơ đất đai không đúng dạng, dữ liệu dân cư ghi {resident};"
        " đề nghị sửa theo dữ liệu dân cư.",
        "Số định danh cá nhân “{land}” trong hồ sơ đất đai không đúng dạng và không thể tự khôi phục;"
        " đề nghị xem giấy tờ gốc và ghi lại đủ chữ số.",
    ),
    "id_differs": (
        "Số định danh cá nhân của {name} trong hồ sơ đất đai là “{land}”, trong dữ liệu dân cư là {resident};"
        " đề nghị đối chiếu giấy tờ gốc và sửa cho đúng.",
    ),
    "id_belongs_to_other": (
        "Số định danh cá nhân “{land}” ghi cho {name}, nhưng theo dữ liệu dân cư là của {resident};"
        " đề nghị xác minh số đúng của người sử dụng đất.",
    ),
    "id_inconsistent": (
        "Số định danh cá nhân không phù hợp với {contradicted} ghi trên cùng dòng ({land}), dữ liệu dân cư ghi"
        " {resident}; đề nghị đối chiếu giấy tờ gốc và sửa cho đúng.",
        "Số định danh cá nhân không phù hợp với {contradicted} ghi trên cùng dòng ({land});"
        " đề nghị đối chiếu giấy tờ gốc và sửa cho đúng.",
    ),
    "id_shared": (
        "Số định danh cá nhân “{land}” đang được ghi cho nhiều người khác nhau, theo dữ liệu dân cư số của {name} là"
        " {resident}; đề nghị kiểm tra và sửa những dòng ghi sai số.",
        "Số định danh cá nhân “{land}” đang được ghi cho nhiều người khác nhau;"
        " đề nghị kiểm tra lại số của {name}.",
    ),
    "name_spelling": (
        "Hồ sơ đất đai ghi họ tên là “{name}”, dữ liệu dân cư ghi “{resident_name}”, chỉ khác dấu hoặc cách viết;"
        " đề nghị ghi theo dữ liệu dân cư.",
    ),
    "name_differs": (
        "Hồ sơ đất đai ghi họ tên là “{name}”, dữ liệu dân cư ghi “{resident_name}”;"
        " đề nghị đối chiếu giấy tờ gốc và thống nhất họ tên.",
    ),
    "text_legacy_encoding": (
        "Chữ “{land}” được gõ bằng phông cũ và đã được chuyển thành “{proposal}”;"
        " đề nghị xem lại, nếu chưa đúng thì sửa ở tệp gốc.",
        "Chữ “{land}” {font_fault}; đề nghị kiểm tra và gõ lại ở tệp gốc.",
    ),
    "birth_date_incomplete": (
        "Ngày sinh của {name} trong hồ sơ đất đai {written}, chưa đủ hoặc chưa rõ ngày, tháng, năm,"
        " dữ liệu dân cư ghi {resident}; đề nghị bổ sung theo dữ liệu dân cư.",
    ),
    "birth_date_differs": (
        "Hồ sơ đất đai ghi ngày sinh của {name} là “{land}”, dữ liệu dân cư ghi {resident};"
        " đề nghị đối chiếu giấy tờ gốc và sửa cho đúng.",
    ),
    "gender_differs": (
        "Hồ sơ đất đai ghi giới tính của {name} là “{land}”, dữ liệu dân cư ghi “{resident}”;"
        " đề nghị kiểm tra và sửa cho đúng.",
    ),
    "address_outdated": (
        "Địa chỉ “{land}” ghi theo đơn vị hành chính cũ, dữ liệu dân cư ghi “{resident}”; đề nghị ghi lại thành"
        " “{proposal}”.",
        "Địa chỉ “{land}” ghi theo đơn vị hành chính cũ; đề nghị ghi lại thành “{proposal}”.",
        "Địa chỉ “{land}” ghi theo đơn vị hành chính cũ, dữ liệu dân cư ghi “{resident}”; đề nghị xác định lại theo đơn"
        " vị hành chính hiện nay.",
        "Địa chỉ “{land}” ghi theo đơn vị hành chính cũ; đề nghị xác định lại theo đơn vị hành chính hiện nay.",
    ),
    "address_differs": (
        "Hồ sơ đất đai ghi địa chỉ của {name} là “{land}”, dữ liệu dân cư ghi “{resident}”;"
        " đề nghị xác minh nơi thường trú hiện nay.",
    ),
    "owner_deceased": (
        "Người sử dụng đất được ghi nhận là đã chết (hồ sơ đất đai ghi “{land}”, dữ liệu dân cư ghi “{resident}”);"
        " đề nghị xác minh và thu thập giấy chứng tử, giấy tờ về thừa kế.",
        "Hồ sơ đất đai ghi “{land}”, tức là người sử dụng đất đã chết;"
        " đề nghị xác minh và thu thập giấy chứng tử, giấy tờ về thừa kế.",
    ),
    "owner_moved_away": (
        "Người sử dụng đất “{land}” có trạng thái “{resident}” trong dữ liệu dân cư; đề nghị xác minh nơi ở hiện nay.",
    ),
    "current_user_differs": (
        "Hồ sơ đất đai ghi người đang sử dụng đất là “{land}”, khác với người đứng tên {name};"
        " đề nghị làm rõ lý do và hướng dẫn đăng ký biến động.",
    ),
    "owner_minor": (
        "Người sử dụng đất {name} chưa đủ tuổi thành niên (ngày sinh trong hồ sơ đất đai {written}, dữ liệu dân cư ghi"
        " {resident}); đề nghị kiểm tra ngày sinh và ghi rõ người đại diện ở cột Ghi chú.",
        "Người sử dụng đất {name} chưa đủ tuổi thành niên (ngày sinh trong hồ sơ đất đai {written});"
        " đề nghị kiểm tra ngày sinh và ghi rõ người đại diện ở cột Ghi chú.",
    ),
    "household_members_unknown": (
        "Thửa đất được ghi cho hộ gia đình nhưng mới có tên chủ hộ là “{land}”;"
        " đề nghị thu thập họ tên và số định danh cá nhân của các thành viên có chung quyền sử dụng đất rồi bổ sung vào"
        " tệp gốc.",
    ),
    "parcel_key_missing": (
        "Chưa đủ số tờ bản đồ và số thửa đất (hồ sơ đất đai {written});"
        " đề nghị bổ sung theo bản đồ địa chính, ghi “tờ …, thửa …” vào cột Giá trị đúng.",
    ),
    "parcel_duplicate": (
        "Thửa đất này ({land}) có trên nhiều giấy chứng nhận hoặc được ghi cho những người không liên quan với nhau;"
        " đề nghị đối chiếu các dòng cùng số tờ, số thửa và xác định hồ sơ đúng.",
    ),
    "parcel_sheet_ambiguous": (
        "Tờ bản đồ cũ “{land}” ứng với nhiều tờ bản đồ mới ({proposal});"
        " đề nghị chọn tờ đúng và ghi “tờ …, thửa …” vào cột Giá trị đúng.",
    ),
    "parcel_id_missing": (
        "Thửa đất chưa có mã định danh (ô này {written}); đề nghị bổ sung khi mã được cấp.",
    ),
    "parcel_id_malformed": (
        "Mã định danh thửa đất “{land}” không đúng dạng 12 ký tự theo quy định; đề nghị kiểm tra và ghi lại.",
    ),
    "parcel_id_outside_unit": (
        "Mã định danh thửa đất “{land}” chỉ đến một vị trí ngoài địa bàn phường, xã; đề nghị kiểm tra và ghi lại.",
    ),
    "parcel_id_shared": (
        "Mã định danh thửa đất “{land}” đang được ghi cho nhiều thửa đất khác nhau; đề nghị kiểm tra và ghi lại.",
    ),
    "area_invalid": (
        "Diện tích thửa đất {written}, trong khi phải là một số mét vuông lớn hơn 0;"
        " đề nghị ghi lại diện tích bằng m² theo giấy tờ gốc.",
    ),
    "area_parts_mismatch": (
        "Diện tích thửa đất ghi “{land}” nhưng tổng diện tích các loại đất là {area_parts} m²;"
        " đề nghị kiểm tra và sửa cho khớp.",
    ),
    "land_use_unknown": (
        "Loại đất “{land}” có phần không thuộc danh mục loại đất; đề nghị ghi lại đúng mã hoặc tên loại đất.",
    ),
    "land_use_superseded": (
        "Loại đất “{land}” ghi theo danh mục cũ; đề nghị chuyển theo danh mục hiện hành: {proposal}.",
    ),
    "land_use_ambiguous": (
        "Loại đất “{land}” ghi theo danh mục cũ và ứng với nhiều loại đất hiện hành ({proposal});"
        " đề nghị chọn loại đúng và ghi vào cột Giá trị đúng.",
    ),
    "unit_unknown": (
        "Không xác định được phường, xã của thửa đất (hồ sơ đất đai {written});"
        " đề nghị ghi đúng mã phường, xã vào cột Giá trị đúng, còn địa chỉ thửa đất nếu sai thì sửa ở tệp gốc.",
    ),
    "unit_superseded": (
        "Địa chỉ thửa đất “{land}” ghi theo đơn vị hành chính cũ; đề nghị ghi lại thành “{proposal}”.",
    ),
    "unit_split": (
        "Địa chỉ thửa đất “{land}” thuộc đơn vị hành chính cũ nay chia về nhiều phường, xã;"
        " đề nghị xác định phường, xã hiện nay theo bản đồ hoặc tổ dân phố và ghi địa chỉ mới của thửa đất vào cột"
        " Giá trị đúng.",
    ),
    "certificate_missing": (
        "Thửa đất chưa có số phát hành giấy chứng nhận (ô này {written});"
        " đề nghị bổ sung, hoặc trả lời “giữ theo đất đai” nếu thửa đất chưa được cấp giấy chứng nhận.",
    ),
    "certificate_serial_malformed": (
        "Số phát hành giấy chứng nhận “{land}” không đúng dạng; đề nghị ghi lại theo giấy chứng nhận.",
    ),
    "certificate_serial_shared": (
        "Số phát hành giấy chứng nhận “{land}” có trên nhiều thửa đất của những người không liên quan với nhau;"
        " đề nghị kiểm tra theo giấy chứng nhận.",
    ),
    "certificate_date_invalid": (
        "Ngày cấp giấy chứng nhận “{land}” {date_fault}; đề nghị ghi lại theo giấy chứng nhận.",
    ),
    "register_number_malformed": (
        "Số vào sổ cấp giấy chứng nhận “{land}” không đúng dạng; đề nghị ghi lại theo giấy chứng nhận.",
    ),
    "org_id_missing": (
        "Chưa có mã số của tổ chức “{name}” (ô này {written});"
        " đề nghị bổ sung mã số thuế hoặc mã định danh của tổ chức.",
    ),
    "org_id_invalid": (
        "Mã số “{land}” của tổ chức “{name}” thiếu một chữ số, có thể đã mất số 0 ở đầu khi lưu tệp: {proposal};"
        " đề nghị đối chiếu giấy tờ và ghi lại.",
        "Mã số “{land}” của tổ chức “{name}” sai chữ số kiểm tra; đề nghị đối chiếu giấy tờ và ghi lại.",
    ),
    "row_rejected": (
        "Một dòng của tệp {file} (“{land}”) không đưa vào xử lý được ({reason});"
        " đề nghị xem số dòng trong tệp tu-choi.csv, sửa ở tệp gốc và nộp lại.",
    ),
    "row_repeated": (
        "Nội dung của dòng này ({land}) trùng hoàn toàn với một dòng khác;"
        " đề nghị chỉ giữ lại một dòng ở tệp gốc.",
    ),
    "guid_shared": (
        "Guid “{land}” đang đứng ở nhiều dòng, trong khi mỗi dòng phải có Guid riêng;"
        " đề nghị lấy lại biểu mẫu gốc và ghi lại Guid của dòng này.",
    ),
}  # fmt: skip

# Cause → what is said before the sentence of a discrepancy that is asked again. `{change}` is made of CHANGED.
PREFACES: Final = {
    "conflict": "Các câu trả lời chưa thống nhất ({said}) nên chưa được áp dụng;"
    " đề nghị những người đã trả lời bàn lại và chọn cùng một câu trả lời.",
    "conflict_of_row": "Các quyết định về dòng đất đai này chưa thống nhất với nhau ({said}) nên chưa được áp dụng;"
    " đề nghị bàn lại và trả lời lại.",
    "changed": "{who} đã trả lời “{answer}” ngày {day}, sau đó {change}; đề nghị xem và trả lời lại.",
    "changed_conflict": "Các câu trả lời trước đây chưa thống nhất ({said}), sau đó {change};"
    " đề nghị xem và trả lời lại.",
    "withdrawn": "Câu trả lời trước đây đã được rút lại; đề nghị xem và trả lời lại.",
    "lost": "Sai lệch này từng được trả lời nhưng sổ quyết định không còn câu trả lời đó; đề nghị xem và trả lời lại.",
    "back": "Sai lệch này không còn từ ngày {day}, nay xuất hiện lại; đề nghị xem và trả lời.",
}  # fmt: skip
# What has changed since an answer → how it is said.
CHANGED: Final = {
    "people": "người được đối chiếu trong dữ liệu dân cư đã là người khác",
    "nobody": "dòng đất đai này không còn được đối chiếu với ai trong dữ liệu dân cư",
    "somebody": "dòng đất đai này đã được đối chiếu với một người trong dữ liệu dân cư",
    "person": "họ tên, ngày sinh hoặc số định danh cá nhân của người này trong dữ liệu dân cư đã thay đổi",
    "cells": "ô liên quan trên dòng đất đai đã thay đổi",
    "land": "giá trị đất đai đã đổi từ “{old_land}” thành “{new_land}”",
    "resident": "giá trị dân cư đã đổi từ “{old_resident}” thành “{new_resident}”",
    "proposal": "đề xuất đã đổi từ “{old_proposal}” thành “{new_proposal}”",
}
UNKNOWN_CHANGE: Final = "căn cứ đã thay đổi"
# What CHANGES calls the verdict of a row, and the values of a discrepancy.
VERDICTS: Final = {
    "link": "đã khớp với {resident}",
    "review": "cần xác nhận",
    "no_link": "chưa tìm thấy trong dữ liệu dân cư",
    "not_a_person": "tổ chức hoặc cộng đồng, không đối khớp",
}
VALUES: Final = "đất đai: {land}; dân cư: {resident}"
VALUES_OF_LAND: Final = "đất đai: {land}"
ANSWERED: Final = "đã trả lời “{answer}” ({answered_by})"
CORRECTED: Final = "Giá trị đất đai nêu sau đây đã được sửa theo quyết định của {corrected_by} ngày {corrected_on}."

DATE_FAULTS: Final = {
    "invalid": "không phải là một ngày có thật",
    "ambiguous": "không phân biệt được ngày với tháng",
    "future": "muộn hơn ngày lập bảng này",
    "too_early": "sớm hơn thời điểm bắt đầu cấp giấy chứng nhận",
    "before_birth": "sớm hơn ngày sinh của người sử dụng đất",
}
FONT_FAULTS: Final = {
    "converted": "có phần gõ bằng phông cũ và đã được chuyển sang Unicode",
    "uncertain": "có thể được gõ bằng phông cũ nhưng chưa đủ căn cứ để chuyển đổi",
}
CONTRADICTED: Final = {"contradicts_birth": "năm sinh", "contradicts_gender": "giới tính"}

# Values of a case a sentence may name beside land, resident and proposal value.
FACTS: Final[dict[str, pl.Expr]] = {
    "name": pl.coalesce("holder_name", "organisation_name"),
    "resident_name": pl.col("resident_name"),
    "contradicted": pl.col("holder_id_consistency").replace_strict(CONTRADICTED, default="ngày sinh"),
    "font_fault": pl.col("text_state").replace_strict(FONT_FAULTS, default="có lỗi phông chữ"),
    "date_fault": pl.col("certificate_date_state").replace_strict(DATE_FAULTS, default="không hợp lệ"),
    "area_parts": pl.col("area_parts_m2")
    .round(2)
    .cast(pl.String)
    .str.replace(r"\.0$", "")
    .str.replace(".", ",", literal=True),
}


def fields(code: str) -> list[str]:
    """Names of the values the wordings of `code` are made of."""
    found = {field for wording in SENTENCES[code] for _, field, _, _ in Formatter().parse(wording)}
    return sorted({"land" if field == "written" else field for field in found if field is not None})


def tidied(values: pl.DataFrame) -> pl.DataFrame:
    """All columns as one line, single spaces, the end of a very long text cut; null where nothing is left."""
    line = pl.all().str.normalize("NFC").str.replace_all("[\u200b-\u200f\ufeff]", "").str.replace_all(r"\s+", " ")
    trimmed = values.select(line.str.strip_chars())
    return trimmed.select(
        pl.when(pl.col(name).str.len_chars() > _QUOTED)
        .then(pl.col(name).str.head(_QUOTED - 1) + "…")
        .when(pl.col(name) != "")
        .then(name)
        .alias(name)
        for name in trimmed.columns
    )


def sentence(code: str) -> pl.Expr:
    """The sentence of `code`, over a frame with a column for each of `fields(code)`, each one `tidied`."""
    *earlier, last = SENTENCES[code]
    said = _worded(last)
    for wording in reversed(earlier):
        needed = [pl.col(name).is_not_null() for name in ("name", "resident", "proposal") if f"{{{name}}}" in wording]
        said = pl.when(pl.all_horizontal(needed)).then(_worded(wording)).otherwise(said)
    return said


def prefaced() -> pl.Expr:
    """`sentence` with what goes before it, over a frame with the columns the wordings name, `cause` and `is_changed_…`.

    Nothing is said of a null `cause`, nor of a null `corrected_by`. `old_…`, `new_…` and `said` are `tidied`.
    """
    cause = pl.coalesce(pl.when(pl.col("cause") == name).then(_worded(wording)) for name, wording in PREFACES.items())
    corrected = pl.when(pl.col("corrected_by").is_not_null()).then(_worded(CORRECTED))
    return pl.concat_str(cause, corrected, "sentence", separator=" ", ignore_nulls=True)


def changed() -> pl.Expr:
    """What has changed since the answer, in one phrase, over a frame with `is_changed_…` for each of CHANGED."""
    parts = [pl.when(f"is_changed_{name}").then(_worded(wording)) for name, wording in CHANGED.items()]
    said = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    return pl.when(said != "").then(said).otherwise(pl.lit(UNKNOWN_CHANGE))


def verdict_in_words() -> pl.Expr:
    """Over the columns `verdict` and `resident`; null where there is no verdict."""
    said = [pl.when(pl.col("verdict") == name).then(_worded(wording)) for name, wording in VERDICTS.items()]
    return pl.coalesce(said)


def values_in_words() -> pl.Expr:
    """The values shown, over the columns `land` and `resident`, `tidied`."""
    return pl.when(pl.col("resident").is_null()).then(_worded(VALUES_OF_LAND)).otherwise(_worded(VALUES))


def answered_in_words() -> pl.Expr:
    """Over the columns `answer`, as `answer_in_words` gives it, and `answered_by`."""
    return _worded(ANSWERED)


def answer_in_words() -> pl.Expr:
    """The column `answer` as staff write it, with the value of the column `value` where there is one."""
    return pl.concat_str(
        pl.col("answer").replace_strict(ANSWERS, default=None, return_dtype=pl.String),
        pl.concat_str(pl.lit(": "), "value").fill_null(""),
    )


def _worded(wording: str) -> pl.Expr:
    parts: list[pl.Expr] = []
    for text, field, _, _ in Formatter().parse(wording):
        parts.append(pl.lit(text))
        if field == "written":
            parts.append(pl.concat_str(pl.lit("ghi “"), "land", pl.lit("”")).fill_null("để trống"))
        elif field is not None:
            parts.append(pl.col(field).fill_null(BLANK))
    return pl.concat_str(parts)
