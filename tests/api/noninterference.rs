//! What one organisation sees depends on its own doings alone, unless somebody shares something.
//!
//! Two sides of the network act at random through the API: any operation, any of their people, ids
//! of their own records, of the other side's, and of none. After each step the side that did not act
//! looks at one of its records, lists or searches, and must find it as it was.

use std::collections::{BTreeMap, HashMap};

use bilancio::api::{ENDPOINTS, Endpoint, NOT_LOGGED};
use serde_json::Value;

use crate::support::bodies::{body, file, takes_a_body, takes_a_file};
use crate::support::world::NOBODY;
use crate::support::{Answer, TestApp, World, request};

/// Steps in all; each is one comparison. `BILANCIO_STEPS` and `BILANCIO_SEED` change the run.
const STEPS: usize = 10_000;
/// Steps of one side before the other one acts, and all is looked at anew.
const BLOCK: usize = 500;

const SIDES: [&[&str]; 2] = [
    &[
        "operator",
        "colleague",
        "supervisor",
        "reception",
        "officer",
    ],
    &[
        "other_operator",
        "other_supervisor",
        "other_reception",
        "other_officer",
    ],
];

/// What ends sign-ins, changes how somebody signs in, or is nobody's doing.
const LEFT_OUT: &[&str] = &[
    "/v1/sign-ins",
    "/v1/me",
    "/v1/token-refreshes",
    "/v1/authentications",
    "/v1/second-factor",
    "/v1/password",
    "/v1/users",
    "/v1/identity-providers",
    "/health",
    "/status",
    "/docs",
    "/verify",
    "/issuers",
    "/v1/imports/template",
    "/v1/private-questionnaires",
    "/v1/reference-confirmations",
    "/openapi",
    "/.well-known",
];

/// What one job centre does to be seen by the other.
const SHARES: &[&str] = &["transfer", "match"];

struct Dice(u64);

impl Dice {
    /// SplitMix64: the same run for the same seed.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one_of<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a longer run is asked for by the environment"
)]
fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(default)
}

/// What neither shares nor is the same for everybody.
fn in_play(endpoint: &Endpoint) -> bool {
    let tells_of_nobody = NOT_LOGGED.contains(&endpoint.operation);
    let shares = SHARES.iter().any(|it| endpoint.path.contains(it));
    let left_out = LEFT_OUT.iter().any(|it| endpoint.path.starts_with(it));
    !shares && !left_out && !tells_of_nobody
}

/// What an answer tells, but for the request's own id.
fn told(answer: Answer) -> (u16, String, Value) {
    let tag = answer.header("etag").to_owned();
    let mut body = answer.body;
    if let Some(problem) = body.as_object_mut()
        && answer.status >= 400
    {
        problem.remove("instance");
    }
    (answer.status, tag, body)
}

struct Network {
    app: TestApp,
    /// Each side's records; names that it has none of stand for the first side's.
    worlds: [World; 2],
    dice: Dice,
    /// What stands for a record in a collection's address: `/v1/cases` makes a `case_id`.
    made_in: HashMap<&'static str, &'static str>,
    changed: usize,
}

impl Network {
    async fn new(seed: u64) -> Self {
        let app = TestApp::new().await;
        let world = World::new(&app).await;
        let other = app.case_of("other_centre", "other_operator", "investigation");
        let others = world
            .with("organisation_id", &app.organisation("other_centre"))
            .with("operator_id", &app.user("other_operator"))
            .with("partner_id", &app.organisation("other_cas"))
            .with("recipient_organisation_id", &app.organisation("other_cpi"))
            .with("case_id", &other.case)
            .with("beneficiary_id", &other.beneficiary)
            .with("programme_id", &other.programme);
        for who in SIDES.concat() {
            app.token(who).await;
        }
        let made_in = ENDPOINTS.iter().filter_map(|it| {
            let (collection, name) = it.path.rsplit_once('/')?;
            Some((collection, name.strip_prefix('{')?.strip_suffix('}')?))
        });
        Self {
            app,
            worlds: [world, others],
            dice: Dice(seed),
            made_in: made_in.collect(),
            changed: 0,
        }
    }

    /// Everything that one side can look at, as it is told now.
    async fn look(&self, side: usize) -> BTreeMap<(&'static str, String), (u16, String, Value)> {
        let mut seen = BTreeMap::new();
        for endpoint in ENDPOINTS
            .iter()
            .filter(|it| it.method == "Get" && in_play(it))
        {
            for who in SIDES[side] {
                let url = self.worlds[side].url(endpoint);
                let answer = told(self.app.get(who, &url).await);
                if answer.0 == 200 {
                    seen.insert((*who, url), answer);
                }
            }
        }
        seen
    }

    /// One side does something, to its own records or to what it takes for such.
    async fn act(&mut self, side: usize) {
        let doings: Vec<_> = ENDPOINTS.iter().filter(|it| in_play(it)).collect();
        let mut endpoint = *self.dice.one_of(&doings);
        // What only reads is done more seldom: it changes nothing, and there is ever more of it.
        if endpoint.method == "Get" {
            endpoint = *self.dice.one_of(&doings);
        }
        let who = *self.dice.one_of(SIDES[side]);
        let mut world = self.worlds[side].clone();
        let names: Vec<_> = world.names().collect();
        for (name, _) in names {
            // Who sends the other side a referral shows it something: that is what referrals are for.
            if (endpoint.operation, name) == ("send_intake_referral", "organisation_id") {
                continue;
            }
            match self.dice.below(10) {
                0 => world = world.with(name, &self.worlds[1 - side].id(name)),
                1 => world = world.with(name, NOBODY),
                _ => {}
            }
        }
        let body = takes_a_body(endpoint).then(|| body(&world, endpoint.operation));
        let url = world.url(endpoint);
        let tag = match endpoint.method {
            "Patch" | "Put" | "Delete" => self.app.get(who, &url).await.header("etag").to_owned(),
            _ => String::new(),
        };
        let call = request(&endpoint.method.to_uppercase(), &url)
            .by(&self.app.token(who).await)
            .header("if-match", if tag.is_empty() { "\"v1\"" } else { &tag });
        let call = match (endpoint.method, body) {
            ("Patch", Some(body)) => call.merge_patch(body),
            (_, Some(body)) => call.json(body),
            (_, None) if takes_a_file(endpoint) => {
                let (media_type, bytes) = file(endpoint, who);
                call.bytes(media_type, bytes)
            }
            (_, None) => call,
        };
        let answer = self.app.send(call).await;
        assert_ne!(answer.status, 401, "{who} {}", endpoint.operation);
        self.changed += usize::from(endpoint.method != "Get" && answer.status < 300);
        let made = self.made_in.get(endpoint.path);
        if let (201, Some(name), Some(id)) = (answer.status, made, answer.body["id"].as_str()) {
            self.worlds[side] = self.worlds[side].with(name, id);
        }
    }
}

#[actix_web::test]
async fn what_one_side_sees_does_not_depend_on_what_the_other_does() {
    let (steps, seed) = (number("BILANCIO_STEPS", STEPS), number("BILANCIO_SEED", 1));
    let mut network = Network::new(seed as u64).await;
    let mut compared = 0;
    while compared < steps {
        for acting in [1, 0] {
            let looking = 1 - acting;
            let seen: Vec<_> = network.look(looking).await.into_iter().collect();
            assert!(
                seen.len() > 10,
                "side {looking} sees {} things only",
                seen.len()
            );
            for _ in 0..BLOCK {
                network.act(acting).await;
                let ((who, url), before) = network.dice.one_of(&seen);
                let after = told(network.app.get(who, url).await);
                assert_eq!(&after, before, "{who} {url}, seed {seed}");
                compared += 1;
            }
        }
    }
    assert!(
        network.changed * 20 > compared,
        "{} changes only",
        network.changed
    );
}
