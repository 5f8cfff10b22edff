CREATE TABLE audit (
  id TEXT NOT NULL,
  at_us BIGINT NOT NULL,
  person_id TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  CONSTRAINT pk_audit PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_audit_at_us ON audit (at_us)
-- next
CREATE INDEX ix_audit_subject ON audit (subject)
-- next
CREATE TABLE cohorts (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  closed BOOLEAN NOT NULL,
  CONSTRAINT pk_cohorts PRIMARY KEY (id),
  CONSTRAINT uq_cohorts_name UNIQUE (name)
)
-- next
CREATE TABLE people (
  id TEXT NOT NULL,
  login TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  local BOOLEAN NOT NULL,
  disabled BOOLEAN NOT NULL,
  database_role TEXT,
  created_us BIGINT NOT NULL,
  erased_us BIGINT,
  CONSTRAINT pk_people PRIMARY KEY (id),
  CONSTRAINT uq_people_login UNIQUE (login),
  CONSTRAINT uq_people_database_role UNIQUE (database_role),
  CONSTRAINT ck_people_role CHECK (role IN ('trainee', 'lead', 'planner', 'administrator'))
)
-- next
CREATE TABLE sign_in_attempts (
  id TEXT NOT NULL,
  at_us BIGINT NOT NULL,
  account TEXT NOT NULL,
  address TEXT NOT NULL,
  good BOOLEAN NOT NULL,
  CONSTRAINT pk_sign_in_attempts PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_sign_in_attempts_account_at_us ON sign_in_attempts (account, at_us)
-- next
CREATE INDEX ix_sign_in_attempts_address_at_us ON sign_in_attempts (address, at_us)
-- next
CREATE TABLE assignments (
  id TEXT NOT NULL,
  person_id TEXT,
  cohort_id TEXT,
  drill_id TEXT,
  contact_type TEXT,
  due_us BIGINT,
  assigned_by TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  withdrawn_us BIGINT,
  CONSTRAINT pk_assignments PRIMARY KEY (id),
  CONSTRAINT ck_assignments_one_target CHECK ((person_id IS NULL) <> (cohort_id IS NULL)),
  CONSTRAINT ck_assignments_one_subject CHECK ((drill_id IS NULL) <> (contact_type IS NULL)),
  CONSTRAINT fk_assignments_person_id FOREIGN KEY(person_id) REFERENCES people (id),
  CONSTRAINT fk_assignments_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohorts (id),
  CONSTRAINT fk_assignments_assigned_by FOREIGN KEY(assigned_by) REFERENCES people (id)
)
-- next
CREATE INDEX ix_assignments_cohort_id ON assignments (cohort_id)
-- next
CREATE INDEX ix_assignments_person_id ON assignments (person_id)
-- next
CREATE TABLE credentials (
  person_id TEXT NOT NULL,
  password_hash TEXT,
  code_hash TEXT,
  code_until_us BIGINT,
  changed_us BIGINT NOT NULL,
  CONSTRAINT pk_credentials PRIMARY KEY (person_id),
  CONSTRAINT fk_credentials_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
-- next
CREATE TABLE memberships (
  cohort_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  leads BOOLEAN NOT NULL,
  joined_us BIGINT NOT NULL,
  CONSTRAINT pk_memberships PRIMARY KEY (cohort_id, person_id),
  CONSTRAINT fk_memberships_cohort_id FOREIGN KEY(cohort_id) REFERENCES cohorts (id),
  CONSTRAINT fk_memberships_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
-- next
CREATE INDEX ix_memberships_person_id ON memberships (person_id)
-- next
CREATE TABLE plans (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  scenario TEXT NOT NULL,
  scenario_hash TEXT NOT NULL,
  seed BIGINT NOT NULL,
  app_version TEXT NOT NULL,
  summary TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  saved_us BIGINT NOT NULL,
  CONSTRAINT pk_plans PRIMARY KEY (id),
  CONSTRAINT fk_plans_saved_by FOREIGN KEY(saved_by) REFERENCES people (id)
)
-- next
CREATE INDEX ix_plans_saved_us ON plans (saved_us)
-- next
CREATE TABLE sessions (
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  drill_id TEXT NOT NULL,
  drill_hash TEXT NOT NULL,
  sop_id TEXT NOT NULL,
  sop_hash TEXT NOT NULL,
  contact_type TEXT DEFAULT '' NOT NULL,
  rubric_id TEXT NOT NULL,
  rubric_version TEXT NOT NULL,
  rubric_hash TEXT NOT NULL,
  recogniser TEXT NOT NULL,
  seed BIGINT NOT NULL,
  mode TEXT NOT NULL,
  lang TEXT NOT NULL,
  channel TEXT NOT NULL,
  floor_id TEXT,
  app_version TEXT NOT NULL,
  started_us BIGINT NOT NULL,
  ended_us BIGINT,
  state TEXT NOT NULL,
  last_seq BIGINT,
  last_hash TEXT,
  erased_us BIGINT,
  CONSTRAINT pk_sessions PRIMARY KEY (id),
  CONSTRAINT ck_sessions_mode CHECK (mode IN ('practise', 'coach', 'exam')),
  CONSTRAINT ck_sessions_state CHECK (state IN ('open', 'ended', 'abandoned')),
  CONSTRAINT fk_sessions_person_id FOREIGN KEY(person_id) REFERENCES people (id)
)
-- next
CREATE INDEX ix_sessions_person_id_started_us ON sessions (person_id, started_us)
-- next
CREATE INDEX ix_sessions_started_us ON sessions (started_us)
-- next
CREATE INDEX ix_sessions_state_person_id ON sessions (state, person_id)
-- next
CREATE TABLE appeals (
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  item TEXT,
  reason TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  state TEXT NOT NULL,
  answered_by TEXT,
  answer TEXT,
  answered_us BIGINT,
  CONSTRAINT pk_appeals PRIMARY KEY (id),
  CONSTRAINT ck_appeals_state CHECK (state IN ('open', 'granted', 'declined')),
  CONSTRAINT fk_appeals_session_id FOREIGN KEY(session_id) REFERENCES sessions (id),
  CONSTRAINT fk_appeals_person_id FOREIGN KEY(person_id) REFERENCES people (id),
  CONSTRAINT fk_appeals_answered_by FOREIGN KEY(answered_by) REFERENCES people (id)
)
-- next
CREATE INDEX ix_appeals_session_id ON appeals (session_id)
-- next
CREATE INDEX ix_appeals_state_created_us ON appeals (state, created_us)
-- next
CREATE TABLE certificates (
  id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  sop_id TEXT NOT NULL,
  sop_hash TEXT NOT NULL,
  contact_type TEXT NOT NULL,
  first_session_id TEXT NOT NULL,
  second_session_id TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_us BIGINT NOT NULL,
  CONSTRAINT pk_certificates PRIMARY KEY (id),
  CONSTRAINT uq_certificates_person_id_sop_id_sop_hash UNIQUE (person_id, sop_id, sop_hash),
  CONSTRAINT ck_certificates_two_sessions CHECK (first_session_id <> second_session_id),
  CONSTRAINT ck_certificates_not_oneself CHECK (signed_by <> person_id),
  CONSTRAINT fk_certificates_person_id FOREIGN KEY(person_id) REFERENCES people (id),
  CONSTRAINT fk_certificates_first_session_id FOREIGN KEY(first_session_id) REFERENCES sessions (id),
  CONSTRAINT fk_certificates_second_session_id FOREIGN KEY(second_session_id) REFERENCES sessions (id),
  CONSTRAINT fk_certificates_signed_by FOREIGN KEY(signed_by) REFERENCES people (id)
)
-- next
CREATE INDEX ix_certificates_person_id_sop_id ON certificates (person_id, sop_id)
-- next
CREATE TABLE events (
  session_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  offset_us BIGINT NOT NULL,
  wall_us BIGINT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT pk_events PRIMARY KEY (session_id, seq),
  CONSTRAINT ck_events_seq CHECK (seq >= 1),
  CONSTRAINT ck_events_offset CHECK (offset_us >= 0),
  CONSTRAINT fk_events_session_id FOREIGN KEY(session_id) REFERENCES sessions (id)
)
-- sqlite: WITHOUT ROWID
-- next
CREATE TABLE reviews (
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  reviewer_id TEXT NOT NULL,
  rubric_id TEXT NOT NULL,
  rubric_version TEXT NOT NULL,
  kind TEXT NOT NULL,
  item TEXT,
  old_points FLOAT,
  new_points FLOAT,
  reason TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  CONSTRAINT pk_reviews PRIMARY KEY (id),
  CONSTRAINT ck_reviews_kind CHECK (kind IN ('override', 'comment', 'blind')),
  CONSTRAINT fk_reviews_session_id FOREIGN KEY(session_id) REFERENCES sessions (id),
  CONSTRAINT fk_reviews_reviewer_id FOREIGN KEY(reviewer_id) REFERENCES people (id)
)
-- next
CREATE INDEX ix_reviews_kind_created_us ON reviews (kind, created_us)
-- next
CREATE INDEX ix_reviews_session_id_created_us ON reviews (session_id, created_us)
-- next
CREATE TABLE scorecards (
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  scored_by TEXT NOT NULL,
  source TEXT NOT NULL,
  rubric_id TEXT NOT NULL,
  rubric_version TEXT NOT NULL,
  rubric_hash TEXT NOT NULL,
  app_version TEXT NOT NULL,
  scored_us BIGINT NOT NULL,
  resolution FLOAT NOT NULL,
  empathy FLOAT,
  felt FLOAT,
  passed BOOLEAN NOT NULL,
  uncertain BOOLEAN NOT NULL,
  critical_count INTEGER NOT NULL,
  critical TEXT NOT NULL,
  card TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  CONSTRAINT pk_scorecards PRIMARY KEY (id),
  CONSTRAINT uq_scorecards_same UNIQUE (session_id, rubric_id, rubric_version, scored_by, fingerprint),
  CONSTRAINT ck_scorecards_source CHECK (source IN ('local', 'house', 'claim')),
  CONSTRAINT fk_scorecards_session_id FOREIGN KEY(session_id) REFERENCES sessions (id),
  CONSTRAINT fk_scorecards_person_id FOREIGN KEY(person_id) REFERENCES people (id),
  CONSTRAINT fk_scorecards_scored_by FOREIGN KEY(scored_by) REFERENCES people (id)
)
-- next
CREATE INDEX ix_scorecards_person_id_scored_us ON scorecards (person_id, scored_us)
-- next
CREATE INDEX ix_scorecards_scored_us ON scorecards (scored_us)
-- next
CREATE INDEX ix_scorecards_session_id_source_id ON scorecards (session_id, source, id)
-- next
CREATE TABLE score_items (
  scorecard_id TEXT NOT NULL,
  item TEXT NOT NULL,
  part TEXT NOT NULL,
  step TEXT DEFAULT '' NOT NULL,
  points FLOAT NOT NULL,
  possible FLOAT NOT NULL,
  uncertain BOOLEAN NOT NULL,
  CONSTRAINT pk_score_items PRIMARY KEY (scorecard_id, item),
  CONSTRAINT fk_score_items_scorecard_id FOREIGN KEY(scorecard_id) REFERENCES scorecards (id)
)
-- sqlite: WITHOUT ROWID
