use chrono::TimeDelta;

use crate::access::Transaction;
use crate::db::types::Json;
use crate::error::Result;
use crate::programmes::{
    CertificateRule, EligibilityCheck, Fund, NewProgramme, ProgrammeId, ProgrammeTerms,
    StandardPathway, WorkRightRule, service as programmes,
};

/// A programme of the acting supervisor's job centre, after a standard pathway.
pub fn add(
    tx: &mut Transaction,
    pathway: StandardPathway,
    code: &str,
    title: &str,
) -> Result<ProgrammeId> {
    let (centre, today) = (tx.actor().organisation_id.clone(), tx.today());
    let template = programmes::add_template(tx, &centre, pathway.template())?;
    let terms = ProgrammeTerms {
        title: title.to_owned(),
        funder: "Comune di Portoverde".to_owned(),
        fund: Fund::Municipal,
        project_code: None,
        starts_on: today - TimeDelta::days(90),
        ends_on: Some(today + TimeDelta::days(275)),
        pathway_template_id: template.id,
        capacity: Some(20),
        minimum_attendance_percent: 70,
        certificate_rule: CertificateRule::Attendance,
        work_right_rule: WorkRightRule::Warn,
        eligibility_checks: Json::new(&EligibilityCheck::defaults()),
        hidden_form_sections: Json::new(&Vec::new()),
        active: true,
    };
    let code = code.to_owned();
    Ok(programmes::add(tx, &centre, NewProgramme { code, terms })?.id)
}
