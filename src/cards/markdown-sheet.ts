import type { Achievement } from '../contract/achievements.ts'

/** Achievements as a Markdown document (CommonMark with GitHub tables), a table for each category. */
export function markdownSheet(handle: string, achievements: readonly Achievement[]): string {
  const unlocked = achievements.filter((item) => item.unlocked).length
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
  return `${[`# Achievements of @${handle}`, `${unlocked} of ${achievements.length} unlocked`, ...tables].join('\n\n')}\n`
}

function row(item: Achievement): string {
  const standing = item.tier ?? (item.unlocked ? 'Unlocked' : item.state === 'secret' ? 'Secret' : '–')
  const cells = [item.name, standing, `${item.progress_pct} %`, item.criteria].map(escaped)
  return `| ${cells.join(' | ')} |`
}

/** Names and texts are ours, yet stay what they are in whatever reads the document. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\s+/g, ' ')
}
