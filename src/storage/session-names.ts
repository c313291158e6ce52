import { bytesOfHex, hex, sessionNamer } from '../digest.ts'
import { DocumentTable } from './document-table.ts'

const KEY_BYTES = 32

/** Names the sessions of a profile, so that copies of one session share a name, whichever way they came. */
export class SessionNames {
  readonly #documents: DocumentTable<{ naming_key: string }>
  /** What names sessions under the last key. */
  #namer = { key: '', name: sessionNamer(new Uint8Array()) }

  constructor(sql: SqlStorage) {
    this.#documents = new DocumentTable(sql)
  }

  /** Returns the naming key in hexadecimal. It is generated on first use. */
  key(): string {
    const kept = this.#documents.get('naming_key')
    if (kept !== null) return kept
    const key = hex(crypto.getRandomValues(new Uint8Array(KEY_BYTES)))
    this.setKey(key)
    return key
  }

  setKey(key: string): void {
    this.#documents.put('naming_key', key)
  }

  /**
   * Returns the name of a session. Reported sessions are sent under their names; scanned ones, whose fingerprints are
   * JSON arrays, are named here.
   */
  nameOf(sessionId: string, fingerprint: string): string {
    if (!fingerprint.startsWith('[')) return sessionId
    // The key is read each time: an erasure or a rollback may have changed it.
    const key = this.key()
    if (this.#namer.key !== key) this.#namer = { key, name: sessionNamer(bytesOfHex(key)) }
    return this.#namer.name(sessionId)
  }
}
