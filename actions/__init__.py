"""What the brain cannot do itself: actions that need the database.

`python -m actions` serves them to Rasa with rasa-sdk.
"""
