import { beforeAll } from 'vitest'
import { useCompiledWalk } from '../src/engine/matcher/compiled-walk.ts'

// Each file begins with the walk in JavaScript, whatever the files before it in this process compiled.
beforeAll(() => useCompiledWalk(undefined))
