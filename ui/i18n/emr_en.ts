<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
<context>
    <name>AppointmentsPage</name>
    <message numerus="yes">
        <source>%n in the list</source>
        <translation>
            <numerusform>%n in the list</numerusform>
            <numerusform>%n in the list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupWords</name>
    <message numerus="yes">
        <source>%n backup(s) open elsewhere only with an earlier recovery key: keep that paper while they last.</source>
        <translation>
            <numerusform>%n backup opens elsewhere only with an earlier recovery key: keep that paper while it lasts.</numerusform>
            <numerusform>%n backups open elsewhere only with an earlier recovery key: keep that paper while they last.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The last good backup is %n day(s) old</source>
        <translation>
            <numerusform>The last good backup is %n day old</numerusform>
            <numerusform>The last good backup is %n days old</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BundleReport</name>
    <message numerus="yes">
        <source>%n patient(s) registered</source>
        <translation>
            <numerusform>%n patient registered</numerusform>
            <numerusform>%n patients registered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) added</source>
        <translation>
            <numerusform>%n visit added</numerusform>
            <numerusform>%n visits added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diagnosis(es) got the ICD-10 code of our own list, which is unconfirmed</source>
        <translation>
            <numerusform>%n diagnosis got the ICD-10 code of our own list, which is unconfirmed</numerusform>
            <numerusform>%n diagnoses got the ICD-10 code of our own list, which is unconfirmed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ByHandPage</name>
    <message numerus="yes">
        <source>%n message(s) marked as carried by hand.</source>
        <translation>
            <numerusform>%n message marked as carried by hand.</numerusform>
            <numerusform>%n messages marked as carried by hand.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n had arrived or were marked already.</source>
        <translation>
            <numerusform>%n had arrived or was marked already.</numerusform>
            <numerusform>%n had arrived or were marked already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not marked: other figures are here now. Write a new file.</source>
        <translation>
            <numerusform>%n not marked: other figures are here now. Write a new file.</numerusform>
            <numerusform>%n not marked: other figures are here now. Write a new file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait.</source>
        <translation>
            <numerusform>%n message waits.</numerusform>
            <numerusform>%n messages wait.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CasesPage</name>
    <message numerus="yes">
        <source>%n counted. Enter opens the visit.</source>
        <translation>
            <numerusform>%n counted. Enter opens the visit.</numerusform>
            <numerusform>%n counted. Enter opens the visit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChangesView</name>
    <message numerus="yes">
        <source>%n cell(s) changed</source>
        <translation>
            <numerusform>%n cell changed</numerusform>
            <numerusform>%n cells changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) changed</source>
        <translation>
            <numerusform>%n visit changed</numerusform>
            <numerusform>%n visits changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message numerus="yes">
        <source>%n visit(s) looked at.</source>
        <translation>
            <numerusform>%n visit looked at.</numerusform>
            <numerusform>%n visits looked at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s). Enter does what is written below.</source>
        <translation>
            <numerusform>%n finding. Enter does what is written below.</numerusform>
            <numerusform>%n findings. Enter does what is written below.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message numerus="yes">
        <source>%n cell(s) have other figures there</source>
        <translation>
            <numerusform>%n cell has another figure there</numerusform>
            <numerusform>%n cells have other figures there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) are not there yet</source>
        <translation>
            <numerusform>%n cell is not there yet</numerusform>
            <numerusform>%n cells are not there yet</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConnectionTest</name>
    <message numerus="yes">
        <source>%n place(s) of the mapping are not there.</source>
        <translation>
            <numerusform>%n place of the mapping is not there.</numerusform>
            <numerusform>%n places of the mapping are not there.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n good line(s) of this file?</source>
        <translation>
            <numerusform>Keep %n good line of this file?</numerusform>
            <numerusform>Keep %n good lines of this file?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Keep %n patient(s) and visit(s) of this file?</source>
        <translation>
            <numerusform>Keep %n patient or visit of this file?</numerusform>
            <numerusform>Keep %n patients and visits of this file?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayField</name>
    <message numerus="yes">
        <source>%n day(s) ago: {0}</source>
        <translation>
            <numerusform>%n day ago: {0}</numerusform>
            <numerusform>%n days ago: {0}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DistrictPage</name>
    <message numerus="yes">
        <source>%n of them differ</source>
        <translation>
            <numerusform>%n of them differs</numerusform>
            <numerusform>%n of them differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoctorPage</name>
    <message numerus="yes">
        <source>%n thing(s) to look at</source>
        <translation>
            <numerusform>%n thing to look at</numerusform>
            <numerusform>%n things to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EnteredNote</name>
    <message numerus="yes">
        <source>%n entered now:</source>
        <translation>
            <numerusform>%n entered now:</numerusform>
            <numerusform>%n entered now:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterQuestion</name>
    <message numerus="yes">
        <source>%n visit(s) went without them; they go again, whole.</source>
        <translation>
            <numerusform>%n visit went without them; it goes again, whole.</numerusform>
            <numerusform>%n visits went without them; they go again, whole.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s) went with them; they go again, without them.</source>
        <translation>
            <numerusform>%n visit went with them; it goes again, without them.</numerusform>
            <numerusform>%n visits went with them; they go again, without them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormSending</name>
    <message numerus="yes">
        <source>The system would refuse %n value(s).</source>
        <translation>
            <numerusform>The target would refuse %n value.</numerusform>
            <numerusform>The target would refuse %n values.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) have no place there and are not sent.</source>
        <translation>
            <numerusform>%n cell has no place there and is not sent.</numerusform>
            <numerusform>%n cells have no place there and are not sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) on the way. The bottom line says when they arrived.</source>
        <translation>
            <numerusform>%n message on the way. The bottom line says when it arrived.</numerusform>
            <numerusform>%n messages on the way. The bottom line says when they arrived.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormsPage</name>
    <message numerus="yes">
        <source>%n thing(s) to correct in the file. Nothing was added.</source>
        <translation>
            <numerusform>%n thing to correct in the file. Nothing was added.</numerusform>
            <numerusform>%n things to correct in the file. Nothing was added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportReport</name>
    <message numerus="yes">
        <source>%n line(s) read</source>
        <translation>
            <numerusform>%n line read</numerusform>
            <numerusform>%n lines read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n there already</source>
        <translation>
            <numerusform>%n there already</numerusform>
            <numerusform>%n there already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s) registered</source>
        <translation>
            <numerusform>%n patient registered</numerusform>
            <numerusform>%n patients registered</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MappingPage</name>
    <message numerus="yes">
        <source>%n data set(s) there; type two letters, or its UID.</source>
        <translation>
            <numerusform>%n data set there; type two letters, or its UID.</numerusform>
            <numerusform>%n data sets there; type two letters, or its UID.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) go nowhere</source>
        <translation>
            <numerusform>%n line goes nowhere</numerusform>
            <numerusform>%n lines go nowhere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n only likely</source>
        <translation>
            <numerusform>%n only likely</numerusform>
            <numerusform>%n only likely</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cell(s) with a place of their own</source>
        <translation>
            <numerusform>%n cell with a place of its own</numerusform>
            <numerusform>%n cells with a place of their own</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are gone at the server: choose others, then save.</source>
        <translation>
            <numerusform>%n place is gone at the server: choose another, then save.</numerusform>
            <numerusform>%n places are gone at the server: choose others, then save.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoveReport</name>
    <message numerus="yes">
        <source>%n likely registered already</source>
        <translation>
            <numerusform>%n likely registered already</numerusform>
            <numerusform>%n likely registered already</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MovingIn</name>
    <message numerus="yes">
        <source>Move in %n patient(s)</source>
        <translation>
            <numerusform>Move in %n patient</numerusform>
            <numerusform>Move in %n patients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> and %n visit(s)?</source>
        <translation>
            <numerusform> and %n visit?</numerusform>
            <numerusform> and %n visits?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NotificationsPage</name>
    <message numerus="yes">
        <source>%n in these days. Enter opens the form.</source>
        <translation>
            <numerusform>%n in these days. Enter opens the form.</numerusform>
            <numerusform>%n in these days. Enter opens the form.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OpenedBackupPage</name>
    <message numerus="yes">
        <source>HFR code {0}, of {1}, %n visit(s)</source>
        <translation>
            <numerusform>HFR code {0}, of {1}, %n visit</numerusform>
            <numerusform>HFR code {0}, of {1}, %n visits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s)</source>
        <translation>
            <numerusform>%n patient</numerusform>
            <numerusform>%n patients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PatientBanner</name>
    <message numerus="yes">
        <source>%n confidential</source>
        <translation>
            <numerusform>%n confidential</numerusform>
            <numerusform>%n confidential</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message numerus="yes">
        <source>%n found:</source>
        <translation>
            <numerusform>%n found:</numerusform>
            <numerusform>%n found:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintChoices</name>
    <message numerus="yes">
        <source>Printed before: %n time(s). Each one now is marked as a copy.</source>
        <translation>
            <numerusform>Printed %n time before. Each one now is marked as a copy.</numerusform>
            <numerusform>Printed %n times before. Each one now is marked as a copy.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message numerus="yes">
        <source>%n wait</source>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n emergencies</source>
        <translation>
            <numerusform>%n emergency</numerusform>
            <numerusform>%n emergencies</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceptionView</name>
    <message numerus="yes">
        <source>%n found.  Enter opens, arrows choose, Ctrl+N registers a new patient</source>
        <translation>
            <numerusform>%n found.  Enter opens, arrows choose, Ctrl+N registers a new patient</numerusform>
            <numerusform>%n found.  Enter opens, arrows choose, Ctrl+N registers a new patient</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n found:</source>
        <translation>
            <numerusform>%n found:</numerusform>
            <numerusform>%n found:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReferralsPage</name>
    <message numerus="yes">
        <source>%n in the list</source>
        <translation>
            <numerusform>%n in the list</numerusform>
            <numerusform>%n in the list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegisterPage</name>
    <message numerus="yes">
        <source>%n test(s)</source>
        <translation>
            <numerusform>%n test</numerusform>
            <numerusform>%n tests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are private and shown without content</source>
        <translation>
            <numerusform>%n line is private and shown without content</numerusform>
            <numerusform>%n lines are private and shown without content</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RegistryList</name>
    <message numerus="yes">
        <source>%n person(s)</source>
        <translation>
            <numerusform>%n person</numerusform>
            <numerusform>%n persons</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportsView</name>
    <message numerus="yes">
        <source>Changed since closing: %n cell(s)</source>
        <translation>
            <numerusform>Changed since closing: %n cell</numerusform>
            <numerusform>Changed since closing: %n cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n count(s) fall outside the form&apos;s open cells and are not in the figures.</source>
        <translation>
            <numerusform>%n count falls outside the form&apos;s open cells and is not in the figures.</numerusform>
            <numerusform>%n counts fall outside the form&apos;s open cells and are not in the figures.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message numerus="yes">
        <source>HFR code {0}, of {1}, %n visit(s)</source>
        <translation>
            <numerusform>HFR code {0}, of {1}, %n visit</numerusform>
            <numerusform>HFR code {0}, of {1}, %n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RetentionDialog</name>
    <message numerus="yes">
        <source>%n year(s)</source>
        <translation>
            <numerusform>%n year</numerusform>
            <numerusform>%n years</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SetUpPage</name>
    <message numerus="yes">
        <source>%n person(s) can log in.</source>
        <translation>
            <numerusform>%n person can log in.</numerusform>
            <numerusform>%n people can log in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patient(s) are in the record.</source>
        <translation>
            <numerusform>%n patient is in the record.</numerusform>
            <numerusform>%n patients are in the record.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n system(s) are set up.</source>
        <translation>
            <numerusform>%n system is set up.</numerusform>
            <numerusform>%n systems are set up.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SigningPanel</name>
    <message numerus="yes">
        <source>%n visit(s) are not finished and not counted.</source>
        <translation>
            <numerusform>%n visit is not finished and not counted.</numerusform>
            <numerusform>%n visits are not finished and not counted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StandingLine</name>
    <message numerus="yes">
        <source>%n need(s) a person</source>
        <translation>
            <numerusform>%n needs a person</numerusform>
            <numerusform>%n need a person</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s)</source>
        <translation>
            <numerusform>%n waits</numerusform>
            <numerusform>%n wait</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>Backup %n day(s) ago</source>
        <translation>
            <numerusform>Backup %n day ago</numerusform>
            <numerusform>Backup %n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be sent: a person must look</source>
        <translation>
            <numerusform>%n could not be sent: a person must look</numerusform>
            <numerusform>%n could not be sent: a person must look</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) to be sent</source>
        <translation>
            <numerusform>%n waits to be sent</numerusform>
            <numerusform>%n wait to be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) ago</source>
        <translation>
            <numerusform>%n minute ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s) ago</source>
        <translation>
            <numerusform>%n hour ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsPage</name>
    <message numerus="yes">
        <source>Signed with %n visit(s) not finished</source>
        <translation>
            <numerusform>Signed with %n visit not finished</numerusform>
            <numerusform>Signed with %n visits not finished</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VisitText</name>
    <message numerus="yes">
        <source>%n week(s)</source>
        <translation>
            <numerusform>%n week</numerusform>
            <numerusform>%n weeks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WhenFields</name>
    <message numerus="yes">
        <source>{0} to {1}: %n expected</source>
        <translation>
            <numerusform>{0} to {1}: %n expected</numerusform>
            <numerusform>{0} to {1}: %n expected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0} {1}: %n expected</source>
        <translation>
            <numerusform>{0} {1}: %n expected</numerusform>
            <numerusform>{0} {1}: %n expected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more in this week</source>
        <translation>
            <numerusform>%n more in this week</numerusform>
            <numerusform>%n more in this week</numerusform>
        </translation>
    </message>
</context>
</TS>
