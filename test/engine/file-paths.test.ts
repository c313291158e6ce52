import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectFilePaths } from '../../src/engine/file-paths.ts'
import { PathSet } from '../../src/engine/path-set.ts'
import { runs } from '../properties.ts'
import { referencePaths } from './reference.ts'
import { pathText } from './texts.ts'

function pathsIn(...texts: string[]): string[] {
  const paths = new PathSet()
  for (const text of texts) collectFilePaths(text, paths)
  return [...paths].sort()
}

describe('file paths', () => {
  it('are those that the plain regular expression takes', () => {
    fc.assert(
      fc.property(pathText, (text) => {
        expect(pathsIn(text)).toEqual(referencePaths(text))
      }),
      { numRuns: runs(3000) },
    )
  })

  it('begin at a root', () => {
    expect(pathsIn('/home/a.py ~/b.md ~c.js ./d.ts /mnt/e.css src/f.py /etc/g.sh')).toEqual(
      ['./d.ts', '/home/a.py', '/mnt/e.css', '~/b.md', '~c.js'].sort(),
    )
  })

  it('take the first ending that fits, whatever follows it', () =>
    expect(pathsIn('./a.json ./b.tsx ./c.pyc ./d.sql.gz')).toEqual(['./a.js', './b.ts', './c.py', './d.sql']))

  it('hold letters of every script', () =>
    expect(pathsIn('./src/应用.py ./é.html')).toEqual(['./src/应用.py', './é.html'].sort()))

  it('are distinct by their case', () =>
    expect(pathsIn('./A.py ./a.py', './a.py')).toEqual(['./A.py', './a.py']))

  it.each(['./', '/home/', '~', '~/', './a', 'a.py', '.py', './a.py'])(
    'are found in a million characters of %j',
    (part) => {
      expect(pathsIn(`${part.repeat(1_000_000 / part.length)} ./z.md`)).toContain('./z.md')
    },
  )
})
