"""Texts that cells should never hold, and at times do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from tests.fuzzing.cells import CellError, Formula

if TYPE_CHECKING:
    from tests.fuzzing.cells import Cell

NASTY: Final[tuple[Cell, ...]] = (
    "#REF!", "#N/A", "1e400", "-1e400", "1E309", "NaN", "nan", "inf", "-Infinity", "null", "None", "True",
    "00/00/0000", "31/02/2011", "29/02/1900", "32/13/1956", "00/00/1956", "1956-13-45", "99999999", "2958466", "-1",
    "1/1/1", "01/01/10000", "12/1956/03", "3.10750E+10", "3,10750E+10", "31075001234.0", "031.075.001.234", "0",
    "\x00", "\x00\x00\x00", "a\x00b", "\x01\x02\x1f\x7f", "\x1b[31m", "\u0085", "\u2028", "\u2029", "\x0b\x0c",
    "\u202e\u0646\u0645\u200f", "\u202eNguyễn\u202c", "\u200b", "\u200b\u200b Nguyễn", "\ufeff", "\u00ad", "\u00a0",
    "👨‍👩‍👧‍👦", "🏠" * 50, "e\u0301" * 40, "\u0301", "a" + "\u0323" * 500, "\ufffd\ufffd", "\U0010ffff",
    "ﬁ", "ß", "İ", "ǅ", "٠١٢٣٤٥٦٧٨٩٠١", "０３１０７５００１２３４",
    "౦౧౨౩౪౫౬౭౮౯౦౧", "¹²³", "Ⅳ", "½", "①②③", "٫٥", "−5",
    "１２／０３／１９５６",
    "9" * 40, "9" * 400, "9" * 5000, "-" + "9" * 30, "0" * 12, "0" * 300, "1." + "3" * 300, ".", ",", "1,2,3,4.5.6",
    "=1+1", "=cmd|' /C calc'!A0", "+84", "@SUM(1+1)", "-2+3", "\t=1+1", "'", "''", '"', '""', '"""', "'031075001234",
    "a,b;c\td", "a\nb", "a\r\nb\r\n", "\n", "\r", "\r\n\r\n", ";;;;", ",,,,,", "|", "\\", "\\N", "%s%n", "{}",
    "${jndi}", "<b>", "&amp;", "&lolz;", "]]>", "<!--", "<?xml", "</row>", "_x0000_", "_x005F_", "_xD800_", "'; DROP--",
    "../../etc/passwd", "C:\\con", "Tổng cộng", "Tổng DT", "Cộng", "STT", "Họ và tên", "Guid", "(1)", "Chủ hộ",
    "Nguyễn Văn A và vợ là bà Trần Thị B", "Hộ ông", "ông", "bà", "và", "(đã chết)", "con dao " * 400, "ĐẤT " * 2000,
    "NguyÔn V¨n Hïng", "Nguyeãn Vaên Huøng", "Nguyá»…n VÄƒn HÃ¹ng", "H­¬ng", "¸¹¶·", "µ", "ÿ" * 30, "????", "□□",
    "nt", "-nt-", "như trên", "〃",
    "45+46", "112/3", "03-1", "1//2", "+", "/", "-", "1-", "-1-", "99999999999999999999", "1e5", "0x1F", "1_000",
    "ONT 200; CLN 150.5", "ONT+CLN+", "ONT" * 300, "+++", ": 200", "CHUACOGIAY", "AB 123456", "ÁB 123456", "w7ez" * 3,
    "aaaaaaaaaaaa", "(" * 300, ")" * 300, "[" * 100 + "]" * 100, "1 sào 5 thước", "2 mẫu", "thôn " * 200,
    0, -1, 1e308, -1e308, 5e-324, 0.1 + 0.2, 2**53, 10**30, 31075001234, 20521, 2958466, 1e15 + 0.3, True,
    date(1900, 1, 1), date(1900, 2, 28), date(9999, 12, 31), date(1956, 3, 4),
    CellError("#REF!"), CellError("#DIV/0!"), CellError("#GETTING_DATA"), CellError("#SPILL!"),
    Formula("1/0", "#DIV/0!"), Formula("cmd|' /C calc'!A0", None), Formula("A1", "031075001234"), Formula("", None),
)  # fmt: skip
SURROGATES: Final = ("\ud800", "\udc00", "a\udfffb", "\udc00\ud800")
LONG: Final = 1_000_000
