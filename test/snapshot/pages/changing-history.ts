import type { Random } from '../../fixtures/random.ts'
import { SCHEMA_STEPS } from '../../fixtures/schema-steps.ts'
import { type OpenDatabase, type WalPair, writing } from '../wal-pairs.ts'

/** Other trees, whose pages come and go among those of the history. One has rows just like those of messages. */
const OTHERS = `
  CREATE TABLE junk (id INTEGER PRIMARY KEY, block BLOB);
  CREATE INDEX junk_blocks ON junk (substr(block, 1, 100))`
const ARCHIVE = 'id INTEGER PRIMARY KEY, session_id, role, content, a, b, c, timestamp REAL'
const COLUMNS = { archive: 8, messages: 12 }

const WORDS = ['harbour', 'lantern', 'orchard', 'Ünïcödé', 'gravel', 'thistle', '  \n ', 'ember', '漢字']

/** Writes a history as agents do, and as they don't, and returns its files after each of some steps. */
export function changingHistory(random: Random, steps: number): WalPair[] {
  const pageSize = random.chance(0.1) ? random.pick([512, 1024, 8192, 65_536]) : 4096
  return writing((database) => {
    const history = new ChangingHistory(database, random)
    return Array.from({ length: steps }, () => history.step())
  }, pageSize)
}

class ChangingHistory {
  readonly #database: OpenDatabase
  readonly #random: Random
  readonly #flagged: boolean
  readonly #usage: boolean
  #session = 0
  #time = 1_780_000_000

  constructor(database: OpenDatabase, random: Random) {
    this.#database = database
    this.#random = random
    const version = random.chance(0.6) ? SCHEMA_STEPS.length : random.int(1, SCHEMA_STEPS.length)
    const sql = SCHEMA_STEPS.slice(0, version)
    this.#flagged = sql.some((step) => step.sql.includes('active INTEGER'))
    this.#usage = sql.some((step) => step.sql.includes('CREATE TABLE session_model_usage'))
    database.run('PRAGMA foreign_keys = OFF')
    database.run(`PRAGMA secure_delete = ${random.pick(['ON', 'OFF', 'FAST'])}`)
    if (random.chance(0.1)) database.run(`PRAGMA auto_vacuum = ${random.int(1, 2)}; VACUUM`)
    for (const step of sql) database.run(step.sql)
    database.run(OTHERS)
    const added = sql.flatMap((step) => step.sql.match(/TABLE messages ADD/g) ?? []).length
    const columns = Array.from({ length: COLUMNS.messages - COLUMNS.archive + added }, (_, at) => `more${at}`)
    database.run(`CREATE TABLE archive (${[ARCHIVE, ...columns].join(', ')})`)
    if (random.chance(0.1)) database.run('DROP INDEX idx_messages_session')
    if (random.chance(0.2)) this.#jump()
    const sessions = random.pick([2, 20, 20, 60, 200])
    database.run('BEGIN')
    for (let at = 0; at < sessions; at++) this.#begin()
    database.run('COMMIT')
  }

  /** Changes something, and returns the files. */
  step(): WalPair {
    const random = this.#random
    for (let left = random.pick([0, 1, 1, 1, 2, 5]); left > 0; left--) {
      const undone = random.chance(0.05)
      if (undone) this.#run('BEGIN')
      this.#change(undone)
      if (undone) this.#run('ROLLBACK')
    }
    if (random.chance(0.7))
      this.#run(`PRAGMA wal_checkpoint(${random.pick(['PASSIVE', 'RESTART', 'TRUNCATE'])})`)
    return this.#database.pair()
  }

  #change(undone: boolean): void {
    const random = this.#random
    const some = () => random.int(1, 6)
    const { session, message, range } = this.#places()
    random.weighted<() => void>([
      [() => this.#begin(), 8],
      [() => this.#append(this.#pickSession(), some()), 8],
      [() => this.#remove(session), 3],
      [() => this.#run(`DELETE FROM messages WHERE ${range}`), 3],
      [() => this.#run('DELETE FROM messages'), 0.3],
      [() => this.#run(`DELETE FROM messages WHERE ${message}`), 2],
      [() => this.#prune(), 0.5],
      [() => this.#overwrite('messages', 'content', message), 6],
      [() => this.#overwrite('sessions', 'system_prompt', session), 3],
      [() => this.#overwrite('sessions', 'title', session), 4],
      [() => this.#overwrite('sessions', 'model', session), 2],
      [() => this.#set('messages', 'content', message), 2],
      [() => this.#set('sessions', 'title', session), 3],
      [() => this.#set('sessions', 'system_prompt', session), 2],
      [() => this.#set('sessions', 'model_config', session), 1],
      [() => this.#run(`UPDATE sessions SET input_tokens = input_tokens + 1 WHERE ${session}`), 2],
      [() => this.#run(`UPDATE sessions SET title = NULL WHERE ${session}`), 2],
      [() => this.#run(`UPDATE messages SET timestamp = timestamp + 1 WHERE ${message}`), 2],
      [() => this.#run(`UPDATE messages SET role = 'tool' WHERE ${message}`), 1],
      [() => this.#flag(message), 5],
      [() => this.#spend(), 5],
      [
        () =>
          this.#run(
            `UPDATE OR IGNORE messages SET session_id = (SELECT id FROM sessions LIMIT 1) WHERE ${message}`,
          ),
        1,
      ],
      [() => this.#run(`UPDATE OR IGNORE messages SET id = id + 1000 WHERE ${message}`), 1],
      [() => this.#run(`UPDATE OR IGNORE sessions SET rowid = rowid + 1000 WHERE ${session}`), 1],
      [() => this.#run(`REPLACE INTO messages SELECT * FROM messages WHERE ${range}`), 1],
      [() => this.#run(`REPLACE INTO sessions SELECT * FROM sessions WHERE ${session}`), 1],
      [() => this.#archive(range), 2],
      [() => this.#junk(), 8],
      [() => this.#jump(), 0.5],
      [() => this.#run('VACUUM'), undone ? 0 : 0.3],
      [() => this.#run('REINDEX'), 0.5],
      [() => this.#run('PRAGMA incremental_vacuum(3)'), 0.5],
      [() => this.#run(`ALTER TABLE sessions ADD COLUMN c${random.int(0, 999_999)} TEXT DEFAULT 'x'`), 0.3],
      [() => this.#run('DROP INDEX IF EXISTS junk_blocks'), 0.2],
    ])()
  }

  /** Returns conditions on a session, on a message, and on a run of messages. */
  #places(): Record<'session' | 'message' | 'range', string> {
    const one = (table: string) =>
      `rowid = (SELECT rowid FROM ${table} LIMIT 1 OFFSET ${this.#random.int(0, 400)} % max(1, (SELECT count(*) FROM ${table})))`
    const from = `(SELECT rowid FROM messages LIMIT 1 OFFSET ${this.#random.int(0, 300)})`
    const range = `rowid >= ${from} AND rowid <= ${from} + ${this.#random.pick([3, 30, 100])}`
    return { session: one('sessions'), message: one('messages'), range }
  }

  #begin(): void {
    const random = this.#random
    const id = `s${this.#session++}${random.chance(0.01) ? 'x'.repeat(800) : ''}`
    this.#time += random.int(1, 1000)
    this.#run('INSERT INTO sessions (id, source, system_prompt, started_at, title) VALUES (?, ?, ?, ?, ?)', [
      id,
      'cli',
      random.chance(0.3) ? this.#text() : null,
      this.#time,
      random.chance(0.5) ? `${this.#text().slice(0, 60)} ${id}` : null,
    ])
    this.#append(id, random.int(0, 12))
  }

  #append(id: string, messages: number): void {
    const random = this.#random
    for (let left = messages; left > 0; left--) {
      this.#time += random.int(0, 5)
      this.#run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', [
        id,
        random.pick(['user', 'assistant', 'tool']),
        random.chance(0.02) ? null : this.#text(),
        this.#time,
      ])
    }
  }

  #remove(session: string): void {
    this.#run(`DELETE FROM messages WHERE session_id = (SELECT id FROM sessions WHERE ${session})`)
    this.#run(`DELETE FROM sessions WHERE ${session}`)
  }

  #prune(): void {
    const oldest = `SELECT id FROM sessions ORDER BY started_at LIMIT ${this.#random.int(1, 10)}`
    this.#run(`DELETE FROM messages WHERE session_id IN (${oldest})`)
    this.#run(`DELETE FROM sessions WHERE id IN (${oldest})`)
  }

  /** Changes a few characters, so that SQLite overwrites the row in place. */
  #overwrite(table: string, column: string, where: string): void {
    const at = this.#random.pick([1, 1, 10, 600, 4000, 9000])
    const changed = `substr(${column}, 1, ${at - 1}) || '${this.#random.pick(['#', '~', '%'])}' || substr(${column}, ${at + 1})`
    this.#run(
      `UPDATE OR IGNORE ${table} SET ${column} = ${changed} WHERE ${where} AND length(${column}) > ${at}`,
    )
  }

  #set(table: string, column: string, where: string): void {
    this.#run(`UPDATE OR IGNORE ${table} SET ${column} = ? WHERE ${where}`, [this.#text()])
  }

  #flag(message: string): void {
    if (!this.#flagged) return
    this.#run(`UPDATE messages SET active = ${this.#random.pick(['0', '1', '1 - active'])} WHERE ${message}`)
  }

  #spend(): void {
    if (!this.#usage) return
    const random = this.#random
    this.#run(`REPLACE INTO session_model_usage (session_id, model, input_tokens) VALUES (?, ?, ?)`, [
      this.#pickSession(),
      random.chance(0.02) ? this.#text() : random.pick(['a', 'b']),
      random.int(0, 9),
    ])
    if (random.chance(0.2))
      this.#run(`DELETE FROM session_model_usage WHERE session_id = ?`, [this.#pickSession()])
  }

  /** Moves rows to a table where they look the same. */
  #archive(range: string): void {
    const [from, to] = this.#random.pick([
      ['messages', 'archive'],
      ['archive', 'messages'],
    ] as const)
    this.#run(`INSERT OR IGNORE INTO ${to} SELECT * FROM ${from} WHERE ${range}`)
    this.#run(`DELETE FROM ${from} WHERE ${range}`)
  }

  #junk(): void {
    const random = this.#random
    const size = random.pick([10, 300, 4000, 20_000])
    if (random.chance(0.6)) this.#run(`INSERT INTO junk (block) VALUES (randomblob(${size}))`)
    else if (random.chance(0.5)) this.#run(`DELETE FROM junk WHERE id % ${random.int(2, 5)} = 0`)
    else this.#run(`UPDATE junk SET block = randomblob(length(block)) WHERE id % 3 = ${random.int(0, 2)}`)
  }

  /** Lets the numbers of later messages take nine bytes, so that trees are deeper. */
  #jump(): void {
    this.#run(
      `INSERT OR IGNORE INTO messages (id, session_id, role, timestamp) VALUES (?, 's0', 'user', 1)`,
      [this.#random.pick([-5n, 2n ** 40n, 2n ** 62n + BigInt(this.#random.int(0, 99))])],
    )
  }

  #pickSession(): string {
    return `s${this.#random.int(0, this.#session)}`
  }

  #text(): string {
    const random = this.#random
    const words = random.pick([1, 3, 10, 10, 40, 300, random.int(400, 3000)])
    return Array.from({ length: words }, () => random.pick(WORDS)).join(' ')
  }

  #run(sql: string, values?: Parameters<OpenDatabase['run']>[1]): void {
    this.#database.run(sql, values)
  }
}
