DROP TABLE sign_in_failures;
DROP TABLE address_turns;
