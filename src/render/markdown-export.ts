import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'

/** The achievements of a view, all or some, as a Markdown document (CommonMark with GitHub tables), a table for each category. */
export function markdownSheet(handle: string, view: AchievementsPayload): string {
  const { achievements } = view
  const tally = `${view.unlocked_count} of ${view.total_count} unlocked`
  const categories = [...new Set(achievements.map(({ category }) => category))]
  const tables = categories.map((category) => {
    const rows = achievements.filter((item) => item.category === category).map(row)
    return [
      `## ${escaped(category)}`,
      '',
      '| Badge | Tier | Progress | What counts |',
      '|---|---|---|---|',
      ...rows,
    ].join('\n')
  })
  return `${[`# Achievements of @${handle}`, tally, ...tables].join('\n\n')}\n`
}

function row(item: Achievement): string {
  const state = item.tier ?? (item.unlocked ? 'Unlocked' : item.state === 'secret' ? 'Secret' : '–')
  const cells = [item.name, state, `${item.progress_pct} %`, item.criteria].map(escaped)
  return `| ${cells.join(' | ')} |`
}

/** Names and texts are ours, yet stay what they are in whatever reads the document. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')
}
