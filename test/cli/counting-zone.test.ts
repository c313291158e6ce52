import { expect, it } from 'vitest'
import { countingZone } from '../../src/cli/counting-zone.ts'

it('is the chosen zone, or UTC with a word if this Node does not know it', () => {
  const said: string[] = []
  const complain = (text: string) => void said.push(text)
  expect(countingZone('Asia/Tokyo', complain)).toBe('Asia/Tokyo')
  expect(said).toEqual([])
  expect(countingZone('Mars/Olympus', complain)).toBe('UTC')
  expect(said).toEqual(['This version of Node does not know the time zone Mars/Olympus, so UTC is used.'])
})
