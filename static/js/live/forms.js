/* Forms of the room go over the line, with the same fields under the same names; the answer stands
   beside the form. Without a line they are sent as any other form. */

import { carry } from "./patch.js"
import { words } from "./you.js"

const PATIENCE = 4000   // so long a form waits for a line; pressed again after it, it goes by itself
export const LATE = "ballot.late"   // its form goes with the poll, so the page has a place to say it

const sent = new WeakMap()      // what each form sent with the key it holds
const pressed = new WeakMap()   // what was pressed on a form while it was being answered

/** Send what a form holds, once it is sure, and return the answer, with `still` if the form has not
    changed meanwhile; nothing if it is not sent so. */
export async function send(event, line, sentences) {
  const { target: form, submitter } = event
  const once = form.querySelector("[name=once]")
  const now = fields(form, submitter)
  const busy = form.getAttribute("aria-busy") === "true"
  const other = sent.has(form) && !alike(sent.get(form), now)
  if (line.state === "slow" || line.state === "signed-out" || form.dataset.alone) {
    if (once && other) once.value = key()   // not what was sent before, so not that once more
    return undefined
  }
  event.preventDefault()
  if (busy) {
    if (other) pressed.set(form, submitter)
    else pressed.delete(form)   // a double tap is one tap
    return undefined
  }
  if (!isSure(form, submitter)) return undefined
  if (once && other) once.value = key()
  const [region, room] = [form.closest("[data-region]"), form.closest("live-room")]
  const complain = (sentence) => say(form.isConnected || !region ? form : region, sentence, true)
  const rid = once?.value || key()
  const message = { ...now, do: form.dataset.do, rid }
  sent.set(form, now)
  form.setAttribute("aria-busy", "true")
  const late = setTimeout(() => {
    complain(sentences.waiting)
    form.dataset.alone = "yes"
    if (once) once.value = rid
  }, PATIENCE)
  const answer = await line.send(message)
  clearTimeout(late)
  form.removeAttribute("aria-busy")
  if (!answer) {
    if (once) once.value = rid
    form.dataset.alone = "yes"
    const meant = pressed.has(form) || alike(fields(form, submitter), now)
    const [here, button] = meant ? inPlace(form, pressed.has(form) ? pressed.get(form) : submitter, room) : []
    pressed.delete(form)
    if (!here) {   // it is not there any more, or nobody has pressed what it holds now
      complain(sentences.waiting)
      return undefined
    }
    here.dataset.alone = "yes"
    sent.set(here, now)
    here.requestSubmit(button)
    return undefined
  }
  delete form.dataset.alone
  if (!(answer.t === "nack" && answer.retry)) {
    sent.delete(form)
    if (once) once.value = key()
  }
  complain(answer.t === "nack" && answer.code !== LATE ? complaint(answer) : "")
  return { ...answer, still: !pressed.has(form) && alike(fields(form, submitter), now) }
}

/** Press what was pressed on a form, with another answer, while it was being answered. */
export function again(form, room) {
  if (!pressed.has(form)) return
  const [here, button] = inPlace(form, pressed.get(form), room)
  pressed.delete(form)
  here?.requestSubmit(button)
}

/** A form and its button; if the page was drawn anew meanwhile, those in their place, with all that was
    in the form, down to its key; nothing if what stands there says something else. */
function inPlace(form, button, room) {
  if (form.isConnected) return [form, button]
  for (const fresh of room.querySelectorAll("form[data-do]")) {
    if (purpose(fresh) !== purpose(form)) continue
    const like = carry(form, fresh, button)
    if (!alike(fields(fresh, like), fields(form, button))) continue
    const [old, once] = [form, fresh].map((one) => one.querySelector("[name=once]"))
    if (once) once.value = old.value
    return [fresh, like]
  }
  return []
}

/** What a form is for, whatever is chosen in it and whenever it was drawn. */
function purpose(form) {
  const fixed = [...form.querySelectorAll("input[type=hidden]:not([name=once], [name=next])")]
  return JSON.stringify([form.dataset.do, form.getAttribute("action"), ...fixed.map(({ name, value }) => [name, value])])
}

/** Say something beside a form, or in the region where it stood before that was drawn anew, politely. */
export function say(form, sentence, bad = false) {
  let place = form.querySelector(":scope > [data-answer]")
  if (!place && !sentence) return
  if (!place) {
    place = document.createElement("p")
    place.className = "answer-line"
    place.dataset.answer = ""
    place.setAttribute("role", "status")
    form.append(place)
  }
  place.hidden = !sentence
  place.classList.toggle("bad", bad)
  place.textContent = sentence
}

/** Another answer was chosen: it is not the one stored, and not the one that was read once more. */
export function chosen(form) {
  form.dataset.touched = "yes"
  const sure = form.querySelector("[data-sure]")
  if (sure) sure.hidden = true
}

/** Give every form that has none its key, so that it can be sent without a line too. */
export function keys(root) {
  for (const once of root.querySelectorAll("form[data-do] [name=once][value='']")) once.value ||= key()
}

function complaint({ sentence, fields: wrong }) {
  return wrong ? Object.values(wrong).join(" ") : sentence
}

/** A formal vote is repeated in words before it is sent. */
function isSure(form, submitter) {
  const sure = form.querySelector("[data-sure]")
  if (!sure || submitter?.name === "sure") {
    if (sure) sure.hidden = true
    return true
  }
  sure.querySelector("[data-words]").textContent = words(form)
  sure.hidden = !words(form)
  sure.querySelector("[data-back]").onclick = () => { sure.hidden = true }
  if (sure.hidden) return true
  sure.querySelector("button").focus()
  return false
}

/** Whether two forms say the same; to be sure of it is not to say something else. */
function alike(...forms) {
  const [some, others] = forms.map(({ sure, ...said }) => JSON.stringify(said))
  return some === others
}

function fields(form, submitter) {
  const data = new FormData(form)
  if (submitter?.name) data.append(submitter.name, submitter.value)
  const message = {}
  for (const name of data.keys()) {
    const all = data.getAll(name)
    if (name !== "once" && name !== "next") message[name] = all.length > 1 ? all : all[0]
  }
  return message
}

function key() {
  const bytes = crypto.getRandomValues(new Uint8Array(12))
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("")
}
