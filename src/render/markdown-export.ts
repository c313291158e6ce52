import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'

/** Returns achievements of a view as a Markdown document (CommonMark with GitHub tables), one table per category. */
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

/** Escapes what Markdown or HTML would interpret, although all texts are ours. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')
}
