import type { Progress } from '../scan/turns.ts'
import { type ColourStream, colourDepth, type Paint, painter } from './colours.ts'
import { bar, count, megabytes } from './figures.ts'
import type { Machine } from './hermes-home.ts'

/** Between two drawings. Unit: milliseconds. */
const REDRAW_MILLISECONDS = 100
/** No rate and no time left are told before: they would only jump about. Unit: seconds. */
export const SETTLED_SECONDS = 0.5
const WIDTH_MAX = 100
/** Left free, so that no terminal wraps the line, nor the `^C` that it adds itself: a wrapped line cannot be erased. */
const SPARE_COLUMNS = 3
const BAR_MIN = 8

/** What is asked of the stream: members of Node's `tty.WriteStream`. */
export interface ProgressStream extends ColourStream {
  columns?: number
  write(text: string): unknown
}

/** A progress bar in the last line of a terminal. On anything else it draws nothing. */
export class ProgressBar {
  readonly #stream: ProgressStream
  readonly #paint: Paint
  readonly #started = performance.now()
  #drawnAt = Number.NEGATIVE_INFINITY

  /** `env`: what it says of colours. */
  constructor(stream: ProgressStream, env: Machine['env']) {
    this.#stream = stream
    this.#paint = painter(colourDepth(stream, env))
  }

  /** `line` makes the line of the seconds since the beginning. */
  draw(line: (seconds: number, look: BarLook) => string): void {
    const now = performance.now()
    if (!this.#stream.isTTY || now - this.#drawnAt < REDRAW_MILLISECONDS) return
    this.#drawnAt = now
    const look = { columns: this.#stream.columns || 80, paint: this.#paint }
    this.#stream.write(`\r${line((now - this.#started) / 1000, look)}\x1b[K`)
  }

  /** Leaves the line as if nothing had been drawn. */
  erase(): void {
    if (this.#drawnAt === Number.NEGATIVE_INFINITY) return
    this.#drawnAt = Number.NEGATIVE_INFINITY
    this.#stream.write('\r\x1b[K')
  }
}

/** The line that says why nothing goes on. */
export function waitingLine(_: number, { columns }: BarLook): string {
  return 'The history is being written to. Trying again…'.slice(0, Math.max(0, columns - SPARE_COLUMNS))
}

/** How the line may look. */
export interface BarLook {
  columns: number
  paint: Paint
}

/** What a line tells of work that is under way. */
export interface Told {
  /** Of the work, from 0 to 1. */
  share: number
  /** How much that is, in words. */
  amount: string
  /** How fast it goes, in words, and the seconds left; null while neither can be known. */
  pace: { rate: string; secondsLeft: number } | null
}

/**
 * One line that tells how far a scan is after so many seconds: bar, sessions, percentage, then rate and time
 * left where they are known and there is room.
 */
export function progressLine(
  { done, total, reused, textBytes }: Progress,
  seconds: number,
  look: BarLook,
): string {
  const read = done - reused
  const pace = { rate: `${megabytes(textBytes / seconds)}/s`, secondsLeft: ((total - done) * seconds) / read }
  return barLine(
    {
      share: total === 0 ? 1 : done / total,
      amount: `${count(done).padStart(count(total).length)} / ${count(total)}`,
      pace: seconds >= SETTLED_SECONDS && read > 0 ? pace : null,
    },
    look,
  )
}

/** Bar, amount, percentage, then rate and time left where they are known and there is room. */
export function barLine({ share, amount, pace }: Told, { columns, paint }: BarLook): string {
  const room = Math.max(0, Math.min(columns - SPARE_COLUMNS, WIDTH_MAX))
  const parts = [amount, `${Math.floor(share * 100)}%`.padStart(4)]
  if (pace) parts.push(pace.rate, `${clock(pace.secondsLeft)} left`)
  let told = parts.join('  ')
  while (parts.length > 1 && told.length + 2 + BAR_MIN > room) {
    parts.splice(parts.length === 4 ? 2 : -1, 1)
    told = parts.join('  ')
  }
  const width = room - told.length - 2
  if (width < BAR_MIN) return told.slice(0, room)
  const { filled, rest } = bar(share, width)
  return `${paint('good', filled)}${paint('faint', rest)}  ${told}`
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  const end = twoDigits(whole % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${end}` : `${minutes}:${end}`
}
