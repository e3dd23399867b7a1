#!/bin/sh
# Makes .venv with everything in requirements-dev.lock, and installs the system libraries Qt needs when they
# are missing (Debian and Ubuntu; root or sudo). Run by `make setup`; a second run finds nothing to do.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
venv=.venv
stamp=$venv/.made-from

# What has to be there -> the Debian package that brings it.
# The first lines are needed for any window, also offscreen; the xcb ones for a window on an X display.
libraries="
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libfreetype.so.6 libfreetype6
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-image.so.0 libxcb-image0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
"

say() { printf '%s\n' "$*" >&2; }

# Gives the newest Python from 3.11 on that is here, or nothing.
find_python() {
    for name in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
}

missing=
present=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
while read -r soname package; do
    [ -n "$soname" ] || continue
    case $present in
        *"$soname "*) ;;
        *) missing="$missing $package" ;;
    esac
done <<EOF
$libraries
EOF
python=$(find_python)
[ -n "$python" ] || missing="$missing python3 python3-venv"
if [ -n "$python" ] && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian splits venv off into a package named after the version.
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi
# The tests read the printed pages back with pdftotext.
command -v pdftotext >/dev/null 2>&1 || missing="$missing poppler-utils"

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        say "These are missing and this is not Debian or Ubuntu; install what brings them:$missing"
        exit 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        sudo=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo=sudo
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then
        sudo=sudo
    else
        say "Some system packages are missing. Ask someone who may install packages to run:"
        say "    apt-get install --no-install-recommends$missing"
        exit 1
    fi
    say "Installing the system packages that are missing:$missing"
    $sudo apt-get update -qq
    # shellcheck disable=SC2086
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
    python=$(find_python)
    if [ -z "$python" ]; then
        say "Python 3.11 or newer is needed and this system has none (set PYTHON=/path/to/python3)."
        exit 1
    fi
fi

wanted=$(cat requirements-dev.lock pyproject.toml | sha256sum | cut -d' ' -f1)-$("$python" -V | tr ' ' '-')
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
    say "Making $venv with $("$python" -V)"
    rm -f "$stamp"
    [ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
    # The four packages themselves, as a link to this folder.
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
    printf '%s\n' "$wanted" >"$stamp"
fi
