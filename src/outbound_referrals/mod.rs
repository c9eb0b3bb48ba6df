//! Being built.
crate::id_type!(OutboundReferralId);
