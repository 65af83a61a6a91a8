/* Turns words that somebody selects in a clause into a choice of the form below it, which works
   without: it lists the sentences. Passing over a number shows which words belong to it. */

customElements.define("mark-words", class extends HTMLElement {
  connectedCallback() {
    this.law = this.querySelector(".law")
    this.field = document.getElementById("f-about")
    for (const type of ["pointerover", "focusin"]) this.addEventListener(type, (event) => this.#point(event.target))
    if (!this.law || !this.field) return
    this.quote = this.field.form.elements.quote
    this.field.addEventListener("change", () => { this.quote.value = this.#options().get(this.field.value) ?? "" })
    this.offer = document.createElement("button")
    this.offer.type = "button"
    this.offer.className = "btn second"
    this.offer.textContent = this.dataset.offer
    this.offer.hidden = true
    this.law.after(this.offer)
    this.offer.addEventListener("click", () => this.#choose())
    document.addEventListener("selectionchange", () => this.#look())
  }

  #point(target) {
    const spot = target.closest("[data-spot]")?.dataset.spot
    for (const mark of this.querySelectorAll("mark")) {
      mark.classList.toggle("here", spot !== undefined && mark.dataset.spots.split(" ").includes(spot))
    }
  }

  #look() {
    const selection = getSelection()
    const inside = selection.rangeCount && !selection.isCollapsed && this.law.contains(selection.getRangeAt(0).commonAncestorContainer)
    if (!inside && document.activeElement === this.offer) return
    this.marked = inside ? this.#words(selection.getRangeAt(0)) : null
    this.offer.hidden = !this.marked
  }

  /* Counted by characters, as the server counts, without what was dropped and the numbers. */
  #words(range) {
    const walker = document.createTreeWalker(this.law, NodeFilter.SHOW_TEXT)
    let place = 0, start = -1, text = ""
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (node.parentElement.closest("del, .spot-no")) continue
      if (range.intersectsNode(node)) {
        const from = node === range.startContainer ? range.startOffset : 0
        const upto = node === range.endContainer ? range.endOffset : node.data.length
        if (upto > from) {
          if (start < 0) start = place + [...node.data.slice(0, from)].length
          text += node.data.slice(from, upto)
        }
      }
      place += [...node.data].length
    }
    return text.trim() ? { start, end: start + [...text].length, text } : null
  }

  #choose() {
    const { start, end, text } = this.marked
    const value = `${start}-${end}`
    const option = [...this.field.options].find((one) => one.value === value) ?? new Option("", value)
    option.text = text.length > 110 ? `${text.slice(0, 55)} … ${text.slice(-55)}` : text
    if (!option.parentElement) this.field.add(option)
    this.field.value = value
    this.quotes = this.#options().set(value, text)
    this.quote.value = text
    this.offer.hidden = true
    this.field.scrollIntoView({ block: "center" })
    this.field.focus()
  }

  #options() { return (this.quotes ??= new Map()) }
})
