use chrono::TimeDelta;

use super::desk::Desk;
use crate::db::types::Json;
use crate::error::Result;
use crate::programmes::{
    CertificateRule, EligibilityCheck, Fund, NewProgramme, ProgrammeId, ProgrammeTerms,
    StandardPathway, WorkRightRule, service as programmes,
};

/// A programme of interviews, as many as each person needs.
pub fn add(desk: &Desk) -> Result<ProgrammeId> {
    desk.supervisor(|tx| {
        let (centre, today) = (tx.actor().organisation_id.clone(), tx.today());
        let pathway = StandardPathway::Extracompetenze.template();
        let template = programmes::add_template(tx, &centre, pathway)?;
        let terms = ProgrammeTerms {
            title: "Competenze in cammino".to_owned(),
            funder: "Comune di Portoverde".to_owned(),
            fund: Fund::Municipal,
            project_code: None,
            starts_on: today - TimeDelta::days(60),
            ends_on: Some(today + TimeDelta::days(305)),
            pathway_template_id: template.id,
            capacity: Some(20),
            minimum_attendance_percent: 70,
            certificate_rule: CertificateRule::Attendance,
            work_right_rule: WorkRightRule::Warn,
            eligibility_checks: Json::new(&EligibilityCheck::defaults()),
            active: true,
        };
        let code = "CAMMINO".to_owned();
        Ok(programmes::add(tx, &centre, NewProgramme { code, terms })?.id)
    })
}
