-- A delivery continues the trace of the fact that it tells of.
ALTER TABLE webhook_delivery ADD COLUMN traceparent text;
