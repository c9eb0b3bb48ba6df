//! The whole policy: how far each role's right to each action reaches.

use chrono::TimeDelta;

use super::{Action, Resource, Role};

/// How far a right reaches, from no record to every record. A record asks for the reach that covers
/// it: one's own is covered by every reach but `Nothing`, a stranger's only by `Everything`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    Nothing,
    /// What the actor made, or is.
    Own,
    /// Cases that the actor leads or works on, and what belongs to them.
    Caseload,
    /// Further records of the organisation, while an access grant opens them for reading.
    Granted,
    /// Records of the organisation that the actor acts for.
    Organisation,
    /// Records that another organisation shared with it, while the share is live.
    Network,
    Everything,
}

impl Reach {
    fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Own => "own",
            Self::Caseload => "caseload",
            Self::Granted => "granted",
            Self::Organisation => "organisation",
            Self::Network => "shared with it",
            Self::Everything => "all",
        }
    }

    /// Whether a right of this reach extends to a record that asks for `needed`.
    pub fn covers(self, needed: Self) -> bool {
        self != Self::Nothing && self >= needed
    }
}

/// Anything this table does not grant is refused.
pub fn reach(role: Role, action: Action, resource: Resource) -> Reach {
    use Action as A;
    use Reach as To;
    use Resource as R;
    use Role as Who;
    match (role, resource, action) {
        (_, R::Account, A::Read | A::Update) => To::Own,
        (Who::Anonymous, R::SignIn, A::Create) => To::Everything,
        (Who::Anonymous, R::PasswordLink, A::Create | A::Update) => To::Everything,
        (Who::Worker, R::PasswordLink | R::SecondFactor, A::Create) => To::Everything,
        (Who::Anonymous, R::RefreshToken, A::Create | A::Update) => To::Everything,
        // Who comes with an identity provider's word gets the roles that it gives.
        (Who::Anonymous, R::ExternalIdentity, A::Update) => To::Everything,
        (Who::Anonymous, R::PublicCheck, A::Read) => To::Everything,
        // What anybody needs who checks a credential.
        (Who::Anonymous, R::IssuerKey, A::List) => To::Everything,
        (Who::Anonymous, R::StatusList, A::Read) => To::Everything,
        // Whoever has the code of a questionnaire, and that one alone.
        (Who::Anonymous, R::PrivateQuestionnaire, A::Read | A::Update) => To::Everything,
        // Whoever has the link of a reference request, and that one alone; who sends the link.
        (Who::Anonymous, R::ReferenceConfirmation, A::Read | A::Update) => To::Everything,
        (Who::Worker, R::ReferenceConfirmation, A::Read) => To::Everything,
        (Who::Anonymous | Who::Worker, R::SigningKey, A::List) => To::Everything,
        (Who::Worker, R::SigningKey, A::Create | A::Update) => To::Everything,
        (Who::Worker, R::Mail, A::List | A::Update) => To::Everything,
        (Who::Worker, R::KeptAnswer | R::Mail, A::Delete) => To::Everything,
        (Who::Worker, R::IntakeReferral | R::Agreement, A::List | A::Update) => To::Everything,
        (Who::Worker, R::BeneficiaryMatch | R::Transfer, A::List | A::Update) => To::Everything,
        (Who::Worker, R::ActivityLog | R::SecurityEvent, A::List | A::Create) => To::Everything,
        // Where sealed contents are, and which are to be removed: nothing that is told of them.
        (Who::Worker, R::EvidenceFile, A::List | A::Update | A::Delete) => To::Everything,
        (Who::Worker, R::LogAddress | R::RecordImport, A::Delete) => To::Everything,
        (Who::Worker, R::CodeList, A::List | A::Create) => To::Everything,
        (Who::Worker, R::User | R::Organisation | R::Membership, A::Create) => To::Everything,
        (Who::Anonymous | Who::Worker, _, _) => To::Nothing,

        (Who::Administrator, R::SecondFactor, A::Delete) => To::Everything,
        (Who::Administrator, R::ExternalIdentity, A::List | A::Create | A::Delete) => {
            To::Everything
        }
        (_, R::KeptAnswer, A::Update) => To::Own,
        // Which identities are theirs, users confirm themselves.
        (_, R::ExternalIdentity, A::List | A::Update) => To::Own,
        (_, R::SecondFactor, A::Create) => To::Own,
        (Who::Administrator, R::SignIn, A::Delete) => To::Everything,
        (_, R::SignIn, A::List | A::Read | A::Update | A::Delete) => To::Own,
        (_, R::Organisation, A::List | A::Read) => To::Everything,
        (_, R::CodeList, A::List | A::Read) => To::Everything,

        (Who::Administrator, R::Organisation | R::Agreement, A::Create | A::Update) => {
            To::Everything
        }
        (Who::Administrator, R::Agreement, A::List | A::Read) => To::Everything,
        (Who::Administrator, R::Entitlement, A::List | A::Read | A::Create | A::Update) => {
            To::Everything
        }
        (Who::Administrator, R::IssuerKey, A::List | A::Create) => To::Everything,
        (Who::Administrator, R::User | R::Membership, _) => To::Everything,
        (Who::Administrator, R::Programme | R::PathwayTemplate, A::List | A::Read | A::Create) => {
            To::Everything
        }
        (Who::Administrator, R::Programme, A::Update) => To::Everything,
        (Who::Administrator, _, _) => To::Nothing,

        (Who::Operator | Who::Supervisor, R::Agreement, A::List | A::Read) => To::Organisation,
        // The partner's side of one.
        (Who::ReceptionStaff | Who::ReceivingOfficer, R::Agreement, A::List) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::Programme, A::List | A::Read) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::PathwayTemplate, A::List | A::Read) => {
            To::Organisation
        }
        (Who::Supervisor, R::Programme, A::Create | A::Update) => To::Organisation,
        (Who::Supervisor, R::PathwayTemplate, A::Create) => To::Organisation,
        (Who::Supervisor, R::User, A::List) => To::Organisation,

        // A referral from the side that sends it, and from the side that receives it.
        (Who::ReceptionStaff, R::IntakeReferral, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        (Who::ReceptionStaff, R::Programme, A::List | A::Read) => To::Network,
        (Who::Operator | Who::Supervisor, R::IntakeReferral, A::List | A::Read | A::Create) => {
            To::Organisation
        }
        (Who::Operator | Who::Supervisor, R::IntakeReferral, A::Update) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::ReceivedReferral, A::List | A::Read | A::Update) => {
            To::Organisation
        }

        (Who::Operator | Who::Supervisor, R::BeneficiarySearch, A::List) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::Beneficiary, A::Create) => To::Organisation,
        (Who::Operator, R::Beneficiary, A::Read) => To::Granted,
        (Who::Operator, R::Beneficiary, A::Update) => To::Caseload,
        (Who::Supervisor, R::Beneficiary, A::Read | A::Update) => To::Organisation,
        // One person twice: within the centre, and at another one as far as both say so.
        (
            Who::Supervisor,
            R::BeneficiaryMerge | R::BeneficiaryMatch,
            A::List | A::Read | A::Create | A::Update,
        ) => To::Organisation,
        (Who::Operator, R::Identifier | R::StayPermit, A::List | A::Read) => To::Granted,
        (Who::Operator, R::Identifier | R::StayPermit, A::Create) => To::Caseload,
        (Who::Supervisor, R::Identifier | R::StayPermit, A::List | A::Read | A::Create) => {
            To::Organisation
        }

        (Who::Operator | Who::Supervisor, R::Case, A::Create) => To::Organisation,
        (Who::Operator, R::Case, A::List) => To::Caseload,
        (Who::Operator, R::Case, A::Read) | (Who::Operator, R::Plan, A::List | A::Read) => {
            To::Granted
        }
        (Who::Operator, R::Case | R::Plan, A::Update) => To::Caseload,
        (Who::Supervisor, R::Case | R::Plan, A::List | A::Read | A::Update) => To::Organisation,
        (Who::Operator, R::Plan, A::Create | A::Delete) => To::Caseload,
        (Who::Supervisor, R::Plan, A::Create | A::Delete) => To::Organisation,
        // Privacy notices delivered, and agreements to take part.
        (Who::Operator, R::Participation, A::List) => To::Granted,
        (Who::Operator, R::Participation, A::Create) => To::Caseload,
        (Who::Supervisor, R::Participation, A::List | A::Create) => To::Organisation,
        // Waivers of a rule of the pathway, and who works on a case.
        (Who::Supervisor, R::Waiver, A::Create) => To::Organisation,
        (Who::Supervisor, R::Assignment, A::Read | A::Update) => To::Organisation,
        (Who::Operator, R::Assignment, A::Read) => To::Granted,
        (Who::Supervisor, R::Assignment, A::List) => To::Organisation,
        (Who::Supervisor, R::StandIn, A::List | A::Read | A::Create | A::Delete) => {
            To::Organisation
        }
        (Who::Operator, R::StandIn, A::List | A::Read) => To::Own,

        (Who::Operator | Who::Supervisor, R::Group, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        (Who::Operator, R::Session, A::List | A::Read) => To::Granted,
        (Who::Operator, R::Session, A::Create | A::Update) => To::Caseload,
        (Who::Supervisor, R::Session, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        // The session as who mediates in it sees it.
        (Who::Mediator, R::MediatedSession, A::List | A::Read) => To::Own,
        // Working notes: their author; a supervisor only under an access grant.
        (Who::Operator | Who::Supervisor, R::WorkingNote, A::Create | A::Update) => To::Own,
        (Who::Operator, R::WorkingNote, A::Read) => To::Own,
        (Who::Supervisor, R::WorkingNote, A::Read) => To::Granted,
        // An operator takes grants for records, a supervisor for working notes.
        (Who::Operator | Who::Supervisor, R::AccessGrant, A::Create) => To::Organisation,
        (Who::Supervisor, R::WorkingNoteGrant, A::Create) => To::Organisation,
        (Who::Operator, R::AccessGrant, A::List | A::Read | A::Update) => To::Own,
        (Who::Supervisor | Who::PrivacyOfficer, R::AccessGrant, A::List | A::Read | A::Update) => {
            To::Organisation
        }

        // A supervisor reads them all, and writes those of the cases that they work on themselves.
        (
            Who::Supervisor,
            R::Profile | R::QuestionnaireResponse | R::Assessment,
            A::List | A::Read,
        ) => To::Organisation,
        (
            Who::Operator,
            R::Profile | R::QuestionnaireResponse | R::Assessment,
            A::List | A::Read,
        ) => To::Granted,
        (Who::Operator | Who::Supervisor, R::Profile | R::QuestionnaireResponse, _) => To::Caseload,
        (Who::Supervisor, R::EvidenceFile, A::Read) => To::Organisation,
        (Who::Operator, R::EvidenceFile, A::Read) => To::Granted,
        (Who::Operator | Who::Supervisor, R::EvidenceFile, A::Update | A::Delete) => To::Caseload,
        (Who::Operator | Who::Supervisor, R::Assessment, A::Create | A::Update) => To::Caseload,
        // What is read of a file is its sender's alone; what is made of it asks for the rights of each record.
        (Who::Operator | Who::Supervisor, R::RecordImport, A::Create) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::RecordImport, A::Read | A::Update | A::Delete) => {
            To::Own
        }
        (Who::Operator, R::ReferenceRequest, A::List | A::Read) => To::Granted,
        (Who::Operator, R::ReferenceRequest, A::Create | A::Update) => To::Caseload,
        (Who::Supervisor, R::ReferenceRequest, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        (Who::Supervisor, R::ReferenceApproval, A::Update) => To::Organisation,
        (Who::Operator, R::ProfileExport, A::Read) => To::Caseload,
        (Who::Supervisor, R::ProfileExport, A::Read) => To::Organisation,

        (
            Who::Operator,
            R::Document | R::Certificate | R::CompetenceCredential,
            A::List | A::Read,
        ) => To::Granted,
        (Who::Supervisor, R::Document, A::List | A::Read) => To::Organisation,
        (Who::Supervisor, R::SignedFile, A::Create | A::Update) => To::Organisation,
        (Who::Operator | Who::Supervisor, R::Report, A::Create) => To::Caseload,
        (Who::Supervisor, R::Report, A::Update) => To::Organisation,
        (
            Who::Supervisor,
            R::Certificate | R::CompetenceCredential,
            A::List | A::Read | A::Create | A::Update,
        ) => To::Organisation,
        (Who::Supervisor, R::Entitlement, A::List | A::Read) => To::Organisation,
        (Who::Supervisor, R::CertificateBatch, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        (Who::Supervisor, R::AttendanceStatement, A::Create) => To::Organisation,
        (Who::Supervisor, R::IssuerKey, A::List) => To::Organisation,

        (Who::Operator, R::SharingAuthorisation | R::OutboundReferral, A::List | A::Read) => {
            To::Granted
        }
        (Who::Operator, R::SharingAuthorisation | R::OutboundReferral, A::Create | A::Update) => {
            To::Caseload
        }
        (Who::Supervisor, R::SharingAuthorisation | R::OutboundReferral, A::List | A::Read) => {
            To::Organisation
        }
        (Who::Supervisor, R::SharingAuthorisation | R::OutboundReferral, A::Create | A::Update) => {
            To::Organisation
        }
        // Who could be put forward for an occupation; opening one is making them known to oneself.
        (Who::Supervisor, R::OccupationCandidate, A::List | A::Create) => To::Organisation,
        // What was shared with the organisation, seen from the receiving side.
        (Who::ReceivingOfficer, R::InboxReferral, A::List | A::Read | A::Update) => To::Network,
        (Who::Operator, R::Transfer, A::List | A::Read) => To::Granted,
        (Who::Supervisor, R::Transfer, A::List | A::Read | A::Create | A::Update) => {
            To::Organisation
        }
        (Who::Supervisor, R::TransferOffer, A::List | A::Read | A::Update) => To::Network,

        // Who did what, and who has looked at whom: not for those who may have looked.
        (Who::PrivacyOfficer | Who::Auditor, R::ActivityLog | R::SecurityEvent, A::List) => {
            To::Organisation
        }
        (Who::PrivacyOfficer | Who::Auditor, R::ActivityExport, A::Read) => To::Organisation,

        _ => To::Nothing,
    }
}

/// The roles of those who send or receive referrals: their reach ends where another's share does.
pub fn is_partner(role: Role) -> bool {
    matches!(role, Role::ReceptionStaff | Role::ReceivingOfficer)
}

/// The roles whose users sign in with a second factor. Who has none may do no more than enrol one.
pub fn asks_second_factor(role: Role) -> bool {
    matches!(
        role,
        Role::Supervisor | Role::Administrator | Role::PrivacyOfficer | Role::Auditor
    )
}

/// What may be done without the second factor that the role asks for: finding out who one is, enrolling,
/// changing one's password, and leaving.
pub fn needs_no_second_factor(resource: Resource) -> bool {
    matches!(
        resource,
        Resource::Account | Resource::SignIn | Resource::SecondFactor
    )
}

/// What may be done in a sign-in that waits for the code of a second factor that is there: not enrolling
/// another one.
pub fn needs_no_code(resource: Resource) -> bool {
    matches!(resource, Resource::Account | Resource::SignIn)
}

/// How long after a user showed who they are what is hard to take back may be done.
pub const RECENT: TimeDelta = TimeDelta::minutes(10);

/// What a user does only after they recently showed who they are: certificates, credentials and what
/// entitles to them, merging people, who may do what, who may sign in and how, exports (ASVS 5.0, 7.5.1; RFC 9470). Erasure belongs here when
/// it comes.
pub fn asks_recent_authentication(action: Action, resource: Resource) -> bool {
    use Action as A;
    use Resource as R;
    matches!(
        (resource, action),
        (
            R::Certificate | R::CertificateBatch | R::CompetenceCredential | R::BeneficiaryMerge,
            A::Create | A::Update
        ) | (R::Entitlement | R::SignedFile, A::Create | A::Update)
            | (R::User | R::Membership, A::Create | A::Update | A::Delete)
            | (R::SecondFactor | R::ExternalIdentity, A::Create | A::Delete)
            | (R::ExternalIdentity, A::Update)
            | (R::ActivityExport | R::ProfileExport, A::Read)
            | (R::IssuerKey, A::Create)
    )
}

/// The policy in Markdown, for people who do not read code: a row a resource, a column a role.
pub fn table() -> String {
    use std::fmt::Write;
    let roles = [Role::OF_USERS, &[Role::Anonymous, Role::Worker]].concat();
    let mut text = String::from("| resource |");
    for role in &roles {
        let mark = if asks_second_factor(*role) { "²" } else { "" };
        let _infallible = write!(text, " {role}{mark} |");
    }
    text.push_str("\n| --- |");
    text.push_str(&" --- |".repeat(roles.len()));
    for resource in Resource::ALL {
        let _infallible = write!(text, "\n| {resource} |");
        for role in &roles {
            let granted: Vec<String> = Action::ALL
                .iter()
                .map(|action| (action, reach(*role, *action, *resource)))
                .filter(|(_, reach)| *reach != Reach::Nothing)
                .map(|(action, reach)| {
                    let user = Role::OF_USERS.contains(role);
                    let asks = user && asks_recent_authentication(*action, *resource);
                    let mark = if asks { "†" } else { "" };
                    format!("{action}{mark}: {}", reach.word())
                })
                .collect();
            let cell = if granted.is_empty() {
                "–".to_owned()
            } else {
                granted.join("<br>")
            };
            let _infallible = write!(text, " {cell} |");
        }
    }
    text.push('\n');
    text
}
