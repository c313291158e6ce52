/** Script of a badge's page: its words can be copied. The page is complete without it. */
import { attachCopyButtons } from './copy.ts'

attachCopyButtons()
