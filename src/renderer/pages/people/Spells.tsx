import { PlusOutlined, SwapOutlined } from '@ant-design/icons'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import type { PersonDetail, SpellView } from '../../../shared/contract/registry.ts'
import { POST_KIND_TEXT } from '../../../shared/text/registry.ts'
import { Digits, Money, Unknown } from '../../components/values.tsx'
import { InsuredForm } from './InsuredForm.tsx'
import { SpellForm } from './SpellForm.tsx'

/** The spells in words, and the ways to add and change them. */
export function Spells({ person }: { person: PersonDetail }) {
  const [editing, setEditing] = useState<SpellView | 'new' | 'moved' | 'insured' | null>(null)
  const close = () => setEditing(null)
  // Whoever holds two jobs at once says by hand which one ended.
  const open = person.spells.filter((spell) => spell.toState === 'open')
  const current = open.length === 1 ? open[0] : undefined
  return (
    <>
      <ul className="lines" style={{ marginTop: 8 }}>
        {person.spells.map((spell) => (
          <li key={spell.id}>
            <div className="row spread">
              <b className="ellipsis">{spell.employerName ?? <Unknown what="单位未知" />}</b>
              <span className="row nowrap">
                <Digits>
                  {spell.from} 至 {spell.to ?? (spell.toState === 'open' ? '今' : '未知')}
                </Digits>
                <Button size="small" type="link" onClick={() => setEditing(spell)}>
                  修改
                </Button>
              </span>
            </div>
            <div className="quiet">{spellWords(spell).join(' · ')}</div>
            {spell.years.length > 0 && (
              <div className="quiet">
                {spell.years.map((year) => (
                  <span key={year.year} style={{ marginRight: 12 }}>
                    {year.year} 年工资 <Money fen={year.wagesFen} none="未知" />
                    ，往返路费 <Money fen={year.fareFen} none="未知" />
                  </span>
                ))}
              </div>
            )}
            {spell.source && <div className="faint">来自 {spell.source}</div>}
          </li>
        ))}
      </ul>
      <div className="row" style={{ marginTop: 6 }}>
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          加一段务工
        </Button>
        {current && (
          <Button size="small" icon={<SwapOutlined />} onClick={() => setEditing('moved')}>
            换了单位
          </Button>
        )}
        <Button size="small" icon={<PlusOutlined />} onClick={() => setEditing('insured')}>
          登记参保月份
        </Button>
      </div>
      <Modal
        open={editing !== null}
        onCancel={close}
        footer={null}
        width={680}
        destroyOnHidden
        mask={{ closable: false }}
        title={`${person.name}：${editing === 'insured' ? '登记参保月份' : editing === 'new' ? '加一段务工' : editing === 'moved' ? '换了单位' : '修改务工经历'}`}
      >
        {editing === 'insured' ? (
          <InsuredForm person={person} onDone={close} />
        ) : (
          editing && (
            <SpellForm
              personId={person.id}
              personName={person.name}
              {...(editing === 'moved'
                ? current
                  ? { leaving: current }
                  : {}
                : editing === 'new'
                  ? {}
                  : { spell: editing })}
              onDone={close}
            />
          )
        )}
      </Modal>
    </>
  )
}

function spellWords(spell: SpellView): string[] {
  const words = [spell.countyName ?? '地点未知']
  if (spell.postKind !== 'ordinary') words.push(POST_KIND_TEXT[spell.postKind])
  if (spell.jobTitle) words.push(spell.jobTitle)
  words.push(
    spell.organisedState === 'yes'
      ? `有组织（${spell.agentName ?? '机构未知'}）`
      : spell.organisedState === 'no'
        ? '自行外出'
        : '是否有组织未知',
  )
  words.push(
    spell.contractState === 'yes'
      ? `合同 ${spell.contractFrom ?? '未知'} 至 ${spell.contractTo ?? '未知'}`
      : spell.contractState === 'no'
        ? '没有合同'
        : '合同未知',
  )
  if (spell.filingState === 'yes') words.push(`已备案 ${spell.filingNumber ?? ''}`.trim())
  if (!spell.insuredKnown) words.push('参保情况未知')
  return words
}
