"""files → raw tables: all text, one row per source row, nothing trimmed and nothing repaired.

folder → grids of cells        files       the only door: what is opened, in which format and encoding
workbook → cells               workbooks   sheets as text, whatever the type of their cells
bytes → text                   encodings   UTF-8, UTF-16, Windows-1258; the delimiter
header rows → fields           headers     which column is which, by header texts only
grid → heading                 headings    which list it is, and where its rows begin
grid without heading           unrecognised  what an error may say of it, whether it may be passed over
grid + heading → sorted rows   rows        every source row is accepted, rejected or noise
rows of a check sheet          answers     signed conclusions; what is wrong with the others
rows → row keys                keys        the form's Guid, else a keyed hash of the raw values
ward folder → sources          wards       everything of one ward, accounted for (declared in `sources`)
"""

from cleaning.reading.sources import InputFile, WardSources
from cleaning.reading.wards import read_ward, ward_told_by_rows

__all__ = ["InputFile", "WardSources", "read_ward", "ward_told_by_rows"]
