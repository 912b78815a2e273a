"""files → raw tables: all text, one row per source row, nothing trimmed and nothing repaired.

What a file is, and its cells
  folder → grids of cells        files       the door: what is opened, told by `formats` from name and bytes
  workbook → cells               workbooks   sheets as text; `packages` finds sizes and merged cells in the package,
                                             `apart` reads old formats in a process of its own (`cell_reader`)
  bytes → text                   encodings   UTF-8, UTF-16, Windows-1258, old fonts; the delimiter

Which list it is, and its columns
  reference data → headers       headers           what each kind of list calls its columns
  header texts → fields          header_meanings   under their groups, beside their neighbours
  top rows → header rows         header_rows       where they begin and end, item numbers and titles left aside
  header rows → kind of list     header_blocks     which list it is; two columns of one field: column_fields
  grid → heading                 headings          all of this, the first data row, and unknown_columns
  grid without heading           unrecognised      what an error may say of it, whether it may be passed over
  file → its lists               parts             every sheet that is one, its rows sorted

What becomes of every row
  grid + heading → sorted rows   rows          each row accepted, rejected (`masking`) or noise (`noise`, `signatures`);
                                               what a row must say stands in `row_kinds`, its unknown cells in
                                               `other_cells`
  rows → what structure gives    inheritance   of `merged_cells`, `households`, `sheet_hamlets`
  rows of a check sheet          answers       signed conclusions; what is wrong with the others
  discrepancy sheet → answers    answered      of a file given by hand as well; as received, judged elsewhere
  lists → each row once          repeats       rows that several lists hold
  rows → row keys                keys          the form's Guid, else a keyed hash of the raw values
  ward folder → sources          wards         everything of one ward, accounted for (declared in `sources`)
"""

from cleaning.reading.answered import AnsweredSheet, read_answers
from cleaning.reading.sources import InputFile, WardSources
from cleaning.reading.wards import read_ward, ward_told_by_rows

__all__ = ["AnsweredSheet", "InputFile", "WardSources", "read_answers", "read_ward", "ward_told_by_rows"]
