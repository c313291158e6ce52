import { version } from '../../package.json'
import type { ScanMeta } from '../contract/achievements.ts'
import { STATS_VERSION } from '../engine/version.ts'
import type { Counting } from '../snapshot/counting.ts'
import { keptResultIn } from './checkpoint-head.ts'
import { historyKey } from './history-key.ts'
import type { ScanResult } from './payload.ts'
import { zoneData } from './zone-data.ts'

/** What a scan printed, and what of. */
interface KeptResult {
  /** See `historyKey`. */
  key: string
  /** Of Laurel: another one may say it in other words. */
  version: string
  /** See `zoneData`. */
  zone_data: string
  result: ScanResult
}

/** The kinds of warnings about what could not be read: it is looked for again in each scan. */
const LEFT_OUT: ReadonlySet<string> = new Set(['session_unreadable', 'pages_unreadable'])

/**
 * Returns what the last scan printed, if the history is as it was then and nothing else has changed; else null. Neither
 * the history nor the checkpoints are read.
 */
export function unchangedResult(
  path: string,
  checkpoint: string,
  { counting, timeZone }: { counting: Counting; timeZone: string },
): ScanResult | null {
  const kept = keptResultIn(checkpoint)
  if (kept === null || kept.result.trim() === '') return null
  if (kept.head.engine_version !== STATS_VERSION || kept.head.counting !== counting) return null
  const made: KeptResult = JSON.parse(kept.result)
  const same = made.version === version && made.zone_data === zoneData() && made.result.timezone === timeZone
  return same && made.key === historyKey(path)
    ? { ...made.result, scan_meta: reused(made.result.scan_meta) }
    : null
}

/**
 * Returns what `unchangedResult` reads; empty if the history must be looked at again in any case.
 * @param keys of the history before and after it was scanned
 */
export function encodeResult(result: ScanResult, keys: readonly [string | null, string | null]): string {
  const [key, after] = keys
  if (key === null || key !== after || isLeftOut(result.scan_meta)) return ''
  const kept: KeptResult = { key, version, zone_data: zoneData(), result }
  return JSON.stringify(kept)
}

/** Whether a scan left something out, or has more warnings than it lists. */
export function isLeftOut({ warnings = [], more_warnings: more = 0 }: ScanMeta): boolean {
  return more > 0 || warnings.some(({ kind }) => LEFT_OUT.has(kind))
}

/** As a scan says it that finds each session unchanged. */
function reused(meta: ScanMeta): ScanMeta {
  const total = meta.sessions_total
  return {
    ...meta,
    mode: total > 0 ? 'incremental' : 'full',
    sessions_rescanned: 0,
    sessions_reused: total,
  }
}
