"""Bytes → text: every encoding an office sends, joined and damaged files, delimiters."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from cleaning import reference
from cleaning.errors import SourceError
from cleaning.reading import encodings

NAMES = ["Nguyễn Văn Đức", "Trần Thị Hằng", "Vũ Ngọc Dương", "Phạm Thuý Quỳnh", "Lê Hữu Thử", "Đặng Ửng Mỵ"]
TEXT = "STT;Họ và tên\n" + "".join(f"{at};{name}\n" for at, name in enumerate(NAMES, 1))
WINDOWS_1258 = "".join(
    unicodedata.normalize("NFC", re.sub(r"[̣̀́̃̉]", "", unicodedata.normalize("NFD", letter)))
    + re.sub(r"[^̣̀́̃̉]", "", unicodedata.normalize("NFD", letter))
    for letter in TEXT
)


def _tcvn3(text: str) -> str:
    font = reference.table("tcvn3").filter(scope="font").to_dicts()
    letters = {row["unicode_char"]: bytes.fromhex(row["byte_hex"]).decode("latin-1") for row in font}
    return "".join(letters.get(letter) or letters.get(letter.lower(), letter) for letter in text)


def _vni(text: str) -> str:
    rows = reference.table("vni").filter(form="standard").to_dicts()
    return text.translate({ord(row["unicode_char"]): row["vni_sequence"] for row in rows})


def _read(data: bytes) -> str:
    return unicodedata.normalize("NFC", encodings.decoded(data, file="a.csv"))


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        "\ufeff".encode("utf-16-be") + TEXT.encode("utf-16-be"),
        WINDOWS_1258.encode("cp1258"),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode() + b"\x1a",
        TEXT.encode() + bytes(512),
    ],
    ids=["utf8", "bom", "nfd", "utf16", "utf16le", "utf16be", "bom-utf16be", "cp1258", "old-mac", "ctrl-z", "crash"],
)
def test_one_text_whatever_its_encoding(data: bytes) -> None:
    assert _read(data) == TEXT


def test_utf_16_may_begin_with_any_letter() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        assert _read(f"Địa chỉ;{TEXT}".encode(encoding)) == f"Địa chỉ;{TEXT}"


@pytest.mark.parametrize("set_in", [_tcvn3, _vni])
def test_bytes_of_old_fonts_are_kept_as_windows_1252_shows_them(set_in: object) -> None:
    assert callable(set_in)
    text = str(set_in(TEXT))
    assert _read(text.encode("cp1252")) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("name", ["Leâ Vaên Ñoâng", "Nguyeãn Höõu", "Phaïm Ngoïc"])
def test_few_words_of_vni_are_not_taken_for_windows_1258(name: str) -> None:
    assert _read(f"Ten;Tuoi\n{name};3\n".encode("cp1252")) == f"Ten;Tuoi\n{name};3\n"


@pytest.mark.parametrize(
    ("block", "codec", "read"),
    [
        (WINDOWS_1258, "cp1258", TEXT),
        (_tcvn3(TEXT), "cp1252", unicodedata.normalize("NFC", _tcvn3(TEXT))),
        (_vni(TEXT), "cp1252", unicodedata.normalize("NFC", _vni(TEXT))),
        ("\ufeff" + TEXT, "utf-8", TEXT),
    ],
    ids=["cp1258", "tcvn3", "vni", "bom"],
)
def test_joined_files_are_read_block_by_block(block: str, codec: str, read: str) -> None:
    assert _read(TEXT.encode() + block.encode(codec) + TEXT.encode()) == TEXT + read + TEXT


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (TEXT.encode() + b"7;Nguy\xe1\xbbn\n", 8),
        (TEXT.encode("utf-8-sig") + b"7;a\xff\n", 8),
        (b"\xef\xbb\xbfSTT;Ten\n1;a\n2;\xe9\xff\n", 3),
        (TEXT.replace("\n", "\r").encode() + b"7;Nguy\xe1\xbbn\r", 8),
        (TEXT.replace("\n", "").encode() + b"Nguy\xe1\xbbn", 1),
    ],
    ids=["cut", "stray", "bom", "old-mac", "one-line"],
)
def test_damaged_utf_8_is_named_by_row_and_never_guessed(data: bytes, row: int) -> None:
    with pytest.raises(SourceError, match="UTF-8 bị hỏng") as error:
        encodings.decoded(data, file="a.csv")
    assert error.value.row == row


@pytest.mark.parametrize("data", [b"a;b\n\x81\x8d\x8f;\x90\n", b"\xff\xfea\0b"], ids=["no page", "half a letter"])
def test_what_no_encoding_reads_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="bảng mã"):
        encodings.decoded(data, file="a.csv")


def test_line_breaks_inside_quotes_are_no_line_ends() -> None:
    assert _read(b'a;b\r"1\n2";3\r') == 'a;b\n"1\n2";3\n'
    assert _read(b'a;b\r\n"1\r2";3\r\n') == 'a;b\r\n"1\r2";3\r\n'
    assert _read(b'a;b\n"1\r2";3\n') == 'a;b\n"1\r2";3\n'


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_told_by_the_records(delimiter: str) -> None:
    assert encodings.delimiter(TEXT.replace(";", delimiter)) == delimiter


@pytest.mark.parametrize("first", ["sep=;\n", "sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_declared_delimiter_wins(first: str) -> None:
    assert encodings.delimiter(f"{first}a,b;c\n1,2;3\n") == ";"
    assert encodings.delimiter("a,b,c\n1,2,3\nsep=;\n1,2,3\n") == ","


@examples(deadline=None, max_examples=60)
@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = encodings.decoded(data, file="a.csv")
    except SourceError as error:
        assert error.file == "a.csv"
    else:
        assert len(text) <= len(data)


def test_a_million_plain_letters_in_one_word_are_read() -> None:
    data = b"x" * 1_000_000 + "Nguyễn Văn Hùng".encode("cp1258", errors="replace")
    assert encodings.decoded(data, file="a.csv").startswith("xxx")
