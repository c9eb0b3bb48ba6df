//! Credentials: what they say, who may have them, and what everybody can check.

mod browser;
mod command;
pub mod competences;
mod european;
mod files;
mod others;

use std::path::PathBuf;

use bilancio::error::Error;
use futures_util::future::{join_all, join4};
use serde_json::{Value, json};

use crate::certificates::{certificate, issue, quickly_approved_case};
use crate::documents::CANARY;
use crate::support::world::token_parts;
use crate::support::{TestApp, request, settings};

/// A certificate as its holder has it.
pub struct Issued {
    pub url: String,
    file: Vec<u8>,
    token: String,
}

pub async fn issued(app: &TestApp) -> Issued {
    let (url, _) = certificate(app).await;
    of(app, url).await
}

async fn of(app: &TestApp, url: String) -> Issued {
    let file = app.get("supervisor", &format!("{url}/file")).await;
    let token = app.get("supervisor", &format!("{url}/credential")).await;
    Issued {
        file: file.expect(200).bytes.to_vec(),
        token: String::from_utf8(token.expect(200).bytes.to_vec()).unwrap(),
        url,
    }
}

/// What a verifier has: the issuer's keys, a credential, and the status list that it names.
pub struct Published {
    folder: tempfile::TempDir,
    keys: String,
    token: String,
    list: String,
}

impl Published {
    pub async fn of(app: &TestApp, certificate: &Issued) -> Self {
        let (header, claims) = token_parts(certificate.token.as_bytes());
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let key = text(&header["kid"]);
        let issuer = key.rsplit_once("/keys/").unwrap().0;
        let keys = public(app, &format!("{issuer}/jwks.json")).await;
        let list = text(&claims["credentialStatus"]["statusListCredential"]);
        let list = public(app, &list).await;
        Self::new(keys, certificate.token.clone(), list)
    }

    fn new(keys: String, token: String, list: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("keys", &keys), ("token", &token), ("list", &list)] {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self {
            folder,
            keys,
            token,
            list,
        }
    }

    /// The same with another credential.
    pub fn with(&self, token: &str) -> Self {
        Self::new(self.keys.clone(), token.to_owned(), self.list.clone())
    }

    pub fn with_list(&self, list: &str) -> Self {
        Self::new(self.keys.clone(), self.token.clone(), list.to_owned())
    }

    pub fn files(&self) -> [PathBuf; 3] {
        ["keys", "token", "list"].map(|name| self.folder.path().join(name))
    }

    /// The places of the list that are set, of all that there are.
    pub fn ended(&self) -> Vec<usize> {
        use base64::Engine;
        use std::io::Read;
        let (_, claims) = token_parts(self.list.as_bytes());
        let encoded = claims["credentialSubject"]["encodedList"].as_str().unwrap();
        let packed = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(encoded.strip_prefix('u').unwrap())
            .unwrap();
        let mut bits = Vec::new();
        flate2::read::GzDecoder::new(packed.as_slice())
            .read_to_end(&mut bits)
            .unwrap();
        assert_eq!(bits.len() * 8, 131_072);
        (0..bits.len() * 8)
            .filter(|place| bits[place / 8] >> (7 - place % 8) & 1 == 1)
            .collect()
    }
}

/// What anybody reads at an address that stands in a credential.
async fn public(app: &TestApp, url: &str) -> String {
    let (_, place) = url.split_once("://").unwrap();
    let (_, path) = place.split_once('/').unwrap();
    let answer = app.send(request("GET", &format!("/{path}"))).await;
    let answer = answer.expect(200);
    String::from_utf8(answer.bytes.to_vec()).unwrap()
}

/// A token where one bit of a part is another.
pub fn altered(token: &str, part: usize) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let middle = parts[part].len() / 2;
    let other = if &parts[part][middle..=middle] == "A" {
        "B"
    } else {
        "A"
    };
    parts[part].replace_range(middle..=middle, other);
    parts.join(".")
}

pub async fn revoke(app: &TestApp, certificate: &Issued) {
    let url = format!("{}/revocation", certificate.url);
    let reason = json!({ "reason": "Given to the wrong person" });
    app.post("supervisor", &url, reason).await.expect(200);
}

pub async fn rotate(app: &TestApp, body: Value) -> Value {
    let url = format!(
        "/v1/organisations/{}/issuer-keys",
        app.organisation("centre")
    );
    app.post("admin", &url, body).await.expect(201).body
}

fn place(certificate: &Issued) -> usize {
    let (_, claims) = token_parts(certificate.token.as_bytes());
    let place = claims["credentialStatus"]["statusListIndex"].as_str();
    place.unwrap().parse().unwrap()
}

#[actix_web::test]
async fn a_credential_says_what_the_certificate_says_and_nothing_else() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let (header, claims) = token_parts(certificate.token.as_bytes());
    let names: Vec<&String> = header.as_object().unwrap().keys().collect();
    assert_eq!(names, ["alg", "kid", "typ"]);
    assert_eq!(header["alg"], "EdDSA");

    let organisation = app.organisation("centre");
    let did = format!("did:web:127.0.0.1%3A8080:issuers:{organisation}");
    assert_eq!(claims["issuer"]["id"], did);
    assert_eq!(claims["iss"], did);
    // It names no address where nothing is.
    assert!(claims["issuer"]["url"].is_null());
    assert_eq!(claims["jti"], claims["id"]);
    assert_eq!(claims["sub"], claims["credentialSubject"]["id"]);
    assert_eq!(
        claims["type"],
        json!(["VerifiableCredential", "OpenBadgeCredential"])
    );
    let subject = &claims["credentialSubject"];
    assert_eq!(subject["identifier"][0]["identityHash"], "Amina Diallo");
    assert_eq!(subject["licenseNumber"], "JCG-2026-000001");
    assert_eq!(subject["result"][0]["value"], "3");
    let said = claims.to_string();
    assert!(said.contains("neither attests nor assesses competences"));
    let read = app.get("supervisor", &certificate.url).await.expect(200);
    let document = format!(
        "/v1/documents/{}",
        read.body["document_id"].as_str().unwrap()
    );
    let document = app.get("supervisor", &document).await.expect(200);
    let hash = format!(
        "urn:sha256:{}",
        document.body["content_hash"].as_str().unwrap()
    );
    assert_eq!(claims["evidence"][0]["id"], hash);
    for never in [
        CANARY,
        "sew",
        "\"GN\"",
        "1995",
        "13/2013",
        app.user("supervisor").as_str(),
    ] {
        assert!(!said.contains(never), "{never}");
    }
}

#[actix_web::test]
async fn the_keys_of_an_issuer_are_where_its_credentials_say() {
    let app = TestApp::new().await;
    let certificate = issued(&app).await;
    let (header, claims) = token_parts(certificate.token.as_bytes());
    let kid = header["kid"].as_str().unwrap();
    let key: Value = serde_json::from_str(&public(&app, kid).await).unwrap();
    assert_eq!(key["kid"], kid);
    assert_eq!(key["crv"], "Ed25519");
    assert!(key["d"].is_null());
    let issuer = kid.rsplit_once("/keys/").unwrap().0;
    let did: Value =
        serde_json::from_str(&public(&app, &format!("{issuer}/did.json")).await).unwrap();
    assert_eq!(did["id"], claims["iss"]);
    assert_eq!(did["verificationMethod"][0]["publicKeyJwk"], key);
    assert_eq!(
        did["assertionMethod"][0],
        did["verificationMethod"][0]["id"]
    );

    let path = issuer.strip_prefix("http://127.0.0.1:8080").unwrap();
    let keys = app.send(request("GET", &format!("{path}/jwks.json"))).await;
    let tag = keys.expect(200).header("etag").to_owned();
    let again = request("GET", &format!("{path}/jwks.json")).header("if-none-match", &tag);
    app.send(again).await.expect(304);
    let other = app.organisation("other_centre");
    for nothing in [
        format!("/issuers/{other}/jwks.json"),
        format!("/issuers/{other}/did.json"),
        path.replace(&app.organisation("centre"), &other)
            + "/keys/"
            + kid.rsplit('/').next().unwrap(),
        format!("{path}/keys/{other}"),
        format!("{path}/status-lists/{other}"),
    ] {
        app.send(request("GET", &nothing)).await.expect(404);
    }
}

#[actix_web::test]
async fn a_revoked_credential_is_the_one_whose_bit_is_set() {
    let app = TestApp::new().await;
    let (first, second) = (issued(&app).await, issued(&app).await);
    assert_ne!(place(&first), place(&second));
    assert!(Published::of(&app, &first).await.ended().is_empty());
    revoke(&app, &second).await;
    assert_eq!(Published::of(&app, &first).await.ended(), [place(&second)]);

    let replace = format!("{}/replacement", first.url);
    let reason = json!({ "reason": "The name was misspelt" });
    let new = app.post("supervisor", &replace, reason).await.expect(201);
    let new = of(&app, format!("/v1/certificates/{}", new.id())).await;
    let mut ended = vec![place(&first), place(&second)];
    ended.sort_unstable();
    assert_eq!(Published::of(&app, &new).await.ended(), ended);
    assert_ne!(new.token, first.token);
}

#[actix_web::test]
async fn certificates_that_are_revoked_at_once_are_all_on_the_list() {
    let app = TestApp::new().await;
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let mut certificates = Vec::new();
    for _ in 0..6 {
        certificates.push(issued(&app).await);
    }
    let reason = json!({ "reason": "A mistake in the hours" });
    join_all(certificates.iter().enumerate().map(|(index, it)| {
        let who = ["supervisor", "second_supervisor"][index % 2];
        let (app, url, reason) = (&app, format!("{}/revocation", it.url), reason.clone());
        async move { app.post(who, &url, reason).await.expect(200) }
    }))
    .await;
    let mut places: Vec<usize> = certificates.iter().map(place).collect();
    places.sort_unstable();
    assert_eq!(Published::of(&app, &certificates[0]).await.ended(), places);
}

/// Who revokes may have begun before the one that they waited for.
#[actix_web::test]
async fn a_list_is_of_no_earlier_time_than_the_one_before() {
    let app = TestApp::new().await;
    let (first, second) = (issued(&app).await, issued(&app).await);
    revoke(&app, &first).await;
    app.database
        .execute("UPDATE status_lists SET signed_at = '2026-03-02 09:00:05'");
    revoke(&app, &second).await;
    let published = Published::of(&app, &second).await;
    assert_eq!(published.ended().len(), 2);
    let (_, list) = token_parts(published.list.as_bytes());
    assert_eq!(list["validFrom"], "2026-03-02T09:00:05Z");
}

#[actix_web::test]
async fn what_an_old_key_signed_holds_until_somebody_else_may_have_it() {
    let app = TestApp::new().await;
    let old = issued(&app).await;
    revoke(&app, &old).await;
    let next = rotate(&app, json!({ "algorithm": "ES256" })).await;
    assert_eq!(next["algorithm"], "ES256");
    // Who gets at the database and its master key later makes no more of what it signed.
    let kept = "SELECT COUNT(*) FROM issuer_keys WHERE sealed_private_key <> ''";
    assert_eq!(app.database.count(kept), 1);
    let new = issued(&app).await;
    assert_eq!(token_parts(new.token.as_bytes()).0["alg"], "ES256");
    let keys = |text: &str| -> usize {
        let keys: Value = serde_json::from_str(text).unwrap();
        keys["keys"].as_array().unwrap().len()
    };
    assert_eq!(keys(&Published::of(&app, &old).await.keys), 2);

    rotate(&app, json!({ "algorithm": "EdDSA", "compromised": true })).await;
    let published = Published::of(&app, &old).await;
    assert_eq!(keys(&published.keys), 1);
    // What had ended has ended on the list that the new key signed.
    assert_eq!(published.ended(), [place(&old)]);
    let list_key = &token_parts(published.list.as_bytes()).0["kid"];
    assert!(published.keys.contains(list_key.as_str().unwrap()));

    let url = format!(
        "/v1/organisations/{}/issuer-keys",
        app.organisation("centre")
    );
    let shown = app.get("supervisor", &url).await.expect(200);
    let items = shown.body["items"].as_array().unwrap();
    assert_eq!(items.len(), 3);
    assert!(items[0]["compromised_at"].is_string() && items[2]["retired_at"].is_null());
    app.get("other_supervisor", &url).await.expect(403);
    app.post("supervisor", &url, json!({ "algorithm": "EdDSA" }))
        .await
        .expect(403);
    for (body, error) in [
        (json!({}), "/algorithm missing_property"),
        (json!({ "algorithm": "RS256" }), "/algorithm wrong_type"),
        (
            json!({ "algorithm": "EdDSA", "kid": "x" }),
            "/kid unknown_property",
        ),
    ] {
        let refused = app.post("admin", &url, body).await.expect(422);
        assert_eq!(refused.errors(), [error]);
    }
}

#[actix_web::test]
async fn what_was_issued_holds_when_the_service_has_moved() {
    let mut app = TestApp::new().await;
    let (old, other) = (issued(&app).await, issued(&app).await);
    app.move_to("https://bilancio.example").await;
    // Certificates go on to be issued and revoked; the old one is checked with what is shown now.
    let new = issued(&app).await;
    revoke(&app, &other).await;
    let published = Published::of(&app, &old).await;
    assert_eq!(published.ended(), [place(&other)]);
    let (header, claims) = token_parts(old.token.as_bytes());
    assert!(published.keys.contains(header["kid"].as_str().unwrap()));
    let (_, list) = token_parts(published.list.as_bytes());
    let named = &claims["credentialStatus"]["statusListCredential"];
    assert_eq!((&list["id"], &list["iss"]), (named, &claims["iss"]));
    // Each address names itself, as the one who resolves it asks.
    let identifier = claims["iss"].as_str().unwrap();
    let id = identifier.rsplit(':').next().unwrap();
    for host in ["127.0.0.1:8080", "bilancio.example", "stranger.example"] {
        let ask = request("GET", &format!("/issuers/{id}/did.json")).header("host", host);
        let document = app.send(ask).await.expect(200).body;
        let expected = match host {
            "127.0.0.1:8080" => identifier.to_owned(),
            _ => format!("did:web:bilancio.example:issuers:{id}"),
        };
        assert_eq!(document["id"], expected.as_str(), "{host}");
        for method in document["verificationMethod"].as_array().unwrap() {
            assert_eq!(method["controller"], expected.as_str());
        }
    }
    let (_, later) = token_parts(new.token.as_bytes());
    let address = later["credentialStatus"]["statusListCredential"]
        .as_str()
        .unwrap();
    assert!(
        address.starts_with("https://bilancio.example/issuers/"),
        "{address}"
    );
}

#[actix_web::test]
async fn what_was_issued_between_two_moves_holds_too() {
    let mut app = TestApp::new().await;
    let mut certificates = vec![issued(&app).await];
    let places = [
        ("127.0.0.1:8080", "", "http://127.0.0.1:8080"),
        ("bilancio.example", "", "https://bilancio.example"),
        (
            "bilancio.example",
            "/skills",
            "https://bilancio.example/skills",
        ),
    ];
    for (_, _, address) in &places[1..] {
        app.move_to(address).await;
        certificates.push(issued(&app).await);
    }
    let id = app.organisation("centre");
    for ((host, path, address), certificate) in places.iter().zip(&certificates) {
        let (header, claims) = token_parts(certificate.token.as_bytes());
        let kid = header["kid"].as_str().unwrap();
        assert!(
            kid.starts_with(&format!("{address}/issuers/{id}/keys/")),
            "{kid}"
        );
        // Each identifier is named where it is looked up.
        let ask = request("GET", &format!("/issuers/{id}/did.json"))
            .header("host", host)
            .header("x-forwarded-prefix", path);
        let document = app.send(ask).await.expect(200).body;
        assert_eq!(document["id"], claims["iss"], "{address}");
        let keys = app.send(request("GET", &format!("/issuers/{id}/jwks.json")));
        let keys = keys.await.expect(200).body;
        let listed: Vec<_> = keys["keys"].as_array().unwrap().iter().collect();
        assert_eq!(listed.len(), 3);
        assert!(listed.iter().any(|key| key["kid"] == kid));
    }
    // A proxy that tells no path: it is today's, as long as the host is.
    let ask = request("GET", &format!("/issuers/{id}/did.json")).header("host", places[2].0);
    let (_, today) = token_parts(certificates[2].token.as_bytes());
    assert_eq!(app.send(ask).await.expect(200).body["id"], today["iss"]);
    // Where the service stays, the key stays.
    let again = issued(&app).await;
    let kid = |certificate: &Issued| token_parts(certificate.token.as_bytes()).0["kid"].clone();
    assert_eq!(kid(&again), kid(&certificates[2]));
}

#[actix_web::test]
async fn who_issues_and_who_replaces_at_once_do_not_wait_for_each_other() {
    let app = TestApp::new().await;
    app.token("supervisor").await;
    app.token("second_supervisor").await;
    let replaced = [issued(&app).await, issued(&app).await];
    let cases: Vec<String> = replaced
        .iter()
        .map(|_| quickly_approved_case(&app))
        .collect();
    let reason = json!({ "reason": "A mistake in the hours" });
    let replace = async |who: &str, certificate: &Issued| {
        let url = format!("{}/replacement", certificate.url);
        // As a client does: told that the service is busy, it repeats.
        while app.post(who, &url, reason.clone()).await.status == 503 {}
    };
    let give = async |who: &str, case: &str| {
        while let Err(Error::Unavailable(_)) = issue(&app, who, case).await {}
    };
    join4(
        replace("supervisor", &replaced[0]),
        give("second_supervisor", &cases[0]),
        replace("second_supervisor", &replaced[1]),
        give("supervisor", &cases[1]),
    )
    .await;
    let mut places: Vec<usize> = replaced.iter().map(place).collect();
    places.sort_unstable();
    assert_eq!(Published::of(&app, &replaced[0]).await.ended(), places);
    let count = |query: &str| app.database.count(query);
    assert_eq!(count("SELECT COUNT(*) FROM certificates"), 6);
    assert_eq!(
        count("SELECT COUNT(*) FROM credentials WHERE ended_at IS NULL"),
        4
    );
}

#[actix_web::test]
async fn what_is_published_is_read_by_pages_of_any_site_without_credentials() {
    let mut listed = settings();
    listed.cors_origins = vec!["https://app.example".to_owned()];
    let app = TestApp::with(listed).await;
    let certificate = issued(&app).await;
    let (header, claims) = token_parts(certificate.token.as_bytes());
    let path = |address: &Value| {
        let address = address.as_str().unwrap();
        let path = address.strip_prefix("http://127.0.0.1:8080");
        path.unwrap().to_owned()
    };
    let issuer = format!("/issuers/{}", app.organisation("centre"));
    let read = app.get("supervisor", &certificate.url).await.expect(200);
    let code = read.body["verification_code"].as_str().unwrap();
    for path in [
        path(&header["kid"]),
        path(&claims["credentialStatus"]["statusListCredential"]),
        format!("{issuer}/jwks.json"),
        format!("{issuer}/did.json"),
        format!("/verify/{code}"),
    ] {
        for origin in ["https://verifier.example", "https://app.example", "null"] {
            let read = request("GET", &path).header("origin", origin);
            let leave = request("OPTIONS", &path)
                .header("origin", origin)
                .header("access-control-request-method", "GET")
                .header("access-control-request-headers", "if-none-match");
            for call in [read, leave] {
                let answer = app.send(call).await.expect(200);
                assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
                let credentials = answer.headers.get("access-control-allow-credentials");
                assert!(credentials.is_none(), "{path}");
            }
        }
    }
    for closed in [certificate.url.as_str(), "/v1/me", "/v1/token-refreshes"] {
        let foreign = request("GET", closed).header("origin", "https://verifier.example");
        let answer = app.send(foreign).await;
        let named = answer.headers.get("access-control-allow-origin");
        assert!(named.is_none(), "{closed}");
    }
    let listed = request("GET", "/v1/me").header("origin", "https://app.example");
    let answer = app.send(listed).await;
    assert_eq!(
        answer.header("access-control-allow-origin"),
        "https://app.example"
    );
    assert_eq!(answer.header("access-control-allow-credentials"), "true");
}

#[actix_web::test]
async fn a_stranger_cannot_have_somebody_elses_credential() {
    let app = TestApp::new().await;
    let url = format!("{}/credential", issued(&app).await.url);
    for who in [
        "other_supervisor",
        "colleague",
        "officer",
        "reception",
        "admin",
    ] {
        app.get(who, &url).await.expect(404);
    }
    app.send(request("GET", &url)).await.expect(401);
    let read = app.get("operator", &url).await.expect(200);
    assert_eq!(read.header("content-type"), "application/vc+jwt");
    assert!(
        read.header("content-disposition")
            .contains("JCG-2026-000001.jwt")
    );
}
