"""What is typed on the command line → whether it is right; what is wrong with it in Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cyclopts import CoercionError, CycloptsError, MissingArgumentError, UnknownOptionError, ValidationError
from cyclopts import UnknownCommandError as UnknownCommand


def in_vietnamese(error: CycloptsError) -> str:
    """What is wrong with the command line; cyclopts' own words are English."""
    argument = "" if error.argument is None else error.argument.name
    match error:
        case MissingArgumentError():
            words = f"Thiếu {argument}."
        case CoercionError() | ValidationError():
            words = f"Giá trị của {argument} không hợp lệ."
        case UnknownOptionError():
            words = f"Không có tùy chọn {error.token.keyword}."
        case UnknownCommand():
            words = "Không có lệnh này."
        case _:
            words = "Lệnh chưa đúng."
    return f"{words} Xem cách dùng: {' '.join(['landclean', *(error.command_chain or ())])} --help"


def five_digits(_type: Any, codes: str | Sequence[str]) -> None:
    """Raise ValueError, for cyclopts to tell, where a code is not that of a ward."""
    for code in [codes] if isinstance(codes, str) else codes:
        if re.fullmatch(r"\d{5}", code) is None:
            raise ValueError("not the code of a ward")
