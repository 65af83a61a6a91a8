/* One letter presses what carries it as `data-key`, unless somebody is typing. Where several carry the
   same, the first that can be seen is meant: the first of a queue. What was pressed a moment ago may do
   something else by now, so a second press right behind the first is dropped. Whoever speaks to their
   computer, or touches keys by accident, turns the letters off. */

const NERVOUS = 700
const OFF = "keys-off"

customElements.define("press-keys", class extends HTMLElement {
  #pressed = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return
    if (this.#off.checked) return
    const key = event.key.toLowerCase()
    const found = [...document.querySelectorAll("[data-key]")]
    const meant = found.find((one) => one.dataset.key === key && one.checkVisibility())
    if (!meant) return
    event.preventDefault()
    meant.focus()
    meant.click()
  }

  #last = { key: "", at: -NERVOUS }

  #clicked = (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key
    if (!key) return
    const twice = key === this.#last.key && event.timeStamp - this.#last.at < NERVOUS
    this.#last = { key, at: event.timeStamp }
    if (!twice || key === "m") return
    event.preventDefault()
    event.stopPropagation()
  }

  #off = { checked: false }

  connectedCallback() {
    this.hidden = false
    this.#off = this.querySelector("input")
    this.#off.checked = remembered((store) => store.getItem(OFF) !== null)
    this.#off.onchange = () => remembered((store) => (this.#off.checked ? store.setItem(OFF, "") : store.removeItem(OFF)))
    document.addEventListener("keydown", this.#pressed)
    document.addEventListener("click", this.#clicked, true)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#pressed)
    document.removeEventListener("click", this.#clicked, true)
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
  return target.closest("input, textarea, select, [contenteditable]") !== null
}
