"""Warnings and doses beside the medicines of a visit, and the list of rules behind them."""
