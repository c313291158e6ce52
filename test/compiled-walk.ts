import { useBuiltWalk } from '../src/cli/built-walk.ts'

await useBuiltWalk()
