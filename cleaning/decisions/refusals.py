"""Why an answered row is not taken: one name each, and the sentence staff read: what is wrong and what to do."""

from __future__ import annotations

from typing import Final

import polars as pl

_NEWEST: Final = "xin ghi câu trả lời vào bảng sai lệch mới nhất rồi nộp lại"

REFUSALS: Final[dict[str, str]] = {
    # which question it is
    "no_id": f"Dòng này không có Mã sai lệch, nên không biết trả lời cho sai lệch nào; {_NEWEST}.",
    "unknown_id": (
        f"Mã sai lệch này chưa từng có trong bảng gửi cho phường, xã, có thể đã bị sửa hoặc của nơi khác; {_NEWEST}."
    ),
    "bad_question": f"Mã câu hỏi không đúng dạng, có thể đã bị sửa; {_NEWEST}.",
    "no_question": (
        f"Mã câu hỏi của dòng này bị trống, trong khi các dòng khác có, nên các ô có thể đã bị lệch; {_NEWEST}."
    ),
    "other_ward": "Mã câu hỏi là của phường, xã khác; xin chuyển phiếu này về đúng nơi.",
    "question_of_other_row": (
        "Mã câu hỏi và Mã sai lệch không cùng một dòng của bảng đã gửi: các ô có thể đã bị sắp xếp, dán hoặc kéo "
        f"lệch dòng; {_NEWEST}."
    ),
    "unknown_question": f"Câu hỏi này không còn trong bộ nhớ của chương trình; {_NEWEST}.",
    "several_questions": (
        "Phiếu cũ hoặc đã xóa cột Mã câu hỏi, trong khi sai lệch này đã được hỏi nhiều lần với nội dung khác "
        "nhau; xin trả lời trên bảng mới nhất."
    ),
    "shown_differs": (
        "Những ô máy đã ghi ở dòng này (Loại, Guid, Họ tên, Giá trị đất đai, Giá trị dân cư hoặc Đề xuất) không "
        f"còn như khi gửi, nên không chắc câu trả lời là của dòng nào; {_NEWEST}."
    ),
    "sheet_displaced": (
        "Trên trang này có những dòng mà mã hoặc giá trị là của dòng khác: các cột đã bị sắp xếp hoặc dán lệch "
        f"nhau, nên không dòng nào của trang được nhận; {_NEWEST}."
    ),
    "sheet_in_blocks": (
        "Trên trang này mỗi câu trả lời đứng thành một khối liền nhau qua nhiều loại sai lệch: cột Quyết định có thể "
        f"đã bị sắp xếp riêng, nên không chắc câu nào của dòng nào; {_NEWEST}, theo thứ tự sẵn có."
    ),
    "sheet_misfits": (
        "Trên trang này có nhiều câu trả lời không hợp với dòng của mình, có thể cột trả lời đã bị sắp xếp hoặc "
        "kéo lệch dòng, nên không dòng nào của trang được nhận; xin sửa các dòng được nêu lý do riêng rồi nộp lại "
        "cả trang."
    ),
    "sheet_contradicts": (
        "Trên trang này nhiều sai lệch được trả lời hai lần khác nhau, có thể hai bản đã được dán vào một, nên không "
        "dòng nào của trang được nhận; xin giữ lại một bản đúng rồi nộp lại."
    ),
    # what is answered, and by whom
    "no_answer": "Dòng này có Giá trị đúng nhưng chưa có Quyết định; xin chọn một câu trả lời rồi nộp lại.",
    "unknown_answer": (
        "Quyết định không thuộc các câu trả lời cho sẵn, hoặc có thể hiểu theo nhiều cách; xin chọn trong danh "
        "sách thả xuống, điều cần nói thêm xin ghi ở cột Ghi chú."
    ),
    "not_allowed": (
        "Câu trả lời này không dùng được cho loại sai lệch của dòng; xin chọn một câu trả lời có trong danh sách "
        "thả xuống của dòng."
    ),
    "unsigned": "Dòng này chưa có họ tên ở cột Người quyết định; xin ký tên rồi nộp lại.",
    "bad_signature": (
        "Cột Người quyết định không phải là một họ tên đọc được (có thể đã mất dấu khi lưu tệp hoặc bị lệch cột); "
        "xin ghi lại đầy đủ họ tên."
    ),
    "answered_twice": (
        "Cùng một sai lệch được cùng một người trả lời nhiều lần khác nhau trong tệp này, nên không dòng nào được "
        "nhận; xin giữ lại một dòng đúng."
    ),
    # about whom
    "nobody_asked_about": (
        "Dòng này không nêu người nào trong dữ liệu dân cư, nên không thể xác nhận hay loại trừ; xin chọn câu trả "
        "lời khác."
    ),
    "which_of_them": "Dòng này nêu nhiều người; xin ghi số định danh cá nhân của đúng người vào cột Giá trị đúng.",
    "not_asked_about": (
        "Số ở cột Giá trị đúng không phải của người được nêu ở dòng này; nếu là người khác, xin trả lời “giá trị "
        "khác” hoặc “không phải người này”."
    ),
    "contradicts_answer": (
        "Giá trị đúng nói khác với Quyết định của dòng này; xin xóa Giá trị đúng, hoặc chọn “giá trị khác” nếu đó "
        "mới là giá trị cần ghi."
    ),
    "unknown_person": (
        "Số định danh cá nhân này không có trong dữ liệu dân cư đã nhận; xin kiểm tra lại số, hoặc trả lời “chưa rõ”."
    ),
    "other_name": (
        "Theo dữ liệu dân cư, người mang số này có họ tên khác hẳn người sử dụng đất của dòng; xin kiểm tra lại "
        "từng chữ số, nếu đúng là người này thì xin sửa họ tên ở tệp gốc rồi nộp lại."
    ),
    "number_of_other": (
        "Theo dữ liệu dân cư, số này là của người khác với người nêu ở dòng này; nếu người nêu ở dòng này không "
        "phải người sử dụng đất, xin trả lời “không phải người này”."
    ),
    "number_not_registered": (
        "Người nêu ở dòng này mang số khác trong dữ liệu dân cư; xin chọn “sửa theo dân cư” nếu đúng người, “không "
        "phải người này” nếu là người khác; nếu dữ liệu dân cư ghi sai số, xin chọn “giữ theo đất đai” và báo công an."
    ),
    "one_number_for_several": (
        "Một số định danh cá nhân được ghi cho nhiều người khác nhau, hoặc các số tăng dần từng dòng như khi kéo "
        "chuột điền tự động; xin ghi lại số của từng người."
    ),
    "one_name_for_several": (
        "Một họ tên được ghi ở cột Giá trị đúng cho nhiều người khác nhau, có thể do kéo chuột điền tự động; xin "
        "ghi lại họ tên của từng người."
    ),
    # with which value
    "no_proposal": "Dòng này không có Đề xuất để sửa theo; xin chọn “giá trị khác” và ghi Giá trị đúng.",
    "no_value": "Câu trả lời “giá trị khác” cần có Giá trị đúng; xin ghi giá trị rồi nộp lại.",
    "nothing_to_correct": (
        "Loại sai lệch này không sửa bằng một giá trị; xin chọn câu trả lời khác hoặc sửa ở tệp gốc."
    ),
    "row_of_several": (
        "Dòng đất đai ghi nhiều người trong một ô, không thể ghi một giá trị vào đó; xin tách dòng trong tệp gốc "
        "rồi nộp lại."
    ),
    "damaged_value": (
        "Giá trị đúng đã bị chương trình bảng tính làm hỏng (lỗi công thức, ô quá hẹp hoặc mất chữ); xin ghi lại "
        "và định dạng ô là Văn bản."
    ),
    "accents_lost": (
        "Giá trị đúng hoặc cả dòng có thể đã mất dấu tiếng Việt; xin gõ lại có dấu, lưu tệp dạng XLSX hoặc CSV UTF-8."
    ),
    "power_of_ten": (
        "Giá trị đúng đã bị chuyển thành dạng 3,1E+10 và mất chữ số; xin ghi lại và định dạng ô là Văn bản."
    ),
    "digits_missing": (
        "Số định danh cá nhân không đủ 12 chữ số, có thể đã mất số 0 ở đầu; xin ghi đủ 12 chữ số và định dạng ô "
        "là Văn bản."
    ),
    "old_card": "Giá trị đúng là số chứng minh nhân dân 9 chữ số; xin ghi số định danh cá nhân 12 chữ số.",
    "not_a_number": "Giá trị đúng không phải một số định danh cá nhân; xin ghi đủ 12 chữ số.",
    "not_a_date": "Giá trị đúng không phải một ngày đọc được; xin ghi ngày/tháng/năm với đủ 4 chữ số của năm.",
    "which_is_the_month": (
        "Không chắc số nào trong Giá trị đúng là ngày, số nào là tháng, vì ô đã được chương trình bảng tính "
        "chuyển dạng; xin ghi bằng chữ, ví dụ: 5 tháng 3 năm 1957."
    ),
    "not_a_gender": "Giá trị đúng phải là Nam hoặc Nữ; xin ghi lại.",
    "not_a_name": "Giá trị đúng không phải một họ tên: chỉ gồm chữ, ít nhất hai từ; xin ghi lại.",
    "name_of_signer": (
        "Họ tên ở cột Giá trị đúng cũng là họ tên người trả lời, các ô có thể đã bị lệch; xin kiểm tra lại."
    ),
    "name_of_other": (
        "Họ tên ở cột Giá trị đúng khác hẳn cả hai họ tên nêu ở dòng này; nếu là người khác, xin trả lời “không "
        "phải người này”, nếu đúng thì xin sửa ở tệp gốc rồi nộp lại."
    ),
    "year_of_neither": (
        "Năm sinh ở cột Giá trị đúng khác cả năm sinh trong hồ sơ đất đai và trong dữ liệu dân cư; xin kiểm tra lại, "
        "nếu đúng thì xin sửa ở tệp gốc rồi nộp lại."
    ),
    "not_an_address": (
        "Giá trị đúng không phải một địa chỉ; xin ghi tổ dân phố (thôn), phường (xã), thành phố (tỉnh)."
    ),
    "not_an_area": "Giá trị đúng không phải một diện tích lớn hơn 0 tính bằng m²; xin ghi lại, ví dụ: 119,7.",
    "thousands_or_decimals": (
        "Không chắc dấu chấm hoặc dấu phẩy trong Giá trị đúng ngăn hàng nghìn hay phần thập phân; xin ghi không "
        "có dấu ngăn hàng nghìn, ví dụ: 1234,5."
    ),
    "decimal_lost": (
        "Giá trị đúng là số nguyên lớn gấp nhiều lần hoặc có cùng các chữ số với giá trị đã nêu, có thể đã mất "
        "dấu thập phân; xin ghi lại có phần thập phân, ví dụ: 119,7 hoặc 119,0."
    ),
    "area_far_smaller": (
        "Giá trị đúng nhỏ hơn nhiều lần so với giá trị đã nêu, có thể là số của ô khác; nếu đúng, xin ghi có phần thập "
        "phân, ví dụ: 12,0."
    ),
    "not_uses": "Giá trị đúng không phải các mã loại đất; xin ghi, ví dụ: ONT; CLN.",
    "other_number_of_uses": (
        "Số loại đất ở cột Giá trị đúng khác với số loại đất của dòng; xin ghi đủ từng loại theo thứ tự của cột "
        "Giá trị đất đai, ví dụ: ONT; CLN."
    ),
    "not_a_parcel": (
        "Giá trị đúng không nêu rõ số tờ và số thửa (có thể đã bị chuyển thành ngày); xin ghi, ví dụ: tờ 3, thửa 45."
    ),
    "sheet_or_parcel": "Không chắc số nào là số tờ, số nào là số thửa; xin ghi, ví dụ: tờ 3, thửa 45.",
    "sheet_not_offered": (
        "Số tờ này không có trong các tờ được nêu ở cột Đề xuất; xin chọn một tờ trong đó, hoặc ghi đủ, ví dụ: tờ "
        "3, thửa 45."
    ),
    "not_a_parcel_id": "Giá trị đúng không phải mã định danh thửa đất 12 ký tự; xin ghi lại.",
    "not_a_unit_code": "Giá trị đúng không phải mã phường, xã 5 chữ số; xin ghi lại.",
    "not_a_serial": (
        "Giá trị đúng không phải số phát hành giấy chứng nhận (chữ và số, ví dụ: AB 123456); xin ghi lại."
    ),
    "not_a_register_number": (
        "Giá trị đúng không phải số vào sổ, hoặc có thể đã mất số 0 ở đầu; xin ghi lại và định dạng ô là Văn bản."
    ),
    "not_an_organisation_number": (
        "Giá trị đúng không phải mã số tổ chức, hoặc có thể đã mất số 0 ở đầu; xin ghi lại và định dạng ô là Văn bản."
    ),
    "unusable": (
        "Giá trị đúng không dùng được cho ô cần sửa sau khi chuẩn hóa (sai dạng, không có trong danh mục, hoặc "
        "trái với các ô khác của dòng); xin kiểm tra lại."
    ),
}

# What nobody answers who chooses from the drop-down of the row: on a small sheet one is enough.
MISPLACED: Final = ("not_allowed", "contradicts_answer", "not_asked_about", "nothing_to_correct")
# What a clerk may do once by mistake: where several rows have it, answers stand beside other rows than they were for.
MISFITS: Final = (
    *MISPLACED, "nobody_asked_about", "other_name", "number_of_other", "no_proposal", "not_a_number", "not_a_date",
    "not_a_gender", "not_a_name", "name_of_other", "number_not_registered", "year_of_neither", "not_an_address",
    "not_an_area", "not_uses", "other_number_of_uses", "not_a_parcel", "sheet_not_offered", "not_a_parcel_id",
    "not_a_unit_code", "not_a_serial", "not_a_register_number", "not_an_organisation_number",
)  # fmt: skip
# What people do leave undone, though not on every other row.
UNFINISHED: Final = ("no_answer", "unsigned", "bad_signature", "no_value", "which_of_them")


def first_fault(**found: pl.Expr | pl.Series) -> pl.Expr:
    """The name of the first of the named conditions that holds; null where none does. A condition may be null: no."""
    unknown = set(found) - set(REFUSALS)
    if unknown:
        raise KeyError(*sorted(unknown))
    return pl.coalesce(pl.when(condition).then(pl.lit(fault)) for fault, condition in found.items())


def in_words(fault: pl.Expr) -> pl.Expr:
    """The sentence staff read."""
    return fault.replace_strict(REFUSALS, return_dtype=pl.String)
