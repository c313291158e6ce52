/** Script of a badge's page, and of a template's: their words can be copied. The pages are complete without it. */
import { attachCopyButtons } from './copy.ts'

attachCopyButtons()
