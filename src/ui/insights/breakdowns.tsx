import type { Child, FC } from 'hono/jsx'
import type { Insights, InsightsModel, LeadingSession } from '../../contract/insights.ts'
import { cacheShare } from '../../sessions/insights/cache-share.ts'
import { compact, dollars } from '../charts/figures.ts'
import { day } from '../dates.ts'
import { counted, grouped } from '../wording.ts'
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
          wide
          columns={['Model', 'Share', ...figures.map(({ heading }) => heading)]}
          rows={models.map((model) => [
            model.model,
            <Share of={model.total_tokens} all={modelTokens} />,
            ...figures.map(({ of, written }) => written(of(model))),
          ])}
        />
        <Breakdown
          id="tools"
          heading="Tools"
          columns={['Tool', 'Share', 'Calls']}
          rows={tools.map(({ tool, count, percentage }) => [
            tool,
            <Share of={percentage} all={100} />,
            grouped(count),
          ])}
        />
        <Breakdown
          id="platforms"
          heading="Platforms"
          columns={['Platform', 'Share', 'Sessions', 'Messages', 'Tokens']}
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
          note={
            skills.summary.distinct_skills_used > 0 &&
            `Loaded ${counted(skills.summary.total_skill_loads, 'time')}, edited ${counted(skills.summary.total_skill_edits, 'time')}.`
          }
          columns={['Skill', 'Loaded', 'Edited', 'Last used']}
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

interface ModelFigure {
  heading: string
  of(model: InsightsModel): number
  written(figure: number): string
  optional?: true
}

const MODEL_FIGURES: readonly ModelFigure[] = [
  { heading: 'Tokens', of: ({ total_tokens }) => total_tokens, written: compact },
  { heading: 'Reasoning', of: ({ reasoning_tokens }) => reasoning_tokens, written: compact, optional: true },
  { heading: 'Cached', of: (model) => 100 * (cacheShare(model) ?? 0), written: percentText, optional: true },
  { heading: 'Cost', of: ({ cost }) => cost, written: dollars, optional: true },
  { heading: 'Sessions', of: ({ sessions }) => sessions, written: grouped },
  { heading: 'API calls', of: ({ api_calls }) => api_calls, written: compact, optional: true },
  { heading: 'Tool calls', of: ({ tool_calls }) => tool_calls, written: compact },
]

interface BreakdownProps {
  id: string
  heading: string
  /** Whether it spans the full width. */
  wide?: boolean
  note?: Child
  columns: readonly string[]
  rows: readonly (readonly Child[])[]
}

const Breakdown: FC<BreakdownProps> = ({ id, heading, wide = false, note, columns, rows }) => (
  <section
    class={wide ? 'card breakdown breakdown-wide' : 'card breakdown'}
    aria-labelledby={`${id}-heading`}
  >
    <h2 id={`${id}-heading`}>{heading}</h2>
    {note && <p class="hint">{note}</p>}
    {rows.length === 0 ? (
      <p class="hint">None in this period.</p>
    ) : (
      <FigureTable caption={heading} columns={columns} rows={rows.slice(0, ROWS)} />
    )}
    {rows.length > ROWS && (
      <details class="chart-table">
        <summary>
          {grouped(rows.length - ROWS)} more<span class="sr-only">: {heading}</span>
        </summary>
        <FigureTable caption={`More ${heading.toLowerCase()}`} columns={columns} rows={rows.slice(ROWS)} />
      </details>
    )}
  </section>
)

/** A share of a whole: as a bar, and as a percentage. */
const Share: FC<{ of: number; all: number }> = ({ of, all }) => {
  const percent = all > 0 ? Math.min(100, Math.max(0, (100 * of) / all)) : 0
  return (
    <span class="share">
      <svg width="48" height="8" aria-hidden="true">
        <rect class="share-track" width="48" height="8" rx="2" />
        <rect class="share-part" width={Math.round(4.8 * percent) / 10} height="8" rx="2" />
      </svg>{' '}
      {percentText(percent)}
    </span>
  )
}

/** `12 %`; `<1 %` for a small share above zero. */
function percentText(percent: number): string {
  return percent > 0 && percent < 1 ? '<1 %' : `${Math.round(percent)} %`
}

const TopSessions: FC<Pick<BreakdownsProps, 'links' | 'leading'> & { timeZone: string }> = (props) => {
  const { links, leading, timeZone } = props
  return leading.length === 0 ? null : (
    <section class="insights-part" aria-labelledby="top-heading">
      <h2 id="top-heading">Sessions that stand out</h2>
      <ul class="top-sessions">
        {leading.map(({ label, id, title, value, startedAt }) => (
          <li>
            <span class="hint">{label}</span>
            <strong class="figure">{value}</strong>
            <a href={links.sessions({ q: id, children: '1', archived: '1' })}>{title}</a>
            <span class="hint">{day(startedAt, timeZone)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
