#!/bin/sh
# `make package`: the frozen program, a .deb and a portable .tar.xz in dist/, with their sizes and hashes.
# The same commit on the same machine gives the same bytes: the time is the commit's, order and owners are fixed.
# For trials of an upgrade: EMR_PACKAGE_VERSION gives another version than the program's own, EMR_ONLY_DEB=1 leaves
# the portable folder out; EMR_XZ_LEVEL=1 packs quickly and large. EMR_RELEASE_KEYS names the public keys of a release.
set -eu
umask 022
cd "$(dirname "$0")/../.."
root=$PWD
python=$root/.venv/bin/python
work=$root/build/package
out=$root/dist
say() { printf '%s\n' "$*" >&2; }

for tool in ar readelf strip dpkg-deb xz patchelf cc; do
    command -v "$tool" >/dev/null 2>&1 || {
        say "$tool is missing: apt-get install --no-install-recommends binutils dpkg xz-utils patchelf gcc"
        exit 1
    }
done
version=${EMR_PACKAGE_VERSION:-$("$python" -c 'import emr_desktop; print(emr_desktop.__version__)')}
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat -c %Y pyproject.toml)}
PYTHONHASHSEED=1
PYTHONNODEBUGRANGES=1 # lines in a traceback, no columns: a megabyte less
QT_QPA_PLATFORM=offscreen
PYTHONDONTWRITEBYTECODE=1
PYINSTALLER_CONFIG_DIR=$root/build/pyinstaller
export SOURCE_DATE_EPOCH PYTHONHASHSEED PYTHONNODEBUGRANGES QT_QPA_PLATFORM PYTHONDONTWRITEBYTECODE PYINSTALLER_CONFIG_DIR
level=${EMR_XZ_LEVEL:-9}
architecture=$(dpkg --print-architecture)
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)

rm -rf "$work"
mkdir -p "$work" "$out"
say "Freezing $version ..."
"$python" -m PyInstaller --noconfirm --log-level WARN --distpath "$work/dist" --workpath "$work/work" \
    installers/emr_desktop.spec
program=$work/dist/emr-desktop
# A library must not look for others in folders of the build machine.
find "$work/dist" -type f -name '*.so*' | while read -r library; do
    ! readelf -dW "$library" | grep -qE '\(R(UN)?PATH\).*\[(/|.*:/)' || patchelf --remove-rpath "$library"
done
"$python" installers/icu_data.py "$program" >&2
"$python" installers/release_keys.py "$program"
"$python" installers/licences.py "$program/_internal/licences" "$program"
"$python" installers/icons/draw.py "$work/icons"
"$python" installers/linux/depends.py "$program" --lines >"$program/_internal/needs.txt"
find "$program" -type d -exec chmod 755 {} +
find "$program" -type f -exec chmod 644 {} +
chmod 755 "$program/emr-desktop" "$program/emr-admin"

# ---- the .deb: the program in /usr/lib/emr-desktop, nobody's data anywhere
tree=$work/deb
put() { install -D -m 644 "$1" "$tree/$2"; }
install -d -m 755 "$tree/usr/lib" "$tree/usr/bin"
cp -a "$program" "$tree/usr/lib/emr-desktop"
for name in emr-desktop emr-admin; do
    ln -s "../lib/emr-desktop/$name" "$tree/usr/bin/$name"
    mkdir -p "$tree/usr/share/man/man1"
    sed "s/^\(\.TH [A-Z-]* 1\) \"\"/\1 \"$day\"/" "installers/linux/files/$name.1" | gzip -9n \
        >"$tree/usr/share/man/man1/$name.1.gz"
done
put installers/linux/files/emr-desktop.desktop usr/share/applications/emr-desktop.desktop
put installers/linux/files/emr-desktop.xml usr/share/mime/packages/emr-desktop.xml
icons=usr/share/icons/hicolor
put installers/icons/emr-desktop.svg $icons/scalable/apps/emr-desktop.svg
put installers/icons/emr-backup.svg $icons/scalable/mimetypes/application-x-emr-backup.svg
for size in 16 24 32 48 64 128 256; do
    put "$work/icons/emr-desktop-$size.png" $icons/${size}x$size/apps/emr-desktop.png
    put "$work/icons/emr-backup-$size.png" $icons/${size}x$size/mimetypes/application-x-emr-backup.png
done
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: EMR Desktop\n\n'
    printf 'Files: *\nCopyright: 2026 the authors of EMR Desktop\nLicense: Apache-2.0\n'
    printf ' On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n .\n'
    printf ' The programs and libraries that come along keep their own licences:\n'
    printf ' /usr/lib/emr-desktop/_internal/licences.\n'
} >"$work/copyright"
put "$work/copyright" usr/share/doc/emr-desktop/copyright
gzip -9n <CHANGELOG.md >"$work/news.gz"
put "$work/news.gz" usr/share/doc/emr-desktop/NEWS.gz

mkdir "$tree/DEBIAN"
sed 's/@ALWAYS@/yes/' installers/linux/files/not_while_open >"$tree/DEBIAN/preinst"
sed 's/@ALWAYS@/no/; s/@WHEN@/remove/' installers/linux/files/not_while_open >"$tree/DEBIAN/prerm"
chmod 755 "$tree/DEBIAN/preinst" "$tree/DEBIAN/prerm"
cat >"$tree/DEBIAN/control" <<END
Package: emr-desktop
Version: $version
Section: misc
Priority: optional
Architecture: $architecture
Maintainer: ${EMR_MAINTAINER:-EMR Desktop <emr-desktop@example.org>}
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
Depends: $("$python" installers/linux/depends.py "$program")
Recommends: cups-client, libcups2 | libcups2t64
Suggests: xdg-desktop-portal
Description: record of a dispensary or health centre
 Visits, prescriptions, laboratory and the monthly MTUHA forms of a primary
 health care facility in Tanzania, in Swahili and English, in an encrypted
 record on this PC; works without a line for as long as needed, and sends the
 months to DHIS2 when there is one.
 .
 The record lies in the user's own folder or where --data-dir says. Removing or
 purging this package leaves it there.
END
(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# ---- the portable folder: the same program, to be unpacked anywhere, with the launcher that changes versions
portable=emr-desktop-$version-linux-$(uname -m)
if [ -z "${EMR_ONLY_DEB:-}" ]; then
    mkdir -p "$work/portable/$portable/versions"
    launcher=$work/portable/$portable/_launcher
    cp -a "$work/dist/launcher" "$launcher"
    cp "$program/_internal/needs.txt" installers/linux/start.sh "$launcher/"
    cc -Os -static -nostdlib -fno-stack-protector -fno-asynchronous-unwind-tables -Wl,--build-id=none -Wall -Werror -s \
        -o "$work/start" installers/linux/start.c
    for name in emr-desktop emr-admin; do install -m 755 "$work/start" "$work/portable/$portable/$name"; done
    find "$work/portable" -type d -exec chmod 755 {} +
    find "$launcher" -type f -exec chmod 644 {} +
    chmod 755 "$launcher/emr-desktop" "$launcher/emr-admin"
    cp -a "$program" "$work/portable/$portable/versions/$version"
    echo "$version" >"$work/portable/$portable/current"
    cp installers/linux/files/READ_ME.txt LICENSE "$work/portable/$portable/"
    find "$work/portable" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
fi

# The folder as it is, for the bundle of an update.
rm -rf "$out/emr-desktop"
cp -al "$program" "$out/emr-desktop"

say "Packing ..."
deb=$out/emr-desktop_${version}_$architecture.deb
tar=$out/$portable.tar.xz
# dpkg-deb knows no filter for machine code, which saves some megabytes: so its two archives are packed here.
case $architecture in
amd64) filter=--x86 ;;
arm64) filter=--arm64 ;;
*) filter= ;;
esac
# shellcheck disable=SC2086
pack() { xz $filter --lzma2=preset="$level" -T1; }
(
    dpkg-deb --root-owner-group -Znone -b "$tree" "$work/plain.deb" >/dev/null
    echo 2.0 >"$work/debian-binary"
    dpkg-deb --ctrl-tarfile "$work/plain.deb" | xz -9 -T1 >"$work/control.tar.xz"
    dpkg-deb --fsys-tarfile "$work/plain.deb" | pack >"$work/data.tar.xz"
    rm -f "$deb" "$work/plain.deb"
    cd "$work" && ar rcD "$deb" debian-binary control.tar.xz data.tar.xz
) &
deb_job=$!
[ "${EMR_ONLY_DEB:-}" ] || tar --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --mtime="@$SOURCE_DATE_EPOCH" \
    -C "$work/portable" -cf - "$portable" | pack >"$tar"
wait "$deb_job"
[ "${EMR_ONLY_DEB:-}" ] && exit
(cd "$out" && sha256sum "$(basename "$deb")" "$(basename "$tar")" | tee SHA256SUMS)
echo "folder: $(du -sm --apparent-size "$program" | cut -f1) MB, $(find "$program" -type f | wc -l) files"
for file in "$deb" "$tar"; do
    echo "$(basename "$file"): $(stat -c %s "$file" | awk '{printf "%.1f MB", $1 / 1e6}')"
done
