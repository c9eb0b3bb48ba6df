use super::super::answers::Answers;
use super::super::{
    LINK_LIFETIME, QuestionnaireLink, QuestionnaireLinkId, QuestionnaireResponse,
    QuestionnaireResponseId, sealing, store,
};
use super::writing;
use crate::access::{Transaction, Update};
use crate::cases::{Case, CaseId, CaseStanding};
use crate::certificates::VerificationCode;
use crate::error::{Error, Result};
use crate::vault::Vault;

/// Makes the code by which the person answers in private; the one that stood before ends. It is told once,
/// and only what a holder of the master key can find it by is kept.
///
/// What was answered by an earlier code goes: whoever has a new one made would read it.
pub fn make_link(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
) -> Result<(VerificationCode, QuestionnaireLink)> {
    let permit = tx.permit::<Update, QuestionnaireResponse, Case>(case)?;
    let (response, _) = store::find(tx, &permit, id)?;
    if !response.private {
        return Err(Error::Conflict("not_answered_in_private"));
    }
    writing::ensure_not_completed(&response)?;
    let case = CaseStanding::from(permit.case());
    writing::hold_open(tx, &permit, &case, response.moment)?;
    let key = sealing::key(tx, &permit, &case)?.ok_or(Error::Gone)?;
    let emptied = QuestionnaireResponse {
        answered: 0,
        sealed_answers: sealing::seal(&key, &response, &Answers::new())?,
        ..response.clone()
    };
    store::update(tx, &permit, &advanced(tx, emptied))?;
    store::end_link(tx, &permit, &response)?;
    let (code, now) = (VerificationCode::random(), tx.now());
    let link = QuestionnaireLink {
        id: QuestionnaireLinkId::new(),
        response_id: response.id,
        case_id: response.case_id,
        organisation_id: response.organisation_id,
        code_hash: hash(&tx.vault(), &code),
        created_by: tx.actor().user_id.clone(),
        created_at: now.naive_utc(),
        expires_at: (now + LINK_LIFETIME).naive_utc(),
        ended_at: None,
    };
    store::insert_link(tx, &permit, &link)?;
    Ok((code, link))
}

/// Ends the code of a response; there may be none.
pub fn revoke_link(
    tx: &mut Transaction,
    case: &CaseId,
    id: &QuestionnaireResponseId,
) -> Result<()> {
    let permit = tx.permit::<Update, QuestionnaireResponse, Case>(case)?;
    let (response, link) = store::find(tx, &permit, id)?;
    if link.is_some() {
        // The response first, then its link, as who completes it by the code does.
        store::update(tx, &permit, &advanced(tx, response.clone()))?;
        store::end_link(tx, &permit, &response)?;
    }
    Ok(())
}

/// The next version, so that who answers by the code that ends at this very moment is told to look again.
fn advanced(tx: &Transaction, response: QuestionnaireResponse) -> QuestionnaireResponse {
    QuestionnaireResponse {
        updated_at: tx.now().naive_utc(),
        version: response.version + 1,
        ..response
    }
}

/// What the database knows a code by: a keyed hash.
pub fn hash(vault: &Vault, code: &VerificationCode) -> String {
    vault.blind_index("questionnaire link", code.as_str())
}
