"""Reading the measures."""

from __future__ import annotations

from bot.measures._figures import Figures, MissedGroup, Overview, Selection
from bot.store import Rows


class MeasureRows(Rows):
    """Figures and missed questions of a selection. All methods raise `StoreUnavailable`."""

    async def overview(self, selection: Selection) -> Overview:
        """Everything that is counted."""
        return Overview(selection, Figures())

    async def missed(self, selection: Selection, limit: int = 500) -> list[MissedGroup]:
        """Questions that were not understood, those that are alike together, most first."""
        return []

    async def labelling_sheet(self, selection: Selection) -> str:
        """CSV for an editor."""
        return ""
