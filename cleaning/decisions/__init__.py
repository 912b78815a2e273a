"""What people decide of the machine's work, and what that says about it.

links → strata            strata     what a link of the machine rests on, and the name of its check
strata → blind sample     sampling   which links staff are asked to check tonight
answers → labels          labels     what a new model learns from them
answers → precision       precision  how many of the machine's links are right, with 95 % intervals

What staff answer to discrepancies
sheet rows → judged       judging      `identifying` which question, `meanings` what is said (`answer_words`, `values`,
                                       `persons`), `suspicions` of rows in each other's company, `refusals`
judged → receipt          receipts     a line for every answer
decisions ⇄ ledger        ledger       kept for ever; `ledger_database` is the door, `migrations` its tables
decisions → what stands   standing     of each person the last answer, and what all of them say together
standing → cells          corrections  what decisions change in the land list
standing → pairs          pairs        which land user is, or is not, which resident; for linking
"""

from cleaning.decisions.precision import measure_precision
from cleaning.decisions.sampling import draw_sample
from cleaning.decisions.strata import checkable_links

__all__ = ["checkable_links", "draw_sample", "measure_precision"]
