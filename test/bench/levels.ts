import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { startServer } from '../browser/server.ts'
import { MeasuredProfile } from './plan/requests.ts'

/** What `/achievements` takes on a server that has just started, and afterwards. Times in milliseconds. */
export interface ServiceLevel {
  /** The first request, with nothing in memory. */
  cold: number
  p50: number
  p95: number
  max: number
  /** Scans that as many requests for one started together. */
  scans: number
}

const RUNS = 3
const WARM_REQUESTS = 200
const RESCANS = 20

const StatusSchema = z.object({ run_count: z.number() })

/** Measures the levels that README names, over three starts of a server with the sample history. */
export async function measureLevels(folder: string): Promise<ServiceLevel[]> {
  const data = join(folder, 'server')
  let profile: MeasuredProfile | null = null
  const levels: ServiceLevel[] = []
  for (let run = 0; run <= RUNS; run++) {
    const server = await startServer({ data })
    try {
      if (profile === null) {
        // The first start only fills the folder.
        profile = await MeasuredProfile.create(server.url, 'levels')
        const sample = readFileSync('dist/assets/sample.db.gz')
        await profile.send('PUT', '/sources/default/snapshot', sample, { 'Content-Encoding': 'gzip' })
        await profile.scanned()
      } else {
        profile = profile.at(server.url)
        levels.push(await levelOf(profile))
      }
    } finally {
      await server.stop()
    }
  }
  return levels
}

async function levelOf(profile: MeasuredProfile): Promise<ServiceLevel> {
  const path = `/api/v1/profiles/${profile.handle}`
  const timed = async () => {
    const began = performance.now()
    await profile.visit(`${path}/achievements`)
    return performance.now() - began
  }
  const cold = await timed()
  const warm: number[] = []
  for (let request = 0; request < WARM_REQUESTS; request++) warm.push(await timed())
  warm.sort((a, b) => a - b)
  const at = (share: number) => warm[Math.ceil(share * WARM_REQUESTS) - 1] ?? 0
  const scans = async () =>
    StatusSchema.parse(JSON.parse(await profile.visit(`${path}/scan-status`))).run_count
  const before = await scans()
  await Promise.all(Array.from({ length: RESCANS }, () => profile.send('POST', '/rescan')))
  return { cold, p50: at(0.5), p95: at(0.95), max: at(1), scans: (await scans()) - before }
}
