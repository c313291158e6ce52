import type { Achievement, AchievementsPayload } from '../contract/achievements.ts'
import { xmlText } from './xml.ts'

const WIDTH = 960
const COLUMNS = 3
const CELL = { width: 304, height: 84, gap: 12 }
const TOP = 96
const TIER_COLOURS: Readonly<Record<string, string>> = {
  Copper: '#b8693d',
  Silver: '#8d99a6',
  Gold: '#c99a2e',
  Diamond: '#4aa3c7',
  Olympian: '#8b6cf0',
}

/** Returns achievements of a view as one SVG picture (SVG 2), three per row, readable on light and dark grounds. */
export function svgSheet(handle: string, view: AchievementsPayload): string {
  const { achievements } = view
  const tally = `${view.unlocked_count} of ${view.total_count} unlocked`
  const rows = Math.ceil(achievements.length / COLUMNS)
  const height = TOP + rows * (CELL.height + CELL.gap) + CELL.gap
  const title = `Achievements of @${handle}: ${tally}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="sheet-title" font-family="system-ui, sans-serif">
<title id="sheet-title">${xmlText(title)}</title>
<rect width="100%" height="100%" fill="#16130f"/>
<text x="12" y="44" font-size="28" font-weight="700" fill="#f4ead9">@${xmlText(handle)}</text>
<text x="12" y="74" font-size="16" fill="#b9ab95">${tally}</text>
${achievements.map(cell).join('\n')}
</svg>
`
}

function cell(item: Achievement, index: number): string {
  const x = CELL.gap + (index % COLUMNS) * (CELL.width + CELL.gap)
  const y = TOP + Math.floor(index / COLUMNS) * (CELL.height + CELL.gap)
  const colour = item.unlocked ? (TIER_COLOURS[item.tier ?? 'Gold'] ?? '#c99a2e') : '#5a5249'
  const state = item.tier ?? (item.unlocked ? 'Unlocked' : item.state === 'secret' ? 'Secret' : 'In progress')
  const bar = Math.round(((CELL.width - 32) * item.progress_pct) / 100)
  return `<g transform="translate(${x} ${y})">
<rect width="${CELL.width}" height="${CELL.height}" rx="10" fill="#221d17" stroke="${colour}" stroke-width="1.5"/>
<text x="16" y="30" font-size="15" font-weight="600" fill="#f4ead9">${xmlText(item.name)}</text>
<text x="16" y="50" font-size="12" fill="${item.unlocked ? colour : '#b9ab95'}">${xmlText(state)} · ${item.progress_pct} %</text>
<rect x="16" y="62" width="${CELL.width - 32}" height="6" rx="3" fill="#3a332b"/>
<rect x="16" y="62" width="${bar}" height="6" rx="3" fill="${colour}"/>
</g>`
}
