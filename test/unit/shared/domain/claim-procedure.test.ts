import { describe, expect, it } from 'vitest'
import {
  barOf,
  DEFAULT_PROCEDURE,
  firstStep,
  type Procedure,
  type ProcedureStep,
  procedureFaults,
  stateAt,
  stepAfter,
  stepBefore,
} from '../../../../src/shared/domain/claim-procedure.ts'

const step = (kind: ProcedureStep['kind'], more: Partial<ProcedureStep> = {}): ProcedureStep => ({
  id: more.level === undefined ? kind : `${kind}-${more.level}`,
  kind,
  name: kind,
  role: 'clerk',
  ...more,
})
const days = { count: 7, kind: 'calendar' as const }
const short: Procedure = { steps: [step('batch'), step('payment')] }

describe('procedureFaults', () => {
  it.each<[string, Procedure, string[]]>([
    ['the one that an office begins with', DEFAULT_PROCEDURE, []],
    ['the shortest', short, []],
    [
      'lists at three levels',
      {
        steps: [
          step('batch'),
          step('publicity', { level: 'village', days }),
          step('opinion', { level: 'township' }),
          step('publicity', { level: 'county', days }),
          step('approval'),
          step('payment'),
        ],
      },
      [],
    ],
    ['nothing', { steps: [] }, ['empty']],
    ['no payment', { steps: [step('batch'), step('approval')] }, ['no-payment']],
    ['payment without a batch', { steps: [step('payment')] }, ['too-early', 'no-batch']],
    [
      'a list before the batch',
      { steps: [step('publicity', { level: 'village', days }), ...short.steps] },
      ['too-early'],
    ],
    [
      'a list without days',
      { steps: [step('batch'), step('publicity', { level: 'county' }), step('payment')] },
      ['publicity-days'],
    ],
    ['an opinion of nobody', { steps: [step('opinion'), ...short.steps] }, ['level-missing']],
    [
      'an opinion behind the approval',
      { steps: [step('batch'), step('approval'), step('opinion', { level: 'county' }), step('payment')] },
      ['too-early'],
    ],
    [
      'finance before the approval',
      { steps: [step('batch'), step('finance'), step('approval'), step('payment')] },
      ['too-early'],
    ],
    [
      'two batches',
      { steps: [step('batch'), step('batch', { id: 'again' }), step('payment')] },
      ['once-only'],
    ],
    [
      'one id twice',
      { steps: [step('paper', { id: 'x' }), step('batch', { id: 'x' }), step('payment')] },
      ['same-id'],
    ],
    ['a step without a name', { steps: [step('paper', { name: ' ' }), ...short.steps] }, ['no-name']],
  ])('%s', (_, procedure, codes) => expect(procedureFaults(procedure).map(({ code }) => code)).toEqual(codes))
})

describe('the way through the default procedure', () => {
  it('gives each state in turn', () => {
    const states: string[] = []
    let at: string | null = firstStep(DEFAULT_PROCEDURE)
    for (;;) {
      states.push(stateAt(DEFAULT_PROCEDURE, at))
      if (at === null) break
      at = stepAfter(DEFAULT_PROCEDURE, at)
    }
    expect(states).toEqual([
      'drafted',
      'received',
      'reviewing',
      'reviewing',
      'reviewed',
      'batched',
      'cleared',
      'approved',
      'sent',
      'paid',
    ])
    expect(stateAt(DEFAULT_PROCEDURE, 'publicity', true)).toBe('posted')
  })

  it('goes back one step at a time', () => {
    expect(stepBefore(DEFAULT_PROCEDURE, 'township')).toBe('village')
    expect(stepBefore(DEFAULT_PROCEDURE, 'paper')).toBeUndefined()
    expect(stepBefore(DEFAULT_PROCEDURE, null)).toBe('payment')
    expect(() => stateAt(DEFAULT_PROCEDURE, 'elsewhere')).toThrow('no step elsewhere')
  })
})

describe('barOf', () => {
  const claim = { state: 'received' as const, step: 'village', held: false, inBatch: false }
  it.each([
    ['complete', {}, undefined],
    ['complete', { held: true }, 'held'],
    ['complete', { state: 'paid', step: null }, 'final'],
    ['complete', { state: 'batched', step: 'publicity', inBatch: true }, 'by-batch'],
    ['complete', { state: 'reviewed', step: 'batch' }, 'by-batch'],
    ['complete', { inBatch: true }, 'by-batch'],
    ['hold', {}, undefined],
    ['hold', { state: 'paid' }, 'final'],
    ['release', {}, 'not-held'],
    ['release', { held: true, state: 'sent' }, undefined],
    ['send-back', {}, undefined],
    ['send-back', { state: 'drafted', step: 'paper' }, 'no-step-before'],
    ['send-back', { state: 'sent', step: 'payment', inBatch: true }, 'left-the-office'],
    ['refuse', { held: true }, undefined],
    ['refuse', { inBatch: true }, 'in-batch'],
    ['refuse', { state: 'returned', inBatch: true }, 'left-the-office'],
    ['withdraw', {}, 'not-a-draft'],
    ['withdraw', { state: 'drafted', step: 'paper' }, undefined],
  ] as const)('%s %j: %s', (act, change, bar) =>
    expect(barOf(act, { ...claim, ...change }, DEFAULT_PROCEDURE)).toBe(bar),
  )
})
