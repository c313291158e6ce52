import type { SnapshotReceipt } from '../../contract/snapshots.ts'
import type { BeginUpload, UploadTicket } from '../../contract/uploads.ts'
import { isTexts, noLaurel, OwnerRequests, type SourceAddress } from './owner-requests.ts'

/** The requests of the chunk protocol (src/contract/uploads.ts), one method each. They throw as `OwnerRequests`. */
export class UploadApi {
  readonly #requests: OwnerRequests

  constructor(address: SourceAddress, fetcher?: typeof fetch) {
    this.#requests = new OwnerRequests(address, ['sources', address.source, 'uploads'], fetcher)
  }

  /** Announces a snapshot. Returns which of its chunks the server lacks. */
  async begin(manifest: BeginUpload, signal?: AbortSignal): Promise<UploadTicket> {
    const request = { method: 'POST', path: '', body: JSON.stringify(manifest) } as const
    const { upload_id, missing, expires_at } = await this.#requests.answer(request, signal)
    if (typeof upload_id !== 'string' || !isTexts(missing) || typeof expires_at !== 'number') throw noLaurel()
    return { upload_id, missing, expires_at }
  }

  /** Sends one chunk. Repeating it is harmless. */
  async put(
    uploadId: string,
    sha256: string,
    bytes: Uint8Array<ArrayBuffer>,
    signal?: AbortSignal,
  ): Promise<void> {
    const path = `/${encodeURIComponent(uploadId)}/chunks/${sha256}`
    await this.#requests.answer({ method: 'PUT', path, body: bytes }, signal)
  }

  /**
   * Makes the snapshot the source's latest one. Repeating it after a lost response is harmless.
   * @throws LaurelError `chunks_missing` while chunks are missing, and any error from reading the history on the server
   */
  async commit(uploadId: string, signal?: AbortSignal): Promise<SnapshotReceipt> {
    const path = `/${encodeURIComponent(uploadId)}/commit`
    const answer = await this.#requests.answer({ method: 'POST', path, body: '{}' }, signal)
    const { source, sha256, bytes, unchanged, scan } = answer
    const known = scan === 'started' || scan === 'queued' || scan === 'none'
    if (typeof source !== 'string' || typeof sha256 !== 'string' || typeof bytes !== 'number' || !known) {
      throw noLaurel()
    }
    return { source, sha256, bytes, unchanged: unchanged === true, scan }
  }

  /** Abandons an upload: the server need not keep its chunks. */
  async abandon(uploadId: string, signal?: AbortSignal): Promise<void> {
    await this.#requests.answer({ method: 'DELETE', path: `/${encodeURIComponent(uploadId)}` }, signal)
  }
}
