"""What the sums of figures need of the rows, as columns of whole numbers: filled in bulk, kept up by deeds, added up by numpy.

The rows behind a number stay the definition (``Measure.rows``). Columns hold facts, no sums: who sent what when, since when and until when an
outcome held. So any period, any past day and any filter is a sum over the same columns, and nothing is remembered of an answer.
"""

from zhitong.figures.columns.tables import Columns

__all__ = ["Columns"]
