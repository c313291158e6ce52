import { describe, expect, it } from 'vitest'
import { emptyAggregate, figures } from '../../src/engine/aggregate.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { evaluate } from '../../src/engine/evaluate.ts'
import { present } from '../../src/engine/present.ts'
import type { AggregateFigures } from '../../src/engine/types.ts'

const NOTHING = figures(emptyAggregate('UTC'))
const shown = (over: Partial<AggregateFigures> = {}) => present(evaluate({ ...NOTHING, ...over }, {}))
const secrets = CATALOG.filter(({ secret }) => secret)

describe('what is published', () => {
  it('says nothing that tells which secrets are hidden', () => {
    const text = JSON.stringify(shown())
    for (const secret of secrets) {
      expect(text).not.toContain(secret.id)
      expect(text).not.toContain(secret.name)
      expect(text).not.toContain(secret.description)
      const [metric] =
        secret.kind === 'multi_condition' ? secret.requirements.map((each) => each.metric) : [secret.metric]
      expect(text).not.toContain(metric)
    }
  })

  it('is the same whichever secret is the one still hidden', () => {
    const hiddenBut = (metric: 'rollback_events' | 'cache_events') =>
      shown({ [metric]: 1 }).filter(({ state }) => state === 'secret')
    expect(hiddenBut('rollback_events')).toEqual(hiddenBut('cache_events'))
  })

  it('puts the hidden behind all others, numbered, in numbers that match', () => {
    const items = shown({ rollback_events: 1 })
    expect(items).toHaveLength(CATALOG.length)
    const hidden = items.slice(items.findIndex(({ state }) => state === 'secret'))
    expect(hidden.map(({ id }) => id)).toEqual(secrets.slice(1).map((_, index) => `secret_${index + 1}`))
  })

  it('leaves everything else as it is, in its order', () => {
    const items = evaluate({ ...NOTHING, rollback_events: 1 }, {})
    const open = items.filter(({ state }) => state !== 'secret')
    expect(present(items).slice(0, open.length)).toEqual(open)
  })
})
