import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { z } from 'zod'
import { Operations } from '../../../src/cli/serve/operations.ts'
import type { RuntimeNote } from '../../../src/cli/serve/process-mark.ts'
import { SETTINGS } from '../../../src/settings.ts'
import { startServer } from '../../browser/server.ts'
import { cpuMs } from './cpu-time.ts'
import { chunkedUpload, MeasuredProfile, report } from './requests.ts'

/** What one request costs the process that runs the Worker. Unit: ms of CPU. */
export interface RequestCost {
  request: string
  /** The first one: modules are loaded, and code is not compiled yet. */
  first: number
  /** The mean of those that follow; null if there are none. */
  later: number | null
  requests: number
}

/** After a request, work goes on: views are refreshed, the registry is told. */
const REST_MS = 300
const ROUNDS = 40
const REPORTS = 10
const REPORTED_SESSIONS = 100
const EMPTY_PROFILES = 20
const SAMPLES = 4

/**
 * Measures what the requests of each kind cost, on a server of its own. Its R2, D1 and object storage are simulated in
 * the same process, so each figure is more than the platform would count.
 * @param history a state.db of one slice
 */
export async function measureRequests(folder: string, history: string): Promise<RequestCost[]> {
  // Profiles that hold nothing lapse at once.
  const server = await startServer({ data: join(folder, 'server'), vars: { EMPTY_PROFILE_SECONDS: 1 } })
  try {
    const bench = new RequestBench(server.url, await server.runtime())
    await bench.visits()
    await bench.reports()
    await bench.uploads(readFileSync(history))
    await bench.tick()
    return bench.costs
  } finally {
    await server.kill()
  }
}

export function workerdVersion(): string {
  const { version } = createRequire(import.meta.url)('workerd/package.json')
  return z.string().parse(version)
}

class RequestBench {
  readonly costs: RequestCost[] = []
  readonly #server: string
  readonly #pid: number
  readonly #operations: Operations

  constructor(url: string, { pid, socket }: RuntimeNote) {
    this.#server = url
    this.#pid = pid
    this.#operations = new Operations(socket)
  }

  /** The pages, pictures and credentials of a scanned profile. */
  async visits(): Promise<void> {
    const handle = 'visited'
    const profile = await MeasuredProfile.create(this.#server, handle)
    const sample = readFileSync('dist/assets/sample.db.gz')
    await profile.send('PUT', '/sources/default/snapshot', sample, { 'Content-Encoding': 'gzip' })
    await profile.scanned()
    const { achievements } = z
      .object({ achievements: z.array(z.object({ id: z.string(), state: z.string() })) })
      .parse(JSON.parse(await profile.visit(`/api/v1/profiles/${handle}/achievements`)))
    const earned = achievements.filter(({ state }) => state === 'unlocked').map(({ id }) => id)
    const each = (path: string) => (round: number) =>
      profile.visit(path.replace('BADGE', earned[round] ?? ''))
    await this.#measure('home page', ROUNDS, each('/'))
    await this.#measure('profile page', ROUNDS, each(`/@${handle}`))
    await this.#measure('achievements as JSON', ROUNDS, each(`/api/v1/profiles/${handle}/achievements`))
    await this.#measure('card.svg', ROUNDS, each(`/@${handle}/card.svg`))
    await this.#measure('og.png, drawn', earned.length, each(`/@${handle}/og.png?achievement=BADGE`))
    await this.#measure('og.png, kept', earned.length, each(`/@${handle}/og.png?achievement=BADGE`))
    await this.#measure('credential, signed', earned.length, each(`/@${handle}/BADGE/credential.jwt`))
    await this.#measure('credential, kept', earned.length, each(`/@${handle}/BADGE/credential.jwt`))
  }

  async reports(): Promise<void> {
    const profile = await MeasuredProfile.create(this.#server, 'reporting')
    const made: Awaited<ReturnType<typeof report>>[] = []
    for (let at = 0; at < REPORTS; at++) made.push(await report(profile, `source-${at}`, REPORTED_SESSIONS))
    await this.#measure('report of 100 sessions', REPORTS, (at) => made[at]?.put())
    await this.#measure('end of a report, and the slice that counts it', REPORTS, async (at) => {
      await made[at]?.commit()
      await profile.scanned()
    })
  }

  async uploads(history: Buffer): Promise<void> {
    const profile = await MeasuredProfile.create(this.#server, 'uploading')
    const { chunks, put, commit } = await chunkedUpload(profile, history, SETTINGS.CHUNK_BYTES.value)
    await this.#measure('chunk of 1 MiB', chunks, put)
    await this.#measure('end of an upload, and a slice of 14 MB of text', 1, async () => {
      await commit()
      await profile.scanned()
    })
    await this.#measure(`archive of ${Math.round(history.length / 1e6)} MB`, 3, () =>
      profile.send('GET', '/archive'),
    )
  }

  /** 30 profiles may be created in a minute, and in a day from one network. */
  async tick(): Promise<void> {
    await this.#measure('sample history', SAMPLES, () => fetch(`${this.#server}/sample`, { method: 'POST' }))
    const empty: MeasuredProfile[] = []
    await this.#measure('creation of a profile', EMPTY_PROFILES, async (at) => {
      empty.push(await MeasuredProfile.create(this.#server, `empty-${at}`))
    })
    const half = EMPTY_PROFILES >> 1
    await this.#measure('deletion of a profile', half, (at) => empty[at]?.send('DELETE', ''))
    await new Promise((resolve) => setTimeout(resolve, 2000))
    await this.#measure(`cron tick, ${EMPTY_PROFILES - half} profiles to erase`, 1, () =>
      this.#operations.tick(),
    )
  }

  async #measure(request: string, requests: number, send: (round: number) => unknown): Promise<void> {
    process.stderr.write(`${request}\n`)
    const first = await this.#spent(() => send(0))
    const rest = requests - 1
    const spent = await this.#spent(async () => {
      for (let round = 1; round <= rest; round++) await send(round)
    })
    this.costs.push({ request, first, later: rest > 0 ? spent / rest : null, requests })
  }

  async #spent(run: () => unknown): Promise<number> {
    const before = cpuMs(this.#pid)
    await run()
    await new Promise((resolve) => setTimeout(resolve, REST_MS))
    return cpuMs(this.#pid) - before
  }
}
