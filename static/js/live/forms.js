/* Forms of the room go over the line, with the same fields under the same names; the answer stands
   beside the form. Without a line they are sent as any other form. */

import { words } from "./you.js"

const PATIENCE = 4000   // so long a form waits for a line; pressed again after it, it goes by itself
export const LATE = "ballot.late"   // its form goes with the poll, so the page has a place to say it

/** Send what a form holds, once it is sure, and return the answer, with `still` if the form has not
    changed meanwhile; nothing if it is not sent so. */
export async function send(event, line, sentences) {
  const { target: form, submitter } = event
  if (line.state === "slow" || line.state === "signed-out" || form.dataset.alone) return undefined
  event.preventDefault()
  if (form.getAttribute("aria-busy") === "true") return undefined   // a double tap is one tap
  if (!isSure(form, submitter)) return undefined
  const region = form.closest("[data-region]")
  const complain = (sentence) => say(form.isConnected || !region ? form : region, sentence, true)
  const once = form.querySelector("[name=once]")
  const rid = once?.value || key()
  const sent = fields(form, submitter)
  const message = { ...sent, do: form.dataset.do, rid }
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
    form.dataset.alone = "yes"
    if (once) once.value = rid
    form.requestSubmit(submitter)
    return undefined
  }
  delete form.dataset.alone
  if (once && !(answer.t === "nack" && answer.retry)) once.value = key()
  complain(answer.t === "nack" && answer.code !== LATE ? complaint(answer) : "")
  return { ...answer, still: JSON.stringify(fields(form, submitter)) === JSON.stringify(sent) }
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
