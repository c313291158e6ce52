import { once } from 'node:events'
import { createServer } from 'node:net'
import { LaurelError } from '../../errors.ts'

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'is in use. Stop what uses it, or choose another one with --port.'],
  ['EACCES', 'may not be opened by this user. Choose one above 1023 with --port.'],
  ['EADDRNOTAVAIL', 'can’t be opened: this machine doesn’t have that address.'],
])

/** @throws LaurelError `runtime_failed` if this port can’t be listened on */
export async function checkPortIsFree(host: string, port: number): Promise<void> {
  const probe = createServer()
  try {
    await once(probe.listen({ host, port }), 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw new LaurelError(
      'runtime_failed',
      `Port ${port} ${REASONS.get(code) ?? `can’t be opened on ${host}.`}`,
    )
  } finally {
    probe.close()
  }
}
