//! stub
crate::id_type!(IntakeReferralId);
