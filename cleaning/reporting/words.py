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

# answer → what it means; the drop-down of the sheet and its guidance, in this order.
ANSWERS: Final = {
    "đúng người": "Người nêu ở cột Giá trị dân cư đúng là người sử dụng đất. Nếu cột này nêu nhiều người, "
    "xin ghi số định danh cá nhân của đúng người ở cột Giá trị đúng.",
    "không phải người này": "Người nêu ở cột Giá trị dân cư là người khác, chỉ trùng tên hoặc trùng số.",
    "sửa theo dân cư": "Dữ liệu dân cư đúng; hồ sơ đất đai cần sửa theo giá trị đó.",
    "giữ theo đất đai": "Hồ sơ đất đai đúng; không sửa, và không hỏi lại khi chưa có gì thay đổi.",
    "giá trị khác": "Giá trị cần ghi không có sẵn ở hai cột trên; xin ghi ở cột Giá trị đúng.",
    "chưa rõ": "Đã xem nhưng chưa đủ căn cứ; dòng này được giữ lại để xác minh thêm.",
}

# comparison column → how staff call it, and the words for each of its levels.
LEVELS: Final = {
    "level_citizen_id": (
        "số định danh cá nhân",
        {"same": "giống hệt", "one_slip": "lệch một chữ số", "different": "khác"},
    ),
    "level_cmnd": ("số CMND", {"same": "giống hệt", "one_slip": "lệch một chữ số", "different": "khác"}),
    "level_name": (
        "họ tên",
        {
            "same": "giống hệt",
            "style": "giống, chỉ khác cách đặt dấu hoặc i/y",
            "accents_lost": "giống, nhưng thiếu dấu",
            "accents_differ": "giống chữ, khác dấu",
            "one_slip": "lệch một chữ",
            "regional": "khác theo cách viết vùng miền",
            "middle_missing": "thiếu tên đệm",
            "similar": "gần giống",
            "other_middle": "khác tên đệm",
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
            "one_digit_year": "năm lệch một chữ số",
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
            "elsewhere": "ở nơi khác",
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
}
# Levels that speak for the same person, in any comparison; every other level but 'missing' is shown as a difference.
AGREEING: Final = (
    "same", "style", "same_day", "same_year", "same_hamlet", "same_old_unit", "same_ward", "same_household",
)  # fmt: skip
