use chrono::TimeDelta;

use super::{Journey, id_of};
use serde_json::json;

#[actix_web::test]
async fn extracompetenze_ends_in_a_report_a_certificate_and_the_employment_centres_reply() {
    let journey = Journey::of("extracompetenze").await;
    let case = journey.comes("Karima", "").await;
    // Being told of the service is no hour of the audit.
    let came = json!([{ "case_id": id_of(&case), "status": "present" }]);
    journey.holds(&case, "info_meeting", None, 90, came).await;
    journey.agrees(&case, None).await;
    for interview in 2..=4 {
        journey.app.advance(TimeDelta::days(7));
        journey.meets(&case, "individual", None).await;
        if interview == 2 {
            journey
                .event("operator", &case, "begin_investigation", "investigation")
                .await;
        }
    }
    journey.app.advance(TimeDelta::days(7));
    journey.tells_of_work(&case).await;
    journey.is_reported(&case, None).await;
    let certificate = journey.is_certified(&case).await;
    assert_eq!(certificate["minutes_attended"], 5 * 60);
    assert_eq!(certificate["minutes_planned"], 5 * 60);

    let referral = journey.is_referred_on(&case).await;
    journey.is_answered(&referral).await;
    journey
        .event("operator", &case, "begin_follow_up", "follow_up")
        .await;
    journey.app.advance(TimeDelta::days(90));
    journey.is_followed_up(&case).await;
    for kind in [
        "assessment_report",
        "participation_certificate",
        "referral_letter",
    ] {
        assert_eq!(journey.issued(&case, kind).await, 1, "{kind}");
    }
    let five = "sessions WHERE status = 'held' AND kind <> 'info_meeting'";
    assert_eq!(journey.counts(five), 5);
}
