"""Where the frozen windows start; a script of its own, because a frozen program begins with a script."""

from ui.before_windows import main

raise SystemExit(main())
