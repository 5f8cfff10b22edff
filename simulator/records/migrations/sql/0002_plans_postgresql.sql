-- Plans get other names, by whoever saved them; administrators plan, too.
GRANT UPDATE (name) ON plans TO shapan_member
-- next
DROP POLICY sees ON plans
-- next
DROP POLICY saves ON plans
-- next
DROP POLICY drops ON plans
-- next
CREATE POLICY sees ON plans FOR SELECT TO shapan_member
  USING (shapan_is('planner') OR shapan_is('administrator'))
-- next
CREATE POLICY saves ON plans FOR INSERT TO shapan_member WITH CHECK (
  (shapan_is('planner') OR shapan_is('administrator')) AND saved_by = shapan_person())
-- next
CREATE POLICY renames ON plans FOR UPDATE TO shapan_member
  USING ((shapan_is('planner') OR shapan_is('administrator')) AND saved_by = shapan_person())
  WITH CHECK (saved_by = shapan_person())
-- next
CREATE POLICY drops ON plans FOR DELETE TO shapan_member
  USING ((shapan_is('planner') OR shapan_is('administrator')) AND saved_by = shapan_person())
