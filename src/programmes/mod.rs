//! stub
crate::id_type!(ProgrammeId);
crate::id_type!(PathwayTemplateId);
