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
