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
