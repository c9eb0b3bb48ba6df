//! A service of invented people, made anew at each start.

mod agreements;
mod arrivals;
mod cases;
mod desk;
mod endings;
mod espor;
mod network;
mod onward;
mod people;
mod profile;
mod programme;
mod report;
mod roster;
mod steps;

use std::path::PathBuf;

use serde_json::json;

use self::desk::Desk;
use super::{Options, Outcome, say, setup};
use crate::app::Service;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::{self, Target};
use crate::error::Result;
use crate::programmes::StandardPathway;
use crate::second_factors::totp::Secret;
use crate::server;

/// Serve a database of invented people, to look around.
///
/// The database lies in a folder of its own that is made anew at each start; the passwords are new
/// each time.
#[derive(clap::Args)]
pub struct Demo {
    /// Print one JSON line for scripts instead of text for people.
    #[arg(long)]
    json: bool,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
}

/// Somebody who can sign in.
pub struct SignIn {
    pub email: String,
    pub password: String,
    pub role: &'static str,
    pub organisation: String,
    /// For an authenticator app, where the role asks for one.
    pub secret: Option<Secret>,
}

impl SignIn {
    /// What the app shows now.
    fn code(&self) -> Option<String> {
        let now = Clock::default().now();
        self.secret.as_ref()?.code_at(now).ok()
    }
}

impl Demo {
    pub fn run(&self, options: &Options) -> Outcome {
        let mut settings = options.settings(self.listen.clone())?;
        settings.public_url = format!("http://{}", settings.listen);
        settings.log = "warn".to_owned();
        settings.activity_log.print_checkpoints = false;
        let _traces = setup::start_log_and_traces(&settings)?;
        let folder = new_folder()?;
        settings.mail.folder = folder.join("mails");
        let target = match &options.database {
            Some(_) => setup::target(&settings)?,
            None => Target::Sqlite(folder.join("demo.db")),
        };
        setup::prepare_schema(&target)?;
        let is_new = db::mark_as_demo(&target).map_err(|error| setup::plain(&error))?;
        if !is_new {
            return Err("the demo needs an empty database, and this one has users".to_owned());
        }
        let service = setup::service(settings, &target)?;
        let sign_ins = load(&service).map_err(|error| setup::plain(&error))?;
        server::serve(service, |settings| self.tell(settings, &sign_ins))
    }

    fn tell(&self, settings: &Settings, sign_ins: &[SignIn]) {
        let base = &settings.public_url;
        if self.json {
            let people: Vec<_> = sign_ins
                .iter()
                .map(|it| {
                    json!({ "email": it.email, "password": it.password, "role": it.role,
                        "organisation": it.organisation, "code": it.code(),
                        "totp_secret": it.secret.as_ref().map(Secret::base32) })
                })
                .collect();
            let line = json!({ "url": base, "docs": format!("{base}/docs/"), "sign_ins": people });
            say(&line.to_string());
            return;
        }
        say(&format!("bilancio demo: invented people only, on {base}\n"));
        for it in sign_ins {
            say(&format!(
                "  {:<18} {:<34} {}   ({})",
                it.role, it.email, it.password, it.organisation
            ));
            if let (Some(secret), Some(code)) = (&it.secret, it.code()) {
                let secret = secret.base32();
                say(&format!(
                    "  {:<18} code now {code}, secret for an app {secret}",
                    ""
                ));
            }
        }
        say(&format!(
            "\nThe API in the browser:  {base}/docs/\n\nThe API at the prompt:\n"
        ));
        if let Some(operator) = sign_ins.iter().find(|it| it.role == "operator") {
            say(&format!(
                "  TOKEN=$(curl -s {base}/v1/sign-ins -H 'content-type: application/json' \\\n    \
                 -d '{{\"email\":\"{}\",\"password\":\"{}\"}}' | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\n  \
                 curl -s {base}/v1/cases -H \"authorization: Bearer $TOKEN\"\n",
                operator.email, operator.password
            ));
        }
        say("Stop it with Ctrl-C.");
    }
}

/// Makes the network and what has happened in it; gives back who can sign in.
fn load(service: &Service) -> Result<Vec<SignIn>> {
    let network = network::load(service)?;
    let desk = Desk::open(service, &network)?;
    agreements::sign(&desk, &network)?;
    let (interviews, meetings) = desk.of(roster::SUPERVISOR, |tx| {
        let interviews = StandardPathway::Extracompetenze;
        let interviews = programme::add(tx, interviews, "CAMMINO", "Competenze in cammino")?;
        let meetings = programme::add(tx, StandardPathway::Espor, "INSIEME", "Insieme: ESPoR")?;
        Ok((interviews, meetings))
    })?;
    cases::add(&desk, &network, &interviews)?;
    espor::add(&desk, &network, &meetings)?;
    arrivals::add(&desk, &network, &interviews)?;
    cases::add_elsewhere(&desk)?;
    Ok(network.sign_ins)
}

fn new_folder() -> std::result::Result<PathBuf, String> {
    let name = format!("bilancio-demo-{}", uuid::Uuid::now_v7());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder).map_err(|cause| format!("no folder for the demo: {cause}"))?;
    Ok(folder)
}
