import { useState } from 'react'
import { useSession } from '../../state/session.ts'
import { CreateLedger } from './CreateLedger.tsx'
import { Demo } from './Demo.tsx'
import { OpenLedger } from './OpenLedger.tsx'
import { Recover } from './Recover.tsx'

type Step =
  | { at: 'doors' }
  | { at: 'create' }
  | { at: 'open'; path: string }
  | { at: 'recover'; path: string }

/** What is seen while no ledger is open: make one, open one, or try the invented county. */
export function Start() {
  const { recent } = useSession()
  const usual = recent.find((one) => one.exists)
  const [step, setStep] = useState<Step>(usual ? { at: 'open', path: usual.path } : { at: 'doors' })
  const back = () => setStep({ at: 'doors' })
  return (
    <div className="start">
      <main className={step.at === 'doors' ? 'start-card' : 'start-card start-narrow'}>
        <div className="start-head">
          <span className="frame-mark" aria-hidden="true" style={{ width: 32, height: 32, fontSize: 18 }}>
            劳
          </span>
          <div>
            <h1>劳务协作台账</h1>
            <div className="quiet">不用联网。数据只在这台电脑上，加密保存。</div>
          </div>
        </div>
        {step.at === 'doors' && <Doors go={setStep} />}
        {step.at === 'create' && <CreateLedger onBack={back} />}
        {step.at === 'open' && (
          <OpenLedger
            key={step.path}
            path={step.path}
            onBack={back}
            onForgotten={(path) => setStep({ at: 'recover', path })}
          />
        )}
        {step.at === 'recover' && (
          <Recover path={step.path} onBack={() => setStep({ at: 'open', path: step.path })} />
        )}
      </main>
    </div>
  )
}

function Doors({ go }: { go: (step: Step) => void }) {
  const { recent, folder } = useSession()
  return (
    <>
      <div className="start-doors">
        <button type="button" className="start-door" onClick={() => go({ at: 'create' })}>
          <b>新建台账</b>
          <span>设口令，填单位和县（区），两分钟开始用。</span>
        </button>
        <button type="button" className="start-door" onClick={() => go({ at: 'open', path: '' })}>
          <b>打开台账</b>
          <span>打开这台电脑或 U 盘上已有的台账文件。</span>
        </button>
        <Demo />
      </div>
      {recent.length > 0 && (
        <section style={{ marginTop: 22 }}>
          <h2 style={{ fontSize: 13 }}>最近打开过的台账</h2>
          <ul className="recent">
            {recent.map((one) => (
              <li key={one.path}>
                <button
                  type="button"
                  disabled={!one.exists}
                  onClick={() => go({ at: 'open', path: one.path })}
                >
                  <b className="nowrap">{one.name}</b>
                  <span className="quiet ellipsis">
                    {one.exists ? one.path : `${one.path}（文件不在了）`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="faint" style={{ marginTop: 18, fontSize: 12, overflowWrap: 'anywhere' }}>
        台账默认放在 {folder}
      </p>
    </>
  )
}
