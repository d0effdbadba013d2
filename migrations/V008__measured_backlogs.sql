-- How many documents and dead letters are in which state is asked four times a minute: of an index alone, whatever the
-- size of the rows. With the organization, which row-level security looks at.
CREATE INDEX document_of_status ON document (status, organization_id);
CREATE INDEX dead_letter_open ON dead_letter (state, organization_id)
  WHERE state IN ('retrying', 'parked', 'replaying');
