# Builds the Windows installer on Windows: powershell -ExecutionPolicy Bypass -File installers\windows\build.ps1
#
# Needs Python 3.11 or newer and NSIS (makensis) on the path. Makes .venv, freezes both programs and the launcher, collects
# the licences, compiles the installer into dist\, signs when EMR_SIGN_THUMBPRINT names a certificate in the store of
# this user (signtool on the path). With -Inno the Inno Setup installer is made too.
param([switch]$Inno, [string]$Python = "py -3.11")
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")

function Run([string]$What, [scriptblock]$Do) {
    Write-Host "== $What"
    & $Do
    if ($LASTEXITCODE) { throw "$What failed with $LASTEXITCODE" }
}
function Sign([string[]]$Files) {
    if (-not $env:EMR_SIGN_THUMBPRINT) { return }
    Run "sign $Files" {
        signtool sign /sha1 $env:EMR_SIGN_THUMBPRINT /fd SHA256 /td SHA256 `
            /tr $(if ($env:EMR_TIMESTAMP_URL) { $env:EMR_TIMESTAMP_URL } else { "http://timestamp.digicert.com" }) @Files
    }
}

foreach ($tool in @("git", "makensis") + @(if ($env:EMR_SIGN_THUMBPRINT) { "signtool" }) + @(if ($Inno) { "iscc" })) {
    if (-not (Get-Command $tool -ErrorAction SilentlyContinue)) { throw "$tool is not on the path" }
}
$env:SOURCE_DATE_EPOCH = git log -1 --format=%ct
$env:PYTHONHASHSEED = "1"
$env:QT_QPA_PLATFORM = "offscreen"
$env:PYINSTALLER_CONFIG_DIR = Join-Path $PWD "build\pyinstaller"
if (-not (Test-Path .venv)) { Run "make .venv" { Invoke-Expression "$Python -m venv .venv" } }
$own = ".venv\Scripts\python.exe"
Run "install what the lock names" { & $own -m pip install -q --require-hashes -r requirements-dev.lock }
Run "install the packages" { & $own -m pip install -q --no-deps --no-build-isolation -e . }
Run "compile the languages" { & $own -m ui.i18n.build --compile }
$version = & $own -c "import emr_desktop; print(emr_desktop.__version__)"

if (Test-Path build\package) { Remove-Item -Recurse -Force build\package }
New-Item -ItemType Directory -Force build\package, dist | Out-Null
Run "draw the icons" { & $own installers\icons\draw.py build\package\icons }
Run "describe the version" { & $own installers\windows\version_file.py build\package\version.txt }
$env:EMR_ICON = Join-Path $PWD "build\package\icons\emr-desktop.ico"
$env:EMR_VERSION_FILE = Join-Path $PWD "build\package\version.txt"
Run "freeze" {
    & $own -m PyInstaller --noconfirm --log-level WARN --distpath build\package\dist --workpath build\package\work `
        installers\emr_desktop.spec
}
$program = "build\package\dist\emr-desktop"
Run "put in the release keys" { & $own installers\release_keys.py $program }
Run "collect the licences" { & $own installers\licences.py "$program\_internal\licences" $program }
Sign @("$program\emr-desktop.exe", "$program\emr-admin.exe",
    "build\package\dist\launcher\emr-desktop.exe", "build\package\dist\launcher\emr-admin.exe")

$out = "dist\emr-desktop-$version-windows-x86_64.exe"
$here = "$PWD"
Push-Location installers\windows
Run "compile the installer" {
    makensis /V2 "/DVERSION=$version" "/DPROGRAM=$here\build\package\dist" "/DICONS=$here\build\package\icons" `
        "/DOUT=$here\$out" emr-desktop.nsi
}
if ($Inno) {
    Run "compile with Inno Setup" {
        iscc /Q "/DVERSION=$version" "/DPROGRAM=$here\build\package\dist" "/DICONS=$here\build\package\icons" emr-desktop.iss
    }
}
Pop-Location
Sign @($out)

# As `sha256sum -c` reads it: UTF-8 and line feeds, which no command of the older PowerShell writes.
$files = @(Get-ChildItem "dist\emr-desktop-$version-windows-*.exe")
$lines = $files | ForEach-Object { "{0}  {1}" -f (Get-FileHash $_.FullName -Algorithm SHA256).Hash.ToLower(), $_.Name }
[IO.File]::WriteAllText((Join-Path $PWD "dist\SHA256SUMS-windows"), ($lines -join "`n") + "`n")
$lines
$files | ForEach-Object { "{0}: {1:N1} MB" -f $_.Name, ($_.Length / 1e6) }
