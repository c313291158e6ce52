import { describe, expect, it } from 'vitest'
import { CATALOG } from '../../src/engine/catalog.ts'
import { CATALOG_VERSION } from '../../src/engine/catalog-version.ts'
import { changesOf, RULE_HISTORY, type RuleChange } from '../../src/engine/rule-history.ts'
import { STATS_VERSION } from '../../src/engine/version.ts'

describe('the history of the rules', () => {
  it('ends with the rules as they are: whoever changes one writes down when, and of which badges', () => {
    expect(RULE_HISTORY.at(-1)).toMatchObject({ engine: STATS_VERSION, catalog: CATALOG_VERSION })
  })

  it('goes on from day to day, and knows its badges', () => {
    const days = RULE_HISTORY.map(({ at }) => at)
    expect(days).toEqual(days.toSorted((a, b) => a - b))
    for (const { at } of RULE_HISTORY) expect(at % 86_400).toBe(0)
    const named = RULE_HISTORY.flatMap(({ badges }) => (badges === 'all' ? [] : badges))
    expect(CATALOG.map(({ id }) => id)).toEqual(expect.arrayContaining(named))
  })

  it('of a badge is what was about it, the last change first', () => {
    const change = (engine: number, badges: RuleChange['badges']): RuleChange => ({
      ...{ at: 0, engine, catalog: null, badges, what: '' },
    })
    const history = [change(1, 'all'), change(2, ['one', 'two']), change(3, ['two']), change(4, 'all')]
    expect(changesOf('one', history).map(({ engine }) => engine)).toEqual([4, 2, 1])
    expect(changesOf('three', history).map(({ engine }) => engine)).toEqual([4, 1])
  })
})
