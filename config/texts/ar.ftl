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
doc-by = في موعد أقصاه
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

## Charts

doc-chart-competences = مخطط الكفاءات من 0 إلى 5
doc-chart-languages = مستويات اللغات (الإطار الأوروبي المرجعي)
doc-chart-timeline = التسلسل الزمني للخبرات
doc-chart-path = لقاءات المسار بالترتيب
doc-chart-more = وغيرها: { $count }
doc-chart-ongoing = مستمرة
doc-chart-undated = دون تواريخ
doc-chart-work = عمل وخبرات أخرى
doc-chart-learning = دراسة وتكوين

## What the person takes away

doc-profile = ملف الكفاءات
doc-profile-statement = ما يصرّح به الشخص، جُمع ونوقش خلال حصيلة الكفاءات: إفادة من الطرف الأول، وليست مصادقة ولا شهادة رسمية بموجب المرسوم التشريعي 13/2013. إلى جانب كل بند ما يثبته.
doc-profile-personal = البيانات الشخصية
doc-profile-expectations = التوقعات والهدف
doc-profile-skills = الكفاءات والخبرات
doc-profile-appraisal = التقييم العام والخطوات القادمة
doc-profile-citizenship = الجنسية
doc-profile-contact = وسيلة الاتصال
doc-profile-made-on = التاريخ
doc-profile-recipient = الجهة المستلمة
doc-profile-no-goal = سبب عدم وجود هدف بعد
doc-profile-evidence = الأدلة
doc-profile-about = تتعلق بـ
doc-profile-status = الحالة
doc-profile-original-seen = تم الاطلاع على الأصل
doc-profile-quality = الجودة
doc-profile-completeness = الاكتمال
doc-profile-exhaustiveness = الشمول
doc-profile-pertinence = الملاءمة
doc-profile-assessed-on = تاريخ التقييم
doc-profile-done = تم
doc-skills-table = الكفاءات والأدلة
doc-cv = السيرة الذاتية
doc-cv-work = الخبرة المهنية
doc-cv-education = التعليم والتدريب
doc-cv-others = خبرات أخرى
doc-cv-now = حتى الآن
doc-cv-languages = المهارات اللغوية
doc-cv-skills = مهارات أخرى
doc-cv-digital = المهارات الرقمية
doc-cv-attached = يتضمن هذا الملف السيرة الذاتية نفسها بصيغة Europass (europass.xml)، ويمكن استيرادها في europass.europa.eu.
doc-portfolio = ملف الإنجاز
doc-portfolio-note = هذا الملف ملك للشخص. ما في القسم العام يمكن عرضه على من يشاء؛ أما القسم الخاص فهو له وحده.
doc-portfolio-public = القسم العام
doc-portfolio-public-note = لعرضه على من يشاء: صاحب عمل أو مدرسة أو خدمة.
doc-portfolio-private = القسم الخاص
doc-portfolio-private-note = للشخص وحده: لا يعطيه المركز لأحد غيره دون إذنه.
doc-portfolio-paper = الوثيقة
doc-portfolio-file = الملف
doc-portfolio-hashes = في الملف manifest.json بصمة SHA-256 لكل ملف: من يعيد حسابها يرى إن كان الملف قد تغيّر.
doc-answers = أوراق العمل والتقييم الذاتي
doc-answers-note = إجابات الشخص بكلماته. وهي من القسم الخاص من ملف الإنجاز.
doc-answers-open = لم تكتمل بعد
doc-answers-results = النتائج
doc-answers-withheld = أُعطيت إجابات أخرى على انفراد: لا يراها المركز وليست في هذه النسخة.
portfolio-assessment-report = تقرير حصيلة الكفاءات
portfolio-participation-certificate = شهادة مشاركة
portfolio-attendance-statement = إفادة حضور
portfolio-synthesis = وثيقة الخلاصة
portfolio-transparency-document = وثيقة الشفافية
portfolio-profile-as-file = ملف الكفاءات للبرامج (JSON)
moment-t0 = في بداية المسار
moment-t1 = في نهاية المسار
moment-t2 = بعد المسار

## Synthesis and transparency document

doc-draft = مسودة
doc-synthesis = وثيقة موجزة عن حصيلة الكفاءات
doc-prospects = الكفاءات والقدرات في ضوء الآفاق
doc-project = المشروع المهني والتكويني
doc-main-steps = المراحل الرئيسية
doc-more-in-report = في التقرير عناصر أخرى: { $count }
doc-whole-in-report = النص الكامل في التقرير
doc-pieces-of-evidence = الأدلة: { $count }
doc-meetings-count = اللقاءات
doc-received = تاريخ الاستلام
doc-received-by = توقيع الشخص عند الاستلام
doc-transparency = وثيقة الشفافية
doc-personal = البيانات الشخصية
doc-legal-basis = D.Lgs. 13/2013 · D.M. 30/6/2015, art. 6(1) · D.M. 5/1/2021, 1.3.1
doc-identified = كفاءات حُدّدت لتكون موضوع مصادقة محتملة
doc-code-of-competence = الرمز
doc-no-code = دون رمز
doc-sources = الخبرات والأدلة
doc-related-experience = خبرات العمل والتعلّم ذات الصلة
doc-evidence-list = الأدلة
doc-quality = الجودة
doc-completeness = الاكتمال
doc-exhaustiveness = الشمول
doc-pertinence = الملاءمة
doc-original-seen = تم الاطلاع على الأصل
doc-criteria = معايير خدمة المصادقة في ليغوريا (ALFA)، من 0 (لا شيء) إلى 3 (تمامًا)
doc-issuer = صادرة عن

## Papers that are explained and signed: their version is that of these texts

paper-version = 2026-11-23
doc-text-version = نسخة النص
doc-explained = الشرح الشفهي
doc-explained-in = لغة الشرح
doc-explained-by = من ترجم
doc-explained-on = المكان والتاريخ
doc-unreviewed = لم تتم مراجعة النص بهذه اللغة بعد. لذلك كُتب النص الإنجليزي بجانبه، وتُشرح الورقة شفهيًا بلغة الشخص.
doc-sign-centre = عن الجهة
doc-sign-interpreter = المترجم إن وُجد
doc-sign-guardian = من له السلطة الأبوية أو الوصاية

## The participation agreement

doc-agreement = اتفاق المشاركة
doc-agreement-read = اقرأ هذه الورقة على مهل، أو اطلب أن تُقرأ لك. اسأل كل ما تريد قبل التوقيع.
doc-agreement-parties = أطراف هذا الاتفاق
doc-agreement-centre = من يرافقك
doc-agreement-is = ما هي حصيلة الكفاءات
doc-agreement-is-1 = هي مسار لفهم ما تعرف أن تفعله وترتيبه: في العمل والمدرسة والبيت والحياة.
doc-agreement-is-2 = تتحدث عن عملك وعمّا تعلمته. ونكتب معًا كفاءاتك وخطة لعملك في المستقبل.
doc-agreement-is-3 = هي مجانية: لا تدفع شيئًا في أي وقت.
doc-agreement-not = ما ليست هي
doc-agreement-not-1 = ليست عرض عمل ولا وعدًا بعمل.
doc-agreement-not-2 = ليست امتحانًا: لا أحد يعطيك علامة.
doc-agreement-not-3 = ليست دليلًا في طلب لجوء، ولا تغيّر شيئًا لمن قدّم طلبًا.
doc-agreement-path = كيف يسير
doc-agreement-phase = المرحلة
doc-agreement-total = المجموع
doc-agreement-open = عدد اللقاءات غير محدد مسبقًا: نقرره معًا خطوة بخطوة.
doc-agreement-rhythm = الأيام والأوقات المتفق عليها
doc-agreement-free = تشارك لأنك اخترت ذلك
doc-agreement-free-1 = لا أحد يجبرك. يمكنك التوقف متى شئت دون ذكر السبب: يكفي أن تخبر من يتابعك.
doc-agreement-free-2 = إذا توقفت لا تفقد أي مساعدة ولا أي حق.
doc-agreement-free-3 = ما أنجزته يبقى لك: يمكنك طلب ورقة بالساعات التي حضرتها.
doc-agreement-we = ما نعد به نحن
doc-agreement-we-1 = نستمع إليك باحترام ودون أحكام. لست مضطرًا إلى قول ما لا تريد.
doc-agreement-we-2 = نشرح لك كل خطوة بلغة تفهمها، وبمساعدة مترجم عند الحاجة.
doc-agreement-we-3 = نخبرك مسبقًا إذا تغيّر موعد لقاء أو أُلغي.
doc-agreement-we-4 = في النهاية نشرح لك النتائج، ويمكنك أن تطلب كتابة رأيك فيها.
doc-agreement-you = ما نطلبه منك
doc-agreement-you-1 = احضر اللقاءات في موعدها. وإذا لم تستطع فأخبرنا في أقرب وقت.
doc-agreement-you-2 = تحدث بصدق عمّا تعرف أن تفعله وما فعلته.
doc-agreement-you-3 = احترم الآخرين في المجموعة: ما يُقال في المجموعة يبقى فيها.
doc-agreement-sees = من يرى ماذا
doc-agreement-sees-1 = من يتابعك ومن ينسق الخدمة يريان ما يلزم للمسار. ولا يجوز لشخص آخر من الخدمة أن يطلع على ملفك إلا لسبب مكتوب يُسجَّل.
doc-agreement-sees-2 = ملاحظات العمل يقرؤها من كتبها؛ ولا يقرؤها المنسق إلا لسبب مكتوب.
doc-agreement-sees-3 = من أرسلك إلينا يرى ما كتبه لنا وأين وصلت: الوصول والبداية والنهاية. ويرى أين وصلت إلى أن تسحب الموافقة التي أعطيته إياها.
doc-agreement-sees-4 = من يموّل المشروع يتلقى أرقامًا؛ وإذا دقّق الساعات يرى سجل الحضور.
doc-agreement-sees-5 = لا يرى أحد غيرهم شيئًا عنك دون إذن مكتوب منك، إلا إذا ألزمنا القانون بذلك.
doc-agreement-secret = السرية
doc-agreement-secret-1 = لا يجوز لمن يعمل معك، ومنهم المترجم، أن ينقل لغيره ما تقوله.
doc-agreement-secret-2 = في حالات نادرة فقط يلزمنا القانون بالكلام، مثل وجود خطر جسيم. ونخبرك قبل ذلك إن أمكن.
doc-agreement-results = ما تحصل عليه ولمن هو
doc-agreement-results-1 = في النهاية تحصل على التقرير وملخص وشهادة بساعاتك؛ وإذا كانت الساعات قليلة تحصل على إفادة حضور.
doc-agreement-results-2 = هي لك: أنت تقرر هل تُريها ولمن وإلى متى. ويمكنك تغيير رأيك.
doc-agreement-results-3 = تقول ما فعلته وما تعرف أن تفعله. وليست شهادة دراسية ولا تصديقًا من الدولة.
doc-agreement-sign = بتوقيعك تقول إنك قرأت هذا الاتفاق أو سمعته، وإنك فهمته وتريد المشاركة.
doc-agreement-note = من نسختين: واحدة لك وواحدة للجهة.

## The privacy notice (GDPR, article 13)

doc-notice = إشعار الخصوصية
doc-notice-intro = تقول هذه الورقة أي بيانات نحتفظ بها عنك ولماذا ومن يراها وما يمكنك طلبه (لائحة الاتحاد الأوروبي 2016/679، المادة 13).
doc-notice-controller = من المسؤول عن بياناتك
doc-notice-controller-is = الجهة المسؤولة عن البيانات
doc-notice-officer = مسؤول حماية البيانات
doc-notice-why = لماذا نستخدم بياناتك
doc-notice-why-1 = لإجراء حصيلة الكفاءات معك وكتابة الوثائق التي تحصل عليها.
doc-notice-why-2 = لتنظيم اللقاءات وحساب الساعات.
doc-notice-why-3 = لتقديم الحساب لمن يموّل المشروع: بالأرقام، وبسجل الحضور إذا دقّقه.
doc-notice-why-4 = لنسألك بعد بضعة أشهر من النهاية كيف تسير الأمور: هل وجدت عملًا أو دورة. ولك ألا تجيب.
doc-notice-basis = ما الذي يسمح لنا بذلك
doc-notice-basis-1 = حصيلة الكفاءات مهمة للمصلحة العامة: يسمح بها القانون ولا تحتاج إلى موافقتك (اللائحة، المادة 6 فقرة 1 حرف e؛ وللبيانات الحساسة المادة 9 فقرة 2 حرف g).
doc-notice-basis-2 = لإعطاء بيانات أو وثائق لغيرنا نحتاج إلى إذنك (المادة 6 فقرة 1 حرف a). ويمكنك سحبه متى شئت.
doc-notice-basis-3 = إعطاء بياناتك اختيارك. لا يمكننا أن نبدأ دون اسم وطريقة للوصول إليك؛ أما الباقي فلك ألا تقوله.
doc-notice-which = أي بيانات
doc-notice-which-1 = من أنت وكيف نصل إليك: الاسم والجنس كما هو مسجَّل والميلاد والجنسية وسنة الوصول واللغات وهل تعرف القراءة والكتابة وعدد من تعيلهم والهاتف أو البريد الإلكتروني والبلدية.
doc-notice-which-2 = ما تقوله أوراقك عن الإقامة والعمل، مع التواريخ، ومنها تاريخ طلب اللجوء. ورمزك الضريبي وأرقام أخرى، فقط إذا أردت إعطاءها.
doc-notice-which-3 = ما ترويه عن الدراسة والعمل ورخص القيادة والكفاءات والخطط؛ والأدلة التي تُريها لنا؛ وحضورك وملاحظات من يتابعك؛ ومن أرسلك إلينا؛ ومركز الاستقبال أو السكن الآخر مع التواريخ.
doc-notice-which-4 = ما تحتاجه للمشاركة، مثل مترجم أو وقت آخر. وإذا كانت لك احتياجات خاصة نكتب فقط أنها موجودة، ولا نكتب السبب أبدًا.
doc-notice-which-5 = كيف نقيّم معك ما تعرف فعله، والتقرير؛ وأجوبتك في الاستبيانات؛ وما تخبرنا به بعد النهاية: عمل أو دورة أو لا شيء بعد.
doc-notice-who = من يتلقاها
doc-notice-who-1 = من يعمل معك، ومن يشغّل البرنامج لحسابنا: مع التزام السرية.
doc-notice-who-2 = خدمات أو شركات أخرى: فقط بإذنك، وفقط ما تحدده، وإلى الوقت الذي تحدده.
doc-notice-who-3 = سلطة عامة: فقط عندما يلزمنا القانون.
doc-notice-who-4 = لا أحد في بلدك الأصلي: لا نرسل بياناتك إلى هناك ولا إلى سفاراته. وإذا أردت أنت تأكيدًا من هناك، نكتب ذلك أولًا.
doc-notice-long = إلى متى
doc-notice-long-1 = يبقى ملفك ما دام على المشروع ومموّليه أن يكونوا قادرين على إظهاره. والخدمة هي التي تقرر وفق القانون: اسألنا عن المدة.
doc-notice-long-2 = إذا انسحبت تُمحى ملاحظات العمل؛ وإلا فتبقى مع الملف. والخدمة تقرر أيضًا كم يبقى سجل من اطلع على بياناتك.
doc-notice-long-3 = يبقى سجل الشهادات بعد ذلك أيضًا، ليمكن التحقق من شهادتك.
doc-notice-rights = حقوقك
doc-notice-rights-1 = أن ترى بياناتك وتحصل على نسخة منها لتستعملها حيث تشاء.
doc-notice-rights-2 = أن تطلب تصحيحها أو محوها. تمحوها الخدمة حيث يسمح القانون، وإن لم تستطع تخبرك بالسبب.
doc-notice-rights-3 = أن تطلب وقف استخدامها مؤقتًا أو أن تعترض عليه.
doc-notice-rights-4 = أن تسحب إذنًا: ومن تلك اللحظة يُغلق الوصول.
doc-notice-rights-5 = يكفي أن تطلب ذلك ممن يتابعك أو من مسؤول حماية البيانات. وهو مجاني، ونرد خلال شهر.
doc-notice-people = الناس هم من يقررون
doc-notice-people-1 = لا يقرر أي حاسوب وحده بشأنك. قد يقترح البرنامج، مثلًا أسماء مهن؛ وتختار أنت ومن يتابعك.
doc-notice-complaint = إذا كان هناك خطأ
doc-notice-complaint-1 = يمكنك تقديم شكوى إلى الهيئة الإيطالية لحماية البيانات الشخصية. وهي مجانية.
doc-notice-garante = Garante per la protezione dei dati personali · piazza Venezia 11, 00187 Roma · protocollo@gpdp.it · www.garanteprivacy.it
doc-notice-received = التوقيع ليس موافقة: يقول فقط إنك استلمت هذه الورقة وإنها شُرحت لك.
doc-notice-note = هذه الورقة لك: احتفظ بها.

## The attendance register

doc-register = سجل الحضور
doc-register-individual = سجل الحضور الفردي
doc-register-note = يتضمن بيانات شخصية: يُحفظ مع مستندات المشروع ولا يُعرض إلا على من يدققها.
doc-register-group = المجموعة
doc-register-project = رمز المشروع
doc-register-programme = البرنامج
doc-register-person = الشخص
doc-register-conductor = يدير اللقاء
doc-register-held = لقاءات عُقدت
doc-register-time = التاريخ والوقت
doc-register-what = اللقاء
doc-register-participant = المشارك
doc-register-presence = الحضور
doc-register-minutes = د
doc-register-signature = التوقيع
doc-register-signs-conductor = توقيع من يدير اللقاء
doc-register-signs-mediator = توقيع الوسيط
doc-register-moved = نُقل: كان في { $day }
doc-register-aside = لا يُحسب في ساعات المسار
doc-register-totals = المجاميع
doc-register-present-at = مرات الحضور
doc-register-absent-at = مرات الغياب
doc-register-total-minutes = الدقائق
doc-register-empty = لا لقاء في هذه الفترة
doc-register-whole = كل اللقاءات

## Codes of meetings, in words

attended-present = حاضر
attended-late = متأخر
attended-left-early = غادر مبكرًا
attended-absent-justified = غياب مبرر
attended-absent = غائب
meeting-planned = مقرر
meeting-held = عُقد
meeting-cancelled = أُلغي
meeting-no-show = لم يحضر أحد
mode-in-person = حضوريًا
mode-phone = بالهاتف
mode-video = بالفيديو
mode-mixed = حضوريًا وعن بعد
path-preliminary = الاستقبال والاتفاق
path-investigation = استكشاف الكفاءات
path-conclusion = الخلاصات والخطة
path-follow-up = المتابعة بعد ذلك

## The public check of a signed file
check-signed = الملف هو الذي صدر، مع التوقيع المسجَّل معه. يبيّن قارئ ملفات PDF من وقّع: لا تتحقق الخدمة من ذلك في قوائم الثقة.
doc-notice-why-5 = لنعرف بالاستبيانات، في البداية وفي النهاية ولاحقًا، هل أفادك المسار.
doc-notice-why-6 = ولأي غرض آخر، مثل إرسال وثائقك إلى مركز التشغيل، فقط إذا قررت أنت ذلك.
doc-notice-which-6 = لا نسألك عن دينك ولا آرائك السياسية ولا صحتك، ولا لماذا طلبت اللجوء، ولا لماذا وكيف غادرت بلدك: نسألك فقط هل تحتاج إلى مساعدة للمشاركة.
