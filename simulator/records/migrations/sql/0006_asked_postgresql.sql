-- What the policies ask, as before, but in PL/pgSQL: it keeps the plan of a question for as long as
-- the connection lasts, where SQL functions that run as the owner are planned at every call. Each
-- of them is asked for every statement, some for every row that is written.
CREATE OR REPLACE FUNCTION shapan_person() RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
  found text;
BEGIN
  IF pg_has_role(session_user, 'shapan_gateway', 'MEMBER') THEN
    SELECT p.id INTO found FROM people p WHERE NOT p.disabled AND p.erased_us IS NULL
      AND p.id = current_setting('shapan.person_id', true);
  ELSE
    SELECT p.id INTO found FROM people p WHERE NOT p.disabled AND p.erased_us IS NULL
      AND p.database_role = session_user::text;
  END IF;
  RETURN found;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_is(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN EXISTS (SELECT FROM people p WHERE p.id = me AND p.role = wanted);
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_led() RETURNS SETOF text LANGUAGE plpgsql STABLE
SECURITY DEFINER ROWS 100 SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN QUERY SELECT theirs.person_id
    FROM people p JOIN memberships mine ON mine.person_id = p.id
    JOIN memberships theirs ON theirs.cohort_id = mine.cohort_id
    WHERE p.id = me AND p.role = 'lead' AND mine.leads AND NOT theirs.leads;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_seen() RETURNS SETOF text LANGUAGE plpgsql STABLE
SECURITY DEFINER ROWS 100 SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN QUERY SELECT me WHERE me IS NOT NULL UNION SELECT theirs.person_id
    FROM people p JOIN memberships mine ON mine.person_id = p.id
    JOIN memberships theirs ON theirs.cohort_id = mine.cohort_id
    WHERE p.id = me AND p.role = 'lead' AND mine.leads AND NOT theirs.leads;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_led_cohorts() RETURNS SETOF text LANGUAGE plpgsql STABLE
SECURITY DEFINER ROWS 10 SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN QUERY SELECT mine.cohort_id FROM people p JOIN memberships mine ON mine.person_id = p.id
    WHERE p.id = me AND p.role = 'lead' AND mine.leads;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_own_cohorts() RETURNS SETOF text LANGUAGE plpgsql STABLE
SECURITY DEFINER ROWS 10 SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN QUERY SELECT mine.cohort_id FROM memberships mine
    WHERE mine.person_id = me AND NOT mine.leads;
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_leads(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  me text := shapan_person();
BEGIN
  RETURN EXISTS (SELECT FROM people p JOIN memberships mine ON mine.person_id = p.id
    JOIN memberships theirs ON theirs.cohort_id = mine.cohort_id
    WHERE p.id = me AND p.role = 'lead' AND mine.leads
      AND theirs.person_id = wanted AND NOT theirs.leads);
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_owner_of(wanted text) RETURNS text LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  RETURN (SELECT s.person_id FROM sessions s WHERE s.id = wanted);
END $$
-- next
CREATE OR REPLACE FUNCTION shapan_erased(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE
SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  RETURN EXISTS (SELECT FROM people p WHERE p.id = wanted AND p.erased_us IS NOT NULL);
END $$
