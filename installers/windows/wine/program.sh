# To be read by try_with_wine.sh: the real program, installed, worked with, upgraded from the program of an earlier commit
# with the record in place, removed, installed again; by its two commands as an administrator or a person starts them.
previous_version=0.0.9
previous_commit=${EMR_PREVIOUS:-5968277}
now=$(.venv/bin/python -c 'import emr_desktop; print(emr_desktop.__version__)')
sh "$own/previous.sh" "$previous_commit" "$previous_version" "$root/build/windows/previous"
compile "$previous_version" "$root/build/windows/previous" -DQUICK
compile "$now" "$real"
size=$(stat -c %s "$place/emr-$now.exe")
echo "    the installer: $(echo "$size" | awk '{printf "%.1f MB", $1 / 1e6}'), the folder $(du -sm --apparent-size "$real/emr-desktop" |
    cut -f1) MB and the launcher $(du -sm --apparent-size "$real/launcher" | cut -f1) MB; the largest files:"
(cd "$real" && find emr-desktop launcher -type f -printf '%s %P\n' | sort -rn | head -8 |
    awk '{printf "    %5.1f MB  %s\n", $1 / 1e6, $2}')
[ "$size" -le 40000000 ] || fail "the installer has $size bytes; 40 MB is the limit"
step "the installer is at most 40 MB"

EMR_PASSWORD="nyota ya bahari tulivu" EMR_LANGUAGE=en
export EMR_PASSWORD EMR_LANGUAGE
app="$home/AppData/Local/Programs/EMR Desktop" app_there="C:\\users\\$(id -un)\\AppData\\Local\\Programs\\EMR Desktop"
menu="$home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/EMR Desktop"
record=$disk/clinic/record
mkdir -p "$disk/clinic/stick"
admin() { windows "$app/emr-admin.exe" --data-dir 'C:\clinic\record' "$@"; }
must() { # WHAT, then what admin is asked
    what=$1
    shift
    admin "$@"
    [ "$code" = 0 ] || fail "$what gave $code"
}
shows_login() {
    windows "$app/emr-desktop.exe" --data-dir 'C:\clinic\record' --smoke-test
    [ "$code" = 0 ] || fail "the windows gave $code"
}
# remove MODE: as the list of programs does it, and waited for; asked MODE: only whether it would, by its exit code, which
# is to be had when it runs in its place, and that option takes no quotation marks
remove() {
    windows "$app/uninstall.exe" /S "/$1"
    tries=0
    while [ "$code" = 0 ] && [ -e "$app/uninstall.exe" ] && [ "$tries" -lt 60 ]; do
        tries=$((tries + 1))
        sleep 1
    done
}
asked() {
    printf '@"%s\\uninstall.exe" /S /%s _?=%s\r\n@exit %%ERRORLEVEL%%\r\n' "$app_there" "$1" "$app_there" >"$disk/asked.cmd"
    windows cmd /c 'C:\asked.cmd'
}
month=$(date -u +%Y%m)
figure() {
    must "counting" --json report cases opd --period "$month" --row 23.2
    count=$(printf '%s' "$told" | tr -d ' \n' | sed -n 's/.*"count":\([0-9]*\).*/\1/p')
}
doctor() { # what it says of program and schema, and what it finds bad
    admin --json doctor
    said=$(printf '%s' "$told" | tr -d '\n')
}
entries() { # HIVE LANGUAGE'S WORD FOR A BACKUP: association, Start menu, list of programs
    expect "type of the backup" "$(value "$1" 'Software\Classes\.emrbackup' '')" EMRDesktop.Backup
    expect "name of the backup" "$(value "$1" 'Software\Classes\EMRDesktop.Backup' '')" "$2"
    expect "opening a backup" "$(value "$1" 'Software\Classes\EMRDesktop.Backup\shell\open\command' '')" \
        "\"$app_there\\emr-desktop.exe\" \"%1\""
    expect "icon of a backup" "$(value "$1" 'Software\Classes\EMRDesktop.Backup\DefaultIcon' '')" "$app_there\\emr-backup.ico"
    list='Software\Microsoft\Windows\CurrentVersion\Uninstall\EMRDesktop'
    expect "name in the list" "$(value "$1" "$list" DisplayName)" "EMR Desktop"
    expect "version in the list" "$(value "$1" "$list" DisplayVersion)" "$3"
    expect "place in the list" "$(value "$1" "$list" InstallLocation)" "$app_there"
    expect "removal in the list" "$(value "$1" "$list" QuietUninstallString)" "\"$app_there\\uninstall.exe\" /$4 /S"
    for file in emr-backup.ico LICENSE uninstall.exe; do [ -f "$app/$file" ] || fail "$file is missing"; done
}

# ---- the program of before, for one user, without a word about where
setup "$previous_version" /CurrentUser /LANGUAGE=en
[ "$code" = 0 ] && [ "$(in_force "$app")" = "$previous_version" ] || fail "the install for one user gave $code"
entries HKCU "EMR Desktop backup" "$previous_version" CurrentUser
expect "the Start menu" "$(ls "$menu" | tr '\n' '|')" "EMR Desktop command line.lnk|EMR Desktop.lnk|"
[ -f "$home/Desktop/EMR Desktop.lnk" ] || fail "no icon on the desktop"
step "$previous_version installed silently for one user: Start menu, desktop, backup files, list of programs, in English"
must "set-up" --json setup --facility-code 101168-3 --facility-name Buigiri --admin mganga --full-name "Neema Mushi"
key=$(printf '%s' "$told" | sed -n 's/.*"recovery_key": *"\([^"]*\)".*/\1/p')
sh installers/made_up_visits.sh >"$disk/clinic/visits.csv"
must "the import" import visits 'C:\clinic\visits.csv'
figure
expect "cases of malaria" "$count" 5
admin doctor
old_schema=$(printf '%s' "$told" | sed -n 's/^schema[^0-9]*\([0-9]*\).*/\1/p')
step "a facility with five visits; the month counts them"

# ---- over it
begun=$(date +%s%3N)
setup "$now"
took=$(($(date +%s%3N) - begun))
[ "$code" = 0 ] && [ "$(in_force "$app")" = "$now" ] || fail "the upgrade gave $code"
expect "versions" "$(ls "$app/versions" | xargs)" "$previous_version $now"
entries HKCU "EMR Desktop backup" "$now" CurrentUser
figure
expect "cases after the upgrade" "$count" 5
admin doctor
new_schema=$(printf '%s' "$told" | sed -n 's/^schema[^0-9]*\([0-9]*\).*/\1/p')
[ "$new_schema" -gt "$old_schema" ] || fail "no migration ran ($old_schema, $new_schema): this proves nothing about upgrades"
! printf '%s' "$told" | grep -E '^[a-z_]+ +bad' || fail "the doctor finds something"
ls "$record/backups" | grep -q . || fail "no backup was made before the migrations"
shows_login
step "$previous_version -> $now by the installer ($took ms here), schema $old_schema -> $new_schema after a backup, the same month"

# ---- what people and IT staff do with it
must "the month as PDF" report show opd --period "$month" --format pdf --out 'C:\clinic\opd.pdf'
[ "$(head -c 4 "$disk/clinic/opd.pdf")" = %PDF ] || fail "the month is no PDF"
must "a backup" backup create 'C:\clinic\stick'
backup=$(ls "$disk/clinic/stick" | grep emrbackup$ | head -1)
must "checking the backup" backup verify "C:\\clinic\\stick\\$backup"
must "the trail" audit verify
EMR_RECOVERY_KEY=$key
export EMR_RECOVERY_KEY
windows "$app/emr-admin.exe" --data-dir 'C:\clinic\second' backup restore "C:\\clinic\\stick\\$backup"
[ "$code" = 0 ] || fail "restoring gave $code"
windows "$app/emr-admin.exe" --data-dir 'C:\clinic\second' --json report cases opd --period "$month" --row 23.2
printf '%s' "$told" | tr -d ' \n' | grep -q '"count":5' || fail "the restored record counts something else"
unset EMR_RECOVERY_KEY
step "month as PDF, backup, its check, the trail, and the backup restored with the paper key: the same month there"
EMR_WALK_PATIENCE_S=60
export EMR_WALK_PATIENCE_S
windows "$app/emr-desktop.exe" --walk "$(windows_path "$place/walk")"
[ "$code" = 0 ] && grep -q "Everything below was verified." "$place/walk/summary.md" || fail "the walk gave $code"
pictures=$(ls "$place"/walk/*.png | wc -l)
rm -rf "$root/build/windows/walk" && mv "$place/walk" "$root/build/windows/walk"
step "a whole visit through the real windows: $pictures pictures in build/windows/walk"

# ---- the program is open
programs() { # the process ids of what is open in this Windows: what waits here, the launcher, what it started
    for process in /proc/[0-9]*; do
        ! tr '\0' '\n' <"$process/environ" 2>/dev/null | grep -qx "WINEPREFIX=$WINEPREFIX" ||
            ! tr '\0' ' ' <"$process/cmdline" | grep -q 'emr-desktop\.exe.*--data-dir' || basename "$process"
    done 2>/dev/null
}
windows_open() {
    (timeout 300 wine "$app/emr-desktop.exe" --data-dir 'C:\clinic\record' </dev/null 2>&1 | cat >/dev/null) &
    tries=0
    until [ "$(programs | wc -l)" -ge 3 ]; do
        tries=$((tries + 1))
        [ "$tries" -le 60 ] || fail "the windows do not open"
        sleep 1
    done
    sleep 5
}
windows_closed() {
    windows taskkill /F /IM emr-desktop.exe
    sleep 3
    [ -z "$(programs)" ] || fail "taskkill ended nothing: $(programs | xargs)"
}
windows_open
setup "$now"
[ "$code" = 2 ] || fail "an installer beside the open program gave $code"
expect "in force beside the open program" "$(in_force "$app")" "$now"
expect "versions" "$(ls "$app/versions" | xargs)" "$previous_version $now"
asked CurrentUser
[ "$code" = 2 ] && [ -f "$app/current" ] || fail "removal beside the open program gave $code"
step "the program is open: installer and removal are refused with 2, nothing changed"
windows_closed

# ---- away and back
held=$(cd "$disk/clinic" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)
remove CurrentUser
[ "$code" = 0 ] || fail "removal gave $code"
[ ! -e "$app" ] || fail "something of the program is left: $(ls -A "$app" | xargs)"
[ ! -e "$menu" ] && [ ! -e "$home/Desktop/EMR Desktop.lnk" ] || fail "something in the menu or on the desktop is left"
for each in 'Software\Classes\.emrbackup' 'Software\Classes\EMRDesktop.Backup' 'Software\EMRDesktop' "$list"; do
    windows reg query "HKCU\\$each"
    [ "$code" != 0 ] || fail "$each is left in the registry"
done
expect "what is not the program's" "$(cd "$disk/clinic" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum)" "$held"
step "removal takes the program, its menu and its entries; of the record not one byte"
setup "$now" /CurrentUser /LANGUAGE=sw
[ "$code" = 0 ] || fail "installing again gave $code"
entries HKCU "Nakala rudufu ya EMR Desktop" "$now" CurrentUser
expect "the Start menu" "$(ls "$menu" | tr '\n' '|')" "EMR Desktop kwa amri.lnk|EMR Desktop.lnk|"
figure
expect "cases after installing again" "$count" 5
shows_login
remove CurrentUser
step "installed again, in Swahili: the record is found, the same month"

# ---- for everybody on this PC
app="$disk/Program Files/EMR Desktop" app_there='C:\Program Files\EMR Desktop'
setup "$now" /AllUsers /LANGUAGE=en
[ "$code" = 0 ] || fail "the install for all users gave $code"
entries HKLM "EMR Desktop backup" "$now" AllUsers
[ -f "$disk/ProgramData/Microsoft/Windows/Start Menu/Programs/EMR Desktop/EMR Desktop.lnk" ] || fail "no entry for everybody"
figure
expect "cases for everybody" "$count" 5
shows_login
remove AllUsers
[ "$code" = 0 ] && [ ! -e "$app" ] || fail "removal for all users gave $code and left $(ls -A "$app" | xargs)"
step "installed for everybody: menu, backup files, list of programs; works, and is removed"
