"""The core: pure functions of frames and settings. No disk, clock, environment or network but through the listed doors.

The route, in the order it runs; each arrow is one room:

    files → raw                       reading          all text, one row per source row, nothing repaired
    raw → standardised                standardising    every value handled, declared ignored, or a named problem
    standardised → verdicts           linking          mentions → pairs → levels → probability → verdict
    verdicts + problems → discrepancies   discrepancies    what disagrees, and the group of every parcel
    links + answers → precision       decisions        what staff are asked to check, and what their answers say
    frames → what people read         reporting        sheets, lists, the leaders' page

Rooms never import each other: they meet in `flows/`, and their contract is `cleaning.schemas`.

Doors (the only modules of the core that open anything):
`cleaning.reading.files` reads source files, `cleaning.reference` and `cleaning.linking.model` read data files of this
package, `cleaning.reporting.files` writes what is published.
"""
