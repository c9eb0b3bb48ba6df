DROP TABLE questionnaire_links;
DROP TABLE questionnaire_responses;
