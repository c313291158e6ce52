import type { LeadingSession, TopSession } from '../../contract/insights.ts'
import { localTime } from '../../engine/local-time.ts'
import type { SessionRecord } from '../../engine/session-record.ts'
import { durationText } from './duration.ts'
import { secondsOf } from './overview.ts'

const ID_LENGTH = 16
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const NUMBER = new Intl.NumberFormat('en-US')

interface Kind {
  by: LeadingSession['by']
  label: string
  of(record: SessionRecord): number
  text(value: number): string
  /** As Hermes writes it, if otherwise. */
  asHermes?(value: number): string
}

const KINDS: readonly Kind[] = [
  { by: 'duration', label: 'Longest session', of: secondsOf, text: durationText },
  {
    by: 'messages',
    label: 'Most messages',
    of: (record) => record.message_count ?? 0,
    text: (value) => counted(value, 'message'),
    asHermes: (value) => `${value} msgs`,
  },
  {
    by: 'tokens',
    label: 'Most tokens',
    of: (record) => (record.input_tokens ?? 0) + (record.output_tokens ?? 0),
    text: (value) => `${NUMBER.format(value)} tokens`,
  },
  {
    by: 'tool_calls',
    label: 'Most tool calls',
    of: (record) => record.tool_call_count ?? 0,
    text: (value) => counted(value, 'call'),
    asHermes: (value) => `${value} calls`,
  },
]

const NONE = { value: 0, id: '', startedAt: Number.POSITIVE_INFINITY }

/** The top session by each criterion; on a tie the newest. */
export class TopTally {
  readonly #timeZone: string
  readonly #best = new Map<Kind, { value: number; id: string; title: string; startedAt: number }>()

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  add(record: SessionRecord): void {
    const { id, title, preview, started_at } = record
    const startedAt = started_at ?? Number.NEGATIVE_INFINITY
    for (const kind of KINDS) {
      const value = kind.of(record)
      const best = this.#best.get(kind) ?? NONE
      const order = value - best.value || startedAt - best.startedAt || (id > best.id ? 1 : -1)
      if (order > 0) this.#best.set(kind, { value, id, title: title || preview || id, startedAt })
    }
  }

  leading(): LeadingSession[] {
    return KINDS.flatMap((kind) => {
      const best = this.#best.get(kind)
      if (best === undefined) return []
      const { value: amount, ...session } = best
      return [{ ...session, by: kind.by, amount, label: kind.label, value: kind.text(amount) }]
    })
  }

  /** Returns them as Hermes prints them: ids are cut. */
  report(): TopSession[] {
    return KINDS.flatMap((kind) => {
      const best = this.#best.get(kind)
      if (best === undefined) return []
      const { value, id, startedAt } = best
      const date = dateText(startedAt, this.#timeZone)
      const text = (kind.asHermes ?? kind.text)(value)
      return [{ label: kind.label, session_id: id.slice(0, ID_LENGTH), value: text, date }]
    })
  }
}

/** `1 call`, `1,211 calls` */
function counted(value: number, one: string): string {
  return `${NUMBER.format(value)} ${one}${value === 1 ? '' : 's'}`
}

/** Returns the session that leads by each criterion, among those of a report. */
export function leadingSessions(records: Iterable<SessionRecord>, timeZone: string): LeadingSession[] {
  const tally = new TopTally(timeZone)
  for (const record of records) tally.add(record)
  return tally.leading()
}

/** `Jun 07`, as `%b %d` of Python's `strftime`; `?` without a valid date. */
function dateText(seconds: number, timeZone: string): string {
  const local = localTime(seconds, timeZone)
  return local === null ? '?' : `${MONTHS[local.month - 1]} ${String(local.day).padStart(2, '0')}`
}
