use chrono::NaiveDateTime;

use super::super::sealing::Sealed;
use super::super::store::{self, Asked, Opened};
use super::super::{
    NewReferenceAnswer, ReferenceAnswer, ReferenceConfirmation, ReferenceLanguage,
    ReferenceStatement,
};
use crate::access::{Permit, Proof, Read, Resource, Service, Transaction, Update, Verb};
use crate::beneficiaries::service as beneficiaries;
use crate::cases::{Case, CaseStanding};
use crate::error::{Error, Result};
use crate::password_settings::Token;
use crate::profiles::service as profiles;
use crate::vault::DataKey;

/// What a link shows: what is asked, by whom, and until when it can be answered.
pub struct OpenedReference {
    pub statement: ReferenceStatement,
    pub language: ReferenceLanguage,
    pub asked_by: String,
    pub expires_at: NaiveDateTime,
}

/// What a contact is asked to confirm.
pub fn open(tx: &mut Transaction, token: &Token) -> Result<OpenedReference> {
    let permit = tx.service_permit::<Read, ReferenceConfirmation>()?;
    let (asked, case, asked_by, expires_at) = standing(tx, &permit, token)?;
    let (_, statement) = statement(tx, &permit, &asked, &case)?;
    Ok(OpenedReference {
        statement,
        language: asked.language,
        asked_by,
        expires_at,
    })
}

/// Keeps what the contact answers, once. Who confirms the whole makes the evidence verified by its issuer,
/// while the profile is written; every other answer is for the operator to weigh.
pub fn answer(tx: &mut Transaction, token: &Token, new: &NewReferenceAnswer) -> Result<()> {
    let permit = tx.service_permit::<Update, ReferenceConfirmation>()?;
    let (asked, case, ..) = standing(tx, &permit, token)?;
    let (key, _) = statement(tx, &permit, &asked, &case)?;
    let words = sealed(&asked, &case, "sealed_answer").seal(&key, &new.words)?;
    // The case, the request, the link: in this order, as everybody who holds several of them.
    if new.answer == ReferenceAnswer::Yes {
        profiles::verify_by_link(tx, &permit, &case.id, &asked.evidence_id)?;
    }
    let kept = store::keep_answer(tx, &permit, &asked, new.answer, &words)?;
    if !kept || !store::end_link(tx, &permit, &asked.id)? {
        return Err(Error::Gone);
    }
    Ok(())
}

/// What a token opens whose link stands; one that ended, or is about a case that ended, is [`Error::Gone`].
/// The log names the case of either.
fn standing<V: Verb>(
    tx: &mut Transaction,
    permit: &Permit<V, ReferenceConfirmation, Service>,
    token: &Token,
) -> Result<Opened> {
    let hash = token.hash();
    let found = store::look_up(tx, permit, &hash)?;
    let (case, stands) = found.ok_or(Error::NotFound(Resource::ReferenceConfirmation))?;
    tx.touch::<Case>(permit, V::ACTION, &case);
    if !stands {
        return Err(Error::Gone);
    }
    store::open(tx, permit, &hash)?.ok_or(Error::Gone)
}

/// What is asked, and the key that it is sealed under; [`Error::Gone`] where that was erased.
fn statement(
    tx: &mut Transaction,
    proof: &impl Proof,
    asked: &Asked,
    case: &CaseStanding,
) -> Result<(DataKey, ReferenceStatement)> {
    let holder = case.key_holder();
    let key = beneficiaries::known_data_key(tx, proof, holder, &case.organisation_id)?;
    let key = key.ok_or(Error::Gone)?;
    let statement = sealed(asked, case, "sealed_statement").open(&key, &asked.sealed_statement)?;
    Ok((key, statement.ok_or(Error::Gone)?))
}

fn sealed<'a>(asked: &'a Asked, case: &'a CaseStanding, column: &'static str) -> Sealed<'a> {
    Sealed {
        column,
        request: &asked.id,
        organisation: &case.organisation_id,
        asked_at: asked.asked_at,
    }
}
