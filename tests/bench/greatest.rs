//! The greatest report that the service composes: every list as long as it prints one, and every text.

use bilancio::documents::content::{
    Bilingual, CompetenceCode, Document, IdentifiedCompetence, RatedEvidence,
    ReportContent as Report, SynthesisContent as Synthesis, Wording,
};
use bilancio::documents::samples::{self, Sample, SamplePaper};
use bilancio::fixed_texts::TextLanguage;
use bilancio::profile_exports::papers::MOST_BYTES;
use bilancio::profiles::service::MOST;

/// Words of so many letters, with a number, since what was set before is set faster.
fn words(number: usize, letters: usize) -> String {
    let words = format!("{number} So organizzare il lavoro di molte persone in una cucina ");
    words.chars().cycle().take(letters).collect()
}

/// The same in the widest letters, which need the most room.
fn wide(number: usize, letters: usize) -> String {
    let words = format!("{number} WWWMWWWW MWWWWWMWW ");
    words.chars().cycle().take(letters).collect()
}

fn many<T: Clone>(one: &T, count: usize, change: impl Fn(&mut T, usize)) -> Vec<T> {
    let numbered = (0..count).map(|number| {
        let mut it = one.clone();
        change(&mut it, number);
        it
    });
    numbered.collect()
}

fn texts(number: usize, count: usize, letters: usize) -> Vec<String> {
    let texts = 0..count;
    texts
        .map(|text| words(number * 100 + text, letters))
        .collect()
}

fn codes() -> Vec<CompetenceCode> {
    let code = |number: usize| CompetenceCode {
        system: "Repertorio della Liguria (Laboratorio delle professioni di domani)".to_owned(),
        code: format!("ADA.05.03.1{number}"),
        label: Some(Wording::InOne(words(number, Report::NAME))),
    };
    (0..5).map(code).collect()
}

/// A name of ESCO, as long in one language as in the other.
fn in_both(name: String) -> Option<Wording> {
    Some(Wording::InBoth(Bilingual {
        second: Some(name.chars().rev().collect()),
        it: name,
    }))
}

/// Report, synthesis and transparency document of one person, which one decision issues together.
pub fn reported(language: TextLanguage) -> Vec<Document> {
    let samples = samples::in_language(language).into_iter();
    samples
        .filter_map(|(_, mut sample)| {
            match &mut sample {
                Document::Report(content) => fill_report(content),
                Document::Transparency(content) => {
                    let most = usize::try_from(MOST).unwrap_or_default();
                    let numbers: Vec<u32> = (1..=50).collect();
                    let experience = content.experiences[0].clone();
                    content.experiences = many(&experience, most, |it, number| {
                        it.title = words(number, 200);
                        it.place = Some(words(number, 2 * Report::NAME));
                        it.tasks = texts(number, Report::MOST_TASKS, Report::TASK);
                        it.tools = texts(number, Report::MOST_TOOLS, Report::TOOL);
                    });
                    let competence = content.competences[0].clone();
                    content.competences = many(
                        &competence,
                        most,
                        |it: &mut IdentifiedCompetence, number| {
                            it.in_own_words = words(number, 300);
                            it.other_codes = codes();
                            it.experiences.clone_from(&numbers);
                            it.evidence.clone_from(&numbers);
                        },
                    );
                    let evidence = content.evidence[0].clone();
                    content.evidence = many(&evidence, most, |_: &mut RatedEvidence, _| ());
                }
                Document::Synthesis(content) => fill_synthesis(content),
                _ => return None,
            }
            Some(sample)
        })
        .collect()
}

fn fill_report(content: &mut Report) {
    content.expectations = texts(1, Report::MOST_EXPECTATIONS, Report::NOTE);
    let course = content.training[0].clone();
    content.training = many(&course, Report::MOST_TRAINING, |it, number| {
        it.title = words(number, 200);
        it.place = Some(words(number, 2 * Report::NAME));
    });
    let work = content.experiences[0].clone();
    content.experiences = many(&work, Report::MOST_EXPERIENCES, |it, number| {
        it.title = words(number, 200);
        it.place = Some(words(number, 2 * Report::NAME));
        it.tasks = texts(number, Report::MOST_TASKS, Report::TASK);
        it.tools = texts(number, Report::MOST_TOOLS, Report::TOOL);
        it.context = Some(words(number, Report::NOTE));
        it.evidence = vec![it.evidence[0].clone(); Report::MOST_KINDS_OF_EVIDENCE];
    });
    let able = content.competences[0].clone();
    content.competences = many(&able, Report::MOST_COMPETENCES, |it, number| {
        it.in_own_words = words(number, 300);
        it.normalised = in_both(words(number, 100));
        it.codes = codes();
        it.acquired_in = texts(number, Report::MOST_SOURCES, Report::NAME);
        it.transferability = Some(words(number, Report::NOTE));
        it.evidence = vec![it.evidence[0].clone(); Report::MOST_KINDS_OF_EVIDENCE];
    });
    let language = content.languages[1].clone();
    content.languages = many(&language, Report::MOST_LANGUAGES, |it, number| {
        it.language.it = words(number, 30);
    });
    let goal = &mut content.goals[0];
    goal.occupation = Some(words(4, 1000));
    goal.alternatives = texts(5, 20, 100);
    goal.favourable = texts(6, 20, 100);
    goal.unfavourable = texts(7, 20, 100);
    let step = content.next_steps[0].clone();
    content.next_steps = many(&step, Report::MOST_STEPS, |it, number| {
        it.description = Some(words(number, Report::NOTE));
    });
    let line = content.resources_and_limits[0].clone();
    content.resources_and_limits = many(&line, 20, |it, number| it.text = words(number, 500));
    content.final_assessment = Some(words(2, 10_000));
    content.observations = Some(words(3, 10_000));
}

/// A profile to be printed, filled with work until it says as much as one may.
pub fn profile(language: TextLanguage) -> SamplePaper {
    let samples = bilancio::profile_exports::samples::all_in(language);
    let mut papers = samples
        .into_iter()
        .filter_map(|(name, sample)| match sample {
            Sample::Paper(paper) if name == "profile" => Some(paper),
            _ => None,
        });
    let mut paper = papers.next().expect("a profile");
    let one = paper.content["experiences"][0].clone();
    for number in 0.. {
        let mut work = one.clone();
        work["title"] = words(number, 200).into();
        work["tasks"] = texts(number, 50, 300).into();
        paper.content["experiences"]
            .as_array_mut()
            .expect("a list")
            .push(work);
        if paper.content.to_string().len() > MOST_BYTES {
            break;
        }
    }
    paper
}

/// So full that it is set once in each of its sizes, and stays in the tightest.
fn fill_synthesis(content: &mut Synthesis) {
    content.programme.title = wide(1, 200);
    content.programme.fund_mention = Some(wide(2, 200));
    content.holder.name = wide(3, 100);
    let method = content.circumstances.methods[0].clone();
    content.circumstances.methods = vec![method; 8];
    let able = content.competences[0].clone();
    content.competences = many(&able, Synthesis::MOST_COMPETENCES, |it, number| {
        it.in_own_words = wide(number, Synthesis::LABEL);
        // Wide letters are a person's; a name of ESCO has common ones.
        it.normalised = in_both(words(number, Synthesis::NORMALISED));
        it.evidence = 24;
    });
    content.more_competences = 192;
    let language = content.languages[1].clone();
    content.languages = many(&language, Synthesis::MOST_LANGUAGES, |it, number| {
        it.language.it = words(number, 30);
    });
    content.more_languages = 196;
    if let Some(goal) = &mut content.goal {
        goal.occupation = Some(wide(4, Synthesis::GOAL));
    }
    let step = content.next_steps[0].clone();
    content.next_steps = many(&step, Synthesis::MOST_STEPS, |it, number| {
        it.description = Some(wide(number, Synthesis::STEP));
    });
    content.more_steps = 195;
    content.observations = Some(wide(5, Synthesis::OBSERVATIONS));
    content.observations_shortened = true;
}
