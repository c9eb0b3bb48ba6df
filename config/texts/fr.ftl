# Textes fixes en français.
# reviewed_by: nobody yet
# reviewed_on: -

language-name = Français

## Dates

date = { $day } { $month } { $year }
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

## The page of the public check

check-title = Vérification d'une attestation
check-valid = Cette attestation est valable.
check-revoked = Cette attestation a été révoquée.
check-replaced = Cette attestation a été remplacée par une autre.
check-unknown = Aucune attestation n'a ce code.
check-unknown-help = Vérifiez les lettres et les chiffres du code, ou demandez à la personne qui vous a donné le document.
check-number = Numéro
check-issued = Délivrée le
check-issuer = Délivrée par
check-note = La vérification ne montre rien de la personne. L'attestation prouve la participation, pas les compétences.
check-languages = Langue de la page
check-compare = Comparer le fichier
check-compare-help = Choisissez le PDF ou déposez-le ici : il est lu seulement sur cet appareil et n'est envoyé à personne.
check-choose = Fichier PDF
check-same = Le fichier est celui qui a été délivré, jusqu'au dernier octet.
check-begins = Le fichier commence par celui qui a été délivré, et quelque chose a été ajouté à la fin : peut-être une signature, ou une modification.
check-other = Le fichier n'est pas celui qui a été délivré.
check-reading = Lecture du fichier…
check-failed = Le fichier ne peut pas être lu.

## Documents

doc-property = Propriété personnelle de son titulaire : ne se communique qu'avec son autorisation.
doc-page = Page { $page } sur { $pages }
doc-nothing = aucune information enregistrée
doc-public-check = Vérification publique
doc-code = code
doc-birth-date = date de naissance
doc-certificate = Attestation de participation
doc-statement = Attestation de présence
doc-certify = Nous attestons que
doc-completed = a participé au parcours et l'a mené à terme
doc-took-part = a participé à des rencontres du parcours
doc-from-to = du { $from } au { $to }
doc-attended = suivies
doc-attended-of = suivies sur { $planned } prévues
doc-individual = individuelles
doc-in-group = en groupe
doc-meeting = rencontre
doc-meetings = rencontres
doc-activities = activités réalisées
doc-attestation-level = niveau d'attestation
doc-attestation-none = aucun : prouve la participation
doc-replaces = remplace
doc-sessions = rencontres
doc-letter = Lettre d'orientation
doc-report = Bilan de compétences : rapport
doc-level-0 = pas encore
doc-level-1 = avec une aide constante
doc-level-2 = avec un peu d'aide, tâches simples
doc-level-3 = en autonomie, tâches habituelles
doc-level-4 = en autonomie, aussi des problèmes nouveaux
doc-level-5 = sait former ou coordonner d'autres personnes
doc-pathway = parcours
doc-version = version
doc-circumstances = Circonstances
doc-asked-by = demandé par
doc-period = période
doc-hours = heures
doc-of = sur
doc-languages = langues
doc-methods = méthodes
doc-request = Demande initiale et attentes
doc-training = Formation
doc-evidence = preuves
doc-experience = Expériences de travail et de vie
doc-tasks = tâches
doc-tools = outils
doc-competences = Compétences
doc-competence = compétence
doc-where-acquired = où elle a été acquise
doc-self = auto-évaluation
doc-agreed = convenu
doc-last-used = dernière utilisation
doc-language = langue
doc-listening = écouter
doc-reading = lire
doc-interaction = interaction
doc-production = production
doc-writing = écrire
doc-mother-tongue = langue maternelle
doc-cefr = niveaux du Cadre européen commun (CECR)
doc-licences = Permis et habilitations
doc-final-assessment = Évaluation finale
doc-goal = Objectif professionnel
doc-alternatives = alternatives
doc-in-favour = atouts
doc-obstacles = obstacles
doc-next-steps = Prochaines étapes
doc-responsible = responsable
doc-by = au plus tard le
doc-observations = Observations de la personne
doc-signatures = Signatures
doc-the-person = la personne
doc-mediation = médiation
doc-approved-on = approuvé le { $day }
doc-first-party = Document de première partie, à valeur de transparence : ni validation ni certification des compétences au sens du D.Lgs. 13/2013.
doc-no-goal = pas encore d'objectif
doc-supervisor = Supervision
doc-operator = Conseillère/conseiller

## Codes in words

method-biographical-interview = entretien biographique
method-document-analysis = analyse des documents
method-employer-interview = entretien avec l'employeur
method-observation = observation
method-practical-test = épreuve pratique
method-questionnaire = questionnaire
method-self-assessment = auto-évaluation
method-semi-structured-interview = entretien semi-directif
session-follow-up = entretien de suivi
session-group = rencontre de groupe
session-individual = entretien individuel
session-info-meeting = réunion d'information
session-intake-interview = entretien initial
session-mediation-only = rencontre de médiation
session-restitution = entretien de restitution
session-three-party = entretien à trois
session-any = rencontres
step-active-job-search = recherche active d'emploi
step-business-creation = création d'entreprise
step-civic-orientation = orientation civique
step-competence-certification = certification des compétences
step-competence-validation = validation des compétences
step-cv-support = préparation du CV
step-employment-centre = centre pour l'emploi
step-language-course = cours de langue
step-mediated-placement = insertion accompagnée
step-other = autre
step-qualification-recognition = reconnaissance du diplôme
step-self-employment = travail indépendant
step-training-qualification = formation qualifiante
step-training-requalification = reconversion
step-tutoring = accompagnement
step-volunteering = bénévolat
step-work-experience = stage

## The public check of a signed file
check-signed = Le fichier est celui qui a été délivré, avec la signature enregistrée. Un lecteur de PDF indique qui a signé : le service ne le vérifie pas auprès des listes de confiance.
