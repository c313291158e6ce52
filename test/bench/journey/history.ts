import { closeSync, openSync, writeSync } from 'node:fs'
import sqlite from 'node-sqlite3-wasm'
import { generateHistory } from '../../fixtures/history.ts'
import { Random } from '../../fixtures/random.ts'
import { SCHEMA } from '../../fixtures/state-schema.ts'
import { inTimeOrder } from '../../fixtures/time-order.ts'
import {
  BLOAT_BLOCK_BYTES,
  BLOAT_TABLE,
  INSERT_BLOAT,
  INSERT_MESSAGE,
  INSERT_SESSION,
  messageValues,
  sessionValues,
} from '../../fixtures/write-state-db.ts'

export const PAGE_BYTES = 4096

/** Sessions per GB of a history. */
const SESSIONS_PER_GB = 8_564 / 2.5
const MEAN_MESSAGES = 45
const TEXT_BYTES_PER_MESSAGE = 800
const ENDS_AT = Date.UTC(2026, 10, 21) / 1000
const DAYS = 700

/** SQLite's own index of the messages, maintained by a trigger like the agent's. */
const FULL_TEXT = `
  CREATE VIRTUAL TABLE messages_fts_words USING fts5(content, content = 'messages', content_rowid = 'id');
  CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
    INSERT INTO messages_fts_words (rowid, content) VALUES (new.id, new.content);
  END;
`
/** Nothing needs to be undone here, and each page is written once. */
const FOR_SPEED = 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;'

/** The figures of a written history. */
export interface Written {
  sessions: number
  messages: number
}

/**
 * Writes a state.db of about this size directly to disk with real SQLite, in the order in which an agent writes it:
 * messages with their full-text index and, in between, a table that stands in for all other indexes and fills the rest
 * of the size. The same size gives the same bytes.
 */
export function writeHistory(path: string, bytes: number, onProgress: (share: number) => void): Written {
  const sessions = Math.max(20, Math.round((bytes / 1e9) * SESSIONS_PER_GB))
  const history = generateHistory({
    ...{ seed: 'journey', sessions, endsAt: ENDS_AT, days: DAYS, chinese: 0.1 },
    ...{ meanMessages: MEAN_MESSAGES, textBytesPerMessage: TEXT_BYTES_PER_MESSAGE },
  })
  const written: Written = { sessions: 0, messages: 0 }
  const db = new sqlite.Database(path)
  try {
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}; ${FOR_SPEED} ${SCHEMA} ${FULL_TEXT} ${BLOAT_TABLE}`)
    const [session, message, block] = [INSERT_SESSION, INSERT_MESSAGE, INSERT_BLOAT].map((sql) =>
      db.prepare(sql),
    )
    const pageCount = db.prepare('PRAGMA page_count')
    const random = new Random('journey bloat')
    let [owed, perMessage] = [0, 0]
    db.exec('BEGIN')
    for (const next of inTimeOrder(history)) {
      if ('message' in next) {
        message?.run(messageValues(next.message))
        written.messages++
        for (owed += perMessage; owed >= 1; owed--) block?.run([random.bytes(BLOAT_BLOCK_BYTES)])
      } else {
        session?.run(sessionValues(next.session.row))
        written.sessions++
        // The stand-in makes up the difference to what a history of this size would have by now.
        const pages = Number(pageCount.get()?.page_count)
        perMessage = Math.max(0, (bytes * written.sessions) / sessions / PAGE_BYTES - pages) / MEAN_MESSAGES
        onProgress(written.sessions / sessions)
      }
    }
    db.exec('COMMIT')
    for (const statement of [session, message, block, pageCount]) statement?.finalize()
  } finally {
    db.close()
  }
  markVersion(path, WAL_VERSION)
  return written
}

/** Opens a history written here for changes. `work` receives it in a transaction. */
export function changeHistory(path: string, work: (db: InstanceType<typeof sqlite.Database>) => void): void {
  // A log needs shared memory, which this build of SQLite does not support.
  markVersion(path, ROLLBACK_VERSION)
  const db = new sqlite.Database(path)
  try {
    db.exec(`${FOR_SPEED} BEGIN`)
    work(db)
    db.exec('COMMIT')
  } finally {
    db.close()
  }
  markVersion(path, WAL_VERSION)
}

/** Write and read version: SQLite file format, section 1.3.3. Agents' files have the one of a write-ahead log. */
const [ROLLBACK_VERSION, WAL_VERSION] = [1, 2]
const VERSION_OFFSET = 18

function markVersion(path: string, version: number): void {
  const file = openSync(path, 'r+')
  writeSync(file, Uint8Array.of(version, version), 0, 2, VERSION_OFFSET)
  closeSync(file)
}
