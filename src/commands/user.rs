use super::{Options, Outcome, say, setup};
use crate::access::{Caller, Role};
use crate::accounts::passwords::Password;
use crate::accounts::{Email, NewUser, service as accounts};
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
        let password = Password::chosen(line.trim_end_matches(['\r', '\n']))
            .map_err(|_code| "the password needs 15 to 128 characters".to_owned())?;
        let email = Email::new(&self.email)
            .map_err(|_code| "--email is not an e-mail address".to_owned())?;
        let name = clean_name(&self.name).map_err(|_code| "--name is not a name".to_owned())?;
        let organisation = clean_line(&self.organisation, 200)
            .map_err(|_code| "--organisation is not a name".to_owned())?;
        let hash = password.hash().map_err(|error| setup::plain(&error))?;
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
        Ok(())
    }
}
