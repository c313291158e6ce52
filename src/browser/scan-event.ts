import { parseObject } from './answer.ts'

/** What the server says of a scan, again and again while one runs. */
export interface ScanEvent {
  state: string
  mode: string
  scanned: number
  expected: number
  /** Changes whenever a view is published. */
  revision: string
  /** Unix seconds of the published view, or null while there is none. */
  generatedAt: number | null
}

/** The data of a `scan` event, or undefined when it has another shape. */
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

/** What is published is not the whole: nothing yet, or a part. */
export function isPartial({ mode }: ScanEvent): boolean {
  return mode === 'pending' || mode === 'in_progress'
}

/** Nothing further will come of this scan: its view is out, or it failed. */
export function isOver(event: ScanEvent): boolean {
  if (event.state === 'failed') return true
  return !isRunning(event) && !isPartial(event)
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
