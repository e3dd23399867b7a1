# Read by proof.sh and bad_input.sh: a bare Debian under $place, entered by chroot, taken away again whatever happens.
#
#   EMR_DIST          where the packages lie that are tried; dist without it
#   EMR_PROOF_EXTRA   a folder laid over the root: what this network needs (certificates, apt settings, hosts)
#   EMR_PROOF_BASE    a .tar with a bare root of Debian 12; made there when it is missing, so that the next run is quicker
#   EMR_PROOF_OLD     the same with an older one (bad_input.sh)
bare=$place/root
architecture=$(dpkg --print-architecture)
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || fail "this needs root: it makes a Debian of its own and enters it"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

started=$(date +%s)
steps=0
step() { steps=$((steps + 1)); say "[$(($(date +%s) - started)) s] $*"; }

jobs_here= # numbers of processes that end with this script
own_mounts= # folders in the root that were mounted by a step
unmounted() { while mountpoint -q "$bare/$1"; do umount "$bare/$1" 2>/dev/null || umount -l "$bare/$1"; done; }
leave() {
    code=$?
    trap - EXIT INT TERM
    for job in $jobs_here; do kill "$job" 2>/dev/null || true; done
    for name in $own_mounts tmp/.X11-unix dev/shm dev/pts dev sys proc; do
        unmounted "$name"
        mountpoint -q "$bare/$name" && fail "$bare/$name is still mounted; nothing was removed"
    done
    ! command -v left_behind >/dev/null || left_behind
    rm -rf --one-file-system "$bare"
    exit "$code"
}
trap leave EXIT INT TERM

# make_root RELEASE BASE: the root, with what every process wants to find
make_root() {
    rm -rf --one-file-system "$bare"
    mkdir -p "$bare"
    if [ -n "$2" ] && [ -f "$2" ]; then
        tar -x -C "$bare" -f "$2"
    else
        debootstrap --variant=minbase "$1" "$bare" >"$place/debootstrap.log" 2>&1 || return 1
        [ -z "$2" ] || tar -c -C "$bare" -f "$2" .
    fi
    [ -z "${EMR_PROOF_EXTRA:-}" ] || cp -a "$EMR_PROOF_EXTRA/." "$bare/"
    mount -t proc proc "$bare/proc"
    mount -t sysfs -o ro sysfs "$bare/sys"
    mount --bind /dev "$bare/dev"
    mount -t devpts devpts "$bare/dev/pts"
    mount -t tmpfs tmpfs "$bare/dev/shm"
    mkdir -p "$bare/tmp/.X11-unix" "$bare/packages"
}
end_root() {
    for name in $own_mounts tmp/.X11-unix dev/shm dev/pts dev sys proc; do unmounted "$name"; done
    own_mounts=
    rm -rf --one-file-system "$bare"
}

within() { chroot "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
try_apt() { within apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "$@" >"$place/apt.log" 2>&1; }
apt() { try_apt "$@" || {
    tail -20 "$place/apt.log" >&2
    fail "apt-get $*"
}; }
# An ordinary user, who knows nothing of this program but its commands.
as_user() { chroot --userspec=clinic:clinic "$bare" env -i PATH=/usr/bin:/bin HOME=/home/clinic USER=clinic LANG=C.UTF-8 \
    EMR_PASSWORD="nyota ya bahari tulivu" EMR_LANGUAGE=en ${key:+EMR_RECOVERY_KEY="$key"} "$@"; }
admin() { as_user emr-admin --data-dir /home/clinic/record "$@"; }
set_up() { # in the folder record of the user; gives the paper key
    admin --json setup --facility-code 101168-3 --facility-name Buigiri --admin mganga --full-name "Neema Mushi" |
        sed -n 's/.*"recovery_key": *"\([^"]*\)".*/\1/p'
}
month=$(date -u +%Y%m)
figure() { admin --json report cases opd --period "$month" --row 23.2 | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p'; }
held() { (cd "$bare/home/clinic" && find record -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum); }
# A display that the root sees too: DISPLAY is $display, empty where this machine has none.
display=
open_display() {
    command -v Xvfb >/dev/null || return 0
    mkdir -p /tmp/.X11-unix
    mount --bind /tmp/.X11-unix "$bare/tmp/.X11-unix"
    display=:$1
    [ -e "/tmp/.X11-unix/X$1" ] || {
        Xvfb "$display" -screen 0 1400x900x24 -nolisten tcp >"$place/xvfb.log" 2>&1 &
        jobs_here="$jobs_here $!"
        sleep 2
    }
}
