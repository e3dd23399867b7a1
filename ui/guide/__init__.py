"""The user guide: one set of texts behind F1, the role cards and docs/user-guide."""
