//! What a preview tells: all that can be known of a line before it is taken.

use std::collections::{BTreeSet, HashMap};

use super::may_import;
use crate::access::{Proof, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::beneficiaries::{NewBeneficiary, Person};
use crate::cases::CaseId;
use crate::error::{Error, Result};
use crate::esco::Held;
use crate::participation::{Listener, NewPrivacyNotice, service as participation};
use crate::profiles::service as profiles;
use crate::profiles::store::WRITABLE;
use crate::programmes::ProgrammeId;
use crate::record_imports::lines::{self, Said};
use crate::record_imports::store::{self, KnownCase, KnownProgramme};
use crate::record_imports::{ImportSheet, LikelyKnown, Line, LineFault, LineReport};

/// Records shown of those that a line is like.
const SHOWN: usize = 5;

/// What the lines of a file name, of the file itself and of what is recorded.
pub(super) struct Named<'a> {
    /// Lines of people, by what experiences name them by.
    people: HashMap<&'a str, usize>,
    programmes: Vec<KnownProgramme>,
    cases: Vec<KnownCase>,
}

impl<'a> Named<'a> {
    pub(super) fn of(
        tx: &mut Transaction,
        proof: &impl Proof,
        all: &'a [Line],
        some: &[Line],
    ) -> Result<Self> {
        let mut people = HashMap::new();
        for (place, line) in all.iter().enumerate() {
            if let (ImportSheet::People, Some(name)) = (line.sheet, &line.person_ref) {
                people.entry(name.as_str()).or_insert(place);
            }
        }
        let of_experiences = some
            .iter()
            .filter(|it| it.sheet == ImportSheet::Experiences);
        let codes: BTreeSet<String> = of_experiences
            .filter_map(|line| line.person_ref.clone())
            .filter(|name| !people.contains_key(name.as_str()))
            .map(|name| name.to_uppercase())
            .collect();
        let opens = some.iter().any(|it| it.programme_code.is_some());
        Ok(Self {
            programmes: match opens {
                true => store::programmes(tx, proof)?,
                false => Vec::new(),
            },
            cases: match codes.is_empty() {
                true => Vec::new(),
                false => store::cases_of(tx, proof, codes.into_iter().collect())?,
            },
            people,
        })
    }

    /// The line of people that a line of experiences names.
    pub(super) fn person(&self, line: &Line) -> Option<usize> {
        self.people.get(line.person_ref.as_deref()?).copied()
    }

    /// The programme that a case is opened in, or why none can be.
    pub(super) fn programme(
        &self,
        tx: &Transaction,
        code: &str,
    ) -> std::result::Result<ProgrammeId, &'static str> {
        let known = self.programmes.iter().find(|it| it.code == code);
        let known = known.ok_or("unknown_code")?;
        let over = known.ends_on.is_some_and(|last| last < tx.today());
        match known.active && !over {
            true => Ok(known.id.clone()),
            false => Err("programme_not_open"),
        }
    }

    /// The recorded case that a line of experiences names by its code or by its person's, or why there is
    /// none to be written.
    pub(super) fn case(&self, line: &Line) -> std::result::Result<CaseId, &'static str> {
        let code = line
            .person_ref
            .as_deref()
            .unwrap_or_default()
            .to_uppercase();
        let named = |it: &&KnownCase| it.case_code == code || it.person_code == code;
        let found: Vec<&KnownCase> = self.cases.iter().filter(named).collect();
        match found.as_slice() {
            [] => Err("import_person_unknown"),
            [case] if WRITABLE.contains(&case.status) => Ok(case.id.clone()),
            [_] => Err("profile_locked"),
            _ => Err("import_several_cases"),
        }
    }
}

/// Looks through lines: what is wrong with each, and who is likely recorded already. Changes nothing.
pub fn examine(tx: &mut Transaction, all: &[Line]) -> Result<Vec<LineReport>> {
    let permit = may_import(tx)?;
    let own = permit.parent().id.clone();
    let named = Named::of(tx, &permit, all, all)?;
    let names = all.iter().any(|line| line.record.contains_key("esco_uri"));
    let catalogue = match names {
        true => Some(tx.shelf().current(tx, &permit)?),
        false => None,
    };
    let today = tx.today();
    let mut reports: Vec<LineReport> = Vec::with_capacity(all.len());
    let mut people: Vec<(usize, Person)> = Vec::new();
    for (place, line) in all.iter().enumerate() {
        let mut said = lines::read(line, today);
        let more = match line.sheet {
            ImportSheet::People => {
                let twice = named.person(line).is_some_and(|first| first != place);
                let twice = twice.then(|| of_column("person_ref", "listed_twice"));
                let found = faults_of_person(tx, line, &said, &named)?;
                twice.into_iter().chain(found).collect::<Vec<_>>()
            }
            ImportSheet::Experiences => {
                let of = named
                    .person(line)
                    .map(|place| (&all[place], &reports[place]));
                let place = place_fault(line, of, &named);
                let place = place.map(|code| of_column("person_ref", code));
                let name = faults_of_name(catalogue.as_deref(), line, &mut said)?;
                place.into_iter().chain(name).collect()
            }
        };
        let mut report = LineReport::of(line);
        said.faults.extend(more);
        report.faults = said.faults;
        if let Some(NewBeneficiary { person, .. }) = said.person {
            people.push((place, person));
        }
        reports.push(report);
    }
    let persons: Vec<&Person> = people.iter().map(|(_, person)| person).collect();
    let known = beneficiaries::likely_known(tx, &permit, &own, &persons, SHOWN)?;
    let earlier = beneficiaries::like_earlier(&persons);
    for (((place, _), known), earlier) in people.iter().zip(known).zip(earlier) {
        let earlier = earlier.map(|it| reports[people[it].0].number);
        let report = &mut reports[*place];
        report.like_line = earlier;
        let shown = known.into_iter().map(|it| LikelyKnown {
            beneficiary_id: it.id,
            person_code: it.person_code,
            likeness: it.likeness,
        });
        report.likely_known = shown.collect();
    }
    Ok(reports)
}

fn faults_of_person(
    tx: &Transaction,
    line: &Line,
    said: &Said,
    named: &Named,
) -> Result<Vec<LineFault>> {
    let mut found = Vec::new();
    if let Some(new) = &said.person {
        match beneficiaries::ensure_may_add(tx, &new.person) {
            Ok(()) => {}
            Err(Error::Invalid(errors)) => found.extend(lines::faults(line, false, errors)),
            Err(Error::Forbidden { .. }) => {
                found.push(of_column("vulnerability_reported", "forbidden"));
            }
            Err(other) => return Err(other),
        }
    }
    if let Some(code) = &line.programme_code
        && let Err(fault) = named.programme(tx, code)
    {
        found.push(of_column("programme_code", fault));
    }
    if !line.notice.is_empty() && line.programme_code.is_none() {
        found.push(of_column("programme_code", "import_notice_without_case"));
    }
    if let (Some(new), Some(notice)) = (&said.person, &said.notice) {
        found.extend(faults_of_notice(tx, line, &new.person, notice)?);
    }
    Ok(found)
}

fn faults_of_notice(
    tx: &Transaction,
    line: &Line,
    person: &Person,
    notice: &NewPrivacyNotice,
) -> Result<Vec<LineFault>> {
    let listener = Listener {
        birth_on: person.birth_on,
        birth_precision: person.birth_precision,
        preferred_language: person.preferred_language.clone(),
        interpreter_needed: person.interpreter_needed,
    };
    match participation::check_notice(notice, &listener, tx.today()) {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Invalid(errors)) => Ok(lines::faults(line, true, errors)),
        Err(other) => Err(other),
    }
}

/// Why the experience of a line has no profile to go to.
fn place_fault(
    line: &Line,
    of: Option<(&Line, &LineReport)>,
    named: &Named,
) -> Option<&'static str> {
    line.person_ref.as_ref()?;
    match of {
        None => named.case(line).err(),
        Some((person, _)) if person.programme_code.is_none() => Some("import_person_without_case"),
        Some((person, _)) if person.notice.is_empty() => Some("import_case_without_notice"),
        Some((_, report)) if !report.is_valid() => Some("import_person_not_valid"),
        Some(_) => None,
    }
}

/// Whether the catalogue has the occupation that an experience names.
fn faults_of_name(
    catalogue: Option<&Held>,
    line: &Line,
    said: &mut Said,
) -> Result<Vec<LineFault>> {
    let (Some(catalogue), Some(experience)) = (catalogue, &mut said.experience) else {
        return Ok(Vec::new());
    };
    match profiles::take_name_of(catalogue, experience) {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Invalid(errors)) => Ok(lines::faults(line, false, errors)),
        Err(other) => Err(other),
    }
}

fn of_column(name: &str, code: &str) -> LineFault {
    LineFault {
        column: Some(name.to_owned()),
        pointer: format!("/{name}"),
        code: code.to_owned(),
    }
}
