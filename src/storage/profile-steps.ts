/**
 * The tables of a profile's object (SQLite in Durable Objects), and the migrations from older versions. Never change a
 * step that has shipped; append a new one.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE documents (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

   CREATE TABLE sources (
     name TEXT PRIMARY KEY,
     -- The latest snapshot: SHA-256 of the file, and its manifest.
     version TEXT NOT NULL,
     manifest TEXT NOT NULL,
     -- The snapshot that the running scan reads.
     pinned_version TEXT,
     pinned_manifest TEXT,
     -- The snapshot that the checkpoints are of.
     scanned_version TEXT,
     received_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE uploads (
     id TEXT PRIMARY KEY,
     source TEXT NOT NULL,
     expires_at REAL NOT NULL,
     -- Of an upload in chunks: what it consists of, and what its commit was answered.
     manifest TEXT,
     receipt TEXT
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE checkpoints (
     source TEXT NOT NULL,
     session_id TEXT NOT NULL,
     fingerprint TEXT NOT NULL,
     stats TEXT NOT NULL,
     PRIMARY KEY (source, session_id)
   ) STRICT, WITHOUT ROWID;

   -- What the running scan has yet to read one by one, in its order.
   CREATE TABLE scan_queue (
     position INTEGER PRIMARY KEY,
     source TEXT NOT NULL,
     session_id TEXT NOT NULL,
     UNIQUE (source, session_id)
   ) STRICT;

   CREATE TABLE unlocks (achievement_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;`,

  // Sources without a snapshot.
  `CREATE TABLE new_sources (
     name TEXT PRIMARY KEY,
     retention TEXT NOT NULL DEFAULT 'keep',
     -- The latest snapshot: what names it, and its manifest until it is deleted.
     version TEXT,
     manifest TEXT,
     -- The snapshot that the running scan reads.
     pinned_version TEXT,
     pinned_manifest TEXT,
     -- The snapshot that the checkpoints are of, and the engine that counted them.
     scanned_version TEXT,
     engine_version INTEGER,
     received_at REAL
   ) STRICT, WITHOUT ROWID;
   INSERT INTO new_sources (name, version, manifest, pinned_version, pinned_manifest, scanned_version, received_at)
     SELECT name, version, manifest, pinned_version, pinned_manifest, scanned_version, received_at FROM sources;
   DROP TABLE sources;
   ALTER TABLE new_sources RENAME TO sources;`,

  // Reported sources. Their version is the report's digest, their engine version the reporter's.
  `ALTER TABLE sources ADD COLUMN kind TEXT NOT NULL DEFAULT 'scanned';

   CREATE TABLE reports (
     id TEXT PRIMARY KEY,
     source TEXT NOT NULL,
     engine_version INTEGER NOT NULL,
     expires_at REAL NOT NULL,
     -- What the commit was answered; null while the report is open.
     receipt TEXT
   ) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX open_reports ON reports (source) WHERE receipt IS NULL;

   -- What differs from the checkpoints: of the open report of a source, and of those that were committed and are
   -- not applied yet. A session without a fingerprint is there no more.
   CREATE TABLE reported_sessions (
     source TEXT NOT NULL,
     committed INTEGER NOT NULL,
     session_id TEXT NOT NULL,
     fingerprint TEXT,
     stats TEXT,
     PRIMARY KEY (source, committed, session_id)
   ) STRICT, WITHOUT ROWID;

   -- Which kinds there are: a scanned session's fingerprint is a JSON array, a reported one's is hexadecimal.
   CREATE INDEX scanned_checkpoints ON checkpoints (source) WHERE substr(fingerprint, 1, 1) = '[';
   CREATE INDEX reported_checkpoints ON checkpoints (source) WHERE substr(fingerprint, 1, 1) <> '[';`,
  // Webhooks, and their pending messages.
  `CREATE TABLE webhooks (
     id TEXT PRIMARY KEY,
     url TEXT NOT NULL,
     form TEXT NOT NULL,
     secret TEXT NOT NULL,
     origin TEXT NOT NULL,
     created_at REAL NOT NULL,
     attempted_at REAL,
     attempt_status INTEGER,
     attempt_delivered INTEGER
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE deliveries (
     id TEXT PRIMARY KEY,
     webhook_id TEXT NOT NULL,
     news TEXT NOT NULL,
     created_at REAL NOT NULL,
     attempts INTEGER NOT NULL,
     due_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  // Number of sessions put to a report, including repeats: at least the number staged.
  'ALTER TABLE reports ADD COLUMN put INTEGER NOT NULL DEFAULT 0',

  // Records of sessions, for lists and insights. Stored histories are scanned again to fill them in.
  `CREATE TABLE session_records (
     source TEXT NOT NULL,
     session_id TEXT NOT NULL,
     -- JSON arrays: see stored-record.ts.
     facts TEXT NOT NULL,
     uses TEXT NOT NULL,
     -- Of the facts, what tells the place of a session in a list.
     id TEXT NOT NULL AS (facts ->> 0) STORED,
     platform TEXT AS (facts ->> 1) STORED,
     started_at REAL AS (facts ->> 2) STORED,
     ended_at REAL AS (facts ->> 3) STORED,
     last_active REAL AS (facts ->> 4) STORED,
     end_reason TEXT AS (facts ->> 5) STORED,
     parent_session_id TEXT AS (facts ->> 6) STORED,
     PRIMARY KEY (source, session_id)
   ) STRICT, WITHOUT ROWID;

   ALTER TABLE reported_sessions ADD COLUMN facts TEXT;
   ALTER TABLE reported_sessions ADD COLUMN uses TEXT;

   -- 1: scanned before records were kept, of a history that is here.
   ALTER TABLE sources ADD COLUMN unrecorded INTEGER NOT NULL DEFAULT 0;
   UPDATE sources SET unrecorded = 1 WHERE manifest IS NOT NULL;`,

  // Live sessions, and streaming turns.
  `CREATE TABLE live_sessions (session_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE UNIQUE INDEX live_titles ON live_sessions (record ->> '$.title');

   CREATE TABLE live_streams (
     session_id TEXT PRIMARY KEY,
     stream_id TEXT NOT NULL,
     started_at REAL NOT NULL,
     expires_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  // Session templates. Examples are JSON.
  `CREATE TABLE session_templates (
     name TEXT PRIMARY KEY,
     type TEXT NOT NULL,
     created_at REAL NOT NULL,
     usage_count INTEGER NOT NULL,
     session_id TEXT NOT NULL,
     redacted INTEGER NOT NULL,
     example_count INTEGER NOT NULL,
     tools TEXT NOT NULL,
     examples TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  // Sessions that could not be counted completely: kinds of warnings as JSON.
  `CREATE TABLE session_warnings (
     source TEXT NOT NULL,
     session_id TEXT NOT NULL,
     kinds TEXT NOT NULL,
     PRIMARY KEY (source, session_id)
   ) STRICT, WITHOUT ROWID;`,

  // The order in which sessions reach thresholds: see src/engine/place.ts. An unusable time is NULL.
  `ALTER TABLE checkpoints ADD COLUMN active_at REAL AS (iif(
     json_valid(stats) AND json_type(stats, '$.last_active') IN ('real', 'integer')
       AND (stats ->> 'last_active') <> 0
       AND (stats ->> 'last_active') >= -62135596800 AND (stats ->> 'last_active') < 253402300800,
     CAST(stats ->> 'last_active' AS REAL), NULL)) VIRTUAL;
   CREATE INDEX checkpoints_by_place ON checkpoints (active_at, session_id);

   -- 1: a scan of the source has ended before.
   ALTER TABLE sources ADD COLUMN imported INTEGER NOT NULL DEFAULT 0;
   UPDATE sources SET imported = 1 WHERE EXISTS (SELECT 1 FROM documents WHERE name = 'view');`,

  // 1 for the copy of a session that counts, if several sources have one. The aggregate is rebuilt with it.
  `ALTER TABLE checkpoints ADD COLUMN standing INTEGER NOT NULL DEFAULT 1;
   CREATE INDEX checkpoints_by_session ON checkpoints (session_id);
   DELETE FROM documents WHERE name = 'aggregate';`,

  // Records by name; they used to be arrays. Rows within them stay arrays: see src/sessions/positions.ts.
  `CREATE TABLE named_records (
     history TEXT NOT NULL,
     session_id TEXT NOT NULL,
     -- JSON objects: see src/sessions/stored-record.ts.
     facts TEXT NOT NULL,
     uses TEXT NOT NULL,
     -- Of the facts, what tells the place of a session in a list.
     id TEXT NOT NULL AS (facts ->> 'id') STORED,
     platform TEXT AS (facts ->> 'source') STORED,
     started_at REAL AS (facts ->> 'started_at') STORED,
     ended_at REAL AS (facts ->> 'ended_at') STORED,
     last_active REAL AS (facts ->> 'last_active') STORED,
     end_reason TEXT AS (facts ->> 'end_reason') STORED,
     parent_session_id TEXT AS (facts ->> 'parent_session_id') STORED,
     PRIMARY KEY (history, session_id)
   ) STRICT, WITHOUT ROWID;
   INSERT INTO named_records (history, session_id, facts, uses)
   SELECT source, session_id,
     '{"id":' || (facts -> 0) || ',"source":' || ifnull(facts -> 1, 'null') ||
     ',"model":' || ifnull(facts -> 7, 'null') || ',"title":' || ifnull(facts -> 8, 'null') ||
     ',"started_at":' || ifnull(facts -> 2, 'null') || ',"ended_at":' || ifnull(facts -> 3, 'null') ||
     ',"last_active":' || ifnull(facts -> 4, 'null') || ',"end_reason":' || ifnull(facts -> 5, 'null') ||
     ',"parent_session_id":' || ifnull(facts -> 6, 'null') || ',"message_count":' || ifnull(facts -> 9, 'null') ||
     ',"tool_call_count":' || ifnull(facts -> 10, 'null') || ',"input_tokens":' || ifnull(facts -> 11, 'null') ||
     ',"output_tokens":' || ifnull(facts -> 12, 'null') || ',"cache_read_tokens":' || ifnull(facts -> 13, 'null') ||
     ',"cache_write_tokens":' || ifnull(facts -> 14, 'null') ||
     ',"estimated_cost_usd":' || ifnull(facts -> 15, 'null') || ',"actual_cost_usd":' || ifnull(facts -> 16, 'null') ||
     ',"reasoning_tokens":' || ifnull(facts -> 19, 'null') || ',"api_call_count":' || ifnull(facts -> 20, 'null') ||
     ',"marks":' || ifnull(facts -> 17, 'null') || ',"session_key":' || ifnull(facts -> 18, 'null') ||
     ',"usage":' || ifnull(facts -> 21, '[]') || '}',
     '{"preview":' || ifnull(uses -> 0, '""') || ',"user_messages":' || ifnull(uses -> 1, '0') ||
     ',"assistant_messages":' || ifnull(uses -> 2, '0') || ',"tool_messages":' || ifnull(uses -> 3, '0') ||
     ',"tools":' || ifnull(uses -> 4, '[]') || ',"skills":' || ifnull(uses -> 5, '[]') || '}'
   FROM session_records;
   DROP TABLE session_records;
   ALTER TABLE named_records RENAME TO session_records;`,

  // The name that all copies of a session share, whichever way they came. Scanned sessions are named when the aggregate
  // is rebuilt.
  `ALTER TABLE checkpoints ADD COLUMN name TEXT NOT NULL DEFAULT '';
   UPDATE checkpoints SET name = session_id;
   CREATE INDEX checkpoints_by_name ON checkpoints (name);
   DELETE FROM documents WHERE name = 'aggregate';`,

  // Browsers that are signed in as the owner.
  `CREATE TABLE sign_ins (
     id TEXT PRIMARY KEY,
     token_sha256 TEXT NOT NULL UNIQUE,
     label TEXT NOT NULL,
     created_at REAL NOT NULL,
     -- A day in UTC.
     last_seen_on TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  // Whether a webhook is live, and which hosts are left alone. What addresses answered is kept no more.
  `CREATE TABLE new_webhooks (
     id TEXT PRIMARY KEY,
     url TEXT NOT NULL,
     -- Of the URL, with its port.
     host TEXT NOT NULL,
     form TEXT NOT NULL,
     secret TEXT NOT NULL,
     origin TEXT NOT NULL,
     created_at REAL NOT NULL,
     state TEXT NOT NULL,
     failing_since REAL,
     attempted_at REAL,
     attempt_delivered INTEGER
   ) STRICT, WITHOUT ROWID;
   INSERT INTO new_webhooks (id, url, host, form, secret, origin, created_at, state, attempted_at, attempt_delivered)
     SELECT id, url, substr(url, 9, instr(substr(url, 9), '/') - 1), form, secret, origin, created_at, 'live',
       attempted_at, attempt_delivered
     FROM webhooks;
   DROP TABLE webhooks;
   ALTER TABLE new_webhooks RENAME TO webhooks;

   CREATE TABLE new_deliveries (
     id TEXT PRIMARY KEY,
     webhook_id TEXT NOT NULL,
     news TEXT NOT NULL,
     created_at REAL NOT NULL,
     due_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;
   INSERT INTO new_deliveries (id, webhook_id, news, created_at, due_at)
     SELECT id, webhook_id, news, created_at, due_at FROM deliveries;
   DROP TABLE deliveries;
   ALTER TABLE new_deliveries RENAME TO deliveries;

   CREATE TABLE failing_hosts (host TEXT PRIMARY KEY, failures INTEGER NOT NULL, rests_until REAL NOT NULL)
     STRICT, WITHOUT ROWID;`,

  // Manifests used to be JSON. Their chunks are rows: a row has at most 2 MB.
  `CREATE TABLE manifests (
     id INTEGER PRIMARY KEY,
     -- What names the version.
     sha256 TEXT NOT NULL,
     size INTEGER NOT NULL,
     chunk_size INTEGER NOT NULL,
     -- Of the log; NULL if there is none.
     wal_size INTEGER,
     UNIQUE (sha256, chunk_size)
   ) STRICT;

   CREATE TABLE manifest_chunks (
     manifest INTEGER NOT NULL,
     -- 1: of the log.
     wal INTEGER NOT NULL,
     position INTEGER NOT NULL,
     sha256 TEXT NOT NULL,
     PRIMARY KEY (manifest, wal, position)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX manifest_chunks_by_hash ON manifest_chunks (sha256, manifest);

   -- What R2 has or may have, until a collection finds that it has not; and the chunks on their way there.
   CREATE TABLE chunks (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE chunk_writes (
     id INTEGER PRIMARY KEY,
     upload TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     ends_at REAL NOT NULL
   ) STRICT;

   CREATE TABLE old_manifests (json TEXT NOT NULL) STRICT;
   INSERT INTO old_manifests SELECT manifest FROM sources WHERE manifest IS NOT NULL
     UNION SELECT pinned_manifest FROM sources WHERE pinned_manifest IS NOT NULL
     UNION SELECT manifest FROM uploads WHERE manifest IS NOT NULL AND receipt IS NULL;
   INSERT OR IGNORE INTO manifests (sha256, size, chunk_size, wal_size)
     SELECT json ->> 'sha256', json ->> 'size', json ->> 'chunk_size', json ->> '$.wal.size' FROM old_manifests;
   INSERT OR IGNORE INTO manifest_chunks (manifest, wal, position, sha256)
     SELECT manifests.id, 0, chunk.key, chunk.value FROM old_manifests AS old
       JOIN manifests ON sha256 = old.json ->> 'sha256' AND chunk_size = old.json ->> 'chunk_size',
       json_each(old.json, '$.chunks') AS chunk
     UNION ALL SELECT manifests.id, 1, chunk.key, chunk.value FROM old_manifests AS old
       JOIN manifests ON sha256 = old.json ->> 'sha256' AND chunk_size = old.json ->> 'chunk_size',
       json_each(old.json, '$.wal.chunks') AS chunk;
   INSERT OR IGNORE INTO chunks (sha256, bytes)
     SELECT manifest_chunks.sha256, min(chunk_size, iif(wal, wal_size, size) - position * chunk_size)
     FROM manifest_chunks JOIN manifests ON manifest = id;
   DROP TABLE old_manifests;

   ALTER TABLE sources ADD COLUMN manifest_id INTEGER;
   ALTER TABLE sources ADD COLUMN pinned_id INTEGER;
   ALTER TABLE uploads ADD COLUMN manifest_id INTEGER;
   UPDATE sources SET
     manifest_id = (SELECT id FROM manifests
       WHERE sha256 = manifest ->> 'sha256' AND chunk_size = manifest ->> 'chunk_size'),
     pinned_id = (SELECT id FROM manifests
       WHERE sha256 = pinned_manifest ->> 'sha256' AND chunk_size = pinned_manifest ->> 'chunk_size');
   UPDATE uploads SET manifest_id = (SELECT id FROM manifests
     WHERE sha256 = manifest ->> 'sha256' AND chunk_size = manifest ->> 'chunk_size');
   -- Old receipts are forgotten with what they were for, and uploads of whole files, which are over in minutes.
   DELETE FROM uploads WHERE manifest_id IS NULL;
   ALTER TABLE sources DROP COLUMN manifest;
   ALTER TABLE sources DROP COLUMN pinned_manifest;
   ALTER TABLE uploads DROP COLUMN manifest;
   ALTER TABLE sources RENAME COLUMN manifest_id TO manifest;
   ALTER TABLE sources RENAME COLUMN pinned_id TO pinned_manifest;
   ALTER TABLE uploads RENAME COLUMN manifest_id TO manifest;
   -- Of an upload of a whole file: the chunks that have arrived.
   ALTER TABLE uploads ADD COLUMN draft INTEGER;
   -- What earlier uploads left may not have been collected, or counted.
   INSERT OR REPLACE INTO documents (name, value)
     SELECT 'collection', '{"due_at":0}' WHERE EXISTS (SELECT 1 FROM sources);`,

  // Addresses that histories are pulled from.
  `CREATE TABLE pulls (
     source TEXT PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     url TEXT NOT NULL,
     origin TEXT NOT NULL,
     -- JSON: see src/storage/pull-table.ts.
     header TEXT,
     interval_seconds REAL NOT NULL,
     created_at REAL NOT NULL,
     due_at REAL NOT NULL,
     failures INTEGER NOT NULL DEFAULT 0,
     pulled TEXT,
     progress TEXT,
     last_check TEXT
   ) STRICT, WITHOUT ROWID;`,

  // What is known of the pages of chunks: see src/snapshot/pages/page-notes.ts. And the snapshot that the checkpoints of
  // a source were made from, which is kept until the next one was compared with it.
  `CREATE TABLE chunk_notes (sha256 TEXT PRIMARY KEY, notes BLOB NOT NULL) STRICT;
   ALTER TABLE sources ADD COLUMN base_manifest INTEGER;`,

  // Entries of feeds that may be out keep the ids that they had until now.
  `INSERT OR IGNORE INTO documents (name, value)
     SELECT 'feed_uuids', json_object('since', unixepoch() + 1)
     WHERE EXISTS (SELECT 1 FROM documents WHERE name = 'profile');`,

  // Events that Hermes posts of its sessions: the secret that signs them, and those of the last hour.
  `CREATE TABLE hermes_secret (id INTEGER PRIMARY KEY, secret TEXT NOT NULL) STRICT;
   CREATE TABLE hermes_events (id TEXT PRIMARY KEY, at REAL NOT NULL, ended INTEGER NOT NULL) STRICT, WITHOUT ROWID;
   CREATE INDEX hermes_events_by_time ON hermes_events (at);`,

  // Circles that the profile is in.
  `CREATE TABLE circles (
     id TEXT PRIMARY KEY,
     ticket INTEGER NOT NULL,
     -- When the circle is to be told how the profile stands; null if it knows.
     due_at REAL
   ) STRICT, WITHOUT ROWID;
   -- What they were told last, and how often the profile has joined one.
   CREATE TABLE circle_standing (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     revision INTEGER NOT NULL,
     reached TEXT NOT NULL,
     tickets INTEGER NOT NULL
   ) STRICT;`,
  // Stories of years and months, as their owner published them.
  `CREATE TABLE stories (
     -- A year or a month: 2026, 2026-11.
     period TEXT PRIMARY KEY,
     -- JSON: see src/contract/wrapped.ts.
     story TEXT NOT NULL,
     published_at REAL NOT NULL
   ) STRICT, WITHOUT ROWID;`,
]
