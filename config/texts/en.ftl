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
doc-of = of
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

## The public check of a signed file
check-signed = The file is the one that was issued, with the signature that was recorded with it. Who signed is told by a PDF reader: the service does not check it against trust lists.
