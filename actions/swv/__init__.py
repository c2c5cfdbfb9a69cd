"""The look-up of a samenwerkingsverband: reading a turn, asking on, and the answer."""

from actions.swv._actions import swv_actions
from actions.swv._turn import Known, Turn, interpret

__all__ = ["Known", "Turn", "interpret", "swv_actions"]
