import { decodeStats } from '../../src/scan/checkpoint.ts'
import { decodeRecord } from '../../src/scan/stored-record.ts'
import type { CheckpointKey, CheckpointTable } from '../../src/storage/checkpoint-table.ts'
import type { RecordTable } from '../../src/storage/record-table.ts'

/** Rows read at a time: enough to be quick, few enough to need no memory. */
const PAGE_SESSIONS = 500

/** The stats of every checkpoint as a JSON array, read page by page as the reader asks for more. */
export function checkpointStream(checkpoints: CheckpointTable): ReadableStream<Uint8Array> {
  return arrayStream(
    (after) => checkpoints.page(after, PAGE_SESSIONS),
    ({ stats }) => decodeStats(stats),
  )
}

/** Every record as a JSON array, each with the history that it is of. */
export function recordStream(records: RecordTable): ReadableStream<Uint8Array> {
  return arrayStream(
    (after) => records.page(after, PAGE_SESSIONS),
    (row) => ({ history: row.source, ...decodeRecord(row) }),
  )
}

function arrayStream<Row extends CheckpointKey>(
  pageBehind: (after: CheckpointKey) => Row[],
  itemOf: (row: Row) => object,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: CheckpointKey = { source: '', session_id: '' }
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
