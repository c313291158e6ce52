import type { ProgressStream } from '../progress-bar.ts'

export type LogForm = 'text' | 'json'

/** Writes one line for each event, for people or for machines. */
export class ServeLog {
  readonly #out: Pick<ProgressStream, 'write'>
  readonly #form: LogForm

  constructor(out: Pick<ProgressStream, 'write'>, form: LogForm) {
    this.#out = out
    this.#form = form
  }

  event(event: string, fields: Readonly<Record<string, unknown>>): void {
    const at = new Date().toISOString()
    if (this.#form === 'json') {
      this.#out.write(`${JSON.stringify({ at, event, ...fields })}\n`)
      return
    }
    const details = Object.entries(fields).map(([name, value]) => ` ${name}=${String(value)}`)
    this.#out.write(`${at} ${event}${details.join('')}\n`)
  }

  /** What people want to know when it starts; machines get it as an event. */
  greet(text: string, event: string, fields: Readonly<Record<string, unknown>>): void {
    if (this.#form === 'text') this.#out.write(text)
    else this.event(event, fields)
  }
}
