"""bytes of a workbook or Parquet file → one Arrow table of text cells per sheet; also a script that does so apart.

Imports nothing of the project: as a script it starts fast, and whatever the libraries do ends with its process.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

import pyarrow as pa

_MOST_MEMORY = 4 << 30
# The library holds an XLS three times over while a sheet loads. Three full sheets of the form fit into this; a damaged
# byte that puts a cell into the last corner of 65,536 x 256 does not.
_MOST_MEMORY_XLS = 7 << 28
_MOST_SECONDS = 600


def workbook_tables(data: bytes) -> list[Any]:
    """A pyarrow Table per sheet, hidden ones too, with what is known of it as JSON in the metadata 'sheet'.

    `name`; `first_column`: that of Excel, from 0, at which the table begins; `errors`: row and column in the table of
    cells that are null there, and what the library says of them.
    """
    import fastexcel

    book, tables = fastexcel.read_excel(data), []
    for at in range(len(book.sheet_names)):
        # skip_rows=0 keeps the blank rows above the table, so that row numbers are those of Excel
        sheet = book.load_sheet(at, header_row=None, dtypes="string", skip_rows=0)
        batch, errors = sheet.to_arrow_with_errors() if sheet.width else (pa.record_batch({}), None)
        first = sheet.available_columns()[0].absolute_index if sheet.width else 0
        places = [(*error.position, error.detail) for error in (errors.errors if errors is not None else ())]
        facts = json.dumps({"name": sheet.name, "first_column": first, "errors": places})
        tables.append(pa.Table.from_batches([batch]).replace_schema_metadata({"sheet": facts}))
    return tables


def parquet_tables(data: bytes) -> list[Any]:
    """The one table of a Parquet file, its column names as the first row; as `workbook_tables` gives a sheet."""
    import pyarrow.parquet as pq

    table = pq.read_table(BytesIO(data))
    names = [str(at) for at in range(table.num_columns)]
    header = pa.table([[name] for name in table.column_names], names=names)
    facts = json.dumps({"name": None, "first_column": 0, "errors": []})
    text = pa.schema([(name, pa.string()) for name in names], {"sheet": facts})
    return [pa.concat_tables([header.cast(text), table.rename_columns(names).cast(text)])]


def main(kind: str) -> None:
    """Tables of the file on standard input, one Arrow stream behind the other, to standard output."""
    import resource  # of POSIX systems only; the tables above do without

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = _MOST_MEMORY_XLS if kind == "xls" else _MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    data = sys.stdin.buffer.read()
    for table in parquet_tables(data) if kind == "parquet" else workbook_tables(data):
        with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
            stream.write_table(table)


if __name__ == "__main__":
    main(sys.argv[1])
