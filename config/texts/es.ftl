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
