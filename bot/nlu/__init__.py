"""What runs inside Rasa (Python 3.10): understanding a message, and the brain's own channel.

Nothing here imports the front, the store or the actions.
"""
