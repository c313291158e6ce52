import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../../../src/digest.ts'
import { EXPECTED, GOLDEN, golden } from '../histories.ts'
import { api, bearer, call, create, scanned, uploadGzip } from './client.ts'

/** The entries of a ZIP archive that is stored, by its central directory (APPNOTE section 4.3). */
function entriesOf(bytes: Uint8Array<ArrayBuffer>): Map<string, Uint8Array<ArrayBuffer>> {
  const view = new DataView(bytes.buffer)
  const entries = new Map<string, Uint8Array<ArrayBuffer>>()
  const end = bytes.length - 22
  expect(view.getUint32(end, true)).toBe(0x06054b50)
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expect(view.getUint32(at, true)).toBe(0x02014b50)
    expect(view.getUint16(at + 10, true)).toBe(0)
    const [size, nameLength] = [view.getUint32(at + 24, true), view.getUint16(at + 28, true)]
    const local = view.getUint32(at + 42, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    entries.set(name, bytes.slice(begin, begin + size))
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

const json = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes))

describe('the archive of a profile', () => {
  it('holds everything: what came, what was counted, what was earned', async () => {
    const owner = await create({ time_zone: 'UTC' })
    await uploadGzip(owner, GOLDEN.history, 'laptop')
    const view = await scanned(owner)
    const answer = await call(api(owner.handle, '/archive'), { headers: bearer(owner.key) })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Disposition')).toContain(`laurel-${owner.handle}.zip`)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    const entries = entriesOf(new Uint8Array(await answer.arrayBuffer()))
    // By digest: the matcher takes half a minute for megabytes, value by value.
    const stored = entries.get('histories/laptop/state.db') ?? ''
    expect(await sha256Hex(stored)).toBe(await sha256Hex(await golden('history')))
    expect(json(entries.get('sessions.json'))).toHaveLength(EXPECTED.history.sessions.length)
    expect(json(entries.get('records.json'))).toHaveLength(EXPECTED.history.sessions.length)
    expect(json(entries.get('records.json'))[0]).toMatchObject({
      history: 'laptop',
      preview: expect.any(String),
    })
    expect(json(entries.get('aggregate.json'))).toEqual(EXPECTED.history.aggregate)
    expect(json(entries.get('unlocks.json'))).toHaveLength(view.unlocked_count)
    expect(json(entries.get('profile.json'))).toMatchObject({ handle: owner.handle, time_zone: 'UTC' })
    expect(json(entries.get('sign-ins.json'))).toMatchObject({ sign_ins: [{ browser: 'A browser' }] })
    const documents = [...entries].flatMap(([name, bytes]) =>
      /^[a-z-]+\.json$/.test(name) ? [new TextDecoder().decode(bytes)] : [],
    )
    for (const secret of [owner.key, owner.recoveryCode, owner.token]) {
      expect(documents.some((text) => text.includes(secret))).toBe(false)
      const digest = await sha256Hex(secret)
      expect(documents.some((text) => text.includes(digest))).toBe(false)
    }
  })

  it('of an empty profile is a valid one', async () => {
    const owner = await create()
    const answer = await call(api(owner.handle, '/archive'), { headers: bearer(owner.key) })
    const entries = entriesOf(new Uint8Array(await answer.arrayBuffer()))
    expect(json(entries.get('sessions.json'))).toEqual([])
    expect(json(entries.get('unlocks.json'))).toEqual([])
  })
})
