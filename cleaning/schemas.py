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
# What other lists say of a holder beside the form's fields. 'birth_day', '_month' and '_year' are the columns Ngày,
# Tháng and Năm under 'Ngày sinh'; a year may stand alone. 'man' and 'woman' are the two columns under 'Năm sinh' or
# 'Giới tính' headed Nam and Nữ: a year or a tick stands in one of them. 'family_name' is 'Họ và chữ đệm', where the
# name's column holds the given name alone.
LAND_FIELDS_OF_EXPORTS: Final = (
    "holder_birth_year", "holder_death_year", "holder_family_name", "holder_man", "holder_woman",
    "holder_birth_day", "holder_birth_month",
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
    "family_name", "man", "woman", "birth_day", "birth_month",
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

# The sheet of discrepancies as staff send it back: what its columns hold, and the answers they may give.
# The last six are what the sheet showed beside the answer: they prove that row and answer belong together.
ANSWER_FIELDS: Final = (
    "discrepancy_id", "question", "since", "answer", "value", "decided_by", "note",
    "code", "guid", "holder_name", "land_value", "resident_value", "proposal",
)  # fmt: skip
ANSWERS: Final = {
    "same": "đúng người",
    "different": "không phải người này",
    "take_register": "sửa theo dân cư",
    "keep_land": "giữ theo đất đai",
    "other_value": "giá trị khác",
    "unclear": "chưa rõ",
}
# 'C11557-0A1B2C3D4E5F60718293A4B5': the ward; what was shown, as three marks of 8 hexadecimal digits (the land row and
# its cells as received; who the residents are; the register's value); '-2' where an answer was withdrawn once.
QUESTION: Final = r"^C(\d{5})-([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})(?:-(\d{1,4}))?$"

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
    "đất đai thô",
    ("row_key",),
    (
        *_SOURCE,
        *_raw(LAND_FIELDS + LAND_FIELDS_OF_EXPORTS),
        *_BESIDE_FIELDS,
        Column(
            "corrected",
            Text,
            "fields whose value is that of an accepted decision, not the one received; sorted, joined by '|'; null "
            "where none",
        ),
    ),
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
RAW_ANSWERS: Final = Table(
    "phiếu sai lệch đã trả lời",
    ("source_file", "source_sheet", "source_row"),
    (
        *_SOURCE[1:],
        Column("source_sha256", Text, "of the file's bytes"),
        Column("signed_alone", pl.Int32, "how many rows of the same sheet are signed though they answer nothing"),
        *_raw(ANSWER_FIELDS),
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
        Column("organisation_id_proposal", Text, "'0300588569' for '300588569', where the check digit fits; else null"),
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
        Column(
            "resident_id", Text, "their 12-digit number; null unless link, or where the resident decided on has none"
        ),
        Column(
            "probability", Number, "of the best candidate, 0–1, 6 digits; null where there is none, or people decided"
        ),
        Column("reason", Text, "one of cleaning.linking.deciding.REASONS"),
        Column(
            "found_by",
            Text,
            "blocking keys that found the best candidate, joined by '+'; 'decision' where people decided; null where "
            "there is none",
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

_PEOPLE_ASKED_ABOUT: Final = (
    Column(
        "residents",
        Text,
        "residents it is about, best first, joined by '|': citizen number, else row_key; null where nobody",
    ),
    Column("person_marks", Text, "their marks (see KNOWN_PEOPLE), in the same order, joined by '|'"),
)
_SHOWN: Final = (
    Column("land_value", Text, "as shown"),
    Column("resident_value", Text, "as shown"),
    Column("proposal", Text, "as shown; what 'take_register' takes"),
    Column("probability", Number, "as shown: of the link it rests on; null where it rests on none"),
    Column("model", Text, "name of the linkage model"),
    Column("run_id", Text, "the run that asked first"),
)
# Every question ever asked. A discrepancy whose evidence changes is a new question of the same discrepancy_id.
QUESTIONS: Final = Table(
    "câu hỏi đã nêu",
    ("discrepancy_id", "question"),
    (
        Column("discrepancy_id", Text, "as in DISCREPANCIES"),
        Column("question", Text, "of the form QUESTION"),
        Column("code", Text, "code of the catalogue"),
        Column("row_key", Text, "land row; null for a rejected row"),
        Column("guid", Text, "null where the row has none"),
        *_PEOPLE_ASKED_ABOUT,
        Column("holder_name", Text, "holder or organisation, as shown"),
        *_SHOWN,
        Column("is_one_of_several", Flag, "the row's cells name several people: one value can't be written into them"),
        Column("first_day", Day, "when it was asked first"),
        Column("last_day", Day, "when it was found last"),
    ),
)
# All residents a decision may name, with a mark that changes when who they are does.
KNOWN_PEOPLE: Final = Table(
    "người trong dữ liệu dân cư",
    ("resident",),
    (
        Column("resident", Text, "citizen number, else row_key"),
        Column("resident_key", Text, "row_key of the resident"),
        Column("name_folded", Text, "comparison form of the name, without accents"),
        Column("person_mark", Text, "8 hexadecimal digits of name, birth date and citizen number"),
    ),
)
# One row of the ledger: an answer taken in, or the withdrawal of one. Nothing is ever changed or deleted.
DECISIONS: Final = Table(
    "quyết định",
    ("decision_id",),
    (
        Column("sequence", pl.Int64, "order of taking in, from 1, of the whole ledger; null before"),
        Column("decision_id", Text, "32 hexadecimal digits of what was decided, by whom, on which question"),
        Column("ward", Text, "5 digits"),
        Column("discrepancy_id", Text, ""),
        Column("question", Text, "what was asked when it was answered"),
        Column("code", Text, ""),
        Column("row_key", Text, "land row; null for a rejected row"),
        Column("guid", Text, ""),
        Column("answer", Text, "a key of ANSWERS; 'withdrawn' where this row withdraws another"),
        Column("value", Text, "as accepted; null where the answer needs none"),
        Column("is_same", Flag, "whether `residents` are the land user; null where the answer says nothing of it"),
        *_PEOPLE_ASKED_ABOUT,
        Column("corrections", Text, "JSON object: field of LAND_FIELDS → new value, keys sorted; null where none"),
        Column("decided_by", Text, "as signed, single spaces"),
        Column("note", Text, "basis; null where nothing is said"),
        *_SHOWN,
        Column("source_file", Text, "name of the answered file"),
        Column("source_sha256", Text, ""),
        Column("source_row", Whole, ""),
        Column("taken_at", Text, "UTC, '2026-11-22T01:02:03Z'"),
        Column("withdraws", Text, "decision_id of the decision withdrawn; null for an answer"),
    ),
)
# What stands of all decisions on one question: see cleaning.decisions.standing.
STANDING: Final = Table(
    "quyết định có hiệu lực",
    ("discrepancy_id", "question"),
    (
        Column("discrepancy_id", Text, ""),
        Column("question", Text, ""),
        Column("code", Text, ""),
        Column("row_key", Text, ""),
        Column("status", Text, "decided | waiting (only 'unclear') | conflict (nothing applies)"),
        Column("answer", Text, "a key of ANSWERS; null in a conflict"),
        Column("value", Text, ""),
        Column("is_same", Flag, ""),
        *_PEOPLE_ASKED_ABOUT,
        Column("corrections", Text, ""),
        Column("decided_by", Text, "all who gave this answer, or in a conflict all of them, joined by ', '"),
        Column("note", Text, ""),
        Column("decided_on", Day, "of the last of them"),
        Column("sequence", pl.Int64, "of the last of them, in the ledger"),
        Column("said", Text, "for a conflict: 'who: answer (value); who: answer'; else null"),
    ),
)
# Which land user is, or is not, which resident, by decision; for linking.
DECIDED_PAIRS: Final = Table(
    "cặp đã được quyết định",
    ("row_key", "resident_key"),
    (
        Column("row_key", Text, "land row"),
        Column(
            "resident_key",
            Text,
            "row_key of the resident; the 12-digit number of somebody called the same who is in no register given",
        ),
        Column("is_same", Flag, "false: never this resident"),
    ),
)
# Cells of the campaign form that accepted decisions change.
CORRECTIONS: Final = Table(
    "ô được sửa theo quyết định",
    ("row_key", "field"),
    (
        Column("row_key", Text, "row of RAW_LAND"),
        Column("field", Text, "of LAND_FIELDS"),
        Column("received", Text, "cell as received; null where empty"),
        Column("value", Text, "cell as decided"),
        Column("code", Text, "code of the discrepancy answered"),
        Column("discrepancy_id", Text, ""),
        Column("decided_by", Text, ""),
        Column("decided_on", Day, ""),
        Column("note", Text, "basis; null where nothing is said"),
    ),
)
RECEIPT: Final = Table(
    "biên nhận",
    ("source_sheet", "source_row"),
    (
        Column("source_sheet", Text, "null for text files"),
        Column("source_row", Whole, "row as Excel numbers it"),
        Column("discrepancy_id", Text, "as received where it is not known"),
        Column("outcome", Text, "taken | known | refused | conflict"),
        Column("words", Text, "one Vietnamese sentence: what was taken, or why not and what to do"),
    ),
)

# ---- from night to night ---------------------------------------------------------------------------------------------

# A discrepancy found tonight, with its life.
FOLLOWED: Final = Table(
    "sai lệch đang theo dõi",
    ("discrepancy_id",),
    (
        *DISCREPANCIES.columns,
        Column("question", Text, "of the form QUESTION"),
        Column("since", Day, "when the discrepancy was found first"),
        Column(
            "state",
            Text,
            "new | open | reopened (asked); waiting (answered 'unclear': listed, not asked) | answered (neither)",
        ),
        Column("is_settled", Flag, "answered, and no longer in the way of group 1"),
        Column("answer", Text, "the answer that stands, a key of ANSWERS; null where there is none"),
        Column("value", Text, "its value"),
        Column("answered_by", Text, ""),
        Column("answer_note", Text, ""),
    ),
)
# Every discrepancy ever found, as of one night.
LIFE: Final = Table(
    "đời của sai lệch",
    ("discrepancy_id",),
    (
        Column("discrepancy_id", Text, ""),
        Column("code", Text, ""),
        Column("severity", Text, ""),
        Column("handler", Text, ""),
        Column("row_key", Text, ""),
        Column("guid", Text, ""),
        Column("sheet", Text, ""),
        Column("parcel", Text, ""),
        Column("question", Text, "the last one asked"),
        Column("land_value", Text, "as last shown"),
        Column("resident_value", Text, "as last shown"),
        Column("since", Day, "when it was found first"),
        Column("state", Text, "new | open | reopened | waiting | answered | gone (no longer found)"),
        Column("state_day", Day, "since when it is in this state; of 'open' since it was asked or reopened"),
    ),
)
# What decided the verdict of a row on one night.
ROW_FACTS: Final = Table(
    "dòng đất đai qua từng đêm",
    ("row_key",),
    (
        Column("row_key", Text, "land row"),
        Column("guid", Text, ""),
        Column("sheet", Text, ""),
        Column("parcel", Text, ""),
        Column("row_mark", Text, "hash of the row's cells as received"),
        Column("corrections_mark", Text, "hash of its corrections; null where none"),
        Column("pairs_mark", Text, "hash of its decided pairs; null where none"),
        Column("verdict", Text, ""),
        Column("reason", Text, "reason of the verdict"),
        Column("resident", Text, "the linked resident: citizen number; null unless link"),
        Column("resident_mark", Text, "person_mark of the linked resident; null unless link"),
    ),
)
# One row per published night, oldest first: what the burn-down is drawn from.
NIGHTS: Final = Table(
    "các đêm",
    ("day",),
    (
        Column("day", Day, ""),
        Column("parcels", Whole, ""),
        Column("group_1", Whole, "parcels of group 1"),
        Column("group_2", Whole, ""),
        Column("group_3", Whole, ""),
        Column("people", Whole, "land rows of people"),
        Column("linked", Whole, "of them linked"),
        Column("asked_errors", Whole, "open discrepancies of severity error"),
        Column("asked_warnings", Whole, "of severity warning"),
        Column("answered", Whole, "discrepancies with a standing answer"),
        Column("data_mark", Text, "hash of all raw tables"),
        Column("settings_mark", Text, "hash of the settings"),
        Column("decisions_mark", Text, "hash of all standing decisions"),
        Column("model", Text, ""),
        Column("code_version", Text, ""),
    ),
)
CHANGES: Final = Table(
    "thay đổi so với đêm trước",
    ("kind", "subject"),
    (
        Column("kind", Text, "new | reopened | answered | gone | verdict"),
        Column("subject", Text, "discrepancy_id, or row_key of a changed verdict"),
        Column("code", Text, "code of the discrepancy; null for a verdict"),
        Column("guid", Text, ""),
        Column("sheet", Text, ""),
        Column("parcel", Text, ""),
        Column("before", Text, "values or verdict of the night before, in words; null where there was none"),
        Column("now", Text, "the same tonight; null where there is none"),
        Column(
            "why",
            Text,
            "decision | data | resident | model | settings | program | other_rows | day: see "
            "cleaning.discrepancies.changes",
        ),
    ),
)

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
