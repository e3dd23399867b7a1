"""Where the frozen ``emr-admin`` starts."""

from ui.cli.app import main

main()
