import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useRef, useState } from 'react'
import { Link } from 'react-router'
import { takenBundle } from '../../../../shared/contract/sync.ts'
import { BUNDLE_KIND_TEXT } from '../../../../shared/text/bundles.ts'
import { takenText } from '../../../../shared/text/partner-exchange.ts'
import { recordText } from '../../../../shared/text/record-names.ts'
import { client } from '../../../api.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { count } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'

/** Takes a partner's file: looked at first, taken in after. */
export function TakeBundle() {
  const input = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<{ token: string; name: string }>()
  const [over, setOver] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const looking = useJob(takenBundle)
  const taking = useJob(takenBundle)
  const ahead = (error: unknown) =>
    error !== undefined && problemOf(error).technical.includes('bundle.clock-ahead')
  const [acceptClock, setAcceptClock] = useState(false)

  const look = async (token: string, accept: boolean) => {
    setAcceptClock(accept)
    await looking.start(() => client.sync.takeIn({ token, dryRun: true, acceptClock: accept }))
  }
  const choose = async (list: FileList | null) => {
    const [first] = list ?? []
    if (first === undefined) return
    setFailed(undefined)
    looking.reset()
    taking.reset()
    try {
      const { token, name } = await client.files.put({ file: first })
      setFile({ token, name })
      await look(token, false)
    } catch (error) {
      setFailed(error)
    }
  }
  const seen = looking.result
  const done = taking.result
  return (
    <section className="card" aria-label="接收交换文件">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is beside the button, which works by keyboard */}
      <div
        className={over ? 'drop drop-over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void choose(event.dataTransfer.files)
        }}
      >
        <div className="row" style={{ justifyContent: 'center' }}>
          <InboxOutlined style={{ fontSize: 20 }} aria-hidden />
          把对方给的交换文件（.llbundle）拖到这里，或
          <RoleButton needs="clerk" type="primary" size="small" onClick={() => input.current?.click()}>
            选择文件
          </RoleButton>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".llbundle"
          data-testid="bundle"
          onChange={(event) => {
            void choose(event.target.files)
            event.target.value = ''
          }}
        />
      </div>
      <Problem error={failed} />
      {looking.running && <JobProgress job={looking.job} onCancel={looking.cancel} />}
      <Problem error={looking.error} />
      {ahead(looking.error) && file !== undefined && (
        <Button danger onClick={() => void look(file.token, true)}>
          时钟不准也接收
        </Button>
      )}
      {seen !== undefined && done === undefined && (
        <div className="stack exchange-look" data-testid="bundle-look">
          <dl className="facts" style={{ gridTemplateColumns: '72px minmax(0, 1fr)' }}>
            <dt>文件</dt>
            <dd className="wide">{file?.name}</dd>
            <dt>来自</dt>
            <dd className="wide">
              {seen.partner}，第{seen.facts.sequence}份，{BUNDLE_KIND_TEXT[seen.facts.kind]}
            </dd>
            <dt>内容</dt>
            <dd className="wide">
              {Object.entries(seen.facts.byTable)
                .map(([table, n]) => `${recordText(table)} ${count(n)}`)
                .join('，') || '只有回执'}
            </dd>
            <dt>会怎样</dt>
            <dd className="wide exchange-outcome">{takenText(seen, true)}</dd>
          </dl>
          {taking.running && <JobProgress job={taking.job} onCancel={taking.cancel} />}
          <Problem error={taking.error} />
          {seen.state !== 'known' && file !== undefined && (
            <div className="row">
              <Button
                type="primary"
                loading={taking.running}
                onClick={() =>
                  void taking.start(() =>
                    client.sync.takeIn({ token: file.token, dryRun: false, acceptClock }),
                  )
                }
              >
                {seen.state === 'waiting' ? '先收着' : '接收'}
              </Button>
              <Button disabled={taking.running} onClick={() => looking.reset()}>
                不接收
              </Button>
            </div>
          )}
        </div>
      )}
      {done !== undefined && (
        <Alert
          type={
            done.conflicts > 0 || done.rejected.length > 0 || done.missing.length > 0 ? 'warning' : 'success'
          }
          showIcon
          data-testid="bundle-taken"
          title={<span className="exchange-outcome">{takenText(done)}</span>}
          description={
            <div className="row">
              {done.conflicts > 0 && <Link to="/exchange/conflicts">去裁定冲突</Link>}
              {done.packs.length > 0 && <Link to="/policy/packs">去看收到的政策包</Link>}
              {done.twins > 0 && <Link to="/people/duplicates">去看可能重复的人</Link>}
            </div>
          }
        />
      )}
    </section>
  )
}
