#!/bin/sh
# `make run`: with a display the app on a training facility; without one the same windows offscreen.
set -eu
cd "$(dirname "$0")/../.."
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m ui.walk --show
fi
exec env QT_QPA_PLATFORM=offscreen .venv/bin/python -m ui.walk --out demo-output
