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

## Documents

doc-property = ملك شخصي لصاحبها: لا تُطلع عليها جهة أخرى إلا بإذن منه.
doc-page = صفحة { $page } من { $pages }
doc-nothing = لا معلومات مسجلة
doc-public-check = تحقق علني
doc-code = الرمز
doc-birth-date = تاريخ الميلاد
doc-certificate = شهادة مشاركة
doc-statement = إفادة حضور
doc-certify = نشهد بمشاركة
doc-completed = في المسار حتى إتمامه
doc-took-part = في لقاءات من المسار
doc-from-to = من { $from } إلى { $to }
doc-attended = حضور
doc-attended-of = حضور من أصل { $planned } مقررة
doc-individual = فردية
doc-in-group = جماعية
doc-meeting = لقاء
doc-meetings = لقاءات
doc-activities = الأنشطة
doc-attestation-level = مستوى الإشهاد
doc-attestation-none = بلا مستوى: توثّق المشاركة
doc-replaces = تحل محل
doc-sessions = اللقاءات
doc-letter = رسالة إحالة
doc-report = تقرير حصيلة الكفاءات
doc-level-0 = ليس بعد
doc-level-1 = بمساعدة دائمة
doc-level-2 = ببعض المساعدة، مهام بسيطة
doc-level-3 = باستقلالية، مهام معتادة
doc-level-4 = باستقلالية، حتى في مشكلات جديدة
doc-level-5 = القدرة على تعليم الآخرين أو تنسيقهم
doc-pathway = المسار
doc-version = النسخة
doc-circumstances = الظروف
doc-asked-by = بطلب من
doc-period = الفترة
doc-hours = الساعات
doc-of = من
doc-languages = اللغات
doc-methods = الأساليب
doc-request = الطلب الأولي والتوقعات
doc-training = التعليم والتدريب
doc-evidence = الأدلة
doc-experience = خبرات العمل والحياة
doc-tasks = المهام
doc-tools = الأدوات
doc-competences = الكفاءات
doc-competence = الكفاءة
doc-where-acquired = أين اكتُسبت
doc-self = ذاتي
doc-agreed = متفق عليه
doc-last-used = آخر استعمال
doc-language = اللغة
doc-listening = الاستماع
doc-reading = القراءة
doc-interaction = المحادثة
doc-production = التعبير الشفهي
doc-writing = الكتابة
doc-mother-tongue = اللغة الأم
doc-cefr = مستويات الإطار الأوروبي المشترك
doc-licences = الرخص
doc-final-assessment = التقييم النهائي
doc-goal = الهدف المهني
doc-alternatives = البدائل
doc-in-favour = عوامل مساعدة
doc-obstacles = العقبات
doc-next-steps = الخطوات القادمة
doc-responsible = المسؤول
doc-by = قبل
doc-observations = ملاحظات الشخص
doc-signatures = التوقيعات
doc-the-person = الشخص المعني
doc-mediation = الوساطة
doc-approved-on = اعتُمد في { $day }
doc-first-party = وثيقة صادرة عن الطرف الأول لغرض الشفافية: ليست مصادقة على الكفاءات ولا إشهادًا بها وفق المرسوم التشريعي الإيطالي 13/2013.
doc-no-goal = لا هدف حتى الآن
doc-supervisor = الإشراف
doc-operator = التوجيه المهني

## Codes in words

method-biographical-interview = مقابلة عن السيرة
method-document-analysis = تحليل الوثائق
method-employer-interview = مقابلة مع صاحب العمل
method-observation = ملاحظة
method-practical-test = اختبار عملي
method-questionnaire = استبيان
method-self-assessment = تقييم ذاتي
method-semi-structured-interview = مقابلة شبه موجهة
session-follow-up = مقابلة متابعة
session-group = لقاء جماعي
session-individual = مقابلة فردية
session-info-meeting = لقاء تعريفي
session-intake-interview = مقابلة أولى
session-mediation-only = لقاء وساطة
session-restitution = مقابلة ختامية
session-three-party = مقابلة ثلاثية
session-any = لقاءات
step-active-job-search = بحث نشط عن عمل
step-business-creation = إنشاء مشروع
step-civic-orientation = توجيه مدني
step-competence-certification = الإشهاد على الكفاءات
step-competence-validation = المصادقة على الكفاءات
step-cv-support = إعداد السيرة الذاتية
step-employment-centre = مركز التشغيل
step-language-course = دورة لغة
step-mediated-placement = إدماج بمرافقة
step-other = أخرى
step-qualification-recognition = الاعتراف بالمؤهل
step-self-employment = عمل حر
step-training-qualification = تدريب للحصول على مؤهل
step-training-requalification = إعادة التأهيل المهني
step-tutoring = مرافقة
step-volunteering = تطوع
step-work-experience = تدريب عملي

## The public check of a signed file
check-signed = الملف هو الذي صدر، مع التوقيع المسجَّل معه. يبيّن قارئ ملفات PDF من وقّع: لا تتحقق الخدمة من ذلك في قوائم الثقة.
