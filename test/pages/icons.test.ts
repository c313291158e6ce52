import { describe, expect, it } from 'vitest'
import { CATEGORIES } from '../../src/engine/achievement.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { badgeIcon, categoryIcon, iconOf } from '../../src/ui/icons.ts'

describe('icons', () => {
  it.each([...CATALOG.map(iconOf), 'secret'])('draws %s', (icon) => {
    expect(badgeIcon(icon)).toMatch(/^<(path|circle|ellipse|rect|line|poly)/)
  })

  it('are different for every badge', () => {
    const drawn = CATALOG.map((entry) => badgeIcon(iconOf(entry)))
    expect(CATALOG.filter((entry, index) => drawn.indexOf(badgeIcon(iconOf(entry))) !== index)).toEqual([])
  })

  it.each([...CATEGORIES])('has a glyph for %s', (category) => {
    expect(categoryIcon(category)).toMatch(/^</)
  })

  it('knows no icon that is not asked for by name', () => {
    expect(badgeIcon('constructor')).toBeUndefined()
    expect(badgeIcon('no such icon')).toBeUndefined()
  })
})
