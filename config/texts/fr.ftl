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
