use diesel::prelude::*;

use super::model::{MemberRow, PersonalMeetingRow};
use super::{GroupHead, MeetingRow, PersonRow};
use crate::access::{List, Permit, Transaction};
use crate::cases::Case;
use crate::db::schema::{
    attendances, beneficiaries, cases, group_members, groups, organisations, programmes,
    session_changes, sessions, users,
};
use crate::db::types::Json;
use crate::error::Result;
use crate::groups::{Group, GroupMember};
use crate::organisations::Organisation;
use crate::programmes::ProgrammeTerms;
use crate::sessions::{Attendance, FormerSession, Session, SessionChangeKind};

/// What stood in a session before it was moved.
type Moved = Option<Json<FormerSession>>;

/// The most rows of one register; the meetings themselves are counted against a lower limit.
pub const MOST_ROWS: usize = 5_000;

/// One more where there are more.
const ROWS: i64 = MOST_ROWS as i64 + 1;

pub fn group_head(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Group>,
) -> Result<GroupHead> {
    Ok(groups::table
        .inner_join(programmes::table.on(programmes::id.eq(groups::programme_id)))
        .inner_join(organisations::table.on(organisations::id.eq(groups::organisation_id)))
        .left_join(users::table.on(users::id.eq(groups::conductor_id)))
        .filter(groups::id.eq(&permit.parent().id))
        .select((
            ProgrammeTerms::as_select(),
            Organisation::as_select(),
            users::display_name.nullable(),
        ))
        .first(tx.connection(permit))?)
}

/// The meetings of a group, the earliest first.
pub fn meetings_of_group(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Group>,
) -> Result<Vec<MeetingRow>> {
    Ok(sessions::table
        .left_join(users::table.on(users::id.eq(sessions::conductor_id)))
        .left_join(
            session_changes::table.on(session_changes::session_id
                .eq(sessions::id)
                .and(session_changes::kind.eq(SessionChangeKind::Moved))),
        )
        .filter(sessions::group_id.eq(&permit.parent().id))
        .order((
            sessions::scheduled_from,
            sessions::id,
            session_changes::id.nullable(),
        ))
        .select((
            Session::as_select(),
            users::display_name.nullable(),
            session_changes::before.nullable(),
        ))
        .limit(ROWS)
        .load(tx.connection(permit))?)
}

/// Everybody who is or was in a group, in the order of joining, once for each attendance recorded of them.
pub fn members(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Group>,
) -> Result<Vec<(MemberRow, Option<Attendance>)>> {
    let group = &permit.parent().id;
    let meetings = sessions::table
        .filter(sessions::group_id.eq(group))
        .select(sessions::id);
    Ok(group_members::table
        .inner_join(cases::table.on(cases::id.eq(group_members::case_id)))
        .inner_join(beneficiaries::table.on(beneficiaries::id.eq(cases::beneficiary_id)))
        .left_join(
            attendances::table.on(attendances::case_id
                .eq(group_members::case_id)
                .and(attendances::session_id.eq_any(meetings))),
        )
        .filter(group_members::group_id.eq(group))
        .order((group_members::joined_on, cases::case_code, cases::id))
        .select((
            GroupMember::as_select(),
            (
                cases::id,
                cases::case_code,
                cases::status,
                beneficiaries::given_name,
                beneficiaries::family_name,
            ),
            Option::<Attendance>::as_select(),
        ))
        .limit(ROWS)
        .load::<(GroupMember, PersonRow, Option<Attendance>)>(tx.connection(permit))?
        .into_iter()
        .map(|(member, person, attendance)| ((member, person), attendance))
        .collect())
}

/// A person's own meetings and those of their groups, the earliest first, with their time in the group and what
/// was recorded of their attendance.
pub fn meetings_of_case(
    tx: &mut Transaction,
    permit: &Permit<List, Session, Case>,
) -> Result<Vec<PersonalMeetingRow>> {
    // What joins are made by is owned: it is part of the type of the query.
    let case = permit.case().id.clone();
    Ok(sessions::table
        .left_join(users::table.on(users::id.eq(sessions::conductor_id)))
        .left_join(
            session_changes::table.on(session_changes::session_id
                .eq(sessions::id)
                .and(session_changes::kind.eq(SessionChangeKind::Moved))),
        )
        .left_join(
            group_members::table.on(group_members::group_id
                .nullable()
                .eq(sessions::group_id)
                .and(group_members::case_id.eq(case.clone()))),
        )
        .left_join(
            attendances::table.on(attendances::session_id
                .eq(sessions::id)
                .and(attendances::case_id.eq(case.clone()))),
        )
        .filter(
            sessions::case_id
                .eq(case.clone())
                .or(group_members::case_id.nullable().eq(case)),
        )
        .order((
            sessions::scheduled_from,
            sessions::id,
            session_changes::id.nullable(),
        ))
        .select((
            Session::as_select(),
            users::display_name.nullable(),
            session_changes::before.nullable(),
            Option::<GroupMember>::as_select(),
            Option::<Attendance>::as_select(),
        ))
        .limit(ROWS)
        .load::<(
            Session,
            Option<String>,
            Moved,
            Option<GroupMember>,
            Option<Attendance>,
        )>(tx.connection(permit))?
        .into_iter()
        .map(|(session, conductor, moved, member, attendance)| {
            let row = MeetingRow {
                session,
                conductor,
                moved,
            };
            (row, member, attendance)
        })
        .collect())
}
