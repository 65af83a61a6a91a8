// One letter presses what carries it as `data-key`, unless somebody is typing. Where several carry the
// same, the first that can be seen is meant: the first of a queue. The hint shows only where this runs.
customElements.define("press-keys", class extends HTMLElement {
  #pressed = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return
    const key = event.key.toLowerCase()
    const found = [...document.querySelectorAll("[data-key]")]
    const meant = found.find((one) => one.dataset.key === key && one.checkVisibility())
    if (!meant) return
    event.preventDefault()
    meant.focus()
    meant.click()
  }

  connectedCallback() {
    this.hidden = false
    document.addEventListener("keydown", this.#pressed)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#pressed)
  }
})

function typing(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null
}
