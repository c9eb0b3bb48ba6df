DROP TABLE outbound_referral_documents;
DROP TABLE outbound_referrals;
DROP TABLE sharing_authorisation_documents;
DROP TABLE sharing_authorisations;
DROP TABLE certificate_counters;
DROP TABLE certificates;
DROP TABLE documents;
