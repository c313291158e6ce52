import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { STATS_VERSION } from '../../../src/engine/version.ts'
import { bucketDigests, digestOfBuckets } from '../../../src/sync/reports/session-digest.ts'
import { createProfile } from '../../browser/api.ts'

const TicketSchema = z.object({ report_id: z.string() })
const UploadSchema = z.object({ upload_id: z.string() })
const StatusSchema = z.object({ scan_meta: z.object({ status: z.object({ state: z.string() }).nullable() }) })

const POLL_MS = 250
/** A server that has died keeps requests waiting for ever. */
const ANSWERS_WITHIN_MS = 60_000

/** A profile of the server that is measured, and what an owner and visitors ask of it. */
export class MeasuredProfile {
  readonly #server: string
  readonly handle: string
  readonly #key: string

  private constructor(server: string, handle: string, key: string) {
    this.#server = server
    this.handle = handle
    this.#key = key
  }

  static async create(server: string, handle: string): Promise<MeasuredProfile> {
    return new MeasuredProfile(server, handle, await createProfile(server, handle))
  }

  /** Returns the same profile, on a server that was started again. */
  at(server: string): MeasuredProfile {
    return new MeasuredProfile(server, this.handle, this.#key)
  }

  /** Fetches as a visitor, to the end of the body. */
  visit(path: string): Promise<string> {
    return answered(`${this.#server}${path}`)
  }

  /** Sends as the owner. */
  send(
    method: string,
    rest: string,
    body: BodyInit | null = null,
    headers: HeadersInit = {},
  ): Promise<string> {
    return answered(`${this.#server}/api/v1/profiles/${this.handle}${rest}`, {
      method,
      headers: { Authorization: `Bearer ${this.#key}`, ...headers },
      body,
    })
  }

  sendJson(method: string, rest: string, body: object): Promise<string> {
    return this.send(method, rest, JSON.stringify(body), { 'Content-Type': 'application/json' })
  }

  async scanned(): Promise<void> {
    for (;;) {
      const { scan_meta } = StatusSchema.parse(
        JSON.parse(await this.visit(`/api/v1/profiles/${this.handle}/achievements`)),
      )
      if (scan_meta.status?.state === 'idle') return
      if (scan_meta.status?.state === 'failed') throw new Error('The scan failed.')
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }
}

/** The requests of an upload in chunks. */
export async function chunkedUpload(profile: MeasuredProfile, file: Buffer, chunkSize: number) {
  const chunks = Array.from({ length: Math.ceil(file.length / chunkSize) }, (_, at) =>
    file.subarray(at * chunkSize, (at + 1) * chunkSize),
  )
  const hashes = chunks.map((chunk) => createHash('sha256').update(chunk).digest('hex'))
  const path = '/sources/default/uploads'
  const main = { size: file.length, chunk_size: chunkSize, chunks: hashes }
  const begun = await profile.sendJson('POST', path, { main, wal: null })
  const { upload_id } = UploadSchema.parse(JSON.parse(begun))
  return {
    chunks: chunks.length,
    put: (at: number) =>
      profile.send('PUT', `${path}/${upload_id}/chunks/${hashes[at]}`, new Uint8Array(chunks[at] ?? [])),
    commit: () => profile.sendJson('POST', `${path}/${upload_id}/commit`, {}),
  }
}

/** The requests of a report of new sessions to a source of its own. */
export async function report(profile: MeasuredProfile, source: string, size: number) {
  const sessions = Array.from({ length: size }, (_, at) => ({
    id: randomBytes(16).toString('hex'),
    fingerprint: randomBytes(8).toString('hex'),
    started_at: 1_790_000_000 + at * 3600,
    model: null,
    counts: { message_count: 20 + at, tool_call_count: at },
  }))
  const path = `/sources/${source}/reports`
  const begun = await profile.sendJson('POST', path, { engine_version: STATS_VERSION })
  const { report_id } = TicketSchema.parse(JSON.parse(begun))
  const whole = { sessions: size, digest: digestOfBuckets(bucketDigests(sessions)) }
  return {
    put: () => profile.sendJson('PUT', `${path}/${report_id}/sessions`, { sessions }),
    commit: () => profile.sendJson('POST', `${path}/${report_id}/commit`, whole),
  }
}

async function answered(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) })
  const body = await response.text()
  if (!response.ok)
    throw new Error(`${init.method ?? 'GET'} ${new URL(url).pathname} was answered ${response.status}`)
  return body
}
