use super::{Options, Outcome, say, setup};
use crate::db;

/// Bring the database's schema up to date. On PostgreSQL run it as the role that owns the schema.
#[derive(clap::Args)]
pub struct Migrate {
    /// The role that `serve` connects as; it is given what it needs and no more.
    #[arg(long, value_name = "ROLE")]
    service_role: Option<String>,
}

impl Migrate {
    pub fn run(&self, options: &Options) -> Outcome {
        let settings = options.settings(None)?;
        setup::start_log(&settings)?;
        let target = setup::target(&settings)?;
        let db::Migrated(count) = db::migrate(&target).map_err(|error| setup::plain(&error))?;
        if let Some(role) = &self.service_role {
            db::grant_service_role(&target, role).map_err(|error| setup::plain(&error))?;
        }
        say(&match count {
            0 => "The schema is up to date.".to_owned(),
            1 => "Applied one migration.".to_owned(),
            many => format!("Applied {many} migrations."),
        });
        Ok(())
    }
}
