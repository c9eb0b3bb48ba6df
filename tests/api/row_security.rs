//! Row level security on PostgreSQL: what a query sees whose author forgot to ask. On SQLite there is
//! none, and these tests have nothing to look at.

use std::collections::BTreeSet;

use bilancio::access::{Caller, Identity, Listing, Transaction};
use bilancio::cases::Case;
use bilancio::db::DbConnection;
use bilancio::db::schema::{
    beneficiaries, cases, documents, experiences, intake_referrals, outbound_referrals,
    working_notes,
};
use bilancio::error::Error;
use bilancio::intake_referrals::IntakeReferral;
use bilancio::outbound_referrals::InboxReferral;
use bilancio::transfers::TransferOffer;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::json;

use crate::support::{TestApp, World};

impl TestApp {
    /// A user's call, as their token tells.
    async fn caller(&self, who: &str) -> Caller {
        let token = self.token(who).await;
        let claims = token.split('.').nth(1).unwrap();
        let claims = base64_url(claims);
        let sign_in = claims["sid"].as_str().unwrap().parse().unwrap();
        Caller::new(Identity::SignIn(sign_in), "row_security")
    }

    fn on_postgres(&self) -> bool {
        matches!(self.database.target, bilancio::db::Target::Postgres(_))
    }
}

fn base64_url(text: &str) -> serde_json::Value {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text);
    serde_json::from_slice(&bytes.unwrap()).unwrap()
}

#[actix_web::test]
async fn every_table_has_policies() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    let open = app.database.count(
        "SELECT count(*) FROM pg_class c WHERE c.relkind = 'r' \
         AND c.relnamespace = 'public'::regnamespace AND c.relname <> '__diesel_schema_migrations' \
         AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))",
    );
    assert_eq!(open, 0, "tables without row level security");
    let mighty = app.database.count(
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'bilancio%' \
         AND (rolbypassrls OR rolsuper OR rolcreaterole)",
    );
    assert_eq!(mighty, 0);
    let owned = app
        .database
        .count("SELECT count(*) FROM pg_class WHERE relowner = 'bilancio_service'::regrole");
    assert_eq!(owned, 0);
}

#[actix_web::test]
async fn the_services_role_sees_no_row_until_it_is_said_for_whom_it_works() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    let mut looked_at = 0;
    for table in app.database.tables() {
        let there = app.database.count(&format!("SELECT count(*) FROM {table}"));
        let seen = app.database.count_as_service("RESET ROLE", &table);
        assert_eq!(seen, Some(0), "{table}");
        looked_at += usize::from(there > 0);
    }
    assert!(looked_at > 40, "the world fills {looked_at} tables only");
}

#[actix_web::test]
async fn who_did_not_sign_in_and_the_workers_reach_no_table_of_a_case() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    let of_cases = [
        "cases",
        "beneficiaries",
        "working_notes",
        "identifiers",
        "documents",
        "questionnaire_responses",
        "questionnaire_links",
        "reference_requests",
        "evidence",
    ];
    for role in ["bilancio_anonymous", "bilancio_worker"] {
        for table in of_cases {
            let seen = app
                .database
                .count_as_service(&format!("SET ROLE {role}"), table);
            assert_eq!(seen, None, "{role} {table}");
        }
    }
}

/// What the code of a questionnaire leaves to see, and of how many rows: nothing else of its organisation.
const BY_CODE: &[(&str, i64)] = &[
    ("cases", 1),
    ("data_keys", 1),
    ("questionnaire_links", 1),
    ("questionnaire_responses", 1),
];

/// As the service does for a code with this hash.
fn by_code(hash: &str, at: &str) -> String {
    format!(
        "BEGIN; SET LOCAL ROLE bilancio_anonymous; SELECT acting_by_link('{hash}', '{at}'); \
         SET LOCAL ROLE bilancio_link"
    )
}

#[actix_web::test]
async fn the_code_of_a_questionnaire_opens_that_one_alone_and_only_while_it_stands() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    app.database
        .execute("UPDATE questionnaire_links SET code_hash = 'known'");
    // Colleagues' cases, and a person of their own, in the same organisation.
    app.case("opened");
    let person = crate::support::bodies::person();
    let known = app.post("supervisor", "/v1/beneficiaries", person).await;
    known.expect(201);
    for table in ["cases", "data_keys", "questionnaire_responses"] {
        let centre = app.organisation("centre");
        let own = format!("SELECT count(*) FROM {table} WHERE organisation_id = '{centre}'");
        assert!(app.database.count(&own) > 1, "{table}");
    }
    let standing = by_code("known", "2026-03-02");
    let seen = || -> Vec<(String, i64)> {
        let tables = app.database.tables().into_iter();
        tables
            .filter_map(|table| {
                let rows = app.database.count_as_service(&standing, &table)?;
                (rows > 0).then_some((table, rows))
            })
            .collect()
    };
    let mut opened = seen();
    opened.sort();
    // Of the sessions of that case, whether one was held.
    opened.retain(|(table, _)| table != "sessions");
    let by_code_alone: Vec<_> = BY_CODE
        .iter()
        .map(|(it, n)| ((*it).to_owned(), *n))
        .collect();
    assert_eq!(opened, by_code_alone);
    for (hash, at) in [("known", "2026-03-17"), ("unknown", "2026-03-02")] {
        let rows = app.database.count_as_service(&by_code(hash, at), "cases");
        assert_eq!(rows, Some(0), "{hash} {at}");
    }
    let set = |table: &str, change: &str| {
        let set = format!("UPDATE {table} SET {change}");
        app.database.execute(&set);
    };
    for (table, ended, standing) in [
        ("organisations", "active = false", "active = true"),
        ("cases", "status = 'closed'", "status = 'follow_up'"),
        (
            "questionnaire_responses",
            "status = 'completed'",
            "status = 'open'",
        ),
    ] {
        set(table, ended);
        assert_eq!(seen(), [], "{table} {ended}");
        set(table, standing);
    }
    assert!(!seen().is_empty());
}

#[actix_web::test]
async fn who_holds_a_code_writes_nothing_but_what_it_opens() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    app.database
        .execute("UPDATE questionnaire_links SET code_hash = 'known'");
    app.case("opened");
    let begin = by_code("known", "2026-03-02");
    for refused in [
        "UPDATE cases SET status = 'closed'",
        "UPDATE cases SET beneficiary_id = beneficiary_id",
        "SELECT needs_analysis FROM cases",
        "UPDATE questionnaire_responses SET case_id = case_id",
        "DELETE FROM questionnaire_responses",
        "UPDATE questionnaire_links SET expires_at = '2099-01-01'",
        "INSERT INTO questionnaire_links SELECT * FROM questionnaire_links",
        "UPDATE data_keys SET wrapped_key = 'x'",
        "DELETE FROM data_keys",
        "UPDATE sessions SET kind = 'x'",
        "INSERT INTO beneficiaries (id) VALUES ('x')",
        "SELECT id FROM activity_log",
    ] {
        let tried = app.database.try_as_service(&format!("{begin}; {refused}"));
        assert_eq!(tried, Some(false), "{refused}");
    }
    // Of what it may write, the rows of others stay as they are.
    let written = app.database.try_as_service(&format!(
        "{begin}; UPDATE cases SET updated_at = '2001-01-01'; \
         UPDATE questionnaire_responses SET updated_at = '2001-01-01'; COMMIT"
    ));
    assert_eq!(written, Some(true));
    for table in ["cases", "questionnaire_responses"] {
        let changed = format!("SELECT count(*) FROM {table} WHERE updated_at = '2001-01-01'");
        assert_eq!(app.database.count(&changed), 1, "{table}");
    }
}

/// As the service does for a link with this hash.
fn by_reference(hash: &str, at: &str) -> String {
    format!(
        "BEGIN; SET LOCAL ROLE bilancio_anonymous; SELECT acting_by_reference('{hash}', '{at}'); \
         SET LOCAL ROLE bilancio_link"
    )
}

#[actix_web::test]
async fn the_link_of_a_reference_opens_that_request_and_its_evidence_alone() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    let world = World::new(&app).await;
    app.database
        .execute("UPDATE reference_links SET token_hash = 'known'");
    let case = world.id("case_id");
    let another = json!({ "kind": "diploma", "description": "Another" });
    let url = format!("/v1/cases/{case}/evidence");
    app.database
        .execute("UPDATE cases SET status = 'conclusion'");
    app.post("operator", &url, another).await.expect(201);
    let begin = by_reference("known", "2026-03-02");
    let seen = || -> Vec<(String, i64)> {
        let tables = app.database.tables().into_iter();
        tables
            .filter_map(|table| {
                let rows = app.database.count_as_service(&begin, &table)?;
                (rows > 0).then_some((table, rows))
            })
            .collect()
    };
    let mut opened = seen();
    opened.sort();
    let alone = [
        "cases",
        "data_keys",
        "evidence",
        "organisations",
        "reference_links",
        "reference_requests",
    ];
    assert_eq!(opened, alone.map(|it| (it.to_owned(), 1)));
    for (hash, at) in [("known", "2026-04-02"), ("unknown", "2026-03-02")] {
        for table in ["cases", "evidence"] {
            let rows = app
                .database
                .count_as_service(&by_reference(hash, at), table);
            assert_eq!(rows, Some(0), "{hash} {at} {table}");
        }
    }
    for refused in [
        "SELECT sealed_contact FROM reference_requests",
        "SELECT sealed_answer FROM reference_requests",
        "SELECT description FROM evidence",
        "SELECT tax_code FROM organisations",
        "UPDATE reference_requests SET sealed_statement = 'x'",
        "UPDATE reference_requests SET evidence_id = evidence_id",
        "UPDATE evidence SET description = 'x'",
        "UPDATE reference_links SET expires_at = '2099-01-01'",
        "DELETE FROM evidence",
        "DELETE FROM reference_requests",
        "INSERT INTO reference_links SELECT * FROM reference_links",
    ] {
        let tried = app.database.try_as_service(&format!("{begin}; {refused}"));
        assert_eq!(tried, Some(false), "{refused}");
    }
    let written = app.database.try_as_service(&format!(
        "{begin}; UPDATE evidence SET updated_at = '2001-01-01'; COMMIT"
    ));
    assert_eq!(written, Some(true));
    let changed = "SELECT count(*) FROM evidence WHERE updated_at = '2001-01-01'";
    assert_eq!(app.database.count(changed), 1);
    // Who sends the link knows whether it stands, and not whose it is.
    let worker = "SET ROLE bilancio_worker";
    for (column, may) in [
        ("expires_at", true),
        ("token_hash", false),
        ("case_id", false),
    ] {
        let read = format!("{worker}; SELECT {column} FROM reference_links");
        assert_eq!(app.database.try_as_service(&read), Some(may), "{column}");
    }
}

/// A filter that was forgotten: all cases, to whoever asks.
fn every_case(tx: &mut Transaction, listing: &Listing<Case>) -> Vec<String> {
    cases::table
        .select(cases::organisation_id)
        .load::<bilancio::organisations::OrganisationId>(tx.connection(listing))
        .unwrap()
        .into_iter()
        .map(String::from)
        .collect()
}

#[actix_web::test]
async fn a_forgotten_filter_shows_no_other_organisations_cases() {
    let app = TestApp::new().await;
    app.case("opened");
    app.case_of("other_centre", "other_operator", "opened");
    let mut seen = Vec::new();
    for who in ["supervisor", "other_supervisor"] {
        let found = app.service.database.read(app.caller(who).await, |tx| {
            let listing = tx.listing::<Case>()?;
            Ok(every_case(tx, &listing))
        });
        seen.push(found.await.unwrap());
    }
    let both = app.database.count("SELECT count(*) FROM cases");
    assert_eq!(both, 2);
    if app.on_postgres() {
        assert_eq!(seen[0], [app.organisation("centre")]);
        assert_eq!(seen[1], [app.organisation("other_centre")]);
    } else {
        assert_eq!(
            (seen[0].len(), seen[1].len()),
            (2, 2),
            "the filter is forgotten indeed"
        );
    }
}

#[actix_web::test]
async fn a_forgotten_filter_shows_partners_only_what_they_sent_or_were_sent() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    let world = World::new(&app).await;
    app.case("opened");
    let count = |tx: &mut Transaction, listing: &Listing<IntakeReferral>| -> (i64, i64, i64) {
        let connection: &mut DbConnection = tx.connection(listing);
        let referrals = intake_referrals::table
            .select(count_star())
            .first(connection);
        let cases = cases::table.select(count_star()).first(connection);
        let people = beneficiaries::table.select(count_star()).first(connection);
        (referrals.unwrap(), cases.unwrap(), people.unwrap())
    };
    for (who, referrals) in [("reception", 1), ("other_reception", 0)] {
        let seen = app.service.database.read(app.caller(who).await, move |tx| {
            let listing = tx.listing::<IntakeReferral>()?;
            Ok(count(tx, &listing))
        });
        assert_eq!(seen.await.unwrap(), (referrals, 0, 0), "{who}");
    }
    // What is not sent is not shared, though its authorisation is live.
    app.database
        .execute("UPDATE outbound_referrals SET status = 'draft'");
    let seen = app
        .service
        .database
        .read(app.caller("officer").await, |tx| {
            let listing = tx.listing::<InboxReferral>()?;
            let connection = tx.connection(&listing);
            let referrals: i64 = outbound_referrals::table
                .select(count_star())
                .first(connection)?;
            let people: i64 = beneficiaries::table
                .select(count_star())
                .first(connection)?;
            Ok((referrals, people))
        });
    assert_eq!(seen.await.unwrap(), (0, 0));
    app.database
        .execute("UPDATE outbound_referrals SET status = 'sent'");
    for (who, shared) in [("officer", 1), ("other_officer", 0)] {
        let seen = app.service.database.read(app.caller(who).await, |tx| {
            let listing = tx.listing::<InboxReferral>()?;
            let connection = tx.connection(&listing);
            let people: Vec<String> = beneficiaries::table
                .select(beneficiaries::id)
                .load::<bilancio::beneficiaries::BeneficiaryId>(connection)?
                .into_iter()
                .map(String::from)
                .collect();
            let notes: i64 = working_notes::table
                .select(count_star())
                .first(connection)?;
            Ok((people, notes))
        });
        let (people, notes) = seen.await.unwrap();
        assert_eq!((people.len(), notes), (shared, 0), "{who}");
        assert!(people.iter().all(|id| *id == world.id("beneficiary_id")));
    }
}

/// A share that is over is over for a query, too, whose author forgot to ask whether it is live.
#[actix_web::test]
async fn an_authorisation_that_ended_closes_what_was_offered_under_it() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    let seen = || async {
        let caller = app.caller("other_supervisor").await;
        let counted = app.service.database.read(caller, |tx| {
            let listing = tx.listing::<TransferOffer>()?;
            let connection = tx.connection(&listing);
            let own = listing.actor().organisation_id.clone();
            let cases = cases::table
                .filter(cases::organisation_id.ne(&own))
                .select(count_star())
                .first::<i64>(connection)?;
            let documents = documents::table
                .filter(documents::organisation_id.ne(&own))
                .select(count_star())
                .first::<i64>(connection)?;
            Ok((cases, documents))
        });
        counted.await.unwrap()
    };
    let (shared_cases, _) = seen().await;
    assert!(shared_cases > 0, "the world offers a case");
    app.database
        .execute("UPDATE sharing_authorisations SET expires_on = '2020-01-01'");
    assert_eq!(seen().await, (0, 0));
}

#[actix_web::test]
async fn partners_write_no_table_of_a_case() {
    let app = TestApp::new().await;
    if !app.on_postgres() {
        return;
    }
    World::new(&app).await;
    for who in ["reception", "officer"] {
        let written = app.service.database.write(app.caller(who).await, |tx| {
            let listing = tx.listing::<IntakeReferral>();
            let inbox = tx.listing::<InboxReferral>();
            let update = diesel::update(experiences::table).set(experiences::title.eq("seen"));
            let changed = match (listing, inbox) {
                (Ok(listing), _) => update.execute(tx.connection(&listing)),
                (_, Ok(inbox)) => update.execute(tx.connection(&inbox)),
                (Err(error), Err(_)) => return Err(error),
            };
            Ok(changed?)
        });
        assert!(matches!(written.await, Err(Error::Internal(_))), "{who}");
        // Cases they may end where they take one over, and none here.
        let written = app.service.database.write(app.caller(who).await, |tx| {
            let update = diesel::update(cases::table).set(cases::needs_analysis.eq("seen"));
            if let Ok(listing) = tx.listing::<IntakeReferral>() {
                return Ok(update.execute(tx.connection(&listing))?);
            }
            let inbox = tx.listing::<InboxReferral>()?;
            Ok(update.execute(tx.connection(&inbox))?)
        });
        assert_eq!(written.await.unwrap(), 0, "{who}");
    }
}

/// One connection for all, so that what one request leaves behind the next one finds.
#[actix_web::test]
async fn a_connection_carries_nothing_over() {
    let mut settings = crate::support::settings();
    settings.connections = 1;
    let app = TestApp::with(settings).await;
    app.case("opened");
    app.case_of("other_centre", "other_operator", "opened");
    let callers = [
        ("centre", app.caller("supervisor").await),
        ("other_centre", app.caller("other_supervisor").await),
    ];
    let mut crossings = BTreeSet::new();
    for turn in 0..2_000 {
        let (centre, caller) = &callers[turn % 2];
        let seen = app.service.database.read(caller.clone(), |tx| {
            let listing = tx.listing::<Case>()?;
            Ok(every_case(tx, &listing))
        });
        let own = vec![app.organisation(centre)];
        if app.on_postgres() && seen.await.unwrap() != own {
            crossings.insert(turn);
        }
        if turn % 50 == 0 {
            let anybody = app.send(crate::support::request("GET", "/v1/cases")).await;
            assert_eq!(anybody.status, 401);
            let wrong = json!({ "email": "operator@example.org", "password": "wrong" });
            let sign_in = crate::support::request("POST", "/v1/sign-ins").json(wrong);
            assert_eq!(app.send(sign_in).await.status, 401);
        }
    }
    assert_eq!(crossings, BTreeSet::new());
}
