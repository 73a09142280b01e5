import type { Mark, Sign } from '../bpmn/model.ts'

/**
 * The signs of BPMN 2.0.2 (tables 10.93 and following) as paths around a middle, to be drawn after a move to it: about
 * 16 px wide, those of tasks 12.
 */
export const signs: Readonly<Record<Sign, string>> = {
  message: 'm-8-6v12h16v-12zl8 7 8-7',
  timer: 'm-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0zm9-6v6h5',
  signal: 'm0-8l8 13h-16z',
  error: 'm-8 8l5-16 5 8 6-8-5 16-5-8z',
  escalation: 'm0-9l6 16-6-6-6 6z',
  conditional: 'm-6-8h12v16h-12zm3 5h6m-6 3h6m-6 3h6',
  compensation: 'm-9 0l8-6v12zm8 0l8-6v12z',
  terminate: 'm-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z',
  link: 'm-8-3h8v-5l8 8-8 8v-5h-8z',
  exclusive: 'm-6-6l12 12m0-12l-12 12',
  parallel: 'm-9 0h18m-9-9v18',
  inclusive: 'm-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0z',
  first: 'm-11 0a11 11 0 1 0 22 0a11 11 0 1 0-22 0zm11-6l6 4-2 7h-8l-2-7z',
  user: 'm-3-3a3 3 0 1 0 6 0a3 3 0 1 0-6 0m-3 9c0-7 12-7 12 0z',
  service: 'm-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0m4-6v2m0 8v2m-6-6h2m8 0h2m-10-4l1 1m6 6l1 1m0-8l-1 1m-6 6l-1 1',
  script: 'm-3-6h8c-4 4 3 8-1 12h-8c4-4-3-8 1-12m1 4h4m-3 3h4',
  decision: 'm-6-5h12v10h-12zm0 3h12m-8 0v7m-4-4h12',
  send: 'm-6-4v8h12v-8zl6 5 6-5',
  receive: 'm-6-4v8h12v-8zl6 5 6-5',
  manual: 'm-6 4v-5l4-4h3l-2 3h7v2h-4 4v2h-5 4v2h-5z',
}

export const marks: Readonly<Record<Mark, string>> = {
  each: 'm-4-5v10m4-10v10m4-10v10',
  sequence: 'm-5-4h10m-10 4h10m-10 4h10',
  loop: 'm-2 5a5 5 0 1 1 4 0m-4 0l-4 1m4-1l-1-4',
  undo: 'm-7 0l6-4v8zm6 0l6-4v8z',
  collapsed: 'm-6-6h12v12h-12zm6 2v8m-4-4h8',
}

/** A path around a middle. */
export const drawSign = (x: number, y: number, path: string, full = false): string => `<path class="p-sign${full ? ' p-full' : ''}" d="M${Math.round(x)} ${Math.round(y)}${path}"/>`
