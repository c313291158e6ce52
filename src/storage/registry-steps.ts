/** A change of the registry's tables. */
export interface RegistryStep {
  /** As `d1_migrations` lists it, where wrangler noted the first ones. */
  name: string
  /** D1 takes one statement at a time. */
  statements: readonly string[]
}

/** The tables of the registry, and the migrations from older versions. Never change a step that has shipped; append one. */
export const REGISTRY_STEPS: readonly RegistryStep[] = [
  {
    name: '0001_registry.sql',
    statements: [
      // One row per profile. Times are Unix seconds. The object that holds a profile is found by its handle, its
      // uploads in R2 by its id, which is never used again.
      `CREATE TABLE profiles (
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
       ) STRICT`,
      `CREATE INDEX profiles_due ON profiles (due_at)`,
      `CREATE INDEX profiles_expires ON profiles (expires_at) WHERE expires_at IS NOT NULL`,
      `CREATE INDEX profiles_erasing ON profiles (erasing_at) WHERE erasing_at IS NOT NULL`,
    ],
  },
  {
    name: '0002_due_with_a_reason.sql',
    statements: [
      // Profiles without a reason to be woken are not due: `due_at` may be NULL. What was due stays due once more, and its
      // object then says when it is due next.
      `CREATE TABLE new_profiles (
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
       ) STRICT`,
      `INSERT INTO new_profiles SELECT id, handle, visibility, created_at, due_at, expires_at, erasing_at FROM profiles`,
      `DROP TABLE profiles`,
      `ALTER TABLE new_profiles RENAME TO profiles`,
      `CREATE INDEX profiles_due ON profiles (due_at) WHERE due_at IS NOT NULL`,
      `CREATE INDEX profiles_expires ON profiles (expires_at) WHERE expires_at IS NOT NULL AND erasing_at IS NULL`,
      `CREATE INDEX profiles_erasing ON profiles (erasing_at) WHERE erasing_at IS NOT NULL`,
      // What made the published views: when it changes, every profile is due once.
      `CREATE TABLE view_version (
         only INTEGER PRIMARY KEY CHECK (only = 1),
         version TEXT NOT NULL
       ) STRICT`,
    ],
  },
  {
    name: '0003_creations.sql',
    statements: [
      // How many profiles were created on a day (counted from 1970-01-01): all, all samples, and by digest of a client's
      // network. A cron tick forgets past days.
      `CREATE TABLE creations (
         day INTEGER NOT NULL,
         name TEXT NOT NULL,
         profiles INTEGER NOT NULL,
         PRIMARY KEY (day, name)
       ) STRICT, WITHOUT ROWID`,
      // Handles that were given up, which nobody has before this time (Unix seconds).
      `CREATE TABLE resting_handles (
         handle TEXT PRIMARY KEY,
         rests_until REAL NOT NULL
       ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX resting_handles_until ON resting_handles (rests_until)`,
    ],
  },
  {
    name: '0004_overview.sql',
    statements: [
      // What an object has told of itself: the bytes of its chunks in R2, the scans that it finished and that failed.
      `ALTER TABLE profiles ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0`,
      `ALTER TABLE profiles ADD COLUMN scans INTEGER NOT NULL DEFAULT 0`,
      `ALTER TABLE profiles ADD COLUMN failures INTEGER NOT NULL DEFAULT 0`,
      // What the operator counts it as.
      `ALTER TABLE profiles ADD COLUMN kind TEXT AS (
         CASE WHEN erasing_at IS NOT NULL THEN 'erasing' WHEN expires_at IS NOT NULL THEN 'sample' ELSE visibility END
       ) VIRTUAL`,
      // What the operator is shown, in one row: to read it costs the same at any number of profiles. Triggers keep the sums.
      `CREATE TABLE overview (
         only INTEGER PRIMARY KEY CHECK (only = 1),
         private INTEGER NOT NULL,
         unlisted INTEGER NOT NULL,
         public INTEGER NOT NULL,
         samples INTEGER NOT NULL,
         erasing INTEGER NOT NULL,
         bytes INTEGER NOT NULL DEFAULT 0,
         -- Of all time, those of profiles that are gone included.
         scans INTEGER NOT NULL DEFAULT 0,
         failures INTEGER NOT NULL DEFAULT 0,
         ticks INTEGER NOT NULL DEFAULT 0,
         woken INTEGER NOT NULL DEFAULT 0,
         erased INTEGER NOT NULL DEFAULT 0,
         swept INTEGER NOT NULL DEFAULT 0,
         -- Of the last cron tick that ended; NULL before the first one.
         tick_at REAL,
         tick_seconds REAL,
         tick_woken INTEGER,
         tick_erased INTEGER,
         tick_swept INTEGER
       ) STRICT`,
      `INSERT INTO overview (only, private, unlisted, public, samples, erasing)
         SELECT 1, count(*) FILTER (WHERE kind = 'private'), count(*) FILTER (WHERE kind = 'unlisted'),
           count(*) FILTER (WHERE kind = 'public'), count(*) FILTER (WHERE kind = 'sample'),
           count(*) FILTER (WHERE kind = 'erasing')
         FROM profiles`,
      `CREATE TRIGGER profile_added AFTER INSERT ON profiles BEGIN
         UPDATE overview SET
           private = private + (NEW.kind = 'private'),
           unlisted = unlisted + (NEW.kind = 'unlisted'),
           public = public + (NEW.kind = 'public'),
           samples = samples + (NEW.kind = 'sample'),
           erasing = erasing + (NEW.kind = 'erasing');
       END`,
      `CREATE TRIGGER profile_removed AFTER DELETE ON profiles BEGIN
         UPDATE overview SET
           private = private - (OLD.kind = 'private'),
           unlisted = unlisted - (OLD.kind = 'unlisted'),
           public = public - (OLD.kind = 'public'),
           samples = samples - (OLD.kind = 'sample'),
           erasing = erasing - (OLD.kind = 'erasing'),
           bytes = bytes - OLD.bytes;
       END`,
      `CREATE TRIGGER profile_changed AFTER UPDATE OF visibility, expires_at, erasing_at ON profiles
       WHEN OLD.kind <> NEW.kind BEGIN
         UPDATE overview SET
           private = private - (OLD.kind = 'private') + (NEW.kind = 'private'),
           unlisted = unlisted - (OLD.kind = 'unlisted') + (NEW.kind = 'unlisted'),
           public = public - (OLD.kind = 'public') + (NEW.kind = 'public'),
           samples = samples - (OLD.kind = 'sample') + (NEW.kind = 'sample'),
           erasing = erasing - (OLD.kind = 'erasing') + (NEW.kind = 'erasing');
       END`,
      `CREATE TRIGGER profile_told AFTER UPDATE OF bytes, scans, failures ON profiles
       WHEN OLD.bytes <> NEW.bytes OR OLD.scans <> NEW.scans OR OLD.failures <> NEW.failures BEGIN
         UPDATE overview SET
           bytes = bytes - OLD.bytes + NEW.bytes,
           scans = scans + max(NEW.scans - OLD.scans, 0),
           failures = failures + max(NEW.failures - OLD.failures, 0);
       END`,
      // Each object is woken once, and tells.
      `UPDATE profiles SET due_at = 0 WHERE due_at IS NULL AND erasing_at IS NULL`,
    ],
  },
  {
    name: '0005_rarity.sql',
    statements: [
      // What public pages have earned, as their objects told. A basis of NULL counts for nothing. `reached` is JSON: for
      // each badge a letter for each tier, its pace (see src/rarity/tally.ts).
      `CREATE TABLE rarity_pages (
         id TEXT PRIMARY KEY,
         revision INTEGER NOT NULL,
         basis TEXT CHECK (basis IN ('scanned', 'self_reported')),
         reached TEXT NOT NULL
       ) STRICT, WITHOUT ROWID`,
      // How many of these pages there are, by basis, badge, tier and pace. Triggers keep the sums, so that a page costs
      // what differs, at any number of others.
      `CREATE TABLE rarity_counts (
         basis TEXT NOT NULL,
         badge TEXT NOT NULL,
         step INTEGER NOT NULL,
         pace TEXT NOT NULL,
         pages INTEGER NOT NULL,
         PRIMARY KEY (basis, badge, step, pace)
       ) STRICT, WITHOUT ROWID`,
      `CREATE TRIGGER rarity_page_added AFTER INSERT ON rarity_pages BEGIN ${countedBy('NEW')}; END`,
      `CREATE TRIGGER rarity_page_removed AFTER DELETE ON rarity_pages BEGIN ${countedBy('OLD')}; END`,
      `CREATE TRIGGER rarity_page_changed AFTER UPDATE OF basis, reached ON rarity_pages
       BEGIN ${countedBy('OLD', 'NEW')}; END`,
      `CREATE TRIGGER profile_no_longer_public AFTER UPDATE OF visibility, expires_at, erasing_at ON profiles
       WHEN OLD.kind = 'public' AND NEW.kind <> 'public' BEGIN
         DELETE FROM rarity_pages WHERE id = OLD.id;
       END`,
      `CREATE TRIGGER public_profile_removed AFTER DELETE ON profiles BEGIN
         DELETE FROM rarity_pages WHERE id = OLD.id;
       END`,
      `CREATE TABLE rarity (
         only INTEGER PRIMARY KEY CHECK (only = 1),
         -- What a cron tick made of the sums last, as JSON.
         published TEXT,
         -- The round in which pages are asked what they count as: the id that it has come to, and when it began.
         after TEXT NOT NULL,
         began_at REAL NOT NULL
       ) STRICT`,
      `INSERT INTO rarity VALUES (1, NULL, '', 0)`,
    ],
  },
  {
    name: '0006_circles.sql',
    statements: [
      // Which circle an invite code leads to. Each has one code at a time.
      `CREATE TABLE circles (id TEXT PRIMARY KEY, code_sha256 TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID`,
    ],
  },
  {
    name: '0007_listed_pages.sql',
    statements: [
      // Public pages whose owners list them. A row is here only while its profile is public and not being erased: triggers
      // see to that.
      `CREATE TABLE listed_pages (
         handle TEXT PRIMARY KEY,
         -- Unix seconds.
         listed_at INTEGER NOT NULL,
         -- The tier of each badge, by its id: 0 for one without tiers, 1 (Copper) to 5 (Olympian). JSON.
         tiers TEXT NOT NULL
       ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX listed_pages_newest ON listed_pages (listed_at, handle)`,
      // The same by badge. Triggers keep it.
      `CREATE TABLE listed_badges (
         badge TEXT NOT NULL,
         tier INTEGER NOT NULL,
         listed_at INTEGER NOT NULL,
         handle TEXT NOT NULL,
         PRIMARY KEY (badge, tier, listed_at, handle)
       ) STRICT, WITHOUT ROWID`,
      `CREATE INDEX listed_badges_of ON listed_badges (handle)`,
      `CREATE TRIGGER page_listed AFTER INSERT ON listed_pages BEGIN
         INSERT INTO listed_badges SELECT key, value, NEW.listed_at, NEW.handle FROM json_each(NEW.tiers);
       END`,
      `CREATE TRIGGER page_relisted AFTER UPDATE OF tiers ON listed_pages BEGIN
         DELETE FROM listed_badges
           WHERE handle = NEW.handle AND (badge, tier) NOT IN (SELECT key, value FROM json_each(NEW.tiers));
         INSERT OR IGNORE INTO listed_badges SELECT key, value, NEW.listed_at, NEW.handle FROM json_each(NEW.tiers);
       END`,
      `CREATE TRIGGER page_unlisted AFTER DELETE ON listed_pages BEGIN
         DELETE FROM listed_badges WHERE handle = OLD.handle;
       END`,
      `CREATE TRIGGER listed_page_hidden AFTER UPDATE OF visibility, erasing_at ON profiles
       WHEN NEW.visibility <> 'public' OR NEW.erasing_at IS NOT NULL BEGIN
         DELETE FROM listed_pages WHERE handle = OLD.handle;
       END`,
      `CREATE TRIGGER listed_page_removed AFTER DELETE ON profiles BEGIN
         DELETE FROM listed_pages WHERE handle = OLD.handle;
       END`,
    ],
  },
  {
    name: '0008_rarity_recounts.sql',
    statements: [
      // The badge whose sums were counted anew last, and when (Unix seconds).
      `ALTER TABLE rarity ADD COLUMN recounted TEXT`,
      `ALTER TABLE rarity ADD COLUMN recounted_at REAL NOT NULL DEFAULT 0`,
    ],
  },
]

/** Returns the statement by which a page of the old row, if any, is taken off the sums, and that of the new one added. */
function countedBy(...rows: ('OLD' | 'NEW')[]): string {
  const parts = rows.map(
    (row) =>
      `SELECT ${row}.basis AS basis, badge.key AS badge, step.value AS step, substr(badge.value, step.value, 1) AS pace,
         ${row === 'OLD' ? -1 : 1} AS change
       FROM json_each(${row}.reached) AS badge, json_each('[1,2,3,4,5]') AS step
       WHERE ${row}.basis IS NOT NULL AND step.value <= length(badge.value)`,
  )
  return `INSERT INTO rarity_counts
    SELECT basis, badge, step, pace, sum(change) FROM (${parts.join(' UNION ALL ')})
    WHERE true GROUP BY 1, 2, 3, 4 HAVING sum(change) <> 0
    ON CONFLICT (basis, badge, step, pace) DO UPDATE SET pages = pages + excluded.pages`
}
