-- What is written stays (D11). The one exception is the erasure of a person on request: once the
-- person is marked erased, and until the session is, texts may be blanked, and nothing else.
CREATE TRIGGER events_arrive BEFORE INSERT ON events
WHEN (SELECT state FROM sessions WHERE id = NEW.session_id) IS NOT 'open'
  OR EXISTS (SELECT 1 FROM events WHERE session_id = NEW.session_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'events: the session is over, or the number is taken'); END
-- next
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NOT EXISTS (
    SELECT 1 FROM sessions s JOIN people p ON p.id = s.person_id
    WHERE s.id = OLD.session_id AND p.erased_us IS NOT NULL AND s.erased_us IS NULL
  )
  OR (NEW.session_id, NEW.seq, NEW.offset_us, NEW.wall_us, NEW.kind)
    IS NOT (OLD.session_id, OLD.seq, OLD.offset_us, OLD.wall_us, OLD.kind)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
-- next
CREATE TRIGGER events_remain BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
-- next
CREATE TRIGGER sessions_stay BEFORE UPDATE ON sessions
WHEN (NEW.id, NEW.person_id, NEW.drill_id, NEW.drill_hash, NEW.sop_id, NEW.sop_hash,
      NEW.contact_type, NEW.rubric_id, NEW.rubric_version, NEW.rubric_hash, NEW.recogniser,
      NEW.seed, NEW.mode, NEW.lang, NEW.channel, NEW.floor_id, NEW.app_version, NEW.started_us)
    IS NOT (OLD.id, OLD.person_id, OLD.drill_id, OLD.drill_hash, OLD.sop_id, OLD.sop_hash,
      OLD.contact_type, OLD.rubric_id, OLD.rubric_version, OLD.rubric_hash, OLD.recogniser,
      OLD.seed, OLD.mode, OLD.lang, OLD.channel, OLD.floor_id, OLD.app_version, OLD.started_us)
  OR (OLD.state <> 'open' AND NOT (
    OLD.erased_us IS NULL AND NEW.erased_us IS NOT NULL
    AND (NEW.state, NEW.ended_us, NEW.last_seq) IS (OLD.state, OLD.ended_us, OLD.last_seq)
    AND (SELECT erased_us FROM people WHERE id = OLD.person_id) IS NOT NULL
  ))
BEGIN SELECT RAISE(ABORT, 'sessions: what was played stays'); END
-- next
CREATE TRIGGER sessions_remain BEFORE DELETE ON sessions
BEGIN SELECT RAISE(ABORT, 'sessions: what was played stays'); END
-- next
CREATE TRIGGER scorecards_stay BEFORE UPDATE ON scorecards
WHEN (SELECT erased_us FROM people WHERE id = OLD.person_id) IS NULL
  OR (NEW.id, NEW.session_id, NEW.person_id, NEW.scored_by, NEW.source, NEW.rubric_id,
      NEW.rubric_version, NEW.rubric_hash, NEW.app_version, NEW.scored_us, NEW.resolution,
      NEW.empathy, NEW.felt, NEW.passed, NEW.uncertain, NEW.critical_count)
    IS NOT (OLD.id, OLD.session_id, OLD.person_id, OLD.scored_by, OLD.source, OLD.rubric_id,
      OLD.rubric_version, OLD.rubric_hash, OLD.app_version, OLD.scored_us, OLD.resolution,
      OLD.empathy, OLD.felt, OLD.passed, OLD.uncertain, OLD.critical_count)
BEGIN SELECT RAISE(ABORT, 'scores are never changed'); END
-- next
CREATE TRIGGER scorecards_remain BEFORE DELETE ON scorecards
BEGIN SELECT RAISE(ABORT, 'scores are never changed'); END
-- next
CREATE TRIGGER score_items_stay BEFORE UPDATE ON score_items
BEGIN SELECT RAISE(ABORT, 'scores are never changed'); END
-- next
CREATE TRIGGER score_items_remain BEFORE DELETE ON score_items
BEGIN SELECT RAISE(ABORT, 'scores are never changed'); END
-- next
CREATE TRIGGER reviews_stay BEFORE UPDATE ON reviews
WHEN (NEW.id, NEW.session_id, NEW.reviewer_id, NEW.rubric_id, NEW.rubric_version, NEW.kind,
      NEW.item, NEW.old_points, NEW.new_points, NEW.created_us)
    IS NOT (OLD.id, OLD.session_id, OLD.reviewer_id, OLD.rubric_id, OLD.rubric_version, OLD.kind,
      OLD.item, OLD.old_points, OLD.new_points, OLD.created_us)
  OR NOT EXISTS (
    SELECT 1 FROM people p WHERE p.erased_us IS NOT NULL AND (p.id = OLD.reviewer_id
      OR p.id = (SELECT person_id FROM sessions WHERE id = OLD.session_id))
  )
BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END
-- next
CREATE TRIGGER reviews_remain BEFORE DELETE ON reviews
BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END
-- next
CREATE TRIGGER appeals_stay BEFORE UPDATE ON appeals
WHEN NOT EXISTS (
    SELECT 1 FROM people
    WHERE erased_us IS NOT NULL AND id IN (OLD.person_id, OLD.answered_by)
  )
  AND (OLD.state <> 'open'
    OR (NEW.id, NEW.session_id, NEW.person_id, NEW.item, NEW.reason, NEW.created_us)
      IS NOT (OLD.id, OLD.session_id, OLD.person_id, OLD.item, OLD.reason, OLD.created_us))
BEGIN SELECT RAISE(ABORT, 'appeals are answered once'); END
-- next
CREATE TRIGGER appeals_remain BEFORE DELETE ON appeals
BEGIN SELECT RAISE(ABORT, 'appeals are answered once'); END
-- next
CREATE TRIGGER certificates_stay BEFORE UPDATE ON certificates
BEGIN SELECT RAISE(ABORT, 'certificates are never changed'); END
-- next
CREATE TRIGGER certificates_remain BEFORE DELETE ON certificates
BEGIN SELECT RAISE(ABORT, 'certificates are never changed'); END
-- next
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
-- next
CREATE TRIGGER audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
