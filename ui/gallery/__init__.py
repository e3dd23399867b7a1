"""Every widget of ``ui.widgets`` in every state, look and language: ``python -m ui.gallery``."""
