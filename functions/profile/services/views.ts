import type { AchievementsPayload } from '../../../src/contract/achievements.ts'
import { decodeStats } from '../../../src/scan/checkpoint.ts'
import { counting } from '../../../src/scan/state.ts'
import type { ProfileStore } from '../../../src/storage/profile-store.ts'
import { payloadAt } from '../../../src/view/answer.ts'
import { isStale, onRequest } from '../../../src/view/freshness.ts'
import { failureError } from '../../../src/view/scan-record.ts'
import { type SessionBadges, sessionBadges } from '../../../src/view/session-badges.ts'
import { scanStatus } from '../../../src/view/status.ts'
import type { RescanResult } from '../calls.ts'
import type { ProfileScanner } from '../scanner.ts'

/** What is asked of the view: as it is published, made anew, or of one session. */
export class Views {
  readonly #store: ProfileStore
  readonly #scanner: ProfileScanner

  constructor(store: ProfileStore, scanner: ProfileScanner) {
    this.#store = store
    this.#scanner = scanner
  }

  /** The published view, at once; when it is stale a refresh begins behind the answer. */
  async achievements(owner: boolean): Promise<AchievementsPayload> {
    const situation = this.#scanner.situation()
    const reaction = onRequest(situation)
    const staleServed = situation.view !== null && isStale(situation)
    const joined = reaction === 'join'
    if (joined || staleServed)
      this.#store.saveScanState(counting(this.#store.scanState(), { joined, staleServed }))
    if (reaction === 'start') await this.#scanner.start({})
    return payloadAt(this.#store, this.#scanner.situation(), owner)
  }

  /** Scans now and waits for the end: of its own scan, or of the one that runs already. */
  async rescan(full: boolean): Promise<RescanResult> {
    const { hasSnapshot } = this.#scanner.situation()
    const ended = hasSnapshot ? await this.#scanner.scanAndWait({ forced: true, full }) : true
    const situation = this.#scanner.situation()
    if (!ended) return { done: false, status: scanStatus(situation) }
    if (situation.scan.failure) throw failureError(situation.scan.failure)
    return {
      done: true,
      payload: payloadAt(this.#store, situation, true),
      aggregate: this.#store.view()?.aggregate ?? null,
    }
  }

  /** What a session alone would unlock. One that was reported goes by another name than lists give it. */
  sessionBadges(sessionId: string): SessionBadges {
    const { time_zone } = this.#scanner.profile()
    const names = [sessionId, ...this.#store.records.namesOf(sessionId)]
    const stored = names.flatMap((name) => this.#store.checkpoints.ofSession(name))
    const [first] = stored
    return {
      ...sessionBadges(first === undefined ? undefined : decodeStats(first), time_zone),
      session_id: sessionId,
    }
  }
}
