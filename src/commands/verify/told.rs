//! What is told of a credential that holds.

use std::iter;

use crate::credentials::AttestationLevel;
use crate::credentials::verification::{Attested, Genuine, Told, Wholeness};

pub(super) fn told(
    credential: &Genuine,
    wholeness: Option<Wholeness>,
    issuer: &str,
    list_of: &str,
) -> Vec<String> {
    let file = match wholeness {
        None => "The credential was checked by itself; a page that comes with it was not.",
        Some(Wholeness::AsIssued) => "The file is as it was issued, to the last byte.",
        Some(Wholeness::AppendedTo) => {
            "The file begins with the issued one, unaltered. Something was appended, which may be a \
             qualified signature (not checked here). It may lie over the page and change what is shown: what \
             counts is the issued file, and what is told here."
        }
    };
    let mut lines = vec![
        format!("VALID: {}", named(credential)),
        format!("  {}", credential.title),
    ];
    lines.extend(said_of(credential));
    lines.extend([
        format!(
            "  issued {} by {}",
            credential.issued_at, credential.issuer_name
        ),
        format!("  issuer {issuer}"),
        format!("  {file}"),
        format!("  Not revoked by the status list of {list_of}."),
    ]);
    lines.extend(meant(credential));
    lines
}

pub(super) fn named(credential: &Genuine) -> String {
    match &credential.told {
        Told::Participation { number, .. } => format!("certificate {number}"),
        Told::Competences { .. } => format!("credential of competences {}", credential.id),
    }
}

/// What it says of the person.
fn said_of(credential: &Genuine) -> Vec<String> {
    let holder = iter::once(&credential.holder).chain(&credential.other_names);
    let holder = holder.map(String::as_str).collect::<Vec<_>>().join(" · ");
    match &credential.told {
        Told::Participation {
            hours, from, to, ..
        } => vec![
            format!("  {holder} took part, {hours} hours"),
            format!("  from {from} to {to}"),
        ],
        Told::Competences { competences, .. } => {
            let one = |it: &Attested| match it.skill.as_ref().filter(|skill| **skill != it.name) {
                Some(skill) => format!("    {} of 5: {} (ESCO: {skill})", it.level, it.name),
                None => format!("    {} of 5: {}", it.level, it.name),
            };
            let first =
                format!("  {holder} can, at levels from 0 (not yet) to 5 (can teach others):");
            iter::once(first)
                .chain(competences.iter().map(one))
                .collect()
        }
    }
}

/// What that amounts to.
fn meant(credential: &Genuine) -> Vec<String> {
    let Told::Competences {
        level,
        meaning,
        entitlement,
        ..
    } = &credential.told
    else {
        return vec![
            "  It says that the person took part, and nothing of what they can do.".into(),
        ];
    };
    let meant = match level {
        AttestationLevel::FirstParty => {
            "It attests competences as first party: what the person and the issuer agreed upon, neither \
             validated nor certified by a public authority."
        }
        AttestationLevel::SecondParty => {
            "It attests competences as second party: validated by a body that says it is entitled to."
        }
        AttestationLevel::ThirdParty => {
            "It attests competences as third party: certified by a body that says it is entitled to."
        }
    };
    // Above the first party it names the act, and what entitles the issuer as well.
    let needs_act = *level != AttestationLevel::FirstParty;
    let said = meaning
        .as_ref()
        .filter(|_| needs_act)
        .or(entitlement.as_ref());
    let said = said.map(|it| format!("  In its words: {it}"));
    iter::once(format!("  {meant}")).chain(said).collect()
}
