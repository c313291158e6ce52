import type { ReportedSession } from '../contract/reports.ts'
import { plural, t } from '../language/language.ts'
import type { ReportTerms } from '../sync/reports/reported-sessions.ts'
import { sizeLine } from '../ui/wording.ts'
import { copyFrom } from './copy.ts'
import { reportSize, reportText } from './report-text.ts'

export interface Publication {
  /** Returns the keys that sending would use with the form's current values. */
  keys(): Promise<Pick<ReportTerms, 'key' | 'namingKey'>>
  /** Returns the sessions as they would be sent. */
  report(terms: ReportTerms): Promise<ReportedSession[]>
  /** Sends them; the form is busy meanwhile. */
  publish(sessions: readonly ReportedSession[]): Promise<void>
}

/** Sessions shown for reading: browsers are slow with more. Copying includes all. Unit: sessions. */
const SHOWN_MAX = 10_000

/** The form that previews what will be sent, and sends it. */
export class PublishForm {
  readonly #form: HTMLFormElement
  readonly #publication: Publication
  #sessions: readonly ReportedSession[] = []
  /** Number of the latest request: results of earlier ones are dropped. */
  #requests = 0

  constructor(form: HTMLFormElement, publication: Publication) {
    this.#form = form
    this.#publication = publication
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void this.#submit()
    })
    this.#titles?.addEventListener('change', () => void this.refresh())
    this.#details?.addEventListener('change', () => void this.refresh())
    form.querySelector('[name=source]')?.addEventListener('change', () => {
      this.#chooseDetails()
      void this.refresh()
    })
    this.#chooseDetails()
    form.querySelector('[data-sent]')?.addEventListener('toggle', () => this.#layOut())
    copyFrom(form, () => reportText(this.#sessions))
  }

  /** Shows the form and a preview. */
  async open(): Promise<void> {
    this.#form.hidden = false
    this.#form.querySelector('h2')?.focus()
    await this.refresh()
  }

  /** The history that is published to. */
  get source(): string {
    const chosen = this.#form.querySelector<HTMLSelectElement>('[name=source]')?.value
    return chosen || this.#form.dataset.source || 'default'
  }

  /** Call after sending what was shown. */
  published(): void {
    const others = this.#detailed.filter((name) => name !== this.source)
    const sent = this.#sessions.some(({ record }) => record !== undefined)
    this.#form.dataset.detailed = (sent ? [...others, this.source] : others).join(' ')
  }

  close(): void {
    this.#requests++
    this.#form.hidden = true
  }

  /** Rebuilds the report. Sending is disabled until it is shown. */
  async refresh(): Promise<void> {
    const request = ++this.#requests
    this.#busy(true)
    const line = this.#form.querySelector('[data-sent-size]')
    const { keys, report } = this.#publication
    const records = this.#details?.checked ?? false
    const titles = records || (this.#titles?.checked ?? false)
    this.#explain(records)
    const prepared = async () => {
      const sessions = await report({ ...(await keys()), titles, records })
      return { sessions, size: await reportSize(sessions) }
    }
    const made = await prepared().catch(() => null)
    if (request !== this.#requests) return
    if (made === null) {
      if (line) line.textContent = t('Can’t reach the server. Discard this and try again.')
      return
    }
    const { sessions, size } = made
    this.#sessions = sessions
    if (line) {
      line.textContent = plural(
        sessions.length,
        '{n} session: {size} of JSON, {sent} when compressed for sending.',
        '{n} sessions: {size} of JSON, {sent} when compressed for sending.',
        { size: sizeLine(size.raw), sent: sizeLine(size.sent) },
      )
    }
    this.#layOut()
    this.#busy(false)
  }

  async #submit(): Promise<void> {
    this.#busy(true)
    await this.#publication.publish(this.#sessions)
    this.#busy(false)
  }

  /** What the page has of a history is sent again, unless its owner says otherwise. */
  #chooseDetails(): void {
    if (this.#details) this.#details.checked = this.#hasDetails
  }

  /** Says what is sent, and what becomes of details that the page has. */
  #explain(records: boolean): void {
    const show = (selector: string, shown: boolean) => {
      for (const part of this.#form.querySelectorAll<HTMLElement>(selector)) part.hidden = !shown
    }
    show('[data-details-on]', records)
    show('[data-details-off]', !records)
    show('[data-details-removed]', this.#hasDetails && !records)
  }

  /** Whether the page has details of the chosen history's sessions. */
  get #hasDetails(): boolean {
    return this.#detailed.includes(this.source)
  }

  /** Histories of which the page has details. */
  get #detailed(): string[] {
    return (this.#form.dataset.detailed ?? '').split(' ')
  }

  /** Renders the JSON when someone opens it. */
  #layOut(): void {
    const details = this.#form.querySelector<HTMLDetailsElement>('[data-sent]')
    const text = details?.querySelector('[data-sent-json]')
    const note = details?.querySelector('[data-sent-note]')
    if (!details?.open || !text) return
    const hidden = this.#sessions.length - SHOWN_MAX
    text.textContent = reportText(this.#sessions.slice(0, SHOWN_MAX))
    if (note) {
      note.textContent =
        hidden > 0
          ? plural(
              hidden,
              '{n} more session like these. Copy includes them all.',
              '{n} more sessions like these. Copy includes them all.',
            )
          : ''
    }
  }

  #busy(busy: boolean): void {
    const button = this.#form.querySelector<HTMLButtonElement>('[type=submit]')
    if (button) button.disabled = busy
  }

  get #details(): HTMLInputElement | null {
    return this.#form.querySelector<HTMLInputElement>('[data-details]')
  }

  get #titles(): HTMLInputElement | null {
    return this.#form.querySelector<HTMLInputElement>('[data-titles]')
  }
}
