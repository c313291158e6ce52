import { describe, expect, it } from 'vitest'
import { ServeLog } from '../../../src/cli/serve/serve-log.ts'
import { workerLine } from '../../../src/cli/serve/worker-lines.ts'

const CANARY = 'what-a-user-wrote'
const runtimeSays = (fields: object) => JSON.stringify({ timestamp: '1', level: 'error', ...fields })

/** What the log shows of a line, without the time. */
function shown(line: string, form: 'text' | 'json' = 'text'): string {
  const out: string[] = []
  workerLine(line, new ServeLog({ write: (text: string) => out.push(text) > 0 }, form))
  return out.join('').replace(/\d{4}-[\d:.T-]+Z/, 'NOW')
}

describe('a line of the runtime', () => {
  it('that is an event of the Worker is passed on', () => {
    const line = runtimeSays({ level: 'log', message: '{"event":"tick","woken":3,"erased":0}' })
    expect(shown(line)).toBe('NOW tick woken=3 erased=0\n')
    expect(shown(line, 'json')).toBe('{"at":"NOW","event":"tick","woken":3,"erased":0}\n')
  })

  it.each([
    runtimeSays({ message: `Uncaught Error: ${CANARY}`, source: `${CANARY}.c++` }),
    runtimeSays({ message: { text: CANARY } }),
    `*** Received signal 11 ${CANARY}`,
    `"${CANARY}"`,
    'null',
  ])('that is anything else is only counted as an error: %s', (line) => {
    expect(shown(line)).toBe('NOW runtime_error\n')
  })

  it('that is no error and no event is left out', () => {
    expect(shown(runtimeSays({ level: 'info', message: CANARY }))).toBe('')
    expect(shown(runtimeSays({ message: `DNS lookup failed. ${CANARY}` }))).toBe('')
  })
})
