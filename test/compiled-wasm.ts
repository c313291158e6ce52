import { useBuiltWasm } from '../src/cli/built-wasm.ts'

await useBuiltWasm()
