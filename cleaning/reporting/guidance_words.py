"""What the sheet 'Hướng dẫn' says: labels, and a sentence or two for each. People and numbers in it are invented."""

from __future__ import annotations

from typing import Final

PURPOSE: Final = (
    (
        "Trang Sai lệch là gì",
        "Mỗi dòng là một chỗ mà hồ sơ đất đai và dữ liệu dân cư chưa khớp nhau, "
        "hoặc một giá trị còn thiếu hay chưa hợp lệ.",
    ),
    (
        "Ai quyết định",
        "Máy chỉ so sánh và đề xuất. Cán bộ xem hồ sơ rồi quyết định; "
        "chưa có câu trả lời thì không dữ liệu nào bị sửa.",
    ),
    (
        "Thứ tự các dòng",
        "Các dòng của một thửa đất đứng liền nhau, cùng số ở cột Lượt, giữa hai đường kẻ đậm: xem hồ sơ một lần, trả "
        "lời cả thửa. Thửa còn ít việc nhất để vào nhóm 1 đứng trước; thửa chỉ có cảnh báo không ảnh hưởng đến nhóm "
        "đứng sau.",
    ),
)
STEPS: Final = (
    (
        "Bước 1",
        "Lọc (mũi tên ở tiêu đề) theo Người xử lý, Tổ dân phố hoặc Tên sai lệch để chỉ xem phần việc của mình. "
        "Mỗi người xử lý có sẵn tệp riêng trong thư mục theo-nguoi-xu-ly.",
    ),
    (
        "Bước 2",
        "Đọc Nội dung, so Giá trị đất đai với Giá trị dân cư (chỗ khác nhau in đậm, gạch chân, màu đỏ), đối chiếu hồ "
        "sơ giấy khi cần.",
    ),
    (
        "Bước 3",
        "Chọn câu trả lời ở cột Quyết định (ô màu vàng); danh sách chỉ có các câu dùng được cho dòng đó. "
        "Nếu chọn “giá trị khác”, xin ghi giá trị ở cột Giá trị đúng. Dòng về thửa đất hoặc giấy chứng nhận, không có "
        "Giá trị dân cư: chọn “giá trị khác” để sửa, “giữ theo đất đai” nếu hồ sơ đã đúng.",
    ),
    (
        "Bước 4",
        "Ghi họ tên ở cột Người quyết định, căn cứ ở cột Ghi chú. Ô màu cam là ô còn thiếu; ô Quyết định màu đỏ là câu "
        "trả lời không dùng được cho dòng đó, xin chọn lại. Nhiều dòng cùng một người quyết định: ghi một ô rồi kéo "
        "hoặc sao chép xuống.",
    ),
    (
        "Cách ghi giá trị",
        "Số định danh: đủ 12 chữ số. Ngày: ngày/tháng/năm, sợ nhầm thì viết bằng chữ (5 tháng 3 năm 1957). "
        "Thửa đất: “tờ 3, thửa 45”. Loại đất: mã, đủ các loại của dòng, cách nhau bằng dấu chấm phẩy (ONT; CLN).",
    ),
    (
        "Bước 5",
        "Lưu tệp (Excel hoặc CSV, tên nào cũng được) và gửi lại cho người phụ trách. Trả lời được bao nhiêu dòng gửi "
        "bấy nhiêu; dòng để trống sẽ được hỏi tiếp. Gửi hai lần hoặc trả lời ở hai tệp giống nhau không sao.",
    ),
)
HANDLING: Final = (
    (
        "Lọc, tìm",
        "Lọc bằng mũi tên ở tiêu đề, tìm bằng Ctrl+F. Độ rộng cột và chiều cao dòng đổi được.",
    ),
    (
        "Trang được bảo vệ",
        "Chỉ ô màu vàng sửa được, để không ai gõ nhầm vào dữ liệu. Không có mật khẩu: vào Xem lại (Review), "
        "Bỏ bảo vệ trang (Unprotect Sheet); với LibreOffice: Công cụ (Tools), Bảo vệ trang (Protect Sheet).",
    ),
    (
        "Sắp xếp",
        "Bỏ bảo vệ trang, chọn một ô trong bảng rồi sắp xếp cả bảng; mỗi dòng vẫn được nhận đúng bằng Mã sai lệch. "
        "Muốn trở lại thứ tự đầu: sắp xếp theo cột Lượt. Xin đừng sắp xếp hoặc di chuyển riêng các cột màu vàng.",
    ),
    (
        "Sao chép, dán",
        "Xin sao chép và dán từng cột một. Giữa cột Quyết định và cột Giá trị đúng có cột ẩn Mã câu hỏi được khóa, để "
        "câu trả lời không bị dán nhầm sang dòng khác; chọn cả hai cột rồi dán thì Excel sẽ báo ô được bảo vệ.",
    ),
    (
        "Xin đừng",
        "Sửa hoặc xóa các cột ẩn (Mã sai lệch, Loại, Guid, Mã câu hỏi), đổi tên tiêu đề cột. Cần xem cột ẩn: chọn các "
        "cột hai bên, bấm chuột phải, Bỏ ẩn (Unhide).",
    ),
    (
        "In",
        "Khổ A4 ngang, từ cột Lượt đến cột Ghi chú, tiêu đề lặp lại ở mỗi trang; xin lọc trước khi in để chỉ in phần "
        "cần dùng.",
    ),
)
# No cell is a bare citizen number: on a sheet without the headings of a list, a reader would ask whose it is.
# Nội dung, Giá trị đất đai, Giá trị dân cư; the answer, Giá trị đúng, Người quyết định, Ghi chú.
EXAMPLES: Final = (
    (
        "Số định danh cá nhân của Trần Thị Mẫu trong hồ sơ đất đai là “031170000001”, trong dữ liệu dân cư là "
        "031170000010; đề nghị đối chiếu giấy tờ gốc và sửa cho đúng.",
        "số 031170000001", "số 031170000010", "take_register", "", "Vũ Thị Ví Dụ", "đã xem thẻ căn cước",
    ),
    (
        "Hồ sơ đất đai ghi họ tên là “Phạm Văn Thí Dụ”, dữ liệu dân cư ghi “Phạm Văn Ví Dụ”; đề nghị đối chiếu giấy tờ "
        "gốc và thống nhất họ tên.",
        "Phạm Văn Thí Dụ", "Phạm Văn Ví Dụ", "other_value", "Phạm Văn Vĩ Dụ", "Vũ Thị Ví Dụ", "theo giấy khai sinh",
    ),
    (
        "Có hai người phù hợp ngang nhau với Lê Văn Thử; đề nghị xác định đúng người.",
        "Lê Văn Thử, sinh 1960",
        "Lê Văn Thử, số 031060000123, sinh 02/03/1960; Lê Văn Thử, số 031060000456, sinh 09/09/1960",
        "same", "số 031060000123", "Vũ Thị Ví Dụ", "theo hồ sơ cấp giấy",
    ),
    (
        "Chưa xác định chắc chắn Đỗ Văn Giả là ai; đề nghị xác minh người nêu ở cột dân cư.",
        "Đỗ Văn Giả, sinh 1957", "Đỗ Văn Giả, số 031075000321, sinh 01/01/1975", "different", "", "Vũ Thị Ví Dụ",
        "cháu trùng họ tên",
    ),
    (
        "Diện tích thửa đất ghi bằng 0; đề nghị ghi diện tích theo giấy chứng nhận.",
        "0", "", "other_value", "125,5", "Vũ Thị Ví Dụ", "theo giấy chứng nhận",
    ),
    (
        "Địa chỉ của Ngô Thị Thử ở hồ sơ đất đai khác nơi thường trú; đề nghị xác minh nơi ở.",
        "Thôn 3", "Tổ dân phố 5", "unclear", "", "Vũ Thị Ví Dụ", "hẹn làm việc tuần sau",
    ),
)  # fmt: skip
PRIVACY: Final = (
    (
        "Bảo mật",
        "Tệp này có dữ liệu cá nhân. Xin chỉ dùng trong cơ quan, không gửi qua Zalo hoặc thư điện tử cá nhân, "
        "không để lại ở máy dùng chung.",
    ),
)
OF_HAMLETS: Final = (
    "Tệp của ai",
    "Tệp này dành cho cán bộ phường, xã nhập kết quả thu về từ các tổ dân phố, xếp theo tổ dân phố như phiếu đã phát. "
    "Tổ trưởng dùng phiếu trong thư mục to-dan-pho, có che số giấy tờ; xin đừng gửi tệp này cho tổ dân phố.",
)
