import { CATEGORIES } from '../engine/achievement.ts'
import { type BadgeStyle, badgeRows, INDENT } from './badge-rows.ts'
import type { ScanResult } from './payload.ts'

/** Returns all badges by category. Those that are still secret are left out, also of their category's count. */
export function badgeTable({ achievements }: Pick<ScanResult, 'achievements'>, style: BadgeStyle): string[] {
  const { paint } = style
  const open = achievements.filter(({ state }) => state !== 'secret')
  const rows = new Map(badgeRows(open, style).map((row, index) => [open[index]?.id, row]))
  return CATEGORIES.flatMap((category) => {
    const members = open.filter((item) => item.category === category)
    if (members.length === 0) return []
    const unlocked = members.filter((item) => item.unlocked).length
    const heading = `${paint('heading', category)}  ${paint('faint', `${unlocked} / ${members.length}`)}`
    return ['', INDENT + heading, ...members.flatMap(({ id }) => rows.get(id) ?? [])]
  })
}
