import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../../src/templates/outcome.ts'

describe('an answer', () => {
  it.each([
    ['{"output": "2 errors fixed", "exit_code": 0, "error": null}', 'succeeded'],
    ['{"output": "done", "exit_code": 2, "error": null}', 'failed'],
    ['{"output": "", "exit_code": 0, "error": "Command timed out"}', 'failed'],
    ['{"success": true, "note": "it failed before"}', 'succeeded'],
    ['{"success": false}', 'failed'],
    ['{"status": "success", "output": "Traceback of 1999"}', 'succeeded'],
    ['{"status": "timeout"}', 'failed'],
    ['{"status": "running"}', 'unclear'],
    ['{"results": [{"url": "https://x.example", "error": null}]}', 'unclear'],
    ['{"content": "1|throw new Error()", "error": ""}', 'unclear'],
  ])('that says itself how the call went is believed: %s', (text, outcome) => {
    expect(outcomeOf(text)).toBe(outcome)
  })

  it.each([
    ['Error: no such file', 'failed'],
    ['ok, but one failed', 'failed'],
    ['{"exit_code": 1, cut off: failed', 'failed'],
    ['[{"error": 1}]', 'failed'],
    ['3 passed', 'succeeded'],
    ['a.ts b.ts', 'unclear'],
    ['', 'unclear'],
  ])('in words is judged by the engine’s: %s', (text, outcome) => {
    expect(outcomeOf(text)).toBe(outcome)
  })
})
