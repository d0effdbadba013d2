-- Vectors of passages beside the one in the passage itself: those of the embedding model that is to follow, or of the one
-- before. Each has what a search asks for, so that a graph can be followed without a look at the passages. A space that
-- is here has an index of its own, passage_vector_near_<space>.
CREATE TABLE passage_vector (
  chunk_id        uuid NOT NULL REFERENCES passage (chunk_id) ON DELETE CASCADE,
  space           int NOT NULL REFERENCES vector_space,
  organization_id uuid NOT NULL,
  workspace_id    uuid NOT NULL,
  document_id     uuid NOT NULL,
  analyzer        text NOT NULL,
  tags            text[] NOT NULL,
  created_at      timestamptz NOT NULL,
  vector          vector NOT NULL,
  PRIMARY KEY (chunk_id, space)
);
ALTER TABLE passage_vector ALTER COLUMN vector SET STORAGE MAIN; -- as of the passages
CREATE INDEX passage_vector_of_document ON passage_vector (document_id) INCLUDE (organization_id, space);
CREATE INDEX passage_vector_of_workspace ON passage_vector (workspace_id, space);

ALTER TABLE passage_vector ENABLE ROW LEVEL SECURITY;
ALTER TABLE passage_vector FORCE ROW LEVEL SECURITY; -- the owner as well
CREATE POLICY of_organization ON passage_vector USING (organization_id = (SELECT groundwire_organization()));
CREATE POLICY for_system ON passage_vector USING ((SELECT groundwire_is_system()));
