import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { clientOfItsOwn } from '../browser/client.ts'
import { history } from '../snapshot/histories.ts'
import { filesInZip } from './stored-zip.ts'

/** What is done to a profile, in this order; to every third one all of it. */
const STEPS = ['create', 'sync', 'live-1', 'upload', 'live-2', 'delete'] as const
type Step = (typeof STEPS)[number]

/** A profile as the one who writes to it knows it. */
export interface Written {
  handle: string
  client: Record<string, string>
  key: string
  /** How many steps were sent, and how many acknowledged. */
  sent: number
  acknowledged: number
}

/** Small, so that there are many uploads. */
const SHORT = history((run) => {
  run(`INSERT INTO sessions (id, source, started_at) VALUES ('one', 'cli', 1000)`)
  run(`INSERT INTO messages (session_id, role, content, timestamp) VALUES ('one', 'user', 'hello', 1001)`)
})

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')

let made = 0

/** Clients that write to a server until it is gone. */
export class Writers {
  readonly profiles: Written[] = []
  /** Answers other than success. */
  readonly refused: string[] = []
  readonly #history: Promise<Uint8Array>
  #goes = false
  #loops: Promise<void>[] = []

  /** @param given what they upload */
  constructor(given = SHORT) {
    this.#history = given
  }

  /** @param count how many write at once */
  start(url: string, count = 4): void {
    this.#goes = true
    this.#loops = Array.from({ length: count }, () => this.#loop(url))
  }

  async stop(): Promise<void> {
    this.#goes = false
    await Promise.all(this.#loops)
  }

  /** How many steps were acknowledged. */
  get acknowledged(): number {
    return this.profiles.reduce((sum, { acknowledged }) => sum + acknowledged, 0)
  }

  /** What they know now. */
  known(): Written[] {
    return structuredClone(this.profiles)
  }

  async #loop(url: string): Promise<void> {
    while (this.#goes) {
      const id = made++
      const [handle, client] = [`writer-${id}`, clientOfItsOwn()]
      const profile: Written = { handle, client, key: '', sent: 0, acknowledged: 0 }
      this.profiles.push(profile)
      for (const step of id % 3 === 0 ? STEPS : STEPS.slice(0, -1)) {
        profile.sent += 1
        if (!(await this.#did(url, profile, step))) return
        profile.acknowledged += 1
        if (!this.#goes) return
      }
    }
  }

  async #did(url: string, profile: Written, step: Step): Promise<boolean> {
    try {
      const answer = await this.#send(url, profile, step)
      const text = await answer.text()
      if (!answer.ok) this.refused.push(`${step}: ${answer.status} ${text}`)
      else if (step === 'create') profile.key = (JSON.parse(text) as { owner_key: string }).owner_key
      return answer.ok
    } catch {
      return false
    }
  }

  async #send(url: string, { handle, client, key }: Written, step: Step): Promise<Response> {
    const profiles = `${url}/api/v1/profiles`
    const headers = { ...client, Authorization: `Bearer ${key}` }
    const json = { ...headers, 'Content-Type': 'application/json' }
    switch (step) {
      case 'create': {
        const body = JSON.stringify({ handle, time_zone: 'UTC', visibility: 'public' })
        return fetch(profiles, {
          method: 'POST',
          headers: { ...client, 'Content-Type': json['Content-Type'] },
          body,
        })
      }
      case 'sync':
        return fetch(`${profiles}/${handle}`, {
          method: 'PATCH',
          headers: json,
          body: '{"sync_to_insights":true}',
        })
      case 'upload':
        return fetch(`${profiles}/${handle}/sources/default/snapshot`, {
          method: 'PUT',
          headers,
          body: Buffer.from(await this.#history),
        })
      case 'delete':
        return fetch(`${profiles}/${handle}`, { method: 'DELETE', headers })
      default: {
        const body = JSON.stringify({ message_count: 1 })
        return fetch(`${profiles}/${handle}/live-sessions/${step}`, { method: 'PUT', headers: json, body })
      }
    }
  }
}

/**
 * Holds a server against what writers know: of each profile it has at least the steps that were acknowledged before,
 * and no more than were sent after.
 */
export async function expectNoneLost(url: string, before: readonly Written[], after = before): Promise<void> {
  const sent = new Map(after.map((profile) => [profile.handle, profile]))
  const uploaded = Buffer.from(await SHORT)
  for (const { handle, acknowledged } of before) {
    const now = sent.get(handle)
    if (now === undefined) throw new Error(`nobody wrote to ${handle}`)
    const done = await stepsDone(url, now, uploaded)
    // A creation or deletion that was cut off is undone or done by a cron tick.
    if (done === null) expect([handle, now.sent === 1 || now.sent === STEPS.length]).toEqual([handle, true])
    else expect([handle, done >= acknowledged && done <= now.sent]).toEqual([handle, true])
  }
}

/** How many steps a server has of a profile; null if something else is left of it than those make. */
async function stepsDone(url: string, profile: Written, uploaded: Buffer): Promise<number | null> {
  const { handle, client, key, sent } = profile
  const headers = { ...client, ...(key && { Authorization: `Bearer ${key}` }) }
  const found = await fetch(`${url}/api/v1/profiles/${handle}`, { headers })
  expect(found.status).toBeLessThan(500)
  if (found.status === 404) return sent === STEPS.length ? sent : 0
  if (sent === STEPS.length || key === '') return null
  const { sync_to_insights } = (await found.json()) as { sync_to_insights: boolean }
  const archive = await archiveOf(url, profile)
  const live = JSON.parse(String(archive.get('live-sessions.json'))) as unknown[]
  const stored = archive.get('histories/default/state.db')
  if (stored !== undefined) expect(stored.equals(uploaded)).toBe(true)
  return 1 + Number(sync_to_insights) + live.length + Number(stored !== undefined)
}

async function archiveOf(url: string, { handle, client, key }: Written): Promise<Map<string, Buffer>> {
  const headers = { ...client, Authorization: `Bearer ${key}` }
  const answer = await fetch(`${url}/api/v1/profiles/${handle}/archive`, { headers })
  expect(answer.status).toBe(200)
  return filesInZip(Buffer.from(await answer.arrayBuffer()))
}

/** What an owner is answered about a profile that nobody writes to: a SHA-256 for each answer. */
export async function answersOf(url: string, profile: Written): Promise<Record<string, string>> {
  const { handle, client, key } = profile
  const headers = { ...client, Authorization: `Bearer ${key}` }
  const paths = ['', '/achievements', '/recent-unlocks', '/sources', '/sessions', '/insights']
  const answers = await Promise.all(
    paths.map(async (path) => {
      const answer = await fetch(`${url}/api/v1/profiles/${handle}${path}`, { headers })
      expect([path, answer.status]).toEqual([path, 200])
      return [path, sha256(lasting(await answer.text(), url))] as const
    }),
  )
  const archive = [...(await archiveOf(url, profile))].map(([name, file]) => [
    name,
    sha256(name.endsWith('.json') ? lasting(String(file), url) : file),
  ])
  return Object.fromEntries([...answers, ...archive])
}

/** JSON without the address of its server, and without what changes with the clock: an age, and when insights were made. */
function lasting(json: string, url: string): string {
  return json
    .replaceAll(url, '')
    .replace(/"snapshot_age_seconds": ?[\d.]+/, '')
    .replace(/("timezone":"[^"]*","generated_at":)[\d.]+/, '$1')
}
