import type { InsightsReport as Insights } from '../contract/insights.ts'
import type { SessionList as Listed } from '../contract/sessions.ts'
import { badgesOfSession } from '../engine/evaluate.ts'
import type { SessionRecord } from '../engine/session-record.ts'
import { t } from '../language/language.ts'
import type { Checkpoint } from '../scan/checkpoint.ts'
import { namesIn } from '../sessions/insights/bounded-names.ts'
import { type InsightsQuery, tallyOf } from '../sessions/insights/report.ts'
import { sessionPage } from '../sessions/list/list.ts'
import { listItem } from '../sessions/list/list-item.ts'
import { overlaid } from '../sessions/list/overlay.ts'
import { InsightsReport } from '../ui/insights/insights-report.tsx'
import { choiceIn } from '../ui/insights/periods.ts'
import { fragmentOf, type LocalPlace } from '../ui/local-place.ts'
import { listOf, type SessionsQuery, sessionsQueryIn } from '../ui/sessions/query.ts'
import { SessionList } from '../ui/sessions/session-list.tsx'
import type { Query } from '../urls.ts'
import { LocalStory } from './local-story.tsx'

export interface Seen {
  /** IANA name. */
  timeZone: string
  /** Unix seconds. */
  now: number
}

const LINKS = {
  list: (query: Query) => fragmentOf('sessions', query),
  sessions: (query: Query) => fragmentOf('sessions', query),
  insights: (query: Query) => fragmentOf('insights', query),
  badge: (id: string) => `#badge-${id}`,
  rename: null,
}
const None = () => <strong>{t('This history has no sessions.')}</strong>

/** Returns the sessions, insights or story of a scanned history as HTML, rendered as the server would. */
export function localDetails(scanned: readonly Checkpoint[], place: LocalPlace, seen: Seen): string {
  const query = new URLSearchParams(place.query)
  if (place.name === 'wrapped') {
    return String(<LocalStory scanned={scanned} records={recordsOf(scanned)} query={query} seen={seen} />)
  }
  return String(
    place.name === 'insights' ? (
      <Report records={recordsOf(scanned)} query={query} seen={seen} />
    ) : (
      <Sessions scanned={scanned} query={query} seen={seen} />
    ),
  )
}

function Sessions(props: { scanned: readonly Checkpoint[]; query: URLSearchParams; seen: Seen }) {
  const { scanned, seen } = props
  const query = sessionsQueryIn(props.query)
  const stats = new Map(scanned.map((checkpoint) => [checkpoint.stats.session_id, checkpoint.stats]))
  const badgesOf = (id: string) => {
    const session = stats.get(id)
    return session ? badgesOfSession(session, seen.timeZone) : null
  }
  return (
    <div class="sessions-page">
      <h1>{t('Sessions')}</h1>
      <SessionList
        links={LINKS}
        query={query}
        list={listedLocally(recordsOf(scanned), query)}
        histories={[]}
        badgesOf={badgesOf}
        none={<None />}
        {...seen}
      />
    </div>
  )
}

function Report(props: { records: readonly SessionRecord[]; query: URLSearchParams; seen: Seen }) {
  const choice = choiceIn(props.query)
  const insights = insightsLocally(props.records, { ...choice, ...props.seen })
  return (
    <div class="insights">
      <h1>{t('Insights')}</h1>
      <InsightsReport links={LINKS} choice={choice} insights={insights} none={<None />} />
    </div>
  )
}

function recordsOf(scanned: readonly Checkpoint[]): SessionRecord[] {
  return scanned.flatMap(({ record }) => record ?? [])
}

/** Returns a page of a history's sessions, none of which is live. */
function listedLocally(records: readonly SessionRecord[], query: SessionsQuery): Listed {
  const { places, total } = sessionPage(records, listOf(query))
  const sessions = overlaid(
    places.map(({ root, tip }) => listItem(root, tip)),
    new Map(),
    false,
  )
  const platforms = namesIn(records.map(({ source }) => source))
  return { sessions, total, history: null, platforms, unlisted: 0 }
}

function insightsLocally(records: readonly SessionRecord[], query: InsightsQuery): Insights {
  const tally = tallyOf(records, query)
  const platforms = namesIn(records.map(({ source }) => source))
  const [daily, leading] = [tally.daily(), tally.leading()]
  return { report: tally.report(), daily, leading, platforms, unlisted: 0 }
}
