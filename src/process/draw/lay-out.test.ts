import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Box, Layout, Point, Process } from '../bpmn/model.ts'
import { flow, line, read, readIzinPenelitian, user } from '../sample-process.ts'
import { layOut } from './lay-out.ts'
import type { Direction } from './measure.ts'

const laidOut = (process: Process, direction: Direction = 'right'): Layout => layOut(process, { direction, shown: new Set(process.nodes.keys()), nameOf: (id) => process.nodes.get(id)?.name ?? '' })
const boxOf = ({ shapes }: Layout, id: string) => shapes.find(({ element }) => element === id)!
const middle = ({ y, height }: Box) => y + height / 2

type Jump = readonly [from: number, to: number]
type Drawn = { readonly size: number; readonly jumps: readonly Jump[]; readonly late: readonly Jump[]; readonly gateways: readonly number[] }

/** Tasks in a row, each of which may also lead to any other, events on their edges too; some look like gateways. */
const anyModel = fc.integer({ min: 1, max: 14 }).chain((size): fc.Arbitrary<Drawn> => {
  const jumps = (maxLength: number) => fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength, selector: String })
  return fc.record({ size: fc.constant(size), jumps: jumps(16), late: jumps(4), gateways: fc.uniqueArray(fc.nat(size - 1)) })
})

async function readDrawn({ size, jumps, late, gateways }: Drawn): Promise<Process> {
  const ids = Array.from({ length: size }, (_, index) => `t${index}`)
  const tasks = ids.map((id, index) => `<userTask id="${id}" default="${id}-${ids[index + 1] ?? 'e'}"/>`)
  const more = jumps.filter(([from, to]) => to !== from + 1).map(([from, to], index) => flow(`t${from}`, `t${to}`, '=n = 1', `jump-${index}`))
  const hosts = late.filter(([from]) => !gateways.includes(from))
  const edges = hosts.map(([from, to], index) => `<boundaryEvent id="late-${index}" attachedToRef="t${from}"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>${flow(`late-${index}`, `t${to}`)}`)
  const process = await read(`<startEvent id="s"/>${tasks.join('')}<endEvent id="e"/>${line('s', ...ids, 'e')}${more.join('')}${edges.join('')}`)
  const looks = new Map(process.picture.looks)
  for (const index of gateways) looks.set(`t${index}`, { form: 'gateway', sign: 'exclusive', dashed: false, marks: [] })
  return { ...process, picture: { ...process.picture, looks } }
}

const overlap = (one: Box, other: Box) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height

/** An event on an edge lies on its host. */
const isHost = ({ nodes }: Process, one: { element: string }, other: { element: string }) => [[one, other], [other, one]].some(([event, host]) => nodes.get(host!.element)?.boundary.some(({ id }) => id === event!.element))

/** Whether a level or upright part runs through the inside of a shape. Round ones and gateways leave their corners free. */
function runsThrough(from: Point, to: Point, box: Box): boolean {
  const corner = box.width < 50 ? 9 : 1
  const inside = { x: box.x + corner, y: box.y + corner, width: box.width - 2 * corner, height: box.height - 2 * corner }
  return overlap(inside, { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x) || 0.1, height: Math.abs(to.y - from.y) || 0.1 })
}

const partsOf = (points: readonly Point[]) => points.slice(1).map((to, index) => [points[index]!, to] as const)

/** Two that change rows in one gap meet for as long as their turns take. */
const turn = 60

/** Whether two level or two upright parts share more than a turn. */
function liesOn(a: Point, b: Point, c: Point, d: Point): boolean {
  const share = (axis: 'x' | 'y') => Math.min(Math.max(a[axis], b[axis]), Math.max(c[axis], d[axis])) - Math.max(Math.min(a[axis], b[axis]), Math.min(c[axis], d[axis]))
  const same = (axis: 'x' | 'y') => [b, c, d].every((point) => Math.abs(point[axis] - a[axis]) < 1)
  return (same('y') && share('x') > turn) || (same('x') && share('y') > 1)
}

test('Whatever the model, no element lies on another and no line runs through one', async () => {
  await fc.assert(
    fc.asyncProperty(anyModel, fc.constantFrom<Direction>('right', 'down'), async (model, direction) => {
      const process = await readDrawn(model)
      const { shapes, edges } = laidOut(process, direction)
      assert.equal(shapes.length, process.nodes.size)
      assert.equal(edges.length, [...process.nodes.values()].reduce((sum, node) => sum + node.outgoing.length, 0))
      for (const [index, shape] of shapes.entries()) for (const other of shapes.slice(index + 1)) assert.ok(isHost(process, shape, other) || !overlap(shape, other), `${shape.element} on ${other.element}`)
      for (const { element, points } of edges)
        for (const [index, to] of points.entries()) {
          const from = points[index - 1]
          if (!from) continue
          assert.ok(Math.abs(from.x - to.x) < 0.01 || Math.abs(from.y - to.y) < 0.01, `${element} leans`)
          for (const shape of shapes.filter((each) => process.nodes.get(each.element)?.does.kind !== 'boundary')) assert.ok(!runsThrough(from, to, shape), `${element} runs through ${shape.element}`)
        }
    }),
    { numRuns: 300 },
  )
})

test('Lines that share neither their start nor their end do not lie on each other, but for two that change rows with each other', async () => {
  await fc.assert(
    fc.asyncProperty(anyModel, async (model) => {
      const { edges } = laidOut(await readDrawn(model))
      for (const [index, one] of edges.entries())
        for (const other of edges.slice(index + 1)) {
          if (one.from === other.from || one.to === other.to) continue
          for (const [a, b] of partsOf(one.points)) for (const [c, d] of partsOf(other.points)) assert.ok(!liesOn(a, b, c, d), `${one.element} on ${other.element}`)
        }
    }),
    { numRuns: 300 },
  )
})

test('The longest way runs straight from the start to the end', async () => {
  const layout = laidOut(await readIzinPenelitian())
  const way = ['submitted', 'route', 'check', 'checked', 'sign', 'signed', 'issue', 'deliver', 'delivered'].map((id) => boxOf(layout, id))
  assert.equal(new Set(way.map(middle)).size, 1)
  for (const [index, box] of way.entries()) assert.ok(index === 0 || box.x > way[index - 1]!.x)
})

test('What stands in a subprocess is drawn within it, and its event subprocess under its flow', async () => {
  const layout = laidOut(
    await read(`<startEvent id="s"/><subProcess id="sub"><startEvent id="ss"/>${user('a')}${line('ss', 'a')}
      <subProcess id="ev" triggeredByEvent="true"><startEvent id="es"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></startEvent>${user('b')}${flow('es', 'b')}</subProcess>
    </subProcess><endEvent id="e"/>${line('s', 'sub', 'e')}`),
  )
  const within = (inner: string, outer: string) => {
    const [small, large] = [boxOf(layout, inner), boxOf(layout, outer)]
    return small.x > large.x && small.y > large.y && small.x + small.width < large.x + large.width && small.y + small.height < large.y + large.height
  }
  for (const [inner, outer] of [['ss', 'sub'], ['a', 'sub'], ['ev', 'sub'], ['es', 'ev'], ['b', 'ev']] as const) assert.ok(within(inner, outer), `${inner} in ${outer}`)
  assert.ok(boxOf(layout, 'ev').y > boxOf(layout, 'a').y + boxOf(layout, 'a').height)
})

test('An event stands on the lower edge of its element, and leads down', async () => {
  const layout = laidOut(await read(`<startEvent id="s"/>${user('a')}<boundaryEvent id="late" attachedToRef="a"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>${user('b')}<endEvent id="e"/><endEvent id="e2"/>${line('s', 'a', 'e')}${line('late', 'b', 'e2')}`))
  const [host, late] = [boxOf(layout, 'a'), boxOf(layout, 'late')]
  assert.equal(middle(late), host.y + host.height)
  assert.ok(boxOf(layout, 'b').y > host.y + host.height)
})

test('Lanes are bands, each with what stands in it, in a frame of the pool', async () => {
  const lane = (id: string, ...nodes: readonly string[]) => `<lane id="${id}" name="${id}">${nodes.map((node) => `<flowNodeRef>${node}</flowNodeRef>`).join('')}</lane>`
  const process = await read(`<laneSet id="lanes">${lane('Counter', 's', 'a')}${lane('Head', 'b', 'e')}</laneSet><startEvent id="s"/>${user('a')}${user('b')}<endEvent id="e"/>${line('s', 'a', 'b', 'e')}`, {
    beside: '<collaboration id="all"><participant id="office" name="Office" processRef="walk"/></collaboration>',
  })
  const layout = laidOut(process)
  assert.deepEqual(layout.frames.map(({ name }) => name), ['Office', 'Counter', 'Head'])
  for (const { element, y, height } of layout.shapes) {
    const frame = layout.frames.find(({ name }) => name === process.nodes.get(element)?.lane)!
    assert.ok(y > frame.y && y + height < frame.y + frame.height, element)
  }
})

test('A model of 2,000 elements is laid out in bounded time, however its flows jump', async () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => `t${index}`)
  const tasks = ids.map((id, index) => `<userTask id="${id}" default="${id}-${ids[index + 1] ?? 'e'}"/>`).join('')
  const jumps = ids.map((id, index) => flow(id, ids[(index * 7_919 + 13) % 2_000]!, '=n = 1', `jump-${index}`)).join('')
  const process = await read(`<startEvent id="s"/>${tasks}<endEvent id="e"/>${line('s', ...ids, 'e')}${jumps}`)
  const before = performance.now()
  assert.equal(laidOut(process).shapes.length, 2_002)
  assert.ok(performance.now() - before < 5_000)
})
