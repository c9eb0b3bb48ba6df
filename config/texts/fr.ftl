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

## Charts

doc-chart-competences = Radar des compétences, de 0 à 5
doc-chart-languages = Niveaux de langue (CECR)
doc-chart-timeline = Chronologie des expériences
doc-chart-path = Rencontres du parcours, dans l'ordre
doc-chart-more = et encore : { $count }
doc-chart-ongoing = en cours
doc-chart-undated = Sans dates
doc-chart-work = travail et autres expériences
doc-chart-learning = études et formation

## What the person takes away

doc-profile = Profil de compétences
doc-profile-statement = Ce que la personne déclare, recueilli et discuté dans un bilan de compétences : attestation de première partie, ni validation ni certification au sens du D.Lgs. 13/2013. À côté de chaque élément figure ce qui l'appuie.
doc-profile-personal = Informations personnelles
doc-profile-expectations = Attentes et objectif
doc-profile-skills = Compétences et expériences
doc-profile-appraisal = Appréciation générale et prochaines étapes
doc-profile-citizenship = nationalité
doc-profile-contact = contact
doc-profile-made-on = date
doc-profile-recipient = destinataire
doc-profile-no-goal = pourquoi il n'y a pas encore d'objectif
doc-profile-evidence = Preuves
doc-profile-about = concerne
doc-profile-status = statut
doc-profile-original-seen = original vu
doc-profile-quality = qualité
doc-profile-completeness = complétude
doc-profile-exhaustiveness = exhaustivité
doc-profile-pertinence = pertinence
doc-profile-assessed-on = évalué le
doc-profile-done = fait
doc-skills-table = Compétences et preuves
doc-cv = Curriculum vitæ
doc-cv-work = Expérience professionnelle
doc-cv-education = Études et formation
doc-cv-others = Autres expériences
doc-cv-now = aujourd'hui
doc-cv-languages = Compétences linguistiques
doc-cv-skills = Autres compétences
doc-cv-digital = Compétences numériques
doc-cv-attached = Ce fichier contient le même CV au format Europass (europass.xml), à importer sur europass.europa.eu.
doc-portfolio = Portfolio de compétences
doc-portfolio-note = Ce portfolio appartient à la personne. Ce qui se trouve dans la partie publique peut être montré à qui elle veut ; la partie privée n'est qu'à elle.
doc-portfolio-public = Partie publique
doc-portfolio-public-note = À montrer à qui l'on veut : un employeur, une école, un service.
doc-portfolio-private = Partie privée
doc-portfolio-private-note = Pour la personne seule : le centre ne la donne à personne d'autre sans son autorisation.
doc-portfolio-paper = document
doc-portfolio-file = fichier
doc-portfolio-hashes = Le fichier manifest.json contient l'empreinte SHA-256 de chaque fichier : en la recalculant, on voit si le fichier a été modifié.
doc-answers = Fiches de travail et auto-évaluations
doc-answers-note = Les réponses de la personne, avec ses propres mots. Elles font partie de la partie privée du portfolio.
doc-answers-open = pas encore terminé
doc-answers-results = Résultats
doc-answers-withheld = D'autres réponses ont été données en privé : le centre ne les voit pas et elles ne sont pas dans cette copie.
portfolio-assessment-report = Bilan de compétences : rapport
portfolio-participation-certificate = Attestation de participation
portfolio-attendance-statement = Attestation de présence
portfolio-synthesis = Document de synthèse
portfolio-transparency-document = Document de transparence
portfolio-profile-as-file = Profil de compétences pour les programmes (JSON)
moment-t0 = au début du parcours
moment-t1 = à la fin du parcours
moment-t2 = après le parcours

## Synthesis and transparency document

doc-draft = BROUILLON
doc-synthesis = Bilan de compétences : document de synthèse
doc-prospects = Compétences et aptitudes au regard des perspectives
doc-project = Projet professionnel et de formation
doc-main-steps = principales étapes
doc-more-in-report = dans le rapport, autres éléments : { $count }
doc-whole-in-report = le texte entier est dans le rapport
doc-pieces-of-evidence = preuves : { $count }
doc-meetings-count = rencontres
doc-received = reçu le
doc-received-by = signature de la personne à la réception
doc-transparency = Document de transparence
doc-personal = Données personnelles
doc-legal-basis = D.Lgs. 13/2013 · D.M. 30/6/2015, art. 6, al. 1 · D.M. 5/1/2021, 1.3.1
doc-identified = Compétences repérées comme objets possibles de validation
doc-code-of-competence = code
doc-no-code = sans code
doc-sources = expériences et preuves
doc-related-experience = Expériences de travail et d'apprentissage liées
doc-evidence-list = Preuves
doc-quality = qualité
doc-completeness = complétude
doc-exhaustiveness = exhaustivité
doc-pertinence = pertinence
doc-original-seen = original vu
doc-criteria = critères du service de validation de la Ligurie (ALFA), de 0 (pas du tout) à 3 (pleinement)
doc-issuer = délivré par

## Papers that are explained and signed: their version is that of these texts

paper-version = 2026-11-23
doc-text-version = version du texte
doc-explained = Explication orale
doc-explained-in = langue de l'explication
doc-explained-by = qui a traduit
doc-explained-on = lieu et date
doc-unreviewed = Le texte dans cette langue n'a pas encore été relu. C'est pourquoi l'anglais figure à côté, et la feuille est expliquée oralement dans la langue de la personne.
doc-sign-centre = pour le service
doc-sign-interpreter = l'interprète, s'il y en a un
doc-sign-guardian = la personne qui exerce l'autorité parentale ou la tutelle

## The participation agreement

doc-agreement = Accord de participation
doc-agreement-read = Lisez cette feuille tranquillement, ou faites-vous la lire. Posez toutes vos questions avant de signer.
doc-agreement-parties = Qui conclut cet accord
doc-agreement-centre = qui vous accompagne
doc-agreement-is = Ce qu'est le bilan de compétences
doc-agreement-is-1 = C'est un parcours pour comprendre et mettre en ordre ce que vous savez faire : au travail, à l'école, à la maison, dans la vie.
doc-agreement-is-2 = Vous parlez de votre travail et de ce que vous avez appris. Ensemble, nous écrivons vos compétences et un projet pour votre travail futur.
doc-agreement-is-3 = C'est gratuit : vous ne payez rien, à aucun moment.
doc-agreement-not = Ce que ce n'est pas
doc-agreement-not-1 = Ce n'est pas une offre d'emploi et cela ne promet pas un emploi.
doc-agreement-not-2 = Ce n'est pas un examen : personne ne vous donne de note.
doc-agreement-not-3 = Ce n'est pas une preuve pour une demande d'asile, et cela ne change rien pour qui en a fait une.
doc-agreement-path = Comment cela se passe
doc-agreement-phase = phase
doc-agreement-total = en tout
doc-agreement-open = Le nombre de rencontres n'est pas fixé d'avance : on le décide ensemble, pas à pas.
doc-agreement-rhythm = jours et horaires convenus
doc-agreement-free = Vous participez parce que vous le choisissez
doc-agreement-free-1 = Personne ne vous oblige. Vous pouvez arrêter quand vous voulez, sans dire pourquoi : il suffit de le dire à la personne qui vous suit.
doc-agreement-free-2 = Si vous arrêtez, vous ne perdez aucune aide ni aucun droit.
doc-agreement-free-3 = Ce que vous avez fait reste à vous : vous pouvez demander une feuille avec les heures suivies.
doc-agreement-we = Ce que nous promettons
doc-agreement-we-1 = Nous vous écoutons avec respect, sans juger. Vous n'avez pas à raconter ce que vous ne voulez pas.
doc-agreement-we-2 = Nous vous expliquons chaque étape dans une langue que vous comprenez, aussi avec un interprète.
doc-agreement-we-3 = Nous vous prévenons si une rencontre change de jour ou n'a pas lieu.
doc-agreement-we-4 = À la fin, nous vous expliquons les résultats, et vous pouvez faire écrire ce que vous en pensez.
doc-agreement-you = Ce que nous vous demandons
doc-agreement-you-1 = Venez aux rencontres, à l'heure. Si vous ne pouvez pas, prévenez-nous dès que possible.
doc-agreement-you-2 = Racontez sincèrement ce que vous savez faire et ce que vous avez fait.
doc-agreement-you-3 = Respectez les autres personnes du groupe : ce qui se dit dans le groupe reste dans le groupe.
doc-agreement-sees = Qui voit quoi
doc-agreement-sees-1 = La personne qui vous suit et celle qui coordonne le service voient ce qui est nécessaire au parcours. Une autre personne du service ne peut regarder votre dossier que pour un motif écrit, qui est enregistré.
doc-agreement-sees-2 = Les notes de travail sont lues par la personne qui les a écrites ; celle qui coordonne ne peut les lire qu'avec un motif écrit.
doc-agreement-sees-3 = La personne ou le service qui vous a envoyé chez nous voit ce qui nous a été écrit et où vous en êtes : arrivée, début, fin. Où vous en êtes, ils le voient jusqu'à ce que vous retiriez le consentement que vous leur avez donné.
doc-agreement-sees-4 = L'organisme qui finance le projet reçoit des chiffres ; s'il contrôle les heures, il voit le registre des présences.
doc-agreement-sees-5 = Personne d'autre ne voit rien de vous sans votre autorisation écrite, sauf si la loi nous y oblige.
doc-agreement-secret = Confidentialité
doc-agreement-secret-1 = La personne qui travaille avec vous, interprète compris, ne peut pas répéter à d'autres ce que vous dites.
doc-agreement-secret-2 = Dans de rares cas seulement, la loi nous oblige à parler, par exemple en cas de danger grave. Si c'est possible, nous vous le disons avant.
doc-agreement-results = Ce que vous recevez, et à qui c'est
doc-agreement-results-1 = À la fin, vous recevez le rapport, une synthèse et l'attestation avec vos heures ; si les heures sont peu nombreuses, une attestation de présence.
doc-agreement-results-2 = Ils sont à vous : c'est vous qui décidez de les montrer, à qui et jusqu'à quand. Vous pouvez changer d'avis.
doc-agreement-results-3 = Ils disent ce que vous avez fait et ce que vous savez faire. Ce n'est ni un diplôme ni une certification de l'État.
doc-agreement-sign = En signant, vous dites que vous avez lu ou entendu cet accord, que vous l'avez compris et que vous voulez participer.
doc-agreement-note = En deux exemplaires : un pour vous, un pour le service.

## The privacy notice (GDPR, article 13)

doc-notice = Information sur la protection des données
doc-notice-intro = Cette feuille dit quelles données nous gardons sur vous, pourquoi, qui les voit et ce que vous pouvez demander (règlement UE 2016/679, « RGPD », article 13).
doc-notice-controller = Qui répond de vos données
doc-notice-controller-is = responsable du traitement
doc-notice-officer = délégué à la protection des données (DPD)
doc-notice-why = Pourquoi nous utilisons vos données
doc-notice-why-1 = Pour faire avec vous le bilan de compétences et écrire les documents que vous recevez.
doc-notice-why-2 = Pour organiser les rencontres et compter les heures.
doc-notice-why-3 = Pour rendre compte à qui finance le projet : avec des chiffres, et avec le registre des présences s'il le contrôle.
doc-notice-why-4 = Pour vous demander, quelques mois après la fin, comment cela va : si vous avez trouvé un travail ou une formation. Vous pouvez ne pas répondre.
doc-notice-basis = Ce qui nous le permet
doc-notice-basis-1 = Le bilan de compétences est une mission d'intérêt public : la loi le permet, sans votre consentement (RGPD, article 6, paragraphe 1, point e ; pour les données plus sensibles article 9, paragraphe 2, point g).
doc-notice-basis-2 = Pour donner des données ou des documents à d'autres, il faut votre autorisation (article 6, paragraphe 1, point a). Vous pouvez la retirer quand vous voulez.
doc-notice-basis-3 = Donner vos données est votre choix. Sans un nom et un moyen de vous joindre, nous ne pouvons pas commencer ; le reste, vous pouvez ne pas le dire.
doc-notice-which = Quelles données
doc-notice-which-1 = Qui vous êtes et comment vous joindre : nom, sexe enregistré, naissance, nationalité, année d'arrivée, langues, si vous savez lire et écrire, combien de personnes à charge, téléphone ou courriel, commune.
doc-notice-which-2 = Ce que vos papiers disent du titre de séjour et du travail, avec les dates, aussi celle d'une demande d'asile. Votre code fiscal et d'autres numéros, seulement si vous voulez les donner.
doc-notice-which-3 = Ce que vous racontez de vos études, emplois, permis de conduire, compétences et projets ; les preuves que vous montrez ; vos présences et les notes de la personne qui vous suit ; qui vous a envoyé chez nous ; le centre d'accueil ou autre logement, avec les dates.
doc-notice-which-4 = Ce qu'il vous faut pour participer, par exemple un interprète ou un autre horaire. Si vous avez des besoins particuliers, nous écrivons seulement qu'il y en a, jamais pourquoi.
doc-notice-which-5 = Comment nous évaluons ensemble ce que vous savez faire, et le rapport ; vos réponses aux questionnaires ; ce que vous nous dites après la fin : un travail, une formation, ou rien encore.
doc-notice-who = Qui les reçoit
doc-notice-who-1 = La personne qui travaille avec vous, et celles qui font fonctionner le programme informatique pour nous : avec l'obligation de secret.
doc-notice-who-2 = D'autres services ou entreprises : seulement si vous l'autorisez, seulement ce que vous dites, jusqu'à quand vous le dites.
doc-notice-who-3 = Une autorité : seulement si la loi l'exige.
doc-notice-who-4 = Personne dans votre pays d'origine : nous n'y envoyons pas vos données, ni à ses ambassades. Si c'est vous qui voulez une confirmation de là-bas, nous l'écrivons d'abord.
doc-notice-long = Pendant combien de temps
doc-notice-long-1 = Votre dossier reste tant que le projet et ses financeurs doivent pouvoir le montrer. Le service décide, selon la loi : demandez-nous pour combien de temps.
doc-notice-long-2 = Si vous vous retirez, les notes de travail sont effacées ; sinon, elles restent avec le dossier. Le service décide aussi combien de temps reste le registre de qui a consulté vos données.
doc-notice-long-3 = Le registre des attestations reste aussi après, pour que la vôtre puisse être vérifiée.
doc-notice-rights = Vos droits
doc-notice-rights-1 = Voir vos données et en avoir une copie, aussi pour l'utiliser ailleurs.
doc-notice-rights-2 = Demander de les corriger ou de les effacer. Le service les efface quand la loi le permet ; sinon, il vous dit pourquoi.
doc-notice-rights-3 = Demander d'en suspendre l'usage, ou vous y opposer.
doc-notice-rights-4 = Retirer une autorisation : à partir de ce moment, l'accès est fermé.
doc-notice-rights-5 = Il suffit de le demander à la personne qui vous suit ou au délégué à la protection des données. C'est gratuit, et nous répondons sous un mois.
doc-notice-people = Ce sont les personnes qui décident
doc-notice-people-1 = Aucun ordinateur ne décide seul de vous. Le programme peut proposer, par exemple des noms de métiers ; c'est vous et la personne qui vous suit qui choisissez.
doc-notice-complaint = Si quelque chose ne va pas
doc-notice-complaint-1 = Vous pouvez faire une réclamation à l'autorité italienne qui protège les données personnelles, le Garante. C'est gratuit.
doc-notice-garante = Garante per la protezione dei dati personali · piazza Venezia 11, 00187 Roma · protocollo@gpdp.it · www.garanteprivacy.it
doc-notice-received = La signature n'est pas un consentement : elle dit seulement que vous avez reçu cette feuille et qu'elle vous a été expliquée.
doc-notice-note = Cette feuille est à vous : gardez-la.

## The attendance register

doc-register = Registre des présences
doc-register-individual = Registre individuel des présences
doc-register-note = Contient des données personnelles : à conserver avec les actes du projet, à montrer seulement à qui les contrôle.
doc-register-group = groupe
doc-register-project = code du projet
doc-register-programme = programme
doc-register-person = personne
doc-register-conductor = animation
doc-register-held = rencontres tenues
doc-register-time = date et horaire
doc-register-what = rencontre
doc-register-participant = participant
doc-register-presence = présence
doc-register-minutes = min
doc-register-signature = signature
doc-register-signs-conductor = signature de l'animation
doc-register-signs-mediator = signature de la médiation
doc-register-moved = déplacée : prévue le { $day }
doc-register-aside = ne compte pas dans les heures du parcours
doc-register-totals = Totaux
doc-register-present-at = présences
doc-register-absent-at = absences
doc-register-total-minutes = minutes
doc-register-empty = aucune rencontre dans la période
doc-register-whole = toutes les rencontres

## Codes of meetings, in words

attended-present = présent
attended-late = en retard
attended-left-early = parti plus tôt
attended-absent-justified = absence justifiée
attended-absent = absent
meeting-planned = prévue
meeting-held = tenue
meeting-cancelled = annulée
meeting-no-show = personne n'est venu
mode-in-person = en présence
mode-phone = par téléphone
mode-video = en vidéo
mode-mixed = en présence et à distance
path-preliminary = accueil et accord
path-investigation = exploration des compétences
path-conclusion = conclusions et projet
path-follow-up = suivi

## The public check of a signed file
check-signed = Le fichier est celui qui a été délivré, avec la signature enregistrée. Un lecteur de PDF indique qui a signé : le service ne le vérifie pas auprès des listes de confiance.
doc-notice-why-5 = Pour savoir par des questionnaires, au début, à la fin et plus tard, si le parcours vous a servi.
doc-notice-why-6 = Pour autre chose, comme envoyer vos documents à un service de l'emploi, seulement si vous le décidez.
doc-notice-which-6 = Nous ne demandons ni votre religion, ni vos idées politiques, ni votre santé, ni pourquoi vous avez demandé l'asile, ni pourquoi et comment vous avez quitté votre pays : seulement s'il vous faut une aide pour participer.
