//! stub
pub mod identifier;
pub mod names;
pub mod partial_date;
pub mod tax_code;
pub mod work_right;
crate::id_type!(BeneficiaryId);
