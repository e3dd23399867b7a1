"""The clinic: its verbs, rules, forms and paper."""

__version__ = "0.1.0"
