# To be read by the scripts beside it: how a Windows program is run here.
#   windows PROGRAM ARGUMENTS...   sets code (its exit code) and told (what it said); at most $longest seconds (600)
# Wine wants pipes for its streams, not files.
windows_place=${windows_place:-$PWD/build/windows}
export WINEPREFIX="$windows_place/prefix" WINEDEBUG=-all DISPLAY= PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH
export WINEDLLOVERRIDES='winemenubuilder.exe=d'
code=0 told=
windows() {
    told=$( (own=0; timeout "${longest:-600}" nice -n 5 wine "$@" </dev/null 2>&1 || own=$?; echo "exit-code $own") |
        cat | tr -d '\r')
    code=${told##*exit-code }
    told=${told%exit-code *}
}
windows_path() { printf 'Z:%s' "$1" | tr / '\\'; }
