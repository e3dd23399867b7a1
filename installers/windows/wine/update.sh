# To be read by try_with_wine.sh: the real program takes signed bundles of the next ones, with keys made for this trial, as
# installers/linux/frozen_update.sh does on Linux: refused, taken, gone back from, taken back by itself.
next=${now%.*}.$((${now##*.} + 1)) deaf=${now%.*}.$((${now##*.} + 2)) mute=${now%.*}.$((${now##*.} + 3))
bundles=$disk/stick
program=$disk/updated app=$program
mkdir -p "$bundles"
python=$root/.venv/bin/python
bundle() { PYTHONPATH=$root "$python" installers/update/make_bundle.py "$@"; }
another() { PYTHONPATH=$root "$python" installers/update/another_version.py "$real/emr-desktop" "$@" --keys "$place/keys.toml"; }
printf 'keys = [\n' >"$place/keys.toml"
for person in 1 2 3; do bundle keygen "$place/key$person" >>"$place/keys.toml"; done
printf ']\n' >>"$place/keys.toml"
cp -a "$real/launcher" "$program"
mkdir "$program/versions"
another "$program/versions/$now" --version "$now"
echo "$now" >"$program/current"
echo "New." >"$place/notes"
made() { # VERSION [WHAT IS BROKEN [--smoke]]: a bundle with one signature
    another "$place/made" --version "$1" ${2:+--broken "$2"}
    rm -f "$bundles"/emr-desktop-"$1"-*
    bundle make "$place/made" "$bundles" --version "$1" --platform windows-x86_64 --notes-sw "$place/notes" \
        --notes-en "$place/notes" --key "$place/key1" ${3:-} >/dev/null
    rm -rf "$place/made"
}
file() { echo "emr-desktop-$1-windows-x86_64.emrupdate"; }
signed() { bundle sign "$bundles/$(file "$1")" --key "$place/key2"; }
runs() { # VERSION: it is in force and says so, and the month is the same
    expect "in force" "$(in_force "$program")" "$1"
    admin --json doctor
    printf '%s' "$told" | grep -q "Program $1, Python" || fail "the program does not say that it is $1"
    figure
    expect "cases under $1" "$count" 5
}
state() { (cd "$program" && find . -type f ! -name '*.lock' ! -name update.json | LC_ALL=C sort | xargs sha256sum | sha256sum); }
refused() { # WHY SENTENCE FILE
    before=$(state)
    admin update apply "C:\\stick\\$3"
    [ "$code" = 1 ] || fail "$1 gave $code"
    printf '%s' "$told" | grep -q "$2" || fail "$1 is not told of"
    ! printf '%s' "$told" | grep -q Traceback || fail "$1 gives a traceback"
    expect "the program after $1" "$(state)" "$before"
    step "refused: $1"
}

runs "$now"
made "$next"
refused "a bundle with one signature" "signatures" "$(file "$next")"
signed "$next"
head -c 20000000 "$bundles/$(file "$next")" >"$bundles/half.emrupdate"
refused "half a bundle" "only half of it" half.emrupdate
cp "$bundles/$(file "$next")" "$bundles/spoiled.emrupdate"
printf 'x' | dd of="$bundles/spoiled.emrupdate" bs=1 seek=30000000 conv=notrunc 2>/dev/null
refused "a spoiled bundle" "is damaged" spoiled.emrupdate
rm "$bundles/half.emrupdate" "$bundles/spoiled.emrupdate"
made "$mute" admin
signed "$mute"
refused "a program whose commands do not start" "tried itself" "$(file "$mute")"
rm "$bundles/$(file "$mute")"

must "the check of a bundle" update check "C:\\stick\\$(file "$next")"
begun=$(date +%s%3N)
must "the update" update apply "C:\\stick\\$(file "$next")"
took=$(($(date +%s%3N) - begun))
runs "$next"
shows_login
size=$(stat -c %s "$bundles/$(file "$next")" | awk '{printf "%.1f MB", $1 / 1e6}')
step "$now -> $next by a bundle ($size, $took ms here): checked, backup, tried on a copy, changed over, windows, the same month"
must "going back" update rollback
runs "$now"
shows_login
step "$next -> $now by rollback, the same month"

made "$deaf" desktop
signed "$deaf"
must "the update to a program without windows" update apply "C:\\stick\\$(file "$deaf")"
expect "in force" "$(in_force "$program")" "$deaf"
starts=0
while [ "$(in_force "$program")" = "$deaf" ]; do
    starts=$((starts + 1))
    [ "$starts" -le 5 ] || fail "it stays in force after $starts starts without a window"
    windows "$app/emr-desktop.exe" --data-dir 'C:\clinic\record' --smoke-test
done
[ "$code" = 0 ] || fail "the start that went back gave $code"
runs "$now"
step "a program that does not start: back to $now by itself at start $starts, which shows the window"
