# النصوص الثابتة بالعربية
# reviewed_by: nobody yet
# reviewed_on: -

language-name = العربية

## Dates

date = { $day } { $month } { $year }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

## The page of the public check

check-title = التحقق من شهادة
check-valid = هذه الشهادة صالحة.
check-revoked = أُلغيت هذه الشهادة.
check-replaced = حلّت شهادة أخرى محل هذه الشهادة.
check-unknown = لا توجد شهادة بهذا الرمز.
check-unknown-help = تحقق من حروف الرمز وأرقامه، أو اسأل من أعطاك الوثيقة.
check-number = الرقم
check-issued = تاريخ الإصدار
check-issuer = جهة الإصدار
check-note = لا يُظهر التحقق أي شيء عن الشخص. تثبت الشهادة المشاركة، لا الكفاءات.
check-languages = لغة الصفحة
check-compare = مقارنة الملف
check-compare-help = اختر ملف PDF أو اسحبه إلى هنا: يُقرأ على هذا الجهاز فقط ولا يُرسل إلى أحد.
check-choose = ملف PDF
check-same = الملف هو الذي صدر تمامًا، حتى آخر بايت.
check-begins = يبدأ الملف بالملف الذي صدر، وأُضيف شيء في آخره: قد يكون توقيعًا أو تعديلًا.
check-other = الملف ليس الذي صدر.
check-reading = جارٍ قراءة الملف…
check-failed = تتعذر قراءة الملف.
