#!/bin/sh
# `make test-windows`: compiles the NSIS installer here and tries it under Wine with a stand-in for the program: silent
# install, upgrade, a file that is held, removal, data that stay, both kinds of install. What it does not show: the
# program itself on Windows, the pages that people see, rights, SmartScreen. That is for .github/workflows/windows.yml.
set -eu
cd "$(dirname "$0")/../.."
for tool in makensis wine; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "$tool is missing: apt-get install --no-install-recommends nsis wine wine64" >&2
        exit 1
    }
done
place=$PWD/build/wine
rm -rf "$place"
mkdir -p "$place/program/emr-desktop/_internal" "$place/program/launcher/_launcher"
for file in emr-desktop/emr-desktop.exe emr-desktop/emr-admin.exe emr-desktop/_internal/library launcher/emr-desktop.exe \
    launcher/emr-admin.exe launcher/_launcher/library; do
    echo "stand-in" >"$place/program/$file"
done
.venv/bin/python installers/icons/draw.py "$place/icons"
export WINEPREFIX="$place/prefix" WINEDEBUG=-all DISPLAY=
fail() { echo "FAILED: $*" >&2; exit 1; }
leave() {
    wineserver -k 2>/dev/null || true
    rm -rf "$place"
}
trap leave EXIT INT TERM

# Wine wants pipes, not files.
code=0
windows() { code=$( (own=0; timeout 180 wine "$@" </dev/null >/dev/null 2>&1 || own=$?; echo $own) | cat); }
setup() {
    version=$1
    shift
    [ -f "$place/emr-$version.exe" ] || (cd installers/windows && makensis -V1 -DSTUB=amd64-unicode "-DVERSION=$version" \
        "-DPROGRAM=$place/program" "-DICONS=$place/icons" "-DOUT=$place/emr-$version.exe" emr-desktop.nsi)
    windows "$place/emr-$version.exe" /S "$@"
}
in_force() { tr -d '\r\n' <"$1/current" 2>/dev/null || true; }
registered() { windows reg query "$1\\Software\\Classes\\EMRDesktop.Backup"; [ "$code" = 0 ]; }

windows wineboot -i
windows winecfg -v win10
disk=$WINEPREFIX/drive_c
folder=$disk/emr
record=$disk/users/$(id -un)/AppData/Local/emr-desktop

setup 0.1.0 /CurrentUser '/D=C:\emr'
[ "$code" = 0 ] && [ "$(in_force "$folder")" = 0.1.0 ] || fail "a silent install gave $code"
[ -f "$folder/versions/0.1.0/_internal/library" ] && [ -f "$folder/_launcher/library" ] || fail "files are missing"
registered HKCU || fail "the backup file has no type"
echo "ok  silent install for one user, into the folder that was named"

mkdir -p "$record"
echo data >"$record/clinic.db"
setup 0.2.0
[ "$code" = 0 ] && [ "$(in_force "$folder")" = 0.2.0 ] || fail "an upgrade gave $code"
[ -d "$folder/versions/0.1.0" ] || fail "the version of before is gone"
setup 0.3.0
[ ! -d "$folder/versions/0.1.0" ] && [ -d "$folder/versions/0.2.0" ] || fail "the wrong versions stay"
echo "ok  upgrade in the same folder; the version of before stays, older ones go"

# Root may write everything, so the launcher that cannot be opened is a folder of that name.
rm "$folder/emr-desktop.exe" && mkdir "$folder/emr-desktop.exe"
setup 0.4.0
[ "$code" = 2 ] && [ "$(in_force "$folder")" = 0.3.0 ] && [ ! -d "$folder/versions/0.4.0" ] || fail "a held file gave $code"
rmdir "$folder/emr-desktop.exe" && echo "stand-in" >"$folder/emr-desktop.exe"
echo "ok  a launcher that cannot be opened: refused with 2, nothing changed"

echo mine >"$folder/mine.txt"
windows "$folder/uninstall.exe" /S /CurrentUser '_?=C:\emr'
[ "$code" = 0 ] || fail "removal gave $code"
[ ! -d "$folder/versions" ] && [ ! -d "$folder/_launcher" ] && [ ! -f "$folder/current" ] || fail "something is left"
[ -f "$folder/mine.txt" ] && [ -f "$record/clinic.db" ] || fail "what is not the program's is gone"
! registered HKCU || fail "the type of the backup file is left"
echo "ok  removal takes the program and nothing else"

setup 0.3.0 /AllUsers
[ "$code" = 0 ] && [ "$(in_force "$disk/Program Files/EMR Desktop")" = 0.3.0 ] || fail "an install for all users gave $code"
registered HKLM || fail "the backup file has no type for all users"
echo "ok  silent install for all users"

installed=$disk/shared
mkdir -p "$disk/it/answers"
echo "# answers" >"$disk/it/answers.toml"
echo "code" >"$disk/it/answers/facilities.csv"
setup 0.4.0 /AllUsers '/ANSWERS=C:\it\none.toml' '/D=C:\shared'
[ "$code" = 2 ] && [ ! -e "$installed" ] || fail "answers that are not there gave $code"
setup 0.4.0 /AllUsers '/ANSWERS=C:\it\answers.toml' '/D=C:\shared'
[ "$code" = 0 ] && [ -f "$installed/answers.toml" ] && [ -f "$installed/answers/facilities.csv" ] || fail "the answers did not come along ($code)"
rm -r "$installed/answers.toml" "$installed/answers"
cp -r "$disk/it/answers.toml" "$disk/it/answers" "$place/"
setup 0.5.0 /AllUsers '/D=C:\shared'
[ "$code" = 0 ] && [ -f "$installed/answers.toml" ] && [ -f "$installed/answers/facilities.csv" ] || fail "answers beside the installer were left ($code)"
windows "$installed/uninstall.exe" /S /AllUsers '_?=C:\shared'
[ "$code" = 0 ] && [ ! -e "$installed/answers.toml" ] && [ ! -e "$installed/answers" ] || fail "answers stay after removal ($code)"
echo "ok  answers by /ANSWERS= and beside the installer; named ones that are not there are refused"
