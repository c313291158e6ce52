import type { BlobReader } from '../../src/browser/blob-source.ts'
import { scanChosen } from '../../src/browser/scan-chosen.ts'
import type { FinishedScan } from '../../src/scan/scan-history.ts'
import { compileSqliteOnNode } from '../../src/snapshot/node.ts'

/** A file whose bytes can be read at once, as in a browser's worker. */
class KnownFile extends File {
  readonly known: Uint8Array<ArrayBuffer>

  constructor(name: string, content: Uint8Array) {
    const known = new Uint8Array(content)
    super([known], name)
    this.known = known
  }

  override slice(begin = 0, end = this.size): KnownFile {
    return new KnownFile(this.name, this.known.subarray(begin, end))
  }
}

const reader: BlobReader = {
  readAsArrayBuffer(blob) {
    if (!(blob instanceof KnownFile)) throw new Error('It is a file of another kind.')
    return blob.known.slice().buffer
  },
}

/** Scans a history as a page does, in a browser that chose it with its log. */
export async function scannedHere(main: Uint8Array, wal: Uint8Array | null = null): Promise<FinishedScan> {
  const chosen = {
    main: new KnownFile('state.db', main),
    wal: wal && new KnownFile('state.db-wal', wal),
    journal: null,
  }
  const { scan } = await scanChosen(chosen, {
    reader,
    sqlite: await compileSqliteOnNode(),
    onProgress: () => undefined,
    nextTurn: async () => undefined,
  })
  return scan
}
