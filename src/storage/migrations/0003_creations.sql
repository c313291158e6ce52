-- How many profiles were created on a day (counted from 1970-01-01): all, all samples, and by digest of a client's
-- network. A cron tick forgets past days.
CREATE TABLE creations (
  day INTEGER NOT NULL,
  name TEXT NOT NULL,
  profiles INTEGER NOT NULL,
  PRIMARY KEY (day, name)
) STRICT, WITHOUT ROWID;

-- Handles that were given up, which nobody has before this time (Unix seconds).
CREATE TABLE resting_handles (
  handle TEXT PRIMARY KEY,
  rests_until REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX resting_handles_until ON resting_handles (rests_until);
