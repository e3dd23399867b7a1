; The same installer for Inno Setup 6: iscc /DVERSION=0.1.0 /DPROGRAM=..\..\build\package\dist emr-desktop.iss
; Not the product (see README.md); kept for offices whose tools expect Inno's switches (/VERYSILENT, /LOG, /ALLUSERS,
; /CURRENTUSER, /DIR="...", /LANG=sw). Does what emr-desktop.nsi does, in the same folders.

#ifndef VERSION
  #define VERSION "0.0.0"
#endif
#ifndef ICONS
  #define ICONS "..\..\build\package\icons"
#endif

[Setup]
; never to be changed: an upgrade finds what is installed by it
AppId={{7C0B1B5B-1F0D-4B0E-9C0E-5D6A6E1C4E21}
AppName=EMR Desktop
AppVersion={#VERSION}
AppPublisher=EMR Desktop
DefaultDirName={autopf}\EMR Desktop
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
Compression=lzma2/max
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=emr-desktop-{#VERSION}-windows-x86_64-inno
SetupIconFile={#ICONS}\emr-desktop.ico
UninstallDisplayIcon={app}\emr-desktop.exe
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
SetupLogging=yes

[Languages]
; Inno has no Swahili of its own: English, with what these pages show said in Swahili
Name: "sw"; MessagesFile: "compiler:Default.isl,languages\Swahili.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
sw.Backup=Nakala rudufu ya EMR Desktop
en.Backup=EMR Desktop backup

[Files]
Source: "{#PROGRAM}\emr-desktop\*"; DestDir: "{app}\versions\{#VERSION}"; Flags: recursesubdirs ignoreversion
Source: "{#PROGRAM}\launcher\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "{#ICONS}\emr-backup.ico"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\LICENSE"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\EMR Desktop"; Filename: "{app}\emr-desktop.exe"
Name: "{autodesktop}\EMR Desktop"; Filename: "{app}\emr-desktop.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.emrbackup"; ValueType: string; ValueData: "EMRDesktop.Backup"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\EMRDesktop.Backup"; ValueType: string; ValueData: "{cm:Backup}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\EMRDesktop.Backup\DefaultIcon"; ValueType: string; ValueData: "{app}\emr-backup.ico"
Root: HKA; Subkey: "Software\Classes\EMRDesktop.Backup\shell\open\command"; ValueType: string; ValueData: """{app}\emr-desktop.exe"" ""%1"""

[Run]
Filename: "{app}\emr-desktop.exe"; Flags: nowait postinstall skipifsilent

[UninstallDelete]
Type: filesandordirs; Name: "{app}\versions"
Type: files; Name: "{app}\current"
Type: files; Name: "{app}\update.json"

[Code]
var
  Before: String;

function ReadCurrent(): String;
var
  Text: AnsiString;
begin
  Result := '';
  if LoadStringFromFile(ExpandConstant('{app}\current'), Text) then
    Result := Trim(String(Text));
end;

procedure TakeOldVersionsAway();
var
  Found: TFindRec;
  Folder: String;
begin
  Folder := ExpandConstant('{app}\versions\');
  if FindFirst(Folder + '*', Found) then
  try
    repeat
      if (Found.Name <> '.') and (Found.Name <> '..') and (Found.Name <> '{#VERSION}') and (Found.Name <> Before) then
        DelTree(Folder + Found.Name, True, True, True);
    until not FindNext(Found);
  finally
    FindClose(Found);
  end;
end;

procedure CurStepChanged(Step: TSetupStep);
begin
  if Step = ssInstall then
  begin
    Before := ReadCurrent();
    if Before <> '{#VERSION}' then
      DelTree(ExpandConstant('{app}\versions\{#VERSION}'), True, True, True);
  end;
  // only when everything is written does the new version come into force
  if Step = ssPostInstall then
  begin
    SaveStringToFile(ExpandConstant('{app}\current'), '{#VERSION}' + #10, False);
    TakeOldVersionsAway();
  end;
end;
