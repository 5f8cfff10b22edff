-- Whoever may delete from a table may lock it, and a login of one's own can hold a lock for as long
-- as it likes: nobody else could then sign in or look at a cohort. So members delete through
-- functions, which ask for the same rights as the policies did.
REVOKE DELETE ON credentials, cohorts, memberships, plans FROM shapan_member
-- next
-- Whoever owns the tables looks after them, unless a person is asked for.
CREATE FUNCTION shapan_keeps() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  SELECT shapan_person() IS NULL AND EXISTS (SELECT FROM pg_class t
    WHERE t.oid = 'people'::regclass AND pg_has_role(session_user, t.relowner, 'MEMBER'))
$$
-- next
CREATE FUNCTION shapan_take_credentials(person text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  DELETE FROM credentials WHERE person_id = person AND (shapan_keeps()
    OR shapan_is('administrator') OR (shapan_is_gateway() AND person = shapan_person()))
$$
-- next
CREATE FUNCTION shapan_take_membership(cohort text, person text) RETURNS void LANGUAGE sql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM memberships WHERE cohort_id = cohort AND person_id = person
    AND (shapan_keeps() OR shapan_is('administrator'))
$$
-- next
CREATE FUNCTION shapan_take_plan(plan text) RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
  DELETE FROM plans WHERE id = plan AND (shapan_keeps()
    OR ((shapan_is('planner') OR shapan_is('administrator')) AND saved_by = shapan_person()))
$$
-- next
DO $$ DECLARE named regprocedure; BEGIN
  FOR named IN SELECT p.oid::regprocedure FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND (starts_with(p.proname, 'shapan_take_') OR p.proname = 'shapan_keeps')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', named);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shapan_member', named);
  END LOOP;
  -- Before PostgreSQL 15 everybody could make things here, to be found before our own.
  EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', current_schema());
END $$
-- next
-- When something was done is for the database to say, and who did it has been (see the policy).
CREATE FUNCTION shapan_act_arrives() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
BEGIN
  IF shapan_person() IS NOT NULL THEN
    NEW.at_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
  END IF;
  RETURN NEW;
END $$
-- next
CREATE TRIGGER audit_arrives BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION shapan_act_arrives()
