DROP TABLE reference_links;
DROP TABLE reference_requests;
