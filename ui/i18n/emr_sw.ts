<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sw_TZ">
<context>
    <name>AboutPanel</name>
    <message>
        <source>No text of a licence comes with it: {0}</source>
        <translation>Hakuna maandishi ya leseni yaliyokuja nayo: {0}</translation>
    </message>
    <message>
        <source>It could not be written there. Choose another folder.</source>
        <translation>Haikuweza kuandikwa hapo. Chagua folda nyingine.</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Limeandikwa: {0}</translation>
    </message>
    <message>
        <source>Save the list of parts</source>
        <translation>Hifadhi orodha ya sehemu</translation>
    </message>
    <message>
        <source>Save the list of parts…</source>
        <translation>Hifadhi orodha ya sehemu…</translation>
    </message>
    <message>
        <source>Close  (Esc)</source>
        <translation>Funga  (Esc)</translation>
    </message>
    <message>
        <source>The program is under the Apache License 2.0. Python {0}, Qt {1}, {2}.</source>
        <translation>Programu hii ina leseni ya Apache 2.0. Python {0}, Qt {1}, {2}.</translation>
    </message>
    <message>
        <source>What comes along, and under which licence:</source>
        <translation>Vilivyomo ndani ya programu, na leseni zake:</translation>
    </message>
    <message>
        <source>This program runs from its sources. The licences are collected when a package is built.</source>
        <translation>Programu hii inaendeshwa kutoka kwenye msimbo wake. Leseni hukusanywa kifurushi kinapotengenezwa.</translation>
    </message>
    <message>
        <source>Parts of the program</source>
        <translation>Sehemu za programu</translation>
    </message>
    <message>
        <source>Text of the licence</source>
        <translation>Maandishi ya leseni</translation>
    </message>
</context>
<context>
    <name>AdministrationView</name>
    <message>
        <source>People</source>
        <translation>Watumishi</translation>
    </message>
    <message>
        <source>Facility</source>
        <translation>Kituo</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Mafaili</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Kanuni</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Ukaguzi</translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation>Dawa</translation>
    </message>
    <message>
        <source>Usual treatments</source>
        <translation>Tiba za kawaida</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Funguo</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Matumizi</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Nakala rudufu</translation>
    </message>
    <message>
        <source>Set-up</source>
        <translation>Maandalizi</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Masasisho</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>Printa</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>Kompyuta hii</translation>
    </message>
    <message>
        <source>Part of the administration</source>
        <translation>Sehemu ya utawala</translation>
    </message>
</context>
<context>
    <name>AllergyEditor</name>
    <message>
        <source>Reacts to</source>
        <translation>Ana mzio na</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Kilichotokea</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Ukali</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Uhakika</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>Uliandikwa</translation>
    </message>
    <message>
        <source>No allergy known: asked on {0} by {1}</source>
        <translation>Hana mzio unaojulikana: aliulizwa {0} na {1}</translation>
    </message>
    <message>
        <source>No allergy known. Ask again at every visit.</source>
        <translation>Hana mzio unaojulikana. Uliza tena kila hudhurio.</translation>
    </message>
    <message>
        <source>Not recorded: nobody has asked yet</source>
        <translation>Haijarekodiwa: bado hajaulizwa</translation>
    </message>
    <message>
        <source>Prescribing warns of these at once</source>
        <translation>Programu hutahadharisha kuhusu hizi papo hapo unapoandika dawa</translation>
    </message>
    <message>
        <source>The checks do not know this: {0}</source>
        <translation>Ukaguzi haujui hii: {0}</translation>
    </message>
    <message>
        <source>Take “{0}” off the list of allergies?</source>
        <translation>Uondoe “{0}” kwenye orodha ya mizio?</translation>
    </message>
    <message>
        <source>all of the class</source>
        <translation>kundi zima</translation>
    </message>
    <message>
        <source>Mild</source>
        <translation>Mdogo</translation>
    </message>
    <message>
        <source>Moderate</source>
        <translation>Wa kati</translation>
    </message>
    <message>
        <source>Severe</source>
        <translation>Mkali</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>Ameeleza</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Umethibitishwa</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Mzio</translation>
    </message>
    <message>
        <source>No allergy known</source>
        <translation>Hana mzio unaojulikana</translation>
    </message>
    <message>
        <source>The patient was asked and knows of none</source>
        <translation>Mgonjwa aliulizwa na hajui mzio wowote</translation>
    </message>
    <message>
        <source>Allergies on record</source>
        <translation>Mizio iliyorekodiwa</translation>
    </message>
    <message>
        <source>Medicine, class, or own words</source>
        <translation>Dawa, kundi, au maneno yako</translation>
    </message>
    <message>
        <source>Two letters, or own words</source>
        <translation>Herufi mbili, au maneno yako</translation>
    </message>
    <message>
        <source>Ask the patient. Write what it is, or say that no allergy is known (Alt+N).</source>
        <translation>Muulize mgonjwa. Andika mzio wake, au bonyeza kuwa hana mzio unaojulikana (Alt+N).</translation>
    </message>
</context>
<context>
    <name>AllowanceForm</name>
    <message>
        <source>Used today, there and back: {0}.</source>
        <translation>Imetumika leo, kwenda na kurudi: {0}.</translation>
    </message>
    <message>
        <source>Used today, there and back: {0} of {1}.</source>
        <translation>Imetumika leo, kwenda na kurudi: {0} kati ya {1}.</translation>
    </message>
    <message>
        <source>Hours and data for {0}</source>
        <translation>Saa na data kwa {0}</translation>
    </message>
    <message>
        <source>The background sends to it only within these hours and this much a day. Leave a field empty for no limit. What a person sends goes at once.</source>
        <translation>Utumaji wa wenyewe hufanyika ndani ya saa hizi tu na kwa kiasi hiki kwa siku. Acha sehemu wazi kama hakuna kikomo. Anachotuma mtu huenda mara moja.</translation>
    </message>
    <message>
        <source>Send from</source>
        <translation>Tuma kuanzia saa</translation>
    </message>
    <message>
        <source>until</source>
        <translation>hadi saa</translation>
    </message>
    <message>
        <source>At most a day</source>
        <translation>Kiwango cha juu kwa siku</translation>
    </message>
    <message>
        <source>500 kB or 2 MB</source>
        <translation>500 kB au 2 MB</translation>
    </message>
    <message>
        <source>Send now all the &amp;same</source>
        <translation>Tuma &amp;sasa hata hivyo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
</context>
<context>
    <name>AnswerFields</name>
    <message>
        <source>Day on the slip</source>
        <translation>Tarehe ya karatasi</translation>
    </message>
    <message>
        <source>25/12/2026, today</source>
        <translation>25/12/2026, leo</translation>
    </message>
    <message>
        <source>Diagnosis there</source>
        <translation>Utambuzi wa kule</translation>
    </message>
    <message>
        <source>Treatment there</source>
        <translation>Matibabu ya kule</translation>
    </message>
    <message>
        <source>Advice to us</source>
        <translation>Ushauri kwetu</translation>
    </message>
    <message>
        <source>Who wrote it</source>
        <translation>Aliyeandika</translation>
    </message>
</context>
<context>
    <name>AppointmentCard</name>
    <message>
        <source>Expect a patient</source>
        <translation>Panga miadi</translation>
    </message>
    <message>
        <source>Move to another day</source>
        <translation>Hamishia siku nyingine</translation>
    </message>
    <message>
        <source>Note an attempt</source>
        <translation>Andika ufuatiliaji</translation>
    </message>
    <message>
        <source>Cancel the appointment</source>
        <translation>Futa miadi</translation>
    </message>
    <message>
        <source>Chosen in the list</source>
        <translation>Aliyechaguliwa kwenye orodha</translation>
    </message>
    <message>
        <source>Open the patient  (Enter)</source>
        <translation>Fungua kumbukumbu  (Enter)</translation>
    </message>
    <message>
        <source>&amp;Note an attempt to find</source>
        <translation>A&amp;ndika ufuatiliaji</translation>
    </message>
    <message>
        <source>&amp;Move to another day</source>
        <translation>&amp;Hamishia siku nyingine</translation>
    </message>
    <message>
        <source>&amp;Print the slip</source>
        <translation>&amp;Chapa karatasi ya miadi</translation>
    </message>
    <message>
        <source>&amp;Cancel the appointment</source>
        <translation>&amp;Futa miadi</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Si sasa</translation>
    </message>
    <message>
        <source>Guardian: {0}</source>
        <translation>Mlezi: {0}</translation>
    </message>
    <message>
        <source>Made {0} by {1}</source>
        <translation>Ilipangwa {0} na {1}</translation>
    </message>
</context>
<context>
    <name>AppointmentColumns</name>
    <message>
        <source>Day</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Kwa ajili ya</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Ufuatiliaji</translation>
    </message>
</context>
<context>
    <name>AppointmentsPage</name>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n in the list</source>
        <translation>
            <numerusform>%n kwenye orodha</numerusform>
            <numerusform>%n kwenye orodha</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is expected in the coming week.</source>
        <translation>Hakuna anayesubiriwa wiki ijayo.</translation>
    </message>
    <message>
        <source>Everybody who was expected came, or was found.</source>
        <translation>Wote waliosubiriwa walikuja, au wamepatikana.</translation>
    </message>
    <message>
        <source>This patient is not expected yet.</source>
        <translation>Mgonjwa huyu bado hajapangiwa miadi.</translation>
    </message>
    <message>
        <source>Nobody is expected today. Choose a patient at the reception to make an appointment.</source>
        <translation>Hakuna anayesubiriwa leo. Chagua mgonjwa mapokezi ili kupanga miadi.</translation>
    </message>
    <message>
        <source>Appointments</source>
        <translation>Miadi</translation>
    </message>
    <message>
        <source>Whoever comes is ticked off by the visit itself.</source>
        <translation>Anayekuja huwekewa alama na hudhurio lenyewe.</translation>
    </message>
    <message>
        <source>Print for the &amp;health worker</source>
        <translation>Chapa kwa m&amp;hudumu wa jamii</translation>
    </message>
    <message>
        <source>List of appointments</source>
        <translation>Orodha ya miadi</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Leo</translation>
    </message>
    <message>
        <source>Coming week</source>
        <translation>Wiki ijayo</translation>
    </message>
    <message>
        <source>Did not come</source>
        <translation>Hawakuja</translation>
    </message>
</context>
<context>
    <name>ArrivalFields</name>
    <message>
        <source>Arrived on</source>
        <translation>Alifika tarehe</translation>
    </message>
    <message>
        <source>Told by</source>
        <translation>Aliyetoa taarifa</translation>
    </message>
</context>
<context>
    <name>AuditList</name>
    <message>
        <source>When</source>
        <translation>Lini</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Nani</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>PC</source>
        <translation>Kompyuta</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Mstari</translation>
    </message>
    <message>
        <source>Rows of the audit trail</source>
        <translation>Mistari ya kumbukumbu za matumizi</translation>
    </message>
    <message>
        <source>Nothing of the kind was done. Ask for other days or another kind.</source>
        <translation>Hakuna kilichofanyika cha aina hiyo. Chagua siku nyingine au aina nyingine.</translation>
    </message>
    <message>
        <source>Ne&amp;wer</source>
        <translation>Mp&amp;ya zaidi</translation>
    </message>
    <message>
        <source>Ol&amp;der</source>
        <translation>Zama&amp;ni zaidi</translation>
    </message>
    <message>
        <source>Page {0}, head of the trail {1}</source>
        <translation>Ukurasa {0}, namba ya mwisho {1}</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Checking the trail and every record …</source>
        <translation>Inahakiki kumbukumbu zote …</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… na %n zaidi</numerusform>
            <numerusform>… na %n zaidi</numerusform>
        </translation>
    </message>
    <message>
        <source>Did you look through {0}: refused log-ins, after hours, exports?</source>
        <translation>Umepitia {0}: walioshindwa kuingia, nje ya saa za kazi, zilizotolewa?</translation>
    </message>
    <message>
        <source>Yes, reviewed</source>
        <translation>Ndiyo, nimepitia</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Mabadiliko</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Zilizoangaliwa</translation>
    </message>
    <message>
        <source>Exports and prints</source>
        <translation>Zilizotolewa na kuchapwa</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Zilizokataliwa</translation>
    </message>
    <message>
        <source>Log-ins refused</source>
        <translation>Walioshindwa kuingia</translation>
    </message>
    <message>
        <source>After hours</source>
        <translation>Nje ya saa za kazi</translation>
    </message>
    <message>
        <source>Log-ins and locking</source>
        <translation>Kuingia na kufunga</translation>
    </message>
    <message>
        <source>Keys, people, settings</source>
        <translation>Funguo, watu, mipangilio</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Zote</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Wote</translation>
    </message>
    <message>
        <source>No month has been reviewed yet.</source>
        <translation>Hakuna mwezi uliopitiwa bado.</translation>
    </message>
    <message>
        <source>Last reviewed: {0}, by {1} on {2}</source>
        <translation>Umepitiwa mwisho: {0}, na {1} tarehe {2}</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Kumbukumbu za matumizi</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Mtu</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>Patient number</source>
        <translation>Namba ya mgonjwa</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Kuanzia</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hadi</translation>
    </message>
    <message>
        <source>F&amp;ind</source>
        <translation>Ta&amp;futa</translation>
    </message>
    <message>
        <source>&amp;Check all</source>
        <translation>&amp;Hakiki zote</translation>
    </message>
    <message>
        <source>Mon&amp;th reviewed</source>
        <translation>Mwe&amp;zi umepitiwa</translation>
    </message>
    <message>
        <source>Pri&amp;nt</source>
        <translation>Cha&amp;pa</translation>
    </message>
    <message>
        <source>Sa&amp;ve as a file</source>
        <translation>Hifadhi kama fai&amp;li</translation>
    </message>
    <message>
        <source>Opened in an emergency</source>
        <translation>Yaliyofunguliwa kwa dharura</translation>
    </message>
    <message>
        <source>Report of a &amp;breach …</source>
        <translation>Taarifa ya &amp;uvunjifu …</translation>
    </message>
    <message>
        <source>For the Commission and the council: who saw and took out what in some days</source>
        <translation>Kwa Tume na halmashauri: nani aliona na kutoa nini katika siku fulani</translation>
    </message>
    <message>
        <source>Past its time …</source>
        <translation>Zilizopita muda …</translation>
    </message>
    <message>
        <source>How long records are kept, and what is past its time</source>
        <translation>Muda wa kuhifadhi kumbukumbu, na zilizopita muda wake</translation>
    </message>
</context>
<context>
    <name>BackupPage</name>
    <message>
        <source>Made</source>
        <translation>Ilitengenezwa</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Faili</translation>
    </message>
    <message>
        <source>Safe to remove the stick.</source>
        <translation>Flashi inaweza kuondolewa salama.</translation>
    </message>
    <message>
        <source>The second copy is in {0}.</source>
        <translation>Nakala ya pili iko {0}.</translation>
    </message>
    <message>
        <source>Folder or stick for second copies</source>
        <translation>Folda au flashi ya nakala za pili</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Imehifadhiwa.</translation>
    </message>
    <message>
        <source>Go back to a backup?</source>
        <translation>Urudi kwenye nakala rudufu?</translation>
    </message>
    <message>
        <source>A backup of now is made first, and your session ends. The record of now is moved aside, whole, and nothing is sent to the national systems until somebody has compared.</source>
        <translation>Kwanza inatengenezwa nakala rudufu ya sasa, na kipindi chako kinaisha. Kumbukumbu za sasa zinasogezwa kando zote, na hakuna kitakachotumwa kwenye mifumo ya taifa hadi mtu alinganishe.</translation>
    </message>
    <message>
        <source>Make a backup and go on</source>
        <translation>Tengeneza nakala uendelee</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Kompyuta hii</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Nakala rudufu</translation>
    </message>
    <message>
        <source>Make a backup now</source>
        <translation>Tengeneza nakala sasa</translation>
    </message>
    <message>
        <source>Where to</source>
        <translation>Iwekwe wapi</translation>
    </message>
    <message>
        <source>Second copy to …</source>
        <translation>Nakala ya pili kwenda …</translation>
    </message>
    <message>
        <source>No second copy</source>
        <translation>Bila nakala ya pili</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Simamisha</translation>
    </message>
    <message>
        <source>Check this one</source>
        <translation>Kagua hii</translation>
    </message>
    <message>
        <source>Rehearse a restore</source>
        <translation>Fanya zoezi la kurejesha</translation>
    </message>
    <message>
        <source>Restore …</source>
        <translation>Rejesha …</translation>
    </message>
    <message>
        <source>No backup is in reach. Plug in a stick and make one now.</source>
        <translation>Hakuna nakala rudufu inayofikika. Chomeka flashi utengeneze moja sasa.</translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message>
        <source>by itself</source>
        <translation>yenyewe</translation>
    </message>
    <message>
        <source>asked for</source>
        <translation>imeombwa</translation>
    </message>
    <message>
        <source>before an upgrade</source>
        <translation>kabla ya kuboresha</translation>
    </message>
    <message>
        <source>before a restore</source>
        <translation>kabla ya kurejesha</translation>
    </message>
    <message>
        <source>before an update</source>
        <translation>kabla ya kusasisha</translation>
    </message>
    <message>
        <source>!! damaged</source>
        <translation>!! imeharibika</translation>
    </message>
    <message>
        <source>not checked here</source>
        <translation>haijakaguliwa hapa</translation>
    </message>
    <message>
        <source>✓ good on {0}</source>
        <translation>✓ nzuri tarehe {0}</translation>
    </message>
    <message>
        <source>Copying the record …</source>
        <translation>Inanakili kumbukumbu …</translation>
    </message>
    <message>
        <source>Checking every page …</source>
        <translation>Inakagua kila ukurasa …</translation>
    </message>
    <message>
        <source>Writing …</source>
        <translation>Inaandika …</translation>
    </message>
    <message>
        <source>Reading it back …</source>
        <translation>Inasoma tena …</translation>
    </message>
    <message>
        <source>Unpacking …</source>
        <translation>Inafungua …</translation>
    </message>
    <message>
        <source>Do not remove the stick.</source>
        <translation>Usiondoe flashi.</translation>
    </message>
    <message>
        <source>Stick {0}, {1} GB free</source>
        <translation>Flashi {0}, nafasi GB {1}</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>Bado hakuna nakala rudufu</translation>
    </message>
    <message>
        <source>Last good backup: {0}</source>
        <translation>Nakala nzuri ya mwisho: {0}</translation>
    </message>
    <message numerus="yes">
        <source>The last good backup is %n day(s) old</source>
        <translation>
            <numerusform>Nakala nzuri ya mwisho ina siku %n</numerusform>
            <numerusform>Nakala nzuri ya mwisho ina siku %n</numerusform>
        </translation>
    </message>
    <message>
        <source>never rehearsed</source>
        <translation>zoezi halijafanyika</translation>
    </message>
    <message>
        <source>rehearsed on {0}</source>
        <translation>zoezi lilifanyika {0}</translation>
    </message>
    <message>
        <source>A backup is made by itself every day, in {0}.</source>
        <translation>Nakala rudufu hutengenezwa yenyewe kila siku, kwenye {0}.</translation>
    </message>
    <message>
        <source>There is no second copy: one that lies elsewhere survives fire and theft.</source>
        <translation>Hakuna nakala ya pili: iliyo nje ya jengo huokoka moto na wizi.</translation>
    </message>
    <message>
        <source>Each has a second copy in {0}.</source>
        <translation>Kila moja ina nakala ya pili kwenye {0}.</translation>
    </message>
    <message>
        <source>The place of the second copy is not there now: {0}.</source>
        <translation>Mahali pa nakala ya pili hapapo sasa: {0}.</translation>
    </message>
    <message>
        <source>Last copy there: {0}.</source>
        <translation>Nakala ya mwisho huko: {0}.</translation>
    </message>
    <message>
        <source>old recovery key</source>
        <translation>ufunguo wa dharura wa zamani</translation>
    </message>
    <message numerus="yes">
        <source>%n backup(s) open elsewhere only with an earlier recovery key: keep that paper while they last.</source>
        <translation>
            <numerusform>Nakala rudufu %n hufunguka kwingine kwa ufunguo wa dharura wa zamani tu: tunza karatasi hiyo maadamu nakala ipo.</numerusform>
            <numerusform>Nakala rudufu %n hufunguka kwingine kwa ufunguo wa dharura wa zamani tu: tunza karatasi hiyo maadamu nakala zipo.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Funga ujumbe huu</translation>
    </message>
</context>
<context>
    <name>Beside</name>
    <message>
        <source>&amp;Notifications</source>
        <translation>Taarifa &amp;za haraka</translation>
    </message>
    <message>
        <source>Blan&amp;k forms</source>
        <translation>Fomu &amp;tupu</translation>
    </message>
    <message>
        <source>Paper &amp;visits</source>
        <translation>Mahudhurio ya karatas&amp;i</translation>
    </message>
    <message>
        <source>Ve&amp;rsions</source>
        <translation>Mat&amp;oleo</translation>
    </message>
    <message>
        <source>Whole mon&amp;th</source>
        <translation>Mwezi mzi&amp;ma</translation>
    </message>
    <message>
        <source>Re&amp;gisters</source>
        <translation>Re&amp;jesta</translation>
    </message>
    <message>
        <source>Wh&amp;y not counted</source>
        <translation>Sa&amp;babu ya kutohesabiwa</translation>
    </message>
    <message>
        <source>At the &amp;district</source>
        <translation>Wi&amp;layani</translation>
    </message>
    <message>
        <source>Chart of the row</source>
        <translation>Chati ya safu</translation>
    </message>
    <message>
        <source>&amp;Use of the data</source>
        <translation>Matumizi ya tak&amp;wimu</translation>
    </message>
</context>
<context>
    <name>BlankFormsPage</name>
    <message>
        <source>Blank forms for power cuts</source>
        <translation>Fomu tupu za wakati umeme ukikatika</translation>
    </message>
    <message>
        <source>Back to the forms</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>Which form</source>
        <translation>Fomu ipi</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Hudhurio</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Rejesta</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Maabara</translation>
    </message>
    <message>
        <source>Print them ahead; what is written on them is entered later with its date.</source>
        <translation>Zichape mapema; kitakachoandikwa kitaingizwa baadaye kwa tarehe yake.</translation>
    </message>
    <message>
        <source>Two patients a page, in the order of the screen, with the commonest diagnoses here.</source>
        <translation>Wagonjwa wawili kwa ukurasa, kwa mpangilio wa skrini, pamoja na magonjwa ya kawaida ya hapa.</translation>
    </message>
    <message>
        <source>A page of 20 lines with the columns of the register.</source>
        <translation>Ukurasa wa mistari 20 wenye safuwima za rejesta.</translation>
    </message>
    <message>
        <source>Four requests a page, with the tests to tick.</source>
        <translation>Maombi manne kwa ukurasa, yenye vipimo vya kuwekewa alama.</translation>
    </message>
    <message>
        <source>Pa&amp;ges</source>
        <translation>K&amp;urasa</translation>
    </message>
    <message>
        <source>Numbers &amp;from</source>
        <translation>Namba kua&amp;nzia</translation>
    </message>
    <message>
        <source>Dat&amp;e (empty: written by hand)</source>
        <translation>Tar&amp;ehe (tupu: kwa mkono)</translation>
    </message>
    <message>
        <source>&amp;Look at it</source>
        <translation>&amp;Itazame</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Print (Ctrl+Enter)</source>
        <translation>Chapa (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>BreachDialog</name>
    <message>
        <source>Report of a breach</source>
        <translation>Taarifa ya uvunjifu wa taarifa binafsi</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Watumiaji wote</translation>
    </message>
    <message>
        <source>User {0}</source>
        <translation>Mtumiaji {0}</translation>
    </message>
    <message>
        <source>The Commission (PDPC) is to be told promptly [S: section 27(5) of the Act]; within 72 hours, as is said of the regulations [M: not confirmed]. The paper is filled from the audit trail; what is not known yet is written by hand.</source>
        <translation>Tume (PDPC) inajulishwa bila kuchelewa [S: kifungu cha 27(5) cha Sheria]; ndani ya saa 72, kama inavyosemwa kuhusu kanuni [M: haijathibitishwa]. Karatasi inajazwa kutoka kumbukumbu za matumizi; yasiyojulikana bado yanaandikwa kwa mkono.</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Kuanzia</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hadi</translation>
    </message>
    <message>
        <source>Noticed on</source>
        <translation>Iligunduliwa tarehe</translation>
    </message>
    <message>
        <source>at (hour:minute)</source>
        <translation>saa (saa:dakika)</translation>
    </message>
    <message>
        <source>What happened, in a few words</source>
        <translation>Kilichotokea, kwa maneno machache</translation>
    </message>
    <message>
        <source>Language of the paper</source>
        <translation>Lugha ya karatasi</translation>
    </message>
    <message>
        <source>Show and &amp;print</source>
        <translation>Onyesha na ucha&amp;pe</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Funga</translation>
    </message>
</context>
<context>
    <name>BundleReport</name>
    <message>
        <source>Kind</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Kwenye faili</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Zilizochukuliwa</translation>
    </message>
    <message>
        <source>Here already</source>
        <translation>Zilizopo tayari</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Zilizoachwa</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Sababu</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Wagonjwa</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>Diagnoses</source>
        <translation>Utambuzi</translation>
    </message>
    <message>
        <source>Measurements and tests</source>
        <translation>Vipimo na majibu</translation>
    </message>
    <message>
        <source>Prescriptions</source>
        <translation>Dawa zilizoandikwa</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Mzio</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>Huduma zilizofanywa</translation>
    </message>
    <message>
        <source>Requests and referrals</source>
        <translation>Maombi na rufaa</translation>
    </message>
    <message>
        <source>There is nothing in the file that could be taken.</source>
        <translation>Hakuna kitu kwenye faili kinachoweza kuchukuliwa.</translation>
    </message>
    <message>
        <source>Only tried, nothing kept</source>
        <translation>Imejaribiwa tu, hakuna kilichohifadhiwa</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Imehifadhiwa</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s) registered</source>
        <translation>
            <numerusform>mgonjwa %n amesajiliwa</numerusform>
            <numerusform>wagonjwa %n wamesajiliwa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) added</source>
        <translation>
            <numerusform>hudhurio %n limeongezwa</numerusform>
            <numerusform>mahudhurio %n yameongezwa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) got the ICD-10 code of our own list, which is unconfirmed</source>
        <translation>
            <numerusform>utambuzi %n umepewa msimbo wa ICD-10 kutoka orodha yetu, ambayo haijathibitishwa</numerusform>
            <numerusform>tambuzi %n zimepewa msimbo wa ICD-10 kutoka orodha yetu, ambayo haijathibitishwa</numerusform>
        </translation>
    </message>
    <message>
        <source>What was left is written to {0}</source>
        <translation>Kilichoachwa kimeandikwa kwenye {0}</translation>
    </message>
</context>
<context>
    <name>ByHandPage</name>
    <message>
        <source>The file that was carried</source>
        <translation>Faili lililopelekwa</translation>
    </message>
    <message>
        <source>The receipt that came back</source>
        <translation>Risiti iliyorudi</translation>
    </message>
    <message>
        <source>Written: {0}. When it has been carried, come back and say so here.</source>
        <translation>Limeandikwa: {0}. Likishapelekwa, rudi hapa useme hivyo.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) marked as carried by hand.</source>
        <translation>
            <numerusform>Ujumbe %n umewekewa alama kuwa umepelekwa kwa mkono.</numerusform>
            <numerusform>Jumbe %n zimewekewa alama kuwa zimepelekwa kwa mkono.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had arrived or were marked already.</source>
        <translation>
            <numerusform>%n ulikuwa umefika au umeshawekewa alama.</numerusform>
            <numerusform>%n zilikuwa zimefika au zimeshawekewa alama.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not marked: other figures are here now. Write a new file.</source>
        <translation>
            <numerusform>%n haukuwekewa alama: sasa hapa kuna takwimu nyingine. Andika faili jipya.</numerusform>
            <numerusform>%n hazikuwekewa alama: sasa hapa kuna takwimu nyingine. Andika faili jipya.</numerusform>
        </translation>
    </message>
    <message>
        <source>Confirmed by the receipt: no. {0}.</source>
        <translation>Imethibitishwa na risiti: namba {0}.</translation>
    </message>
    <message>
        <source>Where to write the file</source>
        <translation>Faili liandikwe wapi</translation>
    </message>
    <message>
        <source>By hand to {0}</source>
        <translation>Kwa mkono hadi {0}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>1. Write what waits to a file</source>
        <translation>1. Andika kinachosubiri kwenye faili</translation>
    </message>
    <message>
        <source>2. Say that it was carried</source>
        <translation>2. Sema kuwa limepelekwa</translation>
    </message>
    <message>
        <source>3. Take the receipt that came back</source>
        <translation>3. Pokea risiti iliyorudi</translation>
    </message>
    <message>
        <source>&amp;Write the file …</source>
        <translation>&amp;Andika faili …</translation>
    </message>
    <message>
        <source>It was &amp;carried …</source>
        <translation>Limepele&amp;kwa …</translation>
    </message>
    <message>
        <source>&amp;Receipt from a file …</source>
        <translation>&amp;Risiti kutoka faili …</translation>
    </message>
    <message>
        <source>Nothing waits for this system.</source>
        <translation>Hakuna kinachosubiri kwenda mfumo huu.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait.</source>
        <translation>
            <numerusform>Ujumbe %n unasubiri.</numerusform>
            <numerusform>Jumbe %n zinasubiri.</numerusform>
        </translation>
    </message>
    <message>
        <source>The oldest since {0}.</source>
        <translation>Wa zamani zaidi tangu {0}.</translation>
    </message>
    <message>
        <source>The file holds records of patients and is not encrypted: give it only to those who run the system, and delete it afterwards.</source>
        <translation>Faili lina kumbukumbu za wagonjwa na halijasimbwa: wape wanaoendesha mfumo tu, kisha ulifute.</translation>
    </message>
    <message>
        <source>What is in the file is then not sent again. It stands as carried by hand, with your name, not as confirmed by the system.</source>
        <translation>Kilicho kwenye faili hakitatumwa tena. Kitaonekana kuwa kimepelekwa kwa mkono, kwa jina lako, si kuwa kimethibitishwa na mfumo.</translation>
    </message>
    <message>
        <source>The answer of the system (import summary) or a receipt of this program. It confirms or refuses what was carried, cell by cell.</source>
        <translation>Jibu la mfumo (import summary) au risiti ya programu hii. Inathibitisha au kukataa kilichopelekwa, kisanduku kwa kisanduku.</translation>
    </message>
</context>
<context>
    <name>CancelFields</name>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>Or in own words</source>
        <translation>Au kwa maneno yako</translation>
    </message>
</context>
<context>
    <name>CardButtons</name>
    <message>
        <source>Print the card of my work</source>
        <translation>Chapa kadi ya kazi yangu</translation>
    </message>
    <message>
        <source>Print the keyboard card</source>
        <translation>Chapa kadi ya vitufe</translation>
    </message>
    <message>
        <source>Card of my work</source>
        <translation>Kadi ya kazi yangu</translation>
    </message>
    <message>
        <source>Keyboard card</source>
        <translation>Kadi ya vitufe</translation>
    </message>
</context>
<context>
    <name>CaseFields</name>
    <message>
        <source>It began on</source>
        <translation>Ulianza tarehe</translation>
    </message>
    <message>
        <source>Symptoms and signs</source>
        <translation>Dalili</translation>
    </message>
    <message>
        <source>Journey, contact, animals, food, water</source>
        <translation>Safari, kukutana na mgonjwa, wanyama, chakula, maji</translation>
    </message>
    <message>
        <source>Village or street</source>
        <translation>Kijiji au mtaa</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Council</source>
        <translation>Halmashauri</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Mkoa</translation>
    </message>
    <message>
        <source>Phone of the patient or a relative</source>
        <translation>Simu ya mgonjwa au ndugu</translation>
    </message>
    <message>
        <source>Vaccinated against it</source>
        <translation>Amechanjwa dhidi yake</translation>
    </message>
    <message>
        <source>Doses</source>
        <translation>Dozi</translation>
    </message>
    <message>
        <source>Last dose on</source>
        <translation>Dozi ya mwisho tarehe</translation>
    </message>
    <message>
        <source>Specimen taken (empty: none)</source>
        <translation>Sampuli iliyochukuliwa (tupu: hakuna)</translation>
    </message>
    <message>
        <source>Taken on</source>
        <translation>Ilichukuliwa tarehe</translation>
    </message>
    <message>
        <source>Sent to which laboratory</source>
        <translation>Imepelekwa maabara gani</translation>
    </message>
    <message>
        <source>Patient now</source>
        <translation>Hali ya mgonjwa sasa</translation>
    </message>
    <message>
        <source>Done at once</source>
        <translation>Hatua za haraka</translation>
    </message>
    <message>
        <source>Notified by</source>
        <translation>Aliyetoa taarifa</translation>
    </message>
    <message>
        <source>Cadre</source>
        <translation>Kada</translation>
    </message>
    <message>
        <source>Phone of the facility or reporter</source>
        <translation>Simu ya kituo au ya mtoa taarifa</translation>
    </message>
    <message>
        <source>17/11, or 3</source>
        <translation>17/11, au 3</translation>
    </message>
</context>
<context>
    <name>CasePage</name>
    <message>
        <source>Phone the council&apos;s surveillance officer now. Whom did you tell?</source>
        <translation>Mpigie simu sasa mratibu wa ufuatiliaji wa magonjwa wa halmashauri. Umemjulisha nani?</translation>
    </message>
    <message>
        <source>Told by phone</source>
        <translation>Amejulishwa kwa simu</translation>
    </message>
    <message>
        <source>Name or office</source>
        <translation>Jina au ofisi</translation>
    </message>
    <message>
        <source>Not a case by this definition? The reason is kept.</source>
        <translation>Si tukio kwa maelezo haya? Sababu itahifadhiwa.</translation>
    </message>
    <message>
        <source>Not a case</source>
        <translation>Si tukio</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sababu</translation>
    </message>
    <message>
        <source>Take this form back? It stays readable and leaves the list.</source>
        <translation>Ubatilishe fomu hii? Itabaki kusomeka na itatoka kwenye orodha.</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Batilisha</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>Bado haijahifadhiwa</translation>
    </message>
    <message>
        <source>Save and print</source>
        <translation>Hifadhi na uchape</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>Hifadhi mabadiliko</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>Hifadhi (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Told by phone …</source>
        <translation>Amejulishwa kwa simu …</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>Not a case …</source>
        <translation>Si tukio …</translation>
    </message>
    <message>
        <source>Take back …</source>
        <translation>Batilisha …</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Suspected case: {0}</source>
        <translation>Mgonjwa anayeshukiwa: {0}</translation>
    </message>
    <message>
        <source>Specimen: {0}</source>
        <translation>Sampuli: {0}</translation>
    </message>
    <message>
        <source>Notify the council within {0} hours.</source>
        <translation>Toa taarifa halmashauri ndani ya saa {0}.</translation>
    </message>
    <message>
        <source>Not confirmed against the national guideline.</source>
        <translation>Haijathibitishwa dhidi ya mwongozo wa taifa.</translation>
    </message>
</context>
<context>
    <name>CaseSide</name>
    <message>
        <source>Condition</source>
        <translation>Tukio</translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Diagnoses</source>
        <translation>Utambuzi</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the form (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>%n counted. Enter opens the visit.</source>
        <translation>
            <numerusform>%n amehesabiwa. Enter hufungua hudhurio.</numerusform>
            <numerusform>%n wamehesabiwa. Enter hufungua hudhurio.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody is counted here.</source>
        <translation>Hakuna aliyehesabiwa hapa.</translation>
    </message>
    <message>
        <source>&amp;Where counted</source>
        <translation>Imehesabiwa wa&amp;pi</translation>
    </message>
    <message>
        <source>Where the forms count this visit, and why not</source>
        <translation>Fomu zinahesabu wapi hudhurio hili, na kwa nini halikuhesabiwa</translation>
    </message>
    <message>
        <source>There is no visit to open: this happened elsewhere.</source>
        <translation>Hakuna hudhurio la kufungua: hili lilitokea kwingineko.</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
</context>
<context>
    <name>ChangesView</name>
    <message>
        <source>Row</source>
        <translation>Safu</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Safuwima</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ilisainiwa</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Kilichotokea</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Nani</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lini</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Visanduku</translation>
    </message>
    <message>
        <source>no figure moved</source>
        <translation>hakuna takwimu iliyobadilika</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Sasa</translation>
    </message>
    <message>
        <source>Version {0}</source>
        <translation>Toleo {0}</translation>
    </message>
    <message>
        <source>Back to the versions</source>
        <translation>Rudi kwenye matoleo</translation>
    </message>
    <message>
        <source>Back to the versions (Esc)</source>
        <translation>Rudi kwenye matoleo (Esc)</translation>
    </message>
    <message>
        <source>Every figure is as it was signed.</source>
        <translation>Takwimu zote ni kama zilivyosainiwa.</translation>
    </message>
    <message>
        <source>Changed since version {0} was signed</source>
        <translation>Yaliyobadilika tangu toleo {0} lisainiwe</translation>
    </message>
    <message>
        <source>Version {0} against version {1}</source>
        <translation>Toleo {0} dhidi ya toleo {1}</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) changed</source>
        <translation>
            <numerusform>kisanduku %n kimebadilika</numerusform>
            <numerusform>visanduku %n vimebadilika</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) changed</source>
        <translation>
            <numerusform>mahudhurio %n yamebadilika</numerusform>
            <numerusform>mahudhurio %n yamebadilika</numerusform>
        </translation>
    </message>
    <message>
        <source>Enter opens the visit.</source>
        <translation>Enter hufungua hudhurio.</translation>
    </message>
    <message>
        <source>No visit changed.</source>
        <translation>Hakuna hudhurio lililobadilika.</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>What to look at</source>
        <translation>Cha kuangalia</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the form (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>Check of the form</source>
        <translation>Ukaguzi wa fomu</translation>
    </message>
    <message>
        <source>Everything fits: register and form say the same.</source>
        <translation>Kila kitu kinalingana: rejesta na fomu zinasema sawa.</translation>
    </message>
    <message>
        <source>How grave</source>
        <translation>Uzito</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>&amp;Open the visit</source>
        <translation>F&amp;ungua hudhurio</translation>
    </message>
    <message>
        <source>&amp;Open the form again …</source>
        <translation>F&amp;ungua fomu tena …</translation>
    </message>
    <message>
        <source>Sh&amp;ow the visits</source>
        <translation>Onyesha mah&amp;udhurio</translation>
    </message>
    <message>
        <source>F&amp;old the visits</source>
        <translation>K&amp;unja mahudhurio</translation>
    </message>
    <message>
        <source>&amp;Open the figures</source>
        <translation>F&amp;ungua takwimu</translation>
    </message>
    <message>
        <source>&amp;Where counted</source>
        <translation>Imehesabiwa wa&amp;pi</translation>
    </message>
    <message>
        <source>Where the forms count this visit, and why not</source>
        <translation>Fomu zinahesabu wapi hudhurio hili, na kwa nini halikuhesabiwa</translation>
    </message>
    <message>
        <source>Checking …</source>
        <translation>Inakagua …</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) looked at.</source>
        <translation>
            <numerusform>Mahudhurio %n yamekaguliwa.</numerusform>
            <numerusform>Mahudhurio %n yamekaguliwa.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s). Enter does what is written below.</source>
        <translation>
            <numerusform>Matokeo %n. Enter hufanya kilichoandikwa chini.</numerusform>
            <numerusform>Matokeo %n. Enter hufanya kilichoandikwa chini.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChosenActions</name>
    <message>
        <source>Picture of the patient</source>
        <translation>Picha ya mgonjwa</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Picha</translation>
    </message>
    <message>
        <source>Picture kept: {0}</source>
        <translation>Picha imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Correct the record</source>
        <translation>Sahihisha kumbukumbu</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>Kaya</translation>
    </message>
    <message>
        <source>Print the patient&apos;s card</source>
        <translation>Chapa kadi ya mgonjwa</translation>
    </message>
    <message>
        <source>Everything kept about this person</source>
        <translation>Yote yanayohifadhiwa kuhusu mtu huyu</translation>
    </message>
    <message>
        <source>Merge with another record</source>
        <translation>Unganisha na kumbukumbu nyingine</translation>
    </message>
    <message>
        <source>Merges made, and undo</source>
        <translation>Uunganishaji uliofanywa, na kutengua</translation>
    </message>
    <message>
        <source>Who looked at this patient</source>
        <translation>Nani alimwangalia mgonjwa huyu</translation>
    </message>
    <message>
        <source>Find in the national registry</source>
        <translation>Tafuta kwenye rejesta ya taifa</translation>
    </message>
</context>
<context>
    <name>ChosenCard</name>
    <message>
        <source>New patient</source>
        <translation>Mgonjwa mpya</translation>
    </message>
    <message>
        <source>New patient  (Ctrl+N)</source>
        <translation>Mgonjwa mpya  (Ctrl+N)</translation>
    </message>
    <message>
        <source>A&amp;ll kept</source>
        <translation>&amp;Yote</translation>
    </message>
    <message>
        <source>Everything kept about this person, for who asks for it</source>
        <translation>Yote yanayohifadhiwa kuhusu mtu huyu, kwa anayeomba</translation>
    </message>
    <message>
        <source>Open  (Enter)</source>
        <translation>Fungua  (Enter)</translation>
    </message>
    <message>
        <source>Go on with this patient</source>
        <translation>Endelea na mgonjwa huyu</translation>
    </message>
    <message>
        <source>Earlier visits</source>
        <translation>Mahudhurio ya awali</translation>
    </message>
    <message>
        <source>Allergies: {0}</source>
        <translation>Mzio: {0}</translation>
    </message>
    <message>
        <source>Allergies: not recorded</source>
        <translation>Mzio: haujarekodiwa</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>Mlezi</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Hudhurio la mwisho</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>born {0}</source>
        <translation>amezaliwa {0}</translation>
    </message>
    <message>
        <source>Picture of the patient</source>
        <translation>Picha ya mgonjwa</translation>
    </message>
    <message>
        <source>&amp;Correct</source>
        <translation>&amp;Sahihisha</translation>
    </message>
    <message>
        <source>Correct or complete the record</source>
        <translation>Sahihisha au kamilisha kumbukumbu</translation>
    </message>
    <message>
        <source>&amp;Household</source>
        <translation>&amp;Kaya</translation>
    </message>
    <message>
        <source>Who lives with this patient</source>
        <translation>Anayeishi na mgonjwa huyu</translation>
    </message>
    <message>
        <source>Car&amp;d</source>
        <translation>Ka&amp;di</translation>
    </message>
    <message>
        <source>Print the card with its QR code</source>
        <translation>Chapa kadi yenye msimbo wa QR</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>&amp;Picha</translation>
    </message>
    <message>
        <source>Choose a picture from a file</source>
        <translation>Chagua picha kutoka kwenye faili</translation>
    </message>
    <message>
        <source>&amp;Merge</source>
        <translation>&amp;Unganisha</translation>
    </message>
    <message>
        <source>This patient has another record</source>
        <translation>Mgonjwa huyu ana kumbukumbu nyingine</translation>
    </message>
    <message>
        <source>&amp;Send: {0}</source>
        <translation>Mp&amp;eleke: {0}</translation>
    </message>
    <message>
        <source>Let the patient wait there</source>
        <translation>Mgonjwa asubiri hapo</translation>
    </message>
    <message>
        <source>&amp;Expect</source>
        <translation>Mi&amp;adi</translation>
    </message>
    <message>
        <source>Dea&amp;th</source>
        <translation>Ki&amp;fo</translation>
    </message>
    <message>
        <source>Make an appointment</source>
        <translation>Panga miadi</translation>
    </message>
    <message>
        <source>Report the death of this patient</source>
        <translation>Toa taarifa ya kifo cha mgonjwa huyu</translation>
    </message>
    <message>
        <source>Died {0}</source>
        <translation>Amefariki {0}</translation>
    </message>
    <message>
        <source>Aller&amp;gies</source>
        <translation>Mizi&amp;o</translation>
    </message>
    <message>
        <source>Ask about allergies, or say that none is known</source>
        <translation>Uliza kuhusu mzio, au sema kuwa haujulikani</translation>
    </message>
    <message>
        <source>No allergy known, asked on {0}</source>
        <translation>Hana mzio unaojulikana, aliulizwa {0}</translation>
    </message>
    <message>
        <source>Regist&amp;ry</source>
        <translation>Re&amp;jesta</translation>
    </message>
    <message>
        <source>Find in the national registry</source>
        <translation>Tafuta kwenye rejesta ya taifa</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Rejesta</translation>
    </message>
    <message>
        <source>&amp;Who looked</source>
        <translation>&amp;Nani aliona</translation>
    </message>
    <message>
        <source>Who looked at this patient</source>
        <translation>Nani alimwangalia mgonjwa huyu</translation>
    </message>
</context>
<context>
    <name>ClosedNote</name>
    <message>
        <source>{0} lies in a month that is closed. The visit is kept and counted; the signed form then shows &quot;changed since closing&quot; until it is opened and closed again.</source>
        <translation>{0} ni ya mwezi uliofungwa. Hudhurio litahifadhiwa na kuhesabiwa; fomu iliyosainiwa itaonyesha &quot;imebadilika baada ya kufungwa&quot; hadi ifunguliwe na kufungwa tena.</translation>
    </message>
</context>
<context>
    <name>ClosingPage</name>
    <message>
        <source>Making the backup of the day</source>
        <translation>Inatengeneza nakala rudufu ya leo</translation>
    </message>
    <message>
        <source>A few seconds, then the program closes by itself.</source>
        <translation>Sekunde chache, kisha programu inajifunga yenyewe.</translation>
    </message>
    <message>
        <source>Close without it</source>
        <translation>Funga bila nakala</translation>
    </message>
</context>
<context>
    <name>ClusterRulesPage</name>
    <message>
        <source>Illness</source>
        <translation>Ugonjwa</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Inatumika</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Wagonjwa</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>Changed here</source>
        <translation>Imebadilishwa hapa</translation>
    </message>
    <message>
        <source>Kept: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ndiyo</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Hapana</translation>
    </message>
    <message>
        <source>Rules for clusters</source>
        <translation>Kanuni za makundi</translation>
    </message>
    <message>
        <source>So many patients of one village within so many days give a warning. Unconfirmed.</source>
        <translation>Wagonjwa idadi hii wa kijiji kimoja ndani ya siku hizi huleta onyo. Haijathibitishwa.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
    <message>
        <source>Save (Ctrl+Enter)</source>
        <translation>Hifadhi (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>CodeLine</name>
    <message>
        <source>&amp;Code at the foot of a printed form</source>
        <translation>&amp;Msimbo ulio chini ya fomu iliyochapwa</translation>
    </message>
    <message>
        <source>Which version is it?</source>
        <translation>Ni toleo lipi?</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, or a patient</source>
        <translation>Kitendo, au mgonjwa</translation>
    </message>
    <message>
        <source>Action or patient</source>
        <translation>Kitendo au mgonjwa</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>How it stands there</source>
        <translation>Hali huko</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>Kisanduku</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hapa</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Huko</translation>
    </message>
    <message>
        <source>Is this the computer that sends for the facility, and no other one any more?</source>
        <translation>Je, hii ndiyo kompyuta inayotuma kwa kituo, na hakuna nyingine tena?</translation>
    </message>
    <message>
        <source>What waits here although other figures are there is not sent: it waits for you to decide.</source>
        <translation>Kinachosubiri hapa wakati huko kuna takwimu nyingine hakitumwi: kinasubiri uamuzi wako.</translation>
    </message>
    <message>
        <source>Yes, this one sends</source>
        <translation>Ndiyo, hii inatuma</translation>
    </message>
    <message>
        <source>Sending to {0} goes on.</source>
        <translation>Kutuma kwenda {0} kunaendelea.</translation>
    </message>
    <message>
        <source>The same figures are there</source>
        <translation>Takwimu zilezile zipo huko</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) have other figures there</source>
        <translation>
            <numerusform>Kisanduku %n kina takwimu nyingine huko</numerusform>
            <numerusform>Visanduku %n vina takwimu nyingine huko</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) are not there yet</source>
        <translation>
            <numerusform>Kisanduku %n bado hakipo huko</numerusform>
            <numerusform>Visanduku %n bado havipo huko</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} after a restore or a copy</source>
        <translation>{0} baada ya kurejesha au kunakili</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Compare again</source>
        <translation>Linganisha tena</translation>
    </message>
    <message>
        <source>Let this computer send</source>
        <translation>Ruhusu kompyuta hii itume</translation>
    </message>
    <message>
        <source>What was sent or waits</source>
        <translation>Kilichotumwa au kinachosubiri</translation>
    </message>
    <message>
        <source>Cells that differ</source>
        <translation>Visanduku vinavyotofautiana</translation>
    </message>
    <message>
        <source>No cell differs.</source>
        <translation>Hakuna kisanduku kinachotofautiana.</translation>
    </message>
    <message>
        <source>Asking {0} what it has …</source>
        <translation>Inauliza {0} ina nini …</translation>
    </message>
    <message>
        <source>This record was restored or copied. Sending goes on when you say that no other computer sends for this facility.</source>
        <translation>Kumbukumbu hizi zimerejeshwa au zimenakiliwa. Utumaji utaendelea ukisema kuwa hakuna kompyuta nyingine inayotuma kwa kituo hiki.</translation>
    </message>
    <message>
        <source>Nothing was sent there and nothing waits: there is nothing to compare.</source>
        <translation>Hakuna kilichotumwa huko wala kinachosubiri: hakuna cha kulinganisha.</translation>
    </message>
    <message>
        <source>The system could not be asked; sending stays on hold until it can.</source>
        <translation>Mfumo haukuweza kuulizwa; utumaji umesimama hadi uweze.</translation>
    </message>
</context>
<context>
    <name>ConfirmBar</name>
    <message>
        <source>No, go back</source>
        <translation>Hapana, rudi</translation>
    </message>
    <message>
        <source>Type the reason first.</source>
        <translation>Andika sababu kwanza.</translation>
    </message>
</context>
<context>
    <name>ConnectionTest</name>
    <message>
        <source>Asking {0} …</source>
        <translation>Inauliza {0} …</translation>
    </message>
    <message>
        <source>HIV, violence and mental health go there too.</source>
        <translation>VVU, ukatili na afya ya akili vinatumwa huko pia.</translation>
    </message>
    <message>
        <source>HIV, violence and mental health are kept back.</source>
        <translation>VVU, ukatili na afya ya akili vinazuiwa.</translation>
    </message>
    <message>
        <source>{0} answers: {1}.</source>
        <translation>{0} inajibu: {1}.</translation>
    </message>
    <message>
        <source>{0} answers (DHIS2 {1}), but does not know this facility. Ask the district.</source>
        <translation>{0} inajibu (DHIS2 {1}), lakini haikijui kituo hiki. Uliza wilaya.</translation>
    </message>
    <message>
        <source>{0} answers: DHIS2 {1}, we are {2}, this facility is {3}.</source>
        <translation>{0} inajibu: DHIS2 {1}, sisi ni {2}, kituo hiki ni {3}.</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) of the mapping are not there.</source>
        <translation>
            <numerusform>Mahali %n pa ulinganisho hapapo huko.</numerusform>
            <numerusform>Mahali %n pa ulinganisho hapapo huko.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the mapping</source>
        <translation>Fungua ulinganisho</translation>
    </message>
    <message>
        <source>{0} answers: {1}. It is only asked who somebody is.</source>
        <translation>{0} inajibu: {1}. Huulizwa tu mtu ni nani.</translation>
    </message>
    <message>
        <source>A data set changed there: nothing goes until its mapping is saved again.</source>
        <translation>Seti ya data imebadilika huko: hakuna kinachokwenda hadi ulinganisho wake uhifadhiwe tena.</translation>
    </message>
</context>
<context>
    <name>ConsentQuestion</name>
    <message>
        <source>May names and birth dates of patients be asked at {0}?</source>
        <translation>Je, majina na tarehe za kuzaliwa za wagonjwa yaulizwe kwa {0}?</translation>
    </message>
    <message>
        <source>When somebody is registered the national registry there is asked.</source>
        <translation>Mtu anaposajiliwa, rejesta ya taifa iliyoko huko inaulizwa.</translation>
    </message>
    <message>
        <source>May visits of patients go to {0}?</source>
        <translation>Je, mahudhurio ya wagonjwa yaende kwa {0}?</translation>
    </message>
    <message>
        <source>HIV, violence and mental health would go there too.</source>
        <translation>VVU, ukatili na afya ya akili pia vingeenda huko.</translation>
    </message>
    <message>
        <source>HIV, violence and mental health are kept back.</source>
        <translation>VVU, ukatili na afya ya akili vinazuiwa.</translation>
    </message>
    <message>
        <source>Make sure that this is the address the council or the Ministry told you.</source>
        <translation>Hakikisha kuwa hii ndiyo anwani uliyopewa na halmashauri au Wizara.</translation>
    </message>
    <message>
        <source>They may</source>
        <translation>Ziende</translation>
    </message>
    <message>
        <source>Confirmed. What waits for {0} goes now.</source>
        <translation>Imethibitishwa. Kinachosubiri kwenda {0} kinaondoka sasa.</translation>
    </message>
</context>
<context>
    <name>ConsultationView</name>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
</context>
<context>
    <name>CoverPage</name>
    <message>
        <source>Type the PIN or the password.</source>
        <translation>Andika PIN au nywila.</translation>
    </message>
    <message>
        <source>Covered</source>
        <translation>Imefunikwa</translation>
    </message>
    <message>
        <source>This is the session of {0}. Go on, or choose your own name.</source>
        <translation>Hii ni kazi ya {0}. Endelea, au chagua jina lako.</translation>
    </message>
    <message>
        <source>PIN or password</source>
        <translation>PIN au nywila</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Nywila</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Endelea</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Toka</translation>
    </message>
</context>
<context>
    <name>CredentialsForm</name>
    <message>
        <source>New access to {0}</source>
        <translation>Ufikiaji mpya wa {0}</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Anwani</translation>
    </message>
    <message>
        <source>New access token</source>
        <translation>Tokeni mpya ya ufikiaji</translation>
    </message>
    <message>
        <source>or user name</source>
        <translation>au jina la mtumiaji</translation>
    </message>
    <message>
        <source>and password</source>
        <translation>na nywila</translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation>Hifadhi na ujaribu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Cheti</translation>
    </message>
    <message>
        <source>Mappings and what waits stay. A token or password left empty stays, on the same server. It is tested at once.</source>
        <translation>Ulinganisho na kinachosubiri vinabaki. Tokeni au nywila ikiachwa wazi inabaki ileile, kwenye seva ileile. Hujaribiwa papo hapo.</translation>
    </message>
    <message>
        <source>Certi&amp;ficate file …</source>
        <translation>Faili la &amp;cheti …</translation>
    </message>
    <message>
        <source>Only for a server with a certificate of its own: those who run it give the file.</source>
        <translation>Kwa seva yenye cheti chake yenyewe tu: wanaoiendesha hutoa faili hilo.</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Save a copy of the data</source>
        <translation>Hifadhi nakala ya taarifa</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Limeandikwa: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>kumbukumbu %n</numerusform>
            <numerusform>kumbukumbu %n</numerusform>
        </translation>
    </message>
    <message>
        <source>File to import</source>
        <translation>Faili la kuingiza</translation>
    </message>
    <message>
        <source>Bad lines are written to {0}.</source>
        <translation>Mistari yenye makosa inaandikwa kwenye {0}.</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n good line(s) of this file?</source>
        <translation>
            <numerusform>Uhifadhi mstari %n mzuri wa faili hili?</numerusform>
            <numerusform>Uhifadhi mistari %n mizuri ya faili hili?</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Ihifadhi</translation>
    </message>
    <message>
        <source>A copy of the facility&apos;s own data</source>
        <translation>Nakala ya taarifa za kituo chenyewe</translation>
    </message>
    <message>
        <source>Lists from elsewhere</source>
        <translation>Orodha kutoka kwingine</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Wagonjwa</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Muundo</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Kuanzia</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Hadi</translation>
    </message>
    <message>
        <source>Save a copy …</source>
        <translation>Hifadhi nakala …</translation>
    </message>
    <message>
        <source>What is left is written to {0}.</source>
        <translation>Kinachoachwa kinaandikwa kwenye {0}.</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n patient(s) and visit(s) of this file?</source>
        <translation>
            <numerusform>Uhifadhi mgonjwa au hudhurio %n kutoka kwenye faili hili?</numerusform>
            <numerusform>Uhifadhi wagonjwa na mahudhurio %n kutoka kwenye faili hili?</numerusform>
        </translation>
    </message>
    <message>
        <source>Import a CSV or FHIR file …</source>
        <translation>Ingiza faili la CSV au FHIR …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Simamisha</translation>
    </message>
    <message>
        <source>Choose the tables to move in …</source>
        <translation>Chagua majedwali ya kuhamisha …</translation>
    </message>
</context>
<context>
    <name>DataTable</name>
    <message>
        <source>Loading …</source>
        <translation>Inasoma …</translation>
    </message>
    <message>
        <source>Not read.</source>
        <translation>Haijasomwa.</translation>
    </message>
</context>
<context>
    <name>DateOrAgeField</name>
    <message>
        <source>12/3/2021, 5y, 8m, 3w, 10d</source>
        <translation>12/3/2021, miaka 5, miezi 8, wiki 3</translation>
    </message>
    <message>
        <source>Age {0}</source>
        <translation>Umri {0}</translation>
    </message>
    <message>
        <source>Age {0}, born about {1}</source>
        <translation>Umri {0}, alizaliwa takriban {1}</translation>
    </message>
    <message>
        <source>Born {0}, age {1}</source>
        <translation>Alizaliwa {0}, umri {1}</translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message>
        <source>{0}, today</source>
        <translation>{0}, leo</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago: {0}</source>
        <translation>
            <numerusform>siku %n iliyopita: {0}</numerusform>
            <numerusform>siku %n zilizopita: {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeathFields</name>
    <message>
        <source>Day of death</source>
        <translation>Siku ya kifo</translation>
    </message>
    <message>
        <source>25/12/2026, today</source>
        <translation>25/12/2026, leo</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Saa</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Mahali</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hapa</translation>
    </message>
    <message>
        <source>Dead on arrival</source>
        <translation>Alifika amefariki</translation>
    </message>
    <message>
        <source>Elsewhere</source>
        <translation>Kwingine</translation>
    </message>
    <message>
        <source>Immediate cause</source>
        <translation>Sababu ya karibu</translation>
    </message>
    <message>
        <source>Underlying cause</source>
        <translation>Sababu ya msingi</translation>
    </message>
    <message>
        <source>Circumstances</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Told by</source>
        <translation>Aliyetoa taarifa</translation>
    </message>
    <message>
        <source>Notified to</source>
        <translation>Aliyepewa taarifa</translation>
    </message>
    <message>
        <source>Notified on</source>
        <translation>Tarehe ya taarifa</translation>
    </message>
    <message>
        <source>Appointments ahead are cancelled, and later visits of this patient are questioned.</source>
        <translation>Miadi ijayo itafutwa, na mahudhurio ya baadaye ya mgonjwa huyu yataulizwa.</translation>
    </message>
</context>
<context>
    <name>DeathPage</name>
    <message>
        <source>Save the visit first; then Ctrl+P prints the report.</source>
        <translation>Hifadhi hudhurio kwanza; kisha Ctrl+P huchapa taarifa.</translation>
    </message>
    <message>
        <source>Death</source>
        <translation>Kifo</translation>
    </message>
    <message>
        <source>The report prints after the visit is saved.</source>
        <translation>Taarifa huchapwa baada ya hudhurio kuhifadhiwa.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
</context>
<context>
    <name>DeathReportPage</name>
    <message>
        <source>Recorded: {0}</source>
        <translation>Imerekodiwa: {0}</translation>
    </message>
    <message>
        <source>{0} is alive on record again.</source>
        <translation>{0} amerekodiwa tena kuwa yuko hai.</translation>
    </message>
    <message>
        <source>Death of a patient</source>
        <translation>Kifo cha mgonjwa</translation>
    </message>
    <message>
        <source>Record the death</source>
        <translation>Rekodi kifo</translation>
    </message>
    <message>
        <source>Mark the patient as dead</source>
        <translation>Weka alama kuwa mgonjwa amefariki</translation>
    </message>
    <message>
        <source>&amp;Print the report</source>
        <translation>&amp;Chapa taarifa</translation>
    </message>
</context>
<context>
    <name>DeliveryPage</name>
    <message>
        <source>Row</source>
        <translation>Safu</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Safuwima</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Ilitumwa</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Huko</translation>
    </message>
    <message>
        <source>Became</source>
        <translation>Imekuwa</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lini</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Hatua</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Matokeo</translation>
    </message>
    <message>
        <source>HTTP</source>
        <translation>HTTP</translation>
    </message>
    <message>
        <source>Their number</source>
        <translation>Namba yao</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Jibu</translation>
    </message>
    <message>
        <source>Tried again now.</source>
        <translation>Imejaribiwa tena sasa.</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>Hifadhi risiti</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Copied. It holds no password or token.</source>
        <translation>Imenakiliwa. Haina nywila wala tokeni.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>&amp;Print the receipt</source>
        <translation>&amp;Chapa risiti</translation>
    </message>
    <message>
        <source>Save as &amp;CSV</source>
        <translation>Hi&amp;fadhi kama CSV</translation>
    </message>
    <message>
        <source>C&amp;opy all</source>
        <translation>&amp;Nakili yote</translation>
    </message>
    <message>
        <source>&amp;Receipt</source>
        <translation>&amp;Risiti</translation>
    </message>
    <message>
        <source>For &amp;IT</source>
        <translation>Kwa TEH&amp;AMA</translation>
    </message>
    <message>
        <source>Nothing is known of single values.</source>
        <translation>Hakuna kinachojulikana kuhusu kila takwimu.</translation>
    </message>
    <message>
        <source>It was not tried yet.</source>
        <translation>Bado haijajaribiwa.</translation>
    </message>
    <message>
        <source>&amp;Send ours all the same</source>
        <translation>&amp;Tuma zetu hata hivyo</translation>
    </message>
    <message>
        <source>&amp;Try again now</source>
        <translation>&amp;Jaribu tena sasa</translation>
    </message>
    <message>
        <source>All that is known of it, for IT</source>
        <translation>Yote yanayojulikana, kwa TEHAMA</translation>
    </message>
    <message>
        <source>No. {0}: {1}</source>
        <translation>Na. {0}: {1}</translation>
    </message>
</context>
<context>
    <name>DeskBar</name>
    <message>
        <source>&amp;Appointments</source>
        <translation>&amp;Miadi</translation>
    </message>
    <message>
        <source>Who comes, and who did not come</source>
        <translation>Nani anakuja, na nani hakuja</translation>
    </message>
    <message>
        <source>&amp;Referrals</source>
        <translation>&amp;Rufaa</translation>
    </message>
    <message>
        <source>Who was sent elsewhere, and what came back</source>
        <translation>Nani alitumwa kwingine, na mrejesho uliokuja</translation>
    </message>
</context>
<context>
    <name>DeskPage</name>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
</context>
<context>
    <name>DiagnosesBox</name>
    <message>
        <source>&amp;Diagnosis</source>
        <translation>&amp;Utambuzi</translation>
    </message>
    <message>
        <source>Two letters, or ICD-10</source>
        <translation>Herufi mbili, au ICD-10</translation>
    </message>
    <message>
        <source>Add a diagnosis</source>
        <translation>Ongeza utambuzi</translation>
    </message>
    <message>
        <source>? in the empty box turns the last diagnosis provisional</source>
        <translation>? kwenye kisanduku kitupu hufanya utambuzi wa mwisho kuwa haujathibitishwa</translation>
    </message>
</context>
<context>
    <name>DiagnosisWidget</name>
    <message>
        <source>Confirmed or provisional</source>
        <translation>Umethibitishwa au bado</translation>
    </message>
    <message>
        <source>Take this diagnosis off</source>
        <translation>Ondoa utambuzi huu</translation>
    </message>
</context>
<context>
    <name>DispenseRow</name>
    <message>
        <source>Given</source>
        <translation>Imetolewa</translation>
    </message>
    <message>
        <source>Partly</source>
        <translation>Sehemu</translation>
    </message>
    <message>
        <source>Not given</source>
        <translation>Haikutolewa</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Kwa nini?</translation>
    </message>
    <message>
        <source>how much</source>
        <translation>kiasi</translation>
    </message>
    <message>
        <source>in own words</source>
        <translation>kwa maneno yako</translation>
    </message>
    <message>
        <source>How much of {0} was given</source>
        <translation>Kiasi cha {0} kilichotolewa</translation>
    </message>
    <message>
        <source>Why less of {0} was given</source>
        <translation>Kwa nini {0} imetolewa pungufu</translation>
    </message>
    <message>
        <source>Why less of {0} was given, in own words</source>
        <translation>Kwa nini {0} imetolewa pungufu, kwa maneno yako</translation>
    </message>
</context>
<context>
    <name>DistrictPage</name>
    <message>
        <source>Row</source>
        <translation>Safu</translation>
    </message>
    <message>
        <source>Asking the district what it has …</source>
        <translation>Inauliza wilaya ina nini …</translation>
    </message>
    <message>
        <source>What the district has is not known. Ask again later.</source>
        <translation>Haijulikani wilaya ina nini. Uliza tena baadaye.</translation>
    </message>
    <message>
        <source>The district has the same figures as we have, in every cell that is sent.</source>
        <translation>Wilaya ina takwimu zilezile tulizo nazo, katika kila kisanduku kinachotumwa.</translation>
    </message>
    <message>
        <source>Save the comparison</source>
        <translation>Hifadhi ulinganisho</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the form (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>&amp;Ask again</source>
        <translation>&amp;Uliza tena</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Save as &amp;CSV</source>
        <translation>Hi&amp;fadhi kama CSV</translation>
    </message>
    <message>
        <source>Only cells that &amp;differ</source>
        <translation>Visanduku vinavyo&amp;tofautiana tu</translation>
    </message>
    <message numerus="yes">
        <source>%n of them differ</source>
        <translation>
            <numerusform>%n kinatofautiana</numerusform>
            <numerusform>%n vinatofautiana</numerusform>
        </translation>
    </message>
    <message>
        <source>all the same</source>
        <translation>vyote ni sawa</translation>
    </message>
    <message>
        <source>{0}, not signed. Asked {1}: {2} cells compared, {3}.</source>
        <translation>{0}, haijasainiwa. Iliulizwa {1}: visanduku {2} vimelinganishwa, {3}.</translation>
    </message>
    <message>
        <source>{0}, as signed. Asked {1}: {2} cells compared, {3}.</source>
        <translation>{0}, kama ilivyosainiwa. Iliulizwa {1}: visanduku {2} vimelinganishwa, {3}.</translation>
    </message>
    <message>
        <source>At the district</source>
        <translation>Wilayani</translation>
    </message>
    <message>
        <source>here</source>
        <translation>hapa</translation>
    </message>
    <message>
        <source>there</source>
        <translation>huko</translation>
    </message>
    <message>
        <source>In each cell: here | there</source>
        <translation>Kila kisanduku: hapa | huko</translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>What was looked at</source>
        <translation>Kilichoangaliwa</translation>
    </message>
    <message>
        <source>✓ well</source>
        <translation>✓ sawa</translation>
    </message>
    <message>
        <source>! look</source>
        <translation>! angalia</translation>
    </message>
    <message>
        <source>!! act</source>
        <translation>!! chukua hatua</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>Jambo %n la kuangalia</numerusform>
            <numerusform>Mambo %n ya kuangalia</numerusform>
        </translation>
    </message>
    <message>
        <source>Everything is well.</source>
        <translation>Kila kitu kiko sawa.</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>Ukaguzi wa mfumo</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Kagua tena</translation>
    </message>
    <message>
        <source>Press “Look again”.</source>
        <translation>Bonyeza “Kagua tena”.</translation>
    </message>
    <message>
        <source>Report for support</source>
        <translation>Taarifa ya msaada</translation>
    </message>
</context>
<context>
    <name>DuplicatesBox</name>
    <message>
        <source>Perhaps already registered. Ctrl+1 opens:</source>
        <translation>Huenda amesajiliwa tayari. Ctrl+1 humfungua:</translation>
    </message>
    <message>
        <source>Perhaps already registered. Ctrl+1, Ctrl+2 … open:</source>
        <translation>Huenda amesajiliwa tayari. Ctrl+1, Ctrl+2 … hufungua:</translation>
    </message>
    <message>
        <source>F</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>M</source>
        <translation>ME</translation>
    </message>
    <message>
        <source>{0}; but {1}</source>
        <translation>{0}; lakini {1}</translation>
    </message>
</context>
<context>
    <name>EarlierReferral</name>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Earlier referral</source>
        <translation>Rufaa iliyopita</translation>
    </message>
    <message>
        <source>Save what came back</source>
        <translation>Hifadhi mrejesho</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Si sasa</translation>
    </message>
    <message>
        <source>Write down what came back</source>
        <translation>Andika mrejesho</translation>
    </message>
    <message>
        <source>Correct what came back</source>
        <translation>Sahihisha mrejesho</translation>
    </message>
</context>
<context>
    <name>EmergencyBar</name>
    <message>
        <source>This visit is private. Open it in an emergency?</source>
        <translation>Hudhurio hili ni la siri. Ulifungue kwa dharura?</translation>
    </message>
    <message>
        <source>Only this visit, and only until you leave. The reason and your name are kept; the in-charge sees them.</source>
        <translation>Hudhurio hili tu, na hadi utakapotoka tu. Sababu na jina lako vinatunzwa; mganga mfawidhi ataviona.</translation>
    </message>
    <message>
        <source>Why must you read it now?</source>
        <translation>Kwa nini lazima ulisome sasa?</translation>
    </message>
    <message>
        <source>Open in an emergency</source>
        <translation>Fungua kwa dharura</translation>
    </message>
</context>
<context>
    <name>EndingWords</name>
    <message>
        <source>Sent here by</source>
        <translation>Ametumwa na</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>Rufaa</translation>
    </message>
    <message>
        <source>Death</source>
        <translation>Kifo</translation>
    </message>
    <message>
        <source>Comes back</source>
        <translation>Anarudi</translation>
    </message>
    <message>
        <source>week of {0}</source>
        <translation>wiki ya {0}</translation>
    </message>
</context>
<context>
    <name>EnterPage</name>
    <message>
        <source>Type the password.</source>
        <translation>Andika nywila.</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Ingia</translation>
    </message>
    <message>
        <source>Choose your name and type your password.</source>
        <translation>Chagua jina lako na uandike nywila yako.</translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation>Namba ya kutumia mara moja</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Nywila</translation>
    </message>
    <message>
        <source>Password lost?</source>
        <translation>Umesahau nywila?</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Rejesha nakala rudufu</translation>
    </message>
</context>
<context>
    <name>EnteredNote</name>
    <message numerus="yes">
        <source>%n entered now:</source>
        <translation>
            <numerusform>%n limeingizwa sasa:</numerusform>
            <numerusform>%n yameingizwa sasa:</numerusform>
        </translation>
    </message>
    <message>
        <source>Each sheet is kept with its own day, and marked as entered late.</source>
        <translation>Kila karatasi inahifadhiwa kwa siku yake, na kuwekwa alama kuwa imeingizwa baadaye.</translation>
    </message>
</context>
<context>
    <name>EntryPage</name>
    <message>
        <source>Enter the result</source>
        <translation>Ingiza jibu</translation>
    </message>
    <message>
        <source>Correct the result</source>
        <translation>Sahihisha jibu</translation>
    </message>
    <message>
        <source>PRIVATE</source>
        <translation>SIRI</translation>
    </message>
    <message>
        <source>URGENT</source>
        <translation>HARAKA</translation>
    </message>
    <message>
        <source>Ordered by {0} on {1}</source>
        <translation>Kimeagizwa na {0}, {1}</translation>
    </message>
    <message>
        <source>Result by the algorithm (to be confirmed by the facility): {0}</source>
        <translation>Jibu kwa mwongozo (uthibitishwe na kituo): {0}</translation>
    </message>
    <message>
        <source>Not decided yet: the algorithm asks for another test.</source>
        <translation>Bado halijaamuliwa: mwongozo unataka kipimo kingine.</translation>
    </message>
    <message>
        <source>{0} is unusual ({1}). Press Ctrl+Enter again if it is right.</source>
        <translation>{0} si ya kawaida ({1}). Bonyeza Ctrl+Enter tena kama ni sahihi.</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>Print the result, or the request (Ctrl+P)</source>
        <translation>Chapa jibu, au ombi (Ctrl+P)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the list; what is typed is kept (Esc)</source>
        <translation>Rudi kwenye orodha; ulichoandika kinatunzwa (Esc)</translation>
    </message>
    <message>
        <source>Void the order</source>
        <translation>Batilisha agizo</translation>
    </message>
    <message>
        <source>Sample not usable</source>
        <translation>Sampuli haifai</translation>
    </message>
    <message>
        <source>Agree and release</source>
        <translation>Kubali na utoe jibu</translation>
    </message>
    <message>
        <source>Release the result as it was entered</source>
        <translation>Toa jibu kama lilivyoingizwa</translation>
    </message>
    <message>
        <source>Why it is corrected</source>
        <translation>Sababu ya kusahihisha</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Open the visit</source>
        <translation>Fungua hudhurio</translation>
    </message>
    <message>
        <source>To the consultation of this patient</source>
        <translation>Nenda kwenye matibabu ya mgonjwa huyu</translation>
    </message>
</context>
<context>
    <name>EverythingKeptDialog</name>
    <message>
        <source>Where to write the file</source>
        <translation>Mahali pa kuandika faili</translation>
    </message>
    <message>
        <source>Written: {0}. It is not encrypted: give it only to who may have it.</source>
        <translation>Limeandikwa: {0}. Halijasimbwa: mpe tu anayeruhusiwa kuwa nalo.</translation>
    </message>
    <message>
        <source>Everything kept about this person</source>
        <translation>Yote yanayohifadhiwa kuhusu mtu huyu</translation>
    </message>
    <message>
        <source>The whole record with what was voided and what is private, what was sent where, and who looked at it. First make sure who asks: the person, or who may ask for them. It stands in the audit trail.</source>
        <translation>Kumbukumbu zote pamoja na zilizobatilishwa na zilizo za siri, zilizotumwa wapi, na nani aliziangalia. Kwanza hakikisha anayeomba ni nani: mtu mwenyewe, au anayeruhusiwa kumwombea. Inaandikwa kwenye kumbukumbu za matumizi.</translation>
    </message>
    <message>
        <source>Language of the paper</source>
        <translation>Lugha ya karatasi</translation>
    </message>
    <message>
        <source>Show and &amp;print</source>
        <translation>Onyesha na ucha&amp;pe</translation>
    </message>
    <message>
        <source>&amp;Save as a file</source>
        <translation>&amp;Hifadhi kama faili</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Funga</translation>
    </message>
</context>
<context>
    <name>FacilityPage</name>
    <message>
        <source>Which facility is this?</source>
        <translation>Hiki ni kituo gani?</translation>
    </message>
    <message>
        <source>The code stands on every report.</source>
        <translation>Namba ya kituo huandikwa kwenye kila taarifa.</translation>
    </message>
    <message>
        <source>&amp;HFR code</source>
        <translation>Namba ya &amp;HFR</translation>
    </message>
    <message>
        <source>&amp;Name of the facility</source>
        <translation>&amp;Jina la kituo</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Imehifadhiwa.</translation>
    </message>
    <message>
        <source>The facility</source>
        <translation>Kituo</translation>
    </message>
    <message>
        <source>HFR code {0}; it cannot change</source>
        <translation>Namba ya HFR {0}; haibadiliki</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Mkoa</translation>
    </message>
    <message>
        <source>Council</source>
        <translation>Halmashauri</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>Dispensary</source>
        <translation>Zahanati</translation>
    </message>
    <message>
        <source>Health centre</source>
        <translation>Kituo cha afya</translation>
    </message>
    <message>
        <source>Language of the facility</source>
        <translation>Lugha ya kituo</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
    <message>
        <source>&amp;Region</source>
        <translation>&amp;Mkoa</translation>
    </message>
    <message>
        <source>&amp;Council</source>
        <translation>&amp;Halmashauri</translation>
    </message>
    <message>
        <source>&amp;Ward</source>
        <translation>&amp;Kata</translation>
    </message>
    <message>
        <source>Phone of the facility</source>
        <translation>Simu ya kituo</translation>
    </message>
    <message>
        <source>For training only: made-up patients, nothing is ever sent</source>
        <translation>Kwa mafunzo tu: wagonjwa wa kubuni, hakuna kinachotumwa kamwe</translation>
    </message>
    <message>
        <source>Cover the screen after (minutes)</source>
        <translation>Funika skrini baada ya (dakika)</translation>
    </message>
    <message>
        <source>Two letters, then take it from the list: council and region follow.</source>
        <translation>Andika herufi mbili, chagua kwenye orodha: halmashauri na mkoa hujijaza.</translation>
    </message>
</context>
<context>
    <name>FilterQuestion</name>
    <message>
        <source>They are kept back from {0}. May HIV, violence and mental health go there?</source>
        <translation>Zinazuiwa kwenda {0}. Je, taarifa za VVU, ukatili na afya ya akili ziende huko?</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) went without them; they go again, whole.</source>
        <translation>
            <numerusform>Hudhurio %n lilikwenda bila hizo; litakwenda tena likiwa kamili.</numerusform>
            <numerusform>Mahudhurio %n yalikwenda bila hizo; yatakwenda tena yakiwa kamili.</numerusform>
        </translation>
    </message>
    <message>
        <source>They may go</source>
        <translation>Ziende</translation>
    </message>
    <message>
        <source>They may go to {0}. Keep HIV, violence and mental health back from now on?</source>
        <translation>Zinaruhusiwa kwenda {0}. Je, taarifa za VVU, ukatili na afya ya akili zizuiwe kuanzia sasa?</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) went with them; they go again, without them.</source>
        <translation>
            <numerusform>Hudhurio %n lilikwenda nazo; litakwenda tena bila hizo.</numerusform>
            <numerusform>Mahudhurio %n yalikwenda nazo; yatakwenda tena bila hizo.</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep them back</source>
        <translation>Zizuiwe</translation>
    </message>
    <message>
        <source>Kept for {0}.</source>
        <translation>Imehifadhiwa kwa {0}.</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>Language</source>
        <translation>Lugha</translation>
    </message>
    <message>
        <source>Facility</source>
        <translation>Kituo</translation>
    </message>
    <message>
        <source>Who is in charge</source>
        <translation>Mfawidhi</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Who works here</source>
        <translation>Wanaofanya kazi hapa</translation>
    </message>
    <message>
        <source>Place for backups</source>
        <translation>Mahali pa nakala rudufu</translation>
    </message>
    <message>
        <source>What you have already</source>
        <translation>Mlivyo navyo tayari</translation>
    </message>
    <message>
        <source>Practise</source>
        <translation>Fanya mazoezi</translation>
    </message>
    <message>
        <source>The power went before the key was on paper. A new one is made; it takes a minute.</source>
        <translation>Umeme ulikatika kabla ufunguo haujaandikwa kwenye karatasi. Unatengenezwa mwingine; ni dakika moja.</translation>
    </message>
    <message>
        <source>Everybody gets an own name and a one-time code. You can add more at any time.</source>
        <translation>Kila mmoja anapata jina lake na namba ya kutumia mara moja. Unaweza kuongeza wengine wakati wowote.</translation>
    </message>
    <message>
        <source>Put in a USB stick and choose it: a backup on this PC alone is lost with the PC.</source>
        <translation>Chomeka flashi na uichague: nakala iliyo kwenye kompyuta hii tu hupotea pamoja nayo.</translation>
    </message>
    <message>
        <source>Patients and visits from another program, if you have such files.</source>
        <translation>Wagonjwa na mahudhurio kutoka programu nyingine, kama mna mafaili hayo.</translation>
    </message>
    <message>
        <source>A made-up facility in a second window, to try things; nothing of it is sent.</source>
        <translation>Kituo cha kubuni kwenye dirisha la pili, cha kujaribia; hakuna chake kinachotumwa.</translation>
    </message>
    <message>
        <source>{0} of {1}: {2}</source>
        <translation>{0} kati ya {1}: {2}</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Begin work  (Esc)</source>
        <translation>Anza kazi  (Esc)</translation>
    </message>
    <message>
        <source>Next  (Esc)</source>
        <translation>Endelea  (Esc)</translation>
    </message>
    <message>
        <source>Later  (Esc)</source>
        <translation>Baadaye  (Esc)</translation>
    </message>
    <message>
        <source>What waits stands in Administration, Set-up.</source>
        <translation>Yanayosubiri yapo Utawala, Maandalizi.</translation>
    </message>
</context>
<context>
    <name>FirstVisit</name>
    <message>
        <source>Guided first visit</source>
        <translation>Hudhurio la kwanza kwa kuongozwa</translation>
    </message>
    <message>
        <source>Leave the guided visit</source>
        <translation>Acha hudhurio la kuongozwa</translation>
    </message>
    <message>
        <source>Steps of the guided visit</source>
        <translation>Hatua za hudhurio la kuongozwa</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Anza</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Si sasa</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Tayari</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>Acha</translation>
    </message>
    <message>
        <source>Ctrl+K, Guided first visit, starts it again (Esc leaves)</source>
        <translation>Ctrl+K, Hudhurio la kwanza kwa kuongozwa, huanza tena (Esc huacha)</translation>
    </message>
    <message>
        <source>That was a whole visit. It moved these figures of the month:</source>
        <translation>Hilo lilikuwa hudhurio zima. Limebadilisha takwimu hizi za mwezi:</translation>
    </message>
    <message>
        <source>Row {0}, {1}: from {2} to {3}</source>
        <translation>Safu {0}, {1}: kutoka {2} hadi {3}</translation>
    </message>
    <message>
        <source>Enter on a figure shows the visits behind it, yours among them.</source>
        <translation>Enter kwenye takwimu huonyesha mahudhurio yake, lako likiwemo.</translation>
    </message>
    <message>
        <source>The patient waits now: the colleagues at the next station see it in their list.</source>
        <translation>Mgonjwa sasa anasubiri: wenzako wa kituo kinachofuata wanamwona kwenye orodha yao.</translation>
    </message>
    <message>
        <source>The medicines are given and the patient went home: it stands in the visit.</source>
        <translation>Dawa zimetolewa na mgonjwa amekwenda nyumbani: imeandikwa kwenye hudhurio.</translation>
    </message>
    <message>
        <source>The result stands in the visit and in the register; who ordered it sees it.</source>
        <translation>Jibu liko kwenye hudhurio na kwenye rejesta; aliyeagiza analiona.</translation>
    </message>
</context>
<context>
    <name>Fixed</name>
    <message>
        <source>Set by the administrator of this PC</source>
        <translation>Imewekwa na msimamizi wa kompyuta hii</translation>
    </message>
</context>
<context>
    <name>FormBuilder</name>
    <message>
        <source>All</source>
        <translation>Zote</translation>
    </message>
    <message>
        <source>New form</source>
        <translation>Fomu mpya</translation>
    </message>
    <message>
        <source>Pick from the lists; the figures beside them follow.</source>
        <translation>Chagua kwenye orodha; takwimu zilizo pembeni hufuata.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>What the form counts</source>
        <translation>Fomu inahesabu nini</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>Aina ya hudhurio</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>Mlipaji</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Matokeo</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Tatizo</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mwezi</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Wiki</translation>
    </message>
    <message>
        <source>Only</source>
        <translation>Za hawa tu</translation>
    </message>
    <message>
        <source>One row for eac&amp;h</source>
        <translation>&amp;Safu moja kwa kila</translation>
    </message>
    <message>
        <source>Colum&amp;ns: ages by sex</source>
        <translation>Safuwi&amp;ma: umri kwa jinsi</translation>
    </message>
    <message>
        <source>Name in S&amp;wahili</source>
        <translation>&amp;Jina kwa Kiswahili</translation>
    </message>
    <message>
        <source>Name in &amp;English</source>
        <translation>Jina kwa Kiin&amp;gereza</translation>
    </message>
    <message>
        <source>&amp;Counted</source>
        <translation>Kinacho&amp;hesabiwa</translation>
    </message>
    <message>
        <source>Rows a&amp;t most (1 to {0})</source>
        <translation>I&amp;dadi ya safu (1 hadi {0})</translation>
    </message>
    <message>
        <source>For e&amp;ach</source>
        <translation>Kwa ki&amp;la</translation>
    </message>
    <message>
        <source>A&amp;dd the form</source>
        <translation>Ong&amp;eza fomu</translation>
    </message>
</context>
<context>
    <name>FormKeeper</name>
    <message>
        <source>{0} was begun on {1} and not saved.</source>
        <translation>{0} alianzwa {1} na hakuhifadhiwa.</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Endelea naye</translation>
    </message>
</context>
<context>
    <name>FormOutput</name>
    <message>
        <source>Save the form</source>
        <translation>Hifadhi fomu</translation>
    </message>
    <message>
        <source>Open the PDF</source>
        <translation>Fungua PDF</translation>
    </message>
</context>
<context>
    <name>FormPreview</name>
    <message>
        <source>The form appears here as soon as it can be counted.</source>
        <translation>Fomu itaonekana hapa mara itakapoweza kuhesabiwa.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Jumla</translation>
    </message>
    <message>
        <source>How it would look now</source>
        <translation>Itakavyoonekana sasa</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Grand total</source>
        <translation>Jumla kuu</translation>
    </message>
</context>
<context>
    <name>FormSending</name>
    <message>
        <source>Asking the district what it has …</source>
        <translation>Inauliza wilaya ina nini …</translation>
    </message>
    <message>
        <source>The form is not closed: it goes as it stands, not as signed.</source>
        <translation>Fomu haijafungwa: itatumwa kama ilivyo sasa, si kama ilivyosainiwa.</translation>
    </message>
    <message>
        <source>Send this form?</source>
        <translation>Utume fomu hii?</translation>
    </message>
    <message>
        <source>The district takes no figures for this period now. Send all the same?</source>
        <translation>Wilaya haipokei takwimu za kipindi hiki kwa sasa. Utume hata hivyo?</translation>
    </message>
    <message>
        <source>The district has other figures. Overwrite them with these?</source>
        <translation>Wilaya ina takwimu nyingine. Ziandikwe upya kwa hizi?</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Tuma</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Andika upya</translation>
    </message>
    <message>
        <source>{0}: {1} values; {2} new, {3} changed, {4} the same there</source>
        <translation>{0}: thamani {1}; mpya {2}, zilizobadilika {3}, zilizo sawa huko {4}</translation>
    </message>
    <message>
        <source>The mapping was not confirmed by a person yet: look at it under Sync.</source>
        <translation>Ulinganisho bado haujathibitishwa na mtu: utazame kwenye Usawazishaji.</translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) have no place there and are not sent.</source>
        <translation>
            <numerusform>Kisanduku %n hakina nafasi huko na hakitumwi.</numerusform>
            <numerusform>Visanduku %n havina nafasi huko na havitumwi.</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}: {1} here, {2} there</source>
        <translation>{0}: {1} hapa, {2} huko</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… na %n zaidi</numerusform>
            <numerusform>… na %n zaidi</numerusform>
        </translation>
    </message>
    <message>
        <source>Approved there: locked. Ask the district to open the period first.</source>
        <translation>Zimeidhinishwa huko: zimefungwa. Iombe wilaya ifungue kipindi kwanza.</translation>
    </message>
    <message>
        <source>The district takes these figures only from {0}.</source>
        <translation>Wilaya inapokea takwimu hizi kuanzia {0} tu.</translation>
    </message>
    <message>
        <source>The time to send was over on {0}: the district would refuse it.</source>
        <translation>Muda wa kutuma uliisha {0}: wilaya itazikataa.</translation>
    </message>
    <message>
        <source>The district does not take this period now.</source>
        <translation>Wilaya haipokei kipindi hiki kwa sasa.</translation>
    </message>
    <message>
        <source>Can be sent until {0}.</source>
        <translation>Zinaweza kutumwa hadi {0}.</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) on the way. The bottom line says when they arrived.</source>
        <translation>
            <numerusform>Ujumbe %n uko njiani. Mstari wa chini utasema ukifika.</numerusform>
            <numerusform>Jumbe %n ziko njiani. Mstari wa chini utasema zikifika.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open Sync</source>
        <translation>Fungua Usawazishaji</translation>
    </message>
    <message>
        <source>{0} could not be asked: {1}</source>
        <translation>{0} haikuweza kuulizwa: {1}</translation>
    </message>
    <message>
        <source>Put it in line anyway? It goes by itself when the system answers.</source>
        <translation>Iwekwe kwenye foleni hata hivyo? Itatumwa yenyewe mfumo utakapojibu.</translation>
    </message>
    <message>
        <source>Put in line</source>
        <translation>Weka kwenye foleni</translation>
    </message>
    <message numerus="yes">
        <source>The system would refuse %n value(s).</source>
        <translation>
            <numerusform>Mfumo utakataa thamani %n.</numerusform>
            <numerusform>Mfumo utakataa thamani %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormSigning</name>
    <message>
        <source>Open this form again? The signed figures stay kept.</source>
        <translation>Ufungue fomu hii tena? Takwimu zilizosainiwa zinabaki zimehifadhiwa.</translation>
    </message>
    <message>
        <source>Open again</source>
        <translation>Fungua tena</translation>
    </message>
    <message>
        <source>Why is it opened again?</source>
        <translation>Kwa nini inafunguliwa tena?</translation>
    </message>
</context>
<context>
    <name>FormsPage</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>Toleo</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Iliongezwa</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Faili</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Mstari</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Kosa lenyewe</translation>
    </message>
    <message>
        <source>Add a form from a file</source>
        <translation>Ongeza fomu kutoka kwenye faili</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Fomu</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to correct in the file. Nothing was added.</source>
        <translation>
            <numerusform>Jambo %n la kurekebisha kwenye faili. Hakuna kilichoongezwa.</numerusform>
            <numerusform>Mambo %n ya kurekebisha kwenye faili. Hakuna kilichoongezwa.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add “{0}”, edition {1}? It can be counted, closed and sent like any other form.</source>
        <translation>Uongeze “{0}”, toleo {1}? Itahesabiwa, itafungwa na itatumwa kama fomu nyingine yoyote.</translation>
    </message>
    <message>
        <source>“{0}” comes with the program. Is this file its new edition {1}, beside the others?</source>
        <translation>“{0}” imekuja na programu. Je, faili hili ni toleo lake jipya {1}, pamoja na mengine?</translation>
    </message>
    <message>
        <source>Add the form</source>
        <translation>Ongeza fomu</translation>
    </message>
    <message>
        <source>It is meant from then on where no edition is named.</source>
        <translation>Kuanzia hapo ndilo litakalotumika pasipotajwa toleo.</translation>
    </message>
    <message>
        <source>Added. It stands in the list of Reports.</source>
        <translation>Imeongezwa. Iko kwenye orodha ya Taarifa.</translation>
    </message>
    <message>
        <source>Save the form as a file</source>
        <translation>Hifadhi fomu kama faili</translation>
    </message>
    <message>
        <source>{0} was not written: {1}</source>
        <translation>{0} haikuandikwa: {1}</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Limeandikwa: {0}</translation>
    </message>
    <message>
        <source>Withdraw “{0}”, edition {1}? What was closed by it can still be printed.</source>
        <translation>Uondoe “{0}”, toleo {1}? Zilizofungwa nayo bado zinaweza kuchapwa.</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Ondoa</translation>
    </message>
    <message>
        <source>Why; it is kept</source>
        <translation>Sababu; inahifadhiwa</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>imekuja na programu</translation>
    </message>
    <message>
        <source>added here</source>
        <translation>imeongezwa hapa</translation>
    </message>
    <message>
        <source>withdrawn: {0}</source>
        <translation>imeondolewa: {0}</translation>
    </message>
    <message>
        <source>!! left out: {0}</source>
        <translation>!! imeachwa: {0}</translation>
    </message>
    <message>
        <source>Forms of the program stay as they are; forms of your own are added beside them.</source>
        <translation>Fomu za programu hubaki zilivyo; fomu zenu huongezwa pembeni yake.</translation>
    </message>
    <message>
        <source>To correct in the file</source>
        <translation>Ya kurekebisha kwenye faili</translation>
    </message>
    <message>
        <source>There is no form yet.</source>
        <translation>Bado hakuna fomu.</translation>
    </message>
    <message>
        <source>&amp;New form …</source>
        <translation>Fomu &amp;mpya …</translation>
    </message>
    <message>
        <source>&amp;Add from a file …</source>
        <translation>On&amp;geza kutoka faili …</translation>
    </message>
    <message>
        <source>Sa&amp;ve as a file …</source>
        <translation>&amp;Hifadhi kama faili …</translation>
    </message>
    <message>
        <source>&amp;Withdraw …</source>
        <translation>On&amp;doa …</translation>
    </message>
</context>
<context>
    <name>FrontPage</name>
    <message>
        <source>This is not stopped half-way, so that nothing is left half done. It ends by itself.</source>
        <translation>Hili halikatizwi katikati, ili kisibaki chochote nusu. Litaisha lenyewe.</translation>
    </message>
</context>
<context>
    <name>GivenBox</name>
    <message>
        <source>It was given, sa&amp;ve</source>
        <translation>Ilitolewa, &amp;hifadhi</translation>
    </message>
</context>
<context>
    <name>GrowthLine</name>
    <message>
        <source>Growth chart (Alt+G)</source>
        <translation>Chati ya ukuaji (Alt+G)</translation>
    </message>
    <message>
        <source>Show the WHO curves</source>
        <translation>Onyesha mikondo ya WHO</translation>
    </message>
</context>
<context>
    <name>GrowthPage</name>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Kipimo</translation>
    </message>
    <message>
        <source>SD and meaning</source>
        <translation>SD na maana yake</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>Print the chart (Ctrl+P)</source>
        <translation>Chapa chati (Ctrl+P)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Leo</translation>
    </message>
    <message>
        <source>Measurements so far</source>
        <translation>Vipimo vya hadi sasa</translation>
    </message>
    <message>
        <source>No measurement of this kind yet.</source>
        <translation>Bado hakuna kipimo cha aina hii.</translation>
    </message>
    <message>
        <source>Indicator</source>
        <translation>Kiashiria</translation>
    </message>
    <message>
        <source>WHO growth standards, girls</source>
        <translation>Viwango vya ukuaji vya WHO, wasichana</translation>
    </message>
    <message>
        <source>WHO growth standards, boys</source>
        <translation>Viwango vya ukuaji vya WHO, wavulana</translation>
    </message>
    <message>
        <source>Age in months</source>
        <translation>Umri kwa miezi</translation>
    </message>
    <message>
        <source>Length, lying, cm</source>
        <translation>Urefu akiwa amelala, cm</translation>
    </message>
    <message>
        <source>Height, standing, cm</source>
        <translation>Urefu akiwa amesimama, cm</translation>
    </message>
</context>
<context>
    <name>HeldBack</name>
    <message>
        <source>This visit is private. You opened it in an emergency.</source>
        <translation>Hudhurio hili ni la siri. Ulilifungua kwa dharura.</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>Lisome tena</translation>
    </message>
    <message>
        <source>This visit is private: your role does not read it.</source>
        <translation>Hudhurio hili ni la siri: jukumu lako haliruhusu kulisoma.</translation>
    </message>
    <message>
        <source>Open in an emergency</source>
        <translation>Fungua kwa dharura</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>Close  (Esc)</source>
        <translation>Funga  (Esc)</translation>
    </message>
    <message>
        <source>Keys of this screen</source>
        <translation>Vitufe vya skrini hii</translation>
    </message>
    <message>
        <source>Keys that work everywhere</source>
        <translation>Vitufe vinavyofanya kazi popote</translation>
    </message>
    <message>
        <source>Explain this screen</source>
        <translation>Eleza skrini hii</translation>
    </message>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
    <message>
        <source>How it is done</source>
        <translation>Jinsi inavyofanyika</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Kazi</translation>
    </message>
    <message>
        <source>All tasks of your work</source>
        <translation>Kazi zako zote</translation>
    </message>
    <message>
        <source>All tasks of your work ({0}) …</source>
        <translation>Kazi zako zote ({0}) …</translation>
    </message>
</context>
<context>
    <name>HouseholdPage</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Sex and age</source>
        <translation>Jinsi na umri</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Nani</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Hudhurio la mwisho</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>F</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>M</source>
        <translation>ME</translation>
    </message>
    <message>
        <source>head</source>
        <translation>mkuu wa kaya</translation>
    </message>
    <message>
        <source>this patient</source>
        <translation>mgonjwa huyu</translation>
    </message>
    <message>
        <source>mother</source>
        <translation>mama</translation>
    </message>
    <message>
        <source>child</source>
        <translation>mtoto</translation>
    </message>
    <message>
        <source>lives elsewhere</source>
        <translation>anaishi kwingine</translation>
    </message>
    <message>
        <source>Household of {0}</source>
        <translation>Kaya ya {0}</translation>
    </message>
    <message>
        <source>Household</source>
        <translation>Kaya</translation>
    </message>
    <message>
        <source>Who lives together, and who was here lately</source>
        <translation>Wanaoishi pamoja, na aliyekuja karibuni</translation>
    </message>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
    <message>
        <source>Make &amp;head</source>
        <translation>Fanya &amp;mkuu wa kaya</translation>
    </message>
    <message>
        <source>The one who is marked heads the household</source>
        <translation>Aliyechaguliwa ni mkuu wa kaya</translation>
    </message>
    <message>
        <source>&amp;Take out</source>
        <translation>&amp;Toa kwenye kaya</translation>
    </message>
    <message>
        <source>The one who is marked lives elsewhere now</source>
        <translation>Aliyechaguliwa sasa anaishi kwingine</translation>
    </message>
    <message>
        <source>&amp;New patient here</source>
        <translation>M&amp;gonjwa mpya hapa</translation>
    </message>
    <message>
        <source>Register somebody who lives here</source>
        <translation>Sajili mtu anayeishi hapa</translation>
    </message>
    <message>
        <source>Add a patient who lives here: name, number or phone</source>
        <translation>Ongeza mgonjwa anayeishi hapa: jina, namba au simu</translation>
    </message>
    <message>
        <source>Add a patient who lives here</source>
        <translation>Ongeza mgonjwa anayeishi hapa</translation>
    </message>
    <message>
        <source>Who lives here</source>
        <translation>Wanaoishi hapa</translation>
    </message>
</context>
<context>
    <name>ImportReport</name>
    <message>
        <source>Line</source>
        <translation>Mstari</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Safuwima</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Kosa lenyewe</translation>
    </message>
    <message>
        <source>Nothing was imported yet. The columns of the file stand in the user guide.</source>
        <translation>Bado hakuna kilichoingizwa. Safuwima za faili zimeelezwa kwenye mwongozo wa mtumiaji.</translation>
    </message>
    <message>
        <source>No bad lines.</source>
        <translation>Hakuna mistari yenye makosa.</translation>
    </message>
    <message>
        <source>Only tried, nothing kept</source>
        <translation>Jaribio tu, hakuna kilichohifadhiwa</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Imehifadhiwa</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) read</source>
        <translation>
            <numerusform>mstari %n umesomwa</numerusform>
            <numerusform>mistari %n imesomwa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>mpya %n</numerusform>
            <numerusform>mpya %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n there already</source>
        <translation>
            <numerusform>%n upo tayari</numerusform>
            <numerusform>%n ipo tayari</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n umekataliwa</numerusform>
            <numerusform>%n imekataliwa</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s) registered</source>
        <translation>
            <numerusform>mgonjwa %n amesajiliwa</numerusform>
            <numerusform>wagonjwa %n wamesajiliwa</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyAgainPage</name>
    <message>
        <source>&amp;Make a new key</source>
        <translation>&amp;Tengeneza ufunguo mpya</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>Upo kwenye karatasi</translation>
    </message>
</context>
<context>
    <name>KeyPage</name>
    <message>
        <source>The recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>It is on paper: begin work</source>
        <translation>Nimeuandika: anza kazi</translation>
    </message>
</context>
<context>
    <name>KeyPaper</name>
    <message>
        <source>That is not group {0}. Compare it with your paper.</source>
        <translation>Hilo si kundi la {0}. Linganisha na karatasi yako.</translation>
    </message>
    <message>
        <source>Group {0}</source>
        <translation>Kundi la {0}</translation>
    </message>
    <message>
        <source>It cannot be printed here. Write the groups by hand.</source>
        <translation>Haiwezi kuchapwa hapa. Andika makundi kwa mkono.</translation>
    </message>
    <message>
        <source>Print the key or write all groups on paper, and lock it away. It opens the record when every password is lost; the program shows it only now. Then type two groups from your paper.</source>
        <translation>Chapa ufunguo au andika makundi yote kwenye karatasi, na uifungie. Hufungua kumbukumbu nywila zote zikipotea; programu inauonyesha sasa tu. Kisha andika makundi mawili kutoka kwenye karatasi yako.</translation>
    </message>
    <message>
        <source>&amp;Print the key …</source>
        <translation>&amp;Chapa ufunguo …</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Jina la mtumiaji</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Majukumu</translation>
    </message>
    <message>
        <source>Opens with</source>
        <translation>Hufungua kwa</translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation>Namba ya kutumia mara moja</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Nywila</translation>
    </message>
    <message>
        <source>Type the key that stands on the paper.</source>
        <translation>Andika ufunguo ulio kwenye karatasi.</translation>
    </message>
    <message>
        <source>Make a new key</source>
        <translation>Tengeneza mpya</translation>
    </message>
    <message>
        <source>Change the key of the database now? Everybody&apos;s password goes on working.</source>
        <translation>Ubadilishe ufunguo wa hifadhidata sasa? Nywila za watu wote zitaendelea kufanya kazi.</translation>
    </message>
    <message>
        <source>It takes some seconds; others wait meanwhile. Make a backup afterwards.</source>
        <translation>Huchukua sekunde chache; wengine husubiri. Baadaye fanya nakala rudufu.</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>Badilisha ufunguo</translation>
    </message>
    <message>
        <source>The database has another key now. Make a backup today.</source>
        <translation>Hifadhidata sasa ina ufunguo mwingine. Fanya nakala rudufu leo.</translation>
    </message>
    <message>
        <source>Key file of the council</source>
        <translation>Faili la ufunguo wa halmashauri</translation>
    </message>
    <message>
        <source>Call the council health office. Do they read out this fingerprint: {0}?</source>
        <translation>Pigia simu ofisi ya afya ya halmashauri. Je, wanasoma alama hii: {0}?</translation>
    </message>
    <message>
        <source>Then {0} can open this record and its backups.</source>
        <translation>Kisha {0} inaweza kufungua kumbukumbu hizi na nakala zake rudufu.</translation>
    </message>
    <message>
        <source>It is the same</source>
        <translation>Ni ileile</translation>
    </message>
    <message>
        <source>Take the council&apos;s key out? Backups made before stay readable to the council.</source>
        <translation>Uondoe ufunguo wa halmashauri? Nakala rudufu za awali halmashauri bado itaweza kuzisoma.</translation>
    </message>
    <message>
        <source>Take it out</source>
        <translation>Uondoe</translation>
    </message>
    <message>
        <source>Who can open the record</source>
        <translation>Nani anaweza kufungua kumbukumbu</translation>
    </message>
    <message>
        <source>Nobody is here yet.</source>
        <translation>Bado hakuna mtu.</translation>
    </message>
    <message>
        <source>The key of the database</source>
        <translation>Ufunguo wa hifadhidata</translation>
    </message>
    <message>
        <source>The council&apos;s key</source>
        <translation>Ufunguo wa halmashauri</translation>
    </message>
    <message>
        <source>Key on the paper</source>
        <translation>Ufunguo ulio kwenye karatasi</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Jaribu</translation>
    </message>
    <message>
        <source>Change the key …</source>
        <translation>Badilisha ufunguo …</translation>
    </message>
    <message>
        <source>Read the council&apos;s file …</source>
        <translation>Soma faili la halmashauri …</translation>
    </message>
    <message>
        <source>Take it out …</source>
        <translation>Uondoe …</translation>
    </message>
    <message>
        <source>It is on paper</source>
        <translation>Umeandikwa kwenye karatasi</translation>
    </message>
    <message>
        <source>never tried</source>
        <translation>haujawahi kujaribiwa</translation>
    </message>
    <message>
        <source>tried {0}</source>
        <translation>ulijaribiwa {0}</translation>
    </message>
    <message>
        <source>Made {0}, {1}.</source>
        <translation>Ulitengenezwa {0}, {1}.</translation>
    </message>
    <message>
        <source>! A year has passed: take it out of the safe and try it.</source>
        <translation>! Mwaka umepita: utoe kwenye kasha na uujaribu.</translation>
    </message>
    <message>
        <source>!! There is none: make one now.</source>
        <translation>!! Haupo: utengeneze sasa.</translation>
    </message>
    <message>
        <source>never changed</source>
        <translation>haujawahi kubadilishwa</translation>
    </message>
    <message>
        <source>changed {0}</source>
        <translation>ulibadilishwa {0}</translation>
    </message>
    <message>
        <source>Key file number {0}, key {1}.</source>
        <translation>Faili la funguo namba {0}, ufunguo {1}.</translation>
    </message>
    <message>
        <source>! A change was cut off: change the key to end it.</source>
        <translation>! Ubadilishaji ulikatizwa: badilisha ufunguo ili kuumaliza.</translation>
    </message>
    <message>
        <source>! Still to do since {0}: somebody was taken out. It is done when the program closes.</source>
        <translation>! Bado kufanyika tangu {0}: mtu aliondolewa. Hufanyika programu ikifungwa.</translation>
    </message>
    <message>
        <source>{0} of {1} copies of the key file are in place.</source>
        <translation>Nakala {0} kati ya {1} za faili la funguo zipo mahali pake.</translation>
    </message>
    <message>
        <source>No council can open this record. A council key is a second way in when the paper is lost.</source>
        <translation>Hakuna halmashauri inayoweza kufungua kumbukumbu hizi. Ufunguo wa halmashauri ni njia ya pili karatasi ikipotea.</translation>
    </message>
    <message>
        <source>{0} can open this record. Fingerprint {1}</source>
        <translation>{0} inaweza kufungua kumbukumbu hizi. Alama {1}</translation>
    </message>
    <message>
        <source>The recovery key opens the record. Nothing was changed; lock the paper away again.</source>
        <translation>Ufunguo wa dharura unafungua kumbukumbu. Hakuna kilichobadilishwa; urudishe kwenye kasha.</translation>
    </message>
    <message>
        <source>Make a new recovery key? The old paper opens nothing from then on. Have pen and paper ready.</source>
        <translation>Utengeneze ufunguo mpya wa dharura? Karatasi ya zamani haitafungua kitu tena. Andaa kalamu na karatasi.</translation>
    </message>
    <message>
        <source>The new recovery key is in force. Tear up the old paper.</source>
        <translation>Ufunguo mpya wa dharura umeanza kutumika. Chana karatasi ya zamani.</translation>
    </message>
    <message>
        <source>The recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>New recovery key …</source>
        <translation>Ufunguo mpya wa dharura …</translation>
    </message>
</context>
<context>
    <name>KindWords</name>
    <message>
        <source>Prescription</source>
        <translation>Cheti cha dawa</translation>
    </message>
    <message>
        <source>Sick sheet</source>
        <translation>Cheti cha mapumziko</translation>
    </message>
    <message>
        <source>Visit summary</source>
        <translation>Muhtasari wa hudhurio</translation>
    </message>
    <message>
        <source>Referral letter</source>
        <translation>Barua ya rufaa</translation>
    </message>
    <message>
        <source>Answer to the sender</source>
        <translation>Mrejesho kwa mtumaji</translation>
    </message>
    <message>
        <source>Death report</source>
        <translation>Taarifa ya kifo</translation>
    </message>
    <message>
        <source>Return slip</source>
        <translation>Karatasi ya miadi</translation>
    </message>
    <message>
        <source>List of people to look for</source>
        <translation>Orodha ya watu wa kufuatilia</translation>
    </message>
    <message>
        <source>Patient card</source>
        <translation>Kadi ya mgonjwa</translation>
    </message>
    <message>
        <source>Laboratory request</source>
        <translation>Ombi la vipimo vya maabara</translation>
    </message>
    <message>
        <source>Laboratory result</source>
        <translation>Majibu ya maabara</translation>
    </message>
    <message>
        <source>Laboratory register</source>
        <translation>Rejesta ya maabara</translation>
    </message>
    <message>
        <source>Growth chart</source>
        <translation>Chati ya ukuaji</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Rejesta</translation>
    </message>
    <message>
        <source>Form of a month or week</source>
        <translation>Fomu ya mwezi au wiki</translation>
    </message>
    <message>
        <source>All forms of a month</source>
        <translation>Fomu zote za mwezi</translation>
    </message>
    <message>
        <source>What the district sees</source>
        <translation>Wilaya inachoona</translation>
    </message>
    <message>
        <source>Receipt of a delivery</source>
        <translation>Risiti ya kilichotumwa</translation>
    </message>
    <message>
        <source>Use of the data</source>
        <translation>Matumizi ya takwimu</translation>
    </message>
    <message>
        <source>Case form</source>
        <translation>Fomu ya tukio</translation>
    </message>
    <message>
        <source>List of notifications</source>
        <translation>Orodha ya taarifa za haraka</translation>
    </message>
    <message>
        <source>Blank forms</source>
        <translation>Fomu tupu</translation>
    </message>
    <message>
        <source>Audit trail</source>
        <translation>Kumbukumbu za matumizi</translation>
    </message>
    <message>
        <source>Report of a breach</source>
        <translation>Taarifa ya uvunjifu wa taarifa binafsi</translation>
    </message>
    <message>
        <source>Everything kept about a person</source>
        <translation>Yote yanayohifadhiwa kuhusu mtu</translation>
    </message>
    <message>
        <source>Card of a role</source>
        <translation>Kadi ya majukumu</translation>
    </message>
    <message>
        <source>Keyboard card</source>
        <translation>Kadi ya vitufe</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Test page</source>
        <translation>Ukurasa wa majaribio</translation>
    </message>
</context>
<context>
    <name>KnownDeath</name>
    <message>
        <source>Is {0} alive? The death is then taken back, and appointments count again.</source>
        <translation>Je, {0} yuko hai? Taarifa ya kifo itafutwa, na miadi itarudi.</translation>
    </message>
    <message>
        <source>Take the death back</source>
        <translation>Futa taarifa ya kifo</translation>
    </message>
    <message>
        <source>Why? The reason is kept.</source>
        <translation>Kwa nini? Sababu itatunzwa.</translation>
    </message>
    <message>
        <source>The patient is alive …</source>
        <translation>Mgonjwa yuko hai …</translation>
    </message>
    <message>
        <source>Take the death back, with a reason</source>
        <translation>Futa taarifa ya kifo, pamoja na sababu</translation>
    </message>
    <message>
        <source>{0} is recorded as dead since {1}.</source>
        <translation>{0} amerekodiwa kuwa amefariki tangu {1}.</translation>
    </message>
</context>
<context>
    <name>LaboratoryView</name>
    <message>
        <source>Order a test</source>
        <translation>Agiza kipimo</translation>
    </message>
    <message>
        <source>Laboratory register</source>
        <translation>Rejesta ya maabara</translation>
    </message>
    <message>
        <source>Sample taken: {0}, {1}</source>
        <translation>Sampuli imechukuliwa: {0}, {1}</translation>
    </message>
    <message>
        <source>Ordered.</source>
        <translation>Imeagizwa.</translation>
    </message>
    <message>
        <source>Save the register</source>
        <translation>Hifadhi rejesta</translation>
    </message>
    <message>
        <source>Sent on: {0}</source>
        <translation>Ameendelea: {0}</translation>
    </message>
</context>
<context>
    <name>LateKeeper</name>
    <message>
        <source>A paper visit was begun on {0} and not saved: {1}.</source>
        <translation>Hudhurio la karatasi lilianzwa {0} na halijahifadhiwa: {1}.</translation>
    </message>
    <message>
        <source>Go on with it</source>
        <translation>Endelea nalo</translation>
    </message>
</context>
<context>
    <name>LatePage</name>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Paper visits</source>
        <translation>Mahudhurio ya karatasi</translation>
    </message>
    <message>
        <source>The day stays. Ctrl+Enter saves and takes the next sheet.</source>
        <translation>Siku inabaki. Ctrl+Enter huhifadhi na kuleta karatasi inayofuata.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Save, next</source>
        <translation>Hifadhi, inayofuata</translation>
    </message>
    <message>
        <source>Save and take the next sheet (Ctrl+Enter)</source>
        <translation>Hifadhi na ulete karatasi inayofuata (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>&amp;Day of the visit</source>
        <translation>&amp;Siku ya hudhurio</translation>
    </message>
    <message>
        <source>Number on the sheet</source>
        <translation>Namba ya karatasi</translation>
    </message>
    <message>
        <source>&amp;Patient: name, number, phone</source>
        <translation>Mgon&amp;jwa: jina, namba, simu</translation>
    </message>
    <message>
        <source>&amp;New patient</source>
        <translation>Mgonjwa m&amp;pya</translation>
    </message>
    <message>
        <source>&amp;Other patient</source>
        <translation>Mwi&amp;ngine</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>Mlipaji</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Taslimu</translation>
    </message>
    <message>
        <source>Other insurance</source>
        <translation>Bima nyingine</translation>
    </message>
    <message>
        <source>Exempt</source>
        <translation>Msamaha</translation>
    </message>
    <message>
        <source>Weight kg</source>
        <translation>Uzito kg</translation>
    </message>
    <message>
        <source>Temperature °C</source>
        <translation>Joto °C</translation>
    </message>
    <message>
        <source>BP</source>
        <translation>Shinikizo (BP)</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Malalamiko</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ushauri</translation>
    </message>
    <message>
        <source>Not done</source>
        <translation>Hakikufanyika</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Matokeo</translation>
    </message>
</context>
<context>
    <name>Letters</name>
    <message>
        <source>Print the referral letter</source>
        <translation>Chapa barua ya rufaa</translation>
    </message>
    <message>
        <source>Print the death report</source>
        <translation>Chapa taarifa ya kifo</translation>
    </message>
    <message>
        <source>Print the answer to the sender</source>
        <translation>Chapa mrejesho kwa aliyemtuma</translation>
    </message>
</context>
<context>
    <name>ListEditor</name>
    <message>
        <source>Why? The reason is kept.</source>
        <translation>Kwa nini? Sababu inahifadhiwa.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Save on the list</source>
        <translation>Hifadhi kwenye orodha</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Futa fomu</translation>
    </message>
    <message>
        <source>Empty the form for a new line</source>
        <translation>Futa fomu kwa ajili ya mstari mpya</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Ondoa kwenye orodha</translation>
    </message>
    <message>
        <source>Take the marked line off</source>
        <translation>Ondoa mstari uliochaguliwa</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Mstari mpya</translation>
    </message>
    <message>
        <source>Correct the line</source>
        <translation>Sahihisha mstari</translation>
    </message>
</context>
<context>
    <name>LookMenu</name>
    <message>
        <source>Colours and size of text</source>
        <translation>Rangi na ukubwa wa maandishi</translation>
    </message>
    <message>
        <source>The colours are set by the administrator of this PC.</source>
        <translation>Rangi zimewekwa na msimamizi wa kompyuta hii.</translation>
    </message>
    <message>
        <source>&amp;Light colours</source>
        <translation>&amp;Rangi za mwanga</translation>
    </message>
    <message>
        <source>&amp;Dark colours</source>
        <translation>Rangi za &amp;giza</translation>
    </message>
    <message>
        <source>&amp;High contrast</source>
        <translation>Rangi za utofauti &amp;mkubwa</translation>
    </message>
    <message>
        <source>Text {0} %</source>
        <translation>Maandishi {0} %</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Find a patient</source>
        <translation>Tafuta mgonjwa</translation>
    </message>
    <message>
        <source>Change the language</source>
        <translation>Badilisha lugha</translation>
    </message>
    <message>
        <source>Send what waits now</source>
        <translation>Tuma vinavyosubiri sasa</translation>
    </message>
    <message>
        <source>Bigger text</source>
        <translation>Maandishi makubwa zaidi</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Maandishi madogo zaidi</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Rangi za mwanga</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Rangi za giza</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>Rangi za utofauti mkubwa</translation>
    </message>
    <message>
        <source>Your role does not open this.</source>
        <translation>Jukumu lako haliruhusu kufungua hapa.</translation>
    </message>
    <message>
        <source>Cover or switch person</source>
        <translation>Funika au badilisha mtu</translation>
    </message>
    <message>
        <source>My PIN</source>
        <translation>PIN yangu</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Toka</translation>
    </message>
    <message>
        <source>Practise with made-up patients</source>
        <translation>Fanya mazoezi kwa wagonjwa wa kubuni</translation>
    </message>
    <message>
        <source>About the program, licences</source>
        <translation>Kuhusu programu, leseni</translation>
    </message>
</context>
<context>
    <name>Making</name>
    <message>
        <source>Making the pages …</source>
        <translation>Kurasa zinatengenezwa …</translation>
    </message>
</context>
<context>
    <name>MappingCells</name>
    <message>
        <source>Row</source>
        <translation>Safu</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Safuwima</translation>
    </message>
    <message>
        <source>Data element</source>
        <translation>Kipengele cha data</translation>
    </message>
    <message>
        <source>Option combo</source>
        <translation>Mchanganyiko wa chaguo</translation>
    </message>
    <message>
        <source>Choose one from the list.</source>
        <translation>Chagua mojawapo kwenye orodha.</translation>
    </message>
    <message>
        <source>Single cells that go elsewhere than their row and column</source>
        <translation>Kisanduku kimoja kimoja kinachokwenda mahali tofauti na safu na safuwima yake</translation>
    </message>
    <message>
        <source>Every cell goes where its row and column go.</source>
        <translation>Kila kisanduku kinakwenda safu na safuwima yake zinakokwenda.</translation>
    </message>
    <message>
        <source>R&amp;ow</source>
        <translation>Saf&amp;u</translation>
    </message>
    <message>
        <source>Co&amp;lumn</source>
        <translation>Safu&amp;wima</translation>
    </message>
    <message>
        <source>Data &amp;element there</source>
        <translation>K&amp;ipengele cha data huko</translation>
    </message>
    <message>
        <source>O&amp;ption combo there</source>
        <translation>Mchan&amp;ganyiko wa chaguo huko</translation>
    </message>
    <message>
        <source>Goes &amp;there</source>
        <translation>Inakw&amp;enda huko</translation>
    </message>
    <message>
        <source>Goes with its row a&amp;gain</source>
        <translation>Iende na safu yake &amp;tena</translation>
    </message>
</context>
<context>
    <name>MappingPage</name>
    <message numerus="yes">
        <source>%n data set(s) there; type two letters, or its UID.</source>
        <translation>
            <numerusform>Seti %n ya data ipo huko; andika herufi mbili, au UID yake.</numerusform>
            <numerusform>Seti %n za data zipo huko; andika herufi mbili, au UID yake.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the data set first.</source>
        <translation>Chagua kwanza seti ya data.</translation>
    </message>
    <message>
        <source>Asking {0} …</source>
        <translation>Inauliza {0} …</translation>
    </message>
    <message>
        <source>Mapping saved: {0} cells are sent, {1} are not.</source>
        <translation>Ulinganisho umehifadhiwa: visanduku {0} vinatumwa, {1} havitumwi.</translation>
    </message>
    <message>
        <source>Read from the file. Look at it, then press Save.</source>
        <translation>Umesomwa kutoka faili. Utazame, kisha bonyeza Hifadhi.</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Mapping file</source>
        <translation>Faili la ulinganisho</translation>
    </message>
    <message>
        <source>Save the mapping</source>
        <translation>Hifadhi ulinganisho</translation>
    </message>
    <message>
        <source>Mapping to {0}</source>
        <translation>Ulinganisho na {0}</translation>
    </message>
    <message>
        <source>Confirm and &amp;save</source>
        <translation>Thibitisha na u&amp;hifadhi</translation>
    </message>
    <message>
        <source>Confirm, save and test</source>
        <translation>Thibitisha, hifadhi na ujaribu</translation>
    </message>
    <message>
        <source>Single &amp;cells</source>
        <translation>Ki&amp;moja kimoja</translation>
    </message>
    <message>
        <source>Rows and &amp;columns</source>
        <translation>Safu na safuwi&amp;ma</translation>
    </message>
    <message>
        <source>From a f&amp;ile …</source>
        <translation>Kutoka &amp;faili …</translation>
    </message>
    <message>
        <source>Into a &amp;file …</source>
        <translation>Kwenye fai&amp;li …</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Fo&amp;rm</source>
        <translation>F&amp;omu</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>&amp;Data set there</source>
        <translation>&amp;Seti ya data huko</translation>
    </message>
    <message>
        <source>Ask the server and suggest what is not chosen</source>
        <translation>Iulize seva na upendekeze yasiyochaguliwa</translation>
    </message>
    <message>
        <source>S&amp;uggest</source>
        <translation>Pende&amp;keza</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) go nowhere</source>
        <translation>
            <numerusform>Mstari %n hauendi popote</numerusform>
            <numerusform>Mistari %n haiendi popote</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only likely</source>
        <translation>
            <numerusform>%n huenda ni sahihi</numerusform>
            <numerusform>%n huenda ni sahihi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) with a place of their own</source>
        <translation>
            <numerusform>kisanduku %n kina mahali pake chenyewe</numerusform>
            <numerusform>visanduku %n vina mahali pao vyenyewe</numerusform>
        </translation>
    </message>
    <message>
        <source>the server was not asked yet</source>
        <translation>seva bado haijaulizwa</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are gone at the server: choose others, then save.</source>
        <translation>
            <numerusform>Mahali %n hapapo tena kwenye seva: chagua pengine, kisha hifadhi.</numerusform>
            <numerusform>Mahali %n hapapo tena kwenye seva: chagua pengine, kisha hifadhi.</numerusform>
        </translation>
    </message>
    <message>
        <source>gone</source>
        <translation>hakipo</translation>
    </message>
    <message>
        <source>new</source>
        <translation>kipya</translation>
    </message>
    <message>
        <source>other columns</source>
        <translation>safuwima nyingine</translation>
    </message>
    <message>
        <source>other period</source>
        <translation>kipindi kingine</translation>
    </message>
    <message>
        <source>Changed there since {0}: {1}. Look at these, then save.</source>
        <translation>Imebadilika huko tangu {0}: {1}. Vitazame, kisha hifadhi.</translation>
    </message>
</context>
<context>
    <name>MappingTables</name>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hapa</translation>
    </message>
    <message>
        <source>There</source>
        <translation>Huko</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>Uhakika</translation>
    </message>
    <message>
        <source>Column &amp;goes to: {0}</source>
        <translation>Safuwima ina&amp;enda: {0}</translation>
    </message>
    <message>
        <source>Row &amp;goes to: {0}</source>
        <translation>Safu ina&amp;enda: {0}</translation>
    </message>
    <message>
        <source>goes nowhere</source>
        <translation>haiendi popote</translation>
    </message>
    <message>
        <source>gone there</source>
        <translation>hakipo huko</translation>
    </message>
    <message>
        <source>likely: look</source>
        <translation>huenda: tazama</translation>
    </message>
    <message>
        <source>nearly sure</source>
        <translation>karibu hakika</translation>
    </message>
    <message>
        <source>as saved</source>
        <translation>kama ulivyo</translation>
    </message>
    <message>
        <source>chosen now</source>
        <translation>umechagua</translation>
    </message>
    <message>
        <source>Goes &amp;nowhere</source>
        <translation>Haiendi &amp;popote</translation>
    </message>
    <message>
        <source>Rows and data elements</source>
        <translation>Safu na vipengele vya data</translation>
    </message>
    <message>
        <source>Columns and option combos</source>
        <translation>Safuwima na michanganyiko</translation>
    </message>
    <message>
        <source>Choose a form.</source>
        <translation>Chagua fomu.</translation>
    </message>
    <message>
        <source>&amp;Goes to</source>
        <translation>Ina&amp;enda</translation>
    </message>
</context>
<context>
    <name>MedicineHeads</name>
    <message>
        <source>Dose</source>
        <translation>Dozi</translation>
    </message>
    <message>
        <source>A day</source>
        <translation>Kwa siku</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Idadi</translation>
    </message>
</context>
<context>
    <name>MedicineWidget</name>
    <message>
        <source>Dose</source>
        <translation>Dozi</translation>
    </message>
    <message>
        <source>Times a day</source>
        <translation>Mara kwa siku</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Idadi</translation>
    </message>
    <message>
        <source>Take this medicine off</source>
        <translation>Ondoa dawa hii</translation>
    </message>
    <message>
        <source>Or the whole order at once: 2 tds 5/7, 1x3x5. + adds more</source>
        <translation>Au agizo lote kwa mara moja: 2 tds 5/7, 1x3x5. + huongeza zaidi</translation>
    </message>
    <message>
        <source>3, bd, tds, q8h, at night: nocte, weekly, stat, 4 prn</source>
        <translation>3, bd, tds, q8h, usiku, weekly (kila wiki), stat, 4 prn</translation>
    </message>
    <message>
        <source>5, 5/7 days, 2/52 weeks, 1/12 months</source>
        <translation>5, siku 5/7, wiki 2/52, miezi 1/12</translation>
    </message>
    <message>
        <source>More to order: route, food, as needed, own words</source>
        <translation>Zaidi: njia, chakula, inapohitajika, maneno yako</translation>
    </message>
</context>
<context>
    <name>MedicinesBox</name>
    <message>
        <source>&amp;Medicines</source>
        <translation>Da&amp;wa</translation>
    </message>
    <message>
        <source>Two letters of the name</source>
        <translation>Herufi mbili za jina</translation>
    </message>
    <message>
        <source>Add a medicine</source>
        <translation>Ongeza dawa</translation>
    </message>
</context>
<context>
    <name>MergeChoice</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>Which other record is {0} as well?</source>
        <translation>Kumbukumbu ipi nyingine pia ni ya {0}?</translation>
    </message>
    <message>
        <source>Name, number, phone or village</source>
        <translation>Jina, namba, simu au kijiji</translation>
    </message>
    <message>
        <source>Find the other record</source>
        <translation>Tafuta kumbukumbu nyingine</translation>
    </message>
    <message>
        <source>Perhaps the same person</source>
        <translation>Huenda ni mtu yuleyule</translation>
    </message>
    <message>
        <source>Nobody looks alike. Search above for the other record.</source>
        <translation>Hakuna anayefanana. Tafuta kumbukumbu nyingine hapo juu.</translation>
    </message>
</context>
<context>
    <name>MergePage</name>
    <message>
        <source>Make one record of {0} ({1}) and {2} ({3})?</source>
        <translation>Ufanye {0} ({1}) na {2} ({3}) kuwa kumbukumbu moja?</translation>
    </message>
    <message>
        <source>Yes, merge</source>
        <translation>Ndiyo, unganisha</translation>
    </message>
    <message>
        <source>All visits and entries move to {0}. This can be undone.</source>
        <translation>Mahudhurio na taarifa zote zinahamia {0}. Jambo hili linaweza kutenguliwa.</translation>
    </message>
    <message>
        <source>Merged: {0}, {1}</source>
        <translation>Imeunganishwa: {0}, {1}</translation>
    </message>
    <message>
        <source>Two records of one patient</source>
        <translation>Kumbukumbu mbili za mgonjwa mmoja</translation>
    </message>
    <message>
        <source>Compare before you merge: two people in one record are dangerous. A merge can be undone.</source>
        <translation>Linganisha kabla ya kuunganisha: watu wawili kwenye kumbukumbu moja ni hatari. Uunganishaji unaweza kutenguliwa.</translation>
    </message>
    <message>
        <source>Merges &amp;made</source>
        <translation>Uunga&amp;nishaji uliofanywa</translation>
    </message>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
    <message>
        <source>E&amp;xchange: the other number stays</source>
        <translation>&amp;Badilisha: namba nyingine ibaki</translation>
    </message>
    <message>
        <source>Merge  (Ctrl+Enter)</source>
        <translation>Unganisha  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Fields that differ</source>
        <translation>Sehemu zinazotofautiana</translation>
    </message>
    <message>
        <source>Both records say the same in every field.</source>
        <translation>Kumbukumbu zote mbili zinasema sawa katika kila sehemu.</translation>
    </message>
    <message>
        <source>Up and down: next field.  Left, right or Space: whose value stays (●).  Enter: go on.</source>
        <translation>Juu na chini: sehemu nyingine.  Kushoto, kulia au Space: taarifa ipi ibaki (●).  Enter: endelea.</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Inabaki</translation>
    </message>
    <message>
        <source>Is merged into it</source>
        <translation>Inaunganishwa nayo</translation>
    </message>
    <message>
        <source>The same in both: {0}</source>
        <translation>Sawa kwenye zote: {0}</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Jina la kwanza</translation>
    </message>
    <message>
        <source>Middle name</source>
        <translation>Jina la kati</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Jina la ukoo</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Date of birth or age</source>
        <translation>Tarehe ya kuzaliwa au umri</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>NIDA number</source>
        <translation>Namba ya NIDA</translation>
    </message>
    <message>
        <source>Insurance number</source>
        <translation>Namba ya bima</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Mkoa</translation>
    </message>
    <message>
        <source>Council</source>
        <translation>Halmashauri</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Village or street</source>
        <translation>Kijiji au mtaa</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>Mlezi</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>about {0}</source>
        <translation>takriban {0}</translation>
    </message>
    <message>
        <source>there</source>
        <translation>ipo</translation>
    </message>
    <message>
        <source>no visits</source>
        <translation>hakuna mahudhurio</translation>
    </message>
    <message>
        <source>1 visit, {0}</source>
        <translation>hudhurio 1, {0}</translation>
    </message>
    <message>
        <source>{0} visits, {1} to {2}</source>
        <translation>mahudhurio {0}, {1} hadi {2}</translation>
    </message>
    <message>
        <source>other entries: {0}</source>
        <translation>taarifa nyingine: {0}</translation>
    </message>
    <message>
        <source>Mother</source>
        <translation>Mama</translation>
    </message>
    <message>
        <source>Household of</source>
        <translation>Kaya ya</translation>
    </message>
    <message>
        <source>Insurance</source>
        <translation>Bima</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Nyingine</translation>
    </message>
</context>
<context>
    <name>MergeTable</name>
    <message>
        <source>Field</source>
        <translation>Sehemu</translation>
    </message>
</context>
<context>
    <name>MergesPage</name>
    <message>
        <source>When</source>
        <translation>Lini</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Inabaki</translation>
    </message>
    <message>
        <source>Was merged</source>
        <translation>Iliunganishwa</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Make two records again of {0} ({1} and {2})?</source>
        <translation>Ufanye {0} kuwa kumbukumbu mbili tena ({1} na {2})?</translation>
    </message>
    <message>
        <source>Yes, undo the merge</source>
        <translation>Ndiyo, tengua uunganishaji</translation>
    </message>
    <message>
        <source>What moved goes back to {0}. Visits made and fields corrected since then stay with {1}.</source>
        <translation>Vilivyohamishwa vinarudi {0}. Mahudhurio na masahihisho yaliyofanywa baada ya hapo yanabaki {1}.</translation>
    </message>
    <message>
        <source>Undone: {0} and {1} are two records again; entries given back: {2}.</source>
        <translation>Imetenguliwa: {0} na {1} ni kumbukumbu mbili tena; taarifa zilizorudishwa: {2}.</translation>
    </message>
    <message>
        <source>Visits made since the merge, which stay with {0}: {1}.</source>
        <translation>Mahudhurio yaliyofanywa baada ya kuunganisha, yanayobaki {0}: {1}.</translation>
    </message>
    <message>
        <source>Corrected since and left as it is: {0}.</source>
        <translation>Zilizosahihishwa baada ya hapo na kuachwa zilivyo: {0}.</translation>
    </message>
    <message>
        <source>Entries that lie with somebody else by now: {0}.</source>
        <translation>Taarifa ambazo sasa zipo kwa mtu mwingine: {0}.</translation>
    </message>
    <message>
        <source>merged</source>
        <translation>imeunganishwa</translation>
    </message>
    <message>
        <source>undone {0}</source>
        <translation>imetenguliwa {0}</translation>
    </message>
    <message>
        <source>Merges made</source>
        <translation>Uunganishaji uliofanywa</translation>
    </message>
    <message>
        <source>Each can be undone; the newest of a patient first.</source>
        <translation>Kila mmoja unaweza kutenguliwa; wa karibuni wa mgonjwa kwanza.</translation>
    </message>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
    <message>
        <source>&amp;Undo this merge</source>
        <translation>&amp;Tengua uunganishaji huu</translation>
    </message>
    <message>
        <source>Nobody was merged yet.</source>
        <translation>Bado hakuna aliyeunganishwa.</translation>
    </message>
</context>
<context>
    <name>MonthPage</name>
    <message>
        <source>Form</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>Edition</source>
        <translation>Toleo</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Kipindi</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Save the month</source>
        <translation>Hifadhi mwezi</translation>
    </message>
    <message>
        <source>Stopped. Nothing was printed or saved.</source>
        <translation>Imesimamishwa. Hakuna kilichochapwa wala kuhifadhiwa.</translation>
    </message>
    <message>
        <source>not counted yet</source>
        <translation>bado haijahesabiwa</translation>
    </message>
    <message>
        <source>Signed: {0}</source>
        <translation>Imesainiwa: {0}</translation>
    </message>
    <message>
        <source>Changed since it was signed: {0}</source>
        <translation>Imebadilika baada ya kusainiwa: {0}</translation>
    </message>
    <message>
        <source>Not signed yet</source>
        <translation>Bado haijasainiwa</translation>
    </message>
    <message>
        <source>All forms of the month (book 10)</source>
        <translation>Fomu zote za mwezi (kitabu cha 10)</translation>
    </message>
    <message>
        <source>{0} of {1} forms signed. Forms that are not signed are marked as drafts.</source>
        <translation>Fomu {0} kati ya {1} zimesainiwa. Zisizosainiwa zinawekwa alama ya rasimu.</translation>
    </message>
    <message>
        <source>Back to the forms</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>Save as &amp;Excel</source>
        <translation>Hifadhi kama &amp;Excel</translation>
    </message>
    <message>
        <source>&amp;Save as PDF</source>
        <translation>&amp;Hifadhi kama PDF</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Look at the pages and print them (Ctrl+P)</source>
        <translation>Angalia kurasa na uzichape (Ctrl+P)</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>&amp;Simamisha</translation>
    </message>
    <message>
        <source>&amp;Month</source>
        <translation>&amp;Mwezi</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mwezi</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Maendeleo</translation>
    </message>
    <message>
        <source>Forms of the month</source>
        <translation>Fomu za mwezi</translation>
    </message>
    <message>
        <source>The forms of this month are being counted.</source>
        <translation>Fomu za mwezi huu zinahesabiwa.</translation>
    </message>
</context>
<context>
    <name>MoreFields</name>
    <message>
        <source>Middle name</source>
        <translation>Jina la kati</translation>
    </message>
    <message>
        <source>Guardian</source>
        <translation>Mlezi</translation>
    </message>
    <message>
        <source>NIDA number</source>
        <translation>Namba ya NIDA</translation>
    </message>
    <message>
        <source>Insurance number</source>
        <translation>Namba ya bima</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Mzio</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Council</source>
        <translation>Halmashauri</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Mkoa</translation>
    </message>
    <message>
        <source>Mother (a patient)</source>
        <translation>Mama (mgonjwa)</translation>
    </message>
    <message>
        <source>Lives with (a patient)</source>
        <translation>Anaishi na (mgonjwa)</translation>
    </message>
    <message>
        <source>Insurance</source>
        <translation>Bima</translation>
    </message>
    <message>
        <source>Several with a comma between</source>
        <translation>Zaidi ya mmoja: weka mkato kati</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Hakuna</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Nyingine</translation>
    </message>
</context>
<context>
    <name>MoreMeasures</name>
    <message>
        <source>&amp;Head cm</source>
        <translation>&amp;Kichwa cm</translation>
    </message>
    <message>
        <source>Height &amp;measured</source>
        <translation>Urefu u&amp;mepimwa</translation>
    </message>
    <message>
        <source>Lying</source>
        <translation>Amelala</translation>
    </message>
    <message>
        <source>Standing</source>
        <translation>Amesimama</translation>
    </message>
    <message>
        <source>Swelling of both &amp;feet (oedema)</source>
        <translation>Miguu yote miwili ime&amp;vimba</translation>
    </message>
</context>
<context>
    <name>MorePages</name>
    <message>
        <source>&amp;More</source>
        <translation>Z&amp;aidi</translation>
    </message>
    <message>
        <source>More pages: {0}</source>
        <translation>Kurasa zaidi: {0}</translation>
    </message>
</context>
<context>
    <name>MoveReport</name>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wapi</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Idadi</translation>
    </message>
    <message>
        <source>In words</source>
        <translation>Kwa maneno</translation>
    </message>
    <message>
        <source>New visits</source>
        <translation>Mahudhurio mapya</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Imekataliwa</translation>
    </message>
    <message>
        <source>Code without a place</source>
        <translation>Msimbo usio na mahali</translation>
    </message>
    <message>
        <source>By an unconfirmed list</source>
        <translation>Kwa orodha isiyothibitishwa</translation>
    </message>
    <message>
        <source>Likely registered already</source>
        <translation>Huenda amesajiliwa tayari</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Imeachwa</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Iangalie</translation>
    </message>
    <message>
        <source>{0} (kept as words in the visit)</source>
        <translation>{0} (imehifadhiwa kama maneno kwenye hudhurio)</translation>
    </message>
    <message>
        <source>Choose the folder or zip with the tables of the other system. Trying it changes nothing.</source>
        <translation>Chagua folda au zip yenye majedwali ya mfumo mwingine. Kujaribu hakubadilishi chochote.</translation>
    </message>
    <message>
        <source>Only tried, nothing kept</source>
        <translation>Imejaribiwa tu, hakuna kilichohifadhiwa</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Imehifadhiwa</translation>
    </message>
    <message>
        <source>Patients</source>
        <translation>Wagonjwa</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>{0}: {1} read, {2} new, {3} here already, {4} refused</source>
        <translation>{0}: zimesomwa {1}, mpya {2}, zipo tayari {3}, zimekataliwa {4}</translation>
    </message>
    <message numerus="yes">
        <source>%n likely registered already</source>
        <translation>
            <numerusform>%n huenda amesajiliwa tayari</numerusform>
            <numerusform>%n huenda wamesajiliwa tayari</numerusform>
        </translation>
    </message>
    <message>
        <source>Refused rows: {0}</source>
        <translation>Safu zilizokataliwa: {0}</translation>
    </message>
</context>
<context>
    <name>MovingIn</name>
    <message>
        <source>Mapping file</source>
        <translation>Faili la ulinganisho</translation>
    </message>
    <message>
        <source>A zip, or any file in the folder of the tables</source>
        <translation>Zip, au faili lolote ndani ya folda ya majedwali</translation>
    </message>
    <message numerus="yes">
        <source>Move in %n patient(s)</source>
        <translation>
            <numerusform>Umhamishe mgonjwa %n</numerusform>
            <numerusform>Uwahamishe wagonjwa %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n visit(s)?</source>
        <translation>
            <numerusform> na hudhurio %n?</numerusform>
            <numerusform> na mahudhurio %n?</numerusform>
        </translation>
    </message>
    <message>
        <source>It goes in portions: after a power cut, do it again, it goes on from there.</source>
        <translation>Inafanyika kwa mafungu: umeme ukikatika, rudia, itaendelea kutoka hapo.</translation>
    </message>
    <message>
        <source>Refused rows are written to {0}.</source>
        <translation>Safu zilizokataliwa zinaandikwa kwenye {0}.</translation>
    </message>
    <message>
        <source>Save the result</source>
        <translation>Hifadhi matokeo</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Limeandikwa: {0}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Kutoka</translation>
    </message>
    <message>
        <source>CSV, FHIR</source>
        <translation>CSV, FHIR</translation>
    </message>
    <message>
        <source>Other …</source>
        <translation>Mwingine …</translation>
    </message>
    <message>
        <source>none</source>
        <translation>hakuna</translation>
    </message>
    <message>
        <source>To national systems; like 2026-11-01. Empty: none of the visits goes there.</source>
        <translation>Kwenye mifumo ya taifa; kama 2026-11-01. Tupu: hakuna hudhurio linalotumwa huko.</translation>
    </message>
    <message>
        <source>Send visits from</source>
        <translation>Tuma mahudhurio kuanzia</translation>
    </message>
    <message>
        <source>Save the result …</source>
        <translation>Hifadhi matokeo …</translation>
    </message>
</context>
<context>
    <name>NewPasswordPage</name>
    <message>
        <source>The two passwords differ. Type the same one twice.</source>
        <translation>Nywila mbili hazifanani. Andika ileile mara mbili.</translation>
    </message>
    <message>
        <source>Choose your own password</source>
        <translation>Chagua nywila yako mwenyewe</translation>
    </message>
    <message>
        <source>The code worked once. From now on only your own password opens the record.</source>
        <translation>Namba imetumika mara moja. Kuanzia sasa nywila yako pekee ndiyo hufungua kumbukumbu.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Nywila mpya</translation>
    </message>
    <message>
        <source>At least 10 characters; three or four words are easy to remember.</source>
        <translation>Angalau herufi 10; maneno matatu au manne ni rahisi kukumbuka.</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Nywila mpya tena</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Save and log in</source>
        <translation>Hifadhi na uingie</translation>
    </message>
    <message>
        <source>Suggest four words</source>
        <translation>Pendekeza maneno manne</translation>
    </message>
    <message>
        <source>Both fields hold these words now. Write them down until you know them by heart.</source>
        <translation>Sehemu zote mbili zina maneno haya sasa. Yaandike hadi uyakariri.</translation>
    </message>
</context>
<context>
    <name>Newcomer</name>
    <message>
        <source>First name</source>
        <translation>Jina la kwanza</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Jina la ukoo</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>Age or date of birth</source>
        <translation>Umri au tarehe ya kuzaliwa</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
</context>
<context>
    <name>NewsPanel</name>
    <message>
        <source>New in version {0}</source>
        <translation>Mapya katika toleo {0}</translation>
    </message>
    <message>
        <source>The update did not come</source>
        <translation>Sasisho halikuwekwa</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Nimesoma</translation>
    </message>
</context>
<context>
    <name>NoticeBox</name>
    <message>
        <source>9 Case form</source>
        <translation>9 Fomu ya tukio</translation>
    </message>
    <message>
        <source>Open the case form (Alt+9)</source>
        <translation>Fungua fomu ya tukio (Alt+9)</translation>
    </message>
    <message>
        <source>{0}: notify within {1} hours</source>
        <translation>{0}: toa taarifa ndani ya saa {1}</translation>
    </message>
</context>
<context>
    <name>NotificationsPage</name>
    <message>
        <source>Seen</source>
        <translation>Alionekana</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Tukio</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Hifadhi orodha</translation>
    </message>
    <message>
        <source>Immediate notifications</source>
        <translation>Taarifa za haraka za magonjwa</translation>
    </message>
    <message numerus="yes">
        <source>%n in these days. Enter opens the form.</source>
        <translation>
            <numerusform>%n katika siku hizi. Enter hufungua fomu.</numerusform>
            <numerusform>%n katika siku hizi. Enter hufungua fomu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Back to the forms</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>Rules for &amp;clusters …</source>
        <translation>&amp;Kanuni za makundi …</translation>
    </message>
    <message>
        <source>&amp;Save as CSV</source>
        <translation>Hifadhi &amp;CSV</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>Cha&amp;pa</translation>
    </message>
    <message>
        <source>Print the list (Ctrl+P)</source>
        <translation>Chapa orodha (Ctrl+P)</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>Kua&amp;nzia</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Hadi</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>Siku 7</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Mwezi huu</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Mwezi uliopita</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>Mwaka huu</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Taarifa za haraka</translation>
    </message>
    <message>
        <source>Nothing in these days. A notifiable diagnosis offers its form in the consultation.</source>
        <translation>Hakuna katika siku hizi. Utambuzi wa ugonjwa wa kutolewa taarifa huleta fomu yake kwenye matibabu.</translation>
    </message>
    <message>
        <source>Several alike in a village</source>
        <translation>Wanaofanana katika kijiji kimoja</translation>
    </message>
    <message>
        <source>None today.</source>
        <translation>Hakuna leo.</translation>
    </message>
</context>
<context>
    <name>OpenedBackupPage</name>
    <message>
        <source>The backup is whole: it opens, and every page was checked.</source>
        <translation>Nakala rudufu ni kamili: inafunguka, na kila ukurasa umekaguliwa.</translation>
    </message>
    <message>
        <source>Type the key.</source>
        <translation>Andika ufunguo.</translation>
    </message>
    <message>
        <source>A backup of EMR Desktop</source>
        <translation>Nakala rudufu ya EMR Desktop</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Of the paper, to check the whole file; it is not kept</source>
        <translation>Wa kwenye karatasi, kukagua faili zima; hauhifadhiwi</translation>
    </message>
    <message>
        <source>A record lies on this computer already ({0}). Nothing of it is changed by this file.</source>
        <translation>Kompyuta hii tayari ina kumbukumbu ({0}). Faili hili halibadilishi chochote ndani yake.</translation>
    </message>
    <message>
        <source>On another computer: install EMR Desktop, open this file there (or choose Restore a backup), and type the paper recovery key.</source>
        <translation>Kwenye kompyuta nyingine: sakinisha EMR Desktop, fungua faili hili huko (au chagua Rejesha nakala rudufu), kisha andika ufunguo wa dharura wa kwenye karatasi.</translation>
    </message>
    <message>
        <source>On this computer, in the place of the record that lies here: log out, then choose Restore a backup on the log-in page. The record of today is moved aside, whole.</source>
        <translation>Kwenye kompyuta hii, mahali pa kumbukumbu zilizopo: toka, kisha chagua Rejesha nakala rudufu kwenye ukurasa wa kuingia. Kumbukumbu za leo zinasogezwa kando zote.</translation>
    </message>
    <message>
        <source>Check the whole file</source>
        <translation>Kagua faili zima</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message numerus="yes">
        <source>HFR code {0}, of {1}, %n visit(s)</source>
        <translation>
            <numerusform>Namba ya HFR {0}, ya {1}, hudhurio %n</numerusform>
            <numerusform>Namba ya HFR {0}, ya {1}, mahudhurio %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>mgonjwa %n</numerusform>
            <numerusform>wagonjwa %n</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>MB {0}</translation>
    </message>
    <message>
        <source>Of a training facility</source>
        <translation>Ya kituo cha mazoezi</translation>
    </message>
</context>
<context>
    <name>OrderPage</name>
    <message>
        <source>Choose the patient from the list.</source>
        <translation>Chagua mgonjwa kwenye orodha.</translation>
    </message>
    <message>
        <source>Choose at least one test.</source>
        <translation>Chagua angalau kipimo kimoja.</translation>
    </message>
    <message>
        <source>Order a test</source>
        <translation>Agiza kipimo</translation>
    </message>
    <message>
        <source>For a patient who comes to the laboratory without a visit today.</source>
        <translation>Kwa mgonjwa anayekuja maabara bila hudhurio la leo.</translation>
    </message>
    <message>
        <source>&amp;Patient</source>
        <translation>&amp;Mgonjwa</translation>
    </message>
    <message>
        <source>&amp;Test</source>
        <translation>&amp;Kipimo</translation>
    </message>
    <message>
        <source>Name, number, phone or village</source>
        <translation>Jina, namba, simu au kijiji</translation>
    </message>
    <message>
        <source>Two letters</source>
        <translation>Herufi mbili</translation>
    </message>
    <message>
        <source>Tests chosen</source>
        <translation>Vipimo vilivyochaguliwa</translation>
    </message>
    <message>
        <source>&amp;Urgent</source>
        <translation>&amp;Haraka</translation>
    </message>
    <message>
        <source>&amp;What the laboratory should know</source>
        <translation>M&amp;aabara ijue nini</translation>
    </message>
    <message>
        <source>Take this test off</source>
        <translation>Ondoa kipimo hiki</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>Rudi kwenye orodha (Esc)</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Agiza</translation>
    </message>
</context>
<context>
    <name>OrderPicker</name>
    <message>
        <source>Food, route, as needed, first dose now, own words; Enter goes back</source>
        <translation>Chakula, njia, inapohitajika, dozi ya kwanza, maneno yako; Enter hurudi</translation>
    </message>
    <message>
        <source>What else to order or tell</source>
        <translation>Kingine cha kuagiza au kueleza</translation>
    </message>
</context>
<context>
    <name>OtherPapers</name>
    <message>
        <source>Referral &amp;letter, A5</source>
        <translation>Barua ya &amp;rufaa, A5</translation>
    </message>
    <message>
        <source>A&amp;nswer to the sender, A5</source>
        <translation>Mr&amp;ejesho kwa mtumaji, A5</translation>
    </message>
    <message>
        <source>Referral letter, A&amp;4</source>
        <translation>Barua ya rufaa, A&amp;4</translation>
    </message>
    <message>
        <source>Answer to th&amp;e sender, A4</source>
        <translation>Mre&amp;jesho kwa mtumaji, A4</translation>
    </message>
    <message>
        <source>usual here</source>
        <translation>ya kawaida hapa</translation>
    </message>
    <message>
        <source>Laboratory re&amp;quest, A5</source>
        <translation>&amp;Ombi la maabara, A5</translation>
    </message>
    <message>
        <source>Laboratory re&amp;sult, A5</source>
        <translation>Maji&amp;bu ya maabara, A5</translation>
    </message>
    <message>
        <source>Return sl&amp;ip, A6</source>
        <translation>Karatas&amp;i ya miadi, A6</translation>
    </message>
    <message>
        <source>Patient &amp;card, A6</source>
        <translation>Kadi &amp;ya mgonjwa, A6</translation>
    </message>
</context>
<context>
    <name>OutcomeRow</name>
    <message>
        <source>&amp;Payer</source>
        <translation>&amp;Mlipaji</translation>
    </message>
    <message>
        <source>Exempt because</source>
        <translation>Sababu ya msamaha</translation>
    </message>
    <message>
        <source>&amp;Attendance</source>
        <translation>Hudhu&amp;rio</translation>
    </message>
    <message>
        <source>&amp;Outcome</source>
        <translation>Mat&amp;okeo</translation>
    </message>
    <message>
        <source>Referred to</source>
        <translation>Rufaa kwenda</translation>
    </message>
    <message>
        <source>First this &amp;year</source>
        <translation>La kwanza mwa&amp;ka huu</translation>
    </message>
    <message>
        <source>First attendance this year at any facility in the country</source>
        <translation>Hudhurio la kwanza mwaka huu katika kituo chochote nchini</translation>
    </message>
    <message>
        <source>New problem</source>
        <translation>Tatizo jipya</translation>
    </message>
    <message>
        <source>Re-attendance</source>
        <translation>Marudio</translation>
    </message>
</context>
<context>
    <name>PageBar</name>
    <message>
        <source>First visit here</source>
        <translation>Hudhurio la kwanza hapa</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>Hudhurio la 1</translation>
    </message>
    <message>
        <source>Hide earlier visits</source>
        <translation>Ficha mahudhurio ya awali</translation>
    </message>
    <message>
        <source>‹ Earlier</source>
        <translation>‹ Ya awali</translation>
    </message>
    <message>
        <source>Show earlier visits</source>
        <translation>Onyesha mahudhurio ya awali</translation>
    </message>
    <message>
        <source>› Earlier</source>
        <translation>› Ya awali</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Baadaye</translation>
    </message>
    <message>
        <source>Keep the draft and take another patient (Esc)</source>
        <translation>Tunza rasimu na uchukue mgonjwa mwingine (Esc)</translation>
    </message>
    <message>
        <source>Save the correction</source>
        <translation>Hifadhi marekebisho</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>Hifadh&amp;i</translation>
    </message>
    <message>
        <source>Save and go to the next patient</source>
        <translation>Hifadhi na uende kwa mgonjwa anayefuata</translation>
    </message>
    <message>
        <source>Draft {0}</source>
        <translation>Rasimu {0}</translation>
    </message>
    <message>
        <source>Draft kept {0}</source>
        <translation>Rasimu imetunzwa {0}</translation>
    </message>
    <message>
        <source>Send for the tests; the draft stays</source>
        <translation>Mpeleke akapimwe; rasimu inabaki</translation>
    </message>
    <message>
        <source>To &amp;laboratory</source>
        <translation>M&amp;aabara</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>The pages cannot be shown on this computer. Print, save, or open the PDF in its viewer.</source>
        <translation>Kurasa haziwezi kuonyeshwa kwenye kompyuta hii. Chapa, hifadhi, au fungua PDF kwenye kisomaji chake.</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>Ukurasa {0} kati ya {1}</translation>
    </message>
    <message>
        <source>Pa&amp;ge before</source>
        <translation>U&amp;liopita</translation>
    </message>
    <message>
        <source>Page before (PgUp)</source>
        <translation>Ukurasa uliopita (PgUp)</translation>
    </message>
    <message>
        <source>&amp;Next page</source>
        <translation>U&amp;naofuata</translation>
    </message>
    <message>
        <source>Next page (PgDn)</source>
        <translation>Ukurasa unaofuata (PgDn)</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Ndogo zaidi</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>Ndogo zaidi (Ctrl+-)</translation>
    </message>
    <message>
        <source>Bigger</source>
        <translation>Kubwa zaidi</translation>
    </message>
    <message>
        <source>Bigger (Ctrl++)</source>
        <translation>Kubwa zaidi (Ctrl++)</translation>
    </message>
    <message>
        <source>&amp;Whole page</source>
        <translation>Ukurasa w&amp;ote</translation>
    </message>
    <message>
        <source>Whole page (Ctrl+0)</source>
        <translation>Ukurasa wote (Ctrl+0)</translation>
    </message>
    <message>
        <source>Page as it will be printed</source>
        <translation>Ukurasa kama utakavyochapwa</translation>
    </message>
</context>
<context>
    <name>PaperPrinter</name>
    <message>
        <source>Print again …</source>
        <translation>Chapa tena …</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>Hifadhi kama PDF …</translation>
    </message>
    <message>
        <source>Save the PDF</source>
        <translation>Hifadhi PDF</translation>
    </message>
</context>
<context>
    <name>PapersOver</name>
    <message>
        <source>Enter paper visits</source>
        <translation>Ingiza mahudhurio ya karatasi</translation>
    </message>
    <message>
        <source>Papers of this visit</source>
        <translation>Karatasi za hudhurio hili</translation>
    </message>
    <message>
        <source>Where is this visit counted, and why not?</source>
        <translation>Hudhurio hili limehesabiwa wapi, na kwa nini halikuhesabiwa?</translation>
    </message>
</context>
<context>
    <name>PapersPage</name>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Mapumziko</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Imechapwa mara</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>Kimebatilishwa: {0}</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Halali</translation>
    </message>
    <message>
        <source>Take sheet {0} back?</source>
        <translation>Ubatilishe cheti {0}?</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Batilisha</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sababu</translation>
    </message>
    <message>
        <source>Papers of this visit</source>
        <translation>Karatasi za hudhurio hili</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>Rudi (Esc)</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>&amp;Prescription, A5</source>
        <translation>Cheti cha &amp;dawa, A5</translation>
    </message>
    <message>
        <source>P&amp;rescription, A6</source>
        <translation>Cheti cha da&amp;wa, A6</translation>
    </message>
    <message>
        <source>&amp;Visit summary, A5</source>
        <translation>&amp;Muhtasari wa hudhurio, A5</translation>
    </message>
    <message>
        <source>No medicine was prescribed in this visit.</source>
        <translation>Hakuna dawa iliyoandikwa katika hudhurio hili.</translation>
    </message>
    <message>
        <source>With what is marked sensitive</source>
        <translation>Pamoja na yaliyo ya siri</translation>
    </message>
    <message>
        <source>Sick sheet (ED)</source>
        <translation>Cheti cha mapumziko (ED)</translation>
    </message>
    <message>
        <source>Make out and print (Ctrl+Enter)</source>
        <translation>Toa na uchape (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Make &amp;out and print</source>
        <translation>&amp;Toa na uchape</translation>
    </message>
    <message>
        <source>Take back …</source>
        <translation>Batilisha …</translation>
    </message>
    <message>
        <source>Sick sheets of this visit; Enter prints a copy</source>
        <translation>Vyeti vya mapumziko vya hudhurio hili; Enter huchapa nakala</translation>
    </message>
    <message>
        <source>No sick sheet yet.</source>
        <translation>Bado hakuna cheti cha mapumziko.</translation>
    </message>
    <message>
        <source>usual here</source>
        <translation>ya kawaida hapa</translation>
    </message>
</context>
<context>
    <name>PartRow</name>
    <message>
        <source>In words</source>
        <translation>Kwa maneno</translation>
    </message>
</context>
<context>
    <name>PasswordBar</name>
    <message>
        <source>Type your password first.</source>
        <translation>Andika nywila yako kwanza.</translation>
    </message>
    <message>
        <source>Is it still you? Give your password once more; it then counts for five minutes.</source>
        <translation>Je, bado ni wewe? Andika nywila yako mara nyingine; itatumika kwa dakika tano.</translation>
    </message>
    <message>
        <source>Your password (not the PIN)</source>
        <translation>Nywila yako (si PIN)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Endelea</translation>
    </message>
    <message>
        <source>No, go back</source>
        <translation>Hapana, rudi</translation>
    </message>
</context>
<context>
    <name>PatientBanner</name>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>Born {0}</source>
        <translation>Alizaliwa {0}</translation>
    </message>
    <message>
        <source>Allergies: {0}</source>
        <translation>Mzio: {0}</translation>
    </message>
    <message>
        <source>Allergies: not recorded</source>
        <translation>Mzio: haujarekodiwa</translation>
    </message>
    <message>
        <source>No allergy known</source>
        <translation>Hana mzio unaojulikana</translation>
    </message>
    <message>
        <source>Asked on {0}</source>
        <translation>Aliulizwa {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n confidential</source>
        <translation>
            <numerusform>%n ya siri</numerusform>
            <numerusform>%n ya siri</numerusform>
        </translation>
    </message>
    <message>
        <source>Problems: {0}</source>
        <translation>Matatizo: {0}</translation>
    </message>
    <message>
        <source>Died {0}</source>
        <translation>Amefariki {0}</translation>
    </message>
</context>
<context>
    <name>PcPage</name>
    <message>
        <source>Setting</source>
        <translation>Mpangilio</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Thamani</translation>
    </message>
    <message>
        <source>Decided by</source>
        <translation>Umeamuliwa na</translation>
    </message>
    <message>
        <source>for each server, under Sync</source>
        <translation>kwa kila seva, kwenye Usawazishaji</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ndiyo</translation>
    </message>
    <message>
        <source>no</source>
        <translation>hapana</translation>
    </message>
    <message>
        <source>administrator of this PC</source>
        <translation>msimamizi wa kompyuta hii</translation>
    </message>
    <message>
        <source>start of the program</source>
        <translation>uanzishaji wa programu</translation>
    </message>
    <message>
        <source>environment of the system</source>
        <translation>mazingira ya mfumo</translation>
    </message>
    <message>
        <source>chosen on this PC</source>
        <translation>uchaguzi kwenye kompyuta hii</translation>
    </message>
    <message>
        <source>chosen by the facility</source>
        <translation>uchaguzi wa kituo</translation>
    </message>
    <message>
        <source>as delivered</source>
        <translation>kama ilivyotolewa</translation>
    </message>
    <message>
        <source>This PC</source>
        <translation>Kompyuta hii</translation>
    </message>
</context>
<context>
    <name>PersonPage</name>
    <message>
        <source>The two passwords differ. Type the same one twice.</source>
        <translation>Nywila mbili hazifanani. Andika ileile mara mbili.</translation>
    </message>
    <message>
        <source>Who is in charge?</source>
        <translation>Nani ni mfawidhi?</translation>
    </message>
    <message>
        <source>This person opens the record first and adds the others.</source>
        <translation>Mtu huyu hufungua kumbukumbu kwanza na kuongeza wengine.</translation>
    </message>
    <message>
        <source>&amp;Full name</source>
        <translation>&amp;Jina kamili</translation>
    </message>
    <message>
        <source>&amp;User name</source>
        <translation>Jina la m&amp;tumiaji</translation>
    </message>
    <message>
        <source>&amp;Password</source>
        <translation>&amp;Nywila</translation>
    </message>
    <message>
        <source>At least 10 characters; three or four words are easy to remember.</source>
        <translation>Angalau herufi 10; maneno matatu au manne ni rahisi kukumbuka.</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nywila tena</translation>
    </message>
    <message>
        <source>Make the record</source>
        <translation>Tengeneza kumbukumbu</translation>
    </message>
    <message>
        <source>IT staff prepared this facility. Choose a password; nobody else ever sees it.</source>
        <translation>Wataalamu wa TEHAMA wameandaa kituo hiki. Chagua nywila; hakuna mwingine atakayeiona.</translation>
    </message>
</context>
<context>
    <name>PharmacyView</name>
    <message>
        <source>Take the patient back</source>
        <translation>Mrudishe mgonjwa kwangu</translation>
    </message>
    <message>
        <source>{0} has the medicines and is done</source>
        <translation>{0} amepata dawa na amekamilisha</translation>
    </message>
    <message>
        <source>{0} went away without the medicines?</source>
        <translation>{0} ameondoka bila dawa?</translation>
    </message>
    <message>
        <source>Yes, take off the list</source>
        <translation>Ndiyo, ondoa kwenye orodha</translation>
    </message>
    <message>
        <source>The visit itself stays and counts.</source>
        <translation>Hudhurio lenyewe linabaki na linahesabiwa.</translation>
    </message>
    <message>
        <source>Who waits for medicines</source>
        <translation>Wanaosubiri dawa</translation>
    </message>
    <message>
        <source>Enter takes the marked patient.</source>
        <translation>Enter humchukua aliyewekewa alama.</translation>
    </message>
    <message>
        <source>Went awa&amp;y</source>
        <translation>Ameon&amp;doka</translation>
    </message>
    <message>
        <source>&amp;All given</source>
        <translation>Zote zi&amp;metolewa</translation>
    </message>
    <message>
        <source>Those without an answer were given</source>
        <translation>Zisizo na jibu zimetolewa</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Print the prescription</source>
        <translation>Chapa cheti cha dawa</translation>
    </message>
    <message>
        <source>Back to the queue</source>
        <translation>Rudisha kwenye foleni</translation>
    </message>
    <message>
        <source>Keep the answers and give the patient back (Esc)</source>
        <translation>Tunza majibu na umrudishe mgonjwa kwenye foleni (Esc)</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Imekamilika</translation>
    </message>
    <message>
        <source>Keep it and send the patient home</source>
        <translation>Hifadhi na umruhusu mgonjwa aende</translation>
    </message>
    <message>
        <source>Why? In own words, if none of these</source>
        <translation>Kwa nini? Kwa maneno yako, kama si mojawapo ya hizi</translation>
    </message>
    <message>
        <source>What was answered before and not saved stands here again. Check it.</source>
        <translation>Majibu ya awali ambayo hayakuhifadhiwa yapo tena hapa. Yahakiki.</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Anza upya</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Nothing found. Try fewer letters or another word.</source>
        <translation>Hakuna kilichopatikana. Jaribu herufi chache au neno lingine.</translation>
    </message>
    <message numerus="yes">
        <source>%n found:</source>
        <translation>
            <numerusform>%n kimepatikana:</numerusform>
            <numerusform>%n vimepatikana:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinPage</name>
    <message>
        <source>The two PINs differ. Type the same one twice.</source>
        <translation>PIN hizi mbili zinatofautiana. Andika ileile mara mbili.</translation>
    </message>
    <message>
        <source>Your PIN</source>
        <translation>PIN yako</translation>
    </message>
    <message>
        <source>{0}: with it you go on quickly on a computer that is open already.</source>
        <translation>{0}: kwa PIN unaendelea haraka kwenye kompyuta ambayo tayari iko wazi.</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>PIN mpya</translation>
    </message>
    <message>
        <source>4 to 8 digits; no year, no date, no run such as 1234.</source>
        <translation>Tarakimu 4 hadi 8; si mwaka, si tarehe, si mfuatano kama 1234.</translation>
    </message>
    <message>
        <source>New PIN again</source>
        <translation>PIN mpya tena</translation>
    </message>
    <message>
        <source>Your password</source>
        <translation>Nywila yako</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Remove my PIN</source>
        <translation>Ondoa PIN yangu</translation>
    </message>
    <message>
        <source>Save the PIN</source>
        <translation>Hifadhi PIN</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Take this procedure off</source>
        <translation>Ondoa huduma hii</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Mpango</translation>
    </message>
    <message>
        <source>Saved with the visit</source>
        <translation>Huhifadhiwa pamoja na hudhurio</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ushauri</translation>
    </message>
    <message>
        <source>Procedures done</source>
        <translation>Huduma zilizofanyika</translation>
    </message>
    <message>
        <source>Two letters</source>
        <translation>Herufi mbili</translation>
    </message>
</context>
<context>
    <name>PracticePage</name>
    <message>
        <source>&amp;Practise with made-up patients</source>
        <translation>&amp;Fanya mazoezi kwa wagonjwa wa kubuni</translation>
    </message>
</context>
<context>
    <name>Practising</name>
    <message>
        <source>The made-up facility is being made. It takes some seconds.</source>
        <translation>Kituo cha kubuni kinaandaliwa. Inachukua sekunde chache.</translation>
    </message>
    <message>
        <source>It opens in a window of its own. Choose any person; the password of all is {0}. Nothing there is ever sent.</source>
        <translation>Kinafunguka katika dirisha lake. Chagua mtu yeyote; nywila ya wote ni {0}. Hakuna kinachotumwa kutoka humo.</translation>
    </message>
    <message>
        <source>The system did not start the program a second time. Try it once more.</source>
        <translation>Mfumo haukuweza kuanzisha programu mara ya pili. Jaribu tena.</translation>
    </message>
</context>
<context>
    <name>PregnancyBox</name>
    <message>
        <source>Pre&amp;gnancy</source>
        <translation>U&amp;jauzito</translation>
    </message>
    <message>
        <source>Pregnancy</source>
        <translation>Ujauzito</translation>
    </message>
    <message>
        <source>weeks</source>
        <translation>wiki</translation>
    </message>
    <message>
        <source>Weeks of pregnancy</source>
        <translation>Wiki za ujauzito</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Haijulikani</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Hapana</translation>
    </message>
    <message>
        <source>Pregnant</source>
        <translation>Mjamzito</translation>
    </message>
    <message>
        <source>Breast-feeding</source>
        <translation>Ananyonyesha</translation>
    </message>
</context>
<context>
    <name>PreviewDialog</name>
    <message>
        <source>Save the PDF</source>
        <translation>Hifadhi PDF</translation>
    </message>
    <message>
        <source>Before printing</source>
        <translation>Kabla ya kuchapa</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>&amp;Save as PDF …</source>
        <translation>Hi&amp;fadhi kama PDF …</translation>
    </message>
    <message>
        <source>&amp;Open in the viewer</source>
        <translation>Fung&amp;ua kwenye kisomaji</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Funga</translation>
    </message>
    <message>
        <source>Close without printing (Esc)</source>
        <translation>Funga bila kuchapa (Esc)</translation>
    </message>
    <message>
        <source>Print these pages (Enter)</source>
        <translation>Chapa kurasa hizi (Enter)</translation>
    </message>
    <message>
        <source>Handing the pages to the printer …</source>
        <translation>Kurasa zinakabidhiwa printa …</translation>
    </message>
    <message>
        <source>Saving the PDF …</source>
        <translation>Inahifadhi PDF …</translation>
    </message>
</context>
<context>
    <name>PrintChoices</name>
    <message>
        <source>Now: {0}</source>
        <translation>Sasa: {0}</translation>
    </message>
    <message>
        <source>Made smaller to fit: {0} % of its size.</source>
        <translation>Imepunguzwa ili itoshe: asilimia {0} ya ukubwa wake.</translation>
    </message>
    <message>
        <source>In its own size at the upper left; cut the rest off.</source>
        <translation>Kwa ukubwa wake, juu kushoto; kata karatasi iliyobaki.</translation>
    </message>
    <message numerus="yes">
        <source>Printed before: %n time(s). Each one now is marked as a copy.</source>
        <translation>
            <numerusform>Ilichapwa mara %n. Kila inayotoka sasa ina alama ya nakala.</numerusform>
            <numerusform>Ilichapwa mara %n. Kila inayotoka sasa ina alama ya nakala.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first is the original, the others are marked as copies.</source>
        <translation>Ya kwanza ni halisi, nyingine zinawekwa alama ya nakala.</translation>
    </message>
    <message>
        <source>The system&apos;s default printer</source>
        <translation>Printa ya kawaida ya kompyuta</translation>
    </message>
    <message>
        <source>{0} (default)</source>
        <translation>{0} (ya kawaida)</translation>
    </message>
    <message>
        <source>{0}, fitted</source>
        <translation>{0}, imerekebishwa</translation>
    </message>
    <message>
        <source>P&amp;rinter</source>
        <translation>&amp;Printa</translation>
    </message>
    <message>
        <source>Paper s&amp;ize</source>
        <translation>Ukubwa wa kara&amp;tasi</translation>
    </message>
    <message>
        <source>&amp;Copies</source>
        <translation>Na&amp;kala</translation>
    </message>
    <message>
        <source>&amp;From page</source>
        <translation>Ku&amp;anzia ukurasa</translation>
    </message>
    <message>
        <source>&amp;To page</source>
        <translation>&amp;Hadi ukurasa</translation>
    </message>
    <message>
        <source>&amp;Look before printing</source>
        <translation>Angalia ka&amp;bla ya kuchapa</translation>
    </message>
    <message>
        <source>Forms, registers and letters</source>
        <translation>Fomu, rejesta na barua</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Kila kitu</translation>
    </message>
    <message>
        <source>Nothing: print at once</source>
        <translation>Hakuna: chapa mara moja</translation>
    </message>
</context>
<context>
    <name>PrinterWords</name>
    <message>
        <source>it is stopped</source>
        <translation>imesimamishwa</translation>
    </message>
    <message>
        <source>its queue takes no documents</source>
        <translation>foleni yake haipokei hati</translation>
    </message>
    <message>
        <source>the paper is used up</source>
        <translation>karatasi zimekwisha</translation>
    </message>
    <message>
        <source>it asks for other paper</source>
        <translation>inahitaji karatasi nyingine</translation>
    </message>
    <message>
        <source>paper is jammed</source>
        <translation>karatasi imekwama</translation>
    </message>
    <message>
        <source>its cover is open</source>
        <translation>kifuniko chake kiko wazi</translation>
    </message>
    <message>
        <source>its door is open</source>
        <translation>mlango wake uko wazi</translation>
    </message>
    <message>
        <source>the toner is used up</source>
        <translation>tona imekwisha</translation>
    </message>
    <message>
        <source>the ink or toner is used up</source>
        <translation>wino au tona imekwisha</translation>
    </message>
    <message>
        <source>it is switched off or not connected</source>
        <translation>imezimwa au haijaunganishwa</translation>
    </message>
    <message>
        <source>it cannot be reached; it may be switched off</source>
        <translation>haifikiki; huenda imezimwa</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>haijibu</translation>
    </message>
    <message>
        <source>the disk for its queue is full</source>
        <translation>diski ya foleni yake imejaa</translation>
    </message>
</context>
<context>
    <name>PrintersPage</name>
    <message>
        <source>Printer</source>
        <translation>Printa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Hati</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Karatasi</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>Nakala</translation>
    </message>
    <message>
        <source>{0} (default)</source>
        <translation>{0} (ya kawaida)</translation>
    </message>
    <message>
        <source>nothing wrong is known</source>
        <translation>hakuna tatizo linalojulikana</translation>
    </message>
    <message>
        <source>The system&apos;s default printer</source>
        <translation>Printa ya kawaida ya kompyuta</translation>
    </message>
    <message>
        <source>{0} (not on this computer any more)</source>
        <translation>{0} (haipo tena kwenye kompyuta hii)</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>Printa</translation>
    </message>
    <message>
        <source>Of this computer. Printers are set up in the system; here they are tried.</source>
        <translation>Za kompyuta hii. Printa huwekwa kwenye mfumo; hapa zinajaribiwa.</translation>
    </message>
    <message>
        <source>&amp;Test page …</source>
        <translation>Ukurasa wa &amp;majaribio …</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>A&amp;ngalia tena</translation>
    </message>
    <message>
        <source>For&amp;get what is remembered</source>
        <translation>&amp;Sahau yaliyokumbukwa</translation>
    </message>
    <message>
        <source>Remembered for each document</source>
        <translation>Yanayokumbukwa kwa kila hati</translation>
    </message>
    <message>
        <source>Printers of this computer; Enter shows the test page</source>
        <translation>Printa za kompyuta hii; Enter huonyesha ukurasa wa majaribio</translation>
    </message>
    <message>
        <source>No printer is set up on this computer.</source>
        <translation>Hakuna printa iliyowekwa kwenye kompyuta hii.</translation>
    </message>
    <message>
        <source>Nothing yet: what was chosen at the last print is kept here.</source>
        <translation>Bado hakuna: kilichochaguliwa mara ya mwisho kuchapa hutunzwa hapa.</translation>
    </message>
</context>
<context>
    <name>ProblemEditor</name>
    <message>
        <source>Illness</source>
        <translation>Ugonjwa</translation>
    </message>
    <message>
        <source>ICD-10</source>
        <translation>ICD-10</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Tangu</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Noted</source>
        <translation>Uliandikwa</translation>
    </message>
    <message>
        <source>Take “{0}” off the list? An illness that is over is set to “over” instead.</source>
        <translation>Uondoe “{0}” kwenye orodha? Ugonjwa uliokwisha huwekwa “umekwisha” badala yake.</translation>
    </message>
    <message>
        <source>Visit of {0}</source>
        <translation>Hudhurio la {0}</translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation>Unaendelea</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Umekwisha</translation>
    </message>
    <message>
        <source>Problem list</source>
        <translation>Orodha ya matatizo</translation>
    </message>
    <message>
        <source>Chronic diagnoses that are certain come here by themselves when a visit is saved</source>
        <translation>Magonjwa sugu yaliyothibitishwa huingia hapa yenyewe hudhurio linapohifadhiwa</translation>
    </message>
    <message>
        <source>Problems on record</source>
        <translation>Matatizo yaliyorekodiwa</translation>
    </message>
    <message>
        <source>No problem on the list yet.</source>
        <translation>Bado hakuna tatizo kwenye orodha.</translation>
    </message>
    <message>
        <source>Two letters, or ICD-10</source>
        <translation>Herufi mbili, au ICD-10</translation>
    </message>
    <message>
        <source>Year, month/year, date, or “5 years”</source>
        <translation>Mwaka, mwezi/mwaka, tarehe, au “miaka 5”</translation>
    </message>
    <message>
        <source>Over since</source>
        <translation>Umekwisha tangu</translation>
    </message>
</context>
<context>
    <name>ProxyForm</name>
    <message>
        <source>Saved.</source>
        <translation>Imehifadhiwa.</translation>
    </message>
    <message>
        <source>Empty: the system&apos;s proxy. “none”: straight. The password stays in the record.</source>
        <translation>Tupu: proksi ya mfumo. “none”: moja kwa moja. Nywila hubaki kwenye kumbukumbu.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Seva wakala (proksi)</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Anwani ya proksi</translation>
    </message>
    <message>
        <source>Reached without it</source>
        <translation>Zinazofikiwa bila proksi</translation>
    </message>
    <message>
        <source>User name at the proxy</source>
        <translation>Jina la mtumiaji kwenye proksi</translation>
    </message>
    <message>
        <source>Password at the proxy</source>
        <translation>Nywila kwenye proksi</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
</context>
<context>
    <name>QueueList</name>
    <message>
        <source>Urgency</source>
        <translation>Uharaka</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Anasubiri</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Yuko na</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Kituo</translation>
    </message>
    <message>
        <source>Who waits where</source>
        <translation>Nani anasubiri wapi</translation>
    </message>
    <message>
        <source>Waiting: {0}</source>
        <translation>Wanaosubiri: {0}</translation>
    </message>
    <message>
        <source>Nobody waits here.</source>
        <translation>Hakuna anayesubiri hapa.</translation>
    </message>
</context>
<context>
    <name>Queueing</name>
    <message>
        <source>{0} waits at the laboratory</source>
        <translation>{0} anasubiri maabara</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Screens</source>
        <translation>Kurasa</translation>
    </message>
    <message numerus="yes">
        <source>%n wait</source>
        <translation>
            <numerusform>%n anasubiri</numerusform>
            <numerusform>%n wanasubiri</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n emergencies</source>
        <translation>
            <numerusform>dharura %n</numerusform>
            <numerusform>dharura %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadyBar</name>
    <message>
        <source>Repeat {0}  (Ctrl+R)</source>
        <translation>Rudia {0}  (Ctrl+R)</translation>
    </message>
    <message>
        <source>The prescription of {0} again, checked today: {1}</source>
        <translation>Dawa za {0} tena, zikikaguliwa leo: {1}</translation>
    </message>
    <message>
        <source>Usual: {0}</source>
        <translation>Kawaida: {0}</translation>
    </message>
</context>
<context>
    <name>ReasonField</name>
    <message>
        <source>Why all the same? 1-9 or words; Delete takes the medicine off</source>
        <translation>Kwa nini hata hivyo? 1-9 au maneno; Delete huondoa dawa</translation>
    </message>
    <message>
        <source>Reason for giving it all the same</source>
        <translation>Sababu ya kutoa hata hivyo</translation>
    </message>
</context>
<context>
    <name>ReceptionView</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Mwisho</translation>
    </message>
    <message>
        <source>F</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>M</source>
        <translation>ME</translation>
    </message>
    <message numerus="yes">
        <source>%n found.  Enter opens, arrows choose, Ctrl+N registers a new patient</source>
        <translation>
            <numerusform>%n amepatikana.  Enter hufungua, mishale huchagua, Ctrl+N husajili mgonjwa mpya</numerusform>
            <numerusform>%n wamepatikana.  Enter hufungua, mishale huchagua, Ctrl+N husajili mgonjwa mpya</numerusform>
        </translation>
    </message>
    <message>
        <source>Name, number, phone or village</source>
        <translation>Jina, namba, simu au kijiji</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Tafuta mgonjwa</translation>
    </message>
    <message>
        <source>Patients found</source>
        <translation>Wagonjwa waliopatikana</translation>
    </message>
    <message>
        <source>Nobody found. Press Enter to register a new patient with what you typed.</source>
        <translation>Hakuna aliyepatikana. Bonyeza Enter kusajili mgonjwa mpya kwa ulichoandika.</translation>
    </message>
    <message>
        <source>Sex and age</source>
        <translation>Jinsi na umri</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>jana</translation>
    </message>
    <message>
        <source>today</source>
        <translation>leo</translation>
    </message>
    <message>
        <source>Seen lately.  Enter opens, arrows choose, Ctrl+N registers a new patient</source>
        <translation>Waliohudumiwa karibuni.  Enter hufungua, mishale huchagua, Ctrl+N husajili mgonjwa mpya</translation>
    </message>
    <message>
        <source>Chosen in the list</source>
        <translation>Aliyechaguliwa kwenye orodha</translation>
    </message>
    <message>
        <source>Nobody was seen yet. Type a name to find a patient.</source>
        <translation>Hakuna aliyehudumiwa bado. Andika jina kutafuta mgonjwa.</translation>
    </message>
    <message>
        <source>Nobody found. Try fewer letters, the phone number or the village.</source>
        <translation>Hakuna aliyepatikana. Jaribu herufi chache, namba ya simu au kijiji.</translation>
    </message>
    <message>
        <source>{0} and {1} are one record now: {2}.</source>
        <translation>{0} na {1} sasa ni kumbukumbu moja: {2}.</translation>
    </message>
    <message>
        <source>Merges made, and undo</source>
        <translation>Uunganishaji uliofanywa, na kutengua</translation>
    </message>
    <message>
        <source>&amp;Who waits</source>
        <translation>&amp;Wanaosubiri</translation>
    </message>
    <message>
        <source>Who waits at which station</source>
        <translation>Nani anasubiri kituo gani</translation>
    </message>
    <message numerus="yes">
        <source>%n found:</source>
        <translation>
            <numerusform>%n amepatikana:</numerusform>
            <numerusform>%n wamepatikana:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message>
        <source>The two passwords differ. Type the same one twice.</source>
        <translation>Nywila mbili hazifanani. Andika ileile mara mbili.</translation>
    </message>
    <message>
        <source>Write the new recovery key on paper</source>
        <translation>Andika ufunguo mpya wa dharura kwenye karatasi</translation>
    </message>
    <message>
        <source>The old paper no longer opens the record. Tear it up.</source>
        <translation>Karatasi ya zamani haifungui tena kumbukumbu. Ichane.</translation>
    </message>
    <message>
        <source>It is on paper: log in</source>
        <translation>Nimeuandika: ingia</translation>
    </message>
    <message>
        <source>Open with the paper recovery key</source>
        <translation>Fungua kwa ufunguo wa dharura wa karatasi</translation>
    </message>
    <message>
        <source>If the in-charge can log in, ask for a one-time code: that is easier. If nobody can, take the recovery key from the safe.</source>
        <translation>Kama mfawidhi anaweza kuingia, mwombe namba ya kutumia mara moja: ni rahisi zaidi. Kama hakuna anayeweza, chukua ufunguo wa dharura ulikofungiwa.</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Fungua kumbukumbu</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Eight groups of five letters and digits</source>
        <translation>Makundi manane ya herufi na tarakimu tano</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Jina la mtumiaji</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Nywila mpya</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Nywila mpya tena</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
</context>
<context>
    <name>ReferralCard</name>
    <message>
        <source>What came back</source>
        <translation>Mrejesho</translation>
    </message>
    <message>
        <source>The patient arrived</source>
        <translation>Mgonjwa alifika</translation>
    </message>
    <message>
        <source>Chosen in the list</source>
        <translation>Aliyechaguliwa kwenye orodha</translation>
    </message>
    <message>
        <source>&amp;Write down what came back</source>
        <translation>A&amp;ndika mrejesho</translation>
    </message>
    <message>
        <source>The patient arri&amp;ved there</source>
        <translation>Mgonjwa a&amp;lifika kule</translation>
    </message>
    <message>
        <source>&amp;Print the letter</source>
        <translation>&amp;Chapa barua</translation>
    </message>
    <message>
        <source>Open the visit  (Enter)</source>
        <translation>Fungua hudhurio  (Enter)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Si sasa</translation>
    </message>
    <message>
        <source>Correct &amp;what came back</source>
        <translation>Sahihisha &amp;mrejesho</translation>
    </message>
    <message>
        <source>(not written)</source>
        <translation>(haijaandikwa)</translation>
    </message>
    <message>
        <source>Sent {0} to {1}</source>
        <translation>Alitumwa {0} kwenda {1}</translation>
    </message>
    <message>
        <source>Arrived {0}</source>
        <translation>Alifika {0}</translation>
    </message>
    <message>
        <source>Answer of {0}</source>
        <translation>Mrejesho wa {0}</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>Utambuzi</translation>
    </message>
    <message>
        <source>Treatment</source>
        <translation>Matibabu</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ushauri</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na</translation>
    </message>
</context>
<context>
    <name>ReferralPage</name>
    <message>
        <source>Save the visit first; then Ctrl+P prints the letter.</source>
        <translation>Hifadhi hudhurio kwanza; kisha Ctrl+P huchapa barua.</translation>
    </message>
    <message>
        <source>Outcome of the visit: {0}</source>
        <translation>Matokeo ya hudhurio: {0}</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>Rufaa</translation>
    </message>
    <message>
        <source>The letter prints after the visit is saved.</source>
        <translation>Barua huchapwa baada ya hudhurio kuhifadhiwa.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Referred to another facility</source>
        <translation>Kupelekwa kituo kingine</translation>
    </message>
    <message>
        <source>Sent here by somebody else</source>
        <translation>Alitumwa hapa na mwingine</translation>
    </message>
    <message>
        <source>Facility</source>
        <translation>Kituo</translation>
    </message>
    <message>
        <source>Ward or clinic</source>
        <translation>Wodi au kliniki</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Uharaka</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Sababu</translation>
    </message>
    <message>
        <source>History and findings</source>
        <translation>Historia na matokeo ya uchunguzi</translation>
    </message>
    <message>
        <source>Treatment given</source>
        <translation>Matibabu aliyopewa</translation>
    </message>
    <message>
        <source>Transport</source>
        <translation>Usafiri</translation>
    </message>
    <message>
        <source>Escort</source>
        <translation>Msindikizaji</translation>
    </message>
    <message>
        <source>Who was told there</source>
        <translation>Aliyepewa taarifa kule</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Ametumwa na</translation>
    </message>
    <message>
        <source>Facility or name</source>
        <translation>Kituo au jina</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Kwa nini</translation>
    </message>
    <message>
        <source>Number of their letter</source>
        <translation>Namba ya barua yao</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Dharura</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Leo</translation>
    </message>
    <message>
        <source>Not urgent</source>
        <translation>Si haraka</translation>
    </message>
    <message>
        <source>Health worker</source>
        <translation>Mhudumu</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Mwingine</translation>
    </message>
</context>
<context>
    <name>ReferralsPage</name>
    <message>
        <source>Sent</source>
        <translation>Alitumwa</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Kwenda</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message numerus="yes">
        <source>%n in the list</source>
        <translation>
            <numerusform>%n kwenye orodha</numerusform>
            <numerusform>%n kwenye orodha</numerusform>
        </translation>
    </message>
    <message>
        <source>Of everybody who was referred something came back.</source>
        <translation>Mrejesho umepokelewa kwa wote waliopewa rufaa.</translation>
    </message>
    <message>
        <source>No referral is overdue.</source>
        <translation>Hakuna rufaa iliyochelewa.</translation>
    </message>
    <message>
        <source>Nobody was referred. A visit with the outcome &quot;referred&quot; comes here by itself.</source>
        <translation>Hakuna aliyepewa rufaa. Hudhurio lenye matokeo ya &quot;rufaa&quot; huja hapa lenyewe.</translation>
    </message>
    <message>
        <source>Referrals</source>
        <translation>Rufaa</translation>
    </message>
    <message>
        <source>Visits of the last six months that ended with a referral.</source>
        <translation>Mahudhurio ya miezi sita iliyopita yaliyoishia na rufaa.</translation>
    </message>
    <message>
        <source>List of referrals</source>
        <translation>Orodha ya rufaa</translation>
    </message>
    <message>
        <source>Waiting for an answer</source>
        <translation>Wanasubiri mrejesho</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Zilizochelewa</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Zote</translation>
    </message>
</context>
<context>
    <name>RegisterForm</name>
    <message>
        <source>Fewer fields</source>
        <translation>Sehemu chache</translation>
    </message>
    <message>
        <source>More fields</source>
        <translation>Sehemu zaidi</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Jina la kwanza</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Jina la ukoo</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>ME</translation>
    </message>
    <message>
        <source>Female</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>Date of birth or age</source>
        <translation>Kuzaliwa au umri</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>Village or street</source>
        <translation>Kijiji au mtaa</translation>
    </message>
    <message>
        <source>The number says born {0}</source>
        <translation>Namba inasema amezaliwa {0}</translation>
    </message>
</context>
<context>
    <name>RegisterPage</name>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Kipimo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Jibu</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>Aliyepima</translation>
    </message>
    <message>
        <source>Requested by</source>
        <translation>Aliyeagiza</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>(private)</source>
        <translation>(siri)</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>linasubiri</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>limesahihishwa</translation>
    </message>
    <message>
        <source>A date like 18/11/2026</source>
        <translation>Tarehe kama 18/11/2026</translation>
    </message>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>kipimo %n</numerusform>
            <numerusform>vipimo %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are private and shown without content</source>
        <translation>
            <numerusform>mstari %n ni wa siri, hauonyeshi kilichomo</numerusform>
            <numerusform>mistari %n ni ya siri, haionyeshi kilichomo</numerusform>
        </translation>
    </message>
    <message>
        <source>Laboratory register</source>
        <translation>Rejesta ya maabara</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Kuanzia</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Hadi</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Onyesha</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>Print the register, A4 (Ctrl+P)</source>
        <translation>Chapa rejesta, A4 (Ctrl+P)</translation>
    </message>
    <message>
        <source>Save CSV</source>
        <translation>Hifadhi CSV</translation>
    </message>
    <message>
        <source>Save XLSX</source>
        <translation>Hifadhi XLSX</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the list (Esc)</source>
        <translation>Rudi kwenye orodha (Esc)</translation>
    </message>
    <message>
        <source>No test in these days.</source>
        <translation>Hakuna kipimo katika siku hizi.</translation>
    </message>
    <message>
        <source>F</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>M</source>
        <translation>ME</translation>
    </message>
</context>
<context>
    <name>RegisterPanel</name>
    <message>
        <source>New patient  (Ctrl+N)</source>
        <translation>Mgonjwa mpya  (Ctrl+N)</translation>
    </message>
    <message>
        <source>Registered: {0}, {1}</source>
        <translation>Amesajiliwa: {0}, {1}</translation>
    </message>
    <message>
        <source>Corrected: {0}, {1}</source>
        <translation>Imesahihishwa: {0}, {1}</translation>
    </message>
    <message>
        <source>Somebody else corrected {0} meanwhile. Look at the record again, or keep yours.</source>
        <translation>Mtu mwingine amesahihisha {0} wakati huohuo. Angalia kumbukumbu tena, au hifadhi yako.</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Hifadhi yangu</translation>
    </message>
    <message>
        <source>Register  (Ctrl+Enter)</source>
        <translation>Sajili  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Register and go on to the consultation</source>
        <translation>Sajili na uendelee kwenye matibabu</translation>
    </message>
    <message>
        <source>Keep  (Ctrl+Enter)</source>
        <translation>Hifadhi  (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Keep the correction</source>
        <translation>Hifadhi masahihisho</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Futa</translation>
    </message>
</context>
<context>
    <name>RegistersPage</name>
    <message>
        <source>Save the register</source>
        <translation>Hifadhi rejesta</translation>
    </message>
    <message>
        <source>Registers</source>
        <translation>Rejesta</translation>
    </message>
    <message>
        <source>The books as the paper ones. Enter opens the visit.</source>
        <translation>Vitabu kama vya karatasi. Enter hufungua hudhurio.</translation>
    </message>
    <message>
        <source>Back to the forms</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>&amp;Save as</source>
        <translation>&amp;Hifadhi kama</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Look at the pages and print them (Ctrl+P)</source>
        <translation>Angalia kurasa na uzichape (Ctrl+P)</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>&amp;Simamisha</translation>
    </message>
    <message>
        <source>&amp;Book</source>
        <translation>Ki&amp;tabu</translation>
    </message>
    <message>
        <source>&amp;Numbered by</source>
        <translation>&amp;Namba kwa</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Kitabu</translation>
    </message>
    <message>
        <source>Numbered by</source>
        <translation>Namba kwa</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>K&amp;uanzia</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>Ha&amp;di</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Siku</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Leo</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>Siku 7</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Mwezi huu</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>Mwezi uliopita</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Maendeleo</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Mwaka</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mwezi</translation>
    </message>
    <message>
        <source>Outpatients (book 5)</source>
        <translation>Wagonjwa wa nje (kitabu cha 5)</translation>
    </message>
    <message>
        <source>Referrals</source>
        <translation>Rufaa</translation>
    </message>
    <message>
        <source>Deaths</source>
        <translation>Vifo</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Maabara</translation>
    </message>
    <message>
        <source>Immediate notifications</source>
        <translation>Taarifa za haraka</translation>
    </message>
    <message>
        <source>Stopped. Choose the days again.</source>
        <translation>Imesimamishwa. Chagua siku tena.</translation>
    </message>
</context>
<context>
    <name>RegistryLine</name>
    <message>
        <source>Nobody like this in the registry.</source>
        <translation>Hakuna mtu kama huyu kwenye rejesta.</translation>
    </message>
    <message>
        <source>Asking the national registry … stop</source>
        <translation>Inauliza rejesta ya taifa … acha</translation>
    </message>
    <message>
        <source>Look up in the national registry  (Ctrl+R)</source>
        <translation>Tafuta kwenye rejesta ya taifa  (Ctrl+R)</translation>
    </message>
</context>
<context>
    <name>RegistryList</name>
    <message>
        <source>Not this person</source>
        <translation>Si mtu huyu</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Funga</translation>
    </message>
    <message>
        <source>From the national registry</source>
        <translation>Kutoka rejesta ya taifa</translation>
    </message>
    <message>
        <source>In the national registry</source>
        <translation>Kwenye rejesta ya taifa</translation>
    </message>
    <message>
        <source>The registry knows nobody like this. Register as usual.</source>
        <translation>Rejesta haimjui mtu kama huyu. Sajili kama kawaida.</translation>
    </message>
    <message>
        <source>{0} and more. With a NIDA number or a date of birth there are fewer.</source>
        <translation>{0} na wengine zaidi. Ukiwa na namba ya NIDA au tarehe ya kuzaliwa watakuwa wachache.</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>Mtu %n</numerusform>
            <numerusform>Watu %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare, then choose with a click or Alt+1, Alt+2 …</source>
        <translation>Linganisha, kisha chagua kwa kubofya au Alt+1, Alt+2 …</translation>
    </message>
    <message>
        <source>Already here: {0}. Opens that record.</source>
        <translation>Yupo hapa tayari: {0}. Hufungua kumbukumbu hiyo.</translation>
    </message>
    <message>
        <source>The number that is kept for this patient</source>
        <translation>Namba iliyohifadhiwa ya mgonjwa huyu</translation>
    </message>
    <message>
        <source>Another patient here has this number: {0}</source>
        <translation>Mgonjwa mwingine wa hapa ana namba hii: {0}</translation>
    </message>
    <message>
        <source>Nothing differs from what stands here</source>
        <translation>Hakuna tofauti na kilichopo hapa</translation>
    </message>
    <message>
        <source>{0}: here {1}</source>
        <translation>{0}: hapa {1}</translation>
    </message>
    <message>
        <source>Differs: {0}</source>
        <translation>Tofauti: {0}</translation>
    </message>
    <message>
        <source>surely this person</source>
        <translation>bila shaka ni mtu huyu</translation>
    </message>
    <message>
        <source>probably this person</source>
        <translation>yaelekea ni mtu huyu</translation>
    </message>
    <message>
        <source>possibly this person</source>
        <translation>huenda ni mtu huyu</translation>
    </message>
    <message>
        <source>as of {0}</source>
        <translation>hadi {0}</translation>
    </message>
    <message>
        <source>without a number</source>
        <translation>bila namba</translation>
    </message>
    <message>
        <source>{0}, {1}.</source>
        <translation>{0}, {1}.</translation>
    </message>
    <message>
        <source>Filled in: {0}.</source>
        <translation>Zimejazwa: {0}.</translation>
    </message>
    <message>
        <source>Where the two differ, what stands here stays:</source>
        <translation>Panapotofautiana, kilichopo hapa kinabaki:</translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation>Hakuna tofauti.</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hapa</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Rejesta</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Chukua ya rejesta</translation>
    </message>
    <message>
        <source>Take theirs: {0}, {1}</source>
        <translation>Chukua ya rejesta: {0}, {1}</translation>
    </message>
</context>
<context>
    <name>RegistryPage</name>
    <message>
        <source>The registry knows nobody like this.</source>
        <translation>Rejesta haimjui mtu kama huyu.</translation>
    </message>
    <message>
        <source>{0}, {1}, has this number already. If it is the same person, merge the two.</source>
        <translation>{0}, {1}, tayari ana namba hii. Kama ni mtu yuleyule, unganisha kumbukumbu hizo mbili.</translation>
    </message>
    <message>
        <source>Open that record</source>
        <translation>Fungua kumbukumbu hiyo</translation>
    </message>
    <message>
        <source>The registry tells no number of its own for this person: nothing to keep.</source>
        <translation>Rejesta haitoi namba yake ya mtu huyu: hakuna cha kuhifadhi.</translation>
    </message>
    <message>
        <source>Kept: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>Taken back: {0}</source>
        <translation>Imeondolewa: {0}</translation>
    </message>
    <message>
        <source>National registry</source>
        <translation>Rejesta ya taifa</translation>
    </message>
    <message>
        <source>Back  (Esc)</source>
        <translation>Rudi  (Esc)</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Uliza tena</translation>
    </message>
    <message>
        <source>&amp;Not this person</source>
        <translation>&amp;Si mtu huyu</translation>
    </message>
    <message>
        <source>Take the number back</source>
        <translation>Ondoa namba hii</translation>
    </message>
    <message>
        <source>Keep this number</source>
        <translation>Hifadhi namba hii</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>Inauliza …</translation>
    </message>
    <message>
        <source>Known there as {0}</source>
        <translation>Anajulikana huko kama {0}</translation>
    </message>
    <message>
        <source>No number of the registry yet</source>
        <translation>Bado hana namba ya rejesta</translation>
    </message>
</context>
<context>
    <name>RegistryWords</name>
    <message>
        <source>Female</source>
        <translation>Mwanamke</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Mwanaume</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Jina la kwanza</translation>
    </message>
    <message>
        <source>Middle name</source>
        <translation>Jina la kati</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Jina la ukoo</translation>
    </message>
    <message>
        <source>Sex</source>
        <translation>Jinsi</translation>
    </message>
    <message>
        <source>Date of birth</source>
        <translation>Tarehe ya kuzaliwa</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Simu</translation>
    </message>
    <message>
        <source>NIDA number</source>
        <translation>Namba ya NIDA</translation>
    </message>
    <message>
        <source>Village or street</source>
        <translation>Kijiji au mtaa</translation>
    </message>
    <message>
        <source>Ward</source>
        <translation>Kata</translation>
    </message>
    <message>
        <source>Council</source>
        <translation>Halmashauri</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Mkoa</translation>
    </message>
</context>
<context>
    <name>ReportChooser</name>
    <message>
        <source>New problems</source>
        <translation>Matatizo mapya</translation>
    </message>
    <message>
        <source>With re-attendances</source>
        <translation>Pamoja na marudio</translation>
    </message>
    <message>
        <source>&amp;Form</source>
        <translation>&amp;Fomu</translation>
    </message>
    <message>
        <source>&amp;Period</source>
        <translation>&amp;Kipindi</translation>
    </message>
    <message>
        <source>Diseases &amp;counted</source>
        <translation>Yanayo&amp;hesabiwa</translation>
    </message>
</context>
<context>
    <name>ReportTable</name>
    <message>
        <source>Chart</source>
        <translation>Chati</translation>
    </message>
    <message>
        <source>Twelve months or 52 weeks of the row under the cursor (Ctrl+G)</source>
        <translation>Miezi kumi na miwili au wiki 52 za safu yenye kiteuzi (Ctrl+G)</translation>
    </message>
</context>
<context>
    <name>ReportsView</name>
    <message>
        <source>Total</source>
        <translation>Jumla</translation>
    </message>
    <message>
        <source>Open: not signed yet</source>
        <translation>Iko wazi: bado haijasainiwa</translation>
    </message>
    <message>
        <source>Closed: {0}</source>
        <translation>Imefungwa: {0}</translation>
    </message>
    <message>
        <source>Close form …</source>
        <translation>Funga fomu …</translation>
    </message>
    <message>
        <source>Open again …</source>
        <translation>Fungua tena …</translation>
    </message>
    <message numerus="yes">
        <source>%n count(s) fall outside the form&apos;s open cells and are not in the figures.</source>
        <translation>
            <numerusform>Hesabu %n iko nje ya visanduku vilivyo wazi na haimo kwenye takwimu.</numerusform>
            <numerusform>Hesabu %n ziko nje ya visanduku vilivyo wazi na hazimo kwenye takwimu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Kagua</translation>
    </message>
    <message>
        <source>Compare register and form</source>
        <translation>Linganisha rejesta na fomu</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>Print the form (Ctrl+P)</source>
        <translation>Chapa fomu (Ctrl+P)</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Hifadhi</translation>
    </message>
    <message>
        <source>Send …</source>
        <translation>Tuma …</translation>
    </message>
    <message>
        <source>See what would change there, then send</source>
        <translation>Ona kitakachobadilika huko, kisha tuma</translation>
    </message>
    <message>
        <source>Excel (XLSX)</source>
        <translation>Excel (XLSX)</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Grand total</source>
        <translation>Jumla kuu</translation>
    </message>
    <message numerus="yes">
        <source>Changed since closing: %n cell(s)</source>
        <translation>
            <numerusform>Imebadilika tangu kufungwa: kisanduku %n</numerusform>
            <numerusform>Imebadilika tangu kufungwa: visanduku %n</numerusform>
        </translation>
    </message>
    <message>
        <source>The period {0} is too long ago for the list of periods.</source>
        <translation>Kipindi {0} ni cha zamani mno, hakimo kwenye orodha ya vipindi.</translation>
    </message>
</context>
<context>
    <name>RescuePage</name>
    <message>
        <source>Choose where the files go, best a USB stick.</source>
        <translation>Chagua mafaili yaende wapi, vizuri zaidi kwenye flashi.</translation>
    </message>
    <message>
        <source>Where the files go</source>
        <translation>Mafaili yaende wapi</translation>
    </message>
    <message>
        <source>Save what can be read</source>
        <translation>Hifadhi yanayosomeka</translation>
    </message>
    <message>
        <source>The damaged files are copied aside and never changed. Patients and visits that can still be read become files that are not encrypted: choose a USB stick that you lock away.</source>
        <translation>Mafaili yaliyoharibika yananakiliwa pembeni na hayabadilishwi kamwe. Wagonjwa na mahudhurio yanayosomeka bado yanawekwa kwenye mafaili yasiyosimbwa: chagua flashi utakayoifungia mahali salama.</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Jina la mtumiaji</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Nywila</translation>
    </message>
    <message>
        <source>Or the paper recovery key</source>
        <translation>Au ufunguo wa dharura wa karatasi</translation>
    </message>
    <message>
        <source>New folder for the files</source>
        <translation>Folda mpya ya mafaili</translation>
    </message>
    <message>
        <source>Choose a place…</source>
        <translation>Chagua mahali…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Backup</source>
        <translation>Nakala rudufu</translation>
    </message>
    <message>
        <source>Choose the file of the backup.</source>
        <translation>Chagua faili la nakala rudufu.</translation>
    </message>
    <message>
        <source>Type the key.</source>
        <translation>Andika ufunguo.</translation>
    </message>
    <message>
        <source>The two passwords differ. Type the same one twice.</source>
        <translation>Nywila mbili hazifanani. Andika ileile mara mbili.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Backup file</source>
        <translation>Faili la nakala rudufu</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Chagua …</translation>
    </message>
    <message>
        <source>What opens it</source>
        <translation>Kinachoifungua</translation>
    </message>
    <message>
        <source>Paper recovery key</source>
        <translation>Ufunguo wa dharura wa karatasi</translation>
    </message>
    <message>
        <source>A password of this computer</source>
        <translation>Nywila ya kompyuta hii</translation>
    </message>
    <message>
        <source>Key of the council</source>
        <translation>Ufunguo wa halmashauri</translation>
    </message>
    <message>
        <source>Recovery key</source>
        <translation>Ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Eight groups of five letters and digits</source>
        <translation>Makundi manane ya herufi na tarakimu tano</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Jina la mtumiaji</translation>
    </message>
    <message>
        <source>Of somebody in charge; empty: the first</source>
        <translation>La mfawidhi; tupu: wa kwanza</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Nywila</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Nywila mpya</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Nywila mpya tena</translation>
    </message>
    <message>
        <source>The backup brings back patients, visits and all else as they were that day.</source>
        <translation>Nakala rudufu hurudisha wagonjwa, mahudhurio na mengine yote kama yalivyokuwa siku hiyo.</translation>
    </message>
    <message>
        <source>The record that lies here is not lost: it is moved aside, whole.</source>
        <translation>Kumbukumbu zilizopo hapa hazipotei: zinasogezwa kando zote.</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Rejesha nakala rudufu</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Rejesha</translation>
    </message>
    <message>
        <source>The facility is back</source>
        <translation>Kituo kimerudi</translation>
    </message>
    <message>
        <source>Log in</source>
        <translation>Ingia</translation>
    </message>
    <message>
        <source>Its name ends in .emrbackup; often it lies on a USB stick</source>
        <translation>Jina lake linaishia na .emrbackup; mara nyingi liko kwenye flashi</translation>
    </message>
    <message numerus="yes">
        <source>HFR code {0}, of {1}, %n visit(s)</source>
        <translation>
            <numerusform>Namba ya HFR {0}, ya {1}, mahudhurio %n</numerusform>
            <numerusform>Namba ya HFR {0}, ya {1}, mahudhurio %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultWork</name>
    <message>
        <source>This result was begun and not entered. It goes on where it stopped.</source>
        <translation>Jibu hili lilianzwa na halikuingizwa. Linaendelea lilipoishia.</translation>
    </message>
    <message>
        <source>Entered, waits for a second person: {0}</source>
        <translation>Limeingizwa, linasubiri mtu wa pili: {0}</translation>
    </message>
    <message>
        <source>{0}, {1}: {2}</source>
        <translation>{0}, {1}: {2}</translation>
    </message>
    <message>
        <source>DANGER: {0}, {1}: {2}. Tell the clinician now.</source>
        <translation>HATARI: {0}, {1}: {2}. Mjulishe tabibu sasa.</translation>
    </message>
    <message>
        <source>The order changed meanwhile. Look at it, and enter the result again.</source>
        <translation>Agizo limebadilika wakati huo. Liangalie, kisha ingiza jibu tena.</translation>
    </message>
    <message>
        <source>{0} entered a result meanwhile: it stands beside yours. Keep yours as a correction with a reason, or take theirs.</source>
        <translation>{0} ameingiza jibu wakati huo: liko kando ya lako. Acha lako kama sahihisho lenye sababu, au chukua la mwenzako.</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Chukua la mwenzangu</translation>
    </message>
    <message>
        <source>Ordered again. What you typed stands here; enter it now.</source>
        <translation>Kimeagizwa tena. Ulichoandika kiko hapa; kiingize sasa.</translation>
    </message>
    <message>
        <source>Released: {0}</source>
        <translation>Limetolewa: {0}</translation>
    </message>
    <message>
        <source>The result changed meanwhile. Look at it again.</source>
        <translation>Jibu limebadilika wakati huo. Liangalie tena.</translation>
    </message>
    <message>
        <source>Why can this sample not be used? A digit, or your own words.</source>
        <translation>Kwa nini sampuli hii haifai? Tarakimu, au maneno yako.</translation>
    </message>
    <message>
        <source>Ask for a new sample</source>
        <translation>Omba sampuli mpya</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Sababu</translation>
    </message>
    <message>
        <source>A new sample is asked for.</source>
        <translation>Sampuli mpya imeombwa.</translation>
    </message>
    <message>
        <source>Take this order back? A result it has leaves the visit and stays readable.</source>
        <translation>Ubatilishe agizo hili? Jibu lake litaondoka kwenye hudhurio na litaendelea kusomeka.</translation>
    </message>
    <message>
        <source>Void the order</source>
        <translation>Batilisha agizo</translation>
    </message>
    <message>
        <source>The order is void.</source>
        <translation>Agizo limebatilishwa.</translation>
    </message>
    <message>
        <source>Order it again  (Enter)</source>
        <translation>Agiza tena  (Enter)</translation>
    </message>
</context>
<context>
    <name>RetentionDialog</name>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Muda</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Uhakika</translation>
    </message>
    <message>
        <source>Past since</source>
        <translation>Imepita tangu</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Mwisho</translation>
    </message>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>mwaka %n</numerusform>
            <numerusform>miaka %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>siku %n</numerusform>
            <numerusform>siku %n</numerusform>
        </translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>imethibitishwa</translation>
    </message>
    <message>
        <source>not confirmed</source>
        <translation>haijathibitishwa</translation>
    </message>
    <message>
        <source>Record of an adult</source>
        <translation>Kumbukumbu za mtu mzima</translation>
    </message>
    <message>
        <source>Record of a child</source>
        <translation>Kumbukumbu za mtoto</translation>
    </message>
    <message>
        <source>Record of somebody who died</source>
        <translation>Kumbukumbu za aliyefariki</translation>
    </message>
    <message>
        <source>Form not finished</source>
        <translation>Fomu ambayo haijakamilika</translation>
    </message>
    <message>
        <source>How long records are kept</source>
        <translation>Muda wa kuhifadhi kumbukumbu</translation>
    </message>
    <message>
        <source>By the facility&apos;s own schedule (retention.toml in the data folder)</source>
        <translation>Kwa ratiba ya kituo (retention.toml kwenye folda ya data)</translation>
    </message>
    <message>
        <source>By the schedule of the program: no national schedule was found</source>
        <translation>Kwa ratiba ya programu: ratiba ya taifa haikupatikana</translation>
    </message>
    <message>
        <source>Nothing is deleted by this list, and the audit trail is kept for ever. What is past its time is for the council to decide on.</source>
        <translation>Orodha hii haifuti chochote, na kumbukumbu za matumizi zinahifadhiwa daima. Halmashauri huamua kuhusu zilizopita muda wake.</translation>
    </message>
    <message>
        <source>Past its time: {0}</source>
        <translation>Zilizopita muda wake: {0}</translation>
    </message>
    <message>
        <source>Nothing is past its time.</source>
        <translation>Hakuna zilizopita muda wake.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Funga</translation>
    </message>
</context>
<context>
    <name>ReturnPage</name>
    <message>
        <source>Coming back</source>
        <translation>Kurudi</translation>
    </message>
    <message>
        <source>Saved with the visit; who does not come is on the list at the reception.</source>
        <translation>Inahifadhiwa pamoja na hudhurio; asiyekuja yuko kwenye orodha ya mapokezi.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Expected again</source>
        <translation>Anatakiwa kurudi</translation>
    </message>
    <message>
        <source>Appointments of this patient</source>
        <translation>Miadi ya mgonjwa huyu</translation>
    </message>
    <message>
        <source>This patient was not expected before.</source>
        <translation>Mgonjwa huyu hakuwahi kupangiwa miadi.</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Receptionist</source>
        <translation>Mpokeaji</translation>
    </message>
    <message>
        <source>Nurse</source>
        <translation>Muuguzi</translation>
    </message>
    <message>
        <source>Clinician</source>
        <translation>Tabibu</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Maabara</translation>
    </message>
    <message>
        <source>Pharmacist</source>
        <translation>Mfamasia</translation>
    </message>
    <message>
        <source>Cashier</source>
        <translation>Mhasibu wa malipo</translation>
    </message>
    <message>
        <source>In-charge</source>
        <translation>Mfawidhi</translation>
    </message>
    <message>
        <source>IT</source>
        <translation>TEHAMA</translation>
    </message>
</context>
<context>
    <name>RolesDialog</name>
    <message>
        <source>May work as</source>
        <translation>Anaweza kufanya kazi kama</translation>
    </message>
    <message>
        <source>{0}: other roles count from the next log-in</source>
        <translation>{0}: majukumu mengine yanaanza atakapoingia tena</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Hifadhi</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Funga</translation>
    </message>
</context>
<context>
    <name>RulesPage</name>
    <message>
        <source>Kind</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Kanuni</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Onyo</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Ushahidi</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>{0} rules in force, {1} off</source>
        <translation>Kanuni {0} zinatumika, {1} hazitumiki</translation>
    </message>
    <message>
        <source>In force, as shipped</source>
        <translation>Inatumika tangu mwanzo</translation>
    </message>
    <message>
        <source>DRAFT: off</source>
        <translation>RASIMU: haitumiki</translation>
    </message>
    <message>
        <source>Approved: {0}, {1}</source>
        <translation>Imeidhinishwa: {0}, {1}</translation>
    </message>
    <message>
        <source>Withdrawn: {0}, {1}</source>
        <translation>Imeondolewa: {0}, {1}</translation>
    </message>
    <message>
        <source>Approve this rule in the name of {0}? It counts from the next patient on.</source>
        <translation>Uidhinishe kanuni hii kwa jina la {0}? Itaanza kutumika kwa mgonjwa anayefuata.</translation>
    </message>
    <message>
        <source>I approve</source>
        <translation>Naidhinisha</translation>
    </message>
    <message>
        <source>Withdraw this rule? Nobody is warned or helped by it any more.</source>
        <translation>Uondoe kanuni hii? Haitamwonya wala kumsaidia mtu tena.</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>Ondoa</translation>
    </message>
    <message>
        <source>Why; it is kept with your name</source>
        <translation>Kwa nini; itatunzwa pamoja na jina lako</translation>
    </message>
    <message>
        <source>Prescribing rules</source>
        <translation>Kanuni za kuandika dawa</translation>
    </message>
    <message>
        <source>Approve …</source>
        <translation>Idhinisha …</translation>
    </message>
    <message>
        <source>Withdraw …</source>
        <translation>Ondoa …</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Onyesha</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>Aina zote</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>Hali zote</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Zinazotumika</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Zisizotumika</translation>
    </message>
    <message>
        <source>Kind of rule</source>
        <translation>Aina ya kanuni</translation>
    </message>
    <message>
        <source>State of the rule</source>
        <translation>Hali ya kanuni</translation>
    </message>
    <message>
        <source>Medicine, class or source</source>
        <translation>Dawa, kundi au chanzo</translation>
    </message>
    <message>
        <source>Search the rules</source>
        <translation>Tafuta kanuni</translation>
    </message>
    <message>
        <source>No rule fits. Clear the search or show all kinds.</source>
        <translation>Hakuna kanuni inayolingana. Futa utafutaji au onyesha aina zote.</translation>
    </message>
</context>
<context>
    <name>Saying</name>
    <message>
        <source>This visit was begun on {0} and not saved. It goes on where it stopped.</source>
        <translation>Hudhurio hili lilianzwa {0} na halikuhifadhiwa. Linaendelea lilipoishia.</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Anza upya</translation>
    </message>
    <message>
        <source>The visit of {0} is saved.</source>
        <translation>Hudhurio la {0} limehifadhiwa.</translation>
    </message>
    <message>
        <source>Print prescription (Ctrl+P)</source>
        <translation>Chapa cheti cha dawa (Ctrl+P)</translation>
    </message>
    <message>
        <source>Go on with {0}  (Enter)</source>
        <translation>Endelea na {0}  (Enter)</translation>
    </message>
    <message>
        <source>Save the visit first, then print it.</source>
        <translation>Hifadhi hudhurio kwanza, kisha ulichape.</translation>
    </message>
    <message>
        <source>The visit is saved. Not notified yet: {0}</source>
        <translation>Hudhurio limehifadhiwa. Bado taarifa haijatolewa: {0}</translation>
    </message>
    <message>
        <source>Open the visit</source>
        <translation>Fungua hudhurio</translation>
    </message>
    <message>
        <source>Papers (Ctrl+Shift+P)</source>
        <translation>Karatasi (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Take the patient back</source>
        <translation>Mrudishe mgonjwa kwangu</translation>
    </message>
    <message>
        <source>{0} is recorded as dead since {1}. Is this the right patient?</source>
        <translation>{0} amerekodiwa kuwa amefariki tangu {1}. Je, huyu ndiye mgonjwa sahihi?</translation>
    </message>
    <message>
        <source>Look at the death</source>
        <translation>Angalia kifo</translation>
    </message>
</context>
<context>
    <name>Screens</name>
    <message>
        <source>Consultation</source>
        <translation>Matibabu</translation>
    </message>
    <message>
        <source>Reception</source>
        <translation>Mapokezi</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Taarifa</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Usawazishaji</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Utawala</translation>
    </message>
    <message>
        <source>Laboratory</source>
        <translation>Maabara</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Uchambuzi</translation>
    </message>
    <message>
        <source>Pharmacy</source>
        <translation>Famasi</translation>
    </message>
</context>
<context>
    <name>Sending</name>
    <message>
        <source>{0} waits now: {1}</source>
        <translation>{0} sasa anasubiri: {1}</translation>
    </message>
</context>
<context>
    <name>SendingBar</name>
    <message>
        <source>Stopping …</source>
        <translation>Inasimama …</translation>
    </message>
    <message>
        <source>Sending: {0} of {1}</source>
        <translation>Inatuma: {0} kati ya {1}</translation>
    </message>
    <message>
        <source>Sending …</source>
        <translation>Inatuma …</translation>
    </message>
    <message>
        <source>Sto&amp;p</source>
        <translation>&amp;Simamisha</translation>
    </message>
    <message>
        <source>The rest waits and goes with a later pass</source>
        <translation>Zilizobaki zinasubiri na zitaenda baadaye</translation>
    </message>
</context>
<context>
    <name>SessionKeeper</name>
    <message>
        <source>Your PIN is set.</source>
        <translation>PIN yako imewekwa.</translation>
    </message>
    <message>
        <source>Your PIN is removed.</source>
        <translation>PIN yako imeondolewa.</translation>
    </message>
</context>
<context>
    <name>SetUpPage</name>
    <message>
        <source>Set-up</source>
        <translation>Maandalizi</translation>
    </message>
    <message>
        <source>What is done once. Come back here after each step.</source>
        <translation>Mambo yanayofanywa mara moja. Rudi hapa baada ya kila hatua.</translation>
    </message>
    <message>
        <source>Add who works here</source>
        <translation>Ongeza wanaofanya kazi hapa</translation>
    </message>
    <message>
        <source>Choose where the second backup goes</source>
        <translation>Chagua nakala rudufu ya pili iwekwe wapi</translation>
    </message>
    <message>
        <source>Try the paper with the recovery key</source>
        <translation>Jaribu karatasi yenye ufunguo wa dharura</translation>
    </message>
    <message>
        <source>Say which stations a patient passes</source>
        <translation>Chagua vituo ambavyo mgonjwa hupitia</translation>
    </message>
    <message>
        <source>Bring in what you have from another program</source>
        <translation>Leta ulichonacho kutoka programu nyingine</translation>
    </message>
    <message>
        <source>Set up the national systems</source>
        <translation>Unganisha mifumo ya kitaifa</translation>
    </message>
    <message>
        <source>Practise with made-up patients</source>
        <translation>Fanya mazoezi kwa wagonjwa wa kubuni</translation>
    </message>
    <message>
        <source>&amp;Add people</source>
        <translation>&amp;Ongeza watu</translation>
    </message>
    <message>
        <source>Choose the &amp;place</source>
        <translation>Chagua &amp;mahali</translation>
    </message>
    <message>
        <source>&amp;Try the key</source>
        <translation>&amp;Jaribu ufunguo</translation>
    </message>
    <message>
        <source>&amp;Stations</source>
        <translation>&amp;Vituo</translation>
    </message>
    <message>
        <source>Bring in &amp;files</source>
        <translation>&amp;Leta mafaili</translation>
    </message>
    <message>
        <source>Set &amp;up sync</source>
        <translation>&amp;Unganisha</translation>
    </message>
    <message>
        <source>Pra&amp;ctise</source>
        <translation>&amp;Fanya mazoezi</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Tayari</translation>
    </message>
    <message>
        <source>If you need it</source>
        <translation>Ukihitaji</translation>
    </message>
    <message>
        <source>Still to do</source>
        <translation>Bado</translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) can log in.</source>
        <translation>
            <numerusform>Mtu %n anaweza kuingia.</numerusform>
            <numerusform>Watu %n wanaweza kuingia.</numerusform>
        </translation>
    </message>
    <message>
        <source>You are alone so far. Everybody gets an own name and a one-time code: no password is shared.</source>
        <translation>Uko peke yako hadi sasa. Kila mtu hupata jina lake na namba ya kutumia mara moja: nywila haishirikiwi.</translation>
    </message>
    <message>
        <source>Goes to {0}.</source>
        <translation>Inaenda {0}.</translation>
    </message>
    <message>
        <source>{0} is not plugged in now.</source>
        <translation>{0} haijachomekwa sasa.</translation>
    </message>
    <message>
        <source>A backup on this PC alone is lost with the PC. Put in a USB stick and choose it.</source>
        <translation>Nakala iliyo kwenye kompyuta hii tu hupotea pamoja nayo. Chomeka flashi na uichague.</translation>
    </message>
    <message>
        <source>It opened on {0}.</source>
        <translation>Ulifungua tarehe {0}.</translation>
    </message>
    <message>
        <source>Without the paper nobody helps when all passwords are lost. Type it once more.</source>
        <translation>Bila karatasi hii hakuna msaada nywila zote zikipotea. Uandike mara moja tena.</translation>
    </message>
    <message>
        <source>A small place skips what it does not have: one person can do all.</source>
        <translation>Kituo kidogo huruka kisicho nacho: mtu mmoja anaweza kufanya yote.</translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s) are in the record.</source>
        <translation>
            <numerusform>Mgonjwa %n yumo kwenye kumbukumbu.</numerusform>
            <numerusform>Wagonjwa %n wamo kwenye kumbukumbu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Patients and visits from CSV or FHIR files; a trial run says first what would happen.</source>
        <translation>Wagonjwa na mahudhurio kutoka mafaili ya CSV au FHIR; jaribio husema kwanza kitakachotokea.</translation>
    </message>
    <message numerus="yes">
        <source>%n system(s) are set up.</source>
        <translation>
            <numerusform>Mfumo %n umeunganishwa.</numerusform>
            <numerusform>Mifumo %n imeunganishwa.</numerusform>
        </translation>
    </message>
    <message>
        <source>DHIS2 for the month&apos;s figures, HDU or FHIR for records. Work goes on without.</source>
        <translation>DHIS2 kwa takwimu za mwezi, HDU au FHIR kwa kumbukumbu. Kazi huendelea bila hivyo.</translation>
    </message>
    <message>
        <source>A facility of its own in a second window; nothing of it is ever sent.</source>
        <translation>Kituo cha pekee katika dirisha la pili; hakuna kinachotumwa.</translation>
    </message>
</context>
<context>
    <name>SetupView</name>
    <message>
        <source>Type the code of the facility.</source>
        <translation>Andika namba ya kituo.</translation>
    </message>
    <message>
        <source>Type the name of the facility.</source>
        <translation>Andika jina la kituo.</translation>
    </message>
    <message>
        <source>The answers that IT staff laid down cannot be used: {0}</source>
        <translation>Majibu yaliyowekwa na wataalamu wa TEHAMA hayawezi kutumika: {0}</translation>
    </message>
</context>
<context>
    <name>SeverityBox</name>
    <message>
        <source>How severe? 1 - {0}</source>
        <translation>Ukali kiasi gani? 1 - {0}</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Ukali</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Changing the key of the record</source>
        <translation>Ufunguo wa kumbukumbu unabadilishwa</translation>
    </message>
    <message>
        <source>Somebody was taken out. Leave the computer on; this window closes by itself.</source>
        <translation>Mtu aliondolewa. Usizime kompyuta; dirisha hili litajifunga lenyewe.</translation>
    </message>
</context>
<context>
    <name>SickFields</name>
    <message>
        <source>&amp;Days of rest</source>
        <translation>&amp;Siku za mapumziko</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Kuanzia</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Aina</translation>
    </message>
    <message>
        <source>Rest</source>
        <translation>Mapumziko</translation>
    </message>
    <message>
        <source>Light duty</source>
        <translation>Kazi nyepesi</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>The patient agrees: put the dia&amp;gnosis on it</source>
        <translation>Mgonjwa ameridhia: utambu&amp;zi uandikwe</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>More</source>
        <translation>Zaidi</translation>
    </message>
    <message>
        <source>More pages of this visit</source>
        <translation>Kurasa nyingine za hudhurio hili</translation>
    </message>
</context>
<context>
    <name>SidePages</name>
    <message>
        <source>Growth chart</source>
        <translation>Chati ya ukuaji</translation>
    </message>
    <message>
        <source>Case form</source>
        <translation>Fomu ya tukio</translation>
    </message>
    <message>
        <source>Allergies</source>
        <translation>Mzio</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Matatizo</translation>
    </message>
    <message>
        <source>Coming back</source>
        <translation>Kurudi</translation>
    </message>
    <message>
        <source>Referral</source>
        <translation>Rufaa</translation>
    </message>
    <message>
        <source>Death</source>
        <translation>Kifo</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Mpango</translation>
    </message>
</context>
<context>
    <name>SignedList</name>
    <message>
        <source>Form</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Kipindi</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Matoleo</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ilisainiwa</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na</translation>
    </message>
    <message>
        <source>The form is</source>
        <translation>Hali ya fomu</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Inatumika</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Imeondolewa</translation>
    </message>
    <message>
        <source>Not offered any more</source>
        <translation>Haitumiki tena</translation>
    </message>
    <message>
        <source>Everything that was signed</source>
        <translation>Fomu zote zilizosainiwa</translation>
    </message>
    <message>
        <source>Enter shows the versions, also of forms that are offered no more.</source>
        <translation>Enter huonyesha matoleo, hata ya fomu ambazo hazitumiki tena.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the versions (Esc)</source>
        <translation>Rudi kwenye matoleo (Esc)</translation>
    </message>
    <message>
        <source>No form was signed here yet.</source>
        <translation>Bado hakuna fomu iliyosainiwa hapa.</translation>
    </message>
</context>
<context>
    <name>SigningPanel</name>
    <message>
        <source>Name of the one who signs</source>
        <translation>Jina la anayesaini</translation>
    </message>
    <message>
        <source>Cadre</source>
        <translation>Cheo/Kada</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Why is it signed all the same?</source>
        <translation>Kwa nini inasainiwa hata hivyo?</translation>
    </message>
    <message>
        <source>Show what was found</source>
        <translation>Onyesha kilichoonekana</translation>
    </message>
    <message>
        <source>Sign and close</source>
        <translation>Saini na ufunge</translation>
    </message>
    <message>
        <source>Sign and close (Ctrl+Enter)</source>
        <translation>Saini na ufunge (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>No, go back</source>
        <translation>Hapana, rudi</translation>
    </message>
    <message>
        <source>The figures are frozen with the visits behind them. Later changes show beside them.</source>
        <translation>Takwimu zinafungwa pamoja na mahudhurio yake. Mabadiliko ya baadaye huonekana pembeni.</translation>
    </message>
    <message>
        <source>Sign version {0} of this form</source>
        <translation>Saini toleo {0} la fomu hii</translation>
    </message>
    <message>
        <source>Check: {0} to fix, {1} to look at.</source>
        <translation>Ukaguzi: {0} ya kurekebisha, {1} ya kuangalia.</translation>
    </message>
    <message>
        <source>Check: everything fits.</source>
        <translation>Ukaguzi: kila kitu kinalingana.</translation>
    </message>
    <message>
        <source>The period is not over: it runs until {0}.</source>
        <translation>Kipindi hakijaisha: kinaendelea hadi {0}.</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) are not finished and not counted.</source>
        <translation>
            <numerusform>Mahudhurio %n hayajakamilika na hayajahesabiwa.</numerusform>
            <numerusform>Mahudhurio %n hayajakamilika na hayajahesabiwa.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignsBox</name>
    <message>
        <source>Danger signs: the letter of each that is there, 0 when there is none</source>
        <translation>Dalili za hatari: bonyeza herufi ya kila iliyopo, 0 kama hakuna</translation>
    </message>
    <message>
        <source>Danger signs</source>
        <translation>Dalili za hatari</translation>
    </message>
    <message>
        <source>0   None of these</source>
        <translation>0   Hakuna hata moja</translation>
    </message>
    <message>
        <source>None of these danger signs</source>
        <translation>Hakuna dalili yoyote ya hatari kati ya hizi</translation>
    </message>
</context>
<context>
    <name>StandingChecks</name>
    <message>
        <source>Look at the clock</source>
        <translation>Angalia saa ya kompyuta</translation>
    </message>
    <message>
        <source>The disk is nearly full</source>
        <translation>Diski inakaribia kujaa</translation>
    </message>
    <message>
        <source>The key is still to be changed</source>
        <translation>Ufunguo bado kubadilishwa</translation>
    </message>
</context>
<context>
    <name>StandingLine</name>
    <message numerus="yes">
        <source>%n need(s) a person</source>
        <translation>
            <numerusform>%n inahitaji mtu</numerusform>
            <numerusform>%n zinahitaji mtu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s)</source>
        <translation>
            <numerusform>%n inasubiri</numerusform>
            <numerusform>%n zinasubiri</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} since {1}</source>
        <translation>{0} tangu {1}</translation>
    </message>
    <message>
        <source>Everything arrived, last {0}</source>
        <translation>Vyote vimefika, mwisho {0}</translation>
    </message>
    <message>
        <source>Everything went by hand, last {0}</source>
        <translation>Zote zilipelekwa kwa mkono, mara ya mwisho {0}</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Bado hakuna kilichotumwa</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>Ilitunzwa</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Village</source>
        <translation>Kijiji</translation>
    </message>
    <message>
        <source>Last visit</source>
        <translation>Mwisho kuja</translation>
    </message>
    <message>
        <source>Name, number, phone or village</source>
        <translation>Jina, namba, simu au kijiji</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Tafuta mgonjwa</translation>
    </message>
    <message>
        <source>Begun and not saved</source>
        <translation>Yaliyoanzwa bila kuhifadhiwa</translation>
    </message>
    <message>
        <source>Seen lately</source>
        <translation>Waliohudumiwa karibuni</translation>
    </message>
    <message>
        <source>Nothing is left open.</source>
        <translation>Hakuna kilichobaki wazi.</translation>
    </message>
    <message>
        <source>Nobody was seen yet. Register a patient at the reception.</source>
        <translation>Hakuna aliyehudumiwa bado. Sajili mgonjwa mapokezi.</translation>
    </message>
    <message>
        <source>Who waits  (Enter takes the marked one)</source>
        <translation>Wanaosubiri  (Enter humchukua aliyewekewa alama)</translation>
    </message>
    <message>
        <source>Paper &amp;visits …</source>
        <translation>Mahudhurio ya &amp;karatasi …</translation>
    </message>
    <message>
        <source>Enter visits that were written on paper</source>
        <translation>Ingiza mahudhurio yaliyoandikwa kwenye karatasi</translation>
    </message>
    <message>
        <source>Who is next?</source>
        <translation>Nani anafuata?</translation>
    </message>
</context>
<context>
    <name>StationsBox</name>
    <message>
        <source>Patients wait at these stations</source>
        <translation>Wagonjwa wanasubiri kwenye vituo hivi</translation>
    </message>
    <message>
        <source>Tick none where one person does the whole visit on one screen: nobody is sent anywhere.</source>
        <translation>Usiweke alama yoyote pale mtu mmoja anapofanya hudhurio lote kwenye skrini moja: hakuna anayepelekwa popote.</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>No backup yet</source>
        <translation>Bado hakuna nakala rudufu</translation>
    </message>
    <message>
        <source>Backup not known</source>
        <translation>Nakala rudufu haijulikani</translation>
    </message>
    <message numerus="yes">
        <source>Backup %n day(s) ago</source>
        <translation>
            <numerusform>Nakala rudufu: siku %n iliyopita</numerusform>
            <numerusform>Nakala rudufu: siku %n zilizopita</numerusform>
        </translation>
    </message>
    <message>
        <source>Backup today</source>
        <translation>Nakala rudufu ya leo</translation>
    </message>
    <message>
        <source>Sending …</source>
        <translation>Inatuma …</translation>
    </message>
    <message numerus="yes">
        <source>%n could not be sent: a person must look</source>
        <translation>
            <numerusform>%n haikuweza kutumwa: mtu lazima aangalie</numerusform>
            <numerusform>%n hazikuweza kutumwa: mtu lazima aangalie</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) to be sent</source>
        <translation>
            <numerusform>%n inasubiri kutumwa</numerusform>
            <numerusform>%n zinasubiri kutumwa</numerusform>
        </translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}, tangu {1}</translation>
    </message>
    <message>
        <source>Nothing is sent: no national system is set up</source>
        <translation>Hakuna kinachotumwa: hakuna mfumo wa kitaifa uliowekwa</translation>
    </message>
    <message>
        <source>Nothing was sent yet</source>
        <translation>Bado hakuna kilichotumwa</translation>
    </message>
    <message>
        <source>Sent {0}, nothing waits</source>
        <translation>Imetumwa {0}, hakuna kinachosubiri</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>sasa hivi</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>dakika %n iliyopita</numerusform>
            <numerusform>dakika %n zilizopita</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>saa %n iliyopita</numerusform>
            <numerusform>saa %n zilizopita</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>siku %n iliyopita</numerusform>
            <numerusform>siku %n zilizopita</numerusform>
        </translation>
    </message>
    <message>
        <source>Went by hand {0}, nothing waits</source>
        <translation>Zilipelekwa kwa mkono {0}, hakuna inayosubiri</translation>
    </message>
    <message>
        <source>rehearsal due</source>
        <translation>zoezi la kurejesha limefika</translation>
    </message>
</context>
<context>
    <name>StepPage</name>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Endelea</translation>
    </message>
</context>
<context>
    <name>StockPage</name>
    <message>
        <source>Medicine</source>
        <translation>Dawa</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Muundo</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>Akiba</translation>
    </message>
    <message>
        <source>{0} marked as out of stock; of the others nothing is known</source>
        <translation>{0} zimewekewa alama kuwa zimeisha; za nyingine hazijulikani</translation>
    </message>
    <message>
        <source>OUT OF STOCK: {0}, {1}</source>
        <translation>IMEISHA: {0}, {1}</translation>
    </message>
    <message>
        <source>Back: {0}, {1}</source>
        <translation>Imerudi: {0}, {1}</translation>
    </message>
    <message>
        <source>It is &amp;back</source>
        <translation>Imeru&amp;di</translation>
    </message>
    <message>
        <source>It ran o&amp;ut</source>
        <translation>Imeis&amp;ha</translation>
    </message>
    <message>
        <source>Medicines out of stock</source>
        <translation>Dawa zilizoisha</translation>
    </message>
    <message>
        <source>&amp;Search</source>
        <translation>&amp;Tafuta</translation>
    </message>
    <message>
        <source>Name, strength or form</source>
        <translation>Jina, nguvu au muundo</translation>
    </message>
    <message>
        <source>Search a medicine</source>
        <translation>Tafuta dawa</translation>
    </message>
    <message>
        <source>Which medicines</source>
        <translation>Dawa zipi</translation>
    </message>
    <message>
        <source>All medicines</source>
        <translation>Dawa zote</translation>
    </message>
    <message>
        <source>Out of stock</source>
        <translation>Zilizoisha</translation>
    </message>
    <message>
        <source>No medicine fits. Clear the search or show all medicines.</source>
        <translation>Hakuna dawa inayolingana. Futa utafutaji au onyesha dawa zote.</translation>
    </message>
</context>
<context>
    <name>Stopping</name>
    <message>
        <source>Stopping what is being sent. The rest goes next time.</source>
        <translation>Inasimamisha kinachotumwa. Kilichobaki kitakwenda safari ijayo.</translation>
    </message>
</context>
<context>
    <name>Story</name>
    <message>
        <source>So far</source>
        <translation>Hadi sasa</translation>
    </message>
    <message>
        <source>VOID since {0}, {1}: {2}</source>
        <translation>IMEBATILISHWA {0}, {1}: {2}</translation>
    </message>
    <message>
        <source>The visit of this order was voided.</source>
        <translation>Hudhurio la agizo hili limebatilishwa.</translation>
    </message>
    <message>
        <source>Sample: {0}, {1}</source>
        <translation>Sampuli: {0}, {1}</translation>
    </message>
    <message>
        <source>Sample not usable: {0} ({1}, {2})</source>
        <translation>Sampuli haikufaa: {0} ({1}, {2})</translation>
    </message>
    <message>
        <source>No sample and no result yet.</source>
        <translation>Bado hakuna sampuli wala jibu.</translation>
    </message>
    <message>
        <source>Waits for a second person: {0}</source>
        <translation>Linasubiri mtu wa pili: {0}</translation>
    </message>
    <message>
        <source>Result: {0}</source>
        <translation>Jibu: {0}</translation>
    </message>
    <message>
        <source>Earlier, corrected: {0}</source>
        <translation>La awali, limesahihishwa: {0}</translation>
    </message>
    <message>
        <source>Corrected because: {0}</source>
        <translation>Limesahihishwa kwa sababu: {0}</translation>
    </message>
    <message>
        <source>{0}; agreed: {1}</source>
        <translation>{0}; amekubali: {1}</translation>
    </message>
</context>
<context>
    <name>SupportView</name>
    <message>
        <source>Save the report</source>
        <translation>Hifadhi taarifa</translation>
    </message>
    <message>
        <source>Report for support</source>
        <translation>Taarifa ya msaada</translation>
    </message>
    <message>
        <source>Read it before you give it away. It holds no patient, no user and no key.</source>
        <translation>Isome kabla ya kumpa mtu. Haina mgonjwa, mtumiaji wala ufunguo.</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>Hifadhi kama…</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
</context>
<context>
    <name>SyncOverview</name>
    <message>
        <source>How it stands</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Vinavyosubiri</translation>
    </message>
    <message>
        <source>Last success</source>
        <translation>Ilifika mwisho</translation>
    </message>
    <message>
        <source>Next try</source>
        <translation>Jaribio lijalo</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Nini</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Kwenda</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Tangu</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Kilichotokea</translation>
    </message>
    <message>
        <source>Switch &amp;on</source>
        <translation>W&amp;asha</translation>
    </message>
    <message>
        <source>Switch &amp;off</source>
        <translation>&amp;Zima</translation>
    </message>
    <message>
        <source>&amp;Mapping</source>
        <translation>&amp;Ulinganisho</translation>
    </message>
    <message>
        <source>Test the &amp;connection</source>
        <translation>Jaribu muungani&amp;sho</translation>
    </message>
    <message>
        <source>By &amp;hand</source>
        <translation>Kwa &amp;mkono</translation>
    </message>
    <message>
        <source>Open &amp;it</source>
        <translation>&amp;Fungua</translation>
    </message>
    <message>
        <source>Its receipt, and what the server answered (Enter)</source>
        <translation>Risiti yake, na seva ilijibu nini (Enter)</translation>
    </message>
    <message>
        <source>Tr&amp;y again</source>
        <translation>Jaribu &amp;tena</translation>
    </message>
    <message>
        <source>Where figures and visits go</source>
        <translation>Takwimu na mahudhurio yanakwenda wapi</translation>
    </message>
    <message>
        <source>What was sent</source>
        <translation>Kilichotumwa</translation>
    </message>
    <message>
        <source>Nothing was sent yet. Under Reports choose a month and press Send.</source>
        <translation>Bado hakuna kilichotumwa. Kwenye Taarifa chagua mwezi kisha bonyeza Tuma.</translation>
    </message>
    <message>
        <source>What may &amp;go</source>
        <translation>Kinachoruhusi&amp;wa</translation>
    </message>
    <message>
        <source>Ho&amp;urs and data</source>
        <translation>Saa na &amp;data</translation>
    </message>
    <message>
        <source>When it may send, how much a day, what was used today</source>
        <translation>Wakati wa kutuma, kiasi kwa siku, na kilichotumika leo</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Mfumo</translation>
    </message>
    <message>
        <source>No national system is set up yet. Add a system first.</source>
        <translation>Bado hakuna mfumo wa taifa uliowekwa. Ongeza mfumo kwanza.</translation>
    </message>
</context>
<context>
    <name>SyncView</name>
    <message>
        <source>Tried again now.</source>
        <translation>Imejaribiwa tena sasa.</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Usawazishaji</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Tuma sasa</translation>
    </message>
    <message>
        <source>Hours and data for {0} are kept.</source>
        <translation>Saa na data kwa {0} zimehifadhiwa.</translation>
    </message>
    <message>
        <source>Add a system</source>
        <translation>Ongeza mfumo</translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>Waits</source>
        <translation>Inasubiri</translation>
    </message>
    <message>
        <source>Being sent</source>
        <translation>Inatumwa</translation>
    </message>
    <message>
        <source>Being verified</source>
        <translation>Inathibitishwa</translation>
    </message>
    <message>
        <source>Tried again later</source>
        <translation>Itajaribiwa tena</translation>
    </message>
    <message>
        <source>Arrived</source>
        <translation>Imefika</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Imekataliwa</translation>
    </message>
    <message>
        <source>Replaced by a newer one</source>
        <translation>Imebadilishwa na mpya</translation>
    </message>
    <message>
        <source>Read back, all the same there; {0} new or changed</source>
        <translation>Zimesomwa tena: zote ni sawa huko; {0} zilikuwa mpya au zimebadilika</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Imezimwa</translation>
    </message>
    <message>
        <source>Not tested yet</source>
        <translation>Haijajaribiwa</translation>
    </message>
    <message>
        <source>Ready; known there as {0}</source>
        <translation>Tayari; huko inajulikana kama {0}</translation>
    </message>
    <message>
        <source>A patient&apos;s record</source>
        <translation>Kumbukumbu ya mgonjwa</translation>
    </message>
    <message>
        <source>A visit</source>
        <translation>Hudhurio</translation>
    </message>
    <message>
        <source>Ready; HIV, violence and mental health go too</source>
        <translation>Tayari; VVU, ukatili na afya ya akili vinatumwa pia</translation>
    </message>
    <message>
        <source>Ready; HIV, violence and mental health kept back</source>
        <translation>Tayari; VVU, ukatili na afya ya akili vinazuiwa</translation>
    </message>
    <message>
        <source>Taken and queued there; whether it was stored is not told</source>
        <translation>Imepokelewa na ipo kwenye foleni huko; haielezwi kama imehifadhiwa</translation>
    </message>
    <message>
        <source>Stored there</source>
        <translation>Imehifadhiwa huko</translation>
    </message>
    <message>
        <source>marked things were kept back</source>
        <translation>vilivyowekewa alama vimezuiwa</translation>
    </message>
    <message>
        <source>Queued there</source>
        <translation>Kwenye foleni huko</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Imepokelewa</translation>
    </message>
    <message>
        <source>New there</source>
        <translation>Mpya huko</translation>
    </message>
    <message>
        <source>Changed there</source>
        <translation>Imebadilishwa huko</translation>
    </message>
    <message>
        <source>Was the same</source>
        <translation>Ilikuwa sawa</translation>
    </message>
    <message>
        <source>Not found there</source>
        <translation>Haikuonekana huko</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Bado haijulikani</translation>
    </message>
    <message>
        <source>Other figure there</source>
        <translation>Kuna nyingine huko</translation>
    </message>
    <message>
        <source>Looked first</source>
        <translation>Ilitazama kwanza</translation>
    </message>
    <message>
        <source>Trial run</source>
        <translation>Jaribio</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Ilitumwa</translation>
    </message>
    <message>
        <source>Read back</source>
        <translation>Ilisomwa tena</translation>
    </message>
    <message>
        <source>Marked complete</source>
        <translation>Iliwekwa kuwa kamili</translation>
    </message>
    <message>
        <source>Looked up</source>
        <translation>Ilitafuta</translation>
    </message>
    <message>
        <source>{0} said on {1} that it was carried there</source>
        <translation>{0} alisema {1} kuwa limepelekwa huko</translation>
    </message>
    <message>
        <source>confirmed by their receipt on {0}</source>
        <translation>limethibitishwa na risiti yao {0}</translation>
    </message>
    <message>
        <source>no receipt from there yet</source>
        <translation>bado hakuna risiti kutoka huko</translation>
    </message>
    <message>
        <source>{0} since {1}</source>
        <translation>{0} tangu {1}</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} zimekataliwa</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>hakuna</translation>
    </message>
    <message>
        <source>soon</source>
        <translation>karibuni</translation>
    </message>
    <message>
        <source>Give a new &amp;token</source>
        <translation>Weka t&amp;okeni mpya</translation>
    </message>
    <message>
        <source>Correct the add&amp;ress</source>
        <translation>Re&amp;kebisha anwani</translation>
    </message>
    <message>
        <source>Test the connection</source>
        <translation>Jaribu muunganisho</translation>
    </message>
    <message>
        <source>Open the mapping</source>
        <translation>Fungua ulinganisho</translation>
    </message>
    <message>
        <source>See what di&amp;ffers</source>
        <translation>O&amp;na tofauti</translation>
    </message>
    <message>
        <source>Correct and close the &amp;form again</source>
        <translation>R&amp;ekebisha na ufunge fomu tena</translation>
    </message>
    <message>
        <source>Try a&amp;gain now</source>
        <translation>Jari&amp;bu tena sasa</translation>
    </message>
    <message>
        <source>Compare and con&amp;firm</source>
        <translation>&amp;Linganisha na uthibitishe</translation>
    </message>
    <message>
        <source>Look at it and con&amp;firm …</source>
        <translation>Kagua na uthi&amp;bitishe …</translation>
    </message>
    <message>
        <source>Switch it on</source>
        <translation>Washa</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Tuma sasa</translation>
    </message>
    <message>
        <source>Carried, confirmed</source>
        <translation>Umepelekwa, umethibitishwa</translation>
    </message>
    <message>
        <source>Carried by hand</source>
        <translation>Umepelekwa kwa mkono</translation>
    </message>
    <message>
        <source>Ready; only asked who somebody is</source>
        <translation>Tayari; huulizwa tu mtu ni nani</translation>
    </message>
    <message>
        <source>Give its certi&amp;ficate</source>
        <translation>Weka &amp;cheti chake</translation>
    </message>
</context>
<context>
    <name>TakeOut</name>
    <message>
        <source>Save the audit trail</source>
        <translation>Hifadhi kumbukumbu za matumizi</translation>
    </message>
    <message>
        <source>The file could not be written: {0}. Choose another folder.</source>
        <translation>Faili halikuandikwa: {0}. Chagua folda nyingine.</translation>
    </message>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
</context>
<context>
    <name>TargetForm</name>
    <message>
        <source>Mapping file</source>
        <translation>Faili la ulinganisho</translation>
    </message>
    <message>
        <source>{0}, as published (not confirmed)</source>
        <translation>{0}, kama ilivyochapishwa (haijathibitishwa)</translation>
    </message>
    <message>
        <source>Name here</source>
        <translation>Jina lake hapa</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Anwani</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>Tokeni ya kuingia</translation>
    </message>
    <message>
        <source>From DHIS2: profile, personal access tokens. Kept encrypted.</source>
        <translation>Kutoka DHIS2: wasifu, tokeni binafsi za kuingia. Hutunzwa kwa usimbaji fiche.</translation>
    </message>
    <message>
        <source>or user name</source>
        <translation>au jina la mtumiaji</translation>
    </message>
    <message>
        <source>and password</source>
        <translation>na nywila</translation>
    </message>
    <message>
        <source>Which cell goes where</source>
        <translation>Kisanduku kipi kinakwenda wapi</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>Faili lingine …</translation>
    </message>
    <message>
        <source>Save and test</source>
        <translation>Hifadhi na ujaribu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>From those who run the exchange. Kept encrypted.</source>
        <translation>Kutoka kwa wanaoendesha mfumo wa kubadilishana taarifa. Huhifadhiwa kwa usimbaji.</translation>
    </message>
    <message>
        <source>From those who run the server. Kept encrypted.</source>
        <translation>Kutoka kwa wanaoendesha seva. Huhifadhiwa kwa usimbaji.</translation>
    </message>
    <message>
        <source>What kind of system</source>
        <translation>Aina ya mfumo</translation>
    </message>
    <message>
        <source>DHIS2: figures of monthly forms</source>
        <translation>DHIS2: takwimu za fomu za mwezi</translation>
    </message>
    <message>
        <source>HDU, through the national exchange: patients&apos; visits</source>
        <translation>HDU, kupitia mfumo wa taifa wa kubadilishana taarifa: mahudhurio ya wagonjwa</translation>
    </message>
    <message>
        <source>FHIR R4 server: patients&apos; visits</source>
        <translation>Seva ya FHIR R4: mahudhurio ya wagonjwa</translation>
    </message>
    <message>
        <source>HIV, violence and mental health may go there too</source>
        <translation>VVU, ukatili na afya ya akili vinaweza kutumwa huko pia</translation>
    </message>
    <message>
        <source>Left unticked, these are taken out of every visit before it is sent.</source>
        <translation>Bila kuweka alama, haya huondolewa kwenye kila hudhurio kabla ya kutumwa.</translation>
    </message>
    <message>
        <source>National client registry (IHE PDQm): only asked</source>
        <translation>Rejesta ya taifa ya wateja (IHE PDQm): huulizwa tu</translation>
    </message>
    <message>
        <source>National client registry of the HDU: only asked</source>
        <translation>Rejesta ya taifa ya wateja ya HDU: huulizwa tu</translation>
    </message>
    <message>
        <source>New system</source>
        <translation>Mfumo mpya unaopokea</translation>
    </message>
</context>
<context>
    <name>TargetSaving</name>
    <message>
        <source>{0} is switched on.</source>
        <translation>{0} imewashwa.</translation>
    </message>
    <message>
        <source>{0} is switched off; what waits stays.</source>
        <translation>{0} imezimwa; vinavyosubiri vinabaki.</translation>
    </message>
</context>
<context>
    <name>TestCell</name>
    <message>
        <source>Laboratory: {0}</source>
        <translation>Maabara: {0}</translation>
    </message>
    <message>
        <source>to be ordered</source>
        <translation>kitaagizwa</translation>
    </message>
    <message>
        <source>result is being checked</source>
        <translation>jibu linahakikiwa</translation>
    </message>
    <message>
        <source>sample taken</source>
        <translation>sampuli ipo</translation>
    </message>
    <message>
        <source>new sample needed</source>
        <translation>sampuli mpya inahitajika</translation>
    </message>
    <message>
        <source>ordered</source>
        <translation>kimeagizwa</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Kimeagizwa</translation>
    </message>
    <message>
        <source>Take this test off</source>
        <translation>Ondoa kipimo hiki</translation>
    </message>
</context>
<context>
    <name>TestsBox</name>
    <message>
        <source>Another test</source>
        <translation>Kipimo kingine</translation>
    </message>
    <message>
        <source>Add a test</source>
        <translation>Ongeza kipimo</translation>
    </message>
    <message>
        <source>From the laboratory: {0}</source>
        <translation>Kutoka maabara: {0}</translation>
    </message>
    <message>
        <source>The order of {0} was voided: {1}</source>
        <translation>Agizo la {0} limebatilishwa: {1}</translation>
    </message>
    <message>
        <source>Sent to the laboratory: {0}</source>
        <translation>Imepelekwa maabara: {0}</translation>
    </message>
    <message>
        <source>Send to the laboratory</source>
        <translation>Peleka maabara</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>&amp;Earlier visits</source>
        <translation>Mahudhurio ya &amp;awali</translation>
    </message>
    <message>
        <source>Earlier visits</source>
        <translation>Mahudhurio ya awali</translation>
    </message>
    <message>
        <source>&amp;Earlier: {0} of {1}</source>
        <translation>Ya &amp;awali: {0} kati ya {1}</translation>
    </message>
    <message>
        <source>Find in them</source>
        <translation>Tafuta humu</translation>
    </message>
    <message>
        <source>Find in earlier visits</source>
        <translation>Tafuta kwenye mahudhurio ya awali</translation>
    </message>
    <message>
        <source>Diagnosis, medicine, test, date or words; Enter opens the newest found</source>
        <translation>Utambuzi, dawa, kipimo, tarehe au maneno; Enter hufungua la karibuni lililopatikana</translation>
    </message>
    <message>
        <source>No earlier visit says this.</source>
        <translation>Hakuna hudhurio la awali lenye neno hili.</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Find a patient  (Ctrl+F)</source>
        <translation>Tafuta mgonjwa  (Ctrl+F)</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Tafuta mgonjwa</translation>
    </message>
    <message>
        <source>All actions</source>
        <translation>Vitendo vyote</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Funga</translation>
    </message>
    <message>
        <source>Cover the screen; go on by PIN</source>
        <translation>Funika skrini; endelea kwa PIN</translation>
    </message>
    <message>
        <source>{0}: switch person, PIN, log out</source>
        <translation>{0}: badilisha mtu, PIN, toka</translation>
    </message>
    <message>
        <source>Switch person  (Ctrl+L)</source>
        <translation>Badilisha mtu  (Ctrl+L)</translation>
    </message>
    <message>
        <source>My PIN</source>
        <translation>PIN yangu</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>Toka</translation>
    </message>
</context>
<context>
    <name>TraceFields</name>
    <message>
        <source>How</source>
        <translation>Kwa njia gani</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Matokeo yake</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Maelezo</translation>
    </message>
</context>
<context>
    <name>TrainingBand</name>
    <message>
        <source>TRAINING: these patients are made up and nothing leaves this computer</source>
        <translation>MAFUNZO: wagonjwa hawa ni wa kubuni na hakuna kinachotoka kwenye kompyuta hii</translation>
    </message>
</context>
<context>
    <name>TrendCard</name>
    <message>
        <source>Earlier: {0}</source>
        <translation>Awali: {0}</translation>
    </message>
    <message>
        <source>Earlier results</source>
        <translation>Majibu ya awali</translation>
    </message>
</context>
<context>
    <name>TriageFields</name>
    <message>
        <source>&amp;Complaint</source>
        <translation>Mala&amp;lamiko</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Malalamiko</translation>
    </message>
</context>
<context>
    <name>TriageView</name>
    <message>
        <source>Take the patient back</source>
        <translation>Mrudishe mgonjwa kwangu</translation>
    </message>
    <message>
        <source>{0} waits now: {1}</source>
        <translation>{0} sasa anasubiri: {1}</translation>
    </message>
    <message>
        <source>Somebody else wrote into this visit meanwhile. Save again to keep what stands here.</source>
        <translation>Mtu mwingine ameandika kwenye hudhurio hili wakati huo. Hifadhi tena ili kubakiza yaliyopo hapa.</translation>
    </message>
    <message>
        <source>Show what they wrote</source>
        <translation>Onyesha alichoandika</translation>
    </message>
    <message>
        <source>{0} went away? The visit is closed and not counted.</source>
        <translation>{0} ameondoka? Hudhurio litafungwa na halitahesabiwa.</translation>
    </message>
    <message>
        <source>Yes, close the visit</source>
        <translation>Ndiyo, funga hudhurio</translation>
    </message>
    <message>
        <source>Who is to be measured</source>
        <translation>Wa kupimwa</translation>
    </message>
    <message>
        <source>Find a patient</source>
        <translation>Tafuta mgonjwa</translation>
    </message>
    <message>
        <source>Somebody else: name, number, phone</source>
        <translation>Mwingine: jina, namba, simu</translation>
    </message>
    <message>
        <source>Enter takes the marked patient. Who is not on the list is found by name.</source>
        <translation>Enter humchukua aliyewekewa alama. Asiye kwenye orodha atafutwe kwa jina.</translation>
    </message>
    <message>
        <source>Back to the queue</source>
        <translation>Rudisha kwenye foleni</translation>
    </message>
    <message>
        <source>Keep the draft and give the patient back (Esc)</source>
        <translation>Tunza rasimu na umrudishe mgonjwa kwenye foleni (Esc)</translation>
    </message>
    <message>
        <source>Went awa&amp;y</source>
        <translation>Ameon&amp;doka</translation>
    </message>
    <message>
        <source>Save and send on</source>
        <translation>Hifadhi na umpeleke mbele</translation>
    </message>
    <message>
        <source>Save and send the patient on</source>
        <translation>Hifadhi na umpeleke mgonjwa kituo kinachofuata</translation>
    </message>
    <message>
        <source>Why? In own words, if none of these</source>
        <translation>Kwa nini? Kwa maneno yako, kama si mojawapo ya hizi</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>Close the program</source>
        <translation>Funga programu</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>Nakili taarifa</translation>
    </message>
    <message>
        <source>Use the paper recovery key</source>
        <translation>Tumia ufunguo wa dharura wa karatasi</translation>
    </message>
    <message>
        <source>Back to work</source>
        <translation>Rudi kazini</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Jaribu tena</translation>
    </message>
    <message>
        <source>The program made a mistake</source>
        <translation>Programu imekosea</translation>
    </message>
    <message>
        <source>This needs a look</source>
        <translation>Hili linahitaji kuangaliwa</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>Rejesha nakala rudufu</translation>
    </message>
    <message>
        <source>Save what can be read</source>
        <translation>Hifadhi yanayosomeka</translation>
    </message>
    <message>
        <source>No backup was found on this computer. Put in the USB stick that holds one.</source>
        <translation>Hakuna nakala rudufu kwenye kompyuta hii. Chomeka flashi yenye nakala.</translation>
    </message>
    <message>
        <source>The newest backup was made on {0} at {1} and read back then: {2}</source>
        <translation>Nakala rudufu mpya kabisa ilitengenezwa {0} saa {1} na ikasomwa tena: {2}</translation>
    </message>
    <message>
        <source>Report of the mistake</source>
        <translation>Taarifa ya kosa</translation>
    </message>
</context>
<context>
    <name>UpdatePage</name>
    <message>
        <source>Choose the update</source>
        <translation>Chagua sasisho</translation>
    </message>
    <message>
        <source>Updates (*.emrupdate)</source>
        <translation>Masasisho (*.emrupdate)</translation>
    </message>
    <message>
        <source>Install version {0}?</source>
        <translation>Usakinishe toleo {0}?</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Sakinisha</translation>
    </message>
    <message>
        <source>Folder for the package</source>
        <translation>Folda ya kuweka kifurushi</translation>
    </message>
    <message>
        <source>Go back to version {0}?</source>
        <translation>Urudi kwenye toleo {0}?</translation>
    </message>
    <message>
        <source>A backup is made first, and your session ends for some minutes. The record stays as it is, if the earlier version can read it; otherwise nothing changes.</source>
        <translation>Kwanza nakala rudufu inatengenezwa, na kipindi chako kinakoma kwa dakika chache. Kumbukumbu zinabaki kama zilivyo ikiwa toleo la awali linaweza kuzisoma; vinginevyo hakuna kinachobadilika.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Updates</source>
        <translation>Masasisho</translation>
    </message>
    <message>
        <source>Install an update</source>
        <translation>Sakinisha sasisho</translation>
    </message>
    <message>
        <source>Install version {0}</source>
        <translation>Sakinisha toleo {0}</translation>
    </message>
    <message>
        <source>Look at the sticks again</source>
        <translation>Angalia flashi tena</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>Chagua faili …</translation>
    </message>
    <message>
        <source>Fetch it from the network</source>
        <translation>Pakua kutoka mtandaoni</translation>
    </message>
    <message>
        <source>Back to version {0} …</source>
        <translation>Rudi kwenye toleo {0} …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Simamisha</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Mambo mapya</translation>
    </message>
</context>
<context>
    <name>UpdateWays</name>
    <message>
        <source>An address that begins with https:// is needed.</source>
        <translation>Inahitajika anwani inayoanza na https://.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Imehifadhiwa.</translation>
    </message>
    <message>
        <source>Folder that is looked into as well</source>
        <translation>Folda inayoangaliwa pia</translation>
    </message>
    <message>
        <source>Address (https) to fetch updates from</source>
        <translation>Anwani (https) ya kupakulia masasisho</translation>
    </message>
    <message>
        <source>A scheduled update may begin by itself, outside of working hours</source>
        <translation>Sasisho lililopangwa linaweza kuanza lenyewe, nje ya saa za kazi</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Hifadhi</translation>
    </message>
</context>
<context>
    <name>UpdateWords</name>
    <message>
        <source>Version {0}. An update keeps this one, so that you can go back.</source>
        <translation>Toleo {0}. Sasisho huliacha toleo hili, ili uweze kurudi.</translation>
    </message>
    <message>
        <source>Version {0}, installed by apt, which also changes it.</source>
        <translation>Toleo {0}, limesakinishwa na apt, ambayo ndiyo inayolibadilisha.</translation>
    </message>
    <message>
        <source>Version {0}, run from its sources.</source>
        <translation>Toleo {0}, linaendeshwa kutoka kwenye msimbo wake.</translation>
    </message>
    <message>
        <source>No update was found. Plug in the stick with the update, or choose its file.</source>
        <translation>Hakuna sasisho lililopatikana. Chomeka flashi yenye sasisho, au chagua faili lake.</translation>
    </message>
    <message>
        <source>Version {0} of {1}</source>
        <translation>Toleo {0} la {1}</translation>
    </message>
    <message>
        <source>{0} · {1} MB</source>
        <translation>{0} · MB {1}</translation>
    </message>
    <message>
        <source>Copying the update …</source>
        <translation>Inanakili sasisho …</translation>
    </message>
    <message>
        <source>Checking every file …</source>
        <translation>Inakagua kila faili …</translation>
    </message>
    <message>
        <source>Making a backup …</source>
        <translation>Inatengeneza nakala rudufu …</translation>
    </message>
    <message>
        <source>Reading the backup back …</source>
        <translation>Inasoma tena nakala rudufu …</translation>
    </message>
    <message>
        <source>Unpacking the new program …</source>
        <translation>Inafungua programu mpya …</translation>
    </message>
    <message>
        <source>The new program tries itself on a copy of the record …</source>
        <translation>Programu mpya inajijaribu kwenye nakala ya kumbukumbu …</translation>
    </message>
    <message>
        <source>Changing over …</source>
        <translation>Inabadilisha …</translation>
    </message>
    <message>
        <source>A backup is made and opened, then the package is written for apt into a folder of yours.</source>
        <translation>Nakala rudufu inatengenezwa na kufunguliwa, kisha kifurushi cha apt kinawekwa kwenye folda utakayochagua.</translation>
    </message>
    <message>
        <source>A backup is made and opened first; people can go on working. Then your session ends for some minutes: the new program tries itself on a copy of the record, and only if all is well it takes over. Whatever goes wrong, this program and this record stay.</source>
        <translation>Kwanza nakala rudufu inatengenezwa na kufunguliwa; watu wanaweza kuendelea na kazi. Kisha kipindi chako kinakoma kwa dakika chache: programu mpya inajijaribu kwenye nakala ya kumbukumbu, na inachukua nafasi ikiwa tu kila kitu kiko sawa. Chochote kikiharibika, programu hii na kumbukumbu hizi zinabaki.</translation>
    </message>
    <message>
        <source>It is working time: patients would wait meanwhile.</source>
        <translation>Ni saa za kazi: wagonjwa wangesubiri wakati huo.</translation>
    </message>
</context>
<context>
    <name>UpdatingPage</name>
    <message>
        <source>Version {0} is in force</source>
        <translation>Toleo {0} linatumika</translation>
    </message>
    <message>
        <source>The program starts again now.</source>
        <translation>Programu inawashwa tena sasa.</translation>
    </message>
    <message>
        <source>Version {0} was not installed</source>
        <translation>Toleo {0} halikusakinishwa</translation>
    </message>
    <message>
        <source>Changing to version {0}</source>
        <translation>Kuhamia toleo {0}</translation>
    </message>
    <message>
        <source>The new program tries itself on a copy of the record. Leave the computer on; if the power goes off all the same, nothing is lost.</source>
        <translation>Programu mpya inajijaribu kwenye nakala ya kumbukumbu. Acha kompyuta ikiwa imewashwa; hata umeme ukikatika, hakuna kinachopotea.</translation>
    </message>
    <message>
        <source>Go on with version {0}</source>
        <translation>Endelea na toleo {0}</translation>
    </message>
</context>
<context>
    <name>UrgencyRow</name>
    <message>
        <source>&amp;Urgency</source>
        <translation>&amp;Uharaka</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Uharaka</translation>
    </message>
</context>
<context>
    <name>UsePage</name>
    <message>
        <source>Back to the figures</source>
        <translation>Rudi kwenye takwimu</translation>
    </message>
    <message>
        <source>Back to the figures (Esc)</source>
        <translation>Rudi kwenye takwimu (Esc)</translation>
    </message>
    <message>
        <source>{0}: missing</source>
        <translation>{0}: haikuandikwa</translation>
    </message>
    <message>
        <source>Attendance of {0}</source>
        <translation>Mahudhurio ya {0}</translation>
    </message>
    <message>
        <source>Save the page</source>
        <translation>Hifadhi ukurasa</translation>
    </message>
    <message>
        <source>Use of the data</source>
        <translation>Matumizi ya takwimu</translation>
    </message>
    <message>
        <source>Enter on a number or a bar shows the visits behind it.</source>
        <translation>Enter kwenye namba au mhimili huonyesha mahudhurio yake.</translation>
    </message>
    <message>
        <source>&amp;Month</source>
        <translation>&amp;Mwezi</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mwezi</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Print the page on one A4 (Ctrl+P)</source>
        <translation>Chapa ukurasa kwenye A4 moja (Ctrl+P)</translation>
    </message>
    <message>
        <source>&amp;Save as PDF</source>
        <translation>&amp;Hifadhi PDF</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
</context>
<context>
    <name>UsersPage</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>Jina la mtumiaji</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Majukumu</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Anatumia</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Amezuiwa</translation>
    </message>
    <message>
        <source>One-time code of {0}: {1}. Give it to this person now; it is not shown again.</source>
        <translation>Namba ya kutumia mara moja ya {0}: {1}. Mpe mtu huyu sasa; haitaonyeshwa tena.</translation>
    </message>
    <message>
        <source>{0} may work as {1} from the next log-in.</source>
        <translation>{0} ataweza kufanya kazi kama {1} atakapoingia tena.</translation>
    </message>
    <message>
        <source>Give {0} a new one-time code? The password of now stops working.</source>
        <translation>Umpe {0} namba mpya ya kutumia mara moja? Nywila ya sasa itaacha kufanya kazi.</translation>
    </message>
    <message>
        <source>Give a code</source>
        <translation>Mpe namba</translation>
    </message>
    <message>
        <source>Disable {0}? This person cannot log in any more. What they wrote stays.</source>
        <translation>Umzuie {0}? Mtu huyu hataweza kuingia tena. Aliyoandika yanabaki.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Zuia</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Watumishi</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Ongeza mtumishi</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Jina kamili</translation>
    </message>
    <message>
        <source>Small letters and digits, for example asha</source>
        <translation>Herufi ndogo na tarakimu, kwa mfano asha</translation>
    </message>
    <message>
        <source>May work as</source>
        <translation>Anaweza kufanya kazi kama</translation>
    </message>
    <message>
        <source>Add and show the code</source>
        <translation>Ongeza na uonyeshe namba</translation>
    </message>
    <message>
        <source>New one-time code …</source>
        <translation>Namba mpya …</translation>
    </message>
    <message>
        <source>Other roles …</source>
        <translation>Majukumu mengine …</translation>
    </message>
    <message>
        <source>Disable …</source>
        <translation>Zuia …</translation>
    </message>
    <message>
        <source>Nobody is here yet.</source>
        <translation>Bado hakuna mtu.</translation>
    </message>
    <message>
        <source>{0} is out. The key of the database is still to be changed: when closing.</source>
        <translation>{0} ameondolewa. Ufunguo wa hifadhidata bado kubadilishwa: wakati wa kufunga.</translation>
    </message>
    <message>
        <source>{0} is out, and the database has another key. Make a backup today.</source>
        <translation>{0} ameondolewa, na hifadhidata ina ufunguo mwingine. Fanya nakala rudufu leo.</translation>
    </message>
    <message>
        <source>Change the key only when closing</source>
        <translation>Badilisha ufunguo wakati wa kufunga tu</translation>
    </message>
</context>
<context>
    <name>UsualPage</name>
    <message>
        <source>Name</source>
        <translation>Jina</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>Utambuzi</translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation>Dawa</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na</translation>
    </message>
    <message>
        <source>Take the usual treatment “{0}” away?</source>
        <translation>Uondoe tiba ya kawaida “{0}”?</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Zisizotumika</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Inatumika</translation>
    </message>
    <message>
        <source>Usual treatments</source>
        <translation>Tiba za kawaida</translation>
    </message>
    <message>
        <source>None yet. Write what your clinicians usually give, by your guidelines, and put it in use.</source>
        <translation>Bado hakuna. Andika tiba mnayotoa kwa kawaida, kwa mwongozo wenu, kisha uianze kutumia.</translation>
    </message>
    <message>
        <source>Two letters, or ICD-10</source>
        <translation>Herufi mbili, au ICD-10</translation>
    </message>
    <message>
        <source>One a line: par500 2 tds 3/7. Without a dose, the rules by weight and age.</source>
        <translation>Moja kwa mstari: par500 2 tds 3/7. Bila dozi, kanuni za uzito na umri.</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Vipimo</translation>
    </message>
    <message>
        <source>Codes with a comma between: mrdt, hb</source>
        <translation>Namba na koma kati yake: mrdt, hb</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ushauri</translation>
    </message>
    <message>
        <source>Offered at the consultation for their diagnosis (Ctrl+T); every check still looks at them</source>
        <translation>Hutolewa kwenye matibabu kwa utambuzi wake (Ctrl+T); ukaguzi wote unaendelea kuziangalia</translation>
    </message>
</context>
<context>
    <name>VersionConflict</name>
    <message>
        <source>Someone else saved this visit meanwhile</source>
        <translation>Mtu mwingine amehifadhi hudhurio hili wakati huohuo</translation>
    </message>
    <message>
        <source>Nothing of yours is lost. Choose what should stand.</source>
        <translation>Hakuna ulichoandika kilichopotea. Chagua kipi kibaki.</translation>
    </message>
    <message>
        <source>Yours, not saved</source>
        <translation>Yako, haijahifadhiwa</translation>
    </message>
    <message>
        <source>Go on with mine</source>
        <translation>Endelea na yangu</translation>
    </message>
    <message>
        <source>Take what was saved</source>
        <translation>Chukua iliyohifadhiwa</translation>
    </message>
    <message>
        <source>Saved by {0} at {1}</source>
        <translation>Imehifadhiwa na {0} saa {1}</translation>
    </message>
</context>
<context>
    <name>VersionSheet</name>
    <message>
        <source>Back to the versions</source>
        <translation>Rudi kwenye matoleo</translation>
    </message>
    <message>
        <source>Back to the versions (Esc)</source>
        <translation>Rudi kwenye matoleo (Esc)</translation>
    </message>
    <message>
        <source>Print this version</source>
        <translation>Chapa toleo hili</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Na.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>Grand total</source>
        <translation>Jumla kuu</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Jumla</translation>
    </message>
    <message>
        <source>Version {0} of {1}</source>
        <translation>Toleo {0} kati ya {1}</translation>
    </message>
    <message>
        <source>Signed {0}: {1}</source>
        <translation>Ilisainiwa {0}: {1}</translation>
    </message>
    <message>
        <source>code {0}</source>
        <translation>msimbo {0}</translation>
    </message>
    <message>
        <source>REPLACED {0}</source>
        <translation>LILIBADILISHWA {0}</translation>
    </message>
    <message>
        <source>OPENED AGAIN {0}</source>
        <translation>LILIFUNGULIWA TENA {0}</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>linatumika</translation>
    </message>
</context>
<context>
    <name>VersionsPage</name>
    <message>
        <source>Version</source>
        <translation>Toleo</translation>
    </message>
    <message>
        <source>Signed</source>
        <translation>Ilisainiwa</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Na nani</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Msimbo</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>Linatumika</translation>
    </message>
    <message>
        <source>Replaced {0}</source>
        <translation>Lilibadilishwa {0}</translation>
    </message>
    <message>
        <source>Opened again {0}</source>
        <translation>Lilifunguliwa tena {0}</translation>
    </message>
    <message>
        <source>Opened again by {0}: {1}</source>
        <translation>Lilifunguliwa tena na {0}: {1}</translation>
    </message>
    <message>
        <source>Signed before the period was over</source>
        <translation>Ilisainiwa kabla ya kipindi kuisha</translation>
    </message>
    <message numerus="yes">
        <source>Signed with %n visit(s) not finished</source>
        <translation>
            <numerusform>Ilisainiwa mahudhurio %n yakiwa hayajakamilika</numerusform>
            <numerusform>Ilisainiwa mahudhurio %n yakiwa hayajakamilika</numerusform>
        </translation>
    </message>
    <message>
        <source>Signed versions</source>
        <translation>Matoleo yaliyosainiwa</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the form (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Liangalie</translation>
    </message>
    <message>
        <source>Look at this version (Enter)</source>
        <translation>Angalia toleo hili (Enter)</translation>
    </message>
    <message>
        <source>Changed since</source>
        <translation>Yaliyobadilika</translation>
    </message>
    <message>
        <source>What changed since it was signed</source>
        <translation>Yaliyobadilika tangu lisainiwe</translation>
    </message>
    <message>
        <source>Against the one before</source>
        <translation>Dhidi ya lililotangulia</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Chapa</translation>
    </message>
    <message>
        <source>This form was not signed for this period yet.</source>
        <translation>Fomu hii bado haijasainiwa kwa kipindi hiki.</translation>
    </message>
    <message>
        <source>Everything signed …</source>
        <translation>Zote zilizosainiwa …</translation>
    </message>
    <message>
        <source>Also of forms that are offered no more</source>
        <translation>Hata za fomu ambazo hazitumiki tena</translation>
    </message>
</context>
<context>
    <name>VisitReading</name>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Rudi kwenye ukurasa (Esc)</translation>
    </message>
    <message>
        <source>Print prescription</source>
        <translation>Chapa cheti cha dawa</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Sahihisha</translation>
    </message>
    <message>
        <source>Visit of {0}</source>
        <translation>Hudhurio la {0}</translation>
    </message>
    <message>
        <source>{0}, saved {1}, version {2}</source>
        <translation>{0}, limehifadhiwa {1}, toleo la {2}</translation>
    </message>
    <message>
        <source>Papers …</source>
        <translation>Karatasi …</translation>
    </message>
    <message>
        <source>Papers of this visit (Ctrl+Shift+P)</source>
        <translation>Karatasi za hudhurio hili (Ctrl+Shift+P)</translation>
    </message>
    <message>
        <source>Print letter</source>
        <translation>Chapa barua</translation>
    </message>
    <message>
        <source>Print letter (Ctrl+Shift+L)</source>
        <translation>Chapa barua (Ctrl+Shift+L)</translation>
    </message>
    <message>
        <source>Where the forms count this visit, and why not</source>
        <translation>Fomu zinahesabu wapi hudhurio hili, na kwa nini halikuhesabiwa</translation>
    </message>
    <message>
        <source>On the &amp;forms</source>
        <translation>Kwenye &amp;fomu</translation>
    </message>
</context>
<context>
    <name>VisitText</name>
    <message>
        <source>New problem</source>
        <translation>Tatizo jipya</translation>
    </message>
    <message>
        <source>Re-attendance</source>
        <translation>Marudio</translation>
    </message>
    <message>
        <source>first this year</source>
        <translation>la kwanza mwaka huu</translation>
    </message>
    <message>
        <source>Measurements</source>
        <translation>Vipimo vya awali</translation>
    </message>
    <message>
        <source>Pregnancy</source>
        <translation>Ujauzito</translation>
    </message>
    <message>
        <source>Complaint</source>
        <translation>Malalamiko</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historia ya ugonjwa</translation>
    </message>
    <message>
        <source>Examination</source>
        <translation>Uchunguzi</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Vipimo</translation>
    </message>
    <message>
        <source>Diagnosis</source>
        <translation>Utambuzi</translation>
    </message>
    <message>
        <source>Medicines</source>
        <translation>Dawa</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>Maonyo</translation>
    </message>
    <message>
        <source>Advice</source>
        <translation>Ushauri</translation>
    </message>
    <message>
        <source>Attendance</source>
        <translation>Hudhurio</translation>
    </message>
    <message>
        <source>Payer</source>
        <translation>Mlipaji</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Matokeo</translation>
    </message>
    <message>
        <source>Not pregnant</source>
        <translation>Si mjamzito</translation>
    </message>
    <message>
        <source>Pregnant</source>
        <translation>Mjamzito</translation>
    </message>
    <message>
        <source>Breast-feeding</source>
        <translation>Ananyonyesha</translation>
    </message>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>wiki %n</numerusform>
            <numerusform>wiki %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Uzito</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Urefu</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Jotoridi</translation>
    </message>
    <message>
        <source>Pulse</source>
        <translation>Mapigo ya moyo</translation>
    </message>
    <message>
        <source>Breathing</source>
        <translation>Upumuaji</translation>
    </message>
    <message>
        <source>BP</source>
        <translation>Shinikizo la damu</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kichwa</translation>
    </message>
    <message>
        <source>measured lying</source>
        <translation>amepimwa akiwa amelala</translation>
    </message>
    <message>
        <source>measured standing</source>
        <translation>amepimwa akiwa amesimama</translation>
    </message>
    <message>
        <source>swelling of both feet</source>
        <translation>miguu yote miwili imevimba</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>Huduma zilizofanyika</translation>
    </message>
</context>
<context>
    <name>VitalsRow</name>
    <message>
        <source>Enter in the box keeps it.</source>
        <translation>Bonyeza Enter kwenye kisanduku kuiacha kama ilivyo.</translation>
    </message>
    <message>
        <source>&amp;Weight kg</source>
        <translation>U&amp;zito kg</translation>
    </message>
    <message>
        <source>Height cm</source>
        <translation>Urefu cm</translation>
    </message>
    <message>
        <source>&amp;Temp. °C</source>
        <translation>Jo&amp;to °C</translation>
    </message>
    <message>
        <source>&amp;BP mmHg</source>
        <translation>Shinikizo (&amp;BP)</translation>
    </message>
    <message>
        <source>Pulse /min</source>
        <translation>Mapigo /dk</translation>
    </message>
    <message>
        <source>Breaths /min</source>
        <translation>Kupumua /dk</translation>
    </message>
    <message>
        <source>SpO2 %</source>
        <translation>SpO2 %</translation>
    </message>
    <message>
        <source>MUAC cm</source>
        <translation>MUAC cm</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Stop</source>
        <translation>Simamisha</translation>
    </message>
</context>
<context>
    <name>WaitingLine</name>
    <message>
        <source>This name is closed after a hundred wrong passwords.</source>
        <translation>Jina hili limefungwa baada ya nywila mia moja zisizo sahihi.</translation>
    </message>
    <message>
        <source>Several wrong passwords. Try again in {0}.</source>
        <translation>Nywila kadhaa si sahihi. Jaribu tena baada ya {0}.</translation>
    </message>
    <message>
        <source>Password forgotten? The in-charge can give you a one-time code now. Others can log in as ever.</source>
        <translation>Umesahau nywila? Mganga mfawidhi anaweza kukupa namba ya kutumia mara moja sasa. Wengine wanaingia kama kawaida.</translation>
    </message>
</context>
<context>
    <name>WaitingPage</name>
    <message>
        <source>{0}: {1}?</source>
        <translation>{0}: {1}?</translation>
    </message>
    <message>
        <source>Change the urgency</source>
        <translation>Badilisha uharaka</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Kwa nini?</translation>
    </message>
    <message>
        <source>{0} went away?</source>
        <translation>{0} ameondoka?</translation>
    </message>
    <message>
        <source>Yes, take off the list</source>
        <translation>Ndiyo, ondoa kwenye orodha</translation>
    </message>
    <message>
        <source>A visit that no clinician saved is closed and not counted.</source>
        <translation>Hudhurio ambalo tabibu hakulihifadhi linafungwa na halihesabiwi.</translation>
    </message>
    <message>
        <source>Who waits where</source>
        <translation>Nani anasubiri wapi</translation>
    </message>
    <message>
        <source>Send &amp;to</source>
        <translation>Mpeleke &amp;kwa</translation>
    </message>
    <message>
        <source>&amp;Urgency</source>
        <translation>&amp;Uharaka</translation>
    </message>
    <message>
        <source>whoever is free</source>
        <translation>yeyote aliye huru</translation>
    </message>
    <message>
        <source>Person to send to</source>
        <translation>Mtu wa kumpelekea</translation>
    </message>
    <message>
        <source>Station to send to</source>
        <translation>Kituo cha kumpeleka</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Uharaka</translation>
    </message>
    <message>
        <source>&amp;Send</source>
        <translation>&amp;Peleka</translation>
    </message>
    <message>
        <source>Send the marked patient there</source>
        <translation>Mpeleke aliyewekewa alama hapo</translation>
    </message>
    <message>
        <source>C&amp;hange</source>
        <translation>&amp;Badilisha</translation>
    </message>
    <message>
        <source>Change the urgency of the marked patient</source>
        <translation>Badilisha uharaka wa aliyewekewa alama</translation>
    </message>
    <message>
        <source>Ta&amp;ke back</source>
        <translation>&amp;Rudisha</translation>
    </message>
    <message>
        <source>Take the patient from who has them, or undo the last move</source>
        <translation>Mchukue mgonjwa kwa aliye naye, au tengua hatua ya mwisho</translation>
    </message>
    <message>
        <source>Went awa&amp;y</source>
        <translation>Ameon&amp;doka</translation>
    </message>
    <message>
        <source>‹ Back</source>
        <translation>‹ Rudi</translation>
    </message>
    <message>
        <source>Back to the search (Esc)</source>
        <translation>Rudi kwenye kutafuta (Esc)</translation>
    </message>
    <message>
        <source>Why? In own words, if none of these</source>
        <translation>Kwa nini? Kwa maneno yako, kama si mojawapo ya hizi</translation>
    </message>
</context>
<context>
    <name>WhenFields</name>
    <message>
        <source>A date, or in how many days: 7, 2w, 1m</source>
        <translation>Tarehe, au baada ya siku ngapi: 7, wiki 2, mwezi 1</translation>
    </message>
    <message numerus="yes">
        <source>{0} to {1}: %n expected</source>
        <translation>
            <numerusform>{0} hadi {1}: anasubiriwa %n</numerusform>
            <numerusform>{0} hadi {1}: wanasubiriwa %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} {1}: %n expected</source>
        <translation>
            <numerusform>{0} {1}: anasubiriwa %n</numerusform>
            <numerusform>{0} {1}: wanasubiriwa %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more in this week</source>
        <translation>
            <numerusform>%n mwingine wiki hiyo</numerusform>
            <numerusform>%n wengine wiki hiyo</numerusform>
        </translation>
    </message>
    <message>
        <source>Public holiday: {0}</source>
        <translation>Sikukuu: {0}</translation>
    </message>
    <message>
        <source>Sunday: is the clinic open?</source>
        <translation>Jumapili: je, kliniki iko wazi?</translation>
    </message>
    <message>
        <source>Monday</source>
        <translation>Jumatatu</translation>
    </message>
    <message>
        <source>Tuesday</source>
        <translation>Jumanne</translation>
    </message>
    <message>
        <source>Wednesday</source>
        <translation>Jumatano</translation>
    </message>
    <message>
        <source>Thursday</source>
        <translation>Alhamisi</translation>
    </message>
    <message>
        <source>Friday</source>
        <translation>Ijumaa</translation>
    </message>
    <message>
        <source>Saturday</source>
        <translation>Jumamosi</translation>
    </message>
    <message>
        <source>Sunday</source>
        <translation>Jumapili</translation>
    </message>
    <message>
        <source>Comes back on</source>
        <translation>Arudi tarehe</translation>
    </message>
    <message>
        <source>Any day of that week</source>
        <translation>Siku yoyote ya wiki hiyo</translation>
    </message>
    <message>
        <source>What for</source>
        <translation>Kwa ajili ya</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Maelezo</translation>
    </message>
    <message>
        <source>25/12, or 7</source>
        <translation>25/12, au 7</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Baada ya</translation>
    </message>
    <message>
        <source>3 days</source>
        <translation>Siku 3</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>Siku 7</translation>
    </message>
    <message>
        <source>14 days</source>
        <translation>Siku 14</translation>
    </message>
    <message>
        <source>1 month</source>
        <translation>Mwezi 1</translation>
    </message>
</context>
<context>
    <name>WhoLookedDialog</name>
    <message>
        <source>Who looked at this patient: {0}</source>
        <translation>Nani alimwangalia mgonjwa huyu: {0}</translation>
    </message>
    <message>
        <source>Who looked at this patient</source>
        <translation>Nani alimwangalia mgonjwa huyu</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>&amp;Save as a file</source>
        <translation>&amp;Hifadhi kama faili</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Funga</translation>
    </message>
</context>
<context>
    <name>WhyPage</name>
    <message>
        <source>Date</source>
        <translation>Tarehe</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Kind of visit</source>
        <translation>Aina ya hudhurio</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Fomu</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Kitu</translation>
    </message>
    <message>
        <source>Counted in, or why not</source>
        <translation>Imehesabiwa wapi, au kwa nini haikuhesabiwa</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Limehifadhiwa</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>Halijakamilika</translation>
    </message>
    <message>
        <source>The visit</source>
        <translation>Hudhurio</translation>
    </message>
    <message>
        <source>Row {0} ({1}): {2}</source>
        <translation>Safu {0} ({1}): {2}</translation>
    </message>
    <message>
        <source>Back to the form</source>
        <translation>Rudi kwenye fomu</translation>
    </message>
    <message>
        <source>Back to the form (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>&amp;Open the visit</source>
        <translation>F&amp;ungua hudhurio</translation>
    </message>
    <message>
        <source>Where is this visit counted, and why not?</source>
        <translation>Hudhurio hili limehesabiwa wapi, na kwa nini halikuhesabiwa?</translation>
    </message>
    <message>
        <source>Patient &amp;number</source>
        <translation>&amp;Namba ya mgonjwa</translation>
    </message>
    <message>
        <source>Show the &amp;visits</source>
        <translation>Onyesha &amp;mahudhurio</translation>
    </message>
    <message>
        <source>Type a patient number and press Enter, then choose the visit.</source>
        <translation>Andika namba ya mgonjwa kisha bonyeza Enter, halafu chagua hudhurio.</translation>
    </message>
    <message>
        <source>Visit of {0}, patient {1}. Enter on a cell opens the form there.</source>
        <translation>Hudhurio la {0}, mgonjwa {1}. Enter kwenye kisanduku hufungua fomu hapo.</translation>
    </message>
    <message>
        <source>Visits</source>
        <translation>Mahudhurio</translation>
    </message>
    <message>
        <source>Voided</source>
        <translation>Limebatilishwa</translation>
    </message>
</context>
<context>
    <name>WithoutOrder</name>
    <message>
        <source>Waits here, and no test is ordered: {0}</source>
        <translation>Anasubiri hapa bila kipimo kuagizwa: {0}</translation>
    </message>
    <message>
        <source>Order a test</source>
        <translation>Agiza kipimo</translation>
    </message>
    <message>
        <source>For the first one named</source>
        <translation>Kwa wa kwanza aliyetajwa</translation>
    </message>
    <message>
        <source>Send on</source>
        <translation>Mruhusu aendelee</translation>
    </message>
    <message>
        <source>The first one named has nothing to do here</source>
        <translation>Wa kwanza aliyetajwa hana shughuli hapa</translation>
    </message>
</context>
<context>
    <name>WordsRow</name>
    <message>
        <source>&amp;Complaint</source>
        <translation>Mala&amp;lamiko</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Historia</translation>
    </message>
    <message>
        <source>E&amp;xamination</source>
        <translation>U&amp;chunguzi</translation>
    </message>
    <message>
        <source>Two letters offer phrases (Down, Enter). Enter goes on, Shift+Enter begins a new line</source>
        <translation>Herufi mbili huleta vifungu vya maneno (Chini, Enter). Enter huendelea, Shift+Enter huanza mstari mpya</translation>
    </message>
</context>
<context>
    <name>WorkingLine</name>
    <message>
        <source>Working …</source>
        <translation>Inaendelea …</translation>
    </message>
    <message>
        <source>Working … not stopped half-way</source>
        <translation>Inaendelea … haikatizwi katikati</translation>
    </message>
    <message>
        <source>So that nothing is left half done. It ends by itself.</source>
        <translation>Ili kisibaki chochote nusu nusu. Itaisha yenyewe.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Simamisha</translation>
    </message>
    <message>
        <source>Stop what takes so long</source>
        <translation>Simamisha kinachochukua muda mrefu</translation>
    </message>
</context>
<context>
    <name>WorklistPage</name>
    <message>
        <source>Waits</source>
        <translation>Anasubiri</translation>
    </message>
    <message>
        <source>Patient</source>
        <translation>Mgonjwa</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Umri</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Namba</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Kipimo</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Sampuli</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Hali</translation>
    </message>
    <message>
        <source>Ordered by</source>
        <translation>Aliyeagiza</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>Imebatilishwa</translation>
    </message>
    <message>
        <source>Done, DANGER</source>
        <translation>Tayari, HATARI</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Tayari</translation>
    </message>
    <message>
        <source>To be checked</source>
        <translation>Lihakikiwe</translation>
    </message>
    <message>
        <source>Sample taken</source>
        <translation>Sampuli ipo</translation>
    </message>
    <message>
        <source>New sample needed</source>
        <translation>Sampuli mpya inahitajika</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>Kimeagizwa</translation>
    </message>
    <message>
        <source>F</source>
        <translation>KE</translation>
    </message>
    <message>
        <source>M</source>
        <translation>ME</translation>
    </message>
    <message>
        <source>(private)</source>
        <translation>(siri)</translation>
    </message>
    <message>
        <source>{0} - PRIVATE</source>
        <translation>{0} - SIRI</translation>
    </message>
    <message>
        <source>URGENT: {0}</source>
        <translation>HARAKA: {0}</translation>
    </message>
    <message>
        <source>Waiting ({0})</source>
        <translation>Vinavyosubiri ({0})</translation>
    </message>
    <message>
        <source>To be checked ({0})</source>
        <translation>Vya kuhakiki ({0})</translation>
    </message>
    <message>
        <source>Done today ({0})</source>
        <translation>Tayari leo ({0})</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Vyote</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Kinachoonyeshwa</translation>
    </message>
    <message>
        <source>Order a test</source>
        <translation>Agiza kipimo</translation>
    </message>
    <message>
        <source>Re&amp;gister</source>
        <translation>&amp;Rejesta</translation>
    </message>
    <message>
        <source>Enter result</source>
        <translation>Ingiza jibu</translation>
    </message>
    <message>
        <source>Enter the result (Enter)</source>
        <translation>Ingiza jibu (Enter)</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Maagizo</translation>
    </message>
    <message>
        <source>Nothing waits here. Ctrl+N orders a test for a patient who came to the laboratory.</source>
        <translation>Hakuna kinachosubiri hapa. Ctrl+N huagiza kipimo kwa mgonjwa aliyekuja maabara.</translation>
    </message>
    <message>
        <source>EMERGENCY: {0}</source>
        <translation>DHARURA: {0}</translation>
    </message>
    <message>
        <source>Urgent or not</source>
        <translation>Haraka au la</translation>
    </message>
    <message>
        <source>A second person checks results</source>
        <translation>Mtu wa pili huhakiki majibu</translation>
    </message>
</context>
<context>
    <name>WriterLine</name>
    <message>
        <source>Saved: {0}</source>
        <translation>Imehifadhiwa: {0}</translation>
    </message>
    <message>
        <source>the HDU, out of the visits</source>
        <translation>HDU, kutokana na mahudhurio</translation>
    </message>
    <message>
        <source>this program (DHIS2)</source>
        <translation>programu hii (DHIS2)</translation>
    </message>
    <message>
        <source>{0} is written there by {1}.</source>
        <translation>{0} huandikwa huko na {1}.</translation>
    </message>
    <message>
        <source>From {0}: {1}.</source>
        <translation>Kuanzia {0}: {1}.</translation>
    </message>
    <message>
        <source>The HDU gets the visits too: agree with them that it does not count this form.</source>
        <translation>HDU pia inapokea mahudhurio: kubaliana nao kuwa haihesabu fomu hii.</translation>
    </message>
    <message>
        <source>Change &amp;who</source>
        <translation>Badilisha &amp;nani</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Huandikwa na</translation>
    </message>
    <message>
        <source>from</source>
        <translation>kuanzia</translation>
    </message>
    <message>
        <source>Written &amp;by</source>
        <translation>Huan&amp;dikwa na</translation>
    </message>
    <message>
        <source>fro&amp;m</source>
        <translation>kuan&amp;zia</translation>
    </message>
    <message>
        <source>Sa&amp;ve who writes</source>
        <translation>Hifadhi mw&amp;andishi</translation>
    </message>
</context>
<context>
    <name>WrittenBox</name>
    <message>
        <source>D&amp;iagnosis</source>
        <translation>&amp;Utambuzi</translation>
    </message>
    <message>
        <source>Two letters, or ICD-10</source>
        <translation>Herufi mbili, au ICD-10</translation>
    </message>
    <message>
        <source>&amp;Medicine</source>
        <translation>Da&amp;wa</translation>
    </message>
    <message>
        <source>Order: 2 tds 5/7</source>
        <translation>Maagizo: 2 tds 5/7</translation>
    </message>
    <message>
        <source>Take the last off</source>
        <translation>Ondoa ya mwisho</translation>
    </message>
    <message>
        <source>No diagnosis yet</source>
        <translation>Bado hakuna utambuzi</translation>
    </message>
</context>
<context>
    <name>YearPage</name>
    <message>
        <source>Back to the chart</source>
        <translation>Rudi kwenye chati</translation>
    </message>
    <message>
        <source>Back to the chart (Esc)</source>
        <translation>Rudi kwenye chati (Esc)</translation>
    </message>
    <message>
        <source>&amp;Ages and sex</source>
        <translation>&amp;Umri na jinsi</translation>
    </message>
    <message>
        <source>Ages and sex</source>
        <translation>Umri na jinsi</translation>
    </message>
    <message>
        <source>&amp;Print</source>
        <translation>&amp;Chapa</translation>
    </message>
    <message>
        <source>Print the chart (Ctrl+P)</source>
        <translation>Chapa chati (Ctrl+P)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Rudi</translation>
    </message>
    <message>
        <source>Back to the forms (Esc)</source>
        <translation>Rudi kwenye fomu (Esc)</translation>
    </message>
    <message>
        <source>A year of a row</source>
        <translation>Mwaka wa safu</translation>
    </message>
    <message>
        <source>Put the cursor on a row of the form first, then press Ctrl+G.</source>
        <translation>Weka kiteuzi kwenye safu ya fomu kwanza, kisha bonyeza Ctrl+G.</translation>
    </message>
    <message>
        <source>Arrows read the figures; Enter shows the visits of that month.</source>
        <translation>Mishale husoma takwimu; Enter huonyesha mahudhurio ya mwezi huo.</translation>
    </message>
    <message>
        <source>Arrows read the figures; Enter shows the visits of that week.</source>
        <translation>Mishale husoma takwimu; Enter huonyesha mahudhurio ya wiki hiyo.</translation>
    </message>
</context>
</TS>
