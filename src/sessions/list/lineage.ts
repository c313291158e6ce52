import { isMarked } from '../../engine/marks.ts'
import type { ListedRecord } from './list-item.ts'

/** As much of a session as it takes to find its place in a list: that of all others has to be known too. */
export type SessionLink = Pick<
  ListedRecord,
  | 'id'
  | 'history'
  | 'source'
  | 'started_at'
  | 'ended_at'
  | 'end_reason'
  | 'last_active'
  | 'parent_session_id'
  | 'marks'
  | 'session_key'
>

/** Ends of a session after which the chat goes on in a new one. */
const RESETS: ReadonlySet<string> = new Set([
  'session_reset',
  'session_switch',
  'idle',
  'daily',
  'suspended',
  'resume_pending_expired',
])

/** Hermes follows a chain no further. Unit: sessions. */
const CHAIN_MAX = 100

/** Who continues whom. Sessions of a history without marks follow the rules of that time. */
export class Family<Link extends SessionLink> {
  readonly #sessions: readonly Link[]
  readonly #byId = new Map<string, Map<string, Link>>()
  /** The one among those that continue a session with which a chain goes on. */
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

  /** Whether a session is a conversation of its own: no part of another one, and not the work of a sub-agent. */
  isConversation(session: Link): boolean {
    if (isMarked(session, 'delegated')) return false
    if (session.parent_session_id === null) return true
    const parent = this.#parent(session)
    return isBranch(session, parent) || isReset(session, parent)
  }

  /** The last session of the chain that begins with this one. */
  tipOf(root: Link): Link {
    const passed = new Set([root])
    const most = root.marks === null ? Number.POSITIVE_INFINITY : CHAIN_MAX
    let tip = root
    for (let next = this.#next.get(tip); next !== undefined; next = this.#next.get(tip)) {
      if (passed.has(next) || passed.size > most) return tip
      passed.add(next)
      tip = next
    }
    return tip
  }

  /** When each session, or any that continues it, was active last. */
  activity(): Map<Link, number> {
    const latest = new Map<Link, number>()
    const time = (session: Link) => timeOf(session.last_active ?? session.started_at)
    // The most active first: where one has been told already, so have all that it continues.
    for (const session of this.#sessions.toSorted((a, b) => descending(time(a), time(b)))) {
      let told: Link | null = session
      while (told !== null && !latest.has(told)) {
        latest.set(told, time(session))
        told = this.#continued(told)
      }
    }
    return latest
  }

  /** The session that one continues after its compression, or null. */
  #continued(session: Link): Link | null {
    const parent = this.#parent(session)
    if (parent?.end_reason !== 'compression') return null
    return isContinuation(session, parent) ? parent : null
  }

  #parent({ history, parent_session_id: id }: Link): Link | undefined {
    return id === null ? undefined : this.#byId.get(history ?? '')?.get(id)
  }
}

/** Whether a session was branched off another one: it says so, or that one ended so before it started. */
function isBranch(session: SessionLink, parent: SessionLink | undefined): boolean {
  if (isMarked(session, 'branched')) return true
  return parent?.end_reason === 'branched' && startedAfter(session, parent)
}

/** Whether a session is the next one of a chat that began afresh: it says so, or the chat of its parent ended. */
function isReset(session: SessionLink, parent: SessionLink | undefined): boolean {
  if (isMarked(session, 'reset')) return true
  if (session.marks === null || session.session_key === null || parent === undefined) return false
  return session.session_key === parent.session_key && RESETS.has(parent.end_reason ?? '')
}

/** Whether a child goes on with what its parent, which was compressed, was about. */
function isContinuation(child: SessionLink, parent: SessionLink): boolean {
  // Times tell nothing where there are marks: a child may start before the end of its parent is written down.
  if (child.marks === null) return startedAfter(child, parent)
  const apart = isMarked(child, 'branched') || isMarked(child, 'delegated') || isReset(child, parent)
  return !apart && child.source !== 'tool'
}

/** Whether a chain goes on with `a` rather than with `b`, another child of the same parent. */
function goesBefore(a: SessionLink, b: SessionLink): boolean {
  const order =
    descending(standing(a), standing(b)) || descending(timeOf(a.last_active), timeOf(b.last_active))
  return order === 0 ? isNewer(a, b) : order < 0
}

/** The same where there are no marks. */
function isNewer(a: SessionLink, b: SessionLink): boolean {
  return (descending(timeOf(a.started_at), timeOf(b.started_at)) || descending(a.id, b.id)) < 0
}

/** A chain goes on with what was compressed in its turn, else with what has not ended. */
function standing({ end_reason, ended_at }: SessionLink): number {
  if (end_reason === 'compression') return 2
  return ended_at === null ? 1 : 0
}

function startedAfter({ started_at }: SessionLink, { ended_at }: SessionLink): boolean {
  return started_at !== null && ended_at !== null && started_at >= ended_at
}

/** What has no time comes last. */
export function timeOf(seconds: number | null): number {
  return seconds ?? Number.NEGATIVE_INFINITY
}

/** Compares for an order with the greatest first. */
export function descending<T extends number | string>(a: T, b: T): number {
  return a === b ? 0 : a > b ? -1 : 1
}
