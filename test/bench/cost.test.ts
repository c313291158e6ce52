import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import {
  costTable,
  dollarsOf,
  measuredIn,
  PRICED_ON,
  PRICES,
  PROFILES,
  ROWS_PER_SESSION,
  TAKEN,
  USES,
  usageOf,
  WAIT_SECONDS,
} from './plan/cost.ts'

const architecture = await readFile('.github/ARCHITECTURE.md', 'utf8')
const operating = await readFile('.github/OPERATING.md', 'utf8')
const measured = measuredIn(architecture)

describe('the table of what profiles cost', () => {
  it('is what `npm run bench -- --cost` prints of the measurements that are recorded', () => {
    expect(operating).toContain(`\n${costTable(measured)}\n`)
  })

  it('knows what each request takes', () => {
    for (const request of USES.flatMap(({ requests }) => Object.keys(requests))) {
      expect(measured(request), request).toBeGreaterThan(0)
      expect(TAKEN[request], request).toBeDefined()
    }
  })

  it('says when and where the prices were read, and what is assumed', () => {
    expect(operating).toContain(PRICED_ON)
    for (const { source } of Object.values(PRICES)) expect(operating).toContain(`](${source})`)
    expect(operating).toContain(`${PROFILES.toLocaleString('en-US')} profiles`)
    expect(operating).toContain(`${ROWS_PER_SESSION} rows`)
    expect(operating).toContain(`${WAIT_SECONDS * 1000} ms`)
    for (const [request, times] of Object.entries(USES[0].requests).slice(0, 6)) {
      expect(operating).toContain(`| ${request} | ${times.toLocaleString('en-US')} |`)
    }
  })
})

describe('a price', () => {
  it('is paid for what is beyond the included amount', () => {
    expect(dollarsOf(PRICES.requests, 10_000_000)).toBe(0)
    expect(dollarsOf(PRICES.requests, 15_000_000)).toBeCloseTo(1.5)
    expect(dollarsOf(PRICES.bucketGb, 250)).toBeCloseTo(3.6)
  })

  it('grows with each use that a profile makes', () => {
    const [reported] = USES
    const more = { ...reported, requests: { ...reported.requests, 'profile page': 301 } }
    const [before, after] = [usageOf(reported, measured), usageOf(more, measured)]
    expect(after.requests - before.requests).toBe(PROFILES)
    expect(after.cpuMs - before.cpuMs).toBeCloseTo(PROFILES * measured('profile page'))
    expect(after.objectCalls - before.objectCalls).toBe(2 * PROFILES)
  })
})
