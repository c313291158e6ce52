import type { BrowserContextOptions } from 'playwright-core'

/** How pages are looked at: on a phone and on a desk, in light and dark. */
export interface Look {
  colorScheme: 'light' | 'dark'
  width: number
  height: number
}

const SCREENS = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]

export const LOOKS: readonly Look[] = SCREENS.flatMap((screen) => [
  { colorScheme: 'light' as const, ...screen },
  { colorScheme: 'dark' as const, ...screen },
])

export function optionsOf({ colorScheme, ...viewport }: Look): BrowserContextOptions {
  return { colorScheme, viewport }
}
