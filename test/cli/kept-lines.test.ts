import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadCheckpoints, saveCheckpoints } from '../../src/cli/checkpoint-file.ts'
import { headIn, PART_NAMES } from '../../src/cli/checkpoint-head.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import { analysed } from '../engine/golden.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const fresh = (stats: SessionStats): Checkpoint => ({ fingerprint: '[1]', stats, record: null })
const plain = ({ fingerprint, stats, warnings }: Checkpoint) => ({ fingerprint, stats, warnings })
const load = (path: string) => loadCheckpoints(path, laurel.golden('edges'))

describe('the checkpoints in a file', () => {
  let sessions: SessionStats[]
  beforeAll(async () => {
    sessions = await analysed('edges')
  })

  it('are what was saved, in its order, whichever of them were there before', () => {
    const kind = fc.constantFrom('kept', 'replaced', 'gone', 'warned')
    const path = laurel.path('kept-lines.checkpoint')
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, fc.nat()), { maxLength: 20 }), (changes) => {
        saveCheckpoints(path, sessions.map(fresh))
        const kept = [...load(path).checkpoints.values()]
        for (const [step, [kind, at]] of changes.entries()) {
          const place = at % (kept.length + 1)
          const { stats } =
            kept[place] ?? fresh({ ...(sessions[0] as SessionStats), session_id: `“${step}”` })
          const changed = { ...fresh({ ...stats, message_count: at }), warnings: ['row_cut'] as const }
          if (kind === 'gone') kept.splice(place, 1)
          else if (kind === 'replaced') kept[place] = fresh({ ...stats, message_count: at })
          else if (kind === 'warned') kept[place] = changed
          else kept.push(...kept.splice(0, place))
        }
        const expected = kept.map(plain)
        saveCheckpoints(path, kept)
        const { checkpoints, warning } = load(path)
        expect(warning).toBeNull()
        expect(Array.from(checkpoints.values(), plain)).toEqual(expected)
        for (const one of checkpoints.values()) expect(checkpoints.get(one.stats.session_id)).toBe(one)
        expect(checkpoints.get('nobody')).toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })

  it('are read if they were written without the places of lines', () => {
    const path = laurel.path('format-3.checkpoint')
    saveCheckpoints(path, sessions.map(fresh))
    const bytes = readFileSync(path)
    const { head, size } = headIn(bytes) ?? {}
    if (!head?.parts || size === undefined) throw new Error('There is no head.')
    const { index, ...parts } = head.parts
    const former = { ...head, format: 'laurel checkpoint 3', parts }
    const rest = bytes.subarray(size, bytes.length - index.bytes)
    expect(PART_NAMES.at(-1)).toBe('index')
    writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(former)}\n`), rest]))
    const { checkpoints, warning } = load(path)
    expect(warning).toBeNull()
    expect(Array.from(checkpoints.values(), plain)).toEqual(sessions.map((stats) => plain(fresh(stats))))
  })
})
