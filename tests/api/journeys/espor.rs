use std::collections::BTreeSet;

use chrono::TimeDelta;
use serde_json::json;

use super::Journey;

/// Ten people; the last three do not get a certificate.
const PEOPLE: [(&str, &str); 10] = [
    ("Amina", "Barry"),
    ("Bakary", "Kone"),
    ("Chidi", "Okafor"),
    ("Djeneba", "Sow"),
    ("Efrem", "Tesfay"),
    ("Fatou", "Ndiaye"),
    ("Ghirmay", "Haile"),
    ("Hawa", "Jalloh"),
    ("Idris", "Mensah"),
    ("Jamila", "Rahimi"),
];

/// How the ten of a group fare: seven get a certificate, one comes too rarely, two leave.
#[actix_web::test]
async fn espor_ends_in_seven_certificates_three_statements_and_seven_answered_referrals() {
    let journey = Journey::of("espor").await;
    let (mut referrals, mut cases) = (Vec::new(), Vec::new());
    for (given_name, family_name) in PEOPLE {
        let referral = journey.is_told_of(given_name, family_name).await;
        let case = journey.takes_on(&referral, given_name, family_name).await;
        assert_eq!(journey.milestone(&referral).await, "accepted");
        referrals.push(referral);
        cases.push(case);
    }
    let group = journey.makes_group().await;
    for case in &cases {
        journey.agrees(case, Some(1)).await;
        journey.joins(&group, case).await;
    }
    let all: Vec<&str> = cases.iter().map(String::as_str).collect();
    let (certified, rest) = all.split_at(7);
    let (rarely, leaving) = (rest[0], &rest[1..]);

    for meeting in 1..=9 {
        journey.app.advance(TimeDelta::days(7));
        let mut came = certified.to_vec();
        let mut away = Vec::new();
        // One who gets the certificate misses a meeting, one comes to the first five only.
        if meeting == 4 {
            away.push(came.remove(0));
        }
        if meeting <= 5 {
            came.push(rarely);
        } else {
            away.push(rarely);
        }
        if meeting <= 3 {
            came.extend(leaving);
        }
        journey.group_meets(&group, meeting + 1, &came, &away).await;
        if meeting == 3 {
            for case in leaving {
                let withdraw =
                    json!({ "event": "withdraw", "closure_reason": "withdrawn_by_person" });
                journey.moves("operator", case, withdraw, "withdrawn").await;
            }
        }
    }

    journey.app.advance(TimeDelta::days(7));
    for case in all.iter().take(8) {
        journey.tells_of_work(case).await;
        journey.is_reported(case, Some(11)).await;
    }
    let mut numbers = BTreeSet::new();
    for (place, case) in certified.iter().enumerate() {
        let certificate = journey.is_certified(case).await;
        let attended = if place == 0 { 26 * 60 } else { 29 * 60 };
        assert_eq!(certificate["minutes_attended"], attended);
        assert_eq!(certificate["minutes_planned"], 29 * 60);
        numbers.insert(certificate["number"].as_str().unwrap().to_owned());
    }
    assert_eq!(numbers.len(), 7);
    let url = format!("{rarely}/transitions");
    let issue = json!({ "event": "issue_certificate" });
    let refused = journey.app.post("supervisor", &url, issue).await;
    assert_eq!(refused.expect(409).unmet(), ["attendance_sufficient"]);
    let skip = json!({ "event": "skip_certificate", "reason": "Presente a metà degli incontri" });
    journey.moves("supervisor", rarely, skip, "follow_up").await;
    for case in rest {
        journey.is_stated(case).await;
    }

    for case in certified {
        let referral = journey.is_referred_on(case).await;
        journey.is_answered(&referral).await;
        journey
            .event("operator", case, "begin_follow_up", "follow_up")
            .await;
    }
    journey.app.advance(TimeDelta::days(90));
    for case in all.iter().take(8) {
        journey.is_followed_up(case).await;
    }

    assert_eq!(journey.counts("certificates WHERE status = 'valid'"), 7);
    let statements = "documents WHERE kind = 'attendance_statement' AND status = 'issued'";
    assert_eq!(journey.counts(statements), 3);
    let answered = "outbound_referrals WHERE status = 'completed'";
    assert_eq!(journey.counts(answered), 7);
    let mails = |to: &str, kind: &str| {
        journey.counts(&format!(
            "outbox_mails WHERE recipient = '{to}@example.org' AND kind = '{kind}'"
        ))
    };
    assert_eq!(mails("cpi", "referral_received"), 7);
    assert_eq!(mails("operator", "reply_received"), 14);
    assert_eq!(journey.counts("cases WHERE status = 'closed'"), 8);
    assert_eq!(journey.counts("cases WHERE status = 'withdrawn'"), 2);
    for (place, referral) in referrals.iter().enumerate() {
        let learnt = if place < 8 { "finished" } else { "ended_early" };
        assert_eq!(journey.milestone(referral).await, learnt);
    }
}
