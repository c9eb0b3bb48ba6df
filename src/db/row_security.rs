//! Row level security on PostgreSQL: the second line behind `access`. What it says is in
//! `row_security.sql`; SQLite has none, its one program is all that reads the file.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection;
use diesel::deserialize::FromSqlRow;
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamp};

use super::{DbConnection, Mode, marks};
use crate::access::Identity;
use crate::error::{Error, Result};

const POLICIES: &str = include_str!("row_security.sql");
/// The mark of the policies that a database has.
const VERSION: &str = "row_security";

/// Brings the policies of a migrated schema up to date, all or none. Takes no lock where they are.
///
/// Fails where the cluster lacks the roles of `config/postgres/roles.sql`.
pub(super) fn apply(connection: &mut PgConnection, schema_changed: bool) -> Result<()> {
    if !has_roles(connection)? {
        return Err(Error::Unavailable("database_roles_missing"));
    }
    let version = BASE64.encode(digest(&SHA256, POLICIES.as_bytes()));
    if !schema_changed && marks::find(connection, VERSION)? == Some(version.clone()) {
        return Ok(());
    }
    connection.transaction(|connection| {
        connection.batch_execute(POLICIES)?;
        Ok(marks::set(connection, VERSION, &version)?)
    })
}

/// Takes every policy and function away again, as the tables' own migrations cannot.
pub(super) fn remove(connection: &mut PgConnection) -> QueryResult<()> {
    connection.batch_execute(
        "DO $$ DECLARE found record; BEGIN \
           FOR found IN SELECT policyname, tablename FROM pg_policies \
               WHERE schemaname = current_schema() LOOP \
             EXECUTE format('DROP POLICY %I ON %I', found.policyname, found.tablename); \
           END LOOP; \
           FOR found IN SELECT oid::regprocedure AS name FROM pg_proc \
               WHERE pronamespace = current_schema()::regnamespace \
               AND (proname LIKE 'acting%' OR proname IN ('check_certificate', 'entries_about', \
                   'live_authorisations', 'erase_addresses', 'opened_by_code')) LOOP \
             EXECUTE format('DROP FUNCTION %s', found.name); \
           END LOOP; \
         END $$",
    )
}

fn has_roles(connection: &mut PgConnection) -> Result<bool> {
    let found = "(SELECT count(*) FROM pg_roles \
        WHERE rolname IN ('bilancio_anonymous', 'bilancio_worker', 'bilancio_partner', \
            'bilancio_link'))";
    Ok(diesel::select(sql::<BigInt>(found)).get_result::<i64>(connection)? == 4)
}

/// What opens a transaction for an identity. A user's is opened by [`acting`], which must come next.
pub(super) fn begin(mode: Mode, identity: &Identity) -> String {
    let begin = match mode {
        Mode::Read | Mode::Lookup => "BEGIN READ ONLY",
        Mode::Prepare | Mode::Write | Mode::Upkeep => "BEGIN",
        Mode::Tally => "BEGIN; SET LOCAL synchronous_commit = off",
    };
    let role = match identity {
        Identity::SignIn(_) => "",
        Identity::Anonymous => "; SET LOCAL ROLE bilancio_anonymous",
        Identity::Worker => "; SET LOCAL ROLE bilancio_worker",
    };
    format!("{begin}{role}")
}

/// Gives a user's transaction a partner's rights, or the service's again.
pub fn take_partners_role(connection: &mut DbConnection, partner: bool) {
    take_role(
        connection,
        if partner { "bilancio_partner" } else { "NONE" },
    );
}

/// Leaves a transaction no more than what its code opens; nothing where none was told to open anything.
pub fn take_links_role(connection: &mut DbConnection) {
    take_role(connection, "bilancio_link");
}

/// Where that fails, the transaction has failed, and with it every query that follows.
fn take_role(connection: &mut DbConnection, role: &str) {
    let DbConnection::Postgres(connection) = connection else {
        return;
    };
    if let Err(cause) = connection.batch_execute(&format!("SET LOCAL ROLE {role}")) {
        tracing::error!(%cause, role, "the database did not change the role");
    }
}

/// User, role, organisation, membership, time and methods of authentication, identity provider,
/// somebody whom the user stands in for.
type Standing = (
    Text,
    Text,
    Text,
    Text,
    Timestamp,
    Text,
    Nullable<Text>,
    Nullable<Text>,
);

/// Who stands behind a sign-in, and tells row level security for whom the transaction works.
struct Acting<'a> {
    sign_in: &'a str,
    at: NaiveDateTime,
    today: NaiveDate,
}

impl Query for Acting<'_> {
    type SqlType = Standing;
}

statement!(Acting, PgConnection);

impl QueryFragment<Pg> for Acting<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM acting(");
        out.push_bind_param::<Text, _>(self.sign_in)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamp, _>(&self.at)?;
        out.push_sql(", ");
        out.push_bind_param::<Date, _>(&self.today)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The rows of a sign-in that stands, as `R`s; empty where it has ended. None on SQLite.
pub fn acting<R>(
    connection: &mut DbConnection,
    sign_in: &str,
    at: NaiveDateTime,
    today: NaiveDate,
) -> QueryResult<Option<Vec<R>>>
where
    R: FromSqlRow<Standing, Pg> + 'static,
{
    let DbConnection::Postgres(connection) = connection else {
        return Ok(None);
    };
    let rows = Acting { sign_in, at, today }.get_results(connection)?;
    Ok(Some(rows))
}

/// Status, number, issuing time, issuer; hash and size of the file, and of the signed one.
type Checked = (
    Text,
    Text,
    Timestamp,
    Text,
    Text,
    Integer,
    Nullable<Text>,
    Nullable<Integer>,
);

/// What a certificate's code tells to anybody.
struct CheckCertificate<'a> {
    code: &'a str,
}

impl Query for CheckCertificate<'_> {
    type SqlType = Checked;
}

statement!(CheckCertificate, PgConnection);

impl QueryFragment<Pg> for CheckCertificate<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM check_certificate(");
        out.push_bind_param::<Text, _>(self.code)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Status, number, issuing time, issuer and file of the certificate that has a code, as `R`, if there is one.
/// None on SQLite.
pub fn check_certificate<R>(
    connection: &mut DbConnection,
    code: &str,
) -> QueryResult<Option<Option<R>>>
where
    R: FromSqlRow<Checked, Pg> + 'static,
{
    let DbConnection::Postgres(connection) = connection else {
        return Ok(None);
    };
    let found = CheckCertificate { code }
        .get_result(connection)
        .optional()?;
    Ok(Some(found))
}

/// The id of a case, and whether a code stands that is about it.
type Linked = (Text, Bool);

/// What a code opens.
struct ActByLink<'a> {
    /// Of the kind of codes that it is one of.
    function: &'static str,
    code_hash: &'a str,
    at: NaiveDateTime,
}

impl Query for ActByLink<'_> {
    type SqlType = Linked;
}

/// Not one statement but as many as there are functions: a connection must not prepare one for the other.
impl QueryId for ActByLink<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<PgConnection> for ActByLink<'_> {}

impl QueryFragment<Pg> for ActByLink<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT * FROM ");
        out.push_sql(self.function);
        out.push_sql("(");
        out.push_bind_param::<Text, _>(self.code_hash)?;
        out.push_sql(", ");
        out.push_bind_param::<Timestamp, _>(&self.at)?;
        out.push_sql(")");
        Ok(())
    }
}

/// The case that the code of a questionnaire with this hash is about and whether the code stands, as `R`, if
/// there ever was one. One that stands says to the rest of the transaction what [`take_links_role`] leaves it.
/// None on SQLite.
pub fn act_by_link<R>(
    connection: &mut DbConnection,
    code_hash: &str,
    at: NaiveDateTime,
) -> QueryResult<Option<Option<R>>>
where
    R: FromSqlRow<Linked, Pg> + 'static,
{
    act_by(connection, "acting_by_link", code_hash, at)
}

/// [`act_by_link`] of the link by which a reference is confirmed.
pub fn act_by_reference<R>(
    connection: &mut DbConnection,
    token_hash: &str,
    at: NaiveDateTime,
) -> QueryResult<Option<Option<R>>>
where
    R: FromSqlRow<Linked, Pg> + 'static,
{
    act_by(connection, "acting_by_reference", token_hash, at)
}

fn act_by<R>(
    connection: &mut DbConnection,
    function: &'static str,
    code_hash: &str,
    at: NaiveDateTime,
) -> QueryResult<Option<Option<R>>>
where
    R: FromSqlRow<Linked, Pg> + 'static,
{
    let DbConnection::Postgres(connection) = connection else {
        return Ok(None);
    };
    let asked = ActByLink {
        function,
        code_hash,
        at,
    };
    Ok(Some(asked.get_result(connection).optional()?))
}
