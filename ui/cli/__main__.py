"""python -m ui.cli: the same as emr-admin."""

from ui.cli.app import main

main()
