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
use crate::http::describe::{Description, Handled};
use crate::organisations::routes as organisations;
use crate::outbound_referrals::routes as outbound;
use crate::sharing::routes as sharing;

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
    Post   "/v1/cases/{case_id}/sharing-authorisations"      "authorise_sharing"   sharing::record,                    "Record that the person authorises sharing with one recipient";
    Get    "/v1/cases/{case_id}/sharing-authorisations"      "list_sharing_authorisations" sharing::list,              "The sharing authorisations of a case";
    Get    "/v1/sharing-authorisations/{authorisation_id}"   "read_sharing_authorisation" sharing::read,               "One sharing authorisation";
    Post   "/v1/sharing-authorisations/{authorisation_id}/revocation" "revoke_sharing" sharing::revoke,                 "Revoke an authorisation; the recipient's view closes at once";
    Post   "/v1/cases/{case_id}/outbound-referrals"          "draft_outbound_referral" outbound::draft,                "Draft a referral to another service";
    Get    "/v1/cases/{case_id}/outbound-referrals"          "list_outbound_referrals" outbound::list,                 "The outbound referrals of a case";
    Get    "/v1/outbound-referrals/{referral_id}"            "read_outbound_referral" outbound::read,                  "One outbound referral";
    Post   "/v1/outbound-referrals/{referral_id}/transitions" "move_outbound_referral" outbound::transit,              "Send or cancel a referral, or note that no reply came";
    Get    "/v1/inbox-referrals"                             "list_inbox_referrals" outbound::inbox::list,             "The referrals shared with one's organisation";
    Get    "/v1/inbox-referrals/{referral_id}"               "read_inbox_referral" outbound::inbox::read,              "What was shared by one referral";
    Get    "/v1/inbox-referrals/{referral_id}/documents/{document_id}/file" "read_shared_file" outbound::inbox::read_file, "A shared document, or the letter";
    Post   "/v1/inbox-referrals/{referral_id}/replies"       "reply_to_referral"   outbound::inbox::reply,             "Acknowledge, accept, reject or complete a referral";
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
