ALTER TABLE reviews ENABLE TRIGGER reviews_stay
-- next
-- As before, and: what sends a session back is a comment, with an assignment by the same lead of
-- that drill to the person who played. Whoever looks after the database and takes an export in is
-- no person here: what is in it was checked where it was written, perhaps against a card that
-- does not count any more.
CREATE OR REPLACE FUNCTION shapan_review_arrives() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  found score_items;
BEGIN
  IF shapan_person() IS NULL THEN
    RETURN NEW;
  END IF;
  NEW.created_us := floor(extract(epoch FROM clock_timestamp()) * 1000000);
  IF NEW.assignment_id IS NOT NULL AND (
    NEW.kind <> 'comment' OR btrim(NEW.reason) = '' OR NOT EXISTS (
      SELECT FROM assignments a JOIN sessions s ON s.id = NEW.session_id
      WHERE a.id = NEW.assignment_id AND a.assigned_by = NEW.reviewer_id
        AND a.person_id = s.person_id AND a.drill_id = s.drill_id))
  THEN
    RAISE EXCEPTION 'reviews: a session is sent back with its drill, to whoever played it'
      USING ERRCODE = 'integrity_constraint_violation';
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
