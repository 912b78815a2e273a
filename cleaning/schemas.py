"""The tables that cross a stage, in the order of the route, each column with its type and meaning.

Endings: `_raw` as received; `_key` and `_folded` comparison forms, never shown to people; `_state` a word of a closed
list (see `STATES`); `is_`/`has_` booleans, never null; `_m2` square metres. Null means "nothing meaningful here"; the
empty string never leaves standardising.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.errors import SchemaError

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

Text, Flag, Whole, Number, Day = pl.String, pl.Boolean, pl.Int32, pl.Float64, pl.Date


@dataclass(frozen=True)
class Column:
    """One declared column: `name`, polars `dtype`, and what it means."""

    name: str
    dtype: DataType | DataTypeClass
    meaning: str


@dataclass(frozen=True)
class Table:
    """One declared table. `key` names the columns that identify a row."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly the declared columns, in order. SchemaError on a missing column or another type."""
        schema = frame.schema
        wrong = [
            f"{column.name}: {schema.get(column.name, 'thiếu')}"
            for column in self.columns
            if schema.get(column.name) != column.dtype
        ]
        if wrong:
            raise SchemaError(f"Bảng {self.name} không đúng khai báo: {', '.join(wrong)}")
        return frame.select(self.names)

    def empty(self) -> pl.DataFrame:
        """A frame of this table without rows."""
        return pl.DataFrame(schema={column.name: column.dtype for column in self.columns})


def _raw(fields: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(f"{field}_raw", Text, "as received") for field in fields)


# ---- raw -------------------------------------------------------------------------------------------------------------

# The 61 columns of the campaign form (BieuMauThuThapThongTinGiayChungNhan.xlsx), in its order.
LAND_FIELDS: Final = (
    "order_number", "unit_code", "certificate_serial", "certificate_date", "register_number",
    "organisation_name", "organisation_id",
    "holder_name", "holder_id_number", "holder_birth_date", "holder_gender", "holder_address",
    "holder_kind", "holder_role",
    "current_user_name", "current_user_id_number", "current_user_address", "change_reason",
    "parcel_geohash", "certificate_sheet", "certificate_parcel", "sheet", "parcel", "parcel_address", "area",
    "use_1", "use_1_area", "use_1_origin", "use_1_form", "use_1_term",
    "use_2", "use_2_area", "use_2_origin", "use_2_form", "use_2_term",
    "use_3", "use_3_area", "use_3_origin", "use_3_form", "use_3_term",
    "asset_kind", "asset_estate", "asset_building", "asset_flat", "asset_footprint", "asset_floor_area",
    "asset_ownership", "asset_term", "asset_grade",
    "scan_files", "parcel_class",
    "paper_1", "paper_1_kind", "paper_1_state", "paper_2", "paper_2_kind", "paper_2_state",
    "has_scan", "certificate_kind", "coordinates", "guid",
)  # fmt: skip
# What other lists say of a holder beside the form's fields. 'man' and 'woman' are the two columns under 'Năm sinh' or
# 'Giới tính' headed Nam and Nữ: a year or a tick stands in one of them. 'family_name' is 'Họ và chữ đệm', where the
# name's column holds the given name alone.
LAND_FIELDS_OF_EXPORTS: Final = (
    "holder_birth_year", "holder_death_year", "holder_family_name", "holder_man", "holder_woman",
)  # fmt: skip
# Fields of the form that carry nothing for cleaning or linking: they travel along raw and are never interpreted.
LAND_FIELDS_IGNORED: Final = (
    "order_number", "change_reason", "current_user_address",
    "use_1_origin", "use_1_form", "use_1_term", "use_2_origin", "use_2_form", "use_2_term",
    "use_3_origin", "use_3_form", "use_3_term",
    "asset_kind", "asset_estate", "asset_building", "asset_flat", "asset_footprint", "asset_floor_area",
    "asset_ownership", "asset_term", "asset_grade", "scan_files", "parcel_class",
    "paper_1_kind", "paper_1_state", "paper_2_kind", "paper_2_state", "has_scan", "certificate_kind", "coordinates",
)  # fmt: skip
RESIDENT_FIELDS: Final = (
    "order_number", "name", "birth_date", "birth_year", "gender", "citizen_id", "cmnd", "ethnicity", "religion",
    "native_place", "residence", "temporary_residence", "head_name", "relation", "household_number",
    "status", "death_date", "death_year", "departure_date", "departure", "hamlet", "note",
    "family_name", "man", "woman",
)  # fmt: skip
RESIDENT_FIELDS_IGNORED: Final = (
    "order_number", "ethnicity", "religion", "native_place", "temporary_residence", "head_name",
)  # fmt: skip
# The reference table old map sheet → new map sheet, as VBDLIS exports it.
SHEET_MAP_FIELDS: Final = ("old_unit_code", "old_unit_name", "old_sheet", "scale", "new_unit_code", "new_sheet")
# What staff fill in of kiem-tra.csv, and the conclusions they may come to.
CHECK_ANSWER_FIELDS: Final = ("check_id", "conclusion", "checker", "note")
CONCLUSIONS: Final = {"right": "đúng người", "wrong": "không phải người này", "unclear": "chưa rõ"}
# 'K11557-3F9C0A17D2E4B8A5T': the ward, a keyed hash of row and resident, a letter for the stratum. It begins with a
# letter, so Excel takes it for text; the stratum's letter is no hexadecimal digit and means nothing to a reader.
CHECK_ID: Final = r"^K(\d{5})-[0-9A-F]{16}([HKNRTV])$"

_SOURCE: Final = (
    Column(
        "row_key", Text, "the form's Guid, else a keyed hash of the raw values; unique, survives sorting and re-saving"
    ),
    Column("source_file", Text, "path below the ward's folder"),
    Column("source_sheet", Text, "worksheet name; null for text files"),
    Column("source_row", Whole, "row number as Excel shows it, from 1"),
)
_BESIDE_FIELDS: Final = (
    Column(
        "inherited",
        Text,
        "fields whose value the list's own structure gives, not the row's cell: a merged cell, the household's first "
        "row, the sheet's name; sorted, joined by '|'; null where none",
    ),
    Column("other_cells", Text, "JSON object: header as received → cell, of columns nobody knows; null where none"),
)
RAW_LAND: Final = Table(
    "đất đai thô", ("row_key",), (*_SOURCE, *_raw(LAND_FIELDS + LAND_FIELDS_OF_EXPORTS), *_BESIDE_FIELDS)
)
RAW_RESIDENTS: Final = Table("dân cư thô", ("row_key",), (*_SOURCE, *_raw(RESIDENT_FIELDS), *_BESIDE_FIELDS))
RAW_SHEET_MAP: Final = Table("đối chiếu tờ bản đồ thô", ("row_key",), (*_SOURCE, *_raw(SHEET_MAP_FIELDS)))
RAW_CHECK_ANSWERS: Final = Table(
    "phiếu kiểm tra đã trả lời",
    ("source_file", "source_sheet", "source_row"),
    (
        *_SOURCE[1:],
        Column("check_id", Text, "of the form CHECK_ID, of this ward"),
        Column("conclusion", Text, "a key of CONCLUSIONS"),
        Column("checker", Text, "who answered, as received; never null"),
        Column("note", Text, "as received; null where nothing is said"),
    ),
)
REJECTED: Final = Table(
    "dòng bị từ chối",
    ("source_file", "source_sheet", "source_row"),
    (
        *_SOURCE[1:],
        Column("reason", Text, "one Vietnamese sentence"),
        Column("content", Text, "enough to find the row, citizen numbers masked"),
    ),
)

# ---- standardised ----------------------------------------------------------------------------------------------------

# Closed lists: a value outside its list is a fault of the program, and a critical expectation says so.
STATES: Final[dict[str, tuple[str, ...]]] = {
    "text_state": ("unicode", "converted", "uncertain"),
    "holder_type": ("person", "organisation", "community", "unnamed"),
    "id_state": ("ok", "cmnd", "repaired", "malformed", "missing", "not_applicable"),
    "id_repair": ("leading_zero", "decimal_zero", "leading_zero_cmnd"),
    "id_consistency": ("fits", "contradicts_birth", "contradicts_gender", "unknown"),
    "birth_state": ("day", "year", "ambiguous", "missing", "invalid"),
    "gender_state": ("ok", "missing", "unknown"),
    "unit_state": ("current", "superseded", "split", "unknown", "missing"),
    "unit_code_state": ("ok", "unknown", "missing"),
    "current_user_state": ("none", "same", "differs"),
    "parcel_key_state": ("ok", "missing"),
    "parcel_geohash_state": ("ok", "missing", "malformed", "outside_unit"),
    "area_state": ("ok", "missing", "not_a_number", "other_unit", "zero", "negative"),
    "area_parts_state": ("agrees", "mismatch", "unknown"),
    "certificate_state": ("ok", "none_issued", "missing", "malformed"),
    "certificate_date_state": ("ok", "missing", "invalid", "ambiguous", "future", "too_early", "before_birth"),
    "register_number_state": ("ok", "missing", "malformed"),
    "organisation_id_state": ("ok", "missing", "invalid", "not_applicable"),
    "sheet_state": ("ok", "mapped", "ambiguous"),
    "resident_status": ("alive", "dead", "moved", "missing", "unknown"),
}

_NAME_FORMS: Final = (
    ("name", "display form: NFC, single spaces, Each Word Capitalised, titles and markers removed"),
    ("name_lower", "the display form in lower case: accents, tone placement, i/y and abbreviations as written"),
    (
        "name_key",
        "comparison form: lower case, one tone placement, one i/y, usual abbreviations written out; accents kept",
    ),
    ("name_folded", "name_key without accents, đ → d: for blocking and weak agreement"),
)


def _name(prefix: str) -> tuple[Column, ...]:
    return tuple(Column(f"{prefix}{form}", Text, meaning) for form, meaning in _NAME_FORMS)


def _identity(prefix: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}citizen_id", Text, "12 digits, or null"),
        Column(f"{prefix}cmnd", Text, "9 digits of the old card, or null"),
        Column(f"{prefix}id_state", Text, "id_state of the number as received"),
        Column(f"{prefix}id_repair", Text, "id_repair: what was mended without doubt; null where nothing was"),
        Column(f"{prefix}birth_date", Day, "only where the day is known for sure"),
        Column(f"{prefix}birth_year", Whole, "known whenever the date or the year is"),
        Column(f"{prefix}birth_state", Text, "birth_state; ambiguous: day/month order not settled, year kept"),
        Column(f"{prefix}gender", Text, "male | female | null"),
        Column(f"{prefix}gender_state", Text, "gender_state"),
        Column(
            f"{prefix}id_consistency", Text, "id_consistency of the 12 digits with birth year and gender beside them"
        ),
    )


def _place(prefix: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{prefix}hamlet", Text, "hamlet as written, tidied: 'Thôn Kiền Bái 3'; null where the address names none"
        ),
        Column(f"{prefix}hamlet_key", Text, "hamlet without its kind, folded: 'kien bai 3'"),
        Column(
            f"{prefix}old_unit_code",
            Text,
            "code of the former commune the address names (or the hamlet is named after), as of before the mergers of "
            "12/2024 to 3/2025; null for a unit of those that gathered several",
        ),
        Column(
            f"{prefix}unit_code",
            Text,
            "current commune code: named, or the only successor; null where split or unknown",
        ),
        Column(f"{prefix}unit_state", Text, "unit_state of the commune the address names"),
        Column(
            f"{prefix}unit_name_written", Text, "the commune as the address writes it, for sentences: 'xã Kiền Bái'"
        ),
        Column(f"{prefix}address_proposal", Text, "two-level address where an old unit has one successor; else null"),
    )


LAND: Final = Table(
    "đất đai chuẩn hóa",
    ("row_key",),
    (
        *RAW_LAND.columns,
        Column("guid", Text, "the form's Guid exactly as received; null where the row has none"),
        Column("is_guid_shared", Flag, "the Guid stands on another row of the ward too"),
        Column(
            "is_repeated",
            Flag,
            "another row of the ward makes the same statement (all but Guid and order number equal)",
        ),
        Column(
            "holder_ordinal",
            Whole,
            "1 for the first land user a row names, 2 … for further ones of the same cell: their row_key is the row's "
            "with '/2' …, and parcel, certificate and unit are said once, by the first",
        ),
        Column("holders_named", Whole, "how many land users the row's cell names"),
        Column("text_state", Text, "text_state of the row's Vietnamese text"),
        Column("holder_type", Text, "holder_type; people are linked, organisations and communities are not"),
        *_name("holder_"),
        Column(
            "holder_markers",
            Text,
            "sorted meanings of markers found beside the name, joined by '|': 'deceased|household'",
        ),
        Column("is_household", Flag, "'Hộ ông/bà …' or holder kind 'Hộ gia đình'"),
        Column("is_marked_deceased", Flag, "the land row itself says the holder is dead"),
        *_identity("holder_"),
        Column("is_id_shared", Flag, "the citizen number stands on rows of clearly different people"),
        *_place("holder_"),
        Column("holder_kind", Text, "person | household | couple | shared | community | organisation | null (Mục 12)"),
        Column("holder_role", Text, "individual | head | husband | wife | representative | member | null (Mục 13)"),
        *_name("current_user_"),
        Column("current_user_citizen_id", Text, "12 digits, or null"),
        Column("current_user_state", Text, "current_user_state against the holder"),
        Column("unit_code", Text, "commune code of the row (Mục 1), 5 digits, repaired for a lost zero"),
        Column("unit_code_state", Text, "unit_code_state"),
        *_place("parcel_"),
        Column(
            "sheet",
            Text,
            "cadastral map sheet, tidied; of a row without one, what its old sheet became where sheet_state is "
            "'mapped'; else null",
        ),
        Column("parcel", Text, "parcel number on it, tidied; with a mapped sheet the certificate's; else null"),
        Column("parcel_key", Text, "unit|sheet|parcel without leading zeros; null where sheet or parcel is missing"),
        Column("parcel_key_state", Text, "parcel_key_state"),
        Column("certificate_sheet", Text, "sheet as the certificate prints it, tidied"),
        Column("certificate_parcel", Text, "parcel number as the certificate prints it, tidied"),
        Column(
            "sheet_state",
            Text,
            "sheet_state: by the reference table the row's old sheet became one new sheet, 'mapped' and filled in; "
            "several, 'ambiguous' and none picked; 'ok' where the row has its own sheet or the table doesn't tell",
        ),
        Column("sheet_candidates", Text, "new sheets of an ambiguous old sheet, joined by ', '"),
        Column(
            "is_parcel_duplicated",
            Flag,
            "same parcel key on different certificates, or without any of unrelated holders",
        ),
        Column(
            "parcel_geohash",
            Text,
            "12-character parcel id in lower case, as written where malformed; null where missing",
        ),
        Column("parcel_geohash_state", Text, "parcel_geohash_state"),
        Column("is_parcel_geohash_shared", Flag, "one parcel id on different parcel keys"),
        Column("area_m2", Number, "parcel area, m²; null unless area_state is ok"),
        Column("area_state", Text, "area_state"),
        Column(
            "area_parts_m2",
            Number,
            "sum of the areas by land use, in their own cells or behind the uses, m²; null where none is a number",
        ),
        Column("area_parts_state", Text, "area_parts_state"),
        Column(
            "land_uses", Text, "current codes of the row's land uses, in order, joined by '+'; null where none is known"
        ),
        Column("has_land_use_unknown", Flag, "a land use is neither a code nor known words, or is a group code"),
        Column("has_land_use_superseded", Flag, "a land use of an old circular with one successor"),
        Column("has_land_use_ambiguous", Flag, "a land use of an old circular with several successors"),
        Column(
            "land_use_proposal",
            Text,
            "'LNK → CLN; BHK → HNK' for superseded, 'NKH → NKH hoặc CNT' for ambiguous; else null",
        ),
        Column(
            "certificate_serial",
            Text,
            "'AB 123456' form where well-formed, tidied as written where malformed; else null",
        ),
        Column("certificate_state", Text, "certificate_state"),
        Column("is_certificate_serial_shared", Flag, "one serial on different parcels of unrelated holders"),
        Column("certificate_date", Day, "null unless certificate_date_state is ok"),
        Column("certificate_date_state", Text, "certificate_date_state"),
        Column("register_number", Text, "tidied; null where missing"),
        Column("register_number_state", Text, "register_number_state"),
        Column("organisation_name", Text, "tidied name of an organisation or community holder; null for people"),
        Column("organisation_id", Text, "tax code or other number, tidied"),
        Column("organisation_id_state", Text, "organisation_id_state"),
    ),
)

RESIDENTS: Final = Table(
    "dân cư chuẩn hóa",
    ("row_key",),
    (
        *RAW_RESIDENTS.columns,
        Column("text_state", Text, "text_state of the row's Vietnamese text"),
        *_name(""),
        *_identity(""),
        Column("is_id_shared", Flag, "the citizen number stands on more than one resident"),
        *_place(""),
        Column("household_key", Text, "household file number, tidied"),
        Column("relation", Text, "relation to the head of household, folded: 'chu ho', 'vo', 'chong', 'con', …"),
        Column("resident_status", Text, "resident_status"),
        Column("death_date", Day, "null where alive or not known to the day"),
    ),
)

# ---- linking ---------------------------------------------------------------------------------------------------------

VERDICTS: Final = Table(
    "kết quả đối khớp",
    ("row_key",),
    (
        Column("row_key", Text, "land row"),
        Column("verdict", Text, "link | review | no_link | not_a_person"),
        Column("resident_key", Text, "row_key of the linked resident; null unless link"),
        Column("resident_id", Text, "their 12-digit number; null unless link"),
        Column("probability", Number, "of the best candidate, 0–1, rounded to 6 digits; null where there is none"),
        Column("reason", Text, "one of cleaning.linking.deciding.REASONS"),
        Column(
            "found_by", Text, "blocking keys that found the best candidate, joined by '+'; null where there is none"
        ),
        Column("model", Text, "name of the linkage model"),
        Column("runner_up_key", Text, "row_key of the second candidate; null where there is none"),
        Column("runner_up_id", Text, "their 12-digit number; null where there is none"),
        Column("runner_up_probability", Number, "0–1, rounded to 6 digits; null where there is none"),
        Column(
            "id_owner_key",
            Text,
            "row_key of the clearly different resident who bears the row's citizen number; else null",
        ),
    ),
)
CANDIDATES: Final = Table(
    "ứng viên",
    ("row_key", "rank"),
    (
        Column("row_key", Text, "land row to review"),
        Column("rank", Whole, "1 is the best"),
        Column("resident_key", Text, "row_key of the candidate"),
        Column("probability", Number, "0–1, rounded to 6 digits"),
        Column("found_by", Text, "blocking keys, joined by '+'"),
        Column("level_citizen_id", Text, "level name of each comparison"),
        Column("level_cmnd", Text, ""),
        Column("level_name", Text, ""),
        Column("level_birth", Text, ""),
        Column("level_gender", Text, ""),
        Column("level_place", Text, ""),
        Column("level_standing", Text, ""),
        Column("level_lifetime", Text, ""),
        Column("level_household", Text, ""),
        Column("level_holdings", Text, ""),
        Column("level_old_number", Text, ""),
        Column(
            "contradiction", Text, "what bars this candidate from being linked by the machine; null where nothing does"
        ),
    ),
)

# ---- discrepancies ---------------------------------------------------------------------------------------------------

PROBLEMS: Final = Table(
    "vấn đề",
    ("row_key", "code"),
    (
        Column("row_key", Text, "land row"),
        Column("code", Text, "code of the catalogue"),
    ),
)
DISCREPANCIES: Final = Table(
    "sai lệch",
    ("discrepancy_id",),
    (
        Column("discrepancy_id", Text, "stable from run to run for the same row and code"),
        Column("code", Text, "code of the catalogue"),
        Column("severity", Text, "error | warning | info"),
        Column("handler", Text, "địa chính | công an | VPĐKĐĐ | tổ dân phố"),
        Column("row_key", Text, "land row; null for a rejected row"),
        Column("guid", Text, ""),
        Column("sheet", Text, ""),
        Column("parcel", Text, ""),
        Column("certificate_serial", Text, ""),
        Column("holder_name", Text, "holder or organisation as displayed"),
        Column("sentence", Text, "one polite Vietnamese sentence, both values in it"),
        Column("land_value", Text, "as received"),
        Column("resident_value", Text, "as registered"),
        Column("proposal", Text, "the value proposed; null where there is none"),
        Column("confidence", Number, "probability of the link the discrepancy rests on; null where it rests on none"),
    ),
)
PARCELS: Final = Table(
    "thửa đất",
    ("parcel_id",),
    (
        Column("parcel_id", Text, "parcel key, or the row key of a row that names no parcel"),
        Column("sheet", Text, ""),
        Column("parcel", Text, ""),
        Column("group", Whole, "1, 2 or 3"),
        Column("reasons", Text, "codes that keep it out of group 1, sorted, joined by ', '"),
        Column("people", Whole, "land users of the parcel"),
        Column("people_linked", Whole, "of them linked to a resident"),
        Column("open_errors", Whole, "discrepancies of severity error"),
        Column(
            "hamlet",
            Text,
            "hamlet of the linked residents or the parcel's address; the first in order; null where unknown",
        ),
    ),
)

# ---- decisions -------------------------------------------------------------------------------------------------------

SAMPLE: Final = Table(
    "kết nối của máy để kiểm tra",
    ("check_id",),
    (
        Column("check_id", Text, "names the link, the same in every run"),
        Column("stratum", Text, "what the link rests on: one of cleaning.decisions.strata.STRATA"),
        Column("row_key", Text, "land row"),
        Column("resident_key", Text, "row_key of the linked resident"),
    ),
)
PRECISION: Final = Table(
    "độ chính xác đo được",
    ("stratum",),
    (
        Column("stratum", Text, "one of cleaning.decisions.strata.STRATA; 'all' for the whole, which comes last"),
        Column("title", Text, "the stratum in words"),
        Column("links", Whole, "links of this run"),
        Column("links_measured", Whole, "of them in strata with an answer that says right or wrong"),
        Column("right", Whole, "checked links that are right"),
        Column("wrong", Whole, "checked links that are wrong"),
        Column("unclear", Whole, "checked links nobody could settle, the disputed among them"),
        Column("disputed", Whole, "links called right and wrong by different answers"),
        Column("wrong_standing", Whole, "links called wrong that this run makes all the same"),
        Column("precision", Number, "share of right among right and wrong, 0–1; null where there is neither"),
        Column("low", Number, "of the 95 % interval; null where precision is"),
        Column("high", Number, "of the 95 % interval; null where precision is"),
    ),
)
