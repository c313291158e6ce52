import { LIVE_TOTALS } from '../../contract/live.ts'
import { type ModelUsage, NO_USAGE } from '../../engine/session-columns.ts'
import type { HermesEvent } from './hermes-event.ts'
import { type LiveRecord, newRecord } from './live-record.ts'

/** Models that one session tells apart; the requests of others count as those of an unknown one. */
const MODELS_MAX = 20

/**
 * Returns a session after an event of Hermes; null if the event says nothing of it and it is not known. The result is the
 * same in whatever order events come. Each request must be given once.
 */
export function afterEvent(known: LiveRecord | null, event: HermesEvent): LiveRecord | null {
  const { at, model, source, request, message_count } = event
  if (request === null && message_count === null) return known
  const before = known ?? newRecord(event.session_id, request?.started_at ?? at)
  const isLatest = message_count !== null && at >= (before.reported_at ?? Number.NEGATIVE_INFINITY)
  const isFirst =
    model !== null && (before.model === null || at < (before.model_at ?? Number.NEGATIVE_INFINITY))
  const after: LiveRecord = {
    ...before,
    source: before.source ?? source,
    ...(isFirst ? { model, model_at: at } : {}),
    ...(isLatest ? { message_count, revision: undefined, reported_at: at } : {}),
    started_at: Math.min(before.started_at, request?.started_at ?? at),
    last_message_at: Math.max(before.last_message_at ?? 0, at),
    updated_at: Math.max(before.updated_at, at),
  }
  if (request === null) return after
  const usage = withRequest(before.usage ?? [], model ?? '', request)
  for (const total of LIVE_TOTALS) {
    const sum = usage.reduce((all, row) => all + row[total], 0)
    after[total] = Math.max(before[total], sum)
  }
  return { ...after, usage }
}

/** Adds a request to the usage of its model. */
function withRequest(
  rows: readonly ModelUsage[],
  model: string,
  { usage }: NonNullable<HermesEvent['request']>,
): ModelUsage[] {
  const isKnown = rows.some((row) => row.model === model)
  const name = isKnown || rows.length < MODELS_MAX ? model : ''
  const row = { ...(rows.find((other) => other.model === name) ?? { ...NO_USAGE, model: name }) }
  row.api_call_count += 1
  for (const [field, tokens] of Object.entries(usage)) row[field as keyof typeof usage] += tokens
  return [...rows.filter((other) => other.model !== name), row]
}
