import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { PackActivationView, PacksOverview, PackView } from '../../../../shared/contract/packs.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { Digits, momentText } from '../../../components/values.tsx'
import { useDay } from '../../../state/day.ts'
import { GoBack } from './GoBack.tsx'
import { InstallPack } from './InstallPack.tsx'
import { PackPreview } from './PackPreview.tsx'
import { ReceivedPacks } from './ReceivedPacks.tsx'
import { RemoveButton } from './RemoveButton.tsx'
import { Signers } from './Signers.tsx'

/** Which version of which document counts, the packs that the office installed, and the history of activations. */
export function Packs() {
  const { asOf } = useDay()
  const [params, setParams] = useSearchParams()
  const overview = useQuery(api.packs.overview.queryOptions({ input: { asOf } }))
  const [signers, setSigners] = useState(false)
  const look = (id: string | null) => setParams(id === null ? {} : { preview: id })
  const shown = overview.data?.packs.find((pack) => pack.id === params.get('preview'))
  if (shown)
    return (
      <PackPreview
        key={`${shown.id} ${shown.activeFrom ?? ''} ${asOf}`}
        pack={shown}
        onClose={() => look(null)}
      />
    )
  const data = overview.data
  return (
    <div className="stack">
      <div className="row">
        <InstallPack onInstalled={() => undefined} />
        <button type="button" className="as-link" onClick={() => setSigners(true)}>
          可信的签发人{data && `（${data.signers.length}）`}
        </button>
        <span className="quiet">
          上级出了新文件，装上它的政策包，先看会影响谁，再定从哪天起启用；装错了可以退回。
        </span>
      </div>
      <Problem error={overview.error} retry={() => void overview.refetch()} />
      {overview.isPending && <Skeleton active />}
      {data?.problem && (
        <div className="notice" role="alert">
          各文件合不到一起，现在无法测算。请退回最近启用的政策包。{data.problem}
        </div>
      )}
      {data && <Documents overview={data} />}
      {data && data.received.length > 0 && (
        <ReceivedPacks received={data.received} onInstalled={look} refetch={() => void overview.refetch()} />
      )}
      {data && data.packs.length === 0 && (
        <EmptyTeach title="还没有安装过政策包">
          现在用的是随软件提供的五份文件。上级印发后继文件时，向签发人要以 .llpack
          结尾的政策包文件，点“安装政策包”选它。安装不会改变任何测算，启用以后才会。
        </EmptyTeach>
      )}
      {data && data.packs.length > 0 && <Installed packs={data.packs} onLook={look} />}
      {data && data.activations.length > 0 && <History activations={data.activations} />}
      {data && <Signers open={signers} signers={data.signers} onClose={() => setSigners(false)} />}
    </div>
  )
}

function Documents({ overview }: { overview: PacksOverview }) {
  const brought = new Map(overview.packs.map((pack) => [pack.id, pack]))
  return (
    <section className="card pack-card" aria-label="在用的文件">
      <h2>
        在用的文件 <span className="quiet">截至 {overview.asOf}</span>
      </h2>
      <table className="plain-table" data-testid="pack-documents">
        <thead>
          <tr>
            <th>文件</th>
            <th>版本</th>
            <th>名称</th>
            <th>有效期</th>
            <th>来自</th>
          </tr>
        </thead>
        <tbody>
          {overview.documents.map((document) => (
            <tr key={document.id}>
              <td>
                <Digits>{document.id}</Digits>
              </td>
              <td>
                <Digits>{document.version}</Digits>
              </td>
              <td>
                {document.title} <span className="faint">{document.number}</span>
              </td>
              <td className="nowrap">
                <Digits>
                  {document.inForceFrom} 至 {document.inForceTo}
                </Digits>
                {document.endedBy && <span className="faint">（被 {document.endedBy} 取代）</span>}
              </td>
              <td className="nowrap">
                {document.packId === null ? (
                  <span className="quiet">随软件提供</span>
                ) : (
                  <b>政策包（{brought.get(document.packId)?.activeFrom ?? ''} 起）</b>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Installed({ packs, onLook }: { packs: readonly PackView[]; onLook: (id: string) => void }) {
  return (
    <section className="card pack-card" aria-label="已安装的政策包">
      <h2>已安装的政策包</h2>
      <table className="plain-table" data-testid="packs">
        <thead>
          <tr>
            <th>文件</th>
            <th>制作</th>
            <th>签发人</th>
            <th>安装</th>
            <th>启用</th>
            <th aria-label="操作" />
          </tr>
        </thead>
        <tbody>
          {packs.map((pack) => (
            <tr key={pack.id}>
              <td>
                {pack.documents.map((document) => (
                  <div key={document.id}>
                    <span className="digits">
                      {document.id} {document.version}
                    </span>{' '}
                    {document.title}
                  </div>
                ))}
              </td>
              <td>
                {pack.issuer} <Digits>{pack.madeOn}</Digits>
              </td>
              <td>
                {pack.signer ?? (
                  <span title={pack.acceptedReason ?? ''}>
                    <span className="bad">{pack.fingerprint === null ? '没有签名' : '不在名单中'}</span>{' '}
                    <span className="faint">{pack.acceptedReason}</span>
                  </span>
                )}
              </td>
              <td className="nowrap">
                <Digits>{shanghaiDay(pack.installedAt)}</Digits> {pack.installedBy}
              </td>
              <td className="nowrap">
                {pack.activeFrom === null ? (
                  <span className="quiet">没有启用</span>
                ) : (
                  <b className="good digits">{pack.activeFrom} 起</b>
                )}
              </td>
              <td className="nowrap pack-acts">
                <button type="button" className="as-link" onClick={() => onLook(pack.id)}>
                  {pack.activeFrom === null ? '看影响、启用' : '看影响'}
                </button>
                {pack.activeFrom === null ? (
                  <RemoveButton
                    what="删除"
                    title={`删除政策包 ${pack.documents.map(({ id }) => id).join('、')}`}
                    effect="政策包从台账中删去，测算不变。要用时得重新安装。"
                    act={(reason) => client.packs.remove({ id: pack.id, reason })}
                    done={`删除政策包 ${pack.documents.map(({ id }) => id).join('、')}`}
                  />
                ) : (
                  <GoBack pack={pack} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function History({ activations }: { activations: readonly PackActivationView[] }) {
  return (
    <section className="card pack-card" aria-label="启用的经过">
      <h2>启用的经过</h2>
      <ol className="pack-history">
        {activations.map((one) => (
          <li key={one.id} className={one.withdrawnAt === null ? '' : 'pack-withdrawn'}>
            <b className="digits">{one.from} 起</b>
            <span>
              {one.documents.map(({ id, version }) => `${id} ${version}`).join('、')}
              <span className="quiet">
                ，{one.activatedBy} 于 <span className="digits">{momentText(one.activatedAt)}</span> 启用：
                {one.reason}
              </span>
              {one.withdrawnAt !== null && (
                <div>
                  已退回 <span className="quiet">{one.withdrawnBy} 于 </span>
                  <span className="digits quiet">{momentText(one.withdrawnAt)}</span>
                  <span className="quiet">：{one.withdrawnReason}</span>
                </div>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
