-- Who asks, as before, but found by a key: this is asked for every statement.
CREATE OR REPLACE FUNCTION shapan_person() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT id FROM people WHERE NOT disabled AND erased_us IS NULL AND id =
    CASE WHEN pg_has_role(session_user, 'shapan_gateway', 'MEMBER')
      THEN current_setting('shapan.person_id', true)
      ELSE (SELECT p.id FROM people p WHERE p.database_role = session_user::text) END
$$
-- next
-- Whom the caller sees: oneself, and a lead the people who train under one. What a policy puts
-- in brackets behind SELECT is asked once for a statement, not once for a row.
CREATE FUNCTION shapan_led() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT theirs.person_id FROM memberships theirs JOIN memberships mine USING (cohort_id)
    WHERE (SELECT shapan_is('lead')) AND NOT theirs.leads
      AND mine.person_id = (SELECT shapan_person()) AND mine.leads
$$
-- next
CREATE FUNCTION shapan_seen() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT shapan_person() WHERE shapan_person() IS NOT NULL UNION SELECT shapan_led()
$$
-- next
CREATE FUNCTION shapan_led_cohorts() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT cohort_id FROM memberships
    WHERE (SELECT shapan_is('lead')) AND person_id = (SELECT shapan_person()) AND leads
$$
-- next
CREATE FUNCTION shapan_own_cohorts() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT cohort_id FROM memberships WHERE person_id = (SELECT shapan_person()) AND NOT leads
$$
-- next
ALTER POLICY sees ON people USING (
  (SELECT shapan_person()) IS NOT NULL AND (
    id = (SELECT shapan_person()) OR role <> 'trainee' OR (SELECT shapan_is('administrator'))
    OR id IN (SELECT shapan_led())))
-- next
ALTER POLICY signs_in ON people USING ((SELECT shapan_person()) IS NULL)
-- next
ALTER POLICY sees ON cohorts USING (
  (SELECT shapan_is('administrator')) OR id IN (SELECT shapan_led_cohorts())
  OR id IN (SELECT shapan_own_cohorts()))
-- next
ALTER POLICY keeps ON cohorts
  USING ((SELECT shapan_is('administrator'))) WITH CHECK ((SELECT shapan_is('administrator')))
-- next
ALTER POLICY sees ON memberships USING (
  person_id = (SELECT shapan_person()) OR cohort_id IN (SELECT shapan_led_cohorts())
  OR (leads AND cohort_id IN (SELECT shapan_own_cohorts())))
-- next
ALTER POLICY keeps ON memberships
  USING ((SELECT shapan_is('administrator'))) WITH CHECK ((SELECT shapan_is('administrator')))
-- next
ALTER POLICY sees ON assignments USING (
  person_id = (SELECT shapan_person()) OR assigned_by = (SELECT shapan_person())
  OR person_id IN (SELECT shapan_led()) OR cohort_id IN (SELECT shapan_own_cohorts())
  OR cohort_id IN (SELECT shapan_led_cohorts()))
-- next
ALTER POLICY sees ON sessions USING (
  person_id IN (SELECT shapan_seen())
  OR ((SELECT shapan_is('administrator')) AND shapan_erased(person_id)))
-- next
ALTER POLICY sees ON scorecards USING (
  person_id IN (SELECT shapan_seen())
  OR ((SELECT shapan_is('administrator')) AND shapan_erased(person_id)))
-- next
-- As a list that is drawn up once: items are asked for by the ten thousand.
ALTER POLICY sees ON score_items USING (scorecard_id IN (SELECT c.id FROM scorecards c))
-- next
ALTER POLICY sees ON appeals USING (
  person_id IN (SELECT shapan_seen()) OR ((SELECT shapan_is('administrator'))
    AND (shapan_erased(person_id) OR shapan_erased(answered_by))))
-- next
ALTER POLICY sees ON certificates USING (person_id IN (SELECT shapan_seen()))
-- next
ALTER POLICY sees ON reviews USING (
  reviewer_id = (SELECT shapan_person())
  OR session_id IN (SELECT s.id FROM sessions s WHERE s.person_id IN (SELECT shapan_led()))
  OR (kind <> 'blind' AND session_id IN (
    SELECT s.id FROM sessions s WHERE s.person_id = (SELECT shapan_person())))
  OR ((SELECT shapan_is('administrator'))
    AND (shapan_erased(shapan_owner_of(session_id)) OR shapan_erased(reviewer_id))))
-- next
ALTER TABLE counting ENABLE ROW LEVEL SECURITY
-- next
GRANT SELECT ON counting TO shapan_member
-- next
CREATE POLICY sees ON counting FOR SELECT TO shapan_member USING (
  person_id IN (SELECT shapan_seen())
  OR ((SELECT shapan_is('administrator')) AND shapan_erased(person_id)))
-- next
CREATE TRIGGER counting_follows AFTER INSERT ON counting
FOR EACH ROW EXECUTE FUNCTION shapan_counting_follows()
-- next
CREATE FUNCTION shapan_count(wanted text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  -- Two who change what counts of one session wait for each other.
  PERFORM FROM sessions WHERE id = wanted FOR UPDATE;
  DELETE FROM counting WHERE session_id = wanted;
  INSERT INTO counting SELECT * FROM counting_start WHERE session_id = wanted;
END $$
-- next
CREATE FUNCTION shapan_counts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM shapan_count(NEW.session_id);
  RETURN NULL;
END $$
-- next
CREATE TRIGGER scorecards_count AFTER INSERT ON scorecards
FOR EACH ROW EXECUTE FUNCTION shapan_counts()
-- next
CREATE TRIGGER reviews_count AFTER INSERT ON reviews
FOR EACH ROW WHEN (NEW.kind = 'override') EXECUTE FUNCTION shapan_counts()
-- next
-- A card that is newer than its overrides gets its items after itself.
CREATE FUNCTION shapan_items_count() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  PERFORM shapan_count(changed.session_id) FROM (
    SELECT DISTINCT c.session_id FROM arrived a JOIN scorecards c ON c.id = a.scorecard_id
    JOIN reviews r ON r.session_id = c.session_id WHERE r.kind = 'override') changed;
  RETURN NULL;
END $$
-- next
CREATE TRIGGER score_items_count AFTER INSERT ON score_items
REFERENCING NEW TABLE AS arrived
FOR EACH STATEMENT EXECUTE FUNCTION shapan_items_count()
-- next
-- An override is of an item of the card that counts, with points that the item can have. What it
-- was before, and when it was changed, is for the database to say.
CREATE FUNCTION shapan_review_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  found score_items;
BEGIN
  IF shapan_person() IS NOT NULL THEN
    NEW.created_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
  END IF;
  IF NEW.kind <> 'override' THEN
    RETURN NEW;
  END IF;
  SELECT i.* INTO found FROM counting k
    JOIN scorecards c ON c.id = k.scorecard_id
    JOIN score_items i ON i.scorecard_id = c.id
    WHERE k.session_id = NEW.session_id AND c.rubric_id = NEW.rubric_id
      AND c.rubric_version = NEW.rubric_version AND i.item = NEW.item;
  IF found IS NULL OR NEW.new_points IS NULL OR btrim(NEW.reason) = ''
    OR NEW.new_points < least(found.points, 0) OR NEW.new_points > greatest(found.possible, 0)
    -- Neither is greater than anything: infinities are caught above, this one is not.
    OR NEW.new_points = 'NaN'
  THEN
    RAISE EXCEPTION 'reviews: no such item, no such points, or no reason'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  NEW.old_points := found.points;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER reviews_arrive BEFORE INSERT ON reviews
FOR EACH ROW EXECUTE FUNCTION shapan_review_arrives()
-- next
-- D10, as before, but by the score that counts, which a lead may have corrected.
CREATE OR REPLACE FUNCTION shapan_certifiable(
  person text, sop text, hash text, first text, second text)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
  SELECT count(*) = 2 AND count(DISTINCT s.seed) = 2 FROM sessions s
  JOIN counting k ON k.session_id = s.id
  WHERE s.id IN (first, second) AND s.person_id = person AND s.sop_id = sop AND s.sop_hash = hash
    AND s.mode = 'exam' AND s.state = 'ended' AND k.passed AND k.source = 'house'
    AND NOT EXISTS (
      SELECT FROM sessions b WHERE b.person_id = s.person_id AND b.drill_id = s.drill_id
        AND b.seed = s.seed AND b.id <> s.id AND b.started_us <= s.started_us)
$$
-- next
DO $$ DECLARE named regprocedure; BEGIN
  FOR named IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace AND starts_with(p.proname, 'shapan_')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', named);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shapan_member', named);
  END LOOP;
  -- This one writes; only triggers call it, as the owner.
  REVOKE ALL ON FUNCTION shapan_count(text) FROM shapan_member;
END $$
-- next
INSERT INTO counting SELECT * FROM counting_start
