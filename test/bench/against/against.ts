import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { PictureCost, Pictures } from '../pictures.ts'
import type { Result } from '../tables.ts'
import { type Builds, coldRows, ROUNDS, refreshRows, typicalRows } from './commands.ts'
import { Processes } from './processes.ts'
import { type Line, type Row, ratioRow } from './rows.ts'

/** Writes a bench history, and returns its path. */
type Generate = (name: string) => string

/** The histories that commands are compared on. */
const REFRESHED = ['many', 'refresh 100k']

/** What refreshes of uploaded histories fetch, beside a listing in the same run, and what scans take beside plain sql.js. */
export function scanLines(results: readonly Result[]): Line[] {
  return results.flatMap(({ history, fileBytes, refetched, ...result }): Line[] => [
    ...refetched.flatMap((refetch) => refetchLines(`${history}: ${refetch.change}`, fileBytes, refetch)),
    coldLine(history, result),
  ])
}

/** With what of it is reading rows and one pass over their texts, of which no scan can take less. */
function coldLine(
  history: string,
  { cold, floor, rows, walked }: Pick<Result, 'cold' | 'floor' | 'rows' | 'walked'>,
): Line {
  const beside = (part: number) => (part / floor).toFixed(2)
  const what = `${history}: cold scan, beside the rows read by plain sql.js`
  const parts = `its own rows alone: ${beside(rows)}, with one pass over their texts: ${beside(walked)}`
  const times = { before: floor * 1000, now: cold * 1000 }
  return ratioRow(`${what} (${parts})`, 'ms', times, history === 'small' ? 2 : 1.6)
}

const LARGE_BYTES = 45e6
const APPENDED_BYTES_MAX = 0.7e6
const REQUESTS_MAX = 35

function refetchLines(
  what: string,
  fileBytes: number,
  { change, changedBytes, listed, compared }: Result['refetched'][number],
): Line[] {
  if (compared === null) return [{ what, why: 'its sessions are listed' }]
  const bytes: Row = { what, before: listed.bytes, now: compared.bytes, unit: 'bytes', target: '', met: true }
  if (change !== 'one session appended') {
    const max = 4 * changedBytes + 1e6
    const target = `≤ 4 × ${Math.round(changedBytes).toLocaleString('en-US')} changed + 1 MB`
    return [{ ...bytes, target, met: compared.bytes <= max }]
  }
  const few = compared.bytes <= APPENDED_BYTES_MAX
  const fewer = fileBytes < LARGE_BYTES || compared.bytes * 20 <= listed.bytes
  return [
    { ...bytes, target: '≤ 0.7 MB; from 45 MB on ≤ 1/20 ×', met: few && fewer },
    {
      ...{ what, before: listed.requests, now: compared.requests, unit: 'requests' },
      ...{ target: `≤ ${REQUESTS_MAX}`, met: compared.requests <= REQUESTS_MAX },
    },
  ]
}

/** What commands take as whole processes, in both builds in turn, so many times each. `before`: a built checkout. */
export async function commandLines(
  before: string,
  folder: string,
  generate: Generate,
  rounds = ROUNDS,
): Promise<Line[]> {
  const builds: Builds = { before: program(before), now: program('.') }
  const processes = new Processes(folder)
  const lines: Line[] = []
  for (const name of REFRESHED)
    lines.push(...(await refreshRows({ name, database: generate(name), folder, rounds }, builds, processes)))
  lines.push(...coldRows(generate('large'), rounds, builds, processes))
  const typical = generate('typical')
  const texts = join(folder, 'all-texts.json')
  execFileSync(process.execPath, [process.argv[1] ?? '', 'sample', typical, texts])
  return [...lines, ...typicalRows({ database: typical, texts, rounds }, builds, processes)]
}

/** What pictures take, beside satori's and those of a built checkout, which draws them by its own bench. */
export function pictureLines(before: string, database: string, { texts, pngs }: Pictures): Line[] {
  const earlier = picturesOf(before, database)
  const lines = pngs.flatMap(({ name, bytes, seconds, satoriSeconds }): Line[] => {
    const known = earlier?.pngs.find((png) => png.name === name)?.bytes
    const cpu = { before: satoriSeconds * 1000, now: seconds * 1000 }
    const what = `${name}: bytes`
    return [
      ratioRow(`${name}: CPU, beside satori`, 'ms', cpu, 0.8),
      known === undefined
        ? { what: `${what}, now ${bytes}`, why: 'the bench of that build does not tell' }
        : ratioRow(what, 'bytes', { before: known, now: bytes }, 0.45),
    ]
  })
  const card = texts.find(({ name }) => name === 'card.svg')
  if (card === undefined) return lines
  const known = earlier?.texts.find(({ name }) => name === 'card.svg')
  const alone = (figure: keyof PictureCost) => (known && figure in known ? Number(known[figure]) : null)
  const workerd = alone('workerd')
  const [ms, kept] = [
    { unit: 'ms', target: '≤ 0.12 ms' },
    { unit: 'bytes', target: '≤ 3,000' },
  ] as const
  return [
    ...lines,
    {
      ...{ what: 'card.svg in workerd', before: workerd === null ? null : workerd * 1000 },
      ...{ now: card.workerd * 1000, ...ms, met: card.workerd <= 0.00012 },
    },
    { what: 'card.svg in gzip', before: alone('bytes'), now: card.bytes, ...kept, met: card.bytes <= 3000 },
  ]
}

/** Returns null if that build has no such bench. */
function picturesOf(
  checkout: string,
  database: string,
): { texts: PictureCost[]; pngs: Pictures['pngs'] } | null {
  const bundled = ['test/bench/main.ts', '--bundle', '--platform=node', '--format=esm', '--packages=external']
  const place = 'dist/build/bench-before.js'
  const inThere = { cwd: checkout, encoding: 'utf8' } as const
  try {
    execFileSync(
      'node_modules/.bin/esbuild',
      [...bundled, `--outfile=${place}`, '--log-level=error'],
      inThere,
    )
    const said = JSON.parse(execFileSync(process.execPath, [place, 'pictures', resolve(database)], inThere))
    return Array.isArray(said) ? { texts: said, pngs: [] } : said
  } catch {
    return null
  }
}

/** Returns the path of the tool in a checkout. @throws if it was not built */
function program(checkout: string): string {
  const path = resolve(checkout, 'dist/laurel.js')
  if (!existsSync(path)) throw new Error(`${checkout} is not built: run “npm ci” there.`)
  return path
}
