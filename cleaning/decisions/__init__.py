"""What people decide of the machine's work, and what that says about it.

links → strata            strata     what a link of the machine rests on, and the name of its check
strata → blind sample     sampling   which links staff are asked to check tonight
answers → labels          labels     what a new model learns from them
answers → precision       precision  how many of the machine's links are right, with 95 % intervals
"""

from cleaning.decisions.precision import measure_precision
from cleaning.decisions.sampling import draw_sample
from cleaning.decisions.strata import checkable_links

__all__ = ["checkable_links", "draw_sample", "measure_precision"]
