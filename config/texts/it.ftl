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
doc-approved-on = Approvazione: { $day }
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

## Charts

doc-chart-competences = Radar delle competenze, da 0 a 5
doc-chart-languages = Livelli linguistici (QCER)
doc-chart-timeline = Linea del tempo delle esperienze
doc-chart-path = Incontri del percorso, in ordine
doc-chart-more = più altre: { $count }
doc-chart-ongoing = in corso
doc-chart-undated = Senza date
doc-chart-work = lavoro e altre esperienze
doc-chart-learning = studio e formazione

## What the person takes away

doc-profile = Profilo delle competenze
doc-profile-statement = Che cosa dichiara la persona, raccolto e discusso in un bilancio di competenze: attestazione di parte prima, non una validazione né una certificazione ai sensi del D.Lgs. 13/2013. Accanto a ogni voce sta che cosa la prova.
doc-profile-personal = Dati personali
doc-profile-expectations = Aspettative e obiettivo
doc-profile-skills = Competenze ed esperienze
doc-profile-appraisal = Valutazione complessiva e prossimi passi
doc-profile-citizenship = cittadinanza
doc-profile-contact = recapito
doc-profile-made-on = data
doc-profile-recipient = destinatario
doc-profile-no-goal = perché ancora nessun obiettivo
doc-profile-evidence = Evidenze
doc-profile-about = riguarda
doc-profile-status = stato
doc-profile-original-seen = originale visto
doc-profile-quality = qualità
doc-profile-completeness = completezza
doc-profile-exhaustiveness = esaustività
doc-profile-pertinence = pertinenza
doc-profile-assessed-on = valutato il
doc-profile-done = fatto
doc-skills-table = Competenze ed evidenze
doc-cv = Curriculum vitae
doc-cv-work = Esperienza lavorativa
doc-cv-education = Istruzione e formazione
doc-cv-others = Altre esperienze
doc-cv-now = oggi
doc-cv-languages = Competenze linguistiche
doc-cv-skills = Altre competenze
doc-cv-digital = Competenze digitali
doc-cv-attached = Questo file contiene lo stesso CV in formato Europass (europass.xml), che si può importare su europass.europa.eu.
doc-portfolio = Portfolio delle competenze
doc-portfolio-note = Questo portfolio appartiene alla persona. Quello che sta nella parte pubblica si può mostrare a chi si vuole; la parte privata è solo sua.
doc-portfolio-public = Parte pubblica
doc-portfolio-public-note = Da mostrare a chi si vuole: a un datore di lavoro, a una scuola, a un servizio.
doc-portfolio-private = Parte privata
doc-portfolio-private-note = Solo per la persona: il centro non la dà a nessun altro senza la sua autorizzazione.
doc-portfolio-paper = documento
doc-portfolio-file = file
doc-portfolio-hashes = Nel file manifest.json sta l'impronta SHA-256 di ogni file: chi la ricalcola vede se il file è stato cambiato.
doc-answers = Schede e autovalutazioni
doc-answers-note = Risposte della persona, con le sue parole. Fanno parte della parte privata del portfolio.
doc-answers-open = non ancora completata
doc-answers-results = Risultati
doc-answers-withheld = Altre risposte sono state date in privato: il centro non le vede e non sono in questa copia.
portfolio-assessment-report = Relazione di bilancio di competenze
portfolio-participation-certificate = Attestato di partecipazione
portfolio-attendance-statement = Dichiarazione di frequenza
portfolio-synthesis = Documento di sintesi
portfolio-transparency-document = Documento di trasparenza
portfolio-profile-as-file = Profilo delle competenze per i programmi (JSON)
moment-t0 = all'inizio del percorso
moment-t1 = alla fine del percorso
moment-t2 = dopo il percorso

## Synthesis and transparency document

doc-draft = BOZZA
doc-synthesis = Documento di sintesi
doc-prospects = Competenze e attitudini in vista delle prospettive
doc-project = Progetto professionale e formativo
doc-main-steps = Tappe principali
doc-more-in-report = Nella relazione, altre voci: { $count }
doc-whole-in-report = Il testo intero è nella relazione
doc-pieces-of-evidence = Evidenze: { $count }
doc-meetings-count = Incontri
doc-received = Ricevuto il
doc-received-by = Firma della persona per ricevuta
doc-transparency = Documento di trasparenza
doc-personal = Dati personali
doc-legal-basis = D.Lgs. 13/2013 · D.M. 30/6/2015, art. 6, c. 1 · D.M. 5/1/2021, 1.3.1
doc-identified = Competenze individuate come possibile oggetto di validazione
doc-code-of-competence = Codice
doc-no-code = senza codice
doc-sources = Esperienze ed evidenze
doc-related-experience = Esperienze di lavoro e di apprendimento collegate
doc-evidence-list = Evidenze
doc-quality = Qualità
doc-completeness = Completezza
doc-exhaustiveness = Esaustività
doc-pertinence = Pertinenza
doc-original-seen = Visto in originale
doc-criteria = Criteri del servizio di validazione della Liguria (ALFA), da 0 (per nulla) a 3 (pienamente)
doc-issuer = Rilasciato da

## Papers that are explained and signed: their version is that of these texts

paper-version = 2026-11-23
doc-text-version = Versione del testo
doc-explained = Spiegazione a voce
doc-explained-in = Lingua in cui è stato spiegato
doc-explained-by = Chi ha tradotto
doc-explained-on = Luogo e data
doc-unreviewed = In questa lingua il testo non è ancora stato rivisto. Per questo accanto c'è l'inglese, e il foglio si spiega a voce nella lingua della persona.
doc-sign-centre = Per il servizio
doc-sign-interpreter = Chi ha tradotto, se c'è
doc-sign-guardian = Chi ha la responsabilità genitoriale o la tutela

## The participation agreement

doc-agreement = Patto di partecipazione
doc-agreement-read = Leggi questo foglio con calma, o fattelo leggere. Fai tutte le domande che vuoi prima di firmare.
doc-agreement-parties = Chi fa questo patto
doc-agreement-centre = Chi ti accompagna
doc-agreement-is = Che cos'è il bilancio di competenze
doc-agreement-is-1 = È un percorso per capire e mettere in ordine quello che sai fare: al lavoro, a scuola, in casa, nella vita.
doc-agreement-is-2 = Parli del tuo lavoro e di quello che hai imparato. Insieme scriviamo le tue competenze e un progetto per il tuo lavoro futuro.
doc-agreement-is-3 = È gratuito: non paghi niente, in nessun momento.
doc-agreement-not = Che cosa non è
doc-agreement-not-1 = Non è un'offerta di lavoro e non promette un lavoro.
doc-agreement-not-2 = Non è un esame: nessuno ti dà un voto.
doc-agreement-not-3 = Non è una prova per una domanda di asilo, e non cambia niente per chi ne ha fatta una.
doc-agreement-path = Come si svolge
doc-agreement-phase = Fase
doc-agreement-total = In tutto
doc-agreement-open = Il numero degli incontri non è fissato prima: si decide insieme, passo dopo passo.
doc-agreement-rhythm = Giorni e orari concordati
doc-agreement-free = Partecipi perché lo scegli tu
doc-agreement-free-1 = Nessuno ti obbliga. Puoi fermarti quando vuoi, senza dire perché: basta dirlo a chi ti segue.
doc-agreement-free-2 = Se ti fermi non perdi nessun aiuto e nessun diritto.
doc-agreement-free-3 = Quello che hai fatto resta tuo: puoi chiedere un foglio con le ore fatte.
doc-agreement-we = Che cosa promettiamo noi
doc-agreement-we-1 = Ti ascoltiamo con rispetto, senza giudicare. Non devi raccontare quello che non vuoi.
doc-agreement-we-2 = Ti spieghiamo ogni passo in una lingua che capisci, anche con una persona che traduce.
doc-agreement-we-3 = Ti avvisiamo prima, se un incontro cambia giorno o non si fa.
doc-agreement-we-4 = Alla fine ti spieghiamo i risultati, e puoi far scrivere che cosa ne pensi.
doc-agreement-you = Che cosa ti chiediamo
doc-agreement-you-1 = Vieni agli incontri e arriva in orario. Se non puoi, avvisaci appena possibile.
doc-agreement-you-2 = Racconta con sincerità quello che sai fare e quello che hai fatto.
doc-agreement-you-3 = Rispetta le altre persone del gruppo: quello che si dice nel gruppo resta nel gruppo.
doc-agreement-sees = Chi vede che cosa
doc-agreement-sees-1 = Chi ti segue e chi coordina il servizio vedono quello che serve per il percorso. Un'altra persona del servizio può guardare il tuo fascicolo solo con un motivo scritto, che resta registrato.
doc-agreement-sees-2 = Gli appunti di lavoro li legge chi li ha scritti; chi coordina può leggerli solo con un motivo scritto.
doc-agreement-sees-3 = Chi ti ha mandato da noi vede quello che ci ha scritto e a che punto sei: arrivo, inizio, fine. A che punto sei lo vede finché non ritiri il consenso che gli hai dato.
doc-agreement-sees-4 = Chi finanzia il progetto riceve numeri; se controlla le ore, vede il registro delle presenze.
doc-agreement-sees-5 = Nessun altro vede qualcosa di te senza la tua autorizzazione scritta, a meno che la legge ci obblighi.
doc-agreement-secret = Riservatezza
doc-agreement-secret-1 = Chi lavora con te, anche chi traduce, non può raccontare ad altri quello che dici.
doc-agreement-secret-2 = Solo in casi rari la legge ci obbliga a parlare, per esempio per un pericolo grave. Se è possibile te lo diciamo prima.
doc-agreement-results = Che cosa ricevi, e di chi è
doc-agreement-results-1 = Alla fine ricevi la relazione, una sintesi e l'attestato con le ore fatte; se le ore sono poche, una dichiarazione di frequenza.
doc-agreement-results-2 = Sono tuoi: decidi tu se mostrarli, a chi e fino a quando. Puoi cambiare idea.
doc-agreement-results-3 = Dicono che cosa hai fatto e che cosa sai fare. Non sono un titolo di studio né una certificazione dello Stato.
doc-agreement-sign = Firmando dici che hai letto o ascoltato questo patto, che l'hai capito e che vuoi partecipare.
doc-agreement-note = In due copie: una per te, una per il servizio.

## The privacy notice (GDPR, article 13)

doc-notice = Informativa sulla privacy
doc-notice-intro = Questo foglio dice quali dati teniamo su di te, perché, chi li vede e che cosa puoi chiedere (regolamento UE 2016/679, «GDPR», articolo 13).
doc-notice-controller = Chi risponde dei tuoi dati
doc-notice-controller-is = Titolare del trattamento
doc-notice-officer = Responsabile della protezione dei dati (RPD)
doc-notice-why = Perché usiamo i tuoi dati
doc-notice-why-1 = Per fare con te il bilancio di competenze e scrivere i documenti che ricevi.
doc-notice-why-2 = Per organizzare gli incontri e contare le ore.
doc-notice-why-3 = Per rendere conto a chi finanzia il progetto: con numeri, e con il registro delle presenze se lo controlla.
doc-notice-why-4 = Per chiederti, qualche mese dopo la fine, come va: se hai trovato un lavoro o un corso. Puoi non rispondere.
doc-notice-basis = Che cosa ce lo permette
doc-notice-basis-1 = Il bilancio di competenze è un compito di interesse pubblico: lo permette la legge, non serve il tuo consenso (GDPR, articolo 6, paragrafo 1, lettera e; per i dati più delicati articolo 9, paragrafo 2, lettera g).
doc-notice-basis-2 = Per dare dati o documenti ad altri serve la tua autorizzazione (articolo 6, paragrafo 1, lettera a). La puoi ritirare quando vuoi.
doc-notice-basis-3 = Dare i tuoi dati è una scelta tua. Senza un nome e un modo per trovarti non possiamo cominciare; il resto puoi non dirlo.
doc-notice-which = Quali dati
doc-notice-which-1 = Chi sei e come contattarti: nome, sesso come è registrato, nascita, cittadinanza, anno di arrivo, lingue, se sai leggere e scrivere, quante persone hai a carico, telefono o e-mail, comune.
doc-notice-which-2 = Che cosa dicono i tuoi documenti del permesso e del lavoro, con le date, anche quella di una domanda di asilo. Il codice fiscale e altri numeri, solo se vuoi darli.
doc-notice-which-3 = Quello che racconti di studi, lavori, patenti, competenze e progetti; le prove che ci mostri; le presenze e gli appunti di chi ti segue; chi ti ha mandato da noi; il centro di accoglienza o altro alloggio, con le date.
doc-notice-which-4 = Di che cosa hai bisogno per partecipare, per esempio una persona che traduce o un altro orario. Se hai esigenze particolari, scriviamo solo che ci sono, mai perché.
doc-notice-which-5 = Come valutiamo insieme quello che sai fare, e la relazione; le tue risposte ai questionari; che cosa ci dici dopo la fine: lavoro, corso, o niente ancora.
doc-notice-who = Chi li riceve
doc-notice-who-1 = Chi lavora con te, e chi fa funzionare il programma al computer per conto nostro: con l'obbligo del segreto.
doc-notice-who-2 = Altri servizi o aziende: solo se lo autorizzi tu, solo quello che dici tu, fino a quando dici tu.
doc-notice-who-3 = Un'autorità: solo quando una legge ci obbliga.
doc-notice-who-4 = Nessuno nel tuo paese di origine: non mandiamo là i tuoi dati, né alle sue ambasciate. Se sei tu a volere una conferma da là, prima lo mettiamo per iscritto.
doc-notice-long = Per quanto tempo
doc-notice-long-1 = Il tuo fascicolo resta finché il progetto e chi lo finanzia devono poterlo mostrare. Decide il servizio, secondo la legge: chiedici per quanto tempo.
doc-notice-long-2 = Se ti ritiri, gli appunti di lavoro si cancellano; se no, restano con il fascicolo. Il servizio decide anche quanto resta il registro di chi ha guardato i tuoi dati.
doc-notice-long-3 = Il registro degli attestati resta anche dopo, così il tuo si può verificare.
doc-notice-rights = I tuoi diritti
doc-notice-rights-1 = Vedere i tuoi dati e averne una copia, anche da usare altrove.
doc-notice-rights-2 = Chiedere di correggerli o di cancellarli. Il servizio li cancella quando la legge lo permette, e se non può ti dice perché.
doc-notice-rights-3 = Chiedere di fermarne l'uso per un tempo, od opporti all'uso.
doc-notice-rights-4 = Ritirare un'autorizzazione: da quel momento l'accesso si chiude.
doc-notice-rights-5 = Basta chiederlo a chi ti segue o al responsabile della protezione dei dati. È gratis, e rispondiamo entro un mese.
doc-notice-people = Decidono le persone
doc-notice-people-1 = Nessun computer decide da solo su di te. Il programma può proporre, per esempio nomi di mestieri; scegliete tu e chi ti segue.
doc-notice-complaint = Se qualcosa non va
doc-notice-complaint-1 = Puoi fare reclamo all'autorità italiana che protegge i dati personali, il Garante. È gratis.
doc-notice-garante = Garante per la protezione dei dati personali · piazza Venezia 11, 00187 Roma · protocollo@gpdp.it · www.garanteprivacy.it
doc-notice-received = La firma non è un consenso: dice solo che hai ricevuto questo foglio e che ti è stato spiegato.
doc-notice-note = Questo foglio è tuo: tienilo.

## The attendance register

doc-register = Registro delle presenze
doc-register-individual = Registro individuale delle presenze
doc-register-note = Contiene dati personali: si conserva con gli atti del progetto e si mostra solo a chi lo controlla.
doc-register-group = Gruppo
doc-register-project = Codice progetto
doc-register-programme = Programma
doc-register-person = Persona
doc-register-conductor = Conduce
doc-register-held = Incontri svolti
doc-register-time = Data e orario
doc-register-what = Incontro
doc-register-participant = Partecipante
doc-register-presence = Presenza
doc-register-minutes = Min.
doc-register-signature = Firma
doc-register-signs-conductor = Firma di chi conduce
doc-register-signs-mediator = Firma della mediazione
doc-register-moved = spostato: era il { $day }
doc-register-aside = non conta nelle ore del percorso
doc-register-totals = Totali
doc-register-present-at = Presenze
doc-register-absent-at = Assenze
doc-register-total-minutes = Minuti
doc-register-empty = Nessun incontro nel periodo
doc-register-whole = tutti gli incontri

## Codes of meetings, in words

attended-present = presente
attended-late = in ritardo
attended-left-early = uscita anticipata
attended-absent-justified = assenza giustificata
attended-absent = assente
meeting-planned = previsto
meeting-held = svolto
meeting-cancelled = annullato
meeting-no-show = nessuno si è presentato
mode-in-person = in presenza
mode-phone = per telefono
mode-video = in video
mode-mixed = in presenza e a distanza
path-preliminary = accoglienza e patto
path-investigation = esplorazione delle competenze
path-conclusion = conclusioni e progetto
path-follow-up = come va dopo

## The public check of a signed file
check-signed = Il file è quello rilasciato, con la firma registrata insieme. Chi ha firmato lo mostra il lettore di PDF: il servizio non lo verifica su elenchi di fiducia.
doc-notice-why-5 = Per capire con questionari, all'inizio, alla fine e più avanti, se il percorso ti è servito.
doc-notice-why-6 = Per altro, come mandare i tuoi documenti a un centro per l'impiego, solo se lo decidi tu.
doc-notice-which-6 = Non ti chiediamo la religione, le idee politiche, la salute, né perché hai chiesto asilo, né perché e come hai lasciato il tuo paese: solo se ti serve un aiuto per partecipare.
