"""Pictures of every screen, in both languages and all colours: ``python -m ui.pictures``."""
