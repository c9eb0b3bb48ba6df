# Testi fissi in italiano.
# reviewed_by: nobody yet
# reviewed_on: -

language-name = Italiano

## Dates

date = { $day } { $month } { $year }
month-1 = gennaio
month-2 = febbraio
month-3 = marzo
month-4 = aprile
month-5 = maggio
month-6 = giugno
month-7 = luglio
month-8 = agosto
month-9 = settembre
month-10 = ottobre
month-11 = novembre
month-12 = dicembre

## The page of the public check

check-title = Verifica di un attestato
check-valid = Questo attestato è valido.
check-revoked = Questo attestato è stato revocato.
check-replaced = Questo attestato è stato sostituito da un altro.
check-unknown = Nessun attestato ha questo codice.
check-unknown-help = Controlla le lettere e le cifre del codice, oppure chiedi a chi ti ha dato il documento.
check-number = Numero
check-issued = Rilasciato il
check-issuer = Rilasciato da
check-note = La verifica non mostra nulla della persona. L'attestato documenta la partecipazione, non le competenze.
check-languages = Lingua della pagina
check-compare = Confronta il file
check-compare-help = Scegli il PDF o trascinalo qui: viene letto solo su questo dispositivo e non viene inviato a nessuno.
check-choose = File PDF
check-same = Il file è quello rilasciato, fino all'ultimo byte.
check-begins = Il file comincia con quello rilasciato, e qualcosa è stato aggiunto in fondo: può essere una firma, o una modifica.
check-other = Il file non è quello rilasciato.
check-reading = Lettura del file…
check-failed = Il file non si legge.

## Documents

doc-property = Proprietà personale di chi ne è titolare: si comunica ad altri solo con la sua autorizzazione.
doc-page = Pagina { $page } di { $pages }
doc-nothing = Nessuna informazione registrata
doc-public-check = Verifica pubblica
doc-code = Codice
doc-birth-date = Data di nascita
doc-certificate = Attestato di partecipazione
doc-statement = Dichiarazione di frequenza
doc-certify = Si attesta che
doc-completed = ha partecipato al percorso, portandolo a termine
doc-took-part = ha partecipato a incontri del percorso
doc-from-to = dal { $from } al { $to }
doc-attended = frequentate
doc-attended-of = frequentate su { $planned } previste
doc-individual = individuali
doc-in-group = in gruppo
doc-meeting = incontro
doc-meetings = incontri
doc-activities = Attività svolte
doc-attestation-level = Livello di attestazione
doc-attestation-none = nessuno: documenta la partecipazione
doc-replaces = Sostituisce
doc-sessions = Incontri
doc-letter = Lettera di segnalazione
doc-report = Relazione di bilancio di competenze
doc-level-0 = non ancora
doc-level-1 = con aiuto costante
doc-level-2 = con qualche aiuto, compiti semplici
doc-level-3 = in autonomia, compiti abituali
doc-level-4 = in autonomia, anche problemi nuovi
doc-level-5 = sa insegnare o coordinare altri
doc-pathway = Percorso
doc-version = Versione
doc-circumstances = Circostanze
doc-asked-by = Chi l'ha chiesto
doc-period = Periodo
doc-hours = Ore
doc-of = di
doc-languages = Lingue
doc-methods = Metodi
doc-request = Richiesta iniziale e aspettative
doc-training = Formazione
doc-evidence = Evidenze
doc-experience = Esperienze di lavoro e di vita
doc-tasks = Compiti
doc-tools = Strumenti
doc-competences = Competenze
doc-competence = Competenza
doc-where-acquired = Dove acquisita
doc-self = Autovalutazione
doc-agreed = Condiviso
doc-last-used = ultimo uso
doc-language = Lingua
doc-listening = Ascolto
doc-reading = Lettura
doc-interaction = Interazione
doc-production = Produzione
doc-writing = Scrittura
doc-mother-tongue = lingua madre
doc-cefr = Livelli del Quadro comune europeo (QCER)
doc-licences = Patenti e abilitazioni
doc-final-assessment = Valutazione finale
doc-goal = Obiettivo professionale
doc-alternatives = Alternative
doc-in-favour = A favore
doc-obstacles = Ostacoli
doc-next-steps = Prossimi passi
doc-responsible = Se ne occupa
doc-by = Entro
doc-observations = Osservazioni della persona
doc-signatures = Firme
doc-the-person = La persona
doc-mediation = Mediazione
doc-approved-on = Approvata il { $day }
doc-first-party = Documento di parte prima, con valore di trasparenza: non è validazione né certificazione delle competenze ai sensi del D.Lgs. 13/2013.
doc-no-goal = Nessun obiettivo per ora
doc-supervisor = Supervisione
doc-operator = Operatrice/operatore

## Codes in words

method-biographical-interview = colloquio biografico
method-document-analysis = analisi dei documenti
method-employer-interview = colloquio con il datore di lavoro
method-observation = osservazione
method-practical-test = prova pratica
method-questionnaire = questionario
method-self-assessment = autovalutazione
method-semi-structured-interview = intervista semistrutturata
session-follow-up = colloquio di follow-up
session-group = incontro di gruppo
session-individual = colloquio individuale
session-info-meeting = incontro informativo
session-intake-interview = colloquio iniziale
session-mediation-only = incontro di mediazione
session-restitution = colloquio di restituzione
session-three-party = colloquio a tre
session-any = incontri
step-active-job-search = ricerca attiva del lavoro
step-business-creation = creazione d'impresa
step-civic-orientation = orientamento civico
step-competence-certification = certificazione delle competenze
step-competence-validation = validazione delle competenze
step-cv-support = preparazione del curriculum
step-employment-centre = centro per l'impiego
step-language-course = corso di lingua
step-mediated-placement = inserimento accompagnato
step-other = altro
step-qualification-recognition = riconoscimento del titolo
step-self-employment = lavoro autonomo
step-training-qualification = formazione per una qualifica
step-training-requalification = riqualificazione
step-tutoring = accompagnamento
step-volunteering = volontariato
step-work-experience = tirocinio

## The public check of a signed file
check-signed = Il file è quello rilasciato, con la firma registrata insieme. Chi ha firmato lo mostra il lettore di PDF: il servizio non lo verifica su elenchi di fiducia.
