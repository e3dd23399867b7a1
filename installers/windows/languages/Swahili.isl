; What the pages of emr-desktop.iss show, in Swahili; laid over Default.isl.
[LangOptions]
LanguageName=Kiswahili
LanguageID=$0441
LanguageCodePage=0

[Messages]
SetupAppTitle=Usakinishaji
SetupWindowTitle=Usakinishaji - %1
UninstallAppTitle=Uondoaji
UninstallAppFullTitle=Uondoaji wa %1
ButtonBack=< &Nyuma
ButtonNext=&Endelea >
ButtonInstall=&Sakinisha
ButtonCancel=Ghairi
ButtonYes=&Ndiyo
ButtonNo=&Hapana
ButtonFinish=&Maliza
ButtonBrowse=&Tafuta...
ExitSetupTitle=Acha usakinishaji
ExitSetupMessage=Usakinishaji haujakamilika. Ukiacha sasa, programu haitasakinishwa.%n%nUache?
ClickNext=Bofya Endelea, au Ghairi ili kuacha.
WizardSelectDir=Mahali pa programu
SelectDirDesc=[name] isakinishwe wapi?
SelectDirLabel3=[name] itasakinishwa kwenye folda hii.
SelectDirBrowseLabel=Bofya Endelea. Kwa folda nyingine bofya Tafuta.
DiskSpaceGBLabel=Nafasi ya angalau GB [gb] inahitajika.
DiskSpaceMBLabel=Nafasi ya angalau MB [mb] inahitajika.
WizardReady=Tayari kusakinisha
ReadyLabel1=[name] iko tayari kusakinishwa kwenye kompyuta hii.
ReadyLabel2b=Bofya Sakinisha ili kuanza.
WizardInstalling=Inasakinisha
InstallingLabel=Subiri, [name] inasakinishwa.
FinishedHeadingLabel=[name] iko tayari
FinishedLabelNoIcons=[name] imesakinishwa kwenye kompyuta hii.
FinishedLabel=[name] imesakinishwa kwenye kompyuta hii. Fungua kwa alama yake.
ClickFinish=Bofya Maliza.
ConfirmUninstall=Uondoe %1? Kumbukumbu za wagonjwa zitabaki.
UninstalledAll=%1 imeondolewa. Kumbukumbu za wagonjwa zipo.
StatusExtractFiles=Inatoa faili...
StatusUninstalling=Inaondoa %1...
