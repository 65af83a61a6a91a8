/* What somebody is writing is kept in this tab until it is sent, and says so when the connection goes.
   Sentences come from its attributes; a room has a line of its own, live/line.js. */

const OURS = "words:"
const SENT = "sent"

customElements.define("keep-words", class extends HTMLElement {
  connectedCallback() {
    const elsewhere = (one) => one.closest("live-room")
    this.forms = [...document.querySelectorAll("main form[method=post]")].filter((one) => !elsewhere(one))
    this.areas = this.forms.flatMap((form) => [...form.querySelectorAll("textarea")])
    const [how] = performance.getEntriesByType("navigation")
    if (how?.type !== "back_forward") forget(JSON.parse(kept(SENT) ?? "[]"))   // it arrived
    keep(SENT, null)
    if (this.areas.filter(restore).length) this.say("restored")

    document.addEventListener("input", (event) => this.typed(event.target))
    document.addEventListener("submit", (event) => this.sending(event))
    addEventListener("offline", () => this.areas.length && this.say("lost"))
    addEventListener("online", () => this.say(this.tried ? "back" : ""))
    if (!navigator.onLine && this.areas.length) this.say("lost")
  }

  typed(area) {
    if (!this.areas.includes(area)) return
    const [was, now] = [area.defaultValue, area.value]
    keep(name(area), now === was ? null : JSON.stringify({ was, now }))
    if (this.saying === "restored") this.say("")
  }

  sending(event) {
    const form = event.target
    if (form.getAttribute("action") === this.getAttribute("leaving")) forget(Object.keys(sessionStorage))
    if (!this.forms.includes(form)) return
    if (!navigator.onLine) {
      event.preventDefault()
      this.tried = true
      this.say("unsent")
    } else if (!event.defaultPrevented) {
      keep(SENT, JSON.stringify(this.areas.filter((area) => area.form === form).map(name)))
    }
  }

  say(what) {
    this.saying = what
    this.textContent = this.dataset[what] ?? ""
  }
})

function name(area) {
  return `${location.pathname} ${area.form.getAttribute("action")} ${area.name}`
}

/** Put back what was being written, unless the form begins with other words now. */
function restore(area) {
  const { was, now } = JSON.parse(kept(name(area)) ?? "{}")
  if (was !== area.defaultValue || area.value !== was) return false
  area.value = now
  area.dispatchEvent(new Event("input", { bubbles: true }))
  return true
}

function kept(what) {
  try {
    return sessionStorage.getItem(OURS + what)
  } catch {   // the browser keeps nothing
    return null
  }
}

function keep(what, words) {
  try {
    if (words === null) sessionStorage.removeItem(OURS + what)
    else sessionStorage.setItem(OURS + what, words)
  } catch {}
}

function forget(names) {
  for (const one of names) keep(one.startsWith(OURS) ? one.slice(OURS.length) : one, null)
}
