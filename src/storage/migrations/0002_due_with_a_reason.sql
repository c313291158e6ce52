-- Profiles without a reason to be woken are not due: `due_at` may be NULL. What was due stays due once more, and its
-- object then says when it is due next.
CREATE TABLE new_profiles (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  visibility TEXT NOT NULL CHECK (visibility IN ('private', 'unlisted', 'public')),
  created_at REAL NOT NULL,
  -- When a cron tick should wake the object next; NULL without a reason.
  due_at REAL,
  -- Samples are erased after this time; NULL means never.
  expires_at REAL,
  -- Set while the profile is being erased: a cron tick ends what was cut off.
  erasing_at REAL
) STRICT;

INSERT INTO new_profiles SELECT id, handle, visibility, created_at, due_at, expires_at, erasing_at FROM profiles;
DROP TABLE profiles;
ALTER TABLE new_profiles RENAME TO profiles;

CREATE INDEX profiles_due ON profiles (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX profiles_expires ON profiles (expires_at) WHERE expires_at IS NOT NULL AND erasing_at IS NULL;
CREATE INDEX profiles_erasing ON profiles (erasing_at) WHERE erasing_at IS NOT NULL;

-- What made the published views: when it changes, every profile is due once.
CREATE TABLE view_version (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  version TEXT NOT NULL
) STRICT;
