import type { AchievementsPayload, ScanStatus } from '../../../src/contract/achievements.ts'
import type { Recount } from '../../../src/contract/recount.ts'
import { credentialId } from '../../../src/credentials/credential.ts'
import type { AggregateFigures } from '../../../src/engine/types.ts'
import { payloadAt } from '../../../src/view/answer.ts'
import { failureError } from '../../../src/view/scan-record.ts'
import { scanStatus } from '../../../src/view/status.ts'
import { issuerObject } from '../../issuer/object.ts'
import type { ProfileContext } from '../context.ts'
import type { ProfileScanner } from '../scanner.ts'

/** The result of a rescan, or the scan's status if the caller has waited long enough. */
export type RescanResult =
  | { done: true; payload: AchievementsPayload; aggregate: AggregateFigures | null }
  | { done: false; status: ScanStatus }

/** Scans on request. */
export class Scans {
  readonly calls = ['status', 'refresh', 'rescan', 'recount', 'wake'] as const
  readonly #context: ProfileContext
  readonly #scanner: ProfileScanner

  constructor(context: ProfileContext, scanner: ProfileScanner) {
    this.#context = context
    this.#scanner = scanner
  }

  status(): ScanStatus {
    return scanStatus(this.#context.situation())
  }

  /** Starts a scan unless one runs, and does not wait for it. */
  async refresh(): Promise<void> {
    const { hasSnapshot, scan } = this.#context.situation()
    if (hasSnapshot && !scan.running) await this.#scanner.start({})
  }

  /** Starts a scan, or joins the running one, and waits for its end. @throws LaurelError the failure of the scan */
  async rescan(full: boolean): Promise<RescanResult> {
    const { hasSnapshot } = this.#context.situation()
    const ended = hasSnapshot ? await this.#scanner.scanAndWait({ forced: true, full }) : true
    const situation = this.#context.situation()
    if (!ended) return { done: false, status: scanStatus(situation) }
    if (situation.scan.failure) throw failureError(situation.scan.failure)
    const { store } = this.#context
    return {
      done: true,
      payload: payloadAt(store, situation, true),
      aggregate: store.view()?.aggregate ?? null,
    }
  }

  /** Returns what a recount changes, and does it if `confirmed`. @throws LaurelError `scan_running` */
  async recount(confirmed: boolean): Promise<Recount> {
    if (confirmed) await this.#revokeRemoved()
    return { done: confirmed, ...(await this.#scanner.recount(confirmed)) }
  }

  /** Revokes the credentials of what a recount takes away, before it does. If this fails, nothing has changed. */
  async #revokeRemoved(): Promise<void> {
    const { id } = this.#context.profile()
    const { removed } = await this.#scanner.recount(false)
    const ids = removed.map(({ achievement, tier }) => credentialId(id, achievement, tier))
    if (ids.length > 0) await issuerObject(this.#context.env).revoke(id, await Promise.all(ids))
    this.#context.profile(id)
  }

  /**
   * Resumes a scan whose alarm was dropped, and starts one that is due. Returns whether there is a profile: one that
   * has got nothing for too long is erased.
   */
  async wake(): Promise<boolean> {
    return this.#context.store.profile() !== null && (await this.#scanner.wake())
  }
}
