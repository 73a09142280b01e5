/** The rules of src/web/styles/process.css, for pictures that stand alone. A test holds the two together. */
export const rules = `.process { font: 500 12px var(--sans) }
.process text { text-anchor: middle; fill: var(--ink) }
.p-flow, .p-sign { fill: none; stroke: var(--edge); stroke-width: 1.5; stroke-linejoin: round }
.p-tip { fill: var(--edge) }
.p-task rect, .p-event circle, .p-gateway path { fill: var(--paper); stroke: var(--edge); stroke-width: 1.5 }
.p-frame rect, .p-lane rect { fill: none; stroke: var(--edge); stroke-width: 1.5 }
.p-lane rect { stroke: var(--line) }
.p-lane text, .p-frame text { fill: var(--quiet) }
.p-call rect, .p-event.p-end circle { stroke-width: 3 }
.p-flow.p-dashed { stroke-dasharray: 2 4 }
.p-dashed circle { stroke-dasharray: 4 3 }
.p-dashed rect { stroke-dasharray: 2 3 }
.process .p-sign { fill: none; stroke: var(--edge); stroke-width: 1.25 }
.process .p-full { fill: var(--edge); stroke: var(--paper); stroke-width: 0.75 }
.process .p-word { paint-order: stroke; stroke: var(--paper); stroke-width: 3; stroke-linejoin: round }
.p-done rect, .p-done circle, .p-done path { fill: var(--accent-soft); stroke: var(--accent) }
.process .p-done .p-sign { stroke: var(--accent) }
.p-at rect, .p-at circle, .p-at path { fill: var(--accent); stroke: var(--accent) }
.p-event.p-at circle + circle, .process .p-at .p-sign { stroke: var(--on-accent) }
.process .p-done .p-full, .process .p-at .p-full { fill: var(--accent); stroke: var(--paper) }
.process .p-at .p-full { fill: var(--on-accent); stroke: var(--accent) }
.process .p-task.p-at text { fill: var(--on-accent); font-weight: 700 }
.p-frame.p-at rect, .p-frame.p-done rect { fill: none }
.p-frame.p-at rect { stroke-width: 3 }`

type Colours = Readonly<Record<string, string>>
const sans = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
const light: Colours = { sans, ink: '#16211f', quiet: '#505d59', edge: '#7d8883', line: '#dbd9cf', paper: '#fff', accent: '#0b5f55', 'accent-soft': '#e2efeb', 'on-accent': '#fff' }
const dark: Colours = { sans, ink: '#e8eeeb', quiet: '#a9b6b1', edge: '#7e8c87', line: '#34403c', paper: '#19211f', accent: '#74cdbc', 'accent-soft': '#1d3a35', 'on-accent': '#05221d' }

/** Not every viewer of SVG knows variables, so the colours stand in the rules. */
const paint = (colours: Colours): string => `.process{background:${colours['paper']}}${rules.replaceAll('\n', '').replace(/var\(--([a-z-]+)\)/g, (_, name: string) => colours[name] ?? 'inherit')}`

export const standaloneStyle = `${paint(light)}@media(prefers-color-scheme:dark){${paint(dark)}}`
