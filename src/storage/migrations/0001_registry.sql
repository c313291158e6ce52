-- One row per profile. Times are Unix seconds. The object that holds a profile's figures is found by `id`,
-- which is never used again: a handle that is freed and taken anew gets a new, empty object.
CREATE TABLE profiles (
  id TEXT PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('private', 'unlisted', 'public')),
  owner_key_sha256 TEXT NOT NULL,
  created_at REAL NOT NULL,
  -- When a cron tick should wake the object next.
  due_at REAL NOT NULL,
  -- Samples are erased after this time; NULL means never.
  expires_at REAL,
  -- Set while the profile is being erased: it is gone for everyone, and a cron tick ends what was cut off.
  erasing_at REAL
) STRICT;

CREATE INDEX profiles_due ON profiles (due_at);
CREATE INDEX profiles_expires ON profiles (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX profiles_erasing ON profiles (erasing_at) WHERE erasing_at IS NOT NULL;
