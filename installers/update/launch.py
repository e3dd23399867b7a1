"""Where the frozen launcher starts, as ``emr-desktop`` and as ``emr-admin``."""

from emr_desktop.updates.launcher import main

raise SystemExit(main())
