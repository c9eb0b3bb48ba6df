# Fixed texts in English: what is missing in another language is said in this one.
# reviewed_by: nobody yet
# reviewed_on: -

language-name = English

## Dates

date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

## The page of the public check

check-title = Certificate check
check-valid = This certificate is valid.
check-revoked = This certificate was revoked.
check-replaced = This certificate was replaced by another.
check-unknown = No certificate has this code.
check-unknown-help = Check the letters and digits of the code, or ask whoever gave you the document.
check-number = Number
check-issued = Issued on
check-issuer = Issued by
check-note = The check shows nothing of the person. The certificate records participation, not competences.
check-languages = Language of the page
check-compare = Compare the file
check-compare-help = Choose the PDF or drop it here: it is read on this device only and sent to nobody.
check-choose = PDF file
check-same = The file is the one that was issued, to the last byte.
check-begins = The file begins with the one that was issued, and something was added at its end: it may be a signature, or a change.
check-other = The file is not the one that was issued.
check-reading = Reading the file…
check-failed = The file cannot be read.

## Documents

doc-property = Personal property of the holder; disclosure only with the holder's authorisation.
doc-page = Page { $page } of { $pages }
doc-nothing = nothing recorded
doc-public-check = Public check
doc-code = code
doc-birth-date = date of birth
doc-certificate = Certificate of participation
doc-statement = Attendance statement
doc-certify = This is to certify that
doc-completed = has taken part in, and completed, the pathway
doc-took-part = has taken part in meetings of the pathway
doc-from-to = from { $from } to { $to }
doc-attended = attended
doc-attended-of = attended of { $planned } planned
doc-individual = individual
doc-in-group = in group
doc-meeting = meeting
doc-meetings = meetings
doc-activities = activities
doc-attestation-level = attestation level
doc-attestation-none = none: records participation
doc-replaces = replaces
doc-sessions = meetings
doc-letter = Referral letter
doc-report = Skills audit: assessment report
doc-level-0 = not yet
doc-level-1 = with constant help
doc-level-2 = with some help, simple tasks
doc-level-3 = alone, usual tasks
doc-level-4 = alone, also new problems
doc-level-5 = can teach or coordinate others
doc-pathway = pathway
doc-version = version
doc-circumstances = Circumstances
doc-asked-by = asked by
doc-period = period
doc-hours = hours
doc-languages = languages
doc-methods = methods
doc-request = Starting request and expectations
doc-training = Education and training
doc-evidence = evidence
doc-experience = Work and other experience
doc-tasks = tasks
doc-tools = tools
doc-competences = Competences
doc-competence = competence
doc-where-acquired = where acquired
doc-self = self
doc-agreed = agreed
doc-last-used = last used
doc-language = language
doc-listening = listening
doc-reading = reading
doc-interaction = interaction
doc-production = production
doc-writing = writing
doc-mother-tongue = mother tongue
doc-cefr = levels of the Common European Framework (CEFR)
doc-licences = Licences
doc-final-assessment = Final assessment
doc-goal = Professional goal
doc-alternatives = alternatives
doc-in-favour = in favour
doc-obstacles = obstacles
doc-next-steps = Next steps
doc-responsible = responsible
doc-by = by
doc-observations = Observations of the person
doc-signatures = Signatures
doc-the-person = the person
doc-mediation = mediation
doc-approved-on = approved on { $day }
doc-first-party = First-party/transparency document, not validation or certification under D.Lgs. 13/2013.
doc-no-goal = no goal yet
doc-supervisor = Supervisor
doc-operator = Operator

## Codes in words

method-biographical-interview = biographical interview
method-document-analysis = analysis of documents
method-employer-interview = interview with the employer
method-observation = observation
method-practical-test = practical test
method-questionnaire = questionnaire
method-self-assessment = self-assessment
method-semi-structured-interview = semi-structured interview
session-follow-up = follow-up interview
session-group = group meeting
session-individual = individual interview
session-info-meeting = information meeting
session-intake-interview = intake interview
session-mediation-only = mediation meeting
session-restitution = closing interview
session-three-party = three-party interview
session-any = meetings
step-active-job-search = active job search
step-business-creation = business creation
step-civic-orientation = civic orientation
step-competence-certification = certification of competences
step-competence-validation = validation of competences
step-cv-support = help with the CV
step-employment-centre = employment centre
step-language-course = language course
step-mediated-placement = mediated placement
step-other = other
step-qualification-recognition = recognition of a qualification
step-self-employment = self-employment
step-training-qualification = training for a qualification
step-training-requalification = retraining
step-tutoring = tutoring
step-volunteering = volunteering
step-work-experience = work experience

## Charts

doc-chart-competences = Radar of competences, from 0 to 5
doc-chart-languages = Language levels (CEFR)
doc-chart-timeline = Timeline of experiences
doc-chart-path = Meetings of the pathway, in order
doc-chart-more = and more: { $count }
doc-chart-ongoing = ongoing
doc-chart-undated = Without dates
doc-chart-work = work and other experience
doc-chart-learning = education and training

## What the person takes away

doc-profile = Skills profile
doc-profile-statement = What the person declares, gathered and discussed in a skills audit: a first-party statement, not validation or certification under D.Lgs. 13/2013. Beside each entry stands what speaks for it.
doc-profile-personal = Personal information
doc-profile-expectations = Expectations and goal
doc-profile-skills = Skills and experience
doc-profile-appraisal = Overall appraisal and next steps
doc-profile-citizenship = citizenship
doc-profile-contact = contact
doc-profile-made-on = date
doc-profile-recipient = recipient
doc-profile-no-goal = why there is no goal yet
doc-profile-evidence = Evidence
doc-profile-about = about
doc-profile-status = status
doc-profile-original-seen = original seen
doc-profile-quality = quality
doc-profile-completeness = completeness
doc-profile-exhaustiveness = exhaustiveness
doc-profile-pertinence = pertinence
doc-profile-assessed-on = assessed on
doc-profile-done = done
doc-skills-table = Competences and evidence
doc-cv = Curriculum vitae
doc-cv-work = Work experience
doc-cv-education = Education and training
doc-cv-others = Other experience
doc-cv-now = present
doc-cv-languages = Language skills
doc-cv-skills = Other skills
doc-cv-digital = Digital skills
doc-cv-attached = This file contains the same CV in the Europass format (europass.xml), which can be imported at europass.europa.eu.
doc-portfolio = Skills portfolio
doc-portfolio-note = This portfolio belongs to the person. What lies in the public part may be shown to anybody; the private part is theirs alone.
doc-portfolio-public = Public part
doc-portfolio-public-note = To be shown to whomever the person likes: an employer, a school, a service.
doc-portfolio-private = Private part
doc-portfolio-private-note = For the person alone: the centre gives it to nobody else without the person's authorisation.
doc-portfolio-paper = document
doc-portfolio-file = file
doc-portfolio-hashes = The file manifest.json has the SHA-256 of each file: whoever computes it again sees whether the file was changed.
doc-answers = Worksheets and self-assessments
doc-answers-note = The person's answers, in their own words. They belong to the private part of the portfolio.
doc-answers-open = not completed yet
doc-answers-results = Results
doc-answers-withheld = Other answers were given in private: the centre does not see them, and they are not in this copy.
portfolio-assessment-report = Skills audit: assessment report
portfolio-participation-certificate = Certificate of participation
portfolio-attendance-statement = Attendance statement
portfolio-synthesis = Synthesis of the skills audit
portfolio-transparency-document = Transparency document
portfolio-profile-as-file = Skills profile for programs (JSON)
moment-t0 = at the beginning of the pathway
moment-t1 = at the end of the pathway
moment-t2 = after the pathway

## Synthesis and transparency document

doc-draft = DRAFT
doc-synthesis = Skills audit: synthesis
doc-prospects = Competences and aptitudes in view of the prospects
doc-project = Professional and training project
doc-main-steps = main steps
doc-more-in-report = in the report, more entries: { $count }
doc-whole-in-report = the whole text is in the report
doc-pieces-of-evidence = pieces of evidence: { $count }
doc-meetings-count = meetings
doc-received = received on
doc-received-by = signature of the person on receipt
doc-transparency = Transparency document
doc-personal = Personal details
doc-legal-basis = D.Lgs. 13/2013 · D.M. 30/6/2015, art. 6(1) · D.M. 5/1/2021, 1.3.1
doc-identified = Competences identified as possible objects of validation
doc-code-of-competence = code
doc-no-code = no code
doc-sources = experiences and evidence
doc-related-experience = Related experiences of work and learning
doc-evidence-list = Evidence
doc-quality = quality
doc-completeness = completeness
doc-exhaustiveness = exhaustiveness
doc-pertinence = pertinence
doc-original-seen = original seen
doc-criteria = criteria of the validation service of Liguria (ALFA), from 0 (not at all) to 3 (fully)
doc-issuer = issued by

## Papers that are explained and signed: their version is that of these texts

paper-version = 2026-11-23
doc-text-version = version of the text
doc-explained = Explained aloud
doc-explained-in = language in which it was explained
doc-explained-by = who interpreted
doc-explained-on = place and date
doc-unreviewed = The text in this language has not been reviewed yet. That is why English stands beside the Italian, and the paper is explained aloud in the person's language.
doc-sign-centre = for the service
doc-sign-interpreter = the interpreter, if there is one
doc-sign-guardian = the parent or guardian

## The participation agreement

doc-agreement = Participation agreement
doc-agreement-read = Read this paper at your own pace, or have it read to you. Ask as many questions as you like before you sign.
doc-agreement-parties = Who makes this agreement
doc-agreement-centre = who goes with you
doc-agreement-is = What a skills audit is
doc-agreement-is-1 = It is a path to understand and put in order what you can do: at work, at school, at home, in life.
doc-agreement-is-2 = You talk about your work and about what you have learned. Together we write down your skills and a plan for your future work.
doc-agreement-is-3 = It is free of charge: you pay nothing, at any time.
doc-agreement-not = What it is not
doc-agreement-not-1 = It is not a job offer and it does not promise a job.
doc-agreement-not-2 = It is not an exam: nobody gives you a mark.
doc-agreement-not-3 = It is not evidence for an asylum application, and it changes nothing for anyone who has made one.
doc-agreement-path = How it goes
doc-agreement-phase = phase
doc-agreement-total = in all
doc-agreement-open = The number of meetings is not fixed beforehand: it is decided together, step by step.
doc-agreement-rhythm = days and times agreed
doc-agreement-free = You take part because you choose to
doc-agreement-free-1 = Nobody makes you. You can stop whenever you want, without saying why: just tell the person who works with you.
doc-agreement-free-2 = If you stop you lose no help and no right.
doc-agreement-free-3 = What you have done stays yours: you can ask for a paper with the hours you attended.
doc-agreement-we = What we promise
doc-agreement-we-1 = We listen to you with respect, without judging. You do not have to tell what you do not want to.
doc-agreement-we-2 = We explain every step in a language you understand, also with an interpreter.
doc-agreement-we-3 = We tell you beforehand if a meeting is moved or does not take place.
doc-agreement-we-4 = At the end we explain the results, and you can have your own view written down.
doc-agreement-you = What we ask of you
doc-agreement-you-1 = Come to the meetings, and on time. If you cannot, tell us as soon as possible.
doc-agreement-you-2 = Tell honestly what you can do and what you have done.
doc-agreement-you-3 = Respect the other people in the group: what is said in the group stays in the group.
doc-agreement-sees = Who sees what
doc-agreement-sees-1 = Those who work with you and those who coordinate the service see what the path needs. Another person of the service may look at your file only for a written reason, which is recorded.
doc-agreement-sees-2 = Working notes are read by those who wrote them; a coordinator may read them only for a reason that is written down.
doc-agreement-sees-3 = Whoever sent you to us sees what they wrote to us and how far you are: arrival, beginning, end. How far you are they see until you withdraw the consent you gave them.
doc-agreement-sees-4 = Whoever funds the project gets figures; if they check the hours, they see the attendance register.
doc-agreement-sees-5 = Nobody else sees anything of you without your written authorisation, unless the law obliges us.
doc-agreement-secret = Confidentiality
doc-agreement-secret-1 = Those who work with you, interpreters too, may not tell others what you say.
doc-agreement-secret-2 = Only in rare cases does the law make us speak, for example when there is grave danger. If possible we tell you first.
doc-agreement-results = What you get, and whose it is
doc-agreement-results-1 = At the end you get the report, a synthesis and the certificate with your hours; if the hours are few, an attendance statement.
doc-agreement-results-2 = They are yours: you decide whether to show them, to whom and until when. You can change your mind.
doc-agreement-results-3 = They say what you have done and what you can do. They are no school qualification and no certification by the State.
doc-agreement-sign = By signing you say that you have read or heard this agreement, that you have understood it and that you want to take part.
doc-agreement-note = Two copies: one for you, one for the service.

## The privacy notice (GDPR, article 13)

doc-notice = Privacy notice
doc-notice-intro = This paper says which data we keep about you, why, who sees them and what you can ask for (Regulation (EU) 2016/679, “GDPR”, article 13).
doc-notice-controller = Who answers for your data
doc-notice-controller-is = controller
doc-notice-officer = data protection officer (DPO)
doc-notice-why = Why we use your data
doc-notice-why-1 = To do the skills audit with you and to write the documents you get.
doc-notice-why-2 = To arrange the meetings and count the hours.
doc-notice-why-3 = To account to whoever funds the project: with figures, and with the attendance register if they check it.
doc-notice-why-4 = To ask you, some months after the end, how things are going: whether you found a job or a course. You need not answer.
doc-notice-basis = What allows us to
doc-notice-basis-1 = The skills audit is a task in the public interest: the law allows it, your consent is not needed (GDPR, article 6(1)(e); for more sensitive data article 9(2)(g)).
doc-notice-basis-2 = To give data or documents to others we need your authorisation (article 6(1)(a)). You can withdraw it whenever you want.
doc-notice-basis-3 = Giving your data is your choice. Without a name and a way to reach you we cannot begin; the rest you need not tell.
doc-notice-which = Which data
doc-notice-which-1 = Who you are and how to reach you: name, sex as registered, birth, citizenship, year of arrival, languages, whether you can read and write, how many people depend on you, telephone or e-mail, municipality.
doc-notice-which-2 = What your papers say of your permit and of work, with the dates, also that of an asylum application. Your tax code and other numbers, only if you want to give them.
doc-notice-which-3 = What you tell of studies, jobs, driving licences, skills and plans; the evidence you show us; your attendance and the notes of those who work with you; who sent you to us; your reception centre or other housing, with the dates.
doc-notice-which-4 = What you need to take part, for example an interpreter or another time of day. If you have special needs, we write only that there are some, never why.
doc-notice-which-5 = How we assess together what you can do, and the report; your answers to the questionnaires; what you tell us after the end: a job, a course, or nothing yet.
doc-notice-who = Who gets them
doc-notice-who-1 = Those who work with you, and those who run the computer program on our behalf: bound to secrecy.
doc-notice-who-2 = Other services or companies: only if you authorise it, only what you say, until when you say.
doc-notice-who-3 = An authority: only where a law obliges us.
doc-notice-who-4 = Nobody in your country of origin: we do not send your data there, nor to its embassies. If you yourself want a confirmation from there, we put that in writing first.
doc-notice-long = For how long
doc-notice-long-1 = Your file stays as long as the project and its funders must be able to show it. The service decides, following the law: ask us for how long.
doc-notice-long-2 = If you withdraw, the working notes are deleted; if not, they stay with the file. The service also decides how long the record of who looked at your data stays.
doc-notice-long-3 = The register of certificates stays afterwards too, so that yours can be checked.
doc-notice-rights = Your rights
doc-notice-rights-1 = To see your data and have a copy of them, also to use elsewhere.
doc-notice-rights-2 = To ask that they be corrected or erased. The service erases them where the law allows, and tells you why if it cannot.
doc-notice-rights-3 = To ask that their use be halted for a time, or to object to it.
doc-notice-rights-4 = To withdraw an authorisation: from then on access is closed.
doc-notice-rights-5 = Just ask the person who works with you or the data protection officer. It is free, and we answer within one month.
doc-notice-people = People decide
doc-notice-people-1 = No computer decides about you by itself. The program may propose, for example names of occupations; you and the person who works with you choose.
doc-notice-complaint = If something is wrong
doc-notice-complaint-1 = You can complain to the Italian authority that protects personal data, the Garante. It is free.
doc-notice-garante = Garante per la protezione dei dati personali · piazza Venezia 11, 00187 Roma · protocollo@gpdp.it · www.garanteprivacy.it
doc-notice-received = Your signature is no consent: it only says that you got this paper and that it was explained to you.
doc-notice-note = This paper is yours: keep it.

## The attendance register

doc-register = Attendance register
doc-register-individual = Individual attendance register
doc-register-note = Contains personal data: kept with the project's records, and shown only to those who check them.
doc-register-group = group
doc-register-project = project code
doc-register-programme = programme
doc-register-person = person
doc-register-conductor = conductor
doc-register-held = meetings held
doc-register-time = date and time
doc-register-what = meeting
doc-register-participant = participant
doc-register-presence = attendance
doc-register-minutes = min.
doc-register-signature = signature
doc-register-signs-conductor = conductor's signature
doc-register-signs-mediator = mediator's signature
doc-register-moved = moved: was { $day }
doc-register-aside = not counted in the hours of the path
doc-register-totals = Totals
doc-register-present-at = attended
doc-register-absent-at = missed
doc-register-total-minutes = minutes
doc-register-empty = no meeting in the period
doc-register-whole = all meetings

## Codes of meetings, in words

attended-present = present
attended-late = late
attended-left-early = left early
attended-absent-justified = absent, justified
attended-absent = absent
meeting-planned = planned
meeting-held = held
meeting-cancelled = cancelled
meeting-no-show = nobody came
mode-in-person = in person
mode-phone = by telephone
mode-video = by video
mode-mixed = in person and at a distance
path-preliminary = welcome and agreement
path-investigation = exploring your skills
path-conclusion = conclusions and plan
path-follow-up = how it goes afterwards

## The public check of a signed file
check-signed = The file is the one that was issued, with the signature that was recorded with it. Who signed is told by a PDF reader: the service does not check it against trust lists.
doc-notice-why-5 = To find out by questionnaires, at the beginning, at the end and later, whether the path was of use to you.
doc-notice-why-6 = For anything else, such as sending your documents to an employment centre, only if you decide so.
doc-notice-which-6 = We do not ask about your religion, political ideas or health, nor why you applied for asylum, nor why and how you left your country: only whether you need support to take part.
