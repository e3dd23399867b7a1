# To be read by try_with_wine.sh: what the installer does, whatever the program in it: which versions stay, what a held
# file does, what removal leaves, both kinds of install. Around a stand-in, because each version is an installer.
stand_in=$place/stand-in
mkdir -p "$stand_in/emr-desktop/_internal" "$stand_in/launcher/_launcher"
for file in emr-desktop/emr-desktop.exe emr-desktop/emr-admin.exe emr-desktop/_internal/library launcher/emr-desktop.exe \
    launcher/emr-admin.exe launcher/_launcher/library; do
    echo "stand-in" >"$stand_in/$file"
done
for each in 0.1 0.2 0.3 0.4; do compile "$each.0" "$stand_in" -DQUICK; done
registered() { [ "$(value "$1" 'Software\Classes\.emrbackup' '')" = EMRDesktop.Backup ]; }
folder=$disk/emr
record=$home/AppData/Local/emr-desktop

setup 0.1.0 /CurrentUser '/D=C:\emr'
[ "$code" = 0 ] && [ "$(in_force "$folder")" = 0.1.0 ] || fail "a silent install gave $code"
[ -f "$folder/versions/0.1.0/_internal/library" ] && [ -f "$folder/_launcher/library" ] || fail "files are missing"
registered HKCU || fail "the backup file has no type"
step "stand-in: silent install for one user, into the folder that was named"

mkdir -p "$record"
echo data >"$record/clinic.db"
setup 0.2.0
[ "$code" = 0 ] && [ "$(in_force "$folder")" = 0.2.0 ] || fail "an upgrade gave $code"
[ -d "$folder/versions/0.1.0" ] || fail "the version of before is gone"
setup 0.3.0
[ ! -d "$folder/versions/0.1.0" ] && [ -d "$folder/versions/0.2.0" ] || fail "the wrong versions stay"
echo spoiled >"$folder/versions/0.3.0/_internal/library"
setup 0.3.0
[ "$(cat "$folder/versions/0.3.0/_internal/library")" = stand-in ] || fail "installing once more mends nothing"
expect "versions" "$(ls "$folder/versions" | xargs)" "0.2.0 0.3.0"
step "stand-in: upgrade in the same folder; the version of before stays, older ones go; once more mends it"

# Root may write everything, so the program that cannot be opened is a folder of that name.
for held in emr-desktop.exe emr-admin.exe versions/0.3.0/emr-desktop.exe; do
    rm "$folder/$held" && mkdir "$folder/$held"
    setup 0.4.0
    [ "$code" = 2 ] && [ "$(in_force "$folder")" = 0.3.0 ] && [ ! -d "$folder/versions/0.4.0" ] || fail "$held held: $code"
    rmdir "$folder/$held" && echo "stand-in" >"$folder/$held"
    step "stand-in: $held cannot be opened: refused with 2, nothing changed"
done

echo mine >"$folder/mine.txt"
windows "$folder/uninstall.exe" /S /CurrentUser '_?=C:\emr'
[ "$code" = 0 ] || fail "removal gave $code"
[ ! -d "$folder/versions" ] && [ ! -d "$folder/_launcher" ] && [ ! -f "$folder/current" ] || fail "something is left"
[ -f "$folder/mine.txt" ] && [ -f "$record/clinic.db" ] || fail "what is not the program's is gone"
! registered HKCU || fail "the type of the backup file is left"
rm -rf "$record" "$folder"
step "stand-in: removal takes the program and nothing else"

setup 0.3.0 /AllUsers
folder="$disk/Program Files/EMR Desktop"
[ "$code" = 0 ] && [ "$(in_force "$folder")" = 0.3.0 ] || fail "an install for all users gave $code"
registered HKLM || fail "the backup file has no type for all users"
windows "$folder/uninstall.exe" /S /AllUsers
[ "$code" = 0 ] && [ ! -d "$folder" ] || fail "removal for all users gave $code and left $(ls -A "$folder")"
! registered HKLM || fail "the type of the backup file is left for all users"
step "stand-in: silent install for all users, and removal"
