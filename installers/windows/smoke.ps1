# Tries an installer on Windows: smoke.ps1 dist\emr-desktop-0.1.0-windows-x86_64.exe
# Installs silently for this user, works with it, installs over it, removes it, and looks whether the record is still there.
param([Parameter(Mandatory)][string]$Installer)
$ErrorActionPreference = "Stop"
$place = Join-Path $env:RUNNER_TEMP "emr smoke"
$app = Join-Path $place "program"
$data = Join-Path $place "record"
New-Item -ItemType Directory -Force $place | Out-Null
$env:EMR_PASSWORD = "nyota ya bahari tulivu"
$env:EMR_LANGUAGE = "en"
$env:QT_QPA_PLATFORM = "offscreen"

function Must([string]$What, [string]$File, [string[]]$With) {
    $done = Start-Process -FilePath $File -ArgumentList $With -Wait -PassThru -NoNewWindow
    if ($done.ExitCode) { throw "$What gave $($done.ExitCode)" }
    Write-Host "ok  $What"
}
function Install { Must "install silently" $Installer @("/S", "/CurrentUser", "/D=$app") }

Install
$admin = Join-Path $app "emr-admin.exe"
$windows = Join-Path $app "emr-desktop.exe"
Must "set up" $admin @("--data-dir", "`"$data`"", "setup", "--facility-code", "101168-3", "--facility-name", "Buigiri",
    "--admin", "mganga", "--full-name", "`"Neema Mushi`"")
Must "the windows" $windows @("--data-dir", "`"$data`"", "--smoke-test")
$month = Get-Date -Format yyyyMM
Must "the month" $admin @("--data-dir", "`"$data`"", "report", "show", "opd", "--period", $month, "--format", "pdf", "--out", "`"$place\opd.pdf`"")
New-Item -ItemType Directory -Force "$place\stick" | Out-Null
Must "a backup" $admin @("--data-dir", "`"$data`"", "backup", "create", "`"$place\stick`"")
if (-not (Test-Path "HKCU:\Software\Classes\.emrbackup")) { throw "the backup file has no type" }
Install
Must "the windows after installing over it" $windows @("--data-dir", "`"$data`"", "--smoke-test")
Must "remove" (Join-Path $app "uninstall.exe") @("/S", "/CurrentUser", "_?=$app")
if (Test-Path (Join-Path $app "versions")) { throw "something of the program is left" }
if (-not (Test-Path (Join-Path $data "keyslots.json"))) { Get-ChildItem $data; throw "the record is gone" }
Write-Host "All went well."
