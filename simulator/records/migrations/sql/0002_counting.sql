-- The marks of the rubric a card was made with: without them nobody could say what an override
-- makes of it.
ALTER TABLE scorecards ADD COLUMN solved_from FLOAT DEFAULT 80 NOT NULL
-- next
ALTER TABLE scorecards ADD COLUMN warm_from FLOAT DEFAULT 60 NOT NULL
-- next
-- What counts of each session: the newest card that is no claim, as leads have corrected it (D13).
-- Written by triggers only. The machine's own numbers stay in scorecards.
CREATE TABLE counting (
  session_id TEXT NOT NULL,
  scorecard_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  drill_id TEXT NOT NULL,
  sop_id TEXT NOT NULL,
  contact_type TEXT NOT NULL,
  mode TEXT NOT NULL,
  started_us BIGINT NOT NULL,
  source TEXT NOT NULL,
  resolution FLOAT NOT NULL,
  empathy FLOAT,
  felt FLOAT,
  passed BOOLEAN NOT NULL,
  uncertain BOOLEAN NOT NULL,
  critical_count INTEGER NOT NULL,
  solved BOOLEAN NOT NULL,
  warm BOOLEAN,
  near BOOLEAN NOT NULL,
  changed BIGINT NOT NULL,
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
SELECT i.scorecard_id, i.item, i.part, i.step, i.points, i.possible, i.uncertain,
  i.part IN ('resolution', 'end_state', 'told', 'constraints', 'time') AS resolves,
  CASE WHEN i.possible > ABS(i.points) THEN i.possible ELSE ABS(i.points) END AS weight,
  (SELECT r.new_points FROM reviews r
    WHERE r.session_id = c.session_id AND r.kind = 'override' AND r.rubric_id = c.rubric_id
      AND r.rubric_version = c.rubric_version AND r.item = i.item AND r.new_points IS NOT NULL
    ORDER BY r.created_us DESC, r.id DESC LIMIT 1) AS new_points
FROM score_items i JOIN scorecards c ON c.id = i.scorecard_id
-- next
-- The machine's number and what overrides add to it; a number that stopped at 0 starts from what
-- its items add up to, so that a penalty beyond 0 is not forgiven by the way.
CREATE VIEW counting_sums AS
SELECT s.id AS session_id, c.id AS scorecard_id, s.person_id, s.drill_id, s.sop_id,
  s.contact_type, s.mode, s.started_us, c.source, c.resolution, c.empathy, c.felt, c.passed,
  c.uncertain, c.critical_count, c.solved_from, c.warm_from,
  (SELECT COUNT(*) FROM current_items i
    WHERE i.scorecard_id = c.id AND i.new_points IS NOT NULL) AS changed,
  CASE WHEN c.resolution > 0 THEN c.resolution ELSE (
    SELECT CASE WHEN SUM(i.points) < 0 THEN SUM(i.points) ELSE 0.0 END FROM current_items i
    WHERE i.scorecard_id = c.id AND i.resolves) END
  + (SELECT COALESCE(SUM(i.new_points - i.points), 0.0) FROM current_items i
    WHERE i.scorecard_id = c.id AND i.new_points IS NOT NULL AND i.resolves) AS sum_resolution,
  CASE WHEN c.empathy > 0 THEN c.empathy ELSE (
    SELECT CASE WHEN SUM(i.points) < 0 THEN SUM(i.points) ELSE 0.0 END FROM current_items i
    WHERE i.scorecard_id = c.id AND NOT i.resolves) END
  + (SELECT COALESCE(SUM(i.new_points - i.points), 0.0) FROM current_items i
    WHERE i.scorecard_id = c.id AND i.new_points IS NOT NULL AND NOT i.resolves) AS sum_empathy,
  (SELECT COALESCE(SUM(i.weight), 0.0) FROM current_items i WHERE i.scorecard_id = c.id
    AND i.uncertain AND i.new_points IS NULL AND i.resolves) AS doubt_resolution,
  (SELECT COALESCE(SUM(i.weight), 0.0) FROM current_items i WHERE i.scorecard_id = c.id
    AND i.uncertain AND i.new_points IS NULL AND NOT i.resolves) AS doubt_empathy
FROM sessions s
JOIN scorecards c ON c.id = (
  SELECT n.id FROM scorecards n WHERE n.session_id = s.id
  ORDER BY CASE WHEN n.source = 'claim' THEN 1 ELSE 0 END, n.id DESC LIMIT 1)
-- next
-- One decimal, between 0 and 100, as the machine gives them.
CREATE VIEW counting_points AS
SELECT session_id, scorecard_id, person_id, drill_id, sop_id, contact_type, mode, started_us,
  source, felt, passed, uncertain, critical_count, solved_from, warm_from, changed,
  doubt_resolution, doubt_empathy,
  CASE WHEN changed = 0 THEN resolution WHEN sum_resolution < 0 THEN 0.0
    WHEN sum_resolution > 100 THEN 100.0 ELSE ROUND(sum_resolution * 10.0) / 10.0 END AS resolution,
  CASE WHEN empathy IS NULL OR changed = 0 THEN empathy WHEN sum_empathy < 0 THEN 0.0
    WHEN sum_empathy > 100 THEN 100.0 ELSE ROUND(sum_empathy * 10.0) / 10.0 END AS empathy
FROM counting_sums
-- next
-- Doubt that a lead has not settled, and that could carry a number over its mark.
CREATE VIEW counting_doubts AS
SELECT session_id, scorecard_id, person_id, drill_id, sop_id, contact_type, mode, started_us,
  source, resolution, empathy, felt, passed, critical_count, changed,
  resolution >= solved_from AS solved, empathy >= warm_from AS warm,
  ABS(resolution - solved_from) <= 3
    OR COALESCE(ABS(empathy - warm_from) <= 3, 1 = 0) AS near,
  CASE WHEN changed = 0 THEN uncertain ELSE
    (doubt_resolution > 0 AND ABS(resolution - solved_from) <= doubt_resolution)
    OR COALESCE(doubt_empathy > 0 AND ABS(empathy - warm_from) <= doubt_empathy, 1 = 0)
  END AS uncertain
FROM counting_points
-- next
-- A critical error stands whatever the sums; without an override the machine's verdict does.
CREATE VIEW counting_rule AS
SELECT session_id, scorecard_id, person_id, drill_id, sop_id, contact_type, mode, started_us,
  source, resolution, empathy, felt,
  CASE WHEN changed = 0 THEN passed ELSE
    critical_count = 0 AND NOT uncertain AND solved AND COALESCE(warm, 1 = 1) END AS passed,
  uncertain, critical_count, solved, warm, near, changed
FROM counting_doubts
-- next
INSERT INTO counting SELECT * FROM counting_rule
