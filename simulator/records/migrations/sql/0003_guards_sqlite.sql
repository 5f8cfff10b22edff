CREATE TRIGGER scorecards_count AFTER INSERT ON scorecards
BEGIN
  DELETE FROM counting WHERE session_id = NEW.session_id;
  INSERT INTO counting SELECT * FROM counting_start WHERE session_id = NEW.session_id;
END
-- next
CREATE TRIGGER reviews_count AFTER INSERT ON reviews WHEN NEW.kind = 'override'
BEGIN
  DELETE FROM counting WHERE session_id = NEW.session_id;
  INSERT INTO counting SELECT * FROM counting_start WHERE session_id = NEW.session_id;
END
-- next
-- A card that is newer than its overrides gets its items after itself.
CREATE TRIGGER score_items_count AFTER INSERT ON score_items
WHEN EXISTS (
  SELECT 1 FROM scorecards c JOIN reviews r ON r.session_id = c.session_id
  WHERE c.id = NEW.scorecard_id AND r.kind = 'override')
BEGIN
  DELETE FROM counting
    WHERE session_id = (SELECT session_id FROM scorecards WHERE id = NEW.scorecard_id);
  INSERT INTO counting SELECT * FROM counting_start
    WHERE session_id = (SELECT session_id FROM scorecards WHERE id = NEW.scorecard_id);
END
-- next
INSERT INTO counting SELECT * FROM counting_start
