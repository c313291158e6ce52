import type { Child, FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'
import type { ControlIcon } from '../../../src/ui/icons.ts'

/** An owner's tool that opens in place. Opening one closes the others. */
export const Panel: FC<{ icon: ControlIcon; label: string; children?: Child }> = ({
  icon,
  label,
  children,
}) => (
  <details class="panel" name="owner-panel">
    <summary class="tool">
      <Icon name={icon} /> {label}
    </summary>
    {children}
  </details>
)
