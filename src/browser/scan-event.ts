import { parseObject } from './parse-object.ts'

/** The server's event about a scan, repeated while one runs. */
export interface ScanEvent {
  state: string
  mode: string
  scanned: number
  expected: number
  /** Changes with each published view. */
  revision: string
  /** Time of the published view in Unix seconds; null if there is none. */
  generatedAt: number | null
}

/** Parses the data of a `scan` event; undefined if it has another shape. */
export function parseScanEvent(data: string): ScanEvent | undefined {
  const event = parseObject(data)
  if (typeof event?.state !== 'string' || typeof event.mode !== 'string') return undefined
  return {
    state: event.state,
    mode: event.mode,
    scanned: numberOf(event.sessions_scanned_so_far) ?? 0,
    expected: numberOf(event.sessions_expected_total) ?? 0,
    revision: String(event.revision),
    generatedAt: numberOf(event.generated_at) ?? null,
  }
}

export function isRunning({ state }: ScanEvent): boolean {
  return state === 'running'
}

/** Whether the published view is missing or partial. */
export function isPartial({ mode }: ScanEvent): boolean {
  return mode === 'pending' || mode === 'in_progress'
}

/** Whether the scan is over: its view is published, or it failed. */
export function isOver(event: ScanEvent): boolean {
  if (event.state === 'failed') return true
  return !isRunning(event) && !isPartial(event)
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
