"""What a linkage model says of itself → Vietnamese. What stands in no list is shown as it is."""

from __future__ import annotations

import re
from typing import Final

from cleaning.reporting.numerals import thousands
from cleaning.reporting.words import LEVELS

# The verdicts on people; organisations are not judged by the model.
VERDICTS: Final = {
    "link": "Đã khớp",
    "review": "Cần xác nhận",
    "no_link": "Chưa tìm thấy",
}
FIGURES: Final = {
    "mentions": "người sử dụng đất (mỗi cách ghi một lần)",
    "residents": "dân cư",
    "candidate_pairs": "cặp ứng viên",
    "random_pairs": "cặp ngẫu nhiên",
    "rounds": "vòng ước lượng",
    "seed": "số gieo",
    "labels_same": "kết nối được xác nhận đúng người",
    "labels_different": "kết nối được xác nhận không phải người này",
    "labels_left_out": "câu trả lời không dùng đến",
}
FORMS: Final = {
    "name_key": "Họ tên có dấu",
    "name_folded": "Họ tên bỏ dấu",
    "name_short": "Họ và tên gọi, bỏ dấu",
    "birth_date": "Ngày sinh",
    "birth_year": "Năm sinh",
    "hamlet_key": "Tổ dân phố",
    "old_unit_code": "Phường, xã cũ",
    "unit_code": "Phường, xã",
}
LIVES: Final = {
    "unsaid": "địa chỉ không rõ nơi ở",
    "here": "địa chỉ trong phường, xã",
    "elsewhere": "địa chỉ ở nơi khác",
}
MISSING: Final = {"name": "họ tên", "number": "số giấy tờ", "birth_year": "năm sinh", "hamlet": "tổ dân phố"}
# Blocking keys are named by what must agree, joined by '+'; '~1' stands for one slip of the pen.
KEY_PARTS: Final = {
    "citizen_id": "số định danh",
    "citizen_id~1": "số định danh lệch một chữ số",
    "cmnd": "số CMND",
    "cmnd~1": "số CMND lệch một chữ số",
    "name": "họ tên bỏ dấu",
    "short": "họ và tên gọi",
    "given": "tên gọi",
    "stem": "họ và tên đệm",
    "tail": "tên đệm và tên gọi",
    "year": "năm sinh",
    "date": "ngày sinh",
    "hamlet": "tổ dân phố",
    "unit": "phường, xã cũ",
    "ward": "phường, xã",
}
# Phrases of the notes and origins that training writes.
PHRASES: Final = {
    " seen seldom, smoothed": " hiếm gặp, đã làm trơn",
    "never seen: weighs nothing": "chưa gặp lần nào: không cộng, không trừ",
    "pooled with its neighbour": "tính gộp với mức bên cạnh",
    " set by hand: ": " đặt bằng tay: ",
    "numbers are cancelled and issued anew": "số có thể bị hủy và cấp lại",
    "copied by hand": "chép tay dễ sai",
    "one person may have had several old numbers": "một người có thể từng có nhiều số cũ",
    "middle names change in everyday use": "tên đệm hay đổi trong đời sống",
    "ages guessed in old books": "sổ cũ ghi tuổi áng chừng",
    "owners move": "chủ đất có thể chuyển chỗ ở",
    "families register apart": "người một nhà có thể đăng ký riêng hộ",
    "a co-holder who is not sure": "người đồng sử dụng chưa chắc chắn",
    "an address of two levels names no hamlet": "địa chỉ hai cấp không nêu tổ dân phố",
    "nearly everybody compared lives in the ward": "hầu hết người được so đều ở trong phường, xã",
    "who bears the name mostly is of that gender": "người mang họ tên ấy phần lớn cùng giới tính",
    "said by the share listed": "đã tính ở tỷ lệ có trong dữ liệu dân cư",
    "wards are many": "có nhiều phường, xã",
    "certificates are not issued to the dead": "không cấp giấy cho người đã chết",
    "children inherit": "con cái thừa kế",
    "an old certificate names a new holder": "giấy cũ ghi chủ mới",
    "some hold one parcel": "có người chỉ có một thửa",
    "an invented ward: ": "một phường giả định: ",
    " land rows and ": " dòng đất đai và ",
    " residents": " nhân khẩu",
}


def level_words(comparison: str, level: str) -> tuple[str, str]:
    """What a comparison and one of its levels are called: ('họ tên', 'thiếu tên đệm')."""
    called, words = LEVELS.get(f"level_{comparison}", (comparison, {}))
    return called, words.get(level, level)


def form_words(form: str) -> str:
    """'name_key' → 'Họ tên có dấu'."""
    return FORMS.get(form, form)


def lives_words(lives: str) -> str:
    """'here' → 'địa chỉ trong phường, xã'."""
    return LIVES.get(lives, lives)


def key_words(key: str) -> str:
    """'name+year' → 'họ tên bỏ dấu + năm sinh'."""
    return " + ".join(KEY_PARTS.get(part, part) for part in key.split("+"))


def missing_words(missing: str) -> str:
    """'number+hamlet' → 'thiếu số giấy tờ, tổ dân phố'."""
    if missing == "":
        return "đủ thông tin"
    return "thiếu " + ", ".join(MISSING.get(part, part) for part in missing.split("+"))


def in_vietnamese(said: str) -> str:
    """A note of the model with its known phrases in Vietnamese."""
    for phrase, words in PHRASES.items():
        said = said.replace(phrase, words)
    return said


def training_words(trained_on: str) -> str:
    """'90170 land rows and 45141 residents, 2026-11' → '90.170 dòng đất đai và 45.141 nhân khẩu, 2026-11'."""
    return re.sub(r"\d+(?= (?:dòng|nhân))", lambda found: thousands(int(found[0])), in_vietnamese(trained_on))
