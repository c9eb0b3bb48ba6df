use super::super::{ReferenceRequest, ReferenceStatus, store};
use crate::access::{Proof, Resource, Transaction};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::Case;
use crate::error::{Error, Result};
use crate::profiles::service as profiles;
use crate::profiles::{
    EvidenceId, EvidenceKind, EvidenceVerification, IssuerAsked, VerificationChannel,
};

/// Evidence about which somebody can be asked: of this case, and not the person's own declaration.
pub fn ensure_may_ask(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    id: &EvidenceId,
) -> Result<()> {
    let refuse = |code| Err(Error::invalid("/evidence_id", code));
    let kind = match profiles::evidence_of(tx, proof, case, id) {
        Ok(found) => found.content.statement.kind,
        Err(Error::NotFound(Resource::Profile)) => return refuse("not_in_this_case"),
        Err(other) => return Err(other),
    };
    match kind {
        EvidenceKind::SelfDeclaration => refuse("nobody_to_ask"),
        _ => Ok(()),
    }
}

/// Takes back what was written of a piece of evidence by an answer that was dismissed, unless another answer
/// lets it be written too. The evidence is of a case that is held open.
pub(super) fn take_back(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    dismissed: &ReferenceRequest,
) -> Result<()> {
    let id = &dismissed.evidence_id;
    let evidence = profiles::evidence_of(tx, proof, case, id)?;
    let found = evidence.content.statement.verification;
    let rested = dismissed.answer.is_some_and(|it| it.supports(found));
    if rested && !supported(&store::about(tx, proof, &case.id, id)?, found) {
        profiles::unverify_by_link(tx, proof, &case.id, id)?;
    }
    Ok(())
}

/// Whether an answer that counts lets an operator write what they found.
fn supported(requests: &[ReferenceRequest], found: EvidenceVerification) -> bool {
    let counts = |it: &&ReferenceRequest| it.status == ReferenceStatus::Answered;
    let mut answers = requests.iter().filter(counts).filter_map(|it| it.answer);
    answers.any(|answer| answer.supports(found))
}

/// Refuses to write of a piece of evidence that its issuer was asked by a channel: by a link, unless one was
/// answered, and for verified at least partly confirmed, and about what the evidence was then; and in the
/// country of origin of somebody for whom that is barred, unless a supervisor approved such a contact about
/// it. Where the issuer is, the experience tells; a register is looked up without a word of the person.
pub fn check_channel(
    tx: &mut Transaction,
    proof: &impl Proof,
    case: &Case,
    asked: IssuerAsked<'_>,
) -> Result<()> {
    let requests = store::about(tx, proof, &case.id, asked.evidence)?;
    match (asked.channel, asked.experience) {
        (VerificationChannel::ReferenceLink, _) => {
            match !asked.is_another && supported(&requests, asked.verification) {
                true => Ok(()),
                false => Err(Error::invalid(
                    "/verification_channel",
                    "no_reference_answered",
                )),
            }
        }
        (VerificationChannel::Register, _) | (_, None) => Ok(()),
        (_, Some(experience)) => {
            let experience = profiles::experience_of(tx, proof, case, experience)?;
            let Some(country) = experience.content.country else {
                return Ok(());
            };
            let origin = beneficiaries::origin_of(tx, proof, &case.beneficiary_id)?;
            let lifted = requests.iter().any(|it| it.lifts_the_bar());
            match origin.bars_country(&country) && !lifted {
                true => Err(Error::Conflict("origin_contact_barred")),
                false => Ok(()),
            }
        }
    }
}
