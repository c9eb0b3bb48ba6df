//! What each role is shown: the properties of every answer that can be read, as a snapshot. Who is not
//! named is refused; how, the access tests say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use bilancio::access::Role;
use bilancio::api::{ENDPOINTS, Endpoint};
use serde_json::{Value, json};

use crate::support::{PEOPLE, TestApp, World};

/// Asked by POST, and changes nothing.
const SEARCH: &str = "search_beneficiaries";

/// The pointers of a value's properties, whatever place in a list they have; of one that is null, with
/// a question mark, and of one that is an empty list, with brackets.
fn pointers(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointers(member, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) if items.is_empty() => {
            found.insert(format!("{at}[]"));
        }
        Value::Array(items) => {
            for item in items {
                pointers(item, &format!("{at}/*"), found);
            }
        }
        Value::Null if at.is_empty() => {}
        Value::Null => {
            found.insert(format!("{at}?"));
        }
        _ => {
            found.insert(at.to_owned());
        }
    }
}

fn is_read(endpoint: &Endpoint) -> bool {
    endpoint.method == "Get" || endpoint.operation == SEARCH
}

/// A role by where its user stands to the case, which "operator" leads and "cas" referred.
fn standing(who: &str, role: Role) -> String {
    match who {
        "operator" => "operator who leads".to_owned(),
        _ if who.starts_with("other_") => format!("{role} elsewhere"),
        _ => role.to_string(),
    }
}

#[actix_web::test]
async fn each_role_is_shown_what_the_snapshot_says() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let person = world.id("beneficiary_id");
    app.database.execute(&format!(
        "UPDATE beneficiaries SET person_code = 'Z1' WHERE id = '{person}'"
    ));
    let everybody = PEOPLE.iter().map(|(who, _, role)| standing(who, *role));
    let everybody: BTreeSet<String> = everybody.collect();
    let mut text = String::new();
    for endpoint in ENDPOINTS.iter().filter(|it| is_read(it)) {
        let mut shown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (who, _, role) in PEOPLE {
            let body = (endpoint.operation == SEARCH).then(|| json!({ "person_code": "Z1" }));
            let call = world.call(endpoint, body.as_ref());
            let answer = app.send(call.by(&app.token(who).await)).await;
            if answer.status != 200 {
                continue;
            }
            let mut found = BTreeSet::new();
            if answer.body.is_null() {
                found.insert(answer.header("content-type").to_owned());
            }
            pointers(&answer.body, "", &mut found);
            let found = found.into_iter().collect::<Vec<_>>().join(" ");
            let standing = standing(who, *role);
            shown.entry(found).or_default().insert(standing);
        }
        writeln!(text, "{}", endpoint.operation).unwrap();
        for (properties, who) in shown {
            let who = if who == everybody {
                "everybody".to_owned()
            } else {
                who.into_iter().collect::<Vec<_>>().join(", ")
            };
            writeln!(text, "  {who}:\n    {properties}").unwrap();
        }
    }
    insta::assert_snapshot!(text);
}
