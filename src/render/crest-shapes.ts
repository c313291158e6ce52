/** The shapes that crests are made of. A shield fills a box of 96 × 112; whatever is on it is clipped by it. */

export const SHIELD = 'M6 6H90V56C90 82 72 98 48 108C24 98 6 82 6 56Z'

/** Parts of a field in a second colour; the first one has none. */
export const DIVISIONS: readonly string[] = [
  '',
  // Per pale, per fess, per bend and per bend sinister.
  'M48 0H96V112H48Z',
  'M0 52H96V112H0Z',
  'M0 0H96L0 112Z',
  'M0 0H96V112Z',
  // Quarterly, per chevron, per saltire, gyronny.
  'M48 0H96V52H48ZM0 52H48V112H0Z',
  'M0 96L48 44L96 96V112H0Z',
  'M0 0L48 52L0 104ZM96 0L48 52L96 104Z',
  'M48 52L0 0H48ZM48 52L96 0V52ZM48 52L96 104H48ZM48 52L0 104V52Z',
  // Paly, barry and lozenges.
  'M22 0H38V112H22ZM58 0H74V112H58Z',
  'M0 24H96V40H0ZM0 56H96V72H0ZM0 88H96V104H0Z',
  'M24 4L46 30L24 56L2 30ZM72 4L94 30L72 56L50 30ZM48 56L70 82L48 108L26 82Z',
]

interface PlacedCharge {
  x: number
  y: number
  size: number
  /** It is in the colour of the field then. */
  onMetal?: true
}

/** A large figure in metal, and where charges are. */
export interface Ordinary {
  shape: string
  charges: readonly PlacedCharge[]
}

const across = (y: number, size: number): PlacedCharge[] =>
  [24, 48, 72].map((x) => ({ x, y, size, onMetal: true }))

export const ORDINARIES: readonly Ordinary[] = [
  { shape: '', charges: [{ x: 48, y: 53, size: 60 }] },
  // Three, two above one.
  {
    shape: '',
    charges: [
      { x: 28, y: 34, size: 30 },
      { x: 68, y: 34, size: 30 },
      { x: 48, y: 76, size: 30 },
    ],
  },
  // Chief.
  { shape: 'M0 0H96V36H0Z', charges: [...across(22, 20), { x: 48, y: 70, size: 44 }] },
  // Fess.
  {
    shape: 'M0 38H96V66H0Z',
    charges: [...across(52, 20), { x: 48, y: 23, size: 20 }, { x: 48, y: 84, size: 22 }],
  },
  // Pale.
  { shape: 'M33 0H63V112H33Z', charges: [26, 53, 80].map((y) => ({ x: 48, y, size: 23, onMetal: true })) },
  // Bend, and bend sinister.
  {
    shape: 'M0 -4H14L96 92V112H86L0 12Z',
    charges: [
      { x: 67, y: 34, size: 28 },
      { x: 29, y: 72, size: 28 },
    ],
  },
  {
    shape: 'M96 -4H82L0 92V112H10L96 12Z',
    charges: [
      { x: 29, y: 34, size: 28 },
      { x: 67, y: 72, size: 28 },
    ],
  },
  // Chevron.
  {
    shape: 'M0 84L48 42L96 84V102L48 60L0 102Z',
    charges: [
      { x: 26, y: 31, size: 25 },
      { x: 70, y: 31, size: 25 },
      { x: 48, y: 83, size: 26 },
    ],
  },
  // Cross, and saltire.
  {
    shape: 'M40 0H56V44H96V60H56V112H40V60H0V44H40Z',
    charges: [
      { x: 25, y: 26, size: 22 },
      { x: 71, y: 26, size: 22 },
      { x: 27, y: 73, size: 20 },
      { x: 69, y: 73, size: 20 },
    ],
  },
  {
    shape: 'M-4 8L8 -4L48 42L88 -4L100 8L58 53L100 100L88 112L48 64L8 112L-4 100L38 53Z',
    charges: [
      { x: 48, y: 22, size: 22 },
      { x: 20, y: 53, size: 20 },
      { x: 76, y: 53, size: 20 },
      { x: 48, y: 85, size: 22 },
    ],
  },
  // Pile, and bordure.
  { shape: 'M0 0H96L48 104Z', charges: [{ x: 48, y: 32, size: 36, onMetal: true }] },
  {
    shape: 'M0 0H96V112H0ZM17 17V55C17 75 30 87 48 96C66 87 79 75 79 55V17Z',
    charges: [{ x: 48, y: 52, size: 44 }],
  },
]

/** Within a box of 48, about its middle. */
export const CHARGES: readonly string[] = [
  // A leaf of laurel with its vein, and a sprig of three.
  'M0 -23C15 -11 15 9 0 23C-15 9 -15 -11 0 -23ZM-1 -12V16H1V-12Z',
  'M0 -23C8 -15 8 -7 0 1C-8 -7 -8 -15 0 -23ZM-3 11C-14 13 -20 7 -22 -5C-11 -6 -4 -1 -3 11ZM3 11C4 -1 11 -6 22 -5C20 7 14 13 3 11ZM-1.5 3H1.5V23H-1.5Z',
  // Stars of five and eight points, the sun.
  'M0 -23L5.4 -7.4L21.9 -7.1L8.7 2.8L13.5 18.6L0 9.2L-13.5 18.6L-8.7 2.8L-21.9 -7.1L-5.4 -7.4Z',
  'M0 -23L5 -12L16.3 -16.3L12 -5L23 0L12 5L16.3 16.3L5 12L0 23L-5 12L-16.3 16.3L-12 5L-23 0L-12 -5L-16.3 -16.3L-5 -12Z',
  'M0 -23L4.1 -15.5L11.5 -19.9L11.3 -11.3L19.9 -11.5L15.5 -4.1L23 0L15.5 4.1L19.9 11.5L11.3 11.3L11.5 19.9L4.1 15.5L0 23L-4.1 15.5L-11.5 19.9L-11.3 11.3L-19.9 11.5L-15.5 4.1L-23 0L-15.5 -4.1L-19.9 -11.5L-11.3 -11.3L-11.5 -19.9L-4.1 -15.5ZM0 -10A10 10 0 1 0 0 10A10 10 0 1 0 0 -10ZM0 -7A7 7 0 1 1 0 7A7 7 0 1 1 0 -7Z',
  // Crescent, ring, lozenge.
  'M13 -19A22 22 0 1 0 22 8A16 16 0 1 1 13 -19Z',
  'M0 -21A21 21 0 1 0 0 21A21 21 0 1 0 0 -21ZM0 -12A12 12 0 1 1 0 12A12 12 0 1 1 0 -12Z',
  'M0 -23L16 0L0 23L-16 0ZM0 -12L-8.5 0L0 12L8.5 0Z',
  // Column, tower, gate.
  'M-15 -22H15V-16H10V-13H-10V-16H-15ZM-8 -11H-4V12H-8ZM-2 -11H2V12H-2ZM4 -11H8V12H4ZM-10 14H10V17H15V22H-15V17H-10Z',
  'M-15 -22H-9V-17H-3V-22H3V-17H9V-22H15V-9H11V22H5V9A5 5 0 0 0 -5 9V22H-11V-9H-15Z',
  // Key, crown, book.
  'M0 -23A10 10 0 1 1 -2.5 -3.3V22H8V17H2.5V13H8V8H2.5V-3.3A10 10 0 0 1 0 -23ZM0 -18A5 5 0 1 0 0 -8A5 5 0 1 0 0 -18Z',
  'M-22 -13L-11 -2L0 -19L11 -2L22 -13L17 11H-17ZM-17 14H17V19H-17Z',
  'M-22 -15C-13 -19 -5 -17 -1.5 -13V18C-5 14 -13 12 -22 16ZM22 -15C13 -19 5 -17 1.5 -13V18C5 14 13 12 22 16Z',
  // Flame.
  'M2 -23C6 -12 17 -6 15 8C14 17 7 22 0 22C-8 22 -15 16 -15 7C-15 0 -11 -4 -8 -9C-6 -4 -5 -3 -2 -2C-3 -10 -2 -18 2 -23ZM1 4C-2 8 -6 10 -5 14C-4 18 4 18 5 14C6 10 2 8 1 4Z',
]
