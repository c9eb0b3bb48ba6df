use super::{FormSection, ProfileForm};
use crate::access::{Read, Transaction};
use crate::cases::{Case, CaseId};
use crate::error::Result;
use crate::profiles::Profile;
use crate::programmes::service as programmes;

/// The whole form.
pub fn read(tx: &mut Transaction) -> Result<&'static ProfileForm> {
    tx.listing::<&'static ProfileForm>()?;
    Ok(ProfileForm::current())
}

/// The sections that are asked in a case: those that its programme does not hide.
pub fn sections_of(tx: &mut Transaction, case: &CaseId) -> Result<Vec<&'static FormSection>> {
    let permit = tx.permit::<Read, Profile, Case>(case)?;
    let programme = permit.parent().programme_id.clone();
    let hidden = programmes::find(tx, &permit, &programme)?.hidden_form_sections();
    let sections = ProfileForm::current().sections.iter();
    Ok(sections.filter(|it| !hidden.contains(&it.key)).collect())
}
