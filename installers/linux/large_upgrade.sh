#!/bin/sh
# How long the first command after an upgrade takes on a record of 200 MB: its backup, the migrations, the check.
# Takes the package in dist/ and that of an earlier commit (previous.sh); both are unpacked, nothing is installed.
#
#   EMR_MONTHS   of made-up visits, 300 a day; what it takes to come to 200 MB
set -eu
cd "$(dirname "$0")/../.."
place=$PWD/build/large-upgrade
architecture=$(dpkg --print-architecture)
say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*" >&2; exit 1; }
deb=$(ls -t "${EMR_DIST:-dist}"/emr-desktop_*_"$architecture".deb 2>/dev/null | head -1)
[ -n "$deb" ] || fail "there is no package in dist: make package"
sh installers/linux/previous.sh "${EMR_PREVIOUS:-5968277}" 0.0.9
rm -rf "$place"
mkdir -p "$place"
dpkg-deb -x "build/previous/emr-desktop_0.0.9_$architecture.deb" "$place/old"
dpkg-deb -x "$deb" "$place/new"
EMR_DEVICE_DIR=$place/device EMR_PASSWORD=mafunzo-ya-emr EMR_LANGUAGE=en
export EMR_DEVICE_DIR EMR_PASSWORD EMR_LANGUAGE
old() { "$place/old/usr/lib/emr-desktop/emr-admin" --data-dir "$place/record" "$@"; }
new() { "$place/new/usr/lib/emr-desktop/emr-admin" --data-dir "$place/record" "$@"; }
figure() { "$1" --json report cases opd --period 202611 --row 23.2 | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p'; }

old demo --seed 3 --months "${EMR_MONTHS:-24}" --per-day 300 --until 2026-11-20 >"$place/demo.txt"
before=$(figure old)
size=$(du -m "$place/record/clinic.db" | cut -f1)
say "a record of $size MB; the month counts $before"
[ "$size" -ge 200 ] || say "  smaller than 200 MB: EMR_MONTHS=$((${EMR_MONTHS:-24} * 220 / size))"
begun=$(date +%s%3N)
(figure new && echo && times) >"$place/upgrade.txt"
after=$(head -n 1 "$place/upgrade.txt")
took=$(($(date +%s%3N) - begun))
[ "$after" = "$before" ] && [ -n "$after" ] || fail "after the upgrade the month counts $after, not $before"
find "$place/record/backups" -type f | grep -q . || fail "no backup was made before the migrations"
say "first command after the upgrade, with backup and migrations: $took ms (target 60,000)"
say "  processor time, own and of the system: $(tail -n 1 "$place/upgrade.txt"); load $(cut -d' ' -f1 /proc/loadavg)"
again=$(date +%s%3N)
figure new >/dev/null
say "the same command again: $(($(date +%s%3N) - again)) ms"
rm -rf "$place"
[ "$took" -le 60000 ]
