"""How numbers of certificates are written: the serial printed on them, and their number in the register."""

from __future__ import annotations

from typing import Final

# 1989–2024 one or two letters and six digits, from 2025 two letters and eight (TT 10/2024/TT-BTNMT). 'AB 123456' and
# 'AB 00123456' are two certificates, and Đ is not D: nothing is padded or folded. In capitals, nothing between them.
SERIAL: Final = r"^([A-ZĐ]{1,2})([0-9]{6})$|^([A-ZĐ]{2})([0-9]{8})$"
# Letters that register numbers begin with, by who issued the certificate.
REGISTERS: Final = r"(?:H|T|CH|CT|CS|VP|CN|CX)"
