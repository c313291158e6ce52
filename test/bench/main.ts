import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Comparison, compare } from './baseline.ts'
import { countFetches, type FetchedCounts } from './fetched.ts'
import { generate } from './generate.ts'
import { HISTORIES } from './histories.ts'
import { type Measurement, measure, writeSample } from './measure.ts'
import { baselineTable, fetchTable, type Result, scanTable } from './tables.ts'

/**
 * `npm run bench -- [--full] [--only NAME] [--json FILE]`: what scans cost. Each step of each history runs in a
 * process of its own, so that its peak memory is its own too; what is set against each other runs in the same one.
 */
const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'string' } },
  allowPositionals: true,
})

const [step, first = '', second = ''] = positionals
if (step === 'generate') await generate(first, second)
else if (step === 'measure') process.stdout.write(JSON.stringify(await measure(first)))
else if (step === 'fetch') process.stdout.write(JSON.stringify(await countFetches(first)))
else if (step === 'sample') await writeSample(first, second)
else if (step === 'compare') process.stdout.write(JSON.stringify(compare(first)))
else bench()

function inOwnProcess(...args: string[]): string {
  return execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function bench(): void {
  const folder = mkdtempSync(join(tmpdir(), 'laurel-bench-'))
  const [database, sample] = [join(folder, 'state.db'), join(folder, 'texts.json')]
  const chosen = HISTORIES.filter(({ name, slow }) =>
    values.only ? name === values.only : values.full || !slow,
  )
  try {
    const results = chosen.map(({ name, what }): Result => {
      process.stderr.write(`${name}: ${what}\n`)
      inOwnProcess('generate', name, database)
      const measurement: Measurement = JSON.parse(inOwnProcess('measure', database))
      const fetches: FetchedCounts = JSON.parse(inOwnProcess('fetch', database))
      inOwnProcess('sample', database, sample)
      const baseline: Comparison | null = JSON.parse(inOwnProcess('compare', sample))
      return { history: name, ...measurement, ...fetches, baseline }
    })
    const versions = { node: process.version, platform: `${process.platform} ${process.arch}` }
    if (values.json) writeFileSync(values.json, `${JSON.stringify({ ...versions, results }, null, 2)}\n`)
    const baselines = baselineTable(results) || 'No python3 here: nothing to compare the engine with.'
    process.stdout.write(`${scanTable(results)}\n\n${fetchTable(results)}\n\n${baselines}\n`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
