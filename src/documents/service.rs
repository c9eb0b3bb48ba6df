use super::Report;
use crate::access::{Create, Transaction, Update};
use crate::cases::{Case, CaseId};
use crate::error::Result;

pub fn submit_report(tx: &mut Transaction, case: &CaseId) -> Result<()> {
    tx.permit::<Create, Report, Case>(case).map(drop)
}

pub fn return_report(tx: &mut Transaction, case: &CaseId, _comment: &str) -> Result<()> {
    tx.permit::<Update, Report, Case>(case).map(drop)
}

pub fn approve_report(tx: &mut Transaction, case: &CaseId) -> Result<()> {
    tx.permit::<Update, Report, Case>(case).map(drop)
}
