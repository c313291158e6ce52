import { afterAll, beforeAll } from 'vitest'
import { newProfile, objectOf, stopTheClock, withSettings } from '../scan/profiles.ts'
import { plantFaultPoints } from './fault-points.ts'
import { SMALL } from './profiles.ts'

/** Has fault points, and histories in small pieces, in all tests of a file. */
export function useFaultPoints(): void {
  const undo: (() => void)[] = []
  beforeAll(async () => {
    stopTheClock()
    undo.push(withSettings(SMALL))
    undo.push(await plantFaultPoints(objectOf(await newProfile())))
  })
  afterAll(() => {
    for (const put of undo) put()
  })
}
