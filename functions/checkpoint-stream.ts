import { decodeStats } from '../src/scan/checkpoint.ts'
import type { CheckpointTable } from '../src/storage/checkpoint-table.ts'

/** Checkpoints read at a time: enough to be quick, few enough to need no memory. */
const PAGE_SESSIONS = 500

/** The stats of every checkpoint as a JSON array, read page by page as the reader asks for more. */
export function checkpointStream(checkpoints: CheckpointTable): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after = { source: '', session_id: '' }
  let separator = '['
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const page = checkpoints.page(after, PAGE_SESSIONS)
      const last = page.at(-1)
      if (!last) {
        controller.enqueue(encoder.encode(separator === '[' ? '[]' : ']'))
        controller.close()
        return
      }
      after = last
      const rows = page.map(({ stats }) => JSON.stringify(decodeStats(stats)))
      controller.enqueue(encoder.encode(separator + rows.join(',')))
      separator = ','
    },
  })
}
