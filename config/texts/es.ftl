# Textos fijos en español.
# reviewed_by: nobody yet
# reviewed_on: -

language-name = Español

## Dates

date = { $day } de { $month } de { $year }
month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre

## The page of the public check

check-title = Comprobación de un certificado
check-valid = Este certificado es válido.
check-revoked = Este certificado ha sido revocado.
check-replaced = Este certificado ha sido sustituido por otro.
check-unknown = Ningún certificado tiene este código.
check-unknown-help = Compruebe las letras y las cifras del código, o pregunte a quien le dio el documento.
check-number = Número
check-issued = Expedido el
check-issuer = Expedido por
check-note = La comprobación no muestra nada de la persona. El certificado acredita la participación, no las competencias.
check-languages = Idioma de la página
check-compare = Comparar el archivo
check-compare-help = Elija el PDF o arrástrelo aquí: se lee solo en este dispositivo y no se envía a nadie.
check-choose = Archivo PDF
check-same = El archivo es el que se expidió, hasta el último byte.
check-begins = El archivo empieza por el que se expidió y se ha añadido algo al final: puede ser una firma o una modificación.
check-other = El archivo no es el que se expidió.
check-reading = Leyendo el archivo…
check-failed = El archivo no se puede leer.

## Documents

doc-property = Propiedad personal de su titular: solo se comunica a otros con su autorización.
doc-page = Página { $page } de { $pages }
doc-nothing = ninguna información registrada
doc-public-check = Comprobación pública
doc-code = código
doc-birth-date = fecha de nacimiento
doc-certificate = Certificado de participación
doc-statement = Declaración de asistencia
doc-certify = Se certifica que
doc-completed = ha participado en el itinerario y lo ha completado
doc-took-part = ha participado en encuentros del itinerario
doc-from-to = del { $from } al { $to }
doc-attended = cursadas
doc-attended-of = cursadas de { $planned } previstas
doc-individual = individuales
doc-in-group = en grupo
doc-meeting = encuentro
doc-meetings = encuentros
doc-activities = actividades realizadas
doc-attestation-level = nivel de acreditación
doc-attestation-none = ninguno: acredita la participación
doc-replaces = sustituye a
doc-sessions = encuentros
doc-letter = Carta de derivación
doc-report = Balance de competencias: informe
doc-level-0 = todavía no
doc-level-1 = con ayuda constante
doc-level-2 = con algo de ayuda, tareas sencillas
doc-level-3 = con autonomía, tareas habituales
doc-level-4 = con autonomía, también problemas nuevos
doc-level-5 = sabe enseñar o coordinar a otras personas
doc-pathway = itinerario
doc-version = versión
doc-circumstances = Circunstancias
doc-asked-by = solicitado por
doc-period = periodo
doc-hours = horas
doc-languages = idiomas
doc-methods = métodos
doc-request = Petición inicial y expectativas
doc-training = Formación
doc-evidence = evidencias
doc-experience = Experiencias de trabajo y de vida
doc-tasks = tareas
doc-tools = herramientas
doc-competences = Competencias
doc-competence = competencia
doc-where-acquired = dónde se adquirió
doc-self = autoevaluación
doc-agreed = acordado
doc-last-used = último uso
doc-language = idioma
doc-listening = comprensión auditiva
doc-reading = lectura
doc-interaction = interacción
doc-production = producción
doc-writing = escritura
doc-mother-tongue = lengua materna
doc-cefr = niveles del Marco común europeo (MCER)
doc-licences = Permisos y habilitaciones
doc-final-assessment = Valoración final
doc-goal = Objetivo profesional
doc-alternatives = alternativas
doc-in-favour = a favor
doc-obstacles = obstáculos
doc-next-steps = Próximos pasos
doc-responsible = responsable
doc-by = a más tardar el
doc-observations = Observaciones de la persona
doc-signatures = Firmas
doc-the-person = la persona
doc-mediation = mediación
doc-approved-on = aprobado el { $day }
doc-first-party = Documento de primera parte, con valor de transparencia: no es validación ni certificación de competencias según el D.Lgs. 13/2013.
doc-no-goal = todavía sin objetivo
doc-supervisor = Supervisión
doc-operator = Orientadora/orientador

## Codes in words

method-biographical-interview = entrevista biográfica
method-document-analysis = análisis de documentos
method-employer-interview = entrevista con el empleador
method-observation = observación
method-practical-test = prueba práctica
method-questionnaire = cuestionario
method-self-assessment = autoevaluación
method-semi-structured-interview = entrevista semiestructurada
session-follow-up = entrevista de seguimiento
session-group = encuentro de grupo
session-individual = entrevista individual
session-info-meeting = reunión informativa
session-intake-interview = entrevista inicial
session-mediation-only = encuentro de mediación
session-restitution = entrevista de devolución
session-three-party = entrevista a tres
session-any = encuentros
step-active-job-search = búsqueda activa de empleo
step-business-creation = creación de empresa
step-civic-orientation = orientación cívica
step-competence-certification = certificación de competencias
step-competence-validation = validación de competencias
step-cv-support = preparación del currículum
step-employment-centre = centro de empleo
step-language-course = curso de idioma
step-mediated-placement = inserción acompañada
step-other = otro
step-qualification-recognition = reconocimiento del título
step-self-employment = trabajo por cuenta propia
step-training-qualification = formación para una cualificación
step-training-requalification = recualificación
step-tutoring = acompañamiento
step-volunteering = voluntariado
step-work-experience = prácticas

## Charts

doc-chart-competences = Radar de competencias, de 0 a 5
doc-chart-languages = Niveles de lengua (MCER)
doc-chart-timeline = Cronología de las experiencias
doc-chart-path = Encuentros del itinerario, por orden
doc-chart-more = y además: { $count }
doc-chart-ongoing = en curso
doc-chart-undated = Sin fechas
doc-chart-work = trabajo y otras experiencias
doc-chart-learning = estudios y formación

## What the person takes away

doc-profile = Perfil de competencias
doc-profile-statement = Lo que la persona declara, recogido y comentado en un balance de competencias: declaración de primera parte, no una validación ni una certificación según el D.Lgs. 13/2013. Junto a cada dato figura lo que lo respalda.
doc-profile-personal = Datos personales
doc-profile-expectations = Expectativas y objetivo
doc-profile-skills = Competencias y experiencias
doc-profile-appraisal = Valoración general y próximos pasos
doc-profile-citizenship = nacionalidad
doc-profile-contact = contacto
doc-profile-made-on = fecha
doc-profile-recipient = destinatario
doc-profile-no-goal = por qué todavía no hay un objetivo
doc-profile-evidence = Evidencias
doc-profile-about = se refiere a
doc-profile-status = estado
doc-profile-original-seen = original visto
doc-profile-quality = calidad
doc-profile-completeness = integridad
doc-profile-exhaustiveness = exhaustividad
doc-profile-pertinence = pertinencia
doc-profile-assessed-on = evaluado el
doc-profile-done = hecho
doc-skills-table = Competencias y evidencias
doc-cv = Curriculum vitae
doc-cv-work = Experiencia laboral
doc-cv-education = Educación y formación
doc-cv-others = Otras experiencias
doc-cv-now = actualidad
doc-cv-languages = Competencias lingüísticas
doc-cv-skills = Otras competencias
doc-cv-digital = Competencias digitales
doc-cv-attached = Este archivo contiene el mismo CV en formato Europass (europass.xml), que se puede importar en europass.europa.eu.
doc-portfolio = Portafolio de competencias
doc-portfolio-note = Este portafolio pertenece a la persona. Lo que está en la parte pública se puede mostrar a quien se quiera; la parte privada es solo suya.
doc-portfolio-public = Parte pública
doc-portfolio-public-note = Para mostrar a quien se quiera: una empresa, una escuela, un servicio.
doc-portfolio-private = Parte privada
doc-portfolio-private-note = Solo para la persona: el centro no la da a nadie más sin su autorización.
doc-portfolio-paper = documento
doc-portfolio-file = archivo
doc-portfolio-hashes = En el archivo manifest.json está el SHA-256 de cada archivo: quien lo vuelva a calcular verá si el archivo ha cambiado.
doc-answers = Fichas y autoevaluaciones
doc-answers-note = Respuestas de la persona, con sus propias palabras. Son parte de la parte privada del portafolio.
doc-answers-open = todavía sin completar
doc-answers-results = Resultados
doc-answers-withheld = Otras respuestas se dieron en privado: el centro no las ve y no están en esta copia.
portfolio-assessment-report = Balance de competencias: informe
portfolio-participation-certificate = Certificado de participación
portfolio-attendance-statement = Declaración de asistencia
portfolio-synthesis = Documento de síntesis
portfolio-transparency-document = Documento de transparencia
portfolio-profile-as-file = Perfil de competencias para programas (JSON)
moment-t0 = al inicio del itinerario
moment-t1 = al final del itinerario
moment-t2 = después del itinerario

## Synthesis and transparency document

doc-draft = BORRADOR
doc-synthesis = Balance de competencias: síntesis
doc-prospects = Competencias y aptitudes de cara a las perspectivas
doc-project = Proyecto profesional y formativo
doc-main-steps = etapas principales
doc-more-in-report = en el informe, otros elementos: { $count }
doc-whole-in-report = el texto completo está en el informe
doc-pieces-of-evidence = evidencias: { $count }
doc-meetings-count = encuentros
doc-received = recibido el
doc-received-by = firma de la persona al recibirlo
doc-transparency = Documento de transparencia
doc-personal = Datos personales
doc-legal-basis = D.Lgs. 13/2013 · D.M. 30/6/2015, art. 6.1 · D.M. 5/1/2021, 1.3.1
doc-identified = Competencias identificadas como posible objeto de validación
doc-code-of-competence = código
doc-no-code = sin código
doc-sources = experiencias y evidencias
doc-related-experience = Experiencias de trabajo y aprendizaje relacionadas
doc-evidence-list = Evidencias
doc-quality = calidad
doc-completeness = integridad
doc-exhaustiveness = exhaustividad
doc-pertinence = pertinencia
doc-original-seen = visto el original
doc-criteria = criterios del servicio de validación de Liguria (ALFA), de 0 (nada) a 3 (plenamente)
doc-issuer = expedido por

## Papers that are explained and signed: their version is that of these texts

paper-version = 2026-11-23
doc-text-version = versión del texto
doc-explained = Explicación oral
doc-explained-in = idioma en que se explicó
doc-explained-by = quién tradujo
doc-explained-on = lugar y fecha
doc-unreviewed = El texto en este idioma todavía no ha sido revisado. Por eso al lado está el inglés, y la hoja se explica oralmente en el idioma de la persona.
doc-sign-centre = por el servicio
doc-sign-interpreter = quien tradujo, si lo hay
doc-sign-guardian = quien ejerce la patria potestad o la tutela

## The participation agreement

doc-agreement = Acuerdo de participación
doc-agreement-read = Lee esta hoja con calma, o pide que te la lean. Haz todas las preguntas que quieras antes de firmar.
doc-agreement-parties = Quiénes hacen este acuerdo
doc-agreement-centre = quién te acompaña
doc-agreement-is = Qué es el balance de competencias
doc-agreement-is-1 = Es un itinerario para entender y ordenar lo que sabes hacer: en el trabajo, en la escuela, en casa, en la vida.
doc-agreement-is-2 = Hablas de tu trabajo y de lo que has aprendido. Juntos escribimos tus competencias y un proyecto para tu trabajo futuro.
doc-agreement-is-3 = Es gratuito: no pagas nada, en ningún momento.
doc-agreement-not = Qué no es
doc-agreement-not-1 = No es una oferta de trabajo y no promete un trabajo.
doc-agreement-not-2 = No es un examen: nadie te pone una nota.
doc-agreement-not-3 = No es una prueba para una solicitud de asilo, y no cambia nada para quien la haya hecho.
doc-agreement-path = Cómo se desarrolla
doc-agreement-phase = fase
doc-agreement-total = en total
doc-agreement-open = El número de encuentros no se fija antes: se decide juntos, paso a paso.
doc-agreement-rhythm = días y horarios acordados
doc-agreement-free = Participas porque lo eliges tú
doc-agreement-free-1 = Nadie te obliga. Puedes parar cuando quieras, sin decir por qué: basta con decírselo a quien te acompaña.
doc-agreement-free-2 = Si paras no pierdes ninguna ayuda ni ningún derecho.
doc-agreement-free-3 = Lo que has hecho es tuyo: puedes pedir una hoja con las horas hechas.
doc-agreement-we = Qué prometemos nosotros
doc-agreement-we-1 = Te escuchamos con respeto, sin juzgar. No tienes que contar lo que no quieras.
doc-agreement-we-2 = Te explicamos cada paso en un idioma que entiendes, también con una persona que traduce.
doc-agreement-we-3 = Te avisamos antes si un encuentro cambia de día o no se hace.
doc-agreement-we-4 = Al final te explicamos los resultados, y puedes pedir que se escriba lo que piensas.
doc-agreement-you = Qué te pedimos
doc-agreement-you-1 = Ven a los encuentros y llega puntual. Si no puedes, avísanos lo antes posible.
doc-agreement-you-2 = Cuenta con sinceridad lo que sabes hacer y lo que has hecho.
doc-agreement-you-3 = Respeta a las otras personas del grupo: lo que se dice en el grupo queda en el grupo.
doc-agreement-sees = Quién ve qué
doc-agreement-sees-1 = Quien te acompaña y quien coordina el servicio ven lo que hace falta para el itinerario. Otra persona del servicio solo puede mirar tu expediente con un motivo escrito, que queda registrado.
doc-agreement-sees-2 = Los apuntes de trabajo los lee quien los escribió; quien coordina solo puede leerlos con un motivo escrito.
doc-agreement-sees-3 = Quien te envió aquí ve lo que nos escribió y en qué punto estás: llegada, inicio, final. En qué punto estás lo ve hasta que retires el consentimiento que le diste.
doc-agreement-sees-4 = Quien financia el proyecto recibe números; si controla las horas, ve el registro de asistencia.
doc-agreement-sees-5 = Nadie más ve nada de ti sin tu autorización escrita, salvo que la ley nos obligue.
doc-agreement-secret = Confidencialidad
doc-agreement-secret-1 = Quien trabaja contigo, también quien traduce, no puede contar a otros lo que dices.
doc-agreement-secret-2 = Solo en casos raros la ley nos obliga a hablar, por ejemplo por un peligro grave. Si es posible te lo decimos antes.
doc-agreement-results = Qué recibes, y de quién es
doc-agreement-results-1 = Al final recibes el informe, una síntesis y el certificado con tus horas; si las horas son pocas, una declaración de asistencia.
doc-agreement-results-2 = Son tuyos: tú decides si mostrarlos, a quién y hasta cuándo. Puedes cambiar de idea.
doc-agreement-results-3 = Dicen lo que has hecho y lo que sabes hacer. No son un título de estudios ni una certificación del Estado.
doc-agreement-sign = Al firmar dices que has leído o escuchado este acuerdo, que lo has entendido y que quieres participar.
doc-agreement-note = Por duplicado: una copia para ti, una para el servicio.

## The privacy notice (GDPR, article 13)

doc-notice = Información sobre la privacidad
doc-notice-intro = Esta hoja dice qué datos guardamos sobre ti, por qué, quién los ve y qué puedes pedir (Reglamento (UE) 2016/679, «RGPD», artículo 13).
doc-notice-controller = Quién responde de tus datos
doc-notice-controller-is = responsable del tratamiento
doc-notice-officer = delegado de protección de datos (DPD)
doc-notice-why = Por qué usamos tus datos
doc-notice-why-1 = Para hacer contigo el balance de competencias y escribir los documentos que recibes.
doc-notice-why-2 = Para organizar los encuentros y contar las horas.
doc-notice-why-3 = Para rendir cuentas a quien financia el proyecto: con números, y con el registro de asistencia si lo controla.
doc-notice-why-4 = Para preguntarte, unos meses después del final, cómo te va: si has encontrado un trabajo o un curso. Puedes no responder.
doc-notice-basis = Qué nos lo permite
doc-notice-basis-1 = El balance de competencias es una misión de interés público: lo permite la ley, no hace falta tu consentimiento (RGPD, artículo 6, apartado 1, letra e; para los datos más delicados artículo 9, apartado 2, letra g).
doc-notice-basis-2 = Para dar datos o documentos a otros hace falta tu autorización (artículo 6, apartado 1, letra a). Puedes retirarla cuando quieras.
doc-notice-basis-3 = Dar tus datos es tu elección. Sin un nombre y una forma de contactarte no podemos empezar; lo demás puedes no decirlo.
doc-notice-which = Qué datos
doc-notice-which-1 = Quién eres y cómo contactarte: nombre, sexo tal como está registrado, nacimiento, nacionalidad, año de llegada, idiomas, si sabes leer y escribir, cuántas personas tienes a tu cargo, teléfono o correo electrónico, municipio.
doc-notice-which-2 = Lo que dicen tus documentos del permiso y del trabajo, con las fechas, también la de una solicitud de asilo. Tu código fiscal y otros números, solo si quieres darlos.
doc-notice-which-3 = Lo que cuentas de estudios, trabajos, permisos de conducir, competencias y proyectos; las pruebas que nos muestras; tu asistencia y los apuntes de quien te acompaña; quién te envió aquí; el centro de acogida u otro alojamiento, con las fechas.
doc-notice-which-4 = Lo que necesitas para participar, por ejemplo una persona que traduzca u otro horario. Si tienes necesidades especiales, escribimos solo que las hay, nunca por qué.
doc-notice-which-5 = Cómo valoramos contigo lo que sabes hacer, y el informe; tus respuestas a los cuestionarios; lo que nos dices después del final: un trabajo, un curso, o nada todavía.
doc-notice-who = Quién los recibe
doc-notice-who-1 = Quien trabaja contigo, y quien hace funcionar el programa informático por nuestra cuenta: con obligación de secreto.
doc-notice-who-2 = Otros servicios o empresas: solo si lo autorizas tú, solo lo que digas tú, hasta cuando digas tú.
doc-notice-who-3 = Una autoridad: solo cuando una ley nos obliga.
doc-notice-who-4 = Nadie en tu país de origen: no enviamos allí tus datos, ni a sus embajadas. Si eres tú quien quiere una confirmación de allí, antes lo ponemos por escrito.
doc-notice-long = Durante cuánto tiempo
doc-notice-long-1 = Tu expediente se queda mientras el proyecto y quien lo financia deban poder mostrarlo. Decide el servicio, según la ley: pregúntanos cuánto tiempo.
doc-notice-long-2 = Si te retiras, los apuntes de trabajo se borran; si no, se quedan con el expediente. El servicio decide también cuánto se queda el registro de quién ha visto tus datos.
doc-notice-long-3 = El registro de certificados se queda también después, para que el tuyo se pueda verificar.
doc-notice-rights = Tus derechos
doc-notice-rights-1 = Ver tus datos y tener una copia, también para usarla en otro lugar.
doc-notice-rights-2 = Pedir que se corrijan o que se borren. El servicio los borra cuando la ley lo permite, y si no puede, te dice por qué.
doc-notice-rights-3 = Pedir que se pare su uso por un tiempo, u oponerte a él.
doc-notice-rights-4 = Retirar una autorización: desde ese momento se cierra el acceso.
doc-notice-rights-5 = Basta con pedirlo a quien te acompaña o al delegado de protección de datos. Es gratis, y respondemos en el plazo de un mes.
doc-notice-people = Deciden las personas
doc-notice-people-1 = Ningún ordenador decide solo sobre ti. El programa puede proponer, por ejemplo nombres de oficios; eligen tú y quien te acompaña.
doc-notice-complaint = Si algo no va bien
doc-notice-complaint-1 = Puedes reclamar ante la autoridad italiana que protege los datos personales, el Garante. Es gratis.
doc-notice-garante = Garante per la protezione dei dati personali · piazza Venezia 11, 00187 Roma · protocollo@gpdp.it · www.garanteprivacy.it
doc-notice-received = La firma no es un consentimiento: solo dice que has recibido esta hoja y que te la han explicado.
doc-notice-note = Esta hoja es tuya: guárdala.

## The attendance register

doc-register = Registro de asistencia
doc-register-individual = Registro individual de asistencia
doc-register-note = Contiene datos personales: se conserva con los documentos del proyecto y se muestra solo a quien los controla.
doc-register-group = grupo
doc-register-project = código del proyecto
doc-register-programme = programa
doc-register-person = persona
doc-register-conductor = conducción
doc-register-held = encuentros realizados
doc-register-time = fecha y horario
doc-register-what = encuentro
doc-register-participant = participante
doc-register-presence = asistencia
doc-register-minutes = min.
doc-register-signature = firma
doc-register-signs-conductor = firma de quien conduce
doc-register-signs-mediator = firma de la mediación
doc-register-moved = movido: era el { $day }
doc-register-aside = no cuenta en las horas del itinerario
doc-register-totals = Totales
doc-register-present-at = asistencias
doc-register-absent-at = ausencias
doc-register-total-minutes = minutos
doc-register-empty = ningún encuentro en el periodo
doc-register-whole = todos los encuentros

## Codes of meetings, in words

attended-present = presente
attended-late = con retraso
attended-left-early = salida anticipada
attended-absent-justified = ausencia justificada
attended-absent = ausente
meeting-planned = previsto
meeting-held = realizado
meeting-cancelled = anulado
meeting-no-show = nadie se presentó
mode-in-person = presencial
mode-phone = por teléfono
mode-video = por vídeo
mode-mixed = presencial y a distancia
path-preliminary = acogida y acuerdo
path-investigation = exploración de las competencias
path-conclusion = conclusiones y proyecto
path-follow-up = seguimiento

## The public check of a signed file
check-signed = El archivo es el que se expidió, con la firma registrada. El lector de PDF muestra quién firmó: el servicio no lo comprueba en listas de confianza.
doc-notice-why-5 = Para saber con cuestionarios, al principio, al final y más adelante, si el itinerario te ha servido.
doc-notice-why-6 = Para otras cosas, como enviar tus documentos a un centro de empleo, solo si lo decides tú.
doc-notice-which-6 = No te preguntamos por la religión, las ideas políticas, la salud, ni por qué pediste asilo, ni por qué y cómo dejaste tu país: solo si necesitas ayuda para participar.
