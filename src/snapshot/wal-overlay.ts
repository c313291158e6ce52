import type { ByteSource } from './byte-source.ts'
import { PageOverlay } from './page-overlay.ts'
import { framePageOffset, type WalIndex } from './wal.ts'

/**
 * A database as it is after the last commit in its write-ahead log: each page from its latest frame, or from
 * the main file when it has none. It may be larger or smaller than the main file.
 */
export class WalOverlay extends PageOverlay {
  constructor(main: ByteSource, wal: ByteSource, { pageSize, pageCount, frames }: WalIndex) {
    super(main, wal, {
      pageSize,
      pageCount,
      offsetOf(page) {
        const frame = frames.get(page)
        return frame === undefined ? undefined : framePageOffset(frame, pageSize)
      },
    })
  }
}
