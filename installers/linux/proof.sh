#!/bin/sh
# `make test-package`: the .deb on a bare Debian 12, where nothing but apt brings anything.
#
# Makes a debootstrap root under build/proof, installs the previous package with apt alone, works with it as an
# ordinary user, upgrades with the data in place, removes, installs again, and looks every time whether all is there.
# Needs root (chroot, bind mounts) and a Debian mirror. Takes the root away again, whatever happens.
#
#   EMR_PREVIOUS      the commit whose program is the previous package; see also bare_root.sh
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/build/proof
previous_commit=${EMR_PREVIOUS:-5968277}
previous_version=0.0.9
. installers/linux/bare_root.sh
windows() { as_user env QT_QPA_PLATFORM=offscreen emr-desktop --data-dir /home/clinic/record --smoke-test; }

deb=$(ls -t "${EMR_DIST:-dist}"/emr-desktop_*_"$architecture".deb 2>/dev/null | head -1)
[ -n "$deb" ] || fail "there is no package in dist: make package"
step "The previous package ($previous_version, commit $previous_commit)"
sh installers/linux/previous.sh "$previous_commit" "$previous_version"
old_deb=build/previous/emr-desktop_${previous_version}_$architecture.deb

step "A bare Debian 12"
make_root bookworm "${EMR_PROOF_BASE:-}" || fail "see $place/debootstrap.log"
cp "$deb" "$bare/packages/new.deb"
cp "$old_deb" "$bare/packages/old.deb"

step "Install the previous package with apt alone"
apt update
apt install /packages/old.deb
within useradd --create-home clinic
within sh -c 'find / -xdev -name "python3*" -type f -path "*bin*"' | grep -q . && fail "this root is not bare: it has a Python"

step "Set up a facility, take visits, as an ordinary user"
key=$(set_up)
[ -n "$key" ] || fail "set-up gave no recovery key"
sh installers/made_up_visits.sh >"$bare/home/clinic/visits.csv"
admin import visits /home/clinic/visits.csv
windows
before=$(figure)
[ "$before" = 5 ] || fail "the month counts $before cases of malaria, not 5"
admin doctor >"$place/doctor-old.txt" || true
old_schema=$(sed -n 's/^schema[^0-9]*\([0-9]*\).*/\1/p' "$place/doctor-old.txt")

step "Upgrade with the data in place"
apt install /packages/new.deb
upgrade_start=$(date +%s%3N)
after=$(figure)
say "  first command after the upgrade, backup and migrations with it: $(($(date +%s%3N) - upgrade_start)) ms"
[ "$after" = "$before" ] || fail "after the upgrade the month counts $after, not $before"
admin doctor >"$place/doctor-new.txt" || true
new_schema=$(sed -n 's/^schema[^0-9]*\([0-9]*\).*/\1/p' "$place/doctor-new.txt")
say "  schema $old_schema -> $new_schema"
[ "$new_schema" -gt "$old_schema" ] || fail "no migration ran: this proves nothing about upgrades"
ls "$bare/home/clinic/record/backups" | grep -q . || fail "no backup was made before the migrations"
grep -E "^[a-z]+ +bad" "$place/doctor-new.txt" && fail "doctor finds something"

step "The windows offscreen"
windows
step "A cold start, a whole visit in the real windows, on a display"
open_display 87
if [ -n "$display" ]; then
    on_screen() { as_user env DISPLAY="$display" QT_QPA_PLATFORM=xcb emr-desktop "$@"; }
else
    say "  NOT RUN on a display: there is no Xvfb on this machine"
    on_screen() { as_user env QT_QPA_PLATFORM=offscreen emr-desktop "$@"; }
fi
best=
for _ in 1 2 3; do
    sync
    echo 3 >/proc/sys/vm/drop_caches
    on_screen --data-dir /home/clinic/record --smoke-test >"$place/cold.json"
    grep -q '"page": "login"' "$place/cold.json" || fail "no log-in window: $(cat "$place/cold.json")"
    took=$(sed -n 's/.*"ready_since_process_start_s": \([0-9.]*\).*/\1/p' "$place/cold.json")
    say "  cold start to the log-in, page cache dropped: $took s"
    best=$(printf '%s\n' $best "$took" | sort -n | head -1)
done
awk "BEGIN { exit !($best <= 2) }" || fail "no cold start to the log-in within 2 s"
on_screen --walk /home/clinic/walk
[ -z "$display" ] || unmounted tmp/.X11-unix

step "Print the month, make a backup, verify it"
admin report show opd --period "$month" --format pdf --out /home/clinic/opd.pdf
head -c 4 "$bare/home/clinic/opd.pdf" | grep -q '%PDF' || fail "the month is no PDF"
mkdir -p "$bare/home/clinic/stick" && chroot "$bare" chown clinic:clinic /home/clinic/stick
admin backup create /home/clinic/stick
as_user emr-admin backup verify /home/clinic/stick

step "Remove: the program goes, the data stay"
kept=$(held)
apt purge emr-desktop
[ ! -e "$bare/usr/lib/emr-desktop" ] || fail "something of the program is left: $(find "$bare/usr/lib/emr-desktop" | head -3)"
[ ! -e "$bare/usr/bin/emr-admin" ] || fail "a command is left"
[ "$kept" = "$(held)" ] || fail "removing changed the data"
step "Install again: everything is there"
apt install /packages/new.deb
[ "$(figure)" = "$before" ] || fail "after installing again the month is another"
windows
admin audit verify
step "A restore on another user's empty folder"
as_user emr-admin --data-dir /home/clinic/second backup restore /home/clinic/stick
say "All $steps steps went well in $(($(date +%s) - started)) s."
