-- One row per profile. Times are Unix seconds. The object that holds a profile is found by its handle, its
-- uploads in R2 by its id, which is never used again.
CREATE TABLE profiles (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  visibility TEXT NOT NULL CHECK (visibility IN ('private', 'unlisted', 'public')),
  created_at REAL NOT NULL,
  -- When a cron tick should wake the object next.
  due_at REAL NOT NULL,
  -- Samples are erased after this time; NULL means never.
  expires_at REAL,
  -- Set while the profile is being erased: a cron tick ends what was cut off.
  erasing_at REAL
) STRICT;

CREATE INDEX profiles_due ON profiles (due_at);
CREATE INDEX profiles_expires ON profiles (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX profiles_erasing ON profiles (erasing_at) WHERE erasing_at IS NOT NULL;
