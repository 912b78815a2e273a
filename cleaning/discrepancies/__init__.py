"""Verdicts and problems → what disagrees, for people to settle, and the group of every parcel.

`catalogue` declares every discrepancy there is; the rules that need the link or two tables stand in one small module
per kind of evidence (`people`, `identity`, `names`, `births`, `addresses`, `owners`), the wording in `sentences`.
`cases` lays the evidence out, one row per land row; `finding` and `groups` put the declarations to work.

From night to night: `answering` declares how each code is answered; `questions` names what is asked by marks of its
`evidence`; `life` tells what is new, open, answered, asked again (`asked_again`) or gone; `row_facts` and `nights` are
what a night leaves to the next, and `changes` (`compared_rows`) explains what differs between two.
"""

from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.catalogue import CATALOGUE
from cleaning.discrepancies.evidence import known_people, land_marks
from cleaning.discrepancies.finding import find_discrepancies
from cleaning.discrepancies.groups import group_parcels

__all__ = ["ANSWERING", "CATALOGUE", "find_discrepancies", "group_parcels", "known_people", "land_marks"]
