import { LaurelError } from '../../src/errors.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { type FinishedScan, scanHistory } from '../../src/scan/scan-history.ts'
import { database, MESSAGE_INDEX, reading, rootOf, TABLES } from '../snapshot/histories.ts'

export const PAGE = 1024
export const SESSIONS = 24

/** Sessions with interleaved messages, some of them longer than a page. */
export const madeWith = (
  index: string,
  messageCount: (at: number) => number | null = () => 6,
  sessions = SESSIONS,
) =>
  database((run) => {
    run(`PRAGMA page_size = ${PAGE}; ${TABLES}${index}`)
    for (let at = 0; at < sessions; at++) {
      const title = at % 3 === 0 ? `title ${at}`.repeat(9) : null
      const values = [`s${at}`, 'cli', 100 + at, title, messageCount(at)]
      run(
        'INSERT INTO sessions (id, source, started_at, title, message_count) VALUES (?, ?, ?, ?, ?)',
        values,
      )
    }
    for (let at = 0; at < 6 * sessions; at++) {
      const content = at % 31 === 0 ? 'error '.repeat(900) : `error ${at} `.repeat(5)
      const values = [`s${Math.floor(at / 9) % sessions}`, at % 2 ? 'user' : 'tool', content, 1000 + at]
      run('INSERT INTO messages (session_id, role, content, timestamp) VALUES (?, ?, ?, ?)', values)
    }
  })
export const made = madeWith(MESSAGE_INDEX)

export async function scan(bytes: Uint8Array, before?: FinishedScan): Promise<FinishedScan | LaurelError> {
  const known: [string, Checkpoint][] = (before?.known ?? []).map((each) => [each.stats.session_id, each])
  const request = { checkpoints: new Map(known), limit: 0, onProgress() {}, nextTurn: async () => {} }
  try {
    return await reading(bytes, (snapshot) => scanHistory(snapshot, request))
  } catch (error) {
    if (error instanceof LaurelError) return error
    throw error
  }
}

export const statsOf = ({ scanned }: FinishedScan) =>
  new Map(scanned.map(({ stats }) => [stats.session_id, stats]))

export async function damaged(
  page: number,
  change: (bytes: Uint8Array) => void = (bytes) => void bytes.fill(0xff),
  history = made,
) {
  const bytes = (await history).slice()
  change(bytes.subarray((page - 1) * PAGE, page * PAGE))
  return bytes
}

/** Returns the pages that the root of `messages` points to. */
export async function leaves(history: Promise<Uint8Array>): Promise<number[]> {
  const bytes = await history
  const root = await rootOf(bytes, 'messages')
  const page = new DataView(bytes.buffer, bytes.byteOffset + (root - 1) * PAGE, PAGE)
  const cells = Array.from({ length: page.getUint16(3) }, (_, cell) =>
    page.getUint32(page.getUint16(12 + 2 * cell)),
  )
  return [...cells, page.getUint32(8)]
}

export async function whole(history = made): Promise<FinishedScan> {
  const result = await scan(await history)
  if (result instanceof LaurelError) throw result
  return result
}

/** Returns the ids in warnings; null among them if there are others. */
export const warned = ({ meta }: FinishedScan) => new Set((meta.warnings ?? []).map(({ session }) => session))
