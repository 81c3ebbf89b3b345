import type { PairView } from '../../../../shared/contract/duplicates.ts'
import type { Likelihood } from '../../../../shared/domain/duplicates.ts'
import { LIKELIHOOD_TEXT } from '../../../../shared/text/duplicates.ts'
import type { Column } from '../../../components/table/columns.ts'

const MARK: Readonly<Record<Likelihood, string>> = { certain: '●', likely: '◐', possible: '○' }

/** How likely, as a sign, a word and a number: nobody needs the colour. */
export function Likely({ of, score }: { of: Likelihood; score: number }) {
  return (
    <span className={`likely likely-${of} nowrap`}>
      {MARK[of]} {LIKELIHOOD_TEXT[of]} <span className="digits faint">{score}</span>
    </span>
  )
}

function Side({ side }: { side: PairView['first'] }) {
  return (
    <span title={`${side.title}　${side.detail}`}>
      <b>{side.title}</b> <span className="quiet digits">{side.detail}</span>
    </span>
  )
}

export const PAIR_COLUMNS: readonly Column<PairView>[] = [
  {
    key: 'score',
    title: '可能',
    width: 140,
    render: (pair) => <Likely of={pair.likelihood} score={pair.score} />,
  },
  { key: 'first', title: '第一条', width: 250, grow: true, render: (pair) => <Side side={pair.first} /> },
  { key: 'second', title: '第二条', width: 250, grow: true, render: (pair) => <Side side={pair.second} /> },
  {
    key: 'reasons',
    title: '理由',
    width: 260,
    grow: true,
    render: ({ reasons }) => {
      const text = reasons.map((one) => (one.points < 0 ? `但${one.text}` : one.text)).join('、')
      return <span title={text}>{text}</span>
    },
  },
]

/** Names a pair in an address. */
export const pairKey = (pair: Pick<PairView, 'firstId' | 'secondId'>) => `${pair.firstId}_${pair.secondId}`
