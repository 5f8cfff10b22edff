CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
WHEN (NEW.id, NEW.session_id, NEW.reviewer_id, NEW.rubric_id, NEW.rubric_version, NEW.kind,
      NEW.item, NEW.old_points, NEW.new_points, NEW.created_us, NEW.assignment_id)
    IS NOT (OLD.id, OLD.session_id, OLD.reviewer_id, OLD.rubric_id, OLD.rubric_version, OLD.kind,
      OLD.item, OLD.old_points, OLD.new_points, OLD.created_us, OLD.assignment_id)
  OR NOT EXISTS (
    SELECT 1 FROM people p WHERE p.erased_us IS NOT NULL AND (p.id = OLD.reviewer_id
      OR p.id = (SELECT person_id FROM sessions WHERE id = OLD.session_id))
  )
BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END
