; The same installer for Inno Setup 6: iscc /DVERSION=0.1.0 /DPROGRAM=..\..\build\package\dist emr-desktop.iss
; Not the product (see README.md); kept for offices whose tools expect Inno's switches (/VERYSILENT, /LOG, /ALLUSERS,
; /CURRENTUSER, /DIR="...", /LANG=sw, and our own /ANSWERS="..."). Does what emr-desktop.nsi does, in the same folders.

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
sw.Tools=EMR Desktop kwa amri
en.Tools=EMR Desktop command line
sw.NoAnswers=Faili la majibu lililotajwa na /ANSWERS= halipo. Hakuna kilichobadilishwa.
en.NoAnswers=The file of answers that /ANSWERS= names is not there. Nothing was changed.
sw.TakeAnswers=Majibu ya kuanzisha kituo yapo kando ya kisakinishi hiki:%n%1%nYatumike? Chagua No kama hujui yametoka wapi.
en.TakeAnswers=Answers for the first start lie beside this installer:%n%1%nTake them along? Choose No if you do not know where they come from.

[Files]
Source: "{#PROGRAM}\emr-desktop\*"; DestDir: "{app}\versions\{#VERSION}"; Flags: recursesubdirs ignoreversion
Source: "{#PROGRAM}\launcher\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "{#ICONS}\emr-backup.ico"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\LICENSE"; DestDir: "{app}"; Flags: ignoreversion
; answers for the first start: named by /ANSWERS, else beside this installer
Source: "{code:AnswersFile}"; DestDir: "{app}"; DestName: "answers.toml"; Check: TakesAnswers; Flags: external ignoreversion
Source: "{code:AnswersFolder}\*"; DestDir: "{app}\answers"; Check: TakesAnswers; Flags: external recursesubdirs ignoreversion skipifsourcedoesntexist

[Icons]
Name: "{autoprograms}\EMR Desktop\EMR Desktop"; Filename: "{app}\emr-desktop.exe"
Name: "{autoprograms}\EMR Desktop\{cm:Tools}"; Filename: "{sys}\cmd.exe"; Parameters: "/k """"{app}\emr-admin.exe"" --help"""; IconFilename: "{app}\emr-admin.exe"
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
Type: files; Name: "{app}\instance.lock"
Type: files; Name: "{app}\answers.toml"
Type: filesandordirs; Name: "{app}\answers"

[Code]
var
  Before: String;
  WithAnswers: Boolean;

function AnswersFile(Unused: String): String;
begin
  Result := ExpandConstant('{param:ANSWERS|{src}\answers.toml}');
end;

function AnswersFolder(Unused: String): String;
begin
  Result := ExtractFilePath(AnswersFile('')) + 'answers';
end;

function TakesAnswers(): Boolean;
begin
  Result := WithAnswers;
end;

function InitializeSetup(): Boolean;
begin
  Result := True;
  WithAnswers := FileExists(AnswersFile(''));
  if ExpandConstant('{param:ANSWERS|}') <> '' then
  begin
    Result := WithAnswers;
    if not WithAnswers then
      SuppressibleMsgBox(CustomMessage('NoAnswers'), mbCriticalError, MB_OK, IDOK);
  end
  else if WithAnswers then
    WithAnswers := SuppressibleMsgBox(FmtMessage(CustomMessage('TakeAnswers'), [AnswersFile('')]), mbConfirmation,
      MB_YESNO, IDYES) = IDYES;
end;

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
    if Before <> '{#VERSION}' then // the same once more: the one to go back to stays
      TakeOldVersionsAway();
  end;
end;
