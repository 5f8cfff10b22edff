-- When an event came to the database, by the database's clock; empty where it was written to a
-- file, which has no clock but that of the program.
ALTER TABLE events ADD COLUMN stored_us BIGINT
