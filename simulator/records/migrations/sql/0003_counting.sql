-- The marks of the rubric a card was made with: without them nobody could say what an override
-- makes of it.
ALTER TABLE scorecards ADD COLUMN solved_from FLOAT DEFAULT 80 NOT NULL
-- next
ALTER TABLE scorecards ADD COLUMN warm_from FLOAT DEFAULT 60 NOT NULL
-- next
-- What counts of each session: the newest card that is no claim, as leads have corrected it (D13).
-- Written by triggers only. The machine's own numbers stand beside it and stay in scorecards.
CREATE TABLE counting (
  session_id TEXT NOT NULL,
  scorecard_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  drill_id TEXT NOT NULL,
  sop_id TEXT NOT NULL,
  contact_type TEXT NOT NULL,
  mode TEXT NOT NULL,
  started_us BIGINT NOT NULL,
  rubric_id TEXT NOT NULL,
  rubric_version TEXT NOT NULL,
  scored_us BIGINT NOT NULL,
  source TEXT NOT NULL,
  felt FLOAT,
  critical_count INTEGER NOT NULL,
  machine_resolution FLOAT NOT NULL,
  machine_empathy FLOAT,
  machine_passed BOOLEAN NOT NULL,
  solved_from FLOAT NOT NULL,
  warm_from FLOAT NOT NULL,
  changed BIGINT NOT NULL,
  doubt_resolution FLOAT NOT NULL,
  doubt_empathy FLOAT NOT NULL,
  resolution FLOAT NOT NULL,
  empathy FLOAT,
  uncertain BOOLEAN NOT NULL,
  solved BOOLEAN NOT NULL,
  warm BOOLEAN,
  near BOOLEAN NOT NULL,
  passed BOOLEAN NOT NULL,
  CONSTRAINT pk_counting PRIMARY KEY (session_id),
  CONSTRAINT fk_counting_session_id FOREIGN KEY(session_id) REFERENCES sessions (id),
  CONSTRAINT fk_counting_scorecard_id FOREIGN KEY(scorecard_id) REFERENCES scorecards (id),
  CONSTRAINT fk_counting_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
-- next
CREATE INDEX ix_counting_person_id_started_us ON counting (person_id, started_us)
-- next
CREATE INDEX ix_counting_started_us ON counting (started_us)
-- next
-- The items of a card, which of the two numbers each counts for, and the newest override, which
-- binds to session, rubric version and item.
CREATE VIEW current_items AS
SELECT i.scorecard_id, i.points, i.uncertain,
  i.part IN ('resolution', 'end_state', 'told', 'constraints', 'time') AS resolves,
  CASE WHEN i.possible > ABS(i.points) THEN i.possible ELSE ABS(i.points) END AS weight,
  (SELECT r.new_points FROM reviews r
    WHERE r.session_id = c.session_id AND r.kind = 'override' AND r.rubric_id = c.rubric_id
      AND r.rubric_version = c.rubric_version AND r.item = i.item AND r.new_points IS NOT NULL
    ORDER BY r.created_us DESC, r.id DESC LIMIT 1) AS new_points
FROM score_items i JOIN scorecards c ON c.id = i.scorecard_id
-- next
-- The row to begin with: the machine's numbers, and what overrides add to them. A number that
-- stopped at 0 starts from what its items add up to, so that a penalty beyond 0 is not forgiven
-- by the way.
CREATE VIEW counting_start AS
SELECT s.id AS session_id, c.id AS scorecard_id, s.person_id, s.drill_id, s.sop_id,
  s.contact_type, s.mode, s.started_us, c.rubric_id, c.rubric_version, c.scored_us, c.source,
  c.felt, c.critical_count, c.resolution AS machine_resolution, c.empathy AS machine_empathy,
  c.passed AS machine_passed, c.solved_from, c.warm_from,
  (SELECT COUNT(i.new_points) FROM current_items i WHERE i.scorecard_id = c.id) AS changed,
  (SELECT COALESCE(SUM(i.weight), 0.0) FROM current_items i WHERE i.scorecard_id = c.id
    AND i.uncertain AND i.resolves AND i.new_points IS NULL) AS doubt_resolution,
  (SELECT COALESCE(SUM(i.weight), 0.0) FROM current_items i WHERE i.scorecard_id = c.id
    AND i.uncertain AND NOT i.resolves AND i.new_points IS NULL) AS doubt_empathy,
  CASE WHEN c.resolution > 0 THEN c.resolution ELSE (
    SELECT CASE WHEN SUM(i.points) < 0 THEN SUM(i.points) ELSE 0.0 END FROM current_items i
    WHERE i.scorecard_id = c.id AND i.resolves) END
  + (SELECT COALESCE(SUM(i.new_points - i.points), 0.0) FROM current_items i
    WHERE i.scorecard_id = c.id AND i.resolves) AS resolution,
  CASE WHEN c.empathy > 0 THEN c.empathy WHEN c.empathy IS NULL THEN NULL ELSE (
    SELECT CASE WHEN SUM(i.points) < 0 THEN SUM(i.points) ELSE 0.0 END FROM current_items i
    WHERE i.scorecard_id = c.id AND NOT i.resolves) END
  + (SELECT COALESCE(SUM(i.new_points - i.points), 0.0) FROM current_items i
    WHERE i.scorecard_id = c.id AND NOT i.resolves) AS empathy,
  c.uncertain, c.resolution >= c.solved_from AS solved, c.empathy >= c.warm_from AS warm,
  1 = 0 AS near, c.passed
FROM sessions s
JOIN scorecards c ON c.id = (
  SELECT n.id FROM scorecards n WHERE n.session_id = s.id
  ORDER BY CASE WHEN n.source = 'claim' THEN 1 ELSE 0 END, n.id DESC LIMIT 1)
-- next
-- The rule, in the words of both databases. Without an override the machine's verdict stands;
-- with one, whatever doubt a lead has not settled and could carry a number over its mark keeps
-- the verdict open, and a critical error stands whatever the sums.
-- sqlite: CREATE TRIGGER counting_follows AFTER INSERT ON counting
-- postgresql: CREATE FUNCTION shapan_counting_follows() RETURNS trigger LANGUAGE plpgsql
-- postgresql: SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
  UPDATE counting SET
    resolution = CASE WHEN changed = 0 THEN machine_resolution WHEN resolution < 0 THEN 0.0
      WHEN resolution > 100 THEN 100.0 ELSE ROUND(resolution * 10.0) / 10.0 END,
    empathy = CASE WHEN changed = 0 OR empathy IS NULL THEN machine_empathy
      WHEN empathy < 0 THEN 0.0 WHEN empathy > 100 THEN 100.0
      ELSE ROUND(empathy * 10.0) / 10.0 END
  WHERE session_id = NEW.session_id;
  UPDATE counting SET
    solved = resolution >= solved_from, warm = empathy >= warm_from,
    near = ABS(resolution - solved_from) <= 3 OR COALESCE(ABS(empathy - warm_from) <= 3, 1 = 0),
    uncertain = CASE WHEN changed = 0 THEN uncertain ELSE
      (doubt_resolution > 0 AND ABS(resolution - solved_from) <= doubt_resolution)
      OR COALESCE(doubt_empathy > 0 AND ABS(empathy - warm_from) <= doubt_empathy, 1 = 0) END
  WHERE session_id = NEW.session_id;
  UPDATE counting SET
    passed = critical_count = 0 AND NOT uncertain AND solved AND COALESCE(warm, 1 = 1)
  WHERE session_id = NEW.session_id AND changed > 0;
-- postgresql: RETURN NULL;
-- sqlite: END
-- postgresql: END $$
