import type { Child, FC } from 'hono/jsx'
import type { Insights, InsightsModel, LeadingSession } from '../../contract/insights.ts'
import { type Message, plural, t } from '../../language/language.ts'
import { Sentence } from '../../language/sentence.tsx'
import { cacheShare } from '../../sessions/insights/cache-share.ts'
import { compact, dollars, duration, share } from '../charts/figures.ts'
import { day } from '../dates.ts'
import { grouped, tokens } from '../wording.ts'
import { FigureTable } from './chart-card.tsx'
import type { InsightsLinks } from './insights-links.ts'

export interface BreakdownsProps {
  links: Pick<InsightsLinks, 'sessions'>
  report: Insights
  leading: readonly LeadingSession[]
}

/** Rows shown initially; the others expand. */
const ROWS = 10

/** Totals by model, platform, tool and skill, and the top sessions. */
export const Breakdowns: FC<BreakdownsProps> = ({ links, report, leading }) => {
  const { models, platforms, tools, skills, timezone } = report
  const sessions = platforms.reduce((sum, platform) => sum + platform.sessions, 0)
  const modelTokens = models.reduce((sum, { total_tokens }) => sum + total_tokens, 0)
  // Columns without any value are omitted.
  const figures = MODEL_FIGURES.filter(
    ({ optional, of }) => !optional || models.some((model) => of(model) > 0),
  )
  return (
    <>
      <TopSessions links={links} leading={leading} timeZone={timezone} />
      <div class="insights-tables">
        <Breakdown
          id="models"
          heading="Models"
          more="More models"
          wide
          columns={[t('Model'), shareHeading(), ...figures.map(({ heading }) => t(heading))]}
          rows={models.map((model) => [
            model.model,
            <Share of={model.total_tokens} all={modelTokens} />,
            ...figures.map(({ of, written }) => written(of(model))),
          ])}
        />
        <Breakdown
          id="tools"
          heading="Tools"
          more="More tools"
          columns={[t('Tool'), shareHeading(), t('Calls')]}
          rows={tools.map(({ tool, count, percentage }) => [
            tool,
            <Share of={percentage} all={100} />,
            grouped(count),
          ])}
        />
        <Breakdown
          id="platforms"
          heading="Platforms"
          more="More platforms"
          columns={[t('Platform'), shareHeading(), t('Sessions'), t('Messages'), t('Tokens')]}
          rows={platforms.map((platform) => [
            platform.platform,
            <Share of={platform.sessions} all={sessions} />,
            grouped(platform.sessions),
            compact(platform.messages),
            compact(platform.total_tokens),
          ])}
        />
        <Breakdown
          id="skills"
          heading="Skills"
          more="More skills"
          note={
            skills.summary.distinct_skills_used > 0 &&
            t('Loaded {loaded}, edited {edited}.', {
              loaded: times(skills.summary.total_skill_loads),
              edited: times(skills.summary.total_skill_edits),
            })
          }
          columns={[t('Skill'), t('Loaded'), t('Edited'), t('Last used')]}
          rows={skills.top_skills.map((skill) => [
            skill.skill,
            grouped(skill.view_count),
            grouped(skill.manage_count),
            skill.last_used_at === null ? '–' : day(skill.last_used_at, timezone),
          ])}
        />
      </div>
    </>
  )
}

function times(n: number): string {
  return plural(n, '{n} time', '{n} times')
}

interface ModelFigure {
  heading: Message
  of(model: InsightsModel): number
  written(figure: number): string
  optional?: true
}

const MODEL_FIGURES: readonly ModelFigure[] = [
  { heading: 'Tokens', of: ({ total_tokens }) => total_tokens, written: compact },
  { heading: 'Reasoning', of: ({ reasoning_tokens }) => reasoning_tokens, written: compact, optional: true },
  { heading: 'Cached', of: (model) => 100 * (cacheShare(model) ?? 0), written: share, optional: true },
  { heading: 'Cost', of: ({ cost }) => cost, written: dollars, optional: true },
  { heading: 'Sessions', of: ({ sessions }) => sessions, written: grouped },
  { heading: 'API calls', of: ({ api_calls }) => api_calls, written: compact, optional: true },
  { heading: 'Tool calls', of: ({ tool_calls }) => tool_calls, written: compact },
]

interface BreakdownProps {
  id: string
  heading: Message
  /** Names the rows that expand. */
  more: Message
  /** Whether it spans the full width. */
  wide?: boolean
  note?: Child
  columns: readonly string[]
  rows: readonly (readonly Child[])[]
}

const Breakdown: FC<BreakdownProps> = ({ id, heading, more, wide = false, note, columns, rows }) => (
  <section
    class={wide ? 'card breakdown breakdown-wide' : 'card breakdown'}
    aria-labelledby={`${id}-heading`}
  >
    <h2 id={`${id}-heading`}>{t(heading)}</h2>
    {note && <p class="hint">{note}</p>}
    {rows.length === 0 ? (
      <p class="hint">{t('None in this period.')}</p>
    ) : (
      <FigureTable caption={t(heading)} columns={columns} rows={rows.slice(0, ROWS)} />
    )}
    {rows.length > ROWS && (
      <details class="chart-table">
        <summary>
          <Sentence
            text="{n} more{list}"
            with={{
              n: rows.length - ROWS,
              list: <span class="sr-only">{t(': {name}', { name: t(heading) })}</span>,
            }}
          />
        </summary>
        <FigureTable caption={t(more)} columns={columns} rows={rows.slice(ROWS)} />
      </details>
    )}
  </section>
)

/** `Share` alone is what a button does, and other words for that. */
function shareHeading(): string {
  return plural(1, 'Share', 'Shares')
}

/** A share of a whole: as a bar, and as a percentage. */
const Share: FC<{ of: number; all: number }> = ({ of, all }) => {
  const percent = all > 0 ? Math.min(100, Math.max(0, (100 * of) / all)) : 0
  return (
    <span class="share">
      <svg width="48" height="8" aria-hidden="true">
        <rect class="share-track" width="48" height="8" rx="2" />
        <rect class="share-part" width={Math.round(4.8 * percent) / 10} height="8" rx="2" />
      </svg>{' '}
      {share(percent)}
    </span>
  )
}

/** By what a session leads, and by how much. */
const LEADS: Readonly<Record<LeadingSession['by'], { label: Message; written(amount: number): string }>> = {
  duration: { label: 'Longest session', written: duration },
  messages: { label: 'Most messages', written: (n) => plural(n, '{n} message', '{n} messages') },
  tokens: { label: 'Most tokens', written: tokens },
  tool_calls: { label: 'Most tool calls', written: (n) => plural(n, '{n} call', '{n} calls') },
}

const TopSessions: FC<Pick<BreakdownsProps, 'links' | 'leading'> & { timeZone: string }> = (props) => {
  const { links, leading, timeZone } = props
  return leading.length === 0 ? null : (
    <section class="insights-part" aria-labelledby="top-heading">
      <h2 id="top-heading">{t('Sessions that stand out')}</h2>
      <ul class="top-sessions">
        {leading.map(({ by, amount, id, title, startedAt }) => (
          <li>
            <span class="hint">{t(LEADS[by].label)}</span>
            <strong class="figure">{LEADS[by].written(amount)}</strong>
            <a href={links.sessions({ q: id, children: '1', archived: '1' })}>{title}</a>
            <span class="hint">{day(startedAt, timeZone)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
