//! Who may do what.
//!
//! A query needs a connection, and [`Transaction::connection`] hands it out only against a
//! [`Permit`] or a [`Listing`]. Only this module can make those, and only after asking [`policy`].
//! So a query whose author forgot to ask does not compile:
//!
//! ```compile_fail
//! # use bilancio::access::Transaction;
//! fn forgot(tx: &mut Transaction) {
//!     tx.connection();
//! }
//! ```
//!
//! Nor does a call that shows a permit for less than the store asks for:
//!
//! ```compile_fail
//! # use bilancio::access::{Permit, Read, Transaction};
//! # use bilancio::cases::Case;
//! # use bilancio::sessions::{Session, store};
//! fn too_little(tx: &mut Transaction, permit: &Permit<Read, Session, Case>, session: &Session) {
//!     store::insert(tx, permit, session);
//! }
//! ```
//!
//! Every right that is granted or refused goes into the operation's entry of the activity log.

mod actor;
pub mod log;
mod permit;
pub mod policy;
mod transaction;

pub use actor::{Actor, Caller, Identity, SignIn};
pub use permit::{
    Create, Delete, List, Listing, Parent, Permit, Proof, Protected, Read, Update, Verb,
};
pub use transaction::{AtHand, Mine, Service, Transaction};

use crate::text_enum;

text_enum! {
    /// What a user may be in an organisation, and the two actors that are not users.
    Role {
        ReceptionStaff = "reception_staff",
        Operator = "operator",
        Supervisor = "supervisor",
        /// Bridges languages in the sessions that they are assigned to.
        Mediator = "mediator",
        ReceivingOfficer = "receiving_officer",
        /// Counts, and sees nobody.
        Analyst = "analyst",
        Administrator = "administrator",
        /// Watches over the personal data of an organisation (GDPR, article 39).
        PrivacyOfficer = "privacy_officer",
        /// Reads who did what, and no record of a case.
        Auditor = "auditor",
        /// A request without a sign-in.
        Anonymous = "anonymous",
        /// The service's own workers and commands.
        Worker = "worker",
    }
}

impl Role {
    /// The roles that a user can be given.
    pub const OF_USERS: &[Self] = &[
        Self::ReceptionStaff,
        Self::Operator,
        Self::Supervisor,
        Self::Mediator,
        Self::ReceivingOfficer,
        Self::Analyst,
        Self::Administrator,
        Self::PrivacyOfficer,
        Self::Auditor,
    ];
}

text_enum! {
    Action {
        List = "list",
        Read = "read",
        Create = "create",
        Update = "update",
        Delete = "delete",
    }
}

text_enum! {
    /// The kinds of record that the policy tells apart. One record may be two resources where two
    /// sides see it: an intake referral is a `ReceivedReferral` to the job centre.
    Resource {
        Account = "account",
        /// An answer kept for a request that is repeated.
        KeptAnswer = "kept_answer",
        SignIn = "sign_in",
        /// A link by which a password is set.
        PasswordLink = "password_link",
        SecondFactor = "second_factor",
        RefreshToken = "refresh_token",
        /// Whom an identity provider knows as which user.
        ExternalIdentity = "external_identity",
        SigningKey = "signing_key",
        CodeList = "code_list",
        Organisation = "organisation",
        Agreement = "agreement",
        /// That an organisation may attest competences as a second or third party.
        Entitlement = "entitlement",
        User = "user",
        Membership = "membership",
        Programme = "programme",
        PathwayTemplate = "pathway_template",
        IntakeReferral = "intake_referral",
        ReceivedReferral = "received_referral",
        BeneficiarySearch = "beneficiary_search",
        Beneficiary = "beneficiary",
        /// That two records of one centre are of one person.
        BeneficiaryMerge = "beneficiary_merge",
        /// That records of two centres are.
        BeneficiaryMatch = "beneficiary_match",
        Identifier = "identifier",
        StayPermit = "stay_permit",
        Case = "case",
        Assignment = "assignment",
        StandIn = "stand_in",
        Waiver = "waiver",
        Participation = "participation",
        Plan = "plan",
        Group = "group",
        Session = "session",
        /// A session as its mediator sees it.
        MediatedSession = "mediated_session",
        WorkingNote = "working_note",
        /// Reading what is out of reach, with a reason.
        AccessGrant = "access_grant",
        /// The same for working notes.
        WorkingNoteGrant = "working_note_grant",
        Profile = "profile",
        /// The file of a piece of evidence.
        EvidenceFile = "evidence_file",
        /// Questionnaires, worksheets and self-assessments as somebody answers them.
        QuestionnaireResponse = "questionnaire_response",
        /// The same to the person who answers by a code.
        PrivateQuestionnaire = "private_questionnaire",
        /// A file of people and experiences that is taken in.
        RecordImport = "record_import",
        /// Somebody outside is asked to confirm a piece of evidence.
        ReferenceRequest = "reference_request",
        /// A supervisor's word on contact with the country of origin.
        ReferenceApproval = "reference_approval",
        /// A request to the contact who has its link.
        ReferenceConfirmation = "reference_confirmation",
        /// Taking a profile out of the service.
        ProfileExport = "profile_export",
        Assessment = "assessment",
        Report = "report",
        Document = "document",
        /// A document as it comes back with a signature.
        SignedFile = "signed_file",
        Certificate = "certificate",
        /// A credential of competences, on the person's request.
        CompetenceCredential = "competence_credential",
        /// The certificates of a whole group, issued one after the other.
        CertificateBatch = "certificate_batch",
        AttendanceStatement = "attendance_statement",
        PublicCheck = "public_check",
        /// A key that an organisation's credentials are signed with.
        IssuerKey = "issuer_key",
        /// Which credentials ended.
        StatusList = "status_list",
        SharingAuthorisation = "sharing_authorisation",
        /// Somebody who could be put forward for an occupation, without their name.
        OccupationCandidate = "occupation_candidate",
        OutboundReferral = "outbound_referral",
        InboxReferral = "inbox_referral",
        /// A case offered to another job centre, to who offers it.
        Transfer = "transfer",
        /// The same to the job centre that it is offered to.
        TransferOffer = "transfer_offer",
        Mail = "mail",
        ActivityLog = "activity_log",
        /// Taking a part of it out of the service.
        ActivityExport = "activity_export",
        SecurityEvent = "security_event",
        /// Where an operation's request came from.
        LogAddress = "log_address",
        /// An address that the service does not have.
        Address = "address",
    }
}
