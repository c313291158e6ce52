import { describe, expect, it } from 'vitest'
import { emptyAggregate, figures } from '../../src/engine/aggregate.ts'
import { CATALOG } from '../../src/engine/catalog.ts'
import { badgesOfSession, evaluate, type MaximaEvidence } from '../../src/engine/evaluate.ts'
import type { AggregateFigures } from '../../src/engine/types.ts'
import { session } from './sessions.ts'

const NOTHING = figures(emptyAggregate('UTC'))

function evaluated(id: string, over: Partial<AggregateFigures>, evidence: MaximaEvidence = {}) {
  const item = evaluate({ ...NOTHING, ...over }, evidence).find((achievement) => achievement.id === id)
  if (item === undefined) throw new Error('no such achievement')
  return item
}

describe('a tiered achievement', () => {
  const voice = (tts_calls: number) => evaluated('voice_of_the_machine', { tts_calls })

  it.each([
    [0, null, 'Copper', 10, 0],
    [9, null, 'Copper', 10, 90],
    [10, 'Copper', 'Silver', 30, 0],
    [29, 'Copper', 'Silver', 30, 95],
    [30, 'Silver', 'Gold', 100, 0],
    [799, 'Diamond', 'Olympian', 800, 99],
    [800, 'Olympian', null, 800, 100],
    [10_000, 'Olympian', null, 800, 100],
  ])(
    'with %i has tier %s, then %s at %i, %i percent on the way',
    (calls, tier, next_tier, next_threshold, progress_pct) =>
      expect(voice(calls)).toMatchObject({
        progress: calls,
        tier,
        next_tier,
        next_threshold,
        progress_pct,
        unlocked: calls >= 10,
      }),
  )

  it('takes the share before the percent', () =>
    expect(evaluated('citation_goblin', { total_web_extract_calls: 29 }).progress_pct).toBe(28))

  it('has evidence once unlocked, when it is about a best session', () => {
    const evidence = { max_messages_in_session: { session_id: 'a', title: 'T', value: 300 } }
    expect(evaluated('supposed_to_be_quick', { max_messages_in_session: 300 }, evidence).evidence).toEqual(
      evidence.max_messages_in_session,
    )
    expect(evaluated('supposed_to_be_quick', { max_messages_in_session: 299 }, evidence)).not.toHaveProperty(
      'evidence',
    )
    expect(voice(10).evidence).toBeNull()
  })
})

describe('an achievement with several conditions', () => {
  const send = (terminal: number, file: number, web: number) =>
    evaluated('full_send', {
      max_terminal_calls_in_session: terminal,
      max_file_tool_calls_in_session: file,
      max_web_browser_calls_in_session: web,
    })

  it('moves by the mean of its shares', () =>
    expect(send(90, 0, 30)).toMatchObject({ progress: 33, progress_pct: 33 }))
  it('gives nothing for more than enough', () => expect(send(100_000, 0, 0).progress).toBe(33))
  it('stays at 99 percent until all hold', () =>
    expect(send(180, 120, 59)).toMatchObject({
      progress: 99,
      progress_pct: 99,
      unlocked: false,
      next_threshold: 100,
    }))
  it('is unlocked without a tier when all hold', () =>
    expect(send(180, 120, 60)).toMatchObject({
      progress: 100,
      progress_pct: 100,
      unlocked: true,
      tier: null,
      next_tier: null,
      evidence: null,
    }))
})

describe('a secret', () => {
  it('is hidden until there is any progress', () => {
    const hidden = evaluated('one_character_fix', {})
    expect(hidden).toMatchObject({
      name: '???',
      description: '',
      icon: 'secret',
      state: 'secret',
      discovered: false,
    })
    expect(evaluated('one_character_fix', { total_errors: 1 })).toMatchObject({
      name: 'One Character Fix',
      state: 'discovered',
      secret: true,
    })
    expect(evaluated('rollback_wizard', { rollback_events: 1 })).toMatchObject({
      state: 'discovered',
      discovered: true,
    })
  })

  it('only ever hides secrets: others are discovered from the start', () => {
    const open = evaluate(NOTHING, {}).filter(({ state }) => state !== 'secret')
    expect(open.map(({ id }) => id)).toEqual(CATALOG.filter(({ secret }) => !secret).map(({ id }) => id))
  })
})

describe('the catalog', () => {
  it('has achievements that are told apart by id, each with something to say', () => {
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length)
    for (const { description, criteria } of CATALOG)
      expect([description, criteria]).toEqual([
        expect.stringMatching(/\.$|\?$/),
        expect.stringMatching(/\.$/),
      ])
  })

  it('has rising thresholds', () => {
    for (const definition of CATALOG) {
      if (definition.kind === 'multi_condition') continue
      expect([...definition.tiers].sort((a, b) => a - b)).toEqual(definition.tiers)
    }
  })
})

it('gives a session the badges that it would unlock alone', () => {
  const stats = session({
    message_count: 300,
    tts_calls: 10,
    started_at: 1750464000,
    model_names: ['ollama/x'],
  })
  expect(badgesOfSession(stats, 'UTC').map(({ id }) => id)).toEqual([
    'supposed_to_be_quick',
    'voice_of_the_machine',
    'open_weights_pilgrim',
  ])
})
