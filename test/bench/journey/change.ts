import { generateHistory } from '../../fixtures/history.ts'
import { Random } from '../../fixtures/random.ts'
import { BLOAT_BLOCK_BYTES, INSERT_MESSAGE, messageValues } from '../../fixtures/write-state-db.ts'
import { type Differences, differences } from './differences.ts'
import { changeHistory } from './history.ts'

/** Share that changes, of the sessions and of the pages of the file. */
const CHANGED_SHARE = 1 / 100
/** Of the sessions that continue, this share are the newest ones; the others are spread over the whole history. */
const NEWEST_SHARE = 1 / 2
/** Of the rewritten index blocks, one in this many lies apart; the others are adjacent, as a merge leaves them. */
const APART_EVERY = 50
const MESSAGES_MORE = 6
/** Growing an index splits pages; the pages still missing are changed in at most this many rounds. */
const ROUNDS_MAX = 10

export interface Change extends Differences {
  /** Ids of the sessions that continued. */
  sessions: ReadonlySet<string>
}

/**
 * Changes one page in a hundred as an agent does: one session in a hundred continues, and parts of the index are
 * rewritten.
 * @param before a copy of the unchanged file
 */
export function changeSome(path: string, before: string): Change {
  let [sessions, blockCount] = [new Set<string>(), 0]
  changeHistory(path, (db) => {
    const newestFirst = db.all('SELECT id FROM sessions ORDER BY started_at DESC').map(({ id }) => String(id))
    blockCount = Number(db.get('SELECT max(id) AS count FROM messages_fts_data')?.count ?? 0)
    sessions = resumed(newestFirst)
    const latest = Number(db.get('SELECT max(timestamp) AS latest FROM messages')?.latest)
    const [insert, update] = [db.prepare(INSERT_MESSAGE), db.prepare(GOES_ON)]
    for (const [id, messages] of continuations([...sessions], latest)) {
      for (const message of messages) insert.run(messageValues(message))
      update.run([messages.length, messages.at(-1)?.timestamp ?? latest, id])
    }
    for (const statement of [insert, update]) statement.finalize()
  })
  const random = new Random('journey change')
  let firstBlock = Math.round(blockCount * 0.4)
  for (let round = 1; ; round++) {
    const found = differences(before, path)
    const wanted = Math.ceil(found.pagesInAll * CHANGED_SHARE) - found.pages
    if (wanted <= 0 || round > ROUNDS_MAX) return { ...found, sessions }
    changeHistory(path, (db) => {
      const update = db.prepare('UPDATE messages_fts_data SET block = ? WHERE id = ?')
      for (let block = 0; block < wanted; block++) {
        const isApart = block % APART_EVERY === APART_EVERY - 1
        const id = isApart ? random.int(1, blockCount) : firstBlock++
        update.run([random.bytes(BLOAT_BLOCK_BYTES), id])
      }
      update.finalize()
    })
  }
}

const GOES_ON = 'UPDATE sessions SET message_count = message_count + ?, ended_at = ? WHERE id = ?'

function resumed(newestFirst: readonly string[]): Set<string> {
  const count = Math.max(2, Math.round(newestFirst.length * CHANGED_SHARE))
  const newest = newestFirst.slice(0, Math.round(count * NEWEST_SHARE))
  const others = newestFirst.slice(newest.length)
  const step = others.length / (count - newest.length)
  const spread = others.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
  return new Set([...newest, ...spread])
}

/** Yields further messages for each of these sessions, after all others: those of another history. */
function* continuations(ids: readonly string[], latest: number) {
  const later = generateHistory({
    ...{ seed: 'journey later', sessions: ids.length, endsAt: latest + 2 * 86_400, days: 1 },
    ...{ meanMessages: MESSAGES_MORE, textBytesPerMessage: 800 },
  })
  let at = 0
  for (const { messages } of later.sessions()) {
    const id = ids[at++]
    if (id === undefined) return
    yield [
      id,
      messages.map((message, index) => ({ ...message, session_id: id, timestamp: latest + at + index })),
    ] as const
  }
}
