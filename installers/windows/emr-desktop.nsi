; The Windows installer: makensis -DVERSION=0.1.0 -DPROGRAM=build\package\dist emr-desktop.nsi
; Works with makensis on Windows and on Debian (there with the amd64 stubs of the package nsis).
;
;   /S               asks nothing           /D=C:\Folder     where to (last, without quotes)
;   /AllUsers        for this PC            /CurrentUser     for this user, without rights of an administrator
;   /LANGUAGE=sw|en  language of the pages
;   /ANSWERS=FILE    answers for the first start, else answers.toml beside this installer; what they name lies in a
;                    folder `answers` beside them (docs/it-guide/12-many-pcs.md)
;   exit codes       0 done, 1 given up, 2 refused (too old a Windows, the program is open, no room)
;
; The program goes to versions\VERSION beside the one before, and the file `current` then says which is in force, as an
; update does it. The record lies elsewhere (%LOCALAPPDATA%\emr-desktop or where --data-dir says) and is never touched,
; neither by an upgrade nor by removal.

Unicode true
!ifdef STUB
  Target ${STUB}
!endif
!ifdef QUICK ; for trials: large, and made in seconds
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
!define NAME "EMR Desktop"
!define KEY "EMRDesktop"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${KEY}"
!ifndef OUT
  !define OUT "emr-desktop-${VERSION}-windows-x86_64.exe"
!endif

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${NAME} installer"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache License 2.0"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${NAME}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include FileFunc.nsh
!include TextFunc.nsh

!define MUI_ICON "${ICONS}\emr-desktop.ico"
!define MUI_UNICON "${ICONS}\emr-desktop.ico"
!define MUI_LANGDLL_REGISTRY_ROOT SHCTX
!define MUI_LANGDLL_REGISTRY_KEY "Software\${KEY}"
!define MUI_LANGDLL_REGISTRY_VALUENAME "InstallerLanguage"
!define MUI_FINISHPAGE_RUN "$INSTDIR\emr-desktop.exe"
!define MUI_ABORTWARNING
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGEEX "languages" "Swahili"
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_RESERVEFILE_LANGDLL

LangString TooOld ${LANG_ENGLISH} "This program needs 64-bit Windows 10 (1809) or newer. Nothing was changed."
LangString TooOld ${LANG_SWAHILI} "Programu hii inahitaji Windows 10 (1809) ya biti 64 au mpya zaidi. Hakuna kilichobadilishwa."
LangString IsOpen ${LANG_ENGLISH} "${NAME} is open, or another program (an antivirus) holds its files. Close it and choose Retry. Nothing was changed yet."
LangString IsOpen ${LANG_SWAHILI} "${NAME} iko wazi, au programu nyingine (kama kinga ya virusi) imeshika faili zake. Ifunge kisha chagua Retry. Hakuna kilichobadilishwa bado."
LangString NoRoom ${LANG_ENGLISH} "There is not enough room on this disk. Make room and start again. Nothing was changed."
LangString NoRoom ${LANG_SWAHILI} "Nafasi kwenye diski haitoshi. Ongeza nafasi kisha anza tena. Hakuna kilichobadilishwa."
LangString NotWhole ${LANG_ENGLISH} "The new version could not be written completely. The one before stays in force."
LangString NotWhole ${LANG_SWAHILI} "Toleo jipya halikuandikwa lote. Toleo la awali linaendelea kutumika."
LangString NoAnswers ${LANG_ENGLISH} "The file of answers that /ANSWERS= names is not there. Nothing was changed."
LangString NoAnswers ${LANG_SWAHILI} "Faili la majibu lililotajwa na /ANSWERS= halipo. Hakuna kilichobadilishwa."
LangString TakeAnswers ${LANG_ENGLISH} "Answers for the first start lie beside this installer:$\n$Answers$\nTake them along? Choose No if you do not know where they come from."
LangString TakeAnswers ${LANG_SWAHILI} "Majibu ya kuanzisha kituo yapo kando ya kisakinishi hiki:$\n$Answers$\nYatumike? Chagua No kama hujui yametoka wapi."
LangString Backup ${LANG_ENGLISH} "EMR Desktop backup"
LangString Backup ${LANG_SWAHILI} "Nakala rudufu ya EMR Desktop"
LangString Tools ${LANG_ENGLISH} "EMR Desktop command line"
LangString Tools ${LANG_SWAHILI} "EMR Desktop kwa amri"

Var Answers

!macro REFUSE sentence
  MessageBox MB_ICONSTOP|MB_OK "${sentence}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; A program that runs cannot be opened for writing; $R3 becomes 1 where one does.
!macro LOOK_WHETHER_OPEN file
  ${If} ${FileExists} "${file}"
    ClearErrors
    FileOpen $0 "${file}" a
    ${If} ${Errors}
      StrCpy $R3 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend

; The launcher waits for what it started; but that may be left alone, when somebody ended the launcher.
; $R2: the version in force, empty when there is none.
!macro WAIT_UNTIL_CLOSED
  ${Do}
    StrCpy $R3 0
    !insertmacro LOOK_WHETHER_OPEN "$INSTDIR\emr-desktop.exe"
    !insertmacro LOOK_WHETHER_OPEN "$INSTDIR\emr-admin.exe"
    ${If} $R2 != ""
      !insertmacro LOOK_WHETHER_OPEN "$INSTDIR\versions\$R2\emr-desktop.exe"
      !insertmacro LOOK_WHETHER_OPEN "$INSTDIR\versions\$R2\emr-admin.exe"
    ${EndIf}
    ${If} $R3 == 0
      ${ExitDo}
    ${EndIf}
    MessageBox MB_ICONEXCLAMATION|MB_RETRYCANCEL "$(IsOpen)" /SD IDCANCEL IDRETRY +3
    SetErrorLevel 2
    Quit
  ${Loop}
!macroend

; $R2: the version in force so far.
!macro READ_CURRENT
  StrCpy $R2 ""
  ClearErrors
  FileOpen $0 "$INSTDIR\current" r
  ${IfNot} ${Errors}
    FileRead $0 $R2
    FileClose $0
    ${TrimNewLines} $R2 $R2
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    !insertmacro REFUSE "$(TooOld)"
  ${EndIf}
  SetRegView 64
  StrCpy $R9 $INSTDIR ; what /D= says; MultiUser would put its own choice over it
  !insertmacro MULTIUSER_INIT
  ${If} $R9 != ""
    StrCpy $INSTDIR $R9
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/LANGUAGE=" $R1
  ${If} $R1 == "sw"
    StrCpy $LANGUAGE ${LANG_SWAHILI}
  ${ElseIf} $R1 == "en"
    StrCpy $LANGUAGE ${LANG_ENGLISH}
  ${ElseIfNot} ${Silent}
    !insertmacro MUI_LANGDLL_DISPLAY
  ${EndIf}
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/ANSWERS=" $Answers
  ${If} ${Errors}
    StrCpy $Answers "$EXEDIR\answers.toml"
    ${If} ${FileExists} $Answers
      MessageBox MB_ICONQUESTION|MB_YESNO "$(TakeAnswers)" /SD IDYES IDYES +2
      StrCpy $Answers ""
    ${EndIf}
  ${ElseIfNot} ${FileExists} $Answers
    !insertmacro REFUSE "$(NoAnswers)"
  ${EndIf}
FunctionEnd

Section "program"
  SetRegView 64
  !insertmacro READ_CURRENT
  !insertmacro WAIT_UNTIL_CLOSED
  ${DriveSpace} "$INSTDIR" "/D=F /S=M" $0
  ${If} $0 != ""
  ${AndIf} $0 < 400
    !insertmacro REFUSE "$(NoRoom)"
  ${EndIf}

  ; the new one beside it; only when all of it is there does it get its name, and then `current`
  SetOverwrite try
  RMDir /r "$INSTDIR\versions\${VERSION}.part"
  ClearErrors
  SetOutPath "$INSTDIR\versions\${VERSION}.part"
  File /r "${PROGRAM}\emr-desktop\*"
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    RMDir /r "$INSTDIR\versions\${VERSION}.part"
    !insertmacro REFUSE "$(NotWhole)"
  ${EndIf}
  ; the same version once more: the one that works is moved aside, not deleted, until the other has its name
  RMDir /r "$INSTDIR\versions\${VERSION}.old"
  ${If} ${FileExists} "$INSTDIR\versions\${VERSION}\*.*"
    ClearErrors
    Rename "$INSTDIR\versions\${VERSION}" "$INSTDIR\versions\${VERSION}.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR\versions\${VERSION}.part"
      !insertmacro REFUSE "$(NotWhole)"
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR\versions\${VERSION}.part" "$INSTDIR\versions\${VERSION}"
  ${If} ${Errors}
    Rename "$INSTDIR\versions\${VERSION}.old" "$INSTDIR\versions\${VERSION}"
    RMDir /r "$INSTDIR\versions\${VERSION}.part"
    !insertmacro REFUSE "$(NotWhole)"
  ${EndIf}
  RMDir /r "$INSTDIR\versions\${VERSION}.old"
  ClearErrors
  File /r "${PROGRAM}\launcher\*"
  ${If} ${Errors}
    !insertmacro REFUSE "$(NotWhole)"
  ${EndIf}
  File "..\..\LICENSE"
  FileOpen $0 "$INSTDIR\current.part" w
  FileWrite $0 "${VERSION}$\n"
  FileClose $0
  Delete "$INSTDIR\current"
  Rename "$INSTDIR\current.part" "$INSTDIR\current"

  ; of the others only the one that was in force stays, to go back to; none goes when the same is installed once more
  ${If} $R2 != "${VERSION}"
    FindFirst $0 $1 "$INSTDIR\versions\*"
    ${DoWhile} $1 != ""
      ${If} $1 != "."
      ${AndIf} $1 != ".."
      ${AndIf} $1 != "${VERSION}"
      ${AndIf} $1 != $R2
        RMDir /r "$INSTDIR\versions\$1"
      ${EndIf}
      FindNext $0 $1
    ${Loop}
    FindClose $0
  ${EndIf}

  CreateDirectory "$SMPROGRAMS\${NAME}"
  Delete "$SMPROGRAMS\${NAME}\*.lnk" ; one may bear its name in another language
  CreateShortcut "$SMPROGRAMS\${NAME}\${NAME}.lnk" "$INSTDIR\emr-desktop.exe" "" "$INSTDIR\emr-desktop.exe" 0
  CreateShortcut "$SMPROGRAMS\${NAME}\$(Tools).lnk" "$SYSDIR\cmd.exe" '/k ""$INSTDIR\emr-admin.exe" --help"' "$INSTDIR\emr-admin.exe" 0
  CreateShortcut "$DESKTOP\${NAME}.lnk" "$INSTDIR\emr-desktop.exe" "" "$INSTDIR\emr-desktop.exe" 0

  File "${ICONS}\emr-backup.ico"
  WriteRegStr SHCTX "Software\Classes\.emrbackup" "" "EMRDesktop.Backup"
  WriteRegStr SHCTX "Software\Classes\EMRDesktop.Backup" "" "$(Backup)"
  WriteRegStr SHCTX "Software\Classes\EMRDesktop.Backup\DefaultIcon" "" "$INSTDIR\emr-backup.ico"
  WriteRegStr SHCTX "Software\Classes\EMRDesktop.Backup\shell\open\command" "" '"$INSTDIR\emr-desktop.exe" "%1"'
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr SHCTX "Software\${KEY}" "InstallerLanguage" "$LANGUAGE"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\emr-desktop.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "${NAME}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
  !insertmacro MUI_UNGETLANGUAGE
FunctionEnd

Section "Uninstall"
  SetRegView 64
  !insertmacro READ_CURRENT
  !insertmacro WAIT_UNTIL_CLOSED
  ; by name: nothing that somebody else put into this folder goes
  RMDir /r "$INSTDIR\versions"
  RMDir /r "$INSTDIR\_launcher"
  Delete "$INSTDIR\emr-desktop.exe"
  Delete "$INSTDIR\emr-admin.exe"
  Delete "$INSTDIR\emr-backup.ico"
  Delete "$INSTDIR\current"
  Delete "$INSTDIR\update.json"
  Delete "$INSTDIR\instance.lock"
  Delete "$INSTDIR\answers.toml"
  RMDir /r "$INSTDIR\answers"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}\*.lnk"
  RMDir "$SMPROGRAMS\${NAME}"
  Delete "$DESKTOP\${NAME}.lnk"
  DeleteRegKey SHCTX "Software\Classes\EMRDesktop.Backup"
  DeleteRegValue SHCTX "Software\Classes\.emrbackup" ""
  DeleteRegKey /ifempty SHCTX "Software\Classes\.emrbackup"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\${KEY}"
SectionEnd
