import { expect } from 'vitest'
import type { ReportedSession } from '../../../src/contract/reports.ts'
import { bytesOfHex, sessionName } from '../../../src/digest.ts'
import { COUNTED_STATS } from '../../../src/engine/stats.ts'
import type { SessionStats } from '../../../src/engine/types.ts'
import { reportedModel } from '../../../src/scan/reported-model.ts'
import { newReportKey, reportedSession, statsOf } from '../../../src/sync/reports/reported-sessions.ts'
import { session } from '../../engine/sessions.ts'
import { Random } from '../../fixtures/random.ts'
import { EXPECTED } from '../histories.ts'
import { report } from '../reporting.ts'
import { type Earned, PlainProfile } from './plain-profile.ts'
import { aggregateOf, clientOf, newProfile, pass, payloadOf, settle, upload } from './profiles.ts'

const WEEK = 7 * 86_400
const START = Date.UTC(2026, 0, 3) / 1000
const ZONES = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Asia/Kolkata', 'Asia/Calcutta']
const MODELS = [null, 'openai/gpt-5', 'anthropic/claude-opus-4.1', 'google/gemini-2.5-pro', 'ollama/llama3']
const MACHINES = ['desk', 'laptop', 'work']
const UPLOADED = 'server'
export const STEPS = 8

/**
 * Lets a profile go through random reports, uploads, removals, recounts and time zones, and compares what it shows with
 * plain counting after each.
 */
export async function followProfile(seed: number): Promise<void> {
  const profile = await FollowedProfile.create(new Random(`followed ${seed}`))
  for (let step = 0; step < STEPS; step++) await profile.step()
}

class FollowedProfile {
  readonly #handle: string
  readonly #random: Random
  readonly #namingKey: Uint8Array
  readonly #plain = new PlainProfile()
  readonly #reported = new Map<string, Map<string, ReportedSession>>()
  /** Ids of the sessions that are drawn. */
  readonly #ids: string[]

  private constructor(handle: string, random: Random, namingKey: Uint8Array) {
    this.#handle = handle
    this.#random = random
    this.#namingKey = namingKey
    const copied = EXPECTED.history.sessions.slice(0, 20).map(({ session_id }) => session_id)
    this.#ids = [...Array.from({ length: 50 }, (_, at) => `s${at}`), ...copied]
  }

  static async create(random: Random): Promise<FollowedProfile> {
    const handle = await newProfile()
    return new FollowedProfile(handle, random, bytesOfHex(await clientOf(handle).profile.namingKey()))
  }

  async step(): Promise<void> {
    // A look at a page that is out of date begins a scan.
    await settle(this.#handle)
    pass(60)
    const step = this.#random.weighted([
      [() => this.#append(), 4],
      [() => this.#merge(), 2],
      [() => this.#upload(), 1],
      [() => this.#removeSource(), 1],
      [() => this.#changeZone(), 2],
      [() => this.#recount(), 1],
    ])
    await step()
    await settle(this.#handle)
    const { achievements } = await payloadOf(this.#handle)
    const earned = achievements.filter(({ unlocked }) => unlocked)
    const told = earned.flatMap(({ id, unlocked_at, tier_history, dated_by }): [string, Earned | null][] => [
      [id, dated_by === 'scan' ? 'by the scan' : unlocked_at],
      ...tier_history.map((reached): [string, Earned] => [
        `${id} ${reached.tier}`,
        reached.dated_by === 'scan' ? 'by the scan' : reached.reached_at,
      ]),
    ])
    expect(new Map(told)).toEqual(this.#plain.earned())
    expect(earned.map(({ tier }) => tier)).toEqual(
      earned.map(({ tier_history }) => tier_history.at(-1)?.tier ?? null),
    )
    expect((await aggregateOf(this.#handle)) ?? this.#plain.figures()).toEqual(this.#plain.figures())
  }

  /** Sessions come, change and go. */
  async #append(): Promise<void> {
    const machine = this.#random.pick(MACHINES)
    const sessions = new Map(this.#reported.get(machine))
    for (let count = this.#random.int(1, 40); count > 0; count--) {
      const told = this.#drawn()
      if (sessions.has(told.id) && this.#random.chance(0.25)) sessions.delete(told.id)
      else sessions.set(told.id, told)
    }
    await this.#report(machine, sessions)
  }

  /** One machine reports what another has too, and has gone on with some of it. */
  async #merge(): Promise<void> {
    const [from, to] = [this.#random.pick(MACHINES), this.#random.pick(MACHINES)]
    const sessions = new Map(this.#reported.get(to))
    for (const [id, told] of this.#reported.get(from) ?? []) {
      const { last_active = null } = told
      const later = last_active === null ? null : last_active + 60 * this.#random.int(-1, 2)
      const fingerprint = this.#random.hex(16)
      sessions.set(id, this.#random.chance(0.5) ? told : { ...told, last_active: later, fingerprint })
    }
    await this.#report(to, sessions)
  }

  async #report(machine: string, sessions: Map<string, ReportedSession>): Promise<void> {
    this.#reported.set(machine, sessions)
    await report(this.#handle, [...sessions.values()], machine)
    this.#plain.sources.set(machine, new Map([...sessions].map(([name, told]) => [name, statsOf(told)])))
  }

  async #upload(): Promise<void> {
    const history = this.#random.pick(['history', 'historyNext'] as const)
    await upload(this.#handle, history, UPLOADED)
    const named = EXPECTED[history].sessions.map((stats): [string, SessionStats] => [
      sessionName(this.#namingKey, stats.session_id),
      // A model counts once, whether it is told by its name or by a digest.
      { ...stats, model_names: stats.model_names.flatMap((name) => reportedModel(name) ?? []) },
    ])
    this.#plain.sources.set(UPLOADED, new Map(named))
  }

  async #removeSource(): Promise<void> {
    const [source] = [...this.#plain.sources.keys()].slice(this.#random.int(0, 3))
    if (source === undefined) return
    await clientOf(this.#handle).sources.remove(source)
    this.#reported.delete(source)
    this.#plain.sources.delete(source)
  }

  async #changeZone(): Promise<void> {
    pass(WEEK)
    const zone = this.#random.pick(ZONES)
    await clientOf(this.#handle).profile.change({ time_zone: zone })
    this.#plain.moveTo(zone)
  }

  async #recount(): Promise<void> {
    await clientOf(this.#handle).scans.recount(true)
    this.#plain.recount()
  }

  /** A session as a machine reports it: in the night or at noon, with a little of this and much of that. */
  #drawn(): ReportedSession {
    const random = this.#random
    const day = START + random.int(0, 60) * 86_400
    const started_at = day + random.pick([0, 1, 3, 14, 15, 17, 22, 23]) * 3600 + random.int(0, 59) * 60
    const counts = [1, 2, 3].map(() => [random.pick(COUNTED_STATS), random.pick([1, 40, 700, 6_000])])
    const model = random.pick(MODELS)
    const stats = session({
      ...Object.fromEntries(counts),
      session_id: random.pick(this.#ids),
      started_at,
      last_active: random.chance(0.05) ? null : started_at + random.int(0, 300) * 60,
      model_names: model === null ? [] : [model],
    })
    const terms = { key: newReportKey(), namingKey: this.#namingKey, titles: false }
    return reportedSession({ fingerprint: random.hex(16), stats, record: null }, terms)
  }
}
