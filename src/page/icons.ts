import {
  AlarmClock,
  Antenna,
  Anvil,
  AppWindow,
  ArrowLeftRight,
  ArrowRight,
  AudioLines,
  Bot,
  BrainCircuit,
  Bug,
  CalendarDays,
  Check,
  CircleAlert,
  ClockFading,
  Coffee,
  Cog,
  Compass,
  Container,
  Copy,
  Database,
  DatabaseZap,
  DraftingCompass,
  EllipsisVertical,
  Eye,
  Feather,
  FileSearch,
  Flame,
  FolderOpen,
  Footprints,
  Gem,
  GitBranch,
  Grid3x3,
  Hammer,
  KeyRound,
  Landmark,
  LayoutTemplate,
  Lock,
  LockKeyhole,
  LogOut,
  MoonStar,
  MountainSnow,
  MousePointerClick,
  Origami,
  Pencil,
  Pin,
  Plug,
  Puzzle,
  Pyramid,
  Quote,
  RefreshCw,
  Rewind,
  Rocket,
  RotateCcw,
  Router,
  ScrollText,
  Settings2,
  Shell,
  Ship,
  Skull,
  Sparkles,
  SquareCode,
  SquareTerminal,
  Telescope,
  Trash,
  TriangleAlert,
  Upload,
  WandSparkles,
  Waypoints,
  Wine,
  Wrench,
} from 'lucide-static' // prettier-ignore

/** Icons by name, each the markup inside a 24 × 24 Lucide icon (lucide-static, ISC licence). */

/** The icons that the catalog of achievements names. */
const BADGE_ICONS = new Map(
  Object.entries({
    antenna: Antenna,
    anvil: Anvil,
    avalanche: MountainSnow,
    blueprint: DraftingCompass,
    branch: GitBranch,
    browser: AppWindow,
    cache: DatabaseZap,
    calendar: CalendarDays,
    clock: AlarmClock,
    codex: SquareCode,
    colon: EllipsisVertical,
    compass: Compass,
    container: Container,
    crystal: Gem,
    daemon: Cog,
    dragon: Origami,
    eye: Eye,
    flame: Flame,
    folder: FolderOpen,
    hammer_scroll: Hammer,
    key: KeyRound,
    lock: Lock,
    marathon: Footprints,
    melting_clock: ClockFading,
    moon: MoonStar,
    needle: Pin,
    nodes: Waypoints,
    package_skull: Skull,
    palace: Landmark,
    pencil: Pencil,
    pixel: Grid3x3,
    plug: Plug,
    prism: Pyramid,
    puzzle: Puzzle,
    quote: Quote,
    restart: RotateCcw,
    rewind: Rewind,
    rocket: Rocket,
    router: Router,
    scroll: ScrollText,
    secret: LockKeyhole,
    ship: Ship,
    spark_cursor: MousePointerClick,
    spiral: Shell,
    swap: ArrowLeftRight,
    terminal: SquareTerminal,
    wand: WandSparkles,
    warning: TriangleAlert,
    wave: AudioLines,
    wine: Wine,
  }),
)

const CATEGORY_ICONS = new Map(
  Object.entries({
    'Agent Autonomy': Bot,
    'Debugging Chaos': Bug,
    'Vibe Coding': Sparkles,
    'Hermes Native': Feather,
    'Research/Web': Telescope,
    'Tool Mastery': Wrench,
    'Model Lore': BrainCircuit,
    Lifestyle: Coffee,
  }),
)

const CONTROL_ICONS = {
  alert: CircleAlert,
  arrow: ArrowRight,
  check: Check,
  copy: Copy,
  history: FileSearch,
  histories: Database,
  key: KeyRound,
  private: LockKeyhole,
  refresh: RefreshCw,
  settings: Settings2,
  sign_out: LogOut,
  templates: LayoutTemplate,
  trash: Trash,
  upload: Upload,
} as const

export type ControlIcon = keyof typeof CONTROL_ICONS

/** The shapes of an achievement's icon, or undefined for a name the catalog does not use. */
export function badgeIcon(name: string): string | undefined {
  return shapes(BADGE_ICONS.get(name))
}

/** The shapes of a category's glyph, or undefined for an unknown category. */
export function categoryIcon(category: string): string | undefined {
  return shapes(CATEGORY_ICONS.get(category))
}

export function controlIcon(name: ControlIcon): string | undefined {
  return shapes(CONTROL_ICONS[name])
}

function shapes(svg: string | undefined): string | undefined {
  const inner = svg?.match(/<svg[^>]*>([\s\S]*)<\/svg>/)?.[1]
  return inner?.replace(/\s*\n\s*/g, '')
}
