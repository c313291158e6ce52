import { decodeStats } from '../../src/scan/checkpoint.ts'
import { decodeRecord } from '../../src/sessions/stored-record.ts'
import type { CheckpointTable } from '../../src/storage/checkpoint-table.ts'
import type { RecordTable } from '../../src/storage/record-table.ts'
import { sourceOfPart } from '../../src/storage/source-parts.ts'

/** Rows per page: enough to be fast, few enough to need little memory. */
const PAGE_SESSIONS = 500

/** Returns the stats of every checkpoint as a JSON array, read page by page on demand. */
export function checkpointStream(checkpoints: CheckpointTable): ReadableStream<Uint8Array> {
  return arrayStream(
    { source: '', session_id: '' },
    (after) => checkpoints.page(after, PAGE_SESSIONS),
    ({ stats }) => decodeStats(stats),
  )
}

/** Returns every record as a JSON array, each with its history; read page by page on demand. */
export function recordStream(records: RecordTable): ReadableStream<Uint8Array> {
  return arrayStream(
    { history: '', session_id: '' },
    (after) => records.page(after, PAGE_SESSIONS),
    (row) => ({ history: sourceOfPart(row.history), ...decodeRecord(row) }),
  )
}

/** `first`: a key that sorts before all others. */
function arrayStream<Key, Row extends Key>(
  first: Key,
  pageBehind: (after: Key) => Row[],
  itemOf: (row: Row) => object,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after = first
  let separator = '['
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const page = pageBehind(after)
      const last = page.at(-1)
      if (!last) {
        controller.enqueue(encoder.encode(separator === '[' ? '[]' : ']'))
        controller.close()
        return
      }
      after = last
      const items = page.map((row) => JSON.stringify(itemOf(row)))
      controller.enqueue(encoder.encode(separator + items.join(',')))
      separator = ','
    },
  })
}
