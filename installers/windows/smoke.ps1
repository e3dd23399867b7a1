# Tries an installer on Windows: smoke.ps1 dist\emr-desktop-0.1.0-windows-x86_64.exe
# Installs silently for this user, works with it, installs over it, removes it, and looks whether the record is still there.
param([Parameter(Mandatory)][string]$Installer)
$ErrorActionPreference = "Stop"
$Installer = (Resolve-Path $Installer).Path
$place = Join-Path $(if ($env:RUNNER_TEMP) { $env:RUNNER_TEMP } else { $env:TEMP }) "emr smoke"
if (Test-Path $place) { Remove-Item -Recurse -Force $place }
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
$backup = (Get-ChildItem "$place\stick\*.emrbackup")[0].FullName
Must "check the backup" $admin @("--data-dir", "`"$data`"", "backup", "verify", "`"$backup`"")
Must "a whole visit through the windows" $windows @("--walk", "`"$place\walk`"")
if (-not (Test-Path "HKCU:\Software\Classes\.emrbackup")) { throw "the backup file has no type" }
$menu = Join-Path ([Environment]::GetFolderPath("Programs")) "EMR Desktop\EMR Desktop.lnk"
if (-not (Test-Path $menu)) { throw "there is no entry in the Start menu" }
$list = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\EMRDesktop"
if ((Get-ItemProperty $list).InstallLocation -ne $app) { throw "the list of programs names another folder" }

# While it is open neither it nor anything of it may be replaced or removed.
$open = Start-Process -FilePath $windows -ArgumentList @("--data-dir", "`"$data`"") -PassThru
Start-Sleep -Seconds 10
$refused = Start-Process -FilePath $Installer -ArgumentList @("/S", "/CurrentUser", "/D=$app") -Wait -PassThru
if ($refused.ExitCode -ne 2) { throw "an installer beside the open program gave $($refused.ExitCode)" }
Write-Host "ok  refused while it is open"
taskkill /T /F /PID $open.Id | Out-Null # the launcher, and what it started
Start-Sleep -Seconds 3
Install
Must "the windows after installing over it" $windows @("--data-dir", "`"$data`"", "--smoke-test")
Must "remove" (Join-Path $app "uninstall.exe") @("/S", "/CurrentUser", "_?=$app")
if (Test-Path (Join-Path $app "versions")) { throw "something of the program is left" }
if (-not (Test-Path (Join-Path $data "keyslots.json"))) { Get-ChildItem $data; throw "the record is gone" }

Must "install for everybody" $Installer @("/S", "/AllUsers")
$everybody = Join-Path $env:ProgramFiles "EMR Desktop"
Must "the commands of everybody" (Join-Path $everybody "emr-admin.exe") @("--data-dir", "`"$data`"", "audit", "verify")
Must "remove for everybody" (Join-Path $everybody "uninstall.exe") @("/S", "/AllUsers", "_?=$everybody")
if (Test-Path (Join-Path $everybody "versions")) { throw "something of the program for everybody is left" }
Write-Host "All went well."
