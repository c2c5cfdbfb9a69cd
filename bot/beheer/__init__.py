"""The dashboard `/beheer` and the monthly report: figures for staff, never who asked.

`python -m bot.beheer` makes accounts and reports.
"""

from bot.beheer._app import DELIVERY, MEASURES, WHATSAPP, add_beheer
from bot.beheer._guard import Limits
from bot.beheer._monthly import monthly_reports
from bot.beheer._names import Names, load_names
from bot.beheer._sources import (
    DeliveryHealth,
    DeskHealth,
    FigureSource,
    MessageHealth,
    WhatsappHealth,
)

__all__ = [
    "DELIVERY",
    "MEASURES",
    "WHATSAPP",
    "DeliveryHealth",
    "DeskHealth",
    "FigureSource",
    "Limits",
    "MessageHealth",
    "Names",
    "WhatsappHealth",
    "add_beheer",
    "load_names",
    "monthly_reports",
]
