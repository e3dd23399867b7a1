#!/bin/sh
# What goes wrong on a PC, done to the installed program on a bare Debian 12 and to the portable folder on an older one: each
# time a sentence (in Swahili and English where there is no window yet), an exit code, and the state before is the state after.
# Needs root, a Debian mirror, and what `make package` left in dist/. See bare_root.sh.
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/build/bad-input
mkdir -p "$place"
. installers/linux/bare_root.sh
deb=$(ls -t "${EMR_DIST:-dist}"/emr-desktop_*_"$architecture".deb 2>/dev/null | head -1)
portable=$(ls -t "${EMR_DIST:-dist}"/emr-desktop-*-linux-*.tar.xz 2>/dev/null | head -1)
[ -n "$deb" ] && [ -n "$portable" ] || fail "there is no package in dist: make package"
loop=
left_behind() {
    [ -z "$loop" ] || losetup -d "$loop" 2>/dev/null || true
    ! mountpoint -q "$place/thin" || umount "$place/thin" || umount -l "$place/thin"
    rm -rf --one-file-system "$place/thin" "$place/other" "$place/program"
}

# says CODE TEXT... : the last call ended so, and said each text, in words and without a traceback
said=$place/said
call() { code=0; "$@" >"$said" 2>&1 || code=$?; }
says() {
    wanted=$1
    shift
    [ "$code" = "$wanted" ] || { tail -5 "$said"; fail "ended with $code, not $wanted"; }
    for text in "$@"; do grep -qF -- "$text" "$said" || { tail -5 "$said"; fail "does not say: $text"; }; done
    ! grep -qE 'Traceback|Failed to execute script|qt.qpa' "$said" || { tail -15 "$said"; fail "says it in words of its own"; }
    say "  \"$(grep -F -m1 -- "$1" "$said" | cut -c1-150)\""
}
program_held() { (cd "$bare/usr/lib/emr-desktop" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum); }
status() { within dpkg-query -W -f '${Status} ${Version}' emr-desktop 2>/dev/null || echo none; }
windows() { as_user env DISPLAY="$display" emr-desktop "$@"; }
# A start of the windows that goes on; `open_one` is its number.
open_windows() {
    chroot --userspec=clinic:clinic "$bare" env -i PATH=/usr/bin:/bin HOME=/home/clinic USER=clinic LANG=C.UTF-8 \
        EMR_LANGUAGE=en DISPLAY="$display" emr-desktop "$@" >"$place/open" 2>&1 &
    open_one=$!
    jobs_here="$jobs_here $open_one"
}
close_windows() { kill "$open_one"; wait "$open_one" 2>/dev/null || true; }

step "A bare Debian 12 with the package"
make_root bookworm "${EMR_PROOF_BASE:-}" || fail "see $place/debootstrap.log"
cp "$deb" "$bare/packages/new.deb"
apt update
within useradd --create-home clinic
step "Installing without rights"
call as_user apt-get install /packages/new.deb
says 100 "are you root?"
[ "$(status)" = none ] || fail "something was installed"
apt install /packages/new.deb
# A desktop's own windows, for what is said before there is one of ours.
apt install x11-utils
open_display 88
[ -n "$display" ] || fail "there is no Xvfb on this machine: apt-get install xvfb"
key=$(set_up)
sh installers/made_up_visits.sh >"$bare/home/clinic/visits.csv"
admin import visits /home/clinic/visits.csv >/dev/null
[ "$(figure)" = 5 ] || fail "the month counts $(figure)"
windows --data-dir /home/clinic/record --smoke-test >/dev/null

step "No rights to write where the record is to lie"
mkdir "$bare/srv/emr"
call as_user emr-admin --data-dir /srv/emr/record setup --facility-code 101168-3 --facility-name X --admin a1 --full-name "A B"
says 1 "may not write"
[ -z "$(ls -A "$bare/srv/emr")" ] || fail "something was written"
step "No rights to write in the folder of the record"
kept=$(held)
within chown -R root:root /home/clinic/record
within chmod -R go+rX,go-w /home/clinic/record
call admin import visits /home/clinic/visits.csv
says 1 "may not write"
# The window says it; the log, which cannot be written either, goes to the terminal.
call windows --data-dir /home/clinic/record --smoke-test
[ "$code" = 1 ] && grep -q '"page": "trouble"' "$said" || fail "no window says it"
within chown -R clinic:clinic /home/clinic/record
within chmod -R u=rwX,go= /home/clinic/record
[ "$(held)" = "$kept" ] || fail "the record is another"

step "No room on the disk of the record"
mkdir "$bare/home/clinic/small"
mount -t tmpfs -o size=64k,uid="$(within id -u clinic)" tmpfs "$bare/home/clinic/small"
own_mounts="home/clinic/small"
call as_user emr-admin --data-dir /home/clinic/small/record setup --facility-code 101168-3 --facility-name X --admin a1 --full-name "A B"
says 1 "disk is full"
[ -z "$(find "$bare/home/clinic/small" -name '*.db')" ] || fail "half a record is left: $(ls -R "$bare/home/clinic/small")"
unmounted home/clinic/small

step "A second copy"
open_windows --data-dir /home/clinic/record
sleep 4
kill -0 "$open_one" || fail "the windows did not stay open"
[ "$(figure)" = 5 ] || fail "emr-admin does not work beside the windows"
call windows --data-dir /home/clinic/record
[ "$code" = 0 ] || fail "a second start ends with $code"
kill -0 "$open_one" || fail "the first ended with the second"
say "  a second start brings the first window to the front, and ends with 0"
step "Installing over an open program, removing it"
before="$(status) $(program_held)"
for try in "install --reinstall /packages/new.deb" "remove emr-desktop" "purge emr-desktop"; do
    # shellcheck disable=SC2086
    ! try_apt $try || fail "apt did it: $try"
    cp "$place/apt.log" "$said"
    code=1
    says 1 "EMR Desktop iko wazi" "EMR Desktop is open: process $open_one (clinic)"
    [ "$(status) $(program_held)" = "$before" ] || fail "the program is another after: $try"
done
kill -0 "$open_one" || fail "the windows are gone"
close_windows
apt install --reinstall /packages/new.deb
[ "$(figure)" = 5 ] || fail "the month is another"

step "Another program's files put under an open one by something else than apt"
open_windows --walk /home/clinic/walk
sleep 2
mkdir "$place/other"
.venv/bin/python installers/update/another_version.py "$bare/usr/lib/emr-desktop" "$place/other/program" --version 9.9.9
cp "$place/other/program/_internal/modules.pyz" "$bare/usr/lib/emr-desktop/_internal/modules.new"
kill -0 "$open_one" || fail "the walk was over before anything was replaced"
mv "$bare/usr/lib/emr-desktop/_internal/modules.new" "$bare/usr/lib/emr-desktop/_internal/modules.pyz"
rm -rf "$place/other"
wait "$open_one" || { tail -20 "$place/open"; fail "a program whose modules were replaced does not go on"; }
say "  the whole visit goes on to its end with the modules that it began with"
apt install --reinstall /packages/new.deb

step "No room on the disk of the program, while apt writes it"
before="$(status) $(program_held)"
mkdir "$place/program"
cp -a "$bare/usr/lib/emr-desktop/." "$place/program/"
mount -t tmpfs -o size="$(($(du -sm "$place/program" | cut -f1) + 20))m" tmpfs "$bare/usr/lib/emr-desktop"
own_mounts="usr/lib/emr-desktop"
cp -a "$place/program/." "$bare/usr/lib/emr-desktop/"
rm -rf "$place/program"
! try_apt install --reinstall /packages/new.deb || fail "apt found room"
cp "$place/apt.log" "$said"
code=1
says 1 "No space left on device"
[ "$(status) $(program_held)" = "$before" ] || fail "half of it was changed"
[ "$(figure)" = 5 ] || fail "the month is another"
unmounted usr/lib/emr-desktop
own_mounts=

step "A stick that breaks while a backup is written"
mkdir "$place/thin" "$bare/home/clinic/stick"
mount -t tmpfs -o size=64m tmpfs "$place/thin"
truncate -s 64M "$place/thin/stick.img"
mkfs.ext4 -q -F -O ^has_journal -E lazy_itable_init=1,root_owner="$(within id -u clinic):$(within id -g clinic)" "$place/thin/stick.img"
sync
# Nothing more than this can be written: what comes then, the loop answers with an error, as a stick does that is pulled out.
mount -o remount,size="$(($(du -k "$place/thin/stick.img" | cut -f1) + 300))k" "$place/thin"
loop=$(losetup -f --show "$place/thin/stick.img")
mount "$loop" "$bare/home/clinic/stick"
own_mounts="home/clinic/stick"
call admin backup create /home/clinic/stick
says 1 "."
[ "$(figure)" = 5 ] || fail "the month is another"
unmounted home/clinic/stick
losetup -d "$loop"
loop=
own_mounts=
umount "$place/thin"

step "No screen, a screen of somebody else, a way of showing windows that is not there"
call as_user emr-desktop --data-dir /home/clinic/record
says 1 "hapa hakuna skrini" "there is no screen here"
call as_user env DISPLAY=:199 emr-desktop --data-dir /home/clinic/record
says 1 "haimruhusu" "does not let this user in"
call as_user env QT_QPA_PLATFORM=eglfs emr-desktop --data-dir /home/clinic/record
says 1 "haimo kwenye programu hii" "which this program does not have"
call as_user env QT_QPA_PLATFORM=wayland DISPLAY="$display" emr-desktop --data-dir /home/clinic/record --smoke-test
says 0 '"page": "login"'

step "Libraries of the system are missing"
within dpkg --remove --force-depends libxkbcommon-x11-0 libegl1 >/dev/null 2>&1
call windows --data-dir /home/clinic/record --smoke-test
says 1 "Dirisha haliwezi kufunguka: kompyuta hii haina" "The windows cannot open: this PC lacks libEGL.so.1, libxkbcommon-x11.so.0" \
    "sudo apt install libegl1 libxkbcommon-x11-0"
pgrep -f '^xmessage' >/dev/null || within sh -c 'cat /proc/[0-9]*/comm' | grep -qx xmessage || fail "no window of the desktop says it"
say "  and a window of the desktop says it too"
for process in $(within sh -c 'grep -lx xmessage /proc/[0-9]*/comm' | cut -d/ -f3); do
    [ /proc/"$process"/root -ef "$bare" ] && kill "$process"
done
[ "$(figure)" = 5 ] || fail "emr-admin, which needs no window, does not work"
apt install --fix-broken
windows --data-dir /home/clinic/record --smoke-test >/dev/null
say "  apt brings them back, and the windows open"
end_root

step "A Linux that is too old"
if make_root bullseye "${EMR_PROOF_OLD:-}"; then
    within useradd --create-home clinic
    cp "$deb" "$bare/packages/new.deb"
    apt update
    call within apt-get -y --no-install-recommends install /packages/new.deb
    says 100 "emr-desktop : Depends: libc6 (>= "
    [ "$(status)" = none ] || fail "something was installed: $(status)"
    tar -x -C "$bare/home/clinic" -f "$portable"
    folder=/home/clinic/$(basename "$portable" .tar.xz)
    for name in emr-desktop emr-admin; do
        call as_user "$folder/$name" --help
        says 1 "Linux hii ni ya zamani mno (glibc 2.31" "this Linux is too old (glibc 2.31; "
    done
    [ ! -e "$bare/home/clinic/.local" ] || fail "something was written"
else
    say "  NOT RUN: no Debian 11 could be made here; see $place/debootstrap.log (tests/installers/test_start.py asks a made-up one)"
fi
say "All $steps steps went well in $(($(date +%s) - started)) s."
