import type { ByteSource } from './byte-source.ts'
import { PageOverlay } from './page-overlay.ts'
import { checkFrame, FRAME_HEADER_BYTES, framePageOffset, type WalIndex } from './wal.ts'

/**
 * A database as it is after the last commit in its write-ahead log: each page from its latest frame, or from the main
 * file if it has none. It may be larger or smaller than the main file. A frame that was overwritten since the log was
 * read is an error: `snapshot_replaced`.
 */
export class WalOverlay extends PageOverlay {
  /** The pages that the log has, counted from 1. */
  readonly logged: Iterable<number>
  /** What the log changes. */
  readonly index: WalIndex

  constructor(main: ByteSource, wal: ByteSource, index: WalIndex) {
    const { pageSize, pageCount, frames } = index
    super(main, wal, {
      pageSize,
      pageCount,
      offsetOf(page) {
        const frame = frames.get(page)
        return frame === undefined ? undefined : framePageOffset(frame, pageSize)
      },
      head: { size: FRAME_HEADER_BYTES, check: (head, page) => checkFrame(head, page, index) },
    })
    this.index = index
    this.logged = [...frames.keys()].filter((page) => page <= pageCount)
  }
}
