#!/bin/sh
# `make test-windows`: freezes the program with a Windows Python under Wine, compiles the NSIS installer with it, and tries
# both: installers/windows/README.md says what, and what that does not show. The last line says how many steps went well.
#
#   EMR_PREVIOUS    the commit whose program is the one that is upgraded
#   EMR_STAND_IN=1  the installer alone, around a stand-in for the program: quick, and says so
# Where the Windows Python cannot be had, only the stand-in is tried, which is said in the first and the last line.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
place=$root/build/wine
own=installers/windows/wine
for tool in makensis wine; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "$tool is missing: apt-get install --no-install-recommends nsis wine wine64" >&2
        exit 1
    }
done
rm -rf "$place"
mkdir -p "$place"
steps=0
step() { steps=$((steps + 1)); echo "ok  $*"; }
fail() {
    echo "FAILED: $*" >&2
    printf '%s\n' "${told:-}" | tail -5 >&2
    exit 1
}
leave() {
    code=$?
    trap - EXIT INT TERM
    WINEPREFIX=$place/prefix wineserver -k 2>/dev/null || true
    [ "$code" != 0 ] || rm -rf "$place"
    exit "$code"
}
trap leave EXIT INT TERM

real=
if [ "${EMR_STAND_IN:-}" ]; then
    echo "AS ASKED FOR, A STAND-IN: the program itself is not tried."
elif sh "$own/python.sh"; then
    sh "$own/freeze.sh"
    real=$root/build/windows/frozen
else
    echo "THE PROGRAM ITSELF IS NOT TRIED: there is no Windows Python (above it says why). Going on with a stand-in." >&2
fi

. "$own/wine.sh"
WINEPREFIX=$place/prefix
if [ "$real" ]; then # with the libraries that Wine lacks
    cp -a "$root/build/windows/prefix" "$WINEPREFIX"
    icons=$real/icons
else
    windows wineboot -i
    windows winecfg -v win10
    icons=$place/icons
    .venv/bin/python installers/icons/draw.py "$icons"
fi
disk=$WINEPREFIX/drive_c
home=$disk/users/$(id -un)

# compile VERSION PROGRAM [-DQUICK]: the installer $place/emr-VERSION.exe
compile() {
    (cd installers/windows && makensis -V1 -DSTUB=amd64-unicode "-DVERSION=$1" "-DPROGRAM=$2" "-DICONS=$icons" \
        "-DOUT=$place/emr-$1.exe" ${3:-} emr-desktop.nsi)
}
setup() { # VERSION OPTIONS...
    version=$1
    shift
    windows "$place/emr-$version.exe" /S "$@"
}
in_force() { tr -d '\r\n' <"$1/current" 2>/dev/null || true; }
# value HIVE KEY NAME: what the registry says; the name "" is the value without one
value() {
    if [ "$3" ]; then windows reg query "$1\\$2" /v "$3"; else windows reg query "$1\\$2" /ve; fi
    [ "$code" != 0 ] || printf '%s\n' "$told" | sed -n 's/.* REG_[A-Z]*  *//p' | head -1
}
expect() { # WHAT IS WANTED
    [ "$2" = "$3" ] || fail "$1: \"$2\", wanted \"$3\""
}

. "$own/installer.sh"
if [ "$real" ]; then
    . "$own/program.sh"
    . "$own/update.sh"
    echo "All $steps steps went well, with the real program under Wine."
else
    echo "All $steps steps went well, WITH A STAND-IN: of the program itself nothing was tried."
fi
