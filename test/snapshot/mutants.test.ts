import { expect, it } from 'vitest'
import { Random } from '../fixtures/random.ts'
import { runs } from '../properties.ts'
import { everything, golden } from './histories.ts'
import { readMutant, SOUND } from './mutants.ts'
import { readAll } from './read-all.ts'

it.each(SOUND)(
  'damage ends in a clear error or in figures, and harms no other file: $name',
  async ({ name, of, ...file }) => {
    const sound = await of()
    const whole = await everything(golden('edges'))
    const count = runs(file.count)
    let refused = 0
    for (let seed = 0; seed < count; seed++) {
      if (await readMutant(sound, new Random(`${name} ${seed}`))) refused++
    }
    expect(refused).toBeGreaterThan(count / 10)
    expect(await everything(golden('edges'))).toEqual(whole)
    expect(await readAll(sound)).toBeUndefined()
  },
)
