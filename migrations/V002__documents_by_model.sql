-- Asked each minute: which documents are of another model than the configured one? Mostly none, so it must not read them all.
CREATE INDEX document_ready_of_model ON document (embedding_model) WHERE status = 'ready';
