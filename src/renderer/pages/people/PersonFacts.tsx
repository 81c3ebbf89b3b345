import { EyeOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { useState } from 'react'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import { ACCOUNT_KIND_TEXT } from '../../../shared/text/registry.ts'
import { client } from '../../client.ts'
import { problemOf } from '../../components/problem.ts'
import { Digits, IdNumber, Known, Unknown } from '../../components/values.tsx'

type Revealed = { idNumber: string | null; payeeAccount: string | null }

/** Facts of a person; what is not known says so. The full number shows on demand, with a note in the audit. */
export function PersonFacts({ person }: { person: PersonDetail }) {
  const { message } = App.useApp()
  const [full, setFull] = useState<Revealed>()
  const reveal = async () => {
    try {
      const shown = await client.people.reveal({ id: person.id })
      setFull({ idNumber: shown.idNumber ?? shown.idNumberWritten, payeeAccount: shown.payeeAccount })
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  const kind = person.payeeAccountKind
  const home = [person.homeCountyName, person.homeTownshipText, person.homeVillage].filter(Boolean).join(' ')
  return (
    <dl className="facts">
      <dt>证件号</dt>
      <dd className="wide row">
        <IdNumber text={full?.idNumber ?? person.idMasked} />
        {!full && person.idMasked && (
          <Button size="small" type="text" icon={<EyeOutlined />} onClick={() => void reveal()}>
            查看完整号码（会记入操作记录）
          </Button>
        )}
      </dd>
      {person.idWarnings.length > 0 && (
        <>
          <dt>注意</dt>
          <dd className="wide notice" style={{ margin: 0 }}>
            {person.idWarnings.join('；')}
          </dd>
        </>
      )}
      <dt>性别</dt>
      <dd>
        <Known>{person.sex}</Known>
      </dd>
      <dt>出生</dt>
      <dd>
        {person.birthDate ? (
          <Digits>
            {person.birthDate}
            {person.age !== null && `（${person.age} 岁）`}
          </Digits>
        ) : (
          <Unknown />
        )}
      </dd>
      <dt>民族</dt>
      <dd>
        <Known>{person.ethnicityText}</Known>
      </dd>
      <dt>文化程度</dt>
      <dd>
        <Known>{person.educationText}</Known>
      </dd>
      <dt>户籍地</dt>
      <dd className="wide">
        <Known>{home}</Known>
      </dd>
      <dt>电话</dt>
      <dd>
        <Known>{person.phone && <Digits>{person.phone}</Digits>}</Known>
      </dd>
      <dt>拼音</dt>
      <dd>{person.pinyin}</dd>
      <dt>收款</dt>
      <dd className="wide">
        {person.payeeAccountMasked || person.payeeName || person.payeeBank ? (
          <>
            <Known>{person.payeeName}</Known> · <Known>{person.payeeBank}</Known> ·{' '}
            <Known>
              {full?.payeeAccount ? <Digits>{full.payeeAccount}</Digits> : person.payeeAccountMasked}
            </Known>
            {kind && kind in ACCOUNT_KIND_TEXT && (
              <span className="quiet">（{ACCOUNT_KIND_TEXT[kind as keyof typeof ACCOUNT_KIND_TEXT]}）</span>
            )}
          </>
        ) : (
          <Unknown />
        )}
      </dd>
      <dt>类别</dt>
      <dd className="wide">
        {person.categories.length === 0 ? (
          person.categoriesKnown ? (
            '不属于任何一类'
          ) : (
            <Unknown />
          )
        ) : (
          person.categories.map((span) => (
            <div key={span.id}>
              <span className="cat">{CATEGORY_TEXT[span.category]}</span>
              <Digits>
                {span.from} 起{span.to ? `，至 ${span.to}` : ''}
              </Digits>
              {span.source && <span className="faint"> {span.source}</span>}
            </div>
          ))
        )}
      </dd>
      {person.note && (
        <>
          <dt>备注</dt>
          <dd className="wide">{person.note}</dd>
        </>
      )}
    </dl>
  )
}
