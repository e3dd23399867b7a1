"""Notifiable conditions on screen: the notice at the diagnosis, the case form, the line list."""
