"""Where the small program starts that stays when the version changes; see emr_desktop/updates/launcher.py."""

from emr_desktop.updates.launcher import main

raise SystemExit(main())
