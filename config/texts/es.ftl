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
doc-of = de
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

## The public check of a signed file
check-signed = El archivo es el que se expidió, con la firma registrada. El lector de PDF muestra quién firmó: el servicio no lo comprueba en listas de confianza.
