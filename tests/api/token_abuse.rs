//! Tokens that were tampered with, or are none: each ends in 401.
//!
//! The forger has a key of the service's own, so that nothing but the one thing that is wrong about a
//! token can be why it is refused.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bilancio::signing_keys::{SigningKeyId, SigningKeyRow};
use bilancio::vault::Place;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{PASSWORD, TestApp, World, request};

struct Forge {
    key: Ed25519KeyPair,
    header: Value,
    claims: Value,
}

fn key_pair() -> (Vec<u8>, Ed25519KeyPair) {
    let random = aws_lc_rs::rand::SystemRandom::new();
    let private = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(private.as_ref()).unwrap();
    (private.as_ref().to_vec(), pair)
}

impl Forge {
    /// With the claims of a sign-in of the operator's that stands.
    async fn new(app: &TestApp) -> Self {
        let real = app.token("operator").await;
        let claims = BASE64.decode(real.split('.').nth(1).unwrap()).unwrap();
        let (private, key) = key_pair();
        let (id, vault) = (SigningKeyId::new(), app.service.database.vault());
        let place = Place {
            table: "signing_keys",
            column: "sealed_private_key",
            row: id.as_str(),
            organisation: "",
        };
        let row = SigningKeyRow {
            sealed_private_key: vault.seal_secret(place, &private),
            public_key: BASE64.encode(key.public_key()),
            id: id.clone(),
            created_at: app.now().naive_utc(),
            retired_at: None,
            compromised_at: None,
        };
        app.service.tokens.take_keys(&[row], &vault).unwrap();
        Self {
            key,
            header: json!({ "alg": "EdDSA", "typ": "at+jwt", "kid": id }),
            claims: serde_json::from_slice(&claims).unwrap(),
        }
    }

    /// Header and claims as they would be signed.
    fn parts(header: &str, claims: &str) -> String {
        format!("{}.{}", BASE64.encode(header), BASE64.encode(claims))
    }

    fn sign(&self, header: &str, claims: &str) -> String {
        let parts = Self::parts(header, claims);
        let signature = self.key.sign(parts.as_bytes());
        format!("{parts}.{}", BASE64.encode(signature))
    }

    fn with(&self, part: &Value, name: &str, value: Value) -> String {
        let mut changed = part.clone();
        changed[name] = value;
        changed.to_string()
    }

    fn with_header(&self, name: &str, value: Value) -> String {
        self.sign(
            &self.with(&self.header, name, value),
            &self.claims.to_string(),
        )
    }

    fn with_claim(&self, name: &str, value: Value) -> String {
        self.sign(
            &self.header.to_string(),
            &self.with(&self.claims, name, value),
        )
    }

    fn without_claim(&self, name: &str) -> String {
        let mut claims = self.claims.clone();
        claims.as_object_mut().unwrap().remove(name).unwrap();
        self.sign(&self.header.to_string(), &claims.to_string())
    }

    /// The claims with a piece of text in place of `"exp":<number>`.
    fn with_exp(&self, text: &str) -> String {
        let exp = format!("\"exp\":{}", self.claims["exp"]);
        let claims = self.claims.to_string();
        assert!(claims.contains(&exp));
        self.sign(&self.header.to_string(), &claims.replace(&exp, text))
    }
}

async fn status(app: &TestApp, token: &str) -> u16 {
    app.send(request("GET", "/v1/me").by(token)).await.status
}

#[actix_web::test]
async fn a_token_of_another_algorithm_type_or_key_is_refused() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let (header, claims) = (forge.header.to_string(), forge.claims.to_string());
    let whole = forge.sign(&header, &claims);
    assert_eq!(status(&app, &whole).await, 200, "the forger's own is good");

    let mut bad = Vec::new();
    for alg in [
        "none", "None", "NONE", "", "HS256", "ES256", "RS256", "EdDSA ", "eddsa",
    ] {
        let header = forge.with(&forge.header, "alg", json!(alg));
        let parts = Forge::parts(&header, &claims);
        bad.push(format!("{parts}."));
        bad.push(forge.sign(&header, &claims));
        let public = hmac::Key::new(hmac::HMAC_SHA256, forge.key.public_key().as_ref());
        let mac = hmac::sign(&public, parts.as_bytes());
        bad.push(format!("{parts}.{}", BASE64.encode(mac)));
    }
    let random = aws_lc_rs::rand::SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let private = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
    let curve = EcdsaKeyPair::from_pkcs8(algorithm, private.as_ref()).unwrap();
    for header in [
        header.clone(),
        forge.with(&forge.header, "alg", json!("ES256")),
    ] {
        let parts = Forge::parts(&header, &claims);
        let signature = curve.sign(&random, parts.as_bytes()).unwrap();
        bad.push(format!("{parts}.{}", BASE64.encode(signature)));
    }
    for kid in ["../x", "' or 1=1", "", "\0", "/dev/null", &"k".repeat(5000)] {
        bad.push(forge.with_header("kid", json!(kid)));
    }
    bad.push(forge.with_header("kid", json!(SigningKeyId::new())));
    bad.push(forge.with_header("kid", json!(7)));
    for kind in [
        json!("JWT"),
        json!("at"),
        json!(null),
        json!("application/x"),
    ] {
        bad.push(forge.with_header("typ", kind));
    }
    let (_, stranger) = key_pair();
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": BASE64.encode(stranger.public_key()) });
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("http://127.0.0.1:9/keys")),
        ("x5u", json!("http://127.0.0.1:9/chain")),
    ] {
        let header = forge.with(&forge.header, name, value);
        let parts = Forge::parts(&header, &claims);
        let signature = stranger.sign(parts.as_bytes());
        bad.push(format!("{parts}.{}", BASE64.encode(signature)));
    }
    let segments: Vec<_> = whole.split('.').collect();
    bad.extend([
        format!("{}.{}.", segments[0], segments[1]),
        format!("{}.{}", segments[0], segments[1]),
        format!("{whole}.{}", segments[2]),
        format!("{whole}."),
        format!("{whole}="),
        format!(".{whole}"),
        format!("{}..{}", segments[0], segments[2]),
        "..".to_owned(),
        "a.b.c".to_owned(),
        "é.é.é".to_owned(),
        forge.sign("[]", &claims),
        forge.sign("null", &claims),
        forge.sign(&header, "[]"),
        forge.sign(&header, &"[".repeat(3_000)),
    ]);
    for token in bad {
        assert_eq!(status(&app, &token).await, 401, "{token:.200}");
    }
    assert_eq!(status(&app, &whole).await, 200, "and still is");
}

#[actix_web::test]
async fn a_claim_that_is_missing_or_of_another_type_or_time_is_refused() {
    let app = TestApp::new().await;
    let forge = Forge::new(&app).await;
    let now = app.now().timestamp();
    let mut bad = vec![
        forge.with_exp("\"exp\":\"9999999999\""),
        forge.with_exp("\"exp\":1e400"),
        forge.with_exp("\"exp\":1e12"),
        forge.with_exp("\"exp\":-1"),
        forge.with_exp("\"exp\":9223372036854775807"),
        forge.with_exp("\"exp\":99999999999999999999"),
        forge.with_exp("\"exp\":null"),
        forge.with_exp("\"exp\":[9999999999]"),
        forge.with_exp("\"exp\":1,\"exp\":9999999999"),
        forge.with_claim("nbf", json!("0")),
        forge.with_claim("nbf", json!(now + 31)),
        forge.with_claim("nbf", json!(i64::MAX)),
        forge.with_claim("iat", json!(now + 3600)),
        forge.with_claim("iat", json!(i64::MIN)),
        forge.with_claim("iat", json!(now.to_string())),
        forge.with_claim("aud", json!("https://other.example")),
        forge.with_claim("aud", json!(["https://other.example"])),
        forge.with_claim("aud", json!([])),
        forge.with_claim("iss", json!("https://other.example")),
        forge.with_claim("iss", json!(null)),
        forge.with_claim("sub", json!("")),
        forge.with_claim("sub", json!(7)),
        forge.with_claim("sid", json!("")),
        forge.with_claim("sid", json!("01900000-0000-7000-8000-000000000000")),
        forge.with_claim("exp", json!(now + 601)),
    ];
    for name in ["exp", "iat", "iss", "aud", "sub", "sid", "jti", "client_id"] {
        bad.push(forge.without_claim(name));
    }
    for token in bad {
        assert_eq!(status(&app, &token).await, 401, "{token}");
    }
    assert_eq!(
        status(&app, &forge.with_claim("nbf", json!(now))).await,
        200
    );
    app.clock.advance(TimeDelta::seconds(629));
    let whole = forge.with_claim("jti", json!("x"));
    assert_eq!(status(&app, &whole).await, 200, "29 s after its end");
    app.clock.advance(TimeDelta::seconds(2));
    assert_eq!(status(&app, &whole).await, 401, "31 s after its end");
}

#[actix_web::test]
async fn one_kind_of_token_is_not_taken_for_another_nor_from_another_place() {
    let app = TestApp::new().await;
    let world = World::new(&app).await;
    let access = app.token("operator").await;
    let refresh = app.refresh_token("operator").await;
    for other in [
        &refresh,
        &world.id("code"),
        &world.id("sign_in_id"),
        &app.user("operator"),
    ] {
        assert_eq!(status(&app, other).await, 401);
    }
    for wrong in [&access, &world.id("code")] {
        let body = json!({ "refresh_token": wrong });
        let call = request("POST", "/v1/token-refreshes").json(body);
        app.send(call).await.expect(401);
    }
    let me = || request("GET", "/v1/me");
    for call in [
        me().header("cookie", &format!("access_token={access}")),
        me().header("cookie", &format!("__Host-bilancio-refresh={refresh}")),
        me().header("authorization", &format!("Basic {access}")),
        me().header("authorization", &access),
        me().header("authorization", &format!("operator:{PASSWORD}")),
        request("GET", &format!("/v1/me?access_token={access}")),
    ] {
        app.send(call).await.expect(401);
    }
    assert_eq!(status(&app, &access).await, 200);
}

#[actix_web::test]
async fn an_access_token_says_who_and_never_what() {
    let app = TestApp::new().await;
    let token = app.token("supervisor").await;
    let part = |index| {
        let text = token.split('.').nth(index).unwrap();
        serde_json::from_slice::<Value>(&BASE64.decode(text).unwrap()).unwrap()
    };
    let names = |value: &Value| {
        let mut names: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let (header, claims) = (part(0), part(1));
    assert_eq!(names(&header), ["alg", "kid", "typ"]);
    assert_eq!(
        (&header["alg"], &header["typ"]),
        (&json!("EdDSA"), &json!("at+jwt"))
    );
    let known = ["aud", "client_id", "exp", "iat", "iss", "jti", "sid", "sub"];
    assert_eq!(names(&claims), known);
    assert_eq!(claims["sub"], app.user("supervisor"));
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 600);
}
