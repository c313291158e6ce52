import type { Random } from '../../fixtures/random.ts'
import type { Column, TableName } from './contents.ts'
import { type Placed, plainTable, type Variant } from './write.ts'

const PAGE_SIZES = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536]
const VACUUMS = [0, 1, 2] as const

/** Only of the messages. */
const ofMessages =
  (change: (columns: readonly Column[]) => Column[]): NonNullable<Variant['columns']> =>
  (columns, table) =>
    table === 'messages' ? change(columns) : [...columns]

const redeclared =
  (table: TableName, name: string, declared: string): NonNullable<Variant['columns']> =>
  (columns, of) =>
    columns.map((column) => (of === table && column.name === name ? { name, declared } : column))

const extra = (count: number, declared = 'TEXT'): Column[] =>
  Array.from({ length: count }, (_, at) => ({ name: `extra_${at}`, declared }))

const quotedWith =
  (begin: string, end: string): NonNullable<Variant['columns']> =>
  (columns) =>
    columns.map(({ name, declared }) => ({ name: begin + name + end, declared }))

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random.float() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

const layouts: Variant[] = PAGE_SIZES.flatMap((pageSize) =>
  VACUUMS.map((autoVacuum) => ({
    name: `pages of ${pageSize} bytes, auto_vacuum ${autoVacuum}`,
    pageSize,
    autoVacuum,
  })),
)

const encodings: Variant[] = ['UTF-16le', 'UTF-16be'].flatMap((encoding) =>
  [512, 4096, 65_536].map((pageSize) => ({
    name: `${encoding}, pages of ${pageSize} bytes`,
    pageSize,
    first: `PRAGMA encoding = '${encoding}'`,
  })),
)

const reservations: Variant[] = [
  [512, 1],
  [512, 32],
  [1024, 12],
  [1024, 255],
  [4096, 8],
  [4096, 32],
  [4096, 255],
  [65_536, 100],
].map(([pageSize = 0, reserved = 0]) => ({
  name: `pages of ${pageSize} bytes, ${reserved} of them reserved`,
  pageSize,
  reserved,
}))

/** A column of type ANY may contain any value, unchanged. */
const strict: Variant[] = [512, 4096].map((pageSize) => ({
  name: `STRICT tables, pages of ${pageSize} bytes`,
  pageSize,
  columns: (columns) =>
    columns.map(({ name, declared }) => ({
      name,
      declared: declared.includes('INTEGER PRIMARY KEY') ? declared : declared.replace(/^\w*/, 'ANY'),
    })),
  create: (table, columns) => `${plainTable(table, columns)} STRICT`,
}))

const columns: Variant[] = [
  { name: 'columns the other way round', columns: (all) => all.toReversed() },
  { name: 'columns by name', columns: (all) => all.toSorted((a, b) => (a.name < b.name ? -1 : 1)) },
  { name: '500 columns behind', columns: (all) => [...all, ...extra(500)] },
  { name: '900 columns before', columns: (all) => [...extra(900), ...all] },
  {
    name: 'columns with defaults before and between',
    columns: (all) => all.flatMap((column, at) => [{ name: `d${at}`, declared: `TEXT DEFAULT 'x'` }, column]),
  },
  { name: 'names in double quotes', columns: quotedWith('"', '"') },
  { name: 'names in brackets', columns: quotedWith('[', ']') },
  { name: 'names in backticks', columns: quotedWith('`', '`') },
  {
    name: 'names in capitals',
    columns: (all) => all.map(({ name, declared }) => ({ name: name.toUpperCase(), declared })),
    create: (table, all) => plainTable(table, all).replace(table, table.toUpperCase()),
  },
  { name: 'no declared types', columns: (all) => all.map(({ name }) => ({ name, declared: '' })) },
  {
    name: 'columns named rowid and _rowid_',
    columns: ofMessages((all) => [
      ...all,
      ...['rowid', '_rowid_'].map((name) => ({ name, declared: 'TEXT' })),
    ]),
  },
  {
    name: 'a column named oid before the others',
    columns: (all) => [{ name: 'oid', declared: 'INTEGER DEFAULT 7' }, ...all],
  },
  {
    name: 'generated columns, computed when they are read',
    columns: ofMessages((all) => [{ name: 'made', declared: `TEXT AS ('x' || id)` }, ...all]),
  },
  {
    name: 'generated columns that are stored',
    columns: ofMessages((all) => [{ name: 'made', declared: `TEXT AS ('x' || timestamp) STORED` }, ...all]),
  },
  {
    name: 'a column added when some rows were there',
    late: { table: 'messages', name: 'tool_name', declared: 'TEXT', before: null },
  },
  {
    name: 'a column added with a default when some rows were there',
    late: { table: 'messages', name: 'role', declared: `TEXT DEFAULT 'user'`, before: 'user' },
  },
  {
    name: 'titles added when some sessions were there',
    late: { table: 'sessions', name: 'title', declared: 'TEXT', before: null },
  },
  {
    name: 'columns dropped',
    columns: (all) => [...extra(2, `TEXT DEFAULT 'gone'`), ...all],
    last: ['sessions', 'messages']
      .flatMap((table) => [0, 1].map((at) => `ALTER TABLE ${table} DROP COLUMN extra_${at};`))
      .join('\n'),
  },
  {
    name: 'columns and tables renamed',
    last: `ALTER TABLE messages RENAME TO talk; ALTER TABLE talk RENAME TO messages;
      ALTER TABLE messages RENAME COLUMN content TO body; ALTER TABLE messages RENAME COLUMN body TO content;`,
  },
  {
    name: 'a table made in many lines, with comments',
    create: (table, all) =>
      `CREATE TABLE\n ${table} -- ${table}\n(\n${all
        .map(({ name, declared }) => `  ${name}\t${declared} /* , */`)
        .join(',\n')}\n)`,
  },
]

const ids: Variant[] = [
  { name: 'ids that are text', columns: redeclared('messages', 'id', 'TEXT PRIMARY KEY'), id: paddedId },
  { name: 'ids of type INT, which number no rows', columns: redeclared('messages', 'id', 'INT PRIMARY KEY') },
  {
    name: 'ids INTEGER PRIMARY KEY DESC, which number no rows',
    columns: redeclared('messages', 'id', 'INTEGER PRIMARY KEY DESC'),
  },
  { name: 'ids without a key', columns: redeclared('messages', 'id', 'INTEGER') },
  { name: 'ids without a type', columns: redeclared('messages', 'id', '') },
  { name: 'ids of type NUMERIC', columns: redeclared('messages', 'id', 'NUMERIC PRIMARY KEY') },
  { name: 'ids of type BLOB', columns: redeclared('messages', 'id', 'BLOB PRIMARY KEY') },
  { name: 'negative ids', id: (id) => id - 1_000_000 },
  { name: 'ids around zero', id: (id) => id - 500 },
  // As text, which the column converts to a number: JavaScript's own numbers end before.
  { name: 'ids from the least that there is', id: (id) => String(BigInt(id) - 2n ** 63n) },
  { name: 'ids up to the greatest that there is', id: (id) => String(2n ** 63n - 1_000_000n + BigInt(id)) },
  { name: 'ids far apart', id: (id) => id * 1_000_003 },
  { name: 'ids across 2^53', id: (id) => String(2n ** 53n - 700n + BigInt(id)) },
  { name: 'sessions without a key', columns: redeclared('sessions', 'id', 'TEXT') },
]

function paddedId(id: number): string {
  return `m${String(id).padStart(12, '0')}`
}

const BY_TIME = 'messages(session_id, timestamp)'
const indexes: Variant[] = [
  { name: 'no index', indexes: '' },
  { name: 'an index downwards', indexes: 'CREATE INDEX i ON messages(session_id DESC, timestamp DESC)' },
  { name: 'an index downwards in time', indexes: 'CREATE INDEX i ON messages(session_id, timestamp DESC)' },
  { name: 'a partial index', indexes: `CREATE INDEX i ON ${BY_TIME} WHERE role = 'user'` },
  {
    name: 'an index of all that is not NULL',
    indexes: `CREATE INDEX i ON ${BY_TIME} WHERE content IS NOT NULL`,
  },
  { name: 'an index by an expression', indexes: 'CREATE INDEX i ON messages(lower(session_id), timestamp)' },
  {
    name: 'a covering index',
    indexes: 'CREATE INDEX i ON messages(session_id, timestamp, id, role, tool_name)',
  },
  { name: 'an index by session alone', indexes: 'CREATE INDEX i ON messages(session_id)' },
  { name: 'an index by time alone', indexes: 'CREATE INDEX i ON messages(timestamp, session_id)' },
  {
    name: 'an index without case',
    indexes: `CREATE INDEX i ON messages(session_id COLLATE NOCASE, timestamp)`,
  },
  { name: 'an oddly named index', indexes: `CREATE INDEX "a ""b"" (session_id=?) 'c'" ON ${BY_TIME}` },
  {
    name: 'several indexes',
    indexes: `CREATE INDEX a ON messages(session_id, id); CREATE INDEX b ON ${BY_TIME};
      CREATE INDEX c ON messages(session_id, role, timestamp); CREATE INDEX d ON messages(role)`,
  },
  { name: 'a unique index', indexes: 'CREATE UNIQUE INDEX i ON messages(session_id, timestamp, id)' },
  {
    name: 'absurd statistics',
    indexes: `CREATE INDEX i ON ${BY_TIME}; CREATE INDEX j ON messages(role)`,
    last: `ANALYZE; UPDATE sqlite_stat1 SET stat = '1000000 1000000 1000000' WHERE idx = 'i';
      UPDATE sqlite_stat1 SET stat = '1 1' WHERE idx = 'j'`,
  },
]

const JUNK = 'CREATE TABLE junk (id INTEGER PRIMARY KEY, block BLOB)'
const places: Variant[] = [
  {
    name: 'other rows between, and deleted',
    first: JUNK,
    between: (at) => (at % 3 === 0 ? 'INSERT INTO junk (block) VALUES (randomblob(700))' : null),
    last: 'DELETE FROM junk WHERE id % 2; DROP TABLE junk',
  },
  {
    name: 'messages that were deleted between',
    pageSize: 1024,
    between: (at) =>
      at % 4 === 0
        ? `INSERT INTO messages (id, session_id, role, timestamp, content)
             VALUES (900000 + ${at}, 'gone', 'user', 1, hex(zeroblob(300)))`
        : null,
    last: `DELETE FROM messages WHERE session_id = 'gone'`,
  },
  {
    name: 'secure_delete',
    first: `PRAGMA secure_delete = ON; ${JUNK}`,
    between: (at) => (at % 5 === 0 ? 'INSERT INTO junk (block) VALUES (zeroblob(900))' : null),
    last: 'DELETE FROM junk',
  },
  {
    name: 'an incremental vacuum',
    autoVacuum: 2,
    first: JUNK,
    between: (at) => (at % 2 === 0 ? 'INSERT INTO junk (block) VALUES (zeroblob(3000))' : null),
    last: 'DROP TABLE junk; PRAGMA incremental_vacuum(40)',
  },
  {
    name: 'rows written in any order',
    order: (rows, random) => [
      ...rows.filter(({ table }) => table !== 'messages'),
      ...shuffled(
        rows.filter(({ table }) => table === 'messages'),
        random,
      ),
    ],
  },
  {
    name: 'sessions written behind their messages',
    order: (rows) => rows.toSorted((a, b) => Number(a.table === 'sessions') - Number(b.table === 'sessions')),
  },
  { name: 'each session written before its messages', order: (rows) => bySession(rows) },
  {
    name: 'rows that grew and shrank',
    pageSize: 512,
    last: `UPDATE messages SET content = content || hex(zeroblob(2000)) WHERE typeof(content) = 'text' AND id % 3 = 0
        AND instr(content, char(0)) = 0;
      UPDATE messages SET content = substr(content, 1, length(content) - 4000)
        WHERE typeof(content) = 'text' AND id % 3 = 0 AND instr(content, char(0)) = 0`,
  },
  { name: 'a vacuum at last', last: 'VACUUM' },
  {
    name: 'many other tables before',
    first: Array.from({ length: 120 }, (_, at) => `CREATE TABLE t${at} (a TEXT, b TEXT DEFAULT 'x');`).join(
      '\n',
    ),
  },
  {
    name: 'views and triggers beside',
    last: `CREATE VIEW v AS SELECT * FROM nowhere; CREATE VIEW session AS SELECT id FROM sessions;
      CREATE TRIGGER r AFTER INSERT ON messages BEGIN DELETE FROM sessions; END`,
  },
  { name: 'an application id', last: 'PRAGMA application_id = 252006675; PRAGMA user_version = -7' },
]

/** Messages of sessions that are missing come last. */
function bySession(rows: readonly Placed[]): Placed[] {
  const sessions = rows.filter(({ table }) => table === 'sessions')
  const places = new Map(sessions.map(({ values }, at) => [values.get('id'), at]))
  const place = ({ table, values }: Placed) =>
    places.get(values.get(table === 'sessions' ? 'id' : 'session_id')) ?? sessions.length
  return rows.toSorted((a, b) => place(a) - place(b))
}

/** Files with the same content in different forms. */
export const VARIANTS: readonly Variant[] = [
  ...layouts,
  ...encodings,
  ...reservations,
  ...strict,
  ...columns,
  ...ids,
  ...indexes,
  ...places,
]

const ACTIVE_INDEX = 'CREATE INDEX idx_messages_session_active ON messages(session_id, active, timestamp);'

/** Variants of a history whose messages have `active`. */
export const TODAY_VARIANTS: readonly Variant[] = [
  {
    name: 'active added when some messages were there',
    late: { table: 'messages', name: 'active', declared: 'INTEGER NOT NULL DEFAULT 1', before: 1 },
  },
  {
    name: 'compacted added when some messages were there',
    late: { table: 'messages', name: 'compacted', declared: 'INTEGER NOT NULL DEFAULT 0', before: 0 },
  },
  {
    name: 'archived added when some sessions were there',
    late: { table: 'sessions', name: 'archived', declared: 'INTEGER NOT NULL DEFAULT 0', before: 0 },
  },
  { name: 'the index of live messages alone', indexes: ACTIVE_INDEX },
  {
    name: 'all indexes that Hermes makes',
    indexes: `CREATE INDEX idx_messages_session ON messages(session_id, timestamp);
      CREATE INDEX idx_messages_session_id ON messages(session_id, id); ${ACTIVE_INDEX}
      CREATE INDEX idx_messages_assistant_calls_by_session ON messages(session_id)
        WHERE role = 'assistant' AND tool_calls IS NOT NULL;
      CREATE INDEX idx_messages_active_null ON messages(active) WHERE active IS NULL;
      CREATE INDEX idx_session_model_usage_session ON session_model_usage(session_id);
      CREATE INDEX idx_session_model_usage_model ON session_model_usage(model);`,
  },
  {
    name: 'an index of live messages that others lack',
    indexes: 'CREATE INDEX i ON messages(session_id, active, timestamp) WHERE active = 1',
  },
  { name: 'an index by active first', indexes: 'CREATE INDEX i ON messages(active, session_id, timestamp)' },
  {
    name: 'an index of live messages downwards',
    indexes: 'CREATE INDEX i ON messages(session_id, active DESC, timestamp DESC)',
  },
]
