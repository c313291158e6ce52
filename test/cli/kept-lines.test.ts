import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadCheckpoints, saveCheckpoints } from '../../src/cli/checkpoint-file.ts'
import { headIn, totalBytes } from '../../src/cli/checkpoint-head.ts'
import { asSeen } from '../../src/cli/kept-pages.ts'
import type { SessionStats } from '../../src/engine/types.ts'
import type { Checkpoint } from '../../src/scan/checkpoint.ts'
import type { SeenPages, SessionPages } from '../../src/snapshot/snapshot.ts'
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

  const CHANGES = fc.array(fc.tuple(fc.constantFrom('kept', 'replaced', 'gone', 'warned', 'new'), fc.nat()), {
    maxLength: 12,
  })
  it('are what was saved, in its order, whichever of them were there before, time after time', () => {
    const path = laurel.path('kept-lines.checkpoint')
    let beside = 0
    fc.assert(
      fc.property(fc.array(CHANGES, { maxLength: 5 }), (rounds) => {
        saveCheckpoints(path, sessions.map(fresh))
        for (const [round, changes] of rounds.entries()) {
          const kept = [...load(path).checkpoints.values()]
          for (const [step, [kind, at]] of changes.entries()) {
            const place = at % (kept.length + 1)
            const named = fresh({ ...(sessions[0] as SessionStats), session_id: `“${round} ${step}”` })
            const { stats } = kept[place] ?? named
            const changed = { ...fresh({ ...stats, message_count: at }), warnings: ['row_cut'] as const }
            if (kind === 'gone') kept.splice(place, 1)
            else if (kind === 'replaced') kept[place] = fresh({ ...stats, message_count: at })
            else if (kind === 'warned') kept[place] = changed
            else if (kind === 'new') kept.splice(place, 0, named)
            else kept.push(...kept.splice(0, at % 3 === 0 ? place : 0))
          }
          const expected = kept.map(plain)
          saveCheckpoints(path, kept)
          if (changesOf(path).length > 0) beside++
          const { checkpoints, warning } = load(path)
          expect(warning).toBeNull()
          expect(Array.from(checkpoints.values(), plain)).toEqual(expected)
          expect(checkpoints.size).toBe(expected.length)
          for (const one of checkpoints.values()) expect(checkpoints.get(one.stats.session_id)).toBe(one)
          expect(checkpoints.get('nobody')).toBeUndefined()
        }
      }),
      { numRuns: 40 },
    )
    expect(beside).toBeGreaterThan(0)
  })

  /** Returns what was written beside the lines that a file was made with. */
  const changesOf = (path: string) => {
    const bytes = readFileSync(path)
    const { head, size } = headIn(bytes) ?? {}
    return bytes.subarray((size ?? 0) + (head?.parts ? totalBytes(head.parts) : 0))
  }
  /** Writes the sessions, and then again with another one. Returns the file before and after. */
  const appended = (path: string): [Buffer, Buffer] => {
    rmSync(path, { force: true })
    saveCheckpoints(path, sessions.map(fresh))
    const before = readFileSync(path)
    const added = fresh({ ...(sessions[0] as SessionStats), session_id: 'added' })
    saveCheckpoints(path, [added, ...load(path).checkpoints.values()], 'lived', { result: 'two', count: '2' })
    return [before, readFileSync(path)]
  }

  it('stay as they are in the file if another is added, and what is written grows with the changes alone', () => {
    const path = laurel.path('added.checkpoint')
    const [before, after] = appended(path)
    expect(after.subarray(0, before.length)).toEqual(before)
    expect(after.length - before.length).toBeLessThan(before.length / 8)
    expect(load(path)).toMatchObject({ result: 'two', count: '2', warning: null })
    saveCheckpoints(path, [...load(path).checkpoints.values()], 'lived', { result: 'two', count: '2' })
    expect(readFileSync(path)).toEqual(after)
  })

  it('are written anew as a whole once much of them has changed', () => {
    const path = laurel.path('many.checkpoint')
    appended(path)
    for (let round = 0; round < 12; round++) {
      const kept = [...load(path).checkpoints.values()]
      kept[round] = fresh({ ...(kept[round] as Checkpoint).stats, message_count: round })
      saveCheckpoints(path, kept)
      expect(changesOf(path).length).toBeLessThan(readFileSync(path).length / 8)
    }
    expect(load(path).checkpoints.size).toBe(sessions.length + 1)
  })

  it('are written anew as a whole if much more is known of pages than when they were written', () => {
    const path = laurel.path('pages.checkpoint')
    const [first] = sessions as [SessionStats]
    const many = Array.from({ length: 4000 }, (_, at) => fresh({ ...first, session_id: `session ${at}` }))
    const nothing = { pages: new Uint8Array(), openings: new Uint8Array() }
    const seen = { shape: 'one', changed: null, same: nothing, pages: new Map() }
    const openings = new Map(
      many.map(({ stats: { session_id: id } }, at) => [
        at + 2,
        { digest: [at, 1] as const, ids: new Set([id]) },
      ]),
    )
    saveCheckpoints(path, many, 'lived', { pages: { ...seen, before: null, openings: new Map() } })
    const again = (pages: SeenPages) =>
      saveCheckpoints(path, [...load(path).checkpoints.values()], 'lived', { pages })
    const before = load(path).pages()
    again({ ...seen, before, openings })
    expect(changesOf(path)).toHaveLength(0)
    // What is learned of a page more is written beside them.
    const known = load(path).pages() as SessionPages
    expect(known.openings.numbers).toHaveLength(many.length)
    again({ ...asSeen(known), openings: new Map([[9999, { digest: [0, 1], ids: new Set(['session 7']) }]]) })
    expect(changesOf(path).length).toBeGreaterThan(0)
    expect(load(path).pages()?.openings.numbers).toHaveLength(many.length + 1)
  })

  it('are those of before if what was added is cut off, damaged, or belongs to another file', () => {
    const path = laurel.path('cut.checkpoint')
    const [before, after] = appended(path)
    const added = Array.from(load(path).checkpoints.values(), plain)
    const whole = sessions.map((stats) => plain(fresh(stats)))
    const damaged = Array.from({ length: 40 }, (_, part) => {
      const at = before.length + Math.floor((part * (after.length - before.length)) / 40)
      const flipped = Buffer.from(after)
      flipped[at] = (flipped[at] ?? 0) ^ 1
      return [after.subarray(0, at), flipped]
    }).flat()
    const others = Buffer.concat([
      before,
      Buffer.from(String(after.subarray(before.length)).replace(/"to":"./, '"to":"x')),
    ])
    for (const bytes of [...damaged, others]) {
      writeFileSync(path, bytes)
      const { checkpoints, warning } = load(path)
      expect(warning).toBeNull()
      const found = Array.from(checkpoints.values(), plain)
      // The name of a part that is empty may be damaged.
      expect([whole, added]).toContainEqual(found)
      if (bytes.length < after.length) expect(found).toEqual(whole)
      // Whoever writes now writes after the same lines.
      const again = fresh({ ...(sessions[0] as SessionStats), session_id: 'again' })
      saveCheckpoints(path, [again, ...checkpoints.values()])
      expect(load(path).checkpoints.get('again')).toBeDefined()
    }
  })

  it('are those of before, or of after, whichever byte of what was added is damaged', () => {
    const path = laurel.path('damaged.checkpoint')
    const [before, after] = appended(path)
    const { length } = readFileSync(path)
    for (let at = before.length; at < length; at++) {
      const damaged = Buffer.from(after)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(path, damaged)
      const { checkpoints, warning } = load(path)
      expect([at, warning]).toEqual([at, null])
      expect([sessions.length, sessions.length + 1]).toContain(checkpoints.size)
    }
  })

  it('are not added to another file, or one that was replaced since', () => {
    const path = laurel.path('replaced.checkpoint')
    saveCheckpoints(path, sessions.map(fresh))
    const kept = [...load(path).checkpoints.values()]
    saveCheckpoints(path, sessions.slice(0, 3).map(fresh))
    saveCheckpoints(path, kept.slice(1))
    expect(Array.from(load(path).checkpoints.values(), plain)).toEqual(kept.slice(1).map(plain))
    const other = laurel.path('other.checkpoint')
    saveCheckpoints(other, kept.slice(1))
    expect(Array.from(load(other).checkpoints.values(), plain)).toEqual(kept.slice(1).map(plain))
  })

  it('are read if they were written without the places of lines', () => {
    const path = laurel.path('format-3.checkpoint')
    saveCheckpoints(path, sessions.map(fresh))
    const bytes = readFileSync(path)
    const { head, size } = headIn(bytes) ?? {}
    if (!head?.parts || size === undefined) throw new Error('There is no head.')
    const { index: _, blocks: __, lines, ...parts } = head.parts
    const text = bytes.subarray(bytes.length - lines.bytes)
    const sha256 = createHash('sha256').update(text).digest('hex')
    const former = {
      ...{ ...head, format: 'laurel checkpoint 3' },
      parts: { ...parts, lines: { ...lines, sha256 } },
    }
    const before = bytes.subarray(size, size + parts.result.bytes + parts.count.bytes)
    writeFileSync(path, Buffer.concat([Buffer.from(`${JSON.stringify(former)}\n`), before, text]))
    const { checkpoints, warning } = load(path)
    expect(warning).toBeNull()
    expect(Array.from(checkpoints.values(), plain)).toEqual(sessions.map((stats) => plain(fresh(stats))))
  })
})
