use super::super::{
    LINK_LIFETIME, QuestionnaireLink, QuestionnaireLinkId, QuestionnaireResponse,
    QuestionnaireResponseId, store,
};
use super::writing;
use crate::access::{Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::certificates::VerificationCode;
use crate::error::{Error, Result};
use crate::vault::Vault;

/// Makes the code by which the person answers in private; the one that stood before ends. It is told once,
/// and only what a holder of the master key can find it by is kept.
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
    let case = permit.case().clone();
    writing::hold_open(tx, &permit, &case, response.moment)?;
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
    let (response, _) = store::find(tx, &permit, id)?;
    store::end_link(tx, &permit, &response)?;
    Ok(())
}

/// What the database knows a code by: a keyed hash.
pub fn hash(vault: &Vault, code: &VerificationCode) -> String {
    vault.blind_index("questionnaire link", code.as_str())
}
