-- Whether the person lets the profile itself go to the recipient, as data: nobody who said nothing of it.
ALTER TABLE sharing_authorisations ADD COLUMN includes_profile BOOLEAN NOT NULL DEFAULT FALSE;
