#!/bin/sh
# The Windows program of an earlier commit, for the trial of an upgrade: previous.sh COMMIT VERSION OUT
# Takes that commit's program with today's packaging, libraries and launcher, and calls it VERSION; OUT/emr-desktop,
# OUT/launcher. Today's program must have been frozen before.
set -eu
cd "$(dirname "$0")/../../.."
root=$PWD
commit=$1 version=$2 out=$3
place=$root/build/windows
wanted="$commit $version $(cat "$place/stamp")"
[ "$(cat "$out/made-of" 2>/dev/null)" != "$wanted" ] || exit 0
source=$place/previous-source
rm -rf "$source" "$out"
mkdir -p "$source"
git archive "$commit" | tar -x -C "$source"
rm -rf "$source/installers"
cp -a installers "$source/installers"
(cd "$source" && PYTHONPATH=$source "$root/.venv/bin/python" -m ui.i18n.build --compile >/dev/null)
EMR_ONLY_DEB=1 sh installers/windows/wine/freeze.sh "$source" "$out" # without a launcher: that commit has none
mv "$out/emr-desktop" "$out/plain"
"$root/.venv/bin/python" installers/update/another_version.py "$out/plain" "$out/emr-desktop" --version "$version"
cp -a "$place/frozen/launcher" "$out/launcher"
rm -rf "$source" "$out/plain"
echo "$wanted" >"$out/made-of"
