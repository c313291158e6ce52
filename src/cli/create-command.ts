import { type CreatedProfile, CreatedProfileSchema } from '../contract/profiles.ts'
import { LaurelError } from '../errors.ts'
import { ApiRequests, noLaurel } from '../sync/chunks/owner-requests.ts'
import { PassingFailure } from '../sync/retry.ts'
import { urls } from '../urls.ts'
import type { CreateOptions } from './create-options.ts'
import { failureText } from './explain.ts'
import { keepKey } from './kept-key.ts'
import type { Terminal } from './terminal.ts'

/**
 * `laurel create`: creates a page, keeps its owner key and prints its recovery code.
 * @throws LaurelError
 */
export async function runCreate(
  options: CreateOptions,
  { stdout, machine, complain }: Pick<Terminal, 'stdout' | 'machine' | 'complain'>,
): Promise<void> {
  const created = await create(options)
  if (options.json) {
    stdout.write(`${JSON.stringify(created)}\n`)
    return
  }
  const { server } = options
  const { handle, owner_key: key, recovery_code: code, url } = created
  const file = kept(() => keepKey({ server, handle }, key, machine))
  if (file === null) complain('The owner key could not be saved on this machine. Store it yourself.')
  const lines = [
    `Created @${handle}: ${url}`,
    file === null ? `Owner key: ${key}` : `Owner key saved in ${file}.`,
    `Recovery code: ${code}`,
    'Store the code somewhere safe. It is not shown again, and it gets you a new key if you lose this one.',
    `To fill the page, run “laurel push --to ${server} --handle ${handle}”.`,
  ]
  stdout.write(`${lines.join('\n')}\n`)
}

async function create({ server, handle, timeZone, visibility }: CreateOptions): Promise<CreatedProfile> {
  const requests = new ApiRequests({ server, base: urls({ origin: server }).profilesApi })
  const body = JSON.stringify({ handle, time_zone: timeZone, visibility })
  const answer = await requests.answer({ method: 'POST', path: '', body }).catch((error: unknown) => {
    if (!(error instanceof PassingFailure)) throw error
    // Never repeated: if it arrived, the handle is taken by a page whose key is lost.
    throw new LaurelError('storage_unavailable', failureText(error), {
      hint: 'Try again later. If the handle is taken then, choose another one.',
      cause: error,
    })
  })
  const created = CreatedProfileSchema.safeParse(answer)
  if (!created.success) throw noLaurel()
  return created.data
}

/** Returns null if the system refuses. */
function kept(keep: () => string): string | null {
  try {
    return keep()
  } catch {
    return null
  }
}
