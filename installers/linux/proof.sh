#!/bin/sh
# `make test-package`: the .deb on a bare Debian 12, where nothing but apt brings anything.
#
# Makes a debootstrap root under build/proof, installs the previous package with apt alone, works with it as an
# ordinary user, upgrades with the data in place, removes, installs again, and looks every time whether all is there.
# Needs root (chroot, bind mounts) and a Debian mirror. Takes the root away again, whatever happens.
#
#   EMR_PROOF_EXTRA   a folder laid over the root: what this network needs (certificates, apt settings, hosts)
#   EMR_PROOF_BASE    a .tar with a bare root; made there when it is missing, so that the next run is quicker
#   EMR_PREVIOUS      the commit whose program is the previous package
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/build/proof
bare=$place/root
previous_commit=${EMR_PREVIOUS:-5968277}
previous_version=0.0.9
architecture=$(dpkg --print-architecture)

say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "this needs root: it makes a Debian of its own and enters it (sudo make test-package)"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

started=$(date +%s)
steps=0
step() { steps=$((steps + 1)); say "[$(($(date +%s) - started)) s] $*"; }

mounts="proc sys dev/pts dev/shm dev tmp/.X11-unix"
leave() {
    code=$?
    trap - EXIT INT TERM
    [ -z "${display_job:-}" ] || kill "$display_job" 2>/dev/null || true
    for name in tmp/.X11-unix dev/shm dev/pts dev sys proc; do
        while mountpoint -q "$bare/$name"; do umount "$bare/$name" || umount -l "$bare/$name"; done
    done
    for name in $mounts; do mountpoint -q "$bare/$name" && fail "$bare/$name is still mounted; nothing was removed"; done
    rm -rf --one-file-system "$bare"
    exit "$code"
}
trap leave EXIT INT TERM

deb=$(ls -t dist/emr-desktop_*_"$architecture".deb 2>/dev/null | head -1)
[ -n "$deb" ] || fail "there is no package in dist: make package"
step "The previous package ($previous_version, commit $previous_commit)"
sh installers/linux/previous.sh "$previous_commit" "$previous_version"
old_deb=build/previous/emr-desktop_${previous_version}_$architecture.deb

step "A bare Debian 12"
rm -rf --one-file-system "$bare"
mkdir -p "$bare"
if [ -n "${EMR_PROOF_BASE:-}" ] && [ -f "$EMR_PROOF_BASE" ]; then
    tar -x -C "$bare" -f "$EMR_PROOF_BASE"
else
    debootstrap --variant=minbase bookworm "$bare" >"$place/debootstrap.log" 2>&1 || fail "see $place/debootstrap.log"
    [ -z "${EMR_PROOF_BASE:-}" ] || tar -c -C "$bare" -f "$EMR_PROOF_BASE" .
fi
[ -z "${EMR_PROOF_EXTRA:-}" ] || cp -a "$EMR_PROOF_EXTRA/." "$bare/"
mount -t proc proc "$bare/proc"
mount -t sysfs -o ro sysfs "$bare/sys"
mount --bind /dev "$bare/dev"
mount -t devpts devpts "$bare/dev/pts"
mount -t tmpfs tmpfs "$bare/dev/shm"
mkdir -p "$bare/tmp/.X11-unix" "$bare/packages"
cp "$deb" "$bare/packages/new.deb"
cp "$old_deb" "$bare/packages/old.deb"

within() { chroot "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
apt() { within apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >"$place/apt.log" 2>&1 || {
    tail -20 "$place/apt.log" >&2
    fail "apt-get $*"
}; }
# An ordinary user, who knows nothing of this program but its commands.
as_user() { chroot --userspec=clinic:clinic "$bare" env -i PATH=/usr/bin:/bin HOME=/home/clinic USER=clinic LANG=C.UTF-8 \
    EMR_PASSWORD="nyota ya bahari tulivu" EMR_LANGUAGE=en ${key:+EMR_RECOVERY_KEY="$key"} "$@"; }
admin() { as_user emr-admin --data-dir /home/clinic/record "$@"; }
windows() { as_user env QT_QPA_PLATFORM=offscreen emr-desktop --data-dir /home/clinic/record --smoke-test; }

step "Install the previous package with apt alone"
apt update
apt install /packages/old.deb
within useradd --create-home clinic
within sh -c 'find / -xdev -name "python3*" -type f -path "*bin*"' | grep -q . && fail "this root is not bare: it has a Python"

step "Set up a facility, take visits, as an ordinary user"
key=$(admin --json setup --facility-code 101168-3 --facility-name Buigiri --admin mganga --full-name "Neema Mushi" |
    sed -n 's/.*"recovery_key": *"\([^"]*\)".*/\1/p')
[ -n "$key" ] || fail "set-up gave no recovery key"
month=$(date -u +%Y%m)
{
    echo "visit_id,patient_id,first_name,last_name,sex,birth_date,visit_date,diagnoses,tests,prescriptions"
    number=0
    for name in Ally Mushi Juma Lema Said; do
        number=$((number + 1))
        echo "v$number,p$number,Zawadi,$name,F,1990-05-0$number,$(date -u +%Y-%m-01),B54:confirmed,mrdt=positive,par500|1|3|3|9"
    done
} >"$bare/home/clinic/visits.csv"
admin import visits /home/clinic/visits.csv
windows
figure() { admin --json report cases opd --period "$month" --row 23.2 | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p'; }
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
step "A whole visit in the real windows, on a display"
if command -v Xvfb >/dev/null; then
    mkdir -p /tmp/.X11-unix
    mount --bind /tmp/.X11-unix "$bare/tmp/.X11-unix"
    Xvfb :87 -screen 0 1400x900x24 -nolisten tcp >"$place/xvfb.log" 2>&1 &
    display_job=$!
    sleep 2
    as_user env DISPLAY=:87 QT_QPA_PLATFORM=xcb emr-desktop --data-dir /home/clinic/record --smoke-test
    as_user env DISPLAY=:87 QT_QPA_PLATFORM=xcb emr-desktop --walk /home/clinic/walk
    kill "$display_job"
    display_job=
else
    say "  NOT RUN on a display: there is no Xvfb on this machine"
    as_user env QT_QPA_PLATFORM=offscreen emr-desktop --walk /home/clinic/walk
fi

step "Print the month, make a backup, verify it"
admin report show opd --period "$month" --format pdf --out /home/clinic/opd.pdf
head -c 4 "$bare/home/clinic/opd.pdf" | grep -q '%PDF' || fail "the month is no PDF"
mkdir -p "$bare/home/clinic/stick" && chroot "$bare" chown clinic:clinic /home/clinic/stick
admin backup create /home/clinic/stick
as_user emr-admin backup verify /home/clinic/stick

step "Remove: the program goes, the data stay"
held=$(cd "$bare/home/clinic" && find record -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)
apt purge emr-desktop
[ ! -e "$bare/usr/lib/emr-desktop" ] || fail "something of the program is left: $(find "$bare/usr/lib/emr-desktop" | head -3)"
[ ! -e "$bare/usr/bin/emr-admin" ] || fail "a command is left"
[ "$held" = "$(cd "$bare/home/clinic" && find record -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)" ] ||
    fail "removing changed the data"
step "Install again: everything is there"
apt install /packages/new.deb
[ "$(figure)" = "$before" ] || fail "after installing again the month is another"
windows
admin audit verify
step "A restore on another user's empty folder"
as_user emr-admin --data-dir /home/clinic/second backup restore /home/clinic/stick
say "All $steps steps went well in $(($(date +%s) - started)) s."
