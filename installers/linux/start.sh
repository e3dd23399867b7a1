#!/bin/sh
# Run by the programs of the portable folder (start.c) with the name of one: starts it, where this Linux can.
# needs.txt beside it says which C library the program was built with; what else may be missing it tells by itself.
own=$(dirname -- "$0")
name=$1
shift

# On the terminal; without one in a window of the desktop, by the first of its own programs that is there.
tell() {
    printf '%s\n' "$1" >&2
    if [ ! -t 2 ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        if command -v zenity >/dev/null; then
            zenity --error --no-markup --width=480 --title="EMR Desktop" --text "$1" >/dev/null 2>&1 &
        elif command -v kdialog >/dev/null; then
            kdialog --title "EMR Desktop" --error "$1" >/dev/null 2>&1 &
        elif command -v xmessage >/dev/null; then
            xmessage -center -title "EMR Desktop" "$(printf '%s\n' "$1" | fold -s -w 76)" >/dev/null 2>&1 &
        elif command -v notify-send >/dev/null; then
            notify-send --urgency=critical "EMR Desktop" "$1" >/dev/null 2>&1 &
        fi
    fi
    exit 1
}

needed=$(sed -n 's/^glibc //p' "$own/needs.txt" 2>/dev/null)
found=$(getconf GNU_LIBC_VERSION 2>/dev/null)
found=${found#glibc }
case $(uname -m) in
x86_64) loader=/lib64/ld-linux-x86-64.so.2 ;;
aarch64) loader=/lib/ld-linux-aarch64.so.1 ;;
*) loader=/ ;;
esac
old=
[ -e "$loader" ] || old="hakuna/none"
case $needed/$found in
*[!0-9./]* | /* | */) ;; # not told: the start itself will show
*)
    if [ "${found%%.*}" -lt "${needed%%.*}" ] ||
        { [ "${found%%.*}" -eq "${needed%%.*}" ] && [ "$(echo "${found#*.}" | cut -d. -f1)" -lt "${needed#*.}" ]; }; then
        old=$found
    fi
    ;;
esac
[ -z "$old" ] || tell "EMR Desktop haiwezi kufunguka: Linux hii ni ya zamani mno (glibc $old; inahitajika $needed). Tumia Debian 12, Ubuntu 22.04 au mpya zaidi. Hakuna kilichobadilishwa.

EMR Desktop cannot start: this Linux is too old (glibc $old; $needed is needed). Use Debian 12, Ubuntu 22.04 or newer. Nothing was changed."
[ -x "$own/$name" ] || tell "Hakuna programu kwenye folda hii. Nakili folda yote upya; data hazimo humu na zitabaki.

No program lies in this folder. Copy the whole folder again; the data are not in here and stay."
exec "$own/$name" "$@"
