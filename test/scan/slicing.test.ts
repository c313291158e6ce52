import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { runs } from '../properties.ts'
import type { MemorySession } from './histories.ts'
import { message } from './histories.ts'
import { Scanning } from './scanning.ts'

const words = fc.constantFrom('Error: failed', 'docker: port is already allocated', 'git commit', 'plain', '')
const toolCalls = fc.constantFrom(
  null,
  '[{"function":{"name":"terminal","arguments":"{}"}}]',
  '[{"function":{"name":"patch","arguments":"{\\"path\\":\\"a.ts\\"}"}}]',
)

/** Sessions whose messages follow from what their fingerprint is made of, as in a history that only grows. */
const anySession: fc.Arbitrary<MemorySession> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    model: fc.constantFrom(null, 'gpt-4', 'ollama/x'),
    started_at: fc.constantFrom(null, 0, 1_750_460_400, 1_750_464_000),
    version: fc.nat(3),
    texts: fc.array(fc.tuple(words, toolCalls), { maxLength: 4 }),
  })
  .map(({ id, model, started_at, version, texts }) => ({
    ...{ id, model, started_at, last_active: version },
    // The title tells contents apart, as times do in life.
    title: JSON.stringify(texts),
    messages: texts.map(([text, calls]) => message(text, { toolCalls: calls })),
  }))

const anyHistory = fc.uniqueArray(anySession, { selector: ({ id }) => id, maxLength: 7 })

const anyStep = fc.record({
  history: anyHistory,
  source: fc.constantFrom('laptop', 'work'),
  /** Slices that run before the next upload; a scan that still runs then is queued behind. */
  slices: fc.nat(8),
  /** What goes wrong before them. */
  mishap: fc.constantFrom('none', 'none', 'eviction', 'failure', 'abandoned', 'unreadable'),
  timeZone: fc.constantFrom('UTC', 'Asia/Tokyo'),
  forced: fc.boolean(),
})

const outcomeOf = ({ store }: Scanning) => ({
  checkpoints: [...store.contents.checkpoints].sort(([a], [b]) => (a < b ? -1 : 1)),
  aggregate: store.view()?.aggregate,
  achievements: store
    .view()
    ?.achievements.map(({ progress, threshold_metric }) => [threshold_metric, progress])
    .sort(),
})

it('comes to the same as scanning the last snapshots from scratch, however it is sliced and interrupted', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 60 }),
      async (steps, sliceSessions, sliceBytes) => {
        const settings = { SLICE_SESSIONS: sliceSessions, SLICE_TEXT_BYTES: sliceBytes }
        const scanning = new Scanning({ ...settings, PARTIAL_VIEW_EVERY_SESSIONS: 2 })
        const latest = new Map<string, MemorySession[]>()
        for (const { history, source, slices, mishap, timeZone, forced } of steps) {
          latest.set(source, history)
          scanning.upload(history, source)
          scanning.timeZone = timeZone
          if (scanning.state.running) scanning.store.saveScanState({ ...scanning.state, queued: true })
          else scanning.start({ forced })
          if (mishap === 'unreadable') {
            for (const row of scanning.store.contents.checkpoints.values()) row.stats = 'unreadable'
          }
          if (mishap === 'abandoned') {
            const slice = scanning.slice()
            scanning.start({ forced })
            await slice
          }
          if (mishap === 'failure') {
            scanning.failure = new Error()
            await scanning.slice()
            scanning.failure = null
          }
          for (let slice = 0; slice < slices; slice++) {
            await scanning.slice()
            // What is larger than a slice would begin again for ever, were every one of them lost.
            if (mishap === 'eviction' && slice % 3 === 0) scanning.evict()
          }
        }
        await scanning.settle()
        await scanning.scan({ forced: true })

        const fresh = new Scanning()
        fresh.timeZone = scanning.timeZone
        for (const [source, history] of latest) fresh.upload(history, source)
        await fresh.scan()
        expect(outcomeOf(scanning)).toEqual(outcomeOf(fresh))
      },
    ),
    { numRuns: runs(60) },
  )
})
