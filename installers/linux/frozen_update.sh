#!/bin/sh
# An installed program takes signed bundles of the next ones, frozen to frozen: taken, gone back from, taken back by itself
# when it does not start, refused when anything about it is wrong. Works on the portable folder in dist/ (make package),
# with keys made for this trial; as root also on a disk that is too small and from a stick that breaks while it is read.
#
# As a normal user knows it: through the launcher and the two commands. Every refusal is followed by a look whether program
# and record are byte for byte what they were.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
place=$root/build/frozen-update
say() { printf '%s\n' "$*"; }
fail() {
    say "FAILED: $*" >&2
    [ ! -s "$place/said" ] || tail -5 "$place/said" >&2
    exit 1
}
archive=$(ls -t "${EMR_DIST:-dist}"/emr-desktop-*-linux-*.tar.xz 2>/dev/null | head -1)
[ -n "$archive" ] || fail "there is no portable folder in dist: make package"
now=$(basename "$archive" | sed 's/^emr-desktop-\(.*\)-linux-.*/\1/')
next=${now%.*}.$((${now##*.} + 1)) deaf=${now%.*}.$((${now##*.} + 2)) mute=${now%.*}.$((${now##*.} + 3))
small=$place/small stick=$place/stick loop=
leave() {
    code=$?
    trap - EXIT INT TERM
    for mounted in "$small" "$stick"; do
        ! mountpoint -q "$mounted" || umount "$mounted" || umount -l "$mounted"
    done
    [ -z "$loop" ] || losetup -d "$loop" 2>/dev/null || true
    [ "$code" != 0 ] || rm -rf --one-file-system "$place"
    exit "$code"
}
trap leave EXIT INT TERM
rm -rf --one-file-system "$place"
mkdir -p "$place/bundles"
steps=0
step() { steps=$((steps + 1)); say "ok  $*"; }

python=$root/.venv/bin/python
PYTHONPATH=$root EMR_DEVICE_DIR=$place/device EMR_PASSWORD="nyota ya bahari tulivu" EMR_LANGUAGE=en QT_QPA_PLATFORM=offscreen
export PYTHONPATH EMR_DEVICE_DIR EMR_PASSWORD EMR_LANGUAGE QT_QPA_PLATFORM
bundle() { "$python" installers/update/make_bundle.py "$@"; }
another() { "$python" installers/update/another_version.py "$@"; }

# ---- the keys, the program that is installed, and what it is to take
printf 'keys = [\n' >"$place/keys.toml"
for person in 1 2 3; do bundle keygen "$place/key$person" >>"$place/keys.toml"; done
printf ']\n' >>"$place/keys.toml"
tar -x -C "$place" -f "$archive"
program=$place/$(basename "$archive" .tar.xz)
frozen=$place/frozen
mv "$program/versions/$now" "$frozen"
another "$frozen" "$program/versions/$now" --version "$now" --keys "$place/keys.toml"
echo "New." >"$place/notes"
made() {
    another "$frozen" "$place/made" --version "$1" --keys "$place/keys.toml" ${2:+--broken "$2"}
    bundle make "$place/made" "$place/bundles" --version "$1" --notes-sw "$place/notes" --notes-en "$place/notes" \
        --key "$place/key1" ${3:-} >/dev/null
}
file() { ls "$place"/bundles/emr-desktop-"$1"-*.emrupdate; }
signed() { bundle sign "$(file "$1")" --key "$place/key2"; }

record=$place/record
admin() { "$program/emr-admin" --data-dir "$record" "$@"; }
in_force() { cat "$program/current"; }
runs() { admin --json doctor 2>/dev/null | tr -d ' \n' | sed -n 's/.*Program\([0-9.]*\),Python.*/\1/p'; }
figure() { admin --json report cases opd --period "$month" --row 23.2 | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p'; }
# The program, and what people recorded; a refused try may leave a row in the trail and a backup, nothing else.
state() {
    (cd "$program" && find . -type f ! -name '*.lock' ! -name update.json -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
    figure
}
refused() {
    why=$1 sentence=$2
    shift 2
    before=$(state)
    ! admin update "$@" >"$place/said" 2>&1 || fail "$why was taken"
    grep -q "$sentence" "$place/said" || fail "$why is not told of: $(cat "$place/said")"
    ! grep -q Traceback "$place/said" || fail "$why gives a traceback"
    [ "$(state)" = "$before" ] || fail "$why changed something"
    step "refused: $why. \"$(grep -m1 "$sentence" "$place/said" | cut -c1-90)...\""
}

month=$(date -u +%Y%m)
key=$(admin --json setup --facility-code 101168-3 --facility-name Buigiri --admin mganga --full-name "Neema Mushi" |
    sed -n 's/.*"recovery_key": *"\([^"]*\)".*/\1/p')
sh installers/made_up_visits.sh >"$place/visits.csv"
admin import visits "$place/visits.csv" >"$place/said" 2>&1 || fail "the visits are not taken"
[ "$(figure)" = 5 ] && [ "$(runs)" = "$now" ] || fail "the first program counts $(figure), says $(runs)"
step "$now installed, a facility with five visits"

# ---- what is refused
made "$next"
refused "a bundle with one signature" "signatures" apply "$(file "$next")"
signed "$next"
head -c 20000000 "$(file "$next")" >"$place/half.emrupdate"
refused "half a bundle" "only half of it" apply "$place/half.emrupdate"
cp "$(file "$next")" "$place/spoiled.emrupdate"
printf 'x' | dd of="$place/spoiled.emrupdate" bs=1 seek=30000000 conv=notrunc 2>/dev/null
refused "a spoiled bundle" "is damaged" apply "$place/spoiled.emrupdate"
refused "a file that is not there" "could not be read" apply "$place/none.emrupdate"
made "$now"
signed "$now"
refused "the same version" "$now" apply "$(file "$now")"
made "$mute" admin
signed "$mute"
refused "a program whose commands do not start" "tried itself" apply "$(file "$mute")"
made "$deaf" desktop --smoke
signed "$deaf"
refused "a program whose windows do not start, tried before" "tried itself" apply "$(file "$deaf")"

# ---- taken, and back
size=$(stat -c %s "$(file "$next")" | awk '{printf "%.1f MB", $1 / 1e6}')
admin update check "$(file "$next")" >/dev/null || fail "the check finds something in a good bundle"
begun=$(date +%s%3N)
admin update apply "$(file "$next")" >/dev/null || fail "a good bundle is not taken"
took=$(($(date +%s%3N) - begun))
[ "$(in_force)" = "$next" ] && [ "$(runs)" = "$next" ] && [ "$(figure)" = 5 ] || fail "$next does not work"
"$program/emr-desktop" --data-dir "$record" --smoke-test 2>/dev/null | grep -q '"page": "login"' || fail "no window of $next"
step "$now -> $next ($size, $took ms here): checked, backup, tried on a copy, changed over, windows, the same month"
admin update rollback >/dev/null || fail "no way back"
[ "$(in_force)" = "$now" ] && [ "$(runs)" = "$now" ] && [ "$(figure)" = 5 ] || fail "$now does not work any more"
step "$next -> $now by rollback, the same month"

# ---- a program that does not start, found out by starting it
rm -f "$(file "$deaf")"
made "$deaf" desktop
signed "$deaf"
admin update apply "$(file "$deaf")" >/dev/null || fail "$deaf is not taken"
[ "$(in_force)" = "$deaf" ] || fail "$deaf is not in force"
starts=0
while [ "$(in_force)" = "$deaf" ]; do
    starts=$((starts + 1))
    [ "$starts" -le 5 ] || fail "it stays in force after $starts starts without a window"
    "$program/emr-desktop" --data-dir "$record" --smoke-test >"$place/said" 2>&1 || true
done
[ "$(in_force)" = "$now" ] && [ "$(figure)" = 5 ] || fail "the one of before does not work"
grep -q '"page": "login"' "$place/said" || fail "the start that went back shows no window"
step "a program that does not start: back to $now by itself at start $starts, which shows the window"

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$small" "$stick"
    # Two versions lie in it by now; then it is filled up to 90 MB.
    mount -t tmpfs -o "size=$(($(du -sm "$program" | cut -f1) + 150))m" tmpfs "$small"
    cp -a "$program" "$small/program"
    dd if=/dev/zero of="$small/filled" bs=1M count=$(($(df -m --output=avail "$small" | tail -1) - 90)) 2>/dev/null
    whole=$program
    program=$small/program
    refused "no room for the program" "MB" apply "$(file "$next")"
    program=$whole
    umount "$small"

    truncate -s 200M "$place/stick.img"
    mkfs.ext4 -q -F "$place/stick.img" 2>/dev/null
    loop=$(losetup -f --show "$place/stick.img")
    mount "$loop" "$stick"
    cp "$(file "$next")" "$stick/new.emrupdate"
    sync
    umount "$stick"
    mount -o ro "$loop" "$stick"
    truncate -s 20M "$place/stick.img" # the rest of the stick is gone from here on
    echo 3 >/proc/sys/vm/drop_caches 2>/dev/null || true
    refused "a stick that breaks while it is read" "could not be read" apply "$stick/new.emrupdate"
    refused "the folder of such a stick" "." apply "$stick"
    umount "$stick"
fi
say "All $steps steps went well."
