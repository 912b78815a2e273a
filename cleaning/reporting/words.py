"""Codes of the machine → the words staff read. A code that stands in no list is shown as it is."""

from __future__ import annotations

from typing import Final

SEVERITIES: Final = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Thông tin"}
GENDERS: Final = {"male": "Nam", "female": "Nữ"}
RESIDENT_STATUS: Final = {
    "alive": "đang cư trú",
    "dead": "đã chết",
    "moved": "đã chuyển đi",
    "missing": "chưa ghi",
    "unknown": "chưa rõ",
}

# state of a discrepancy → how the sheet calls it
STATES: Final = {"new": "mới", "open": "đang mở", "reopened": "mở lại", "waiting": "chờ xác minh"}

# key of schemas.ANSWERS → what the answer means: the guidance of the sheet, in this order.
ANSWER_MEANINGS: Final = {
    "same": "Người nêu ở cột Giá trị dân cư đúng là người sử dụng đất. Nếu cột này nêu nhiều người, "
    "xin ghi số định danh cá nhân của đúng người ở cột Giá trị đúng.",
    "different": "Người nêu ở cột Giá trị dân cư là người khác, chỉ trùng tên hoặc trùng số.",
    "take_register": "Dữ liệu dân cư đúng; hồ sơ đất đai cần sửa theo giá trị đó.",
    "keep_land": "Hồ sơ đất đai đúng; không sửa, và không hỏi lại khi chưa có gì thay đổi.",
    "other_value": "Giá trị cần ghi không có sẵn ở hai cột trên; xin ghi ở cột Giá trị đúng.",
    "unclear": "Đã xem nhưng chưa đủ căn cứ; dòng này được chuyển sang trang Chờ xác minh và giữ ở đó.",
}

# comparison column → how staff call it, and the words for each of its levels.
LEVELS: Final = {
    "level_citizen_id": (
        "số định danh cá nhân",
        {
            "same": "giống hệt",
            "one_slip": "lệch một chữ số",
            "same_head": "khác, chỉ trùng 6 số đầu (tỉnh, giới tính, năm sinh)",
            "different": "khác",
        },
    ),
    "level_cmnd": ("số CMND", {"same": "giống hệt", "one_slip": "lệch một chữ số", "different": "khác"}),
    "level_name": (
        "họ tên",
        {
            "same": "giống hệt",
            "style": "giống, chỉ khác cách đặt dấu hoặc i/y",
            "accents_lost": "chỉ thiếu dấu",
            "accents_differ": "chỉ khác dấu",
            "one_slip": "có một lỗi gõ",
            "regional": "khác theo cách viết vùng miền",
            "middle_missing": "thiếu tên đệm",
            "one_letter": "khác một chữ cái, thành tên khác",
            "other_middle": "khác tên đệm",
            "similar": "khác hai chữ cái",
            "same_given": "chỉ giống tên gọi",
            "different": "khác",
        },
    ),
    "level_birth": (
        "ngày sinh",
        {
            "same_day": "giống hệt",
            "swapped": "đảo ngày và tháng",
            "same_year": "cùng năm (một bên chỉ có năm)",
            "same_year_other_day": "cùng năm, khác ngày",
            "same_day_other_year": "cùng ngày và tháng, khác năm",
            "one_digit_year": "lệch một năm hoặc một chữ số của năm",
            "different": "khác",
        },
    ),
    "level_gender": ("giới tính", {"same": "giống nhau", "different": "khác"}),
    "level_place": (
        "nơi ở",
        {
            "same_hamlet": "cùng tổ dân phố",
            "same_old_unit": "cùng phường, xã cũ",
            "same_ward": "cùng phường, xã",
            "other_hamlet": "khác tổ dân phố",
            "other_old_unit": "khác phường, xã cũ",
            "other_ward": "khác phường, xã",
            "elsewhere": "hồ sơ đất đai ghi ở nơi khác",
        },
    ),
    "level_standing": (
        "quan hệ với chủ hộ",
        {
            "head": "là chủ hộ",
            "spouse": "là vợ hoặc chồng của chủ hộ",
            "child": "là con hoặc cháu của chủ hộ",
            "other": "quan hệ khác",
        },
    ),
    "level_lifetime": (
        "tuổi khi cấp giấy",
        {
            "adult": "đủ 18 tuổi khi cấp giấy",
            "minor": "chưa đủ 18 tuổi khi cấp giấy",
            "dead": "đã chết trước khi cấp giấy",
            "unborn": "chưa sinh khi cấp giấy",
        },
    ),
    "level_household": (
        "hộ gia đình",
        {
            "same_household": "cùng hộ với người đồng sử dụng đất",
            "perhaps_same_household": "có thể cùng hộ với người đồng sử dụng đất",
            "other_household": "khác hộ với người đồng sử dụng đất",
        },
    ),
    "level_holdings": (
        "đất đang đứng tên",
        {
            "holds_other_land": "đã khớp với hồ sơ đất khác",
            "holds_none": "chưa khớp với hồ sơ đất nào khác",
        },
    ),
    "level_old_number": (
        "số CMND ở hồ sơ khác",
        {
            "same_as_other_rows": "số CMND là của người này theo hồ sơ đất khác",
            "another_on_other_rows": "số CMND là của người khác theo hồ sơ đất khác",
        },
    ),
}
# Comparisons of what both lists say of a person; the others tell what surrounds a candidate, in words of their own.
OF_BOTH_SIDES: Final = (
    "level_citizen_id", "level_cmnd", "level_name", "level_birth", "level_gender", "level_place",
)  # fmt: skip
# Levels that speak for the same person where both sides are compared; every other level but 'missing' is shown as a
# difference.
AGREEING: Final = ("same", "style", "same_day", "same_year", "same_hamlet", "same_old_unit", "same_ward")
# Levels that are true of most candidates: no clerk chooses by them.
USUAL: Final = ("missing", "adult", "other", "holds_none")
