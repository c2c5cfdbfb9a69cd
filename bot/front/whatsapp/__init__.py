"""WhatsApp, by the Cloud API of Meta: webhook, inbox, worker, outbox.

`python -m bot.front.whatsapp` lists messages that are stuck and has them tried again.
"""

from bot.front.whatsapp._answers import BrainAnswerer
from bot.front.whatsapp._models import WhatsappOutbox
from bot.front.whatsapp._replies import WhatsappWords
from bot.front.whatsapp._service import WhatsappLine, whatsapp_line
from bot.front.whatsapp._webhook import INBOX, add_webhook

__all__ = [
    "INBOX",
    "BrainAnswerer",
    "WhatsappLine",
    "WhatsappOutbox",
    "WhatsappWords",
    "add_webhook",
    "whatsapp_line",
]
