use super::{
    BeneficiaryMerge, MergeId, MergePreview, MergeView, NewMerge, Particulars, lifecycle, store,
};
use crate::access::{Action, Create, Permit, Proof, Read, Transaction, Update, Verb};
use crate::beneficiaries::{Beneficiary, BeneficiaryId, service as beneficiaries};
use crate::cases::Case;
use crate::db::types::Json;
use crate::error::{Error, Result, Unmet};
use crate::http::Page;

type Side<V> = Permit<V, BeneficiaryMerge, Beneficiary>;

/// What a merge of two records would move, what they say differently, and what keeps them apart.
/// Changes nothing.
pub fn preview(
    tx: &mut Transaction,
    kept: &BeneficiaryId,
    merged: &BeneficiaryId,
) -> Result<MergePreview> {
    let (kept, merged) = both::<Read>(tx, kept, merged)?;
    let weighed = store::weigh(tx, &kept, &merged)?;
    Ok(MergePreview {
        differing: lifecycle::differing(&kept.parent().person, &merged.parent().person),
        unmet: lifecycle::unmet(&weighed),
        weighed,
    })
}

/// Has one record of a person take over from another of the same centre.
///
/// Refused: records of people with two definitive tax codes, two cases that run in one programme, and a
/// record that was merged already. Of two who merge the same record at once the second is refused.
pub fn merge(tx: &mut Transaction, new: NewMerge) -> Result<MergeView> {
    let (kept, merged) = both::<Create>(tx, &new.kept_id, &new.merged_id)?;
    let (into, from) = (kept.parent().clone(), merged.parent().clone());
    let version = into.version.max(from.version);
    // Both get a new version: whoever read the merged record before is refused, and so is one who waits.
    store::hold(tx, &kept, [(&into, version), (&from, version + 1)])?;
    let unmet = lifecycle::unmet(&store::weigh(tx, &kept, &merged)?);
    if !unmet.is_empty() {
        let unmet = unmet.into_iter().map(|guard| Unmet {
            guard: guard.as_str(),
        });
        return Err(Error::Unmet(unmet.collect()));
    }
    let particulars = Particulars {
        reason: new.reason,
        before: into.person.clone(),
    };
    let person = lifecycle::chosen(&into.person, &from.person, &new.taken);
    let rewriting = tx.further::<Update, Beneficiary, Beneficiary>(&kept)?;
    let into = Beneficiary { version, ..into };
    beneficiaries::save(tx, &rewriting, into.clone(), person)?;

    let mut merge = BeneficiaryMerge {
        id: MergeId::new(),
        organisation_id: into.organisation_id,
        kept_id: into.id.clone(),
        merged_id: from.id,
        merged_code: from.person_code,
        standing_id: into.id,
        taken: Json::new(&new.taken),
        moved: Json::new(&store::move_all(tx, &kept, &merged)?),
        sealed_particulars: String::new(),
        merged_at: tx.now().naive_utc(),
        merged_by: tx.actor().user_id.clone(),
        reversed_at: None,
        reversed_by: None,
    };
    let key = beneficiaries::data_key(tx, &kept, &merge.kept_id, &merge.organisation_id)?;
    merge.sealed_particulars = key.seal(merge.place(), &particulars.to_text());
    let in_force = store::leading_to(tx, &kept, &merge.merged_id)?;
    let gathered = lifecycle::gathered(&merge.merged_id, &in_force);
    store::redirect(tx, &kept, &gathered, &merge)?;
    store::insert(tx, &kept, &merge)?;
    tx.touch::<BeneficiaryMerge>(&kept, Action::Create, &merge.id);
    touch_cases(tx, &kept, &merge);
    Ok(MergeView {
        merge,
        reason: Some(particulars.reason),
    })
}

/// Has the two records stand again as they were. What was added meanwhile stays where it was written:
/// cases and papers with the kept record, and in the values that the merge took whatever somebody has
/// changed since.
///
/// Refused after the kept record was merged itself: that is taken back first.
pub fn reverse(tx: &mut Transaction, id: &MergeId) -> Result<MergeView> {
    let permit = tx.permit::<Update, BeneficiaryMerge, BeneficiaryMerge>(id)?;
    let before = permit.parent().clone();
    if before.reversed_at.is_some() {
        return Err(Error::Conflict("merge_reversed"));
    }
    if before.standing_id != before.kept_id {
        return Err(Error::Conflict("merged_further"));
    }
    let rewriting = tx.permit::<Update, Beneficiary, Beneficiary>(&before.kept_id)?;
    let kept = rewriting.parent().clone();
    let merged = beneficiaries::find(tx, &permit, &before.merged_id)?;
    let version = kept.version.max(merged.version);
    // Above every version that was shown under the merged record's id.
    let sides = [(&kept, version), (&merged, version + 1)];
    store::hold(tx, &permit, sides)?;
    let merge = BeneficiaryMerge {
        reversed_at: Some(tx.now().naive_utc()),
        reversed_by: Some(tx.actor().user_id.clone()),
        ..before
    };
    let in_force = store::leading_to(tx, &permit, &merge.kept_id)?;
    let gathered = lifecycle::gathered(&merge.merged_id, &in_force);
    if !store::end(tx, &permit, &merge)? {
        return Err(Error::Conflict("merge_reversed"));
    }
    store::move_back(tx, &permit)?;
    tx.touch::<Beneficiary>(&permit, Action::Update, &merge.merged_id);
    touch_cases(tx, &permit, &merge);
    let under_merged = BeneficiaryMerge {
        standing_id: merge.merged_id.clone(),
        ..merge.clone()
    };
    store::redirect(tx, &permit, &gathered, &under_merged)?;
    let Some(particulars) = particulars(tx, &permit, &merge)? else {
        return Ok(MergeView {
            merge,
            reason: None,
        });
    };
    let kept = Beneficiary { version, ..kept };
    let taken = merge.taken.get();
    let person = lifecycle::restored(&kept.person, &particulars.before, &merged.person, &taken);
    beneficiaries::save(tx, &rewriting, kept, person)?;
    Ok(MergeView {
        merge,
        reason: Some(particulars.reason),
    })
}

/// The merges of the organisation, the newest first.
pub fn list(tx: &mut Transaction, page: &Page) -> Result<Vec<MergeView>> {
    let listing = tx.listing::<BeneficiaryMerge>()?;
    let rows = store::list(tx, &listing, page)?;
    for row in &rows {
        tx.touch::<BeneficiaryMerge>(&listing, Action::List, &row.id);
    }
    let view = |merge| MergeView {
        merge,
        reason: None,
    };
    Ok(rows.into_iter().map(view).collect())
}

/// One merge with its reason, which is gone once the person was erased.
pub fn read(tx: &mut Transaction, id: &MergeId) -> Result<MergeView> {
    let permit = tx.permit::<Read, BeneficiaryMerge, BeneficiaryMerge>(id)?;
    let merge = permit.parent().clone();
    let reason = particulars(tx, &permit, &merge)?.map(|it| it.reason);
    Ok(MergeView { merge, reason })
}

/// Two records of the centre that nothing has taken over from yet.
fn both<V: Verb>(
    tx: &mut Transaction,
    kept: &BeneficiaryId,
    merged: &BeneficiaryId,
) -> Result<(Side<V>, Side<V>)> {
    if kept == merged {
        return Err(Error::invalid("/merged_id", "same_record"));
    }
    let one = tx.permit::<V, BeneficiaryMerge, Beneficiary>(kept)?;
    let other = tx.permit::<V, BeneficiaryMerge, Beneficiary>(merged)?;
    if one.parent().id != *kept || other.parent().id != *merged {
        return Err(Error::Conflict("already_merged"));
    }
    Ok((one, other))
}

/// Names the cases that came to stand under another person.
fn touch_cases(tx: &mut Transaction, proof: &impl Proof, merge: &BeneficiaryMerge) {
    for case in merge.moved.get().cases {
        tx.touch::<Case>(proof, Action::Update, &case);
    }
}

fn particulars(
    tx: &mut Transaction,
    proof: &impl Proof,
    merge: &BeneficiaryMerge,
) -> Result<Option<Particulars>> {
    let key = beneficiaries::known_data_key(tx, proof, &merge.kept_id, &merge.organisation_id)?;
    let sealed = &merge.sealed_particulars;
    let text = key.map(|key| key.open_since(merge.place(), sealed, merge.merged_at));
    let text = text.transpose().map_err(Error::internal)?.flatten();
    text.map(|text| Particulars::from_text(&text)).transpose()
}
