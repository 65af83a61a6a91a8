/* A queue of cases by keyboard: K shows, R covers, H hides, J and P go on and back. It wraps forms and
   links that work without it. A case that is shown goes without a reload: the answer to its form is the
   queue as it is now, and the one after it has the focus. In the form of one case, Ctrl and Enter decide,
   and whoever begins to fill it in is seen by others to be at it. */

const OFF = "keys-off"
const SHOW = 'form[action$="/decision"]'
const LINKS = { r: 'a[href$="?measure=redact"]', h: 'a[href$="?measure=hide"]' }

customElements.define("case-keys", class extends HTMLElement {
  #leaving = new AbortController()

  connectedCallback() {
    const until = { signal: this.#leaving.signal }
    this.hint = this.querySelector("[data-hint]")
    this.hint?.removeAttribute("hidden")
    this.off = this.hint?.querySelector("input")
    if (this.off) {
      this.off.checked = remembered((store) => store.getItem(OFF) !== null)
      this.off.onchange = () => remembered((store) => (this.off.checked ? store.setItem(OFF, "") : store.removeItem(OFF)))
    }
    document.addEventListener("keydown", (event) => this.#pressed(event), until)
    this.addEventListener("submit", (event) => this.#sent(event), until)
    this.addEventListener("input", () => this.#claim(), { ...until, once: true })
    if (this.dataset.go) this.querySelector(`[name="${this.dataset.go}"]`)?.focus()
  }

  disconnectedCallback() {
    this.#leaving.abort()
  }

  #pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return this.#decide(event)
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return
    if (this.off?.checked || this.busy || !this.#cases.length) return
    const key = event.key.toLowerCase()
    const act = { k: () => this.#form.requestSubmit(), j: () => this.#go(1), p: () => this.#go(-1), "?": () => this.#help() }[key]
      ?? (LINKS[key] && (() => this.#case.querySelector(LINKS[key]).click()))
    if (!act) return
    event.preventDefault()
    act()
  }

  get #cases() {
    return [...this.querySelectorAll("[data-case]")]
  }

  /** The case that has the focus, or the first. */
  get #case() {
    return document.activeElement?.closest("[data-case]") ?? this.#cases[0]
  }

  get #form() {
    return this.#case.querySelector(SHOW)
  }

  #go(by) {
    const cases = this.#cases
    const at = cases.indexOf(document.activeElement?.closest("[data-case]"))
    const next = cases[Math.min(Math.max(at + by, 0), cases.length - 1)]
    next.focus()
    next.scrollIntoView({ block: "nearest" })
  }

  #help() {
    this.hint.tabIndex = -1
    this.hint.focus()
  }

  #decide(event) {
    const form = event.target.closest?.("form")
    if (!form || !this.contains(form)) return
    event.preventDefault()
    form.requestSubmit()
  }

  async #sent(event) {
    const shown = event.target.closest("[data-case]")
    if (!shown) return
    event.preventDefault()
    if (this.busy) return
    this.busy = true
    const cases = this.#cases
    const at = cases.indexOf(shown)
    const next = (cases[at + 1] ?? cases[at - 1])?.dataset.case
    try {
      const answer = await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) })
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-cases]")
      if (!answer.ok || !now) return event.target.submit()   // the page that says why
      this.querySelector("[data-cases]").replaceWith(now)
      const left = now.querySelector(".counts b")?.textContent ?? "0"
      this.#say(this.dataset.done.replace("{n}", left))
      const focus = this.#cases.find((one) => one.dataset.case === next) ?? this.#cases[0]
      focus?.focus()
    } catch {
      this.#say(this.dataset.failed)
    } finally {
      this.busy = false
    }
  }

  #say(words) {
    this.querySelector("[role=status]").textContent = words
  }

  /** Tell others, once, that somebody is at this case. */
  async #claim() {
    const form = document.querySelector("[data-claim] form")
    if (!form) return
    try {
      await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) })
    } catch { /* A courtesy: the button still does it. */ }
  }
})

/** Ask the memory of the browser, which may be forbidden: then nothing is remembered. */
function remembered(ask) {
  try {
    return ask(localStorage)
  } catch {
    return false
  }
}

function typing(target) {
  return target.closest("input:not([type=radio]), textarea, select, [contenteditable]") !== null
}
