/** The screens on which pages are looked at: a phone and a desk. Unit: px. */
export const SCREENS = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
]
