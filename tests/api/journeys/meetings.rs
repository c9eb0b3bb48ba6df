//! Meetings and who came to them.

use chrono::{TimeDelta, Timelike};
use serde_json::{Value, json};

use super::{Journey, id_of};

impl Journey {
    /// An instant of today that some minutes ago was.
    fn ago(&self, minutes: i64) -> String {
        let at = self.app.now() - TimeDelta::minutes(minutes);
        let at = at.with_nanosecond(0).unwrap();
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// An hour with one person, to which they came.
    pub async fn meets(&self, case: &str, kind: &str, step: Option<i32>) {
        let attendance = json!([{ "case_id": id_of(case), "status": "present" }]);
        self.holds(case, kind, step, 60, attendance).await;
    }

    /// A meeting that was planned, and has now ended.
    pub async fn holds(
        &self,
        parent: &str,
        kind: &str,
        step: Option<i32>,
        minutes: i64,
        attendance: Value,
    ) {
        let (from, to) = (self.ago(minutes), self.ago(0));
        let plan = json!({
            "kind": kind, "step": step, "mode": "in_person", "scheduled_from": from,
            "scheduled_to": to, "language": "fr", "place": "Via di Prova 1",
        });
        let url = format!("{parent}/sessions");
        let planned = self.app.post("operator", &url, plan).await.expect(201);
        let url = format!("{}/outcome", planned.header("location"));
        let outcome = json!({
            "status": "held", "held_from": from, "held_to": to, "attendance": attendance,
        });
        let tag = planned.header("etag").to_owned();
        let held = self.app.put_if("operator", &url, &tag, outcome).await;
        held.expect(200);
    }

    /// A group of the programme; its address.
    pub async fn makes_group(&self) -> String {
        self.app.group("operator", &self.programme, 10).await
    }

    pub async fn joins(&self, group: &str, case: &str) {
        let today = json!({ "joined_on": self.app.day(0) });
        let joined = self.app.join("operator", group, id_of(case), today).await;
        joined.expect(200);
        self.event("operator", case, "begin_investigation", "investigation")
            .await;
    }

    /// A meeting of three hours, to which these came and those did not.
    pub async fn group_meets(&self, group: &str, step: i32, came: &[&str], stayed_away: &[&str]) {
        let line = |case: &&str, status: &str| json!({ "case_id": id_of(case), "status": status });
        let there = came.iter().map(|case| line(case, "present"));
        let away = stayed_away.iter().map(|case| line(case, "absent"));
        let attendance = there.chain(away).collect();
        self.holds(group, "group", Some(step), 180, attendance)
            .await;
    }
}
