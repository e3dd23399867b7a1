#!/bin/sh
# A package of an earlier commit, for the trial of an upgrade: previous.sh COMMIT VERSION
# Takes that commit's program with today's packaging and libraries; leaves the .deb in build/previous.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
commit=$1 version=$2
place=$root/build/previous
[ -f "$place/emr-desktop_${version}_$(dpkg --print-architecture).deb" ] && exit 0
rm -rf "$place"
mkdir -p "$place/source"
git archive "$commit" | tar -x -C "$place/source"
rm -rf "$place/source/installers"
cp -a installers "$place/source/installers"
# Steps of today's packaging that an earlier program has no part for.
: >"$place/source/installers/release_keys.py"
printf 'from ui.app import main\n\nraise SystemExit(main())\n' >"$place/source/installers/launch_desktop.py"
ln -s "$root/.venv" "$place/source/.venv"
(cd "$place/source" && .venv/bin/python -m ui.i18n.build --compile)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit") EMR_PACKAGE_VERSION=$version EMR_ONLY_DEB=1 \
    sh "$place/source/installers/linux/build.sh"
mv "$place/source/dist/"*.deb "$place/"
rm -rf "$place/source"
