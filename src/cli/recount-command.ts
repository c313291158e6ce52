import { RecountSchema } from '../contract/recount.ts'
import { noLaurel, OwnerRequests } from '../sync/chunks/owner-requests.ts'
import { ownerKey } from './owner-key.ts'
import type { RecountOptions } from './recount-options.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel recount`: shows what a recount would remove or date differently, or has the server do it.
 * @throws LaurelError, PassingFailure, UsageError
 */
export async function runRecount(
  { yes, json, ...options }: RecountOptions,
  { stdout, machine }: Pick<Terminal, 'stdout' | 'machine'>,
): Promise<void> {
  const { server, handle } = options
  const address = { server, handle, ownerKey: ownerKey(options, machine).key }
  const requests = new OwnerRequests(address, ['recount'])
  const body = JSON.stringify({ confirm: yes })
  const answer = RecountSchema.safeParse(await requests.answer({ method: 'POST', path: '', body }))
  if (!answer.success) throw noLaurel()
  const { done, removed, redated } = answer.data
  if (json) {
    stdout.write(`${JSON.stringify(answer.data)}\n`)
    return
  }
  const badge = ({ name, tier }: (typeof removed)[number]) => (tier === null ? name : `${name}: ${tier}`)
  const day = (time: number) => new Date(time * 1000).toISOString().slice(0, 10)
  const lines = [
    ...removed.map((change) => `  ${badge(change)}  ${done ? 'removed' : 'would be removed'}`),
    ...redated.map((change) => `  ${badge(change)}  ${day(change.from)} → ${day(change.to)}`),
  ]
  const nothing = 'Nothing to change: the histories support every badge and date.'
  const closing = done ? `Recounted @${handle}.` : 'To make these changes, run it again with --yes.'
  stdout.write(`${lines.length === 0 ? nothing : [...lines, closing].join('\n')}\n`)
}
