/** By the id of each badge: its standing, its bar, and how far it is where that is told. */
type Figures = [string, [standing: string, percent: number, progress: string]]

/** The expression by which a page tells what it shows of each badge: an object of `Figures`. */
export const FIGURES = `Object.fromEntries([...document.querySelectorAll('.badge[data-standing]')].map((badge) => {
  const progress = badge.querySelector('.figures span')?.textContent ?? ''
  return [
    badge.id.replace('badge-', ''),
    [
      badge.querySelector('.tier')?.textContent ?? '',
      badge.querySelector('progress')?.value ?? -1,
      badge.querySelector('.ladder') ? (/^[\\d,]+/.exec(progress)?.[0].replaceAll(',', '') ?? '') : '',
    ],
  ]
}))`

interface Achievement {
  id: string
  unlocked: boolean
  tier: string | null
  progress: number
  progress_pct: number
  tiers?: unknown
}

/** What a page has to show of an achievement of a golden file. */
export function figuresIn({ id, unlocked, tier, progress, progress_pct, tiers }: Achievement): Figures {
  const open = progress > 0 ? 'In progress' : 'Not started'
  return [id, [unlocked ? (tier ?? 'One-time') : open, progress_pct, tiers ? String(progress) : '']]
}
