-- As before, and: the program of whoever has a login of their own may write any time it likes, so
-- the database writes down its own. Whoever looks after it and takes an export in brings along
-- what another database has written down.
CREATE OR REPLACE FUNCTION shapan_event_arrives() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM sessions WHERE id = NEW.session_id AND state = 'open' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'events: the session is over'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF shapan_person() IS NOT NULL THEN
    NEW.stored_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
  END IF;
  RETURN NEW;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_event_stays() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.session_id, NEW.seq, NEW.offset_us, NEW.wall_us, NEW.kind, NEW.stored_us)
      IS DISTINCT FROM
      (OLD.session_id, OLD.seq, OLD.offset_us, OLD.wall_us, OLD.kind, OLD.stored_us)
    OR NOT EXISTS (
      SELECT FROM sessions s JOIN people p ON p.id = s.person_id
      WHERE s.id = OLD.session_id AND p.erased_us IS NOT NULL AND s.erased_us IS NULL)
  THEN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
