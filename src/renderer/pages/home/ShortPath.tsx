import { CheckCircleFilled, CloseOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { Link } from 'react-router'
import type { DashboardView } from '../../../shared/contract/dashboard.ts'
import { client } from '../../client.ts'
import { problemOf } from '../../components/problem.ts'
import { useBarredFrom } from '../../state/permission.ts'
import { useLedger } from '../../state/session.ts'

type Tour = DashboardView['tour']

/** The five cards of the first minutes; ticked as they are done, gone for good when closed. */
export function ShortPath({ tour }: { tour: Tour }) {
  const { message } = App.useApp()
  const { lastBackupAt } = useLedger()
  const barred = useBarredFrom('admin')
  const close = () =>
    client.settings.save({ tourClosed: true }).catch((error: unknown) => message.error(problemOf(error).text))
  const cards = [
    {
      step: '导入花名册',
      says: '把脱贫人口花名册拖进来，先试运行，再导入。',
      to: '/exchange/import',
      done: tour.imported,
    },
    { step: '看测算', says: '一键算出谁能领、领多少、依据哪一条。', to: '/policy/run', done: tour.evaluated },
    {
      step: '生成申领',
      says: '把可领的一次生成申领草稿，不会重复。',
      to: '/policy/results?outcome=eligible',
      done: tour.drafted,
    },
    { step: '打印', says: '申请表、花名册，先预览，再打印。', to: '/claims/print', done: tour.printed },
    {
      step: '备份',
      says: '把台账另存一份到 U 盘，随时能恢复。',
      to: '/system/backup',
      done: lastBackupAt !== null,
    },
  ]
  return (
    <section className="path" aria-label="入门五步">
      {cards.map((card, at) => (
        <div key={card.step} className={card.done ? 'path-card done' : 'path-card'}>
          <div className="row spread">
            <span className="step">
              {at + 1}. {card.step}
            </span>
            {card.done && (
              <span className="good nowrap">
                <CheckCircleFilled aria-hidden /> 已做
              </span>
            )}
            {at === cards.length - 1 && barred === undefined && (
              <Button
                type="text"
                size="small"
                icon={<CloseOutlined />}
                onClick={() => void close()}
                title="收起这五步，不再显示"
              >
                收起
              </Button>
            )}
          </div>
          <p>{card.says}</p>
          <Link to={card.to}>{card.done ? '再去看看' : '去做'}</Link>
        </div>
      ))}
    </section>
  )
}
