"""``python -m emr_desktop``: the one line of this package that points up."""

from ui.app import main

raise SystemExit(main())
