import { isMarked } from '../../engine/marks.ts'
import type { SessionRecord } from '../../engine/session-record.ts'

/** What determines the place of a session in a list. It is needed of all sessions. */
export type SessionLink = Pick<
  SessionRecord,
  | 'id'
  | 'source'
  | 'started_at'
  | 'ended_at'
  | 'end_reason'
  | 'last_active'
  | 'parent_session_id'
  | 'marks'
  | 'session_key'
  // Details, of lists that are searched or sorted by them; else null and empty.
  | 'title'
  | 'preview'
  | 'message_count'
  | 'input_tokens'
  | 'output_tokens'
  | 'estimated_cost_usd'
> & {
  /** Its history, if there are several: ids and parents are unique within one. */
  history?: string
}

/** A row: a session, or the chain from `root` to `tip`. */
export interface SessionPlace<Link extends SessionLink = SessionLink> {
  root: Link
  tip: Link
}

/** End reasons after which the chat continues in a new session. */
const RESETS: ReadonlySet<string> = new Set([
  'session_reset',
  'session_switch',
  'idle',
  'daily',
  'suspended',
  'resume_pending_expired',
])

/** Longest chain that Hermes follows. Unit: sessions. */
const CHAIN_MAX = 100

/** Which sessions continue which. Histories without marks follow the rules of that time. */
export class Family<Link extends SessionLink> {
  readonly #sessions: readonly Link[]
  readonly #byId = new Map<string, Map<string, Link>>()
  /** Returns the continuation that a chain follows. */
  readonly #next = new Map<Link, Link>()

  constructor(sessions: readonly Link[]) {
    this.#sessions = sessions
    for (const session of sessions) {
      const history = session.history ?? ''
      const ids = this.#byId.get(history) ?? new Map<string, Link>()
      ids.set(session.id, session)
      this.#byId.set(history, ids)
    }
    for (const session of sessions) {
      const continued = this.#continued(session)
      if (continued === null) continue
      const other = this.#next.get(continued)
      const first = continued.marks === null ? isNewer : goesBefore
      if (other === undefined || first(session, other)) this.#next.set(continued, session)
    }
  }

  /** Whether a session is a conversation: not part of another one, and not a sub-agent's work. */
  isConversation(session: Link): boolean {
    if (isMarked(session, 'delegated')) return false
    if (session.parent_session_id === null) return true
    const parent = this.#parent(session)
    return isBranch(session, parent) || isReset(session, parent)
  }

  /** Returns the last session of the chain that starts with this one. */
  tipOf(root: Link): Link {
    const passed = new Set([root])
    const max = root.marks === null ? Number.POSITIVE_INFINITY : CHAIN_MAX
    let tip = root
    for (let next = this.#next.get(tip); next !== undefined; next = this.#next.get(tip)) {
      if (passed.has(next) || passed.size > max) return tip
      passed.add(next)
      tip = next
    }
    return tip
  }

  /** Returns the last activity of each session and everything that continues it. */
  activity(): Map<Link, number> {
    const latest = new Map<Link, number>()
    const time = (session: Link) => timeOf(session.last_active ?? session.started_at)
    // Most recently active first: once a session is set, so are all that it continues.
    for (const session of this.#sessions.toSorted((a, b) => descending(time(a), time(b)))) {
      let current: Link | null = session
      while (current !== null && !latest.has(current)) {
        latest.set(current, time(session))
        current = this.#continued(current)
      }
    }
    return latest
  }

  /** Returns the session that this one continues after a compression, or null. */
  #continued(session: Link): Link | null {
    const parent = this.#parent(session)
    if (parent?.end_reason !== 'compression') return null
    return isContinuation(session, parent) ? parent : null
  }

  #parent({ history, parent_session_id: id }: Link): Link | undefined {
    return id === null ? undefined : this.#byId.get(history ?? '')?.get(id)
  }
}

/** Whether a session was branched off another one: it is marked so, or the other ended so before it started. */
function isBranch(session: SessionLink, parent: SessionLink | undefined): boolean {
  if (isMarked(session, 'branched')) return true
  return parent?.end_reason === 'branched' && startedAfter(session, parent)
}

/** Whether a session continues a chat that was reset: it is marked so, or its parent's chat ended. */
function isReset(session: SessionLink, parent: SessionLink | undefined): boolean {
  if (isMarked(session, 'reset')) return true
  if (session.marks === null || session.session_key === null || parent === undefined) return false
  return session.session_key === parent.session_key && RESETS.has(parent.end_reason ?? '')
}

/** Whether a child continues its compressed parent. */
function isContinuation(child: SessionLink, parent: SessionLink): boolean {
  // Times are unreliable if there are marks: a child may start before its parent's end is stored.
  if (child.marks === null) return startedAfter(child, parent)
  const apart = isMarked(child, 'branched') || isMarked(child, 'delegated') || isReset(child, parent)
  return !apart && child.source !== 'tool'
}

/** Whether a chain continues with `a` rather than `b`, another child of the same parent. */
function goesBefore(a: SessionLink, b: SessionLink): boolean {
  const order =
    descending(standing(a), standing(b)) || descending(timeOf(a.last_active), timeOf(b.last_active))
  return order === 0 ? isNewer(a, b) : order < 0
}

/** The same without marks. */
function isNewer(a: SessionLink, b: SessionLink): boolean {
  return (descending(timeOf(a.started_at), timeOf(b.started_at)) || descending(a.id, b.id)) < 0
}

/** A chain prefers a child that was itself compressed, then one that has not ended. */
function standing({ end_reason, ended_at }: SessionLink): number {
  if (end_reason === 'compression') return 2
  return ended_at === null ? 1 : 0
}

function startedAfter({ started_at }: SessionLink, { ended_at }: SessionLink): boolean {
  return started_at !== null && ended_at !== null && started_at >= ended_at
}

/** Sessions without a time sort last. */
export function timeOf(seconds: number | null): number {
  return seconds ?? Number.NEGATIVE_INFINITY
}

/** Compares in descending order. */
export function descending<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a > b ? -1 : 1
}
