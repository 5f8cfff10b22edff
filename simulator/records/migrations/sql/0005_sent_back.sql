-- A comment that sends a session back names the assignment that asks for the drill again.
ALTER TABLE reviews ADD COLUMN assignment_id TEXT
  CONSTRAINT fk_reviews_assignment_id REFERENCES assignments (id)
-- next
-- sqlite: DROP TRIGGER reviews_stay
-- postgresql: ALTER TABLE reviews DISABLE TRIGGER reviews_stay
-- next
-- Until now it was a comment, and at most ten seconds later an assignment of that drill to that
-- person by the same lead; of several comments before one assignment the last is meant.
UPDATE reviews SET assignment_id = (
  SELECT a.id FROM assignments a JOIN sessions s ON s.id = reviews.session_id
  WHERE a.assigned_by = reviews.reviewer_id AND a.person_id = s.person_id
    AND a.drill_id = s.drill_id
    AND a.created_us >= reviews.created_us AND a.created_us <= reviews.created_us + 10000000
    AND NOT EXISTS (
      SELECT 1 FROM reviews r JOIN sessions t ON t.id = r.session_id
      WHERE r.kind = 'comment' AND r.item IS NULL AND r.reviewer_id = reviews.reviewer_id
        AND t.person_id = s.person_id AND t.drill_id = s.drill_id
        AND (r.created_us > reviews.created_us
          OR (r.created_us = reviews.created_us AND r.id > reviews.id))
        AND r.created_us <= a.created_us)
  ORDER BY a.created_us, a.id LIMIT 1)
WHERE kind = 'comment' AND item IS NULL
-- next
CREATE UNIQUE INDEX ix_reviews_assignment_id ON reviews (assignment_id)
