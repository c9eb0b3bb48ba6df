//! Every URL of the service in one table.
//!
//! Each row gives the method, the address, the operation's id, its handler, and what it is for. The
//! table registers the routes, describes the API, and is what the access tests sweep.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, Route, guard, web};

use crate::access::Resource;
use crate::accounts::routes as accounts;
use crate::error::Error;
use crate::groups::routes as groups;
use crate::http::describe::{Description, Handled};
use crate::organisations::routes as organisations;
use crate::sessions::routes as sessions;

/// One method of one URL.
pub struct Endpoint {
    pub method: &'static str,
    pub path: &'static str,
    pub operation: &'static str,
    pub summary: &'static str,
    pub route: fn() -> Route,
    pub describe: fn(&mut Description),
}

macro_rules! endpoints {
    ($($method:ident $path:literal $operation:literal $handler:path, $summary:literal;)+) => {
        pub static ENDPOINTS: &[Endpoint] = &[$(Endpoint {
            method: stringify!($method),
            path: $path,
            operation: $operation,
            summary: $summary,
            route: || web::route().guard(guard::$method()).to($handler),
            describe: |description| describe(&$handler, description),
        }),+];
    };
}

fn describe<H: Handled<Args>, Args>(_handler: &H, description: &mut Description) {
    H::describe(description);
}

endpoints! {
    Post   "/v1/sign-ins"                                    "sign_in"             accounts::sign_in,                  "Sign in with a password";
    Delete "/v1/sign-ins/current"                            "sign_out"            accounts::sign_out,                 "End this sign-in";
    Get    "/v1/me"                                          "read_me"             accounts::read_me,                  "Who is signed in, and as what";
    Get    "/.well-known/jwks.json"                          "list_public_keys"    accounts::public_keys,              "The keys that tokens are signed with";
    Post   "/v1/organisations"                               "add_organisation"    organisations::add,                 "Add an organisation to the network";
    Get    "/v1/organisations"                               "list_organisations"  organisations::list,                "The organisations of the network";
    Get    "/v1/organisations/{organisation_id}"             "read_organisation"   organisations::read,                "One organisation";
    Patch  "/v1/organisations/{organisation_id}"             "change_organisation" organisations::update,              "Change an organisation";
    Post   "/v1/organisations/{organisation_id}/agreements"  "record_agreement"    organisations::agree,               "Record an agreement with a partner";
    Get    "/v1/organisations/{organisation_id}/agreements"  "list_agreements"     organisations::list_agreements,     "The agreements of an organisation";
    Post   "/v1/organisations/{organisation_id}/users"       "add_user"            accounts::add,                      "Add a user with a first role";
    Get    "/v1/organisations/{organisation_id}/users"       "list_users"          accounts::list,                     "The users of an organisation";
    Patch  "/v1/users/{user_id}"                             "switch_user"         accounts::switch,                   "Disable or enable a user";
    Post   "/v1/users/{user_id}/memberships"                 "give_role"           accounts::give_role,                "Give a user a further role";
    Delete "/v1/users/{user_id}/memberships/{membership_id}" "take_role"           accounts::take_role,                "Take a role away from a user";
    Post   "/v1/groups"                                      "open_group"          groups::open,                       "Make a group";
    Get    "/v1/groups"                                      "list_groups"         groups::list,                       "The groups of the centre";
    Get    "/v1/groups/{group_id}"                           "read_group"          groups::read,                       "One group with its members";
    Patch  "/v1/groups/{group_id}"                           "change_group"        groups::update,                     "Change a group";
    Put    "/v1/groups/{group_id}/members/{case_id}"         "set_group_member"    groups::set_member,                 "Take a person into a group, or say when they leave";
    Post   "/v1/groups/{group_id}/sessions"                  "plan_group_session"  sessions::plan_for_group,           "Plan a meeting of a group";
    Get    "/v1/groups/{group_id}/sessions"                  "list_group_sessions" sessions::list_of_group,            "The meetings of a group";
    Post   "/v1/cases/{case_id}/sessions"                    "plan_session"        sessions::plan_for_case,            "Plan a session with a person";
    Get    "/v1/cases/{case_id}/sessions"                    "list_sessions"       sessions::list_of_case,             "A person's sessions, with those of their groups";
    Get    "/v1/sessions/{session_id}"                       "read_session"        sessions::read,                     "One session with its attendance and history";
    Patch  "/v1/sessions/{session_id}"                       "change_session"      sessions::update,                   "Move or change a session";
    Put    "/v1/sessions/{session_id}/outcome"               "record_outcome"      sessions::record_outcome,           "Record how a session ended and who was there";
    Put    "/v1/sessions/{session_id}/working-notes/{case_id}" "write_working_note" sessions::write_note,              "Write one's working note about a person in a session";
    Get    "/v1/sessions/{session_id}/working-notes/{case_id}" "read_working_notes" sessions::read_notes,              "Read working notes about a person in a session";
    Post   "/v1/cases/{case_id}/access-grants"               "take_access_grant"   sessions::grant,                    "Take a time-limited right to read, with its reason";
}

/// Registers one resource per address with all its methods, so that another method is 405.
pub fn configure(config: &mut ServiceConfig) {
    let mut paths: Vec<&str> = Vec::new();
    for endpoint in ENDPOINTS {
        if !paths.contains(&endpoint.path) {
            paths.push(endpoint.path);
        }
    }
    for path in paths {
        let methods = || {
            ENDPOINTS
                .iter()
                .filter(move |endpoint| endpoint.path == path)
        };
        let mut resource = web::resource(path);
        for endpoint in methods() {
            resource = resource.route((endpoint.route)());
        }
        let allowed: Vec<_> = methods()
            .map(|endpoint| endpoint.method.to_uppercase())
            .collect();
        let allowed = allowed.join(", ");
        config.service(resource.default_service(web::to(move || {
            let answer = actix_web::HttpResponse::MethodNotAllowed()
                .insert_header((actix_web::http::header::ALLOW, allowed.clone()))
                .finish();
            std::future::ready(answer)
        })));
    }
}

/// The answer for an address that the service does not have.
pub async fn no_such_address() -> Result<actix_web::HttpResponse, Error> {
    Err(Error::NotFound(Resource::Address))
}

/// The id of the operation that a request asks for.
pub fn operation_of(request: &HttpRequest) -> &'static str {
    static OPERATIONS: LazyLock<HashMap<(String, &'static str), &'static str>> =
        LazyLock::new(|| {
            ENDPOINTS
                .iter()
                .map(|e| ((e.method.to_uppercase(), e.path), e.operation))
                .collect()
        });
    let pattern = request.match_pattern().unwrap_or_default();
    ENDPOINTS
        .iter()
        .find(|e| e.path == pattern)
        .and_then(|e| OPERATIONS.get(&(request.method().to_string(), e.path)))
        .copied()
        .unwrap_or("unknown")
}
