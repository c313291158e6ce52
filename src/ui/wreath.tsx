import type { FC } from 'hono/jsx'
import { drawnOnce } from './drawn-once.ts'
import { GROWTHS, type Growth, wreathPath } from './wreath-shape.ts'

/**
 * The laurel: two sprays that rise from a knot at the bottom. It grows with the tier, a pair of leaves at a
 * time, and closes for Olympian. Drawn once per page as symbols, and used by reference.
 */

/** The drawings that `<Wreath>` refers to. Once in every page. */
export const WreathSymbols = drawnOnce<object>(
  () => '',
  () => (
    <svg class="symbols" width="0" height="0" aria-hidden="true">
      <defs>
        <linearGradient id="aurora" x1="0" y1="1" x2="1" y2="0">
          <stop offset="0" stop-color="#3ddc97" />
          <stop offset="0.38" stop-color="#38b6ff" />
          <stop offset="0.7" stop-color="#9b7bff" />
          <stop offset="1" stop-color="#ff7ac6" />
        </linearGradient>
        {GROWTHS.map((growth) => (
          <symbol id={`wreath-${growth}`} viewBox="-240 -240 480 480">
            <path d={wreathPath(growth)} />
          </symbol>
        ))}
      </defs>
    </svg>
  ),
)

export const Wreath: FC<{ growth: Growth; class?: string }> = (props) => (
  <svg class={`wreath ${props.class ?? ''}`} viewBox="0 0 96 96" aria-hidden="true">
    <use href={`#wreath-${props.growth}`} />
  </svg>
)
