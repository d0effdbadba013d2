-- A passage has a hundred postings or more: removing those of 50,000 passages in the transaction that removes a document
-- would take longer than a statement may. Those of many are only noted, in the same transaction, and removed in steps by
-- the nodes; searches and counts leave out what is noted. Those of few are removed at once, as before.
CREATE TABLE removed_passage (
  passage         bigint PRIMARY KEY,
  organization_id uuid NOT NULL
);
ALTER TABLE removed_passage ENABLE ROW LEVEL SECURITY;
ALTER TABLE removed_passage FORCE ROW LEVEL SECURITY; -- the owner as well
CREATE POLICY of_organization ON removed_passage USING (organization_id = (SELECT groundwire_organization()));
CREATE POLICY for_system ON removed_passage USING ((SELECT groundwire_is_system()));

CREATE OR REPLACE FUNCTION passage_remove_postings() RETURNS trigger
  LANGUAGE plpgsql
  AS $$
  DECLARE
    removed bigint;
  BEGIN
    IF (SELECT count(*) FROM (SELECT FROM gone LIMIT 101) few) > 100 THEN
      INSERT INTO removed_passage SELECT number, organization_id FROM gone;
      RETURN NULL;
    END IF;
    FOR removed IN SELECT number FROM gone -- one by one, so that no plan reads all postings
    LOOP
      DELETE FROM posting WHERE passage = removed;
    END LOOP;
    RETURN NULL;
  END
  $$;

-- One step: how many of the noted passages it has freed of their postings, fewer than asked for when there are no more.
-- What another node is at is left to it.
CREATE FUNCTION remove_noted_postings(most int) RETURNS int
  LANGUAGE plpgsql
  AS $$
  DECLARE
    noted bigint;
    freed int := 0;
  BEGIN
    FOR noted IN SELECT passage FROM removed_passage ORDER BY passage LIMIT most FOR UPDATE SKIP LOCKED
    LOOP
      DELETE FROM posting WHERE passage = noted;
      DELETE FROM removed_passage WHERE passage = noted;
      freed := freed + 1;
    END LOOP;
    RETURN freed;
  END
  $$;
