import type { Child, FC } from 'hono/jsx'
import { Icon } from '../../../src/ui/icon.tsx'
import type { ControlIcon } from '../../../src/ui/icons.ts'

interface PanelProps {
  icon: ControlIcon
  label: string
  children?: Child
}

/** A menu of the owner that opens below its button. Opening one closes the other. */
export const Panel: FC<PanelProps> = ({ icon, label, children }) => (
  <details class="panel" name="owner-panel">
    <summary class="button">
      <Icon name={icon} /> {label}
    </summary>
    <div class="panel-body">{children}</div>
  </details>
)

/** A tool in the menu, which unfolds below its name. Unfolding one folds the others. */
export const Tool: FC<PanelProps> = ({ icon, label, children }) => (
  <details class="tool-fold" name="owner-tool">
    <summary class="tool">
      <Icon name={icon} /> {label}
    </summary>
    {children}
  </details>
)
