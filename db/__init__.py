"""The encrypted database of the clinic: tables, keys, migrations, backup and search."""
