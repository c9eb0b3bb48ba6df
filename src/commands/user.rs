use super::{Options, Outcome, say, setup};
use crate::access::{Caller, Role};
use crate::accounts::passwords::{Chooser, Context, Cost, Password};
use crate::accounts::{Email, NewUser, service as accounts};
use crate::error::texts::{Language, text};
use crate::organisations::{NewOrganisation, OrganisationKind, service as organisations};
use crate::text::{clean_line, clean_name};

/// Manage users from the command line.
#[derive(clap::Subcommand)]
pub enum User {
    /// Add the first administrator, with the organisation that runs the service.
    ///
    /// The password is read from standard input, so that it is in no list of processes.
    Add(Add),
}

#[derive(clap::Args)]
pub struct Add {
    /// E-mail address to sign in with.
    #[arg(long)]
    email: String,
    /// Name as colleagues know it.
    #[arg(long)]
    name: String,
    /// Name of the organisation that runs the service.
    #[arg(long)]
    organisation: String,
    /// Where that organisation is.
    #[arg(long, default_value = "-")]
    municipality: String,
}

impl User {
    pub fn run(&self, options: &Options) -> Outcome {
        let Self::Add(add) = self;
        add.run(options)
    }
}

impl Add {
    fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        let mut line = String::new();
        std::io::stdin()
            .read_line(&mut line)
            .map_err(|_cause| "the password could not be read from standard input".to_owned())?;
        let email = Email::new(&self.email)
            .map_err(|_code| "--email is not an e-mail address".to_owned())?;
        let name = clean_name(&self.name).map_err(|_code| "--name is not a name".to_owned())?;
        let organisation = clean_line(&self.organisation, 200)
            .map_err(|_code| "--organisation is not a name".to_owned())?;
        let chooser = Chooser {
            context: Context::new([email.as_str(), &name, &organisation]),
            has_second_factor: false,
        };
        let password = Password::chosen_by(line.trim_end_matches(['\r', '\n']), &chooser)
            .map_err(|code| text(code, Language::English).to_owned())?;
        let cost = Cost::new(&settings.passwords)?;
        let hash = password
            .hash_at(cost)
            .map_err(|error| setup::plain(&error))?;
        setup::prepare_schema(&target)?;
        let service = setup::service(settings, &target)?;
        let added = service
            .database
            .write_blocking(&Caller::worker("add_user"), |tx| {
                let organisation = organisations::add_by_command(
                    tx,
                    NewOrganisation {
                        name: organisation,
                        kind: OrganisationKind::Other,
                        tax_code: None,
                        municipality: self.municipality.clone(),
                        address: String::new(),
                        email: None,
                        phone: None,
                        certificate_prefix: None,
                        active: true,
                    },
                )?;
                accounts::add_by_command(
                    tx,
                    NewUser {
                        email,
                        display_name: name,
                        password_hash: Some(hash),
                        organisation_id: organisation.id,
                        role: Role::Administrator,
                    },
                )
            });
        let user = added.map_err(|error| setup::plain(&error))?;
        say(&format!("Added the administrator {}.", user.email));
        say(
            "Administrators need an authenticator app. At the first sign-in, before anything else:\n\
             POST /v1/sign-ins {email, password}            gives a token that can only enrol\n\
             POST /v1/me/second-factor                      gives the secret for the app\n\
             POST /v1/me/second-factor/confirmations {code} takes its first code, gives recovery codes",
        );
        Ok(())
    }
}
