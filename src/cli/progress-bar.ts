import type { Progress } from '../scan/turns.ts'
import { type ColourStream, colourDepth, type Paint, painter } from './colours.ts'
import { bar, count, megabytes } from './figures.ts'
import type { Machine } from './hermes-home.ts'

/** Time between two drawings. Unit: milliseconds. */
const REDRAW_MILLISECONDS = 100
/** Rate and time left are shown only after this time: before, they would jump about. Unit: seconds. */
export const SETTLED_SECONDS = 0.5
const WIDTH_MAX = 100
/** Left free so that no terminal wraps the line, even with its own `^C`: a wrapped line cannot be erased. */
const SPARE_COLUMNS = 3
const BAR_MIN = 8

/** The members of Node's `tty.WriteStream` that are used. */
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

  /** `env`: its NO_COLOR and FORCE_COLOR. */
  constructor(stream: ProgressStream, env: Machine['env']) {
    this.#stream = stream
    this.#paint = painter(colourDepth(stream, env))
  }

  /** `line` returns the text to draw, given the seconds since the start. */
  draw(line: (seconds: number, look: BarLook) => string): void {
    const now = performance.now()
    if (!this.#stream.isTTY || now - this.#drawnAt < REDRAW_MILLISECONDS) return
    this.#drawnAt = now
    const look = { columns: this.#stream.columns || 80, paint: this.#paint }
    this.#stream.write(`\r${line((now - this.#started) / 1000, look)}\x1b[K`)
  }

  /** Clears the line. */
  erase(): void {
    if (this.#drawnAt === Number.NEGATIVE_INFINITY) return
    this.#drawnAt = Number.NEGATIVE_INFINITY
    this.#stream.write('\r\x1b[K')
  }
}

/** The line shown while a history is being written to. */
export function waitingLine(_: number, { columns }: BarLook): string {
  return 'The history is being written to. Trying again…'.slice(0, Math.max(0, columns - SPARE_COLUMNS))
}

/** Width and colours of the line. */
export interface BarLook {
  columns: number
  paint: Paint
}

/** The content of a progress line. */
export interface BarContent {
  /** Share of the work that is done, from 0 to 1. */
  share: number
  /** The amount done, in words. */
  amount: string
  /** The rate, in words, and the seconds left; null while they are unknown. */
  pace: { rate: string; secondsLeft: number } | null
}

/**
 * Returns a line that shows the progress of a scan after `seconds`: bar, sessions and percentage, then rate and time
 * left if they are known and fit.
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

/** How many of so many bytes are done, by a word for what is done to them. */
export interface BytesDone {
  word: string
  done: number
  total: number
  /** Whether rate and time left mean something. */
  isPaced: boolean
}

/** Returns a line that shows how far something is after `seconds`, in megabytes. */
export function bytesDoneLine(
  { word, done, total, isPaced }: BytesDone,
  seconds: number,
  look: BarLook,
): string {
  return barLine(
    {
      share: total === 0 ? 1 : done / total,
      amount: `${word} ${megabytes(done)} / ${megabytes(total)}`,
      pace:
        isPaced && seconds >= SETTLED_SECONDS && done > 0
          ? { rate: `${megabytes(done / seconds)}/s`, secondsLeft: ((total - done) * seconds) / done }
          : null,
    },
    look,
  )
}

/** Bar, amount and percentage, then rate and time left if they are known and fit. */
export function barLine({ share, amount, pace }: BarContent, { columns, paint }: BarLook): string {
  const maxWidth = Math.max(0, Math.min(columns - SPARE_COLUMNS, WIDTH_MAX))
  const parts = [amount, `${Math.floor(share * 100)}%`.padStart(4)]
  if (pace) parts.push(pace.rate, `${clock(pace.secondsLeft)} left`)
  let text = parts.join('  ')
  while (parts.length > 1 && text.length + 2 + BAR_MIN > maxWidth) {
    parts.splice(parts.length === 4 ? 2 : -1, 1)
    text = parts.join('  ')
  }
  const width = maxWidth - text.length - 2
  if (width < BAR_MIN) return text.slice(0, maxWidth)
  const { filled, rest } = bar(share, width)
  return `${paint('good', filled)}${paint('faint', rest)}  ${text}`
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const twoDigits = (value: number) => String(value).padStart(2, '0')
  const end = twoDigits(whole % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${end}` : `${minutes}:${end}`
}
