import { t, translated } from '../language/language.ts'
import type { Problem } from './answer.ts'

/** What pages need of a browser, as its users may know it. Old ones lack it, and strict modes turn some of it off. */
const THERE = {
  'web workers': () => 'Worker' in globalThis,
  WebAssembly: () => 'WebAssembly' in globalThis,
  'stream compression': () => 'CompressionStream' in globalThis,
  'abort signals': () => 'AbortSignal' in globalThis && 'any' in AbortSignal,
  // Only over HTTPS or on this machine.
  'Web Crypto': () => 'crypto' in globalThis && 'subtle' in crypto,
} as const

export type Needed = keyof typeof THERE

/** Says what this browser lacks of what is needed, and what to do instead; null if nothing is missing. */
export function lacking(needed: readonly Needed[]): Problem | null {
  const missing = needed.filter((name) => !THERE[name]())
  if (missing.length === 0) return null
  return {
    message: t('This needs {technology}, which your browser doesn’t have or has turned off.', {
      technology: missing.map(translated).reduce((a, b) => t('{a} and {b}', { a, b })),
    }),
    hint:
      missing.includes('Web Crypto') && !isSecure()
        ? t('Open the page over HTTPS, or use the laurel command.')
        : t(
            'Update it, or turn off Lockdown Mode or similar protection for this site. The laurel command works without a browser.',
          ),
  }
}

/** Whether the page came over HTTPS or from this machine (Secure Contexts section 3.1). */
function isSecure(): boolean {
  return Reflect.get(globalThis, 'isSecureContext') === true
}
