//! What is said of the person in other places, or to the operator alone, and leaves in no form.

use serde_json::json;

use super::shared::authorise;
use super::{FORMS, UNASKED, all_text, export, handed, handed_whole};
use crate::support::bodies::{HIDDEN, NAMED, TAX_CODE};
use crate::support::{TestApp, World};

/// Of other places than the profile.
pub const FORBIDDEN: &[&str] = &[
    HIDDEN,
    NAMED,
    TAX_CODE,
    "ZZCENTRE",
    "ZZPROGRAMME",
    "asylum",
    "quiet_setting",
    "vulnerab",
    "reception",
    "permit",
    "\"cas\"",
];

/// Of the profile, for the person alone.
pub const TOLD: &[&str] = &[
    "ZZCONTEXT",
    "ZZEVIDENCE",
    "ZZCOMPETENCE",
    "ZZEXPECTED",
    "ZZALTERNATIVE",
    "ZZFAVOURABLE",
    "ZZUNFAVOURABLE",
    "ZZSUMMARY",
    "ZZJOURNEY",
];

/// What limits the person, and no report may say.
const UNAGREED: &str = "ZZUNAGREED";

/// Writes harmless words into the profile of a world, marks what is told between person and operator, and
/// says everything of the person in other places.
pub fn mark(app: &TestApp, world: &World) {
    let (case, person) = (world.id("case_id"), world.id("beneficiary_id"));
    let (experience, journey) = (world.id("experience_id"), uuid::Uuid::now_v7());
    let by_case = format!("WHERE case_id = '{case}'");
    app.database.execute(&format!(
        "UPDATE experiences SET kind = 'work_informal', title = 'Sarta', employer = 'Sartoria', \
         place = 'Fez', tasks = '[\"cucire\"]', tools = '[\"ago\"]', context = 'ZZCONTEXT' {by_case}; \
         INSERT INTO experiences (id, case_id, organisation_id, kind, title, employer, place, ongoing, \
         completion, setting, tasks, tools, context, version, created_at, updated_at) \
         SELECT '{journey}', case_id, organisation_id, 'migration_context', 'ZZJOURNEY', '', '', ongoing, \
         completion, setting, '[]', '[]', '', version, created_at, updated_at \
         FROM experiences WHERE id = '{experience}'; \
         UPDATE evidence SET description = 'ZZEVIDENCE', verification = 'document_seen' {by_case}; \
         UPDATE competences SET label = 'Cucire', description = 'ZZCOMPETENCE', agreed_level = 3, \
         transferability = 'Anche altrove', repertory_codes = '[]' {by_case}; \
         UPDATE cases SET resources_and_limits = '[{{\"kind\":\"childcare\",\"text\":\"{UNAGREED}\",\
         \"agreed_on\":null}}]' WHERE id = '{case}'; \
         UPDATE expectations SET description = 'ZZEXPECTED' {by_case}; \
         UPDATE next_steps SET description = 'Corso', responsible = 'CPIA' {by_case}; \
         UPDATE assessments SET summary = 'ZZSUMMARY' {by_case}; \
         DELETE FROM professional_goals {by_case}; \
         INSERT INTO professional_goals (case_id, organisation_id, goal, alternatives, \
         favourable_factors, unfavourable_factors, version, updated_at) \
         SELECT id, organisation_id, 'Sarta', 'ZZALTERNATIVE', 'ZZFAVOURABLE', 'ZZUNFAVOURABLE', 1, \
         updated_at FROM cases WHERE id = '{case}'"
    ));
    app.database.execute(&format!(
        "UPDATE beneficiaries SET given_name = 'Amina', family_name = 'Diallo', \
         birth_on = '1907-11-13', birth_precision = 'day', citizenships = '[\"KI\"]', \
         vulnerability_reported = true, support_needs = '[\"quiet_setting\"]', \
         contacts = '[{{\"kind\":\"via_reception_centre\",\"value\":\"ZZCENTRE\",\
         \"safe_to_contact\":true}},{{\"kind\":\"phone\",\"value\":\"zzphone\",\
         \"safe_to_contact\":true}},{{\"kind\":\"email\",\"value\":\"zzcontact@mail.example\",\
         \"safe_to_contact\":true}}]' WHERE id = '{person}'; \
         UPDATE programmes SET title = 'ZZPROGRAMME', funder = 'ZZPROGRAMME'"
    ));
    let permits = format!("SELECT COUNT(*) FROM stay_permits WHERE beneficiary_id = '{person}'");
    assert!(app.database.count(&permits) > 0);
}

#[actix_web::test]
async fn what_is_not_the_profile_is_in_no_form() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let case = world.id("case_id");
    mark(&app, &world);
    let under = authorise(&app, &case, &[]).await;
    app.database.execute(&format!(
        "UPDATE cases SET status = 'report_approved' WHERE id = '{case}'"
    ));
    for form in FORMS {
        let mut shared = handed(form);
        shared["purpose"] = json!("for_other_service");
        shared["authorisation_id"] = json!(under);
        let unasked = [FORBIDDEN, UNASKED].concat();
        for (body, absent) in [
            (handed(form), unasked.clone()),
            (handed_whole(form), FORBIDDEN.to_vec()),
            (shared, [&unasked, TOLD, &[UNAGREED]].concat()),
        ] {
            let what = body.to_string();
            let given = export(&app, "operator", &case, body).await.expect(200);
            let named = given.header("content-disposition").to_owned();
            let text = format!("{named}\n{}", all_text(&given));
            for word in absent {
                assert!(!text.contains(word), "{word} in {what}");
            }
            assert!(!named.contains("Amina") && !named.contains("Diallo"));
        }
        let whole = export(&app, "operator", &case, handed_whole(form)).await;
        let text = all_text(&whole.expect(200));
        // The first that is safe; of Europass, the first that it takes. ELM leaves them out of its claims.
        let contact = match *form {
            "elm" => "Amina",
            "europass" => "zzcontact@mail.example",
            _ => "zzphone",
        };
        assert!(text.contains(contact), "{form}");
    }
    // All of it is the person's.
    let own = export(&app, "operator", &case, handed("json")).await;
    let own = all_text(&own.expect(200));
    for word in [TOLD, &[UNAGREED]].concat() {
        assert!(own.contains(word), "{word}");
    }
}
