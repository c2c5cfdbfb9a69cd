"""What Ouderwijzer does for parents, in figures that cannot lead to a parent.

`Measures` writes down what happens, `MeasureRows` reads it back as the figures that docs/meten.md
defines, `MeasureKeeper` lets go of what is too old. `python -m bot.measures` shows a month.
"""

from bot.measures._figures import (
    Figures,
    Missed,
    MissedGroup,
    Overview,
    Selection,
    TopicFigures,
)
from bot.measures._keeper import MeasureKeeper
from bot.measures._record import Measures, Result, Stage, Turn, Value, Where
from bot.measures._rows import MeasureRows
from bot.measures._shown import FEW, shown, shown_share

__all__ = [
    "FEW",
    "Figures",
    "MeasureKeeper",
    "MeasureRows",
    "Measures",
    "Missed",
    "MissedGroup",
    "Overview",
    "Result",
    "Selection",
    "Stage",
    "TopicFigures",
    "Turn",
    "Value",
    "Where",
    "shown",
    "shown_share",
]
