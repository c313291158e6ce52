import { describe, expect, it } from 'vitest'
import { answerFrom } from '../../src/browser/scan-answers.ts'
import { reportKey } from '../../src/cli/report-key.ts'
import type { FinishedScan } from '../../src/scan/scan-history.ts'
import type { ReportTerms } from '../../src/sync/reports/reported-sessions.ts'
import { scannedHere } from '../pages/scanned-here.ts'
import { golden } from '../snapshot/histories.ts'
import { goldenPair } from '../snapshot/wal-pairs.ts'
import { useLaurel } from './laurel.ts'

const laurel = useLaurel()
const PAGE = { server: 'https://laurel.example', handle: 'ada', source: 'default' }

const HISTORIES = [
  ...['history', 'history-next', 'edges', 'fuzz'],
  ...['today/today', 'today/today-next', 'today/today-edges', 'today/today-older'],
]

const CHOICES: readonly { options: string[]; terms: Pick<ReportTerms, 'titles' | 'records'> }[] = [
  { options: [], terms: { titles: false, records: false } },
  { options: ['--titles'], terms: { titles: true, records: false } },
  { options: ['--sessions'], terms: { titles: true, records: true } },
]

/** What the command line would send of a history. */
async function printed(path: string, options: readonly string[]): Promise<string> {
  const args = ['push', path, '--to', PAGE.server, '--handle', PAGE.handle, '--print', ...options]
  const { status, stdout, stderr } = await laurel.run(args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('rror') })
  return JSON.stringify(JSON.parse(stdout).sessions)
}

/** What a browser with the same key would send of it. */
function reportedHere(scan: FinishedScan, terms: Pick<ReportTerms, 'titles' | 'records'>): string {
  const key = reportKey(PAGE, { env: {}, home: laurel.path('home') })
  const news = answerFrom(scan, { order: 'report', terms: { key, ...terms } }, 0)
  return news.news === 'report' ? JSON.stringify(news.sessions) : ''
}

describe('what a browser sends of a history', () => {
  it.each(HISTORIES)('is to the byte what laurel push sends of %s', async (name) => {
    const path = laurel.golden(name)
    const scan = await scannedHere(golden(name), new Uint8Array())
    for (const { options, terms } of CHOICES) {
      expect(reportedHere(scan, terms), options.join(' ')).toBe(await printed(path, options))
    }
  })

  it('is so with what is only in the write-ahead log', async () => {
    const { main, wal } = goldenPair()
    const path = laurel.file('pair.db', main)
    laurel.file('pair.db-wal', wal)
    const scan = await scannedHere(main, wal)
    expect(reportedHere(scan, { titles: true, records: true })).toBe(await printed(path, ['--sessions']))
  })
})
