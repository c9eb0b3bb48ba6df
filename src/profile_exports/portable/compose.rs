use std::collections::HashMap;

use super::{
    FORMAT, PortableAppraisal, PortableCode, PortableCompetence, PortableConcept, PortableContact,
    PortableEvidence, PortableExpectation, PortableExpectations, PortableExperience, PortableFile,
    PortableGoal, PortableIssuer, PortableLanguage, PortablePerson, PortableProfile,
    PortableResource, PortableSkills, PortableStep, STATEMENT,
};
use crate::assessments::{Assessment, AssessmentItem};
use crate::beneficiaries::partial_date::{PartialDate, Precision};
use crate::beneficiaries::{Contact, ContactKind};
use crate::cases::ResourceOrLimit;
use crate::db::types::Json;
use crate::esco::Names;
use crate::plans::NextStep;
use crate::profile_exports::{ExportForm, ExportHeader, ExportRequest, ExportSources};
use crate::profiles::{
    Competence, Entry, Evidence, EvidenceVerification, Expectation, Experience, ExperienceKind,
    LanguageSkill, ProfessionalGoal, Profile, RepertoryCode,
};

/// What leaves, by what was asked for. The newest entries come first, as in the lists. To somebody else, and
/// into what others are to read, goes no free text that the approved report does not show, no evidence that was contradicted,
/// and nothing of the migration itself.
pub fn compose(sources: ExportSources, request: &ExportRequest) -> PortableProfile {
    let to_person = request.tells_all();
    let mut profile = sources.profile;
    if !to_person {
        withhold(&mut profile);
    }
    let items = sources.appraisal.as_ref().map(|it| it.items.get());
    let items = items.unwrap_or_default();
    let names = sources.names;
    let mut expectations: Vec<_> = all(profile.expectations, expectation);
    expectations.sort_by_key(|it| it.priority);
    let resources_and_limits = resources(&sources.header, to_person);
    PortableProfile {
        format: FORMAT,
        id: sources.id,
        made_at: sources.made_at,
        purpose: request.purpose,
        recipient: sources.recipient,
        statement: STATEMENT,
        issuer: PortableIssuer {
            id: sources.header.issuer_id.clone(),
            name: sources.header.issuer_name.clone(),
            municipality: sources.header.issuer_municipality.clone(),
        },
        case_code: sources.header.case_code.clone(),
        personal_information: person(sources.header, request),
        expectations: PortableExpectations {
            expectations,
            professional_goal: goal(profile.goal, to_person),
            resources_and_limits,
        },
        skills: PortableSkills {
            experiences: all(profile.experiences, |entry| experience(entry, &names)),
            languages: all(profile.languages, language),
            competences: all(profile.competences, |entry| {
                competence(entry, &items, &names)
            }),
            evidence: all(profile.evidence, evidence),
        },
        appraisal: appraisal(sources.appraisal, sources.next_steps, to_person),
    }
}

/// Takes out what was told between person and operator, so that no form can have it.
fn withhold(profile: &mut Profile) {
    let experiences = profile.experiences.iter();
    let hidden: Vec<_> = experiences
        .filter(|it| it.content.kind == ExperienceKind::MigrationContext)
        .map(|it| it.id.clone())
        .collect();
    profile.experiences.retain(|it| !hidden.contains(&it.id));
    for Entry { content, .. } in &mut profile.experiences {
        content.context.clear();
        // The report tells of a course by its title, place and time.
        if matches!(
            content.kind,
            ExperienceKind::FormalEducation | ExperienceKind::Training
        ) {
            content.tasks = Json::new(&Vec::new());
            content.tools = Json::new(&Vec::new());
        }
    }
    profile.evidence.retain(|it| {
        let statement = &it.content.statement;
        let about = statement.experience_id.as_ref();
        // What was contradicted speaks for nothing.
        let stands = statement.verification != EvidenceVerification::Contradicted;
        stands && about.is_none_or(|id| !hidden.contains(id))
    });
    for Entry { content, .. } in &mut profile.evidence {
        content.statement.description.clear();
    }
    let shown: Vec<_> = profile.evidence.iter().map(|it| it.id.clone()).collect();
    for Entry { content, .. } in &mut profile.competences {
        content.statement.description.clear();
        content.experience_ids.retain(|id| !hidden.contains(id));
        content.evidence_ids.retain(|id| shown.contains(id));
    }
    for Entry { content, .. } in &mut profile.expectations {
        content.description.clear();
    }
    profile.goal.alternatives.clear();
}

fn all<E, P>(entries: Vec<E>, show: impl Fn(E) -> P) -> Vec<P> {
    entries.into_iter().map(show).collect()
}

fn person(header: ExportHeader, request: &ExportRequest) -> PortablePerson {
    let born = header.birth_on.map(|date| {
        PartialDate::new(date, header.birth_precision.unwrap_or(Precision::Day)).to_string()
    });
    let mut contacts = header.contacts.get();
    // The one kind that Europass takes as it is written.
    contacts.retain(|it| request.form != ExportForm::Europass || it.kind == ContactKind::Email);
    let contact = Contact::first_safe(contacts);
    PortablePerson {
        given_name: header.given_name,
        family_name: header.family_name,
        name_original_script: header.name_original_script,
        birth_date: born.filter(|_| request.includes_birth_date),
        citizenships: match request.includes_citizenships {
            true => header.citizenships.get(),
            false => Vec::new(),
        },
        contact: contact
            .filter(|_| request.includes_contact)
            .map(|it| PortableContact {
                kind: it.kind,
                value: it.value,
            }),
        driving_licences: header.driving_licences.get(),
    }
}

fn expectation(entry: Entry<Expectation>) -> PortableExpectation {
    let Expectation {
        kind,
        priority,
        description,
    } = entry.content;
    PortableExpectation {
        kind,
        priority,
        description,
    }
}

fn goal(goal: ProfessionalGoal, to_person: bool) -> Option<PortableGoal> {
    goal.is_settled().then(|| PortableGoal {
        goal: (!goal.goal.is_empty()).then_some(goal.goal),
        horizon: goal.horizon,
        alternatives: goal.alternatives,
        no_goal_reason: goal.no_goal_reason.filter(|_| to_person),
        favourable_factors: to_person.then_some(goal.favourable_factors),
        unfavourable_factors: to_person.then_some(goal.unfavourable_factors),
    })
}

/// All of them to the person; to somebody else those that the report may say.
fn resources(header: &ExportHeader, to_person: bool) -> Vec<PortableResource> {
    let lines = header.resources_and_limits.get().into_iter();
    let told = lines.filter(|line| to_person || line.agreed_on.is_some());
    let show = |line: ResourceOrLimit| PortableResource {
        kind: line.kind,
        text: line.text,
        agreed_on: line.agreed_on,
    };
    told.map(show).collect()
}

fn concept(
    uri: Option<String>,
    label: Option<String>,
    release: Option<String>,
    names: &HashMap<String, Names>,
) -> Option<PortableConcept> {
    uri.map(|uri| PortableConcept {
        names: names.get(&uri).cloned().unwrap_or_default(),
        uri,
        label,
        release,
    })
}

fn experience(entry: Entry<Experience>, names: &HashMap<String, Names>) -> PortableExperience {
    let it = entry.content;
    PortableExperience {
        id: entry.id,
        kind: it.kind,
        title: it.title,
        employer: it.employer,
        country: it.country,
        place: it.place,
        started: it.started,
        ended: it.ended,
        ongoing: it.ongoing,
        completion: it.completion,
        hours_per_week: it.hours_per_week,
        setting: it.setting,
        tasks: it.tasks.get(),
        tools: it.tools.get(),
        context: it.context,
        isced_level: it.isced_level,
        isco_code: it.isco_code,
        occupation: concept(it.esco_uri, it.esco_label, it.esco_release, names),
        recognition: it.recognition,
    }
}

fn language(entry: Entry<LanguageSkill>) -> PortableLanguage {
    let it = entry.content;
    PortableLanguage {
        language: it.language,
        mother_tongue: it.mother_tongue,
        listening: it.listening,
        reading: it.reading,
        spoken_interaction: it.spoken_interaction,
        spoken_production: it.spoken_production,
        writing: it.writing,
        source: it.source,
    }
}

fn competence(
    entry: Entry<Competence>,
    items: &[AssessmentItem],
    names: &HashMap<String, Names>,
) -> PortableCompetence {
    let Competence {
        statement: it,
        experience_ids,
        evidence_ids,
        backing: _,
    } = entry.content;
    let item = items.iter().find(|item| item.competence_id == entry.id);
    PortableCompetence {
        label: it.label,
        kind: it.kind,
        description: it.description,
        setting: it.setting,
        self_level: item.and_then(|item| item.self_level).or(it.self_level),
        agreed_level: item.and_then(|item| item.agreed_level).or(it.agreed_level),
        last_used_year: it.last_used_year,
        skill: concept(it.esco_uri, it.esco_label, it.esco_release, names),
        repertory_codes: all(it.repertory_codes.get(), code),
        transferability: it.transferability,
        experience_ids,
        evidence_ids,
        id: entry.id,
    }
}

fn code(it: RepertoryCode) -> PortableCode {
    let RepertoryCode {
        scheme,
        code,
        label,
    } = it;
    PortableCode {
        scheme,
        code,
        label,
    }
}

fn evidence(entry: Entry<Evidence>) -> PortableEvidence {
    let Evidence {
        statement: it,
        file,
    } = entry.content;
    PortableEvidence {
        id: entry.id,
        experience_id: it.experience_id,
        kind: it.kind,
        description: it.description,
        verification: it.verification,
        verification_channel: it.verification_channel,
        original_seen: it.original_seen,
        original_language: it.original_language,
        translation: it.translation,
        legalisation: it.legalisation,
        quality: it.quality,
        completeness: it.completeness,
        exhaustiveness: it.exhaustiveness,
        pertinence: it.pertinence,
        file: file.map(|file| PortableFile {
            media_type: file.media_type,
            size_bytes: file.size_bytes,
            sha256: file.kept_hash,
        }),
    }
}

fn appraisal(
    assessment: Option<Assessment>,
    next_steps: Vec<NextStep>,
    to_person: bool,
) -> PortableAppraisal {
    let methods = assessment.as_ref().map(|it| it.methods.get());
    PortableAppraisal {
        assessed_on: assessment.as_ref().map(|it| it.assessed_on),
        methods: methods.unwrap_or_default(),
        summary: assessment.map(|it| it.summary).filter(|_| to_person),
        next_steps: all(next_steps, |it| PortableStep {
            kind: it.kind,
            description: it.description,
            responsible: it.responsible,
            due_on: it.due_on,
            done: it.done,
        }),
    }
}
