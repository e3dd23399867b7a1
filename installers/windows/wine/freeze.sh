#!/bin/sh
# Freezes the program for Windows with the Windows Python under Wine: freeze.sh [FOLDER OF SOURCES [OUT]]
# Same emr_desktop.spec as on Windows and Linux, on a copy of the sources. Leaves OUT/emr-desktop and OUT/launcher
# (build/windows/frozen); nothing is done when the sources are as they were. Some minutes on two cores.
set -eu
cd "$(dirname "$0")/../../.."
root=$PWD
sources=${1:-$root}
place=$root/build/windows
out=${2:-$place/frozen}
. installers/windows/wine/wine.sh
stamp=$({
    cat "$place/stamp"
    cd "$sources"
    # of installers/ what goes into the program or says how: not the scripts around it
    find emr_desktop ui db sync pyproject.toml LICENSE installers/*.py installers/*.spec installers/icons \
        installers/windows/version_file.py installers/windows/wine/freeze.sh -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum | cut -d' ' -f1)
[ "$(cat "$out/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
work=$place/freezing
rm -rf "$work" "$out"
mkdir -p "$work/sources" "$out"
cp -a "$sources/emr_desktop" "$sources/ui" "$sources/db" "$sources/sync" "$sources/installers" "$sources/LICENSE" \
    "$sources/pyproject.toml" "$work/sources/"
sources=$work/sources
PYTHONPATH=$sources "$root/.venv/bin/python" "$sources/installers/icons/draw.py" "$out/icons"
PYTHONPATH=$sources "$root/.venv/bin/python" "$sources/installers/windows/version_file.py" "$work/version.txt"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || stat -c %Y pyproject.toml)
EMR_ICON=$(windows_path "$out/icons/emr-desktop.ico")
EMR_VERSION_FILE=$(windows_path "$work/version.txt")
PYINSTALLER_CONFIG_DIR=$(windows_path "$place/pyinstaller")
PYTHONPATH=$(windows_path "$sources")
PYTHONHASHSEED=1
export SOURCE_DATE_EPOCH PYTHONHASHSEED PYTHONPATH EMR_ICON EMR_VERSION_FILE PYINSTALLER_CONFIG_DIR
cd "$sources"
longest=1500
windows "$place/py/python.exe" -m PyInstaller --noconfirm --log-level WARN --distpath "$(windows_path "$out")" \
    --workpath "$(windows_path "$work")" installers/emr_desktop.spec
[ "$code" = 0 ] || {
    printf '%s\n' "$told" | tail -20 >&2
    exit 1
}
windows "$place/py/python.exe" installers/licences.py "$(windows_path "$out/emr-desktop/_internal/licences")" \
    "$(windows_path "$out/emr-desktop")"
[ "$code" = 0 ] || {
    printf 'The licences: %s\n' "$told" >&2
    exit 1
}
rm -rf "$work"
# What was made for Wine alone must not be shipped.
! find "$out" -iname 'icuuc.dll' -o -iname 'bcryptprimitives.dll' | grep . || exit 1
echo "$stamp" >"$out/stamp"
