-- Two roles. shapan_member: a person who connects with a login of their own. shapan_gateway: the
-- served app, which has signed people in and says for whom it asks. Neither may bypass
-- row-level security; whoever owns the tables takes on the gateway's role.
--
-- Roles belong to the whole server, and no lock of one database keeps another one out: whoever
-- makes a second database at the same time waits at the name, and finds it taken.
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shapan_member') THEN
    CREATE ROLE shapan_member NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
-- next
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shapan_gateway') THEN
    CREATE ROLE shapan_gateway NOLOGIN IN ROLE shapan_member;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
-- next
DO $$ BEGIN
  IF NOT pg_has_role(current_user, 'shapan_gateway', 'MEMBER') THEN
    EXECUTE format('GRANT shapan_gateway TO %I', current_user);
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
-- next
DO $$ BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO shapan_member', current_schema());
  -- Functions that run as the owner look names up here and nowhere else.
  PERFORM set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
END $$
-- next
-- Who asks. Only the gateway is believed when it names a person; a login of one's own is looked
-- up, whatever has been set. People who are disabled or erased are nobody.
CREATE FUNCTION shapan_person() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT id FROM people WHERE NOT disabled AND erased_us IS NULL AND
    CASE WHEN pg_has_role(session_user, 'shapan_gateway', 'MEMBER')
      THEN id = current_setting('shapan.person_id', true)
      ELSE database_role = session_user::text END
$$
-- next
CREATE FUNCTION shapan_is_gateway() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT pg_has_role(session_user, 'shapan_gateway', 'MEMBER')
$$
-- next
-- The role is what the table of people says, never what the caller says.
CREATE FUNCTION shapan_is(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM people WHERE id = shapan_person() AND role = wanted)
$$
-- next
CREATE FUNCTION shapan_leads_cohort(wanted text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT shapan_is('lead') AND EXISTS (
    SELECT FROM memberships WHERE cohort_id = wanted AND person_id = shapan_person() AND leads)
$$
-- next
CREATE FUNCTION shapan_trains_in(wanted text) RETURNS boolean LANGUAGE sql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM memberships
    WHERE cohort_id = wanted AND person_id = shapan_person() AND NOT leads)
$$
-- next
CREATE FUNCTION shapan_leads(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT shapan_is('lead') AND EXISTS (
    SELECT FROM memberships theirs JOIN memberships mine USING (cohort_id)
    WHERE theirs.person_id = wanted AND NOT theirs.leads
      AND mine.person_id = shapan_person() AND mine.leads)
$$
-- next
CREATE FUNCTION shapan_owner_of(wanted text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT person_id FROM sessions WHERE id = wanted
$$
-- next
CREATE FUNCTION shapan_erased(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM people WHERE id = wanted AND erased_us IS NOT NULL)
$$
-- next
CREATE FUNCTION shapan_has_administrator() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT EXISTS (SELECT FROM people WHERE role = 'administrator' AND erased_us IS NULL)
$$
-- next
-- D10: two passed exams of that person, of that very SOP, on different seeds that were not met in
-- that drill before, and a score that somebody else's machine has computed.
CREATE FUNCTION shapan_certifiable(person text, sop text, hash text, first text, second text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT count(*) = 2 AND count(DISTINCT s.seed) = 2 FROM sessions s
  WHERE s.id IN (first, second) AND s.person_id = person AND s.sop_id = sop AND s.sop_hash = hash
    AND s.mode = 'exam' AND s.state = 'ended' AND (
      SELECT c.passed FROM scorecards c WHERE c.session_id = s.id AND c.source = 'house'
      ORDER BY c.id DESC LIMIT 1)
    AND NOT EXISTS (
      SELECT FROM sessions b WHERE b.person_id = s.person_id AND b.drill_id = s.drill_id
        AND b.seed = s.seed AND b.id <> s.id AND b.started_us <= s.started_us)
$$
-- next
CREATE FUNCTION shapan_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
-- next
CREATE FUNCTION shapan_event_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM sessions WHERE id = NEW.session_id AND state = 'open' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'events: the session is over'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
-- Whoever has a login may write names and times of their own: names have to be identifiers, and
-- times are the database's.
ALTER TABLE sessions ADD CONSTRAINT ck_sessions_id CHECK (
  id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
-- next
ALTER TABLE scorecards ADD CONSTRAINT ck_scorecards_id CHECK (
  id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
-- next
CREATE FUNCTION shapan_session_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF shapan_person() IS NOT NULL THEN
    NEW.started_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'sessions: begin open' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER sessions_arrive BEFORE INSERT ON sessions
FOR EACH ROW EXECUTE FUNCTION shapan_session_arrives()
-- next
CREATE TRIGGER events_arrive BEFORE INSERT ON events
FOR EACH ROW EXECUTE FUNCTION shapan_event_arrives()
-- next
-- The one exception to append-only: once the person is marked erased, and until the session is,
-- texts may be blanked, and nothing else.
CREATE FUNCTION shapan_event_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF (NEW.session_id, NEW.seq, NEW.offset_us, NEW.wall_us, NEW.kind)
      IS DISTINCT FROM (OLD.session_id, OLD.seq, OLD.offset_us, OLD.wall_us, OLD.kind)
    OR NOT EXISTS (
      SELECT FROM sessions s JOIN people p ON p.id = s.person_id
      WHERE s.id = OLD.session_id AND p.erased_us IS NOT NULL AND s.erased_us IS NULL)
  THEN
    RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER events_stay BEFORE UPDATE ON events
FOR EACH ROW EXECUTE FUNCTION shapan_event_stays()
-- next
CREATE TRIGGER events_remain BEFORE DELETE ON events
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('events are append-only')
-- next
CREATE TRIGGER events_stand BEFORE TRUNCATE ON events
FOR EACH STATEMENT EXECUTE FUNCTION shapan_refuse('events are append-only')
-- next
CREATE FUNCTION shapan_session_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  changing text[] := ARRAY['state', 'ended_us', 'last_seq', 'last_hash', 'erased_us'];
BEGIN
  IF (to_jsonb(NEW) - changing) <> (to_jsonb(OLD) - changing)
    OR (NEW.erased_us IS DISTINCT FROM OLD.erased_us AND NOT shapan_erased(OLD.person_id))
    OR (OLD.state <> 'open' AND NOT (
      OLD.erased_us IS NULL AND NEW.erased_us IS NOT NULL
      AND (NEW.state, NEW.ended_us, NEW.last_seq)
        IS NOT DISTINCT FROM (OLD.state, OLD.ended_us, OLD.last_seq)))
  THEN
    RAISE EXCEPTION 'sessions: what was played stays'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER sessions_stay BEFORE UPDATE ON sessions
FOR EACH ROW EXECUTE FUNCTION shapan_session_stays()
-- next
CREATE TRIGGER sessions_remain BEFORE DELETE ON sessions
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('sessions: what was played stays')
-- next
-- Where a score comes from is for the database to say.
CREATE FUNCTION shapan_score_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF shapan_person() IS NOT NULL THEN
    NEW.source := CASE WHEN shapan_is_gateway() OR NEW.person_id <> shapan_person()
      THEN 'house' ELSE 'claim' END;
    NEW.scored_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
  END IF;
  PERFORM FROM sessions
    WHERE id = NEW.session_id AND person_id = NEW.person_id AND state <> 'open';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'scorecards: the session is not over, or another''s'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- Nobody scores oneself a second time: that would be a change.
  IF NEW.person_id = shapan_person() AND EXISTS (
    SELECT FROM scorecards WHERE session_id = NEW.session_id AND scored_by = NEW.scored_by
      AND rubric_id = NEW.rubric_id AND rubric_version = NEW.rubric_version)
  THEN
    RAISE EXCEPTION 'scores are never changed'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER scorecards_arrive BEFORE INSERT ON scorecards
FOR EACH ROW EXECUTE FUNCTION shapan_score_arrives()
-- next
CREATE FUNCTION shapan_score_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  changing text[] := ARRAY['critical', 'card', 'fingerprint'];
BEGIN
  IF NOT shapan_erased(OLD.person_id)
    OR (to_jsonb(NEW) - changing) <> (to_jsonb(OLD) - changing)
  THEN
    RAISE EXCEPTION 'scores are never changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER scorecards_stay BEFORE UPDATE ON scorecards
FOR EACH ROW EXECUTE FUNCTION shapan_score_stays()
-- next
CREATE TRIGGER scorecards_remain BEFORE DELETE ON scorecards
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('scores are never changed')
-- next
-- The items of a scorecard come with it, in the same transaction, or never.
CREATE FUNCTION shapan_item_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM FROM scorecards
    WHERE id = NEW.scorecard_id AND xmin = pg_current_xact_id()::xid;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'scores are never changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER score_items_arrive BEFORE INSERT ON score_items
FOR EACH ROW EXECUTE FUNCTION shapan_item_arrives()
-- next
CREATE TRIGGER score_items_stay BEFORE UPDATE OR DELETE ON score_items
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('scores are never changed')
-- next
CREATE FUNCTION shapan_review_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF NOT (shapan_erased(shapan_owner_of(OLD.session_id)) OR shapan_erased(OLD.reviewer_id))
    OR (to_jsonb(NEW) - 'reason') <> (to_jsonb(OLD) - 'reason')
  THEN
    RAISE EXCEPTION 'reviews are never changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
FOR EACH ROW EXECUTE FUNCTION shapan_review_stays()
-- next
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('reviews are never changed')
-- next
CREATE FUNCTION shapan_appeal_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  answer text[] := ARRAY['state', 'answered_by', 'answer', 'answered_us'];
BEGIN
  IF shapan_erased(OLD.person_id) OR shapan_erased(OLD.answered_by) THEN
    answer := ARRAY['reason', 'answer'];
  ELSIF OLD.state <> 'open' THEN
    answer := ARRAY[]::text[];
  END IF;
  IF (to_jsonb(NEW) - answer) <> (to_jsonb(OLD) - answer) THEN
    RAISE EXCEPTION 'appeals are answered once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER appeals_stay BEFORE UPDATE ON appeals
FOR EACH ROW EXECUTE FUNCTION shapan_appeal_stays()
-- next
CREATE TRIGGER appeals_remain BEFORE DELETE ON appeals
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('appeals are answered once')
-- next
CREATE TRIGGER certificates_stay BEFORE UPDATE OR DELETE ON certificates
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('certificates are never changed')
-- next
CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION shapan_refuse('the audit log is append-only')
-- next
ALTER TABLE people ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE credentials ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE events ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE scorecards ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE score_items ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE reviews ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE appeals ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE certificates ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE cohorts ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE assignments ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE plans ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE audit ENABLE ROW LEVEL SECURITY
-- next
ALTER TABLE sign_in_attempts ENABLE ROW LEVEL SECURITY
-- next
GRANT SELECT ON alembic_version, people, sessions, events, scorecards, score_items, reviews,
  appeals, certificates, cohorts, memberships, assignments, plans, audit TO shapan_member
-- next
GRANT INSERT ON people, sessions, events, scorecards, score_items, reviews, appeals,
  certificates, cohorts, memberships, assignments, plans, audit TO shapan_member
-- next
GRANT UPDATE (login, name, role, disabled, database_role, erased_us) ON people TO shapan_member
-- next
GRANT UPDATE (state, ended_us, last_seq, last_hash, erased_us) ON sessions TO shapan_member
-- next
GRANT UPDATE (body, hash) ON events TO shapan_member
-- next
GRANT UPDATE (critical, card, fingerprint) ON scorecards TO shapan_member
-- next
GRANT UPDATE (reason) ON reviews TO shapan_member
-- next
GRANT UPDATE (reason, state, answered_by, answer, answered_us) ON appeals TO shapan_member
-- next
GRANT UPDATE (name, closed), DELETE ON cohorts TO shapan_member
-- next
GRANT UPDATE (leads), DELETE ON memberships TO shapan_member
-- next
GRANT UPDATE (withdrawn_us) ON assignments TO shapan_member
-- next
GRANT DELETE ON plans TO shapan_member
-- next
-- An administrator gives out codes but reads nobody's hash.
GRANT SELECT (person_id), INSERT, DELETE ON credentials TO shapan_member
-- next
GRANT SELECT ON credentials TO shapan_gateway
-- next
GRANT SELECT, INSERT, DELETE ON sign_in_attempts TO shapan_gateway
-- next
CREATE POLICY sees ON people FOR SELECT TO shapan_member USING (
  shapan_person() IS NOT NULL AND (
    id = shapan_person() OR role <> 'trainee' OR shapan_is('administrator') OR shapan_leads(id)))
-- next
-- To sign somebody in, the gateway looks them up before it asks for anybody.
CREATE POLICY signs_in ON people FOR SELECT TO shapan_gateway USING (shapan_person() IS NULL)
-- next
CREATE POLICY keeps ON people FOR INSERT TO shapan_member WITH CHECK (
  shapan_is('administrator') OR (shapan_is_gateway() AND NOT shapan_has_administrator()))
-- next
CREATE POLICY changes ON people FOR UPDATE TO shapan_member
  USING (shapan_is('administrator')) WITH CHECK (shapan_is('administrator'))
-- next
CREATE POLICY reads ON credentials FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_is('administrator'))
-- next
CREATE POLICY signs_in ON credentials FOR SELECT TO shapan_gateway
  USING (shapan_person() IS NULL)
-- next
CREATE POLICY keeps ON credentials FOR INSERT TO shapan_member WITH CHECK (
  shapan_is('administrator') OR (shapan_is_gateway() AND person_id = shapan_person()))
-- next
CREATE POLICY erases ON credentials FOR DELETE TO shapan_member USING (
  shapan_is('administrator') OR (shapan_is_gateway() AND person_id = shapan_person()))
-- next
CREATE POLICY sees ON sessions FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_leads(person_id)
  OR (shapan_is('administrator') AND shapan_erased(person_id)))
-- next
CREATE POLICY plays ON sessions FOR INSERT TO shapan_member
  WITH CHECK (person_id = shapan_person() AND erased_us IS NULL)
-- next
CREATE POLICY ends ON sessions FOR UPDATE TO shapan_member USING (
  person_id = shapan_person() OR (shapan_is('administrator') AND shapan_erased(person_id)))
-- next
CREATE POLICY sees ON events FOR SELECT TO shapan_member USING (
  EXISTS (SELECT FROM sessions s WHERE s.id = events.session_id))
-- next
CREATE POLICY plays ON events FOR INSERT TO shapan_member
  WITH CHECK (shapan_owner_of(session_id) = shapan_person())
-- next
CREATE POLICY erases ON events FOR UPDATE TO shapan_member USING (
  shapan_is('administrator') AND shapan_erased(shapan_owner_of(session_id)))
-- next
CREATE POLICY sees ON scorecards FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_leads(person_id)
  OR (shapan_is('administrator') AND shapan_erased(person_id)))
-- next
CREATE POLICY scores ON scorecards FOR INSERT TO shapan_member WITH CHECK (
  scored_by = shapan_person() AND (person_id = shapan_person() OR shapan_leads(person_id)))
-- next
CREATE POLICY erases ON scorecards FOR UPDATE TO shapan_member USING (
  shapan_is('administrator') AND shapan_erased(person_id))
-- next
CREATE POLICY sees ON score_items FOR SELECT TO shapan_member USING (
  EXISTS (SELECT FROM scorecards c WHERE c.id = score_items.scorecard_id))
-- next
CREATE POLICY scores ON score_items FOR INSERT TO shapan_member WITH CHECK (
  EXISTS (SELECT FROM scorecards c
    WHERE c.id = score_items.scorecard_id AND c.scored_by = shapan_person()))
-- next
CREATE POLICY sees ON reviews FOR SELECT TO shapan_member USING (
  reviewer_id = shapan_person() OR shapan_leads(shapan_owner_of(session_id))
  OR (kind <> 'blind' AND shapan_owner_of(session_id) = shapan_person())
  OR (shapan_is('administrator')
    AND (shapan_erased(shapan_owner_of(session_id)) OR shapan_erased(reviewer_id))))
-- next
CREATE POLICY reviews ON reviews FOR INSERT TO shapan_member WITH CHECK (
  reviewer_id = shapan_person() AND shapan_leads(shapan_owner_of(session_id))
  AND shapan_owner_of(session_id) <> shapan_person())
-- next
CREATE POLICY erases ON reviews FOR UPDATE TO shapan_member USING (
  shapan_is('administrator')
  AND (shapan_erased(shapan_owner_of(session_id)) OR shapan_erased(reviewer_id)))
-- next
CREATE POLICY sees ON appeals FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_leads(person_id) OR (shapan_is('administrator')
    AND (shapan_erased(person_id) OR shapan_erased(answered_by))))
-- next
CREATE POLICY appeals ON appeals FOR INSERT TO shapan_member WITH CHECK (
  person_id = shapan_person() AND shapan_owner_of(session_id) = shapan_person()
  AND state = 'open' AND answered_by IS NULL AND answer IS NULL AND answered_us IS NULL)
-- next
CREATE POLICY answers ON appeals FOR UPDATE TO shapan_member
  USING (shapan_leads(person_id))
  WITH CHECK (shapan_leads(person_id) AND answered_by = shapan_person())
-- next
CREATE POLICY erases ON appeals FOR UPDATE TO shapan_member USING (
  shapan_is('administrator') AND (shapan_erased(person_id) OR shapan_erased(answered_by)))
-- next
CREATE POLICY sees ON certificates FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_leads(person_id))
-- next
CREATE POLICY signs ON certificates FOR INSERT TO shapan_member WITH CHECK (
  signed_by = shapan_person() AND shapan_leads(person_id) AND shapan_certifiable(
    person_id, sop_id, sop_hash, first_session_id, second_session_id))
-- next
CREATE POLICY sees ON cohorts FOR SELECT TO shapan_member USING (
  shapan_is('administrator') OR shapan_leads_cohort(id) OR shapan_trains_in(id))
-- next
CREATE POLICY keeps ON cohorts FOR ALL TO shapan_member
  USING (shapan_is('administrator')) WITH CHECK (shapan_is('administrator'))
-- next
CREATE POLICY sees ON memberships FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_leads_cohort(cohort_id)
  OR (leads AND shapan_trains_in(cohort_id)))
-- next
CREATE POLICY keeps ON memberships FOR ALL TO shapan_member
  USING (shapan_is('administrator')) WITH CHECK (shapan_is('administrator'))
-- next
CREATE POLICY sees ON assignments FOR SELECT TO shapan_member USING (
  person_id = shapan_person() OR shapan_trains_in(cohort_id) OR assigned_by = shapan_person()
  OR shapan_leads(person_id) OR shapan_leads_cohort(cohort_id))
-- next
CREATE POLICY assigns ON assignments FOR INSERT TO shapan_member WITH CHECK (
  assigned_by = shapan_person()
  AND (shapan_leads(person_id) OR shapan_leads_cohort(cohort_id)))
-- next
CREATE POLICY withdraws ON assignments FOR UPDATE TO shapan_member
  USING (shapan_leads(person_id) OR shapan_leads_cohort(cohort_id))
-- next
CREATE POLICY sees ON plans FOR SELECT TO shapan_member USING (shapan_is('planner'))
-- next
CREATE POLICY saves ON plans FOR INSERT TO shapan_member
  WITH CHECK (shapan_is('planner') AND saved_by = shapan_person())
-- next
CREATE POLICY drops ON plans FOR DELETE TO shapan_member
  USING (shapan_is('planner') AND saved_by = shapan_person())
-- next
CREATE POLICY sees ON audit FOR SELECT TO shapan_member USING (shapan_is('administrator'))
-- next
CREATE POLICY notes ON audit FOR INSERT TO shapan_member WITH CHECK (
  person_id = coalesce(shapan_person(), '') AND (person_id <> '' OR shapan_is_gateway()))
-- next
CREATE POLICY notes ON sign_in_attempts FOR ALL TO shapan_gateway
  USING (true) WITH CHECK (true)
-- next
-- What the policies ask is for those they bind.
DO $$ DECLARE named regprocedure; BEGIN
  FOR named IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND starts_with(p.proname, 'shapan_')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', named);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shapan_member', named);
  END LOOP;
END $$
