"""bytes of a file in an old or rare format → its tables, read by a process of its own. A listed door: it starts one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from cleaning.errors import SourceError
from cleaning.reading import cell_reader
from cleaning.reading.formats import SAVE_AGAIN

if TYPE_CHECKING:
    from cleaning.reading.formats import Format

_MOST_SECONDS: Final = 900
# Once all is written it ends at once: in an orderly end a thread of Arrow's, still starting, aborts it now and then.
_PROGRAM: Final = """
import os, runpy, sys
runpy.run_path(sys.argv[2], run_name="__main__")
sys.stdout.flush()
os._exit(0)
"""


def tables(data: bytes, form: Format, *, file: str) -> list[Any]:
    """One pyarrow Table per sheet, as `cell_reader` gives them.

    One damaged byte can make the library ask for any amount of memory, or end the process it runs in: there, that is an
    error of this file alone. Raises SourceError when it is damaged, locked with a password or takes too much to open.
    """
    command = [sys.executable, "-I", "-c", _PROGRAM, form, cell_reader.__file__]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_MOST_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        raise SourceError(
            "Tệp bảng tính hỏng, đặt mật khẩu hoặc quá lớn để mở.", remedy=SAVE_AGAIN, file=file
        ) from None
    found: list[Any] = []
    streams = pa.BufferReader(done.stdout)
    while streams.tell() < streams.size():
        found.append(pa.ipc.open_stream(streams).read_all())
    return found
