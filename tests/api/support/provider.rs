//! An identity provider for the tests: real keys, real HTTP on 127.0.0.1, and a word on its users that
//! can be falsified in one place at a time.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, LazyLock, Mutex};

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bilancio::identity_providers::settings::{ClientSecret, IdentityProvider};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const CLIENT: &str = "bilancio";
const ACCESS_TOKEN: &str = "an access token of the provider";
const SECRET: &str = "the service's secret at the provider";

/// How a word is signed.
#[derive(Clone, Copy)]
pub enum Signature {
    Own,
    /// By a key that the provider does not publish.
    Foreign,
    /// With the published key as if it were a shared one.
    Shared,
    Missing,
}

/// What the provider will say for a code.
pub struct Word {
    pub header: Value,
    pub claims: Value,
    pub signature: Signature,
    /// The PKCE challenge that the code was asked for with.
    pub challenge: String,
}

struct State {
    words: HashMap<String, Word>,
    key: EcdsaKeyPair,
    key_id: String,
    /// The addresses that were asked for.
    asked: Vec<String>,
    answers: bool,
    tells_issuer: bool,
}

#[derive(Clone)]
pub struct FakeProvider {
    pub issuer: String,
    state: Arc<Mutex<State>>,
}

/// What the browser brings back to the front end.
#[derive(Clone)]
pub struct Visit {
    pub code: String,
    pub state: String,
}

fn new_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}

impl FakeProvider {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = State {
            words: HashMap::new(),
            key: new_key(),
            key_id: "first".to_owned(),
            asked: Vec::new(),
            answers: true,
            tells_issuer: false,
        };
        let provider = Self {
            issuer,
            state: Arc::new(Mutex::new(state)),
        };
        let serving = provider.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that goes away early is none of the provider's business.
                let _gone = serving.serve(stream);
            }
        });
        provider
    }

    /// The one that every test's service knows.
    pub fn shared() -> &'static Self {
        static SHARED: LazyLock<FakeProvider> = LazyLock::new(FakeProvider::start);
        &SHARED
    }

    pub fn settings(&self, id: &str) -> IdentityProvider {
        IdentityProvider {
            id: id.to_owned(),
            name: "The authority".to_owned(),
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            client_secret_file: PathBuf::new(),
            client_secret: ClientSecret::new(SECRET),
            redirect_uri: "https://desk.example/signed-in".to_owned(),
            scopes: vec!["profile".to_owned(), "email".to_owned()],
            acr_values: Vec::new(),
            second_factor_acr: vec!["SpidL2".to_owned()],
            second_factor_amr: vec!["mfa".to_owned()],
            groups_claim: "groups".to_owned(),
            group_roles: Vec::new(),
            roles_follow_groups: true,
            new_users: false,
        }
    }

    /// Somebody shows the provider who they are, at the address that they were sent to; `forge` may
    /// falsify what it will say of them.
    pub fn visit(
        &self,
        url: &str,
        subject: &str,
        now: DateTime<Utc>,
        forge: impl FnOnce(&mut Word),
    ) -> Visit {
        assert!(
            url.starts_with(&format!("{}/authorise?", self.issuer)),
            "{url}"
        );
        let asked = form(url.split_once('?').unwrap().1);
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["code_challenge_method"], "S256");
        assert_eq!(asked["scope"], "openid profile email");
        let mut state = self.state.lock().unwrap();
        let mut word = Word {
            header: json!({ "alg": "ES256", "typ": "JWT", "kid": state.key_id }),
            claims: json!({
                "iss": self.issuer, "aud": CLIENT, "sub": subject, "nonce": asked["nonce"],
                "iat": now.timestamp(), "exp": now.timestamp() + 300, "auth_time": now.timestamp(),
                "at_hash": half_hash(ACCESS_TOKEN),
            }),
            signature: Signature::Own,
            challenge: asked["code_challenge"].clone(),
        };
        forge(&mut word);
        let code = uuid::Uuid::now_v7().to_string();
        state.words.insert(code.clone(), word);
        Visit {
            code,
            state: asked["state"].clone(),
        }
    }

    /// Signs with another key from now on.
    pub fn change_key(&self, id: &str) {
        let mut state = self.state.lock().unwrap();
        (state.key, state.key_id) = (new_key(), id.to_owned());
    }

    /// Whether it answers otherwise than by an error.
    pub fn answer(&self, answers: bool) {
        self.state.lock().unwrap().answers = answers;
    }

    /// Says from now on that it tells its name beside the code.
    pub fn tell_issuer(&self) {
        self.state.lock().unwrap().tells_issuer = true;
    }

    /// How often an address was asked for.
    pub fn asked(&self, path: &str) -> usize {
        let state = self.state.lock().unwrap();
        state.asked.iter().filter(|it| *it == path).count()
    }

    fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            head.push(line.trim().to_owned());
        }
        let header = |name: &str| {
            let mut lines = head.iter().filter_map(|line| line.split_once(": "));
            let found = lines.find(|(it, _)| it.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.to_owned()).unwrap_or_default()
        };
        let length = header("content-length").parse().unwrap_or(0);
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let path = head.first().and_then(|line| line.split(' ').nth(1));
        let path = path.unwrap_or_default().to_owned();
        let body = String::from_utf8_lossy(&body).into_owned();
        let (status, answer) = self.reply(&path, &header("authorization"), &body);
        let answer = answer.to_string();
        write!(
            stream,
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nlocation: {}/elsewhere\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{answer}",
            self.issuer,
            answer.len()
        )
    }

    fn reply(&self, path: &str, authorisation: &str, body: &str) -> (&'static str, Value) {
        let mut state = self.state.lock().unwrap();
        state.asked.push(path.to_owned());
        if !state.answers {
            return ("503 Service Unavailable", json!({}));
        }
        let issuer = &self.issuer;
        match path {
            "/.well-known/openid-configuration" => {
                let metadata = json!({
                    "issuer": issuer,
                    "authorization_endpoint": format!("{issuer}/authorise"),
                    "token_endpoint": format!("{issuer}/token"),
                    "jwks_uri": format!("{issuer}/keys"),
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["ES256"],
                    "authorization_response_iss_parameter_supported": state.tells_issuer,
                });
                ("200 OK", metadata)
            }
            "/keys" => ("200 OK", json!({ "keys": [published(&state)] })),
            "/token" => match state.redeem(authorisation, body) {
                Some(tokens) => ("200 OK", tokens),
                None => ("400 Bad Request", json!({ "error": "invalid_grant" })),
            },
            _ => ("302 Found", json!({})),
        }
    }
}

impl State {
    /// Each code once, to the client that shows its secret and the verifier of the challenge.
    fn redeem(&mut self, authorisation: &str, body: &str) -> Option<Value> {
        let basic = authorisation.strip_prefix("Basic ")?;
        let shown = base64::engine::general_purpose::STANDARD
            .decode(basic)
            .ok()?;
        let expected = format!("{CLIENT}:{}", SECRET.replace(' ', "+").replace('\'', "%27"));
        assert_eq!(String::from_utf8(shown).unwrap(), expected);
        let asked = form(body);
        let word = self.words.remove(asked.get("code")?)?;
        let verifier = asked.get("code_verifier")?;
        if BASE64.encode(digest(&SHA256, verifier.as_bytes())) != word.challenge {
            return None;
        }
        Some(json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 60,
            "id_token": self.sign(&word),
        }))
    }

    fn sign(&self, word: &Word) -> String {
        let part = |value: &Value| BASE64.encode(value.to_string());
        let signed = format!("{}.{}", part(&word.header), part(&word.claims));
        let by = |key: &EcdsaKeyPair| {
            let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
            BASE64.encode(signature)
        };
        let signature = match word.signature {
            Signature::Own => by(&self.key),
            Signature::Foreign => by(&new_key()),
            Signature::Shared => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.public_key().as_ref());
                BASE64.encode(hmac::sign(&key, signed.as_bytes()))
            }
            Signature::Missing => String::new(),
        };
        format!("{signed}.{signature}")
    }
}

fn published(state: &State) -> Value {
    // Uncompressed: a byte that says so, and both coordinates.
    let point = state.key.public_key().as_ref();
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": state.key_id,
        "x": BASE64.encode(&point[1..33]), "y": BASE64.encode(&point[33..]),
    })
}

/// As in `at_hash`.
fn half_hash(token: &str) -> String {
    BASE64.encode(&digest(&SHA256, token.as_bytes()).as_ref()[..16])
}

/// The parameters of a query or of a form.
pub fn form(text: &str) -> HashMap<String, String> {
    let pairs = openidconnect::url::form_urlencoded::parse(text.as_bytes());
    pairs.into_owned().collect()
}
