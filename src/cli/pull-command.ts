import { type Pull, type Pulls, PullsSchema, type SetPull } from '../contract/pulls.ts'
import { noLaurel, OwnerRequests } from '../sync/chunks/owner-requests.ts'
import { age } from '../ui/dates.ts'
import { intervalText, pullText } from '../ui/pull-text.ts'
import { colourDepth, painter } from './colours.ts'
import { ownerKey } from './owner-key.ts'
import type { PullOptions } from './pull-options.ts'
import { readSecret } from './read-secret.ts'
import type { Terminal } from './terminal.ts'
import { type Column, textTable } from './text-table.ts'

/** Without a terminal, lines are as long as they have to be. */
const UNLIMITED = 10_000

/**
 * `laurel pull`: sets, shows, asks for and ends what the server pulls.
 * @throws LaurelError, PassingFailure, UsageError
 */
export async function runPull(options: PullOptions, terminal: Terminal): Promise<void> {
  const { server, handle, action, source } = options
  const address = { server, handle, ownerKey: ownerKey(options, terminal.machine).key }
  const requests = new OwnerRequests(address, ['pulls'])
  const path = `/${encodeURIComponent(source)}`
  if (action === 'remove') {
    await requests.answer({ method: 'DELETE', path })
    terminal.stdout.write(`“${source}” is no longer pulled. What was fetched stays.\n`)
    return
  }
  const answer =
    action === 'add'
      ? await requests.answer({ method: 'PUT', path, body: JSON.stringify(await wanted(options, terminal)) })
      : await requests.answer(
          action === 'now'
            ? { method: 'POST', path: `${path}/now`, body: '{}' }
            : { method: 'GET', path: '' },
        )
  const pulls = PullsSchema.safeParse(answer)
  if (!pulls.success) throw noLaurel()
  terminal.stdout.write(options.json ? `${JSON.stringify(pulls.data)}\n` : shown(pulls.data, terminal))
}

async function wanted({ url, every, header: name }: PullOptions, terminal: Terminal): Promise<SetPull> {
  const header = name === null ? null : { name, value: (await readSecret(`${name}: `, terminal)).trim() }
  return { url, interval_seconds: every, header }
}

function shown({ pulls }: Pulls, { stdout, machine }: Terminal): string {
  if (pulls.length === 0) return 'Nothing is pulled.\n'
  const now = Date.now() / 1000
  const columns: Column<Pull>[] = [
    { heading: 'history', of: ({ source }) => source },
    { heading: 'from', of: ({ host }) => host },
    { heading: 'every', of: ({ interval_seconds }) => intervalText(interval_seconds) },
    { heading: 'checked', of: ({ last_check }) => (last_check ? age(last_check.at, now) : '') },
    { heading: 'result', of: pullText },
  ]
  const paint = painter(colourDepth(stdout, machine.env))
  const lines = textTable(pulls, columns, { columns: stdout.columns ?? UNLIMITED, paint })
  return `${lines.join('\n')}\n`
}
