; Kiswahili for the pages that emr-desktop.nsi has; what is missing falls back to English.

!insertmacro LANGFILE "Swahili" "Swahili" "Kiswahili" "Kiswahili"

!ifdef MUI_DIRECTORYPAGE
  ${LangFileString} MUI_TEXT_DIRECTORY_TITLE "Mahali pa programu"
  ${LangFileString} MUI_TEXT_DIRECTORY_SUBTITLE "Chagua folda ya kusakinisha $(^NameDA)."
!endif

!ifdef MUI_INSTFILESPAGE
  ${LangFileString} MUI_TEXT_INSTALLING_TITLE "Inasakinisha"
  ${LangFileString} MUI_TEXT_INSTALLING_SUBTITLE "Subiri, $(^NameDA) inasakinishwa."
  ${LangFileString} MUI_TEXT_FINISH_TITLE "Imesakinishwa"
  ${LangFileString} MUI_TEXT_FINISH_SUBTITLE "Usakinishaji umekamilika."
  ${LangFileString} MUI_TEXT_ABORT_TITLE "Usakinishaji umeachwa"
  ${LangFileString} MUI_TEXT_ABORT_SUBTITLE "Programu haikusakinishwa."
!endif

!ifdef MUI_UNINSTFILESPAGE
  ${LangFileString} MUI_UNTEXT_UNINSTALLING_TITLE "Inaondoa"
  ${LangFileString} MUI_UNTEXT_UNINSTALLING_SUBTITLE "Subiri, $(^NameDA) inaondolewa."
  ${LangFileString} MUI_UNTEXT_FINISH_TITLE "Imeondolewa"
  ${LangFileString} MUI_UNTEXT_FINISH_SUBTITLE "Uondoaji umekamilika. Kumbukumbu za wagonjwa zipo."
  ${LangFileString} MUI_UNTEXT_ABORT_TITLE "Uondoaji umeachwa"
  ${LangFileString} MUI_UNTEXT_ABORT_SUBTITLE "Programu haikuondolewa yote."
!endif

!ifdef MUI_FINISHPAGE
  ${LangFileString} MUI_TEXT_FINISH_INFO_TITLE "$(^NameDA) iko tayari"
  ${LangFileString} MUI_TEXT_FINISH_INFO_TEXT "$(^NameDA) imesakinishwa kwenye kompyuta hii."
  ${LangFileString} MUI_TEXT_FINISH_INFO_REBOOT "Kompyuta inahitaji kuwashwa upya."
!endif

!ifdef MUI_FINISHPAGE | MUI_UNFINISHPAGE
  ${LangFileString} MUI_TEXT_FINISH_REBOOTNOW "Washa upya sasa"
  ${LangFileString} MUI_TEXT_FINISH_REBOOTLATER "Nitawasha upya baadaye"
  ${LangFileString} MUI_TEXT_FINISH_RUN "&Fungua $(^NameDA)"
  ${LangFileString} MUI_TEXT_FINISH_SHOWREADME "Onyesha &maelezo"
  ${LangFileString} MUI_BUTTONTEXT_FINISH "&Maliza"
!endif

!ifdef MUI_UNCONFIRMPAGE
  ${LangFileString} MUI_UNTEXT_CONFIRM_TITLE "Ondoa $(^NameDA)"
  ${LangFileString} MUI_UNTEXT_CONFIRM_SUBTITLE "Ondoa $(^NameDA) kwenye kompyuta hii. Kumbukumbu za wagonjwa zitabaki."
!endif

!ifdef MUI_ABORTWARNING
  ${LangFileString} MUI_TEXT_ABORTWARNING "Una uhakika unataka kuacha usakinishaji wa $(^Name)?"
!endif

!ifdef MULTIUSER_INSTALLMODEPAGE
  ${LangFileString} MULTIUSER_TEXT_INSTALLMODE_TITLE "Kwa nani"
  ${LangFileString} MULTIUSER_TEXT_INSTALLMODE_SUBTITLE "Chagua watumiaji watakaoona $(^NameDA)."
  ${LangFileString} MULTIUSER_INNERTEXT_INSTALLMODE_TOP "Sakinisha kwa ajili yako tu, au kwa watumiaji wote wa kompyuta hii. $(^ClickNext)"
  ${LangFileString} MULTIUSER_INNERTEXT_INSTALLMODE_ALLUSERS "Watumiaji wote wa kompyuta hii"
  ${LangFileString} MULTIUSER_INNERTEXT_INSTALLMODE_CURRENTUSER "Mimi tu"
!endif
