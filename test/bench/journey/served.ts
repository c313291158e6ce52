import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { ScanPayload } from '../../../src/cli/payload.ts'
import { type AchievementsPayload, AchievementsPayloadSchema } from '../../../src/contract/achievements.ts'
import { achievements } from '../../browser/api.ts'

/** Interval at which the progress of a running scan is polled. Unit: milliseconds. */
const POLL_MS = 500

const ServedSchema = AchievementsPayloadSchema.extend({
  aggregate: z.record(z.string(), z.number()).nullable(),
  sessions: z.array(z.looseObject({ session_id: z.string() })),
})
type Served = z.infer<typeof ServedSchema>

/** A page of a server, and the key that it was created with. */
export interface Page {
  /** Origin. */
  server: string
  handle: string
  ownerKey: string
}

/** Waits for the end of the running scan. @throws Error with the server's message if it failed */
export async function scanned(
  { server, handle }: Page,
  onProgress: (share: number) => void,
): Promise<AchievementsPayload['scan_meta']> {
  for (;;) {
    const { scan_meta } = await achievements(server, handle)
    const { status, sessions_scanned_so_far, sessions_expected_total } = scan_meta
    if (status?.state === 'failed') throw new Error(`the scan failed: ${status.last_error}`)
    if (status?.state === 'idle') return scan_meta
    onProgress(sessions_scanned_so_far / Math.max(1, sessions_expected_total))
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** Returns all figures, as the owner gets them. */
export async function servedFigures({ server, handle, ownerKey }: Page): Promise<Served> {
  for (;;) {
    const response = await fetch(`${server}/api/v1/profiles/${handle}/rescan`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${ownerKey}` },
    })
    if (response.status === 200) return ServedSchema.parse(await response.json())
    if (response.status !== 202) throw new Error(`rescan was answered ${response.status}`)
    await response.body?.cancel()
  }
}

/** The number of figures that both the server and `laurel scan` return, and the names of those that differ. */
export interface Comparison {
  figures: number
  differing: string[]
}

export function compareFigures(served: Served, own: ScanPayload): Comparison {
  const result: Comparison = { figures: 0, differing: [] }
  const compare = (name: string, one: unknown, other: unknown) => {
    result.figures++
    if (!isDeepStrictEqual(one, other)) result.differing.push(name)
  }
  const compareAll = (name: string, one: object | null | undefined, other: object) => {
    const properties = new Map<string, unknown>(Object.entries(one ?? {}))
    for (const [key, value] of Object.entries(other)) compare(`${name} ${key}`, properties.get(key), value)
  }
  compareAll('aggregate', served.aggregate, own.aggregate)
  compare('sessions', served.sessions.length, own.sessions.length)
  const sessions = new Map(served.sessions.map((session) => [session.session_id, session]))
  own.sessions.forEach((session, at) => {
    compareAll(`session ${at}`, sessions.get(session.session_id), session)
  })
  for (const count of ['unlocked_count', 'discovered_count', 'secret_count', 'total_count'] as const) {
    compare(count, served[count], own[count])
  }
  const evaluated = new Map(own.achievements.map((achievement) => [achievement.id, achievement]))
  for (const { id, state, progress, tier, next_tier, evidence = null } of served.achievements) {
    const mine = evaluated.get(id)
    // A secret is served under another name until it is unlocked.
    if (!mine) continue
    compareAll(
      id,
      { state, progress, tier, next_tier, evidence },
      {
        ...{ state: mine.state, progress: mine.progress, tier: mine.tier, next_tier: mine.next_tier },
        evidence: mine.evidence ?? null,
      },
    )
  }
  return result
}
