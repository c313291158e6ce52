import { bytesOfHex, hex, sessionName } from '../digest.ts'
import { DocumentTable } from './document-table.ts'

const KEY_BYTES = 32

/** Names the sessions of a profile, so that copies that came in different ways meet. */
export class SessionNames {
  readonly #documents: DocumentTable<{ naming_key: string }>

  constructor(sql: SqlStorage) {
    this.#documents = new DocumentTable(sql)
  }

  /** The naming key in hexadecimal. It is made when it is first needed. */
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

  /** Sessions are reported under their names. Scanned ones, whose fingerprints are JSON arrays, get them here. */
  nameOf(sessionId: string, fingerprint: string): string {
    return fingerprint.startsWith('[') ? sessionName(bytesOfHex(this.key()), sessionId) : sessionId
  }
}
