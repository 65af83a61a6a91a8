/* Puts new HTML in place of old without taking anything from whoever is using it: what was typed or
   chosen stays, what was unfolded stays unfolded, and focus stays where it was. */

const CONTROLS = "input, textarea, select, button, summary, a[href]"

/** Put `html` into an element. */
export function fill(element, html) {
  const kept = keep(element)
  element.innerHTML = html
  restore(element, kept)
}

/** Carry what was chosen and written in a form into one that was drawn in its place, and return the
    button there that is like this one. */
export function carry(form, fresh, button) {
  restore(fresh, keep(form))
  return button && [...fresh.querySelectorAll(CONTROLS)].find((one) => name(one) === name(button))
}

/** Put `html`, one element, in the place of a row, or make a new one. */
export function row(list, key, html) {
  const made = document.createElement("template")
  made.innerHTML = html
  const fresh = made.content.firstElementChild
  const old = find(list, key)
  if (!old) return fresh
  const kept = keep(old)
  fresh.hidden = old.hidden
  old.replaceWith(fresh)
  restore(fresh, kept)
  return undefined
}

/** The row of a list with this key. */
export function find(list, key) {
  return [...list.children].find((one) => one.dataset.key === key)
}

/** Put rows into this order, moving none that stands right; the one in use keeps the focus. */
export function order(list, rows) {
  const used = list.contains(document.activeElement) ? document.activeElement : undefined
  rows.forEach((one, place) => {
    if (list.children[place] !== one) list.insertBefore(one, list.children[place] ?? null)
  })
  if (used && used !== document.activeElement) used.focus({ preventScroll: true })
}

function keep(element) {
  const active = element.contains(document.activeElement) ? document.activeElement : undefined
  return {
    changed: [...element.querySelectorAll("input, textarea, select")].filter((one) => isChanged(one) && !isSent(one)).map(noted),
    open: [...element.querySelectorAll("details[open] > summary")].map((one) => one.textContent),
    sure: [...element.querySelectorAll("[data-sure]:not([hidden])")].map((one) => [action(one), one.querySelector("[data-words]").textContent]),
    focus: active && { at: name(active), from: active.selectionStart, to: active.selectionEnd },
  }
}

function restore(element, { changed, open, sure, focus }) {
  const controls = [...element.querySelectorAll(CONTROLS)]
  for (const { at, value, checked } of changed) {
    const control = controls.find((one) => name(one) === at)
    if (!control) continue
    if (checked === undefined) control.value = value
    else control.checked = checked
    if (control.name === "choice") control.form.dataset.touched = "yes"   // not what is stored
  }
  for (const summary of element.querySelectorAll("summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true
  }
  for (const block of element.querySelectorAll("[data-sure]")) {
    const asked = sure.find(([at]) => at === action(block))
    if (!asked) continue
    block.querySelector("[data-words]").textContent = asked[1]
    block.hidden = false
  }
  if (!focus) return
  const again = controls.find((one) => name(one) === focus.at)
  if (!again) element.tabIndex = -1
  ;(again ?? element).focus({ preventScroll: true })
  if (again && focus.from != null) again.setSelectionRange(focus.from, focus.to)
}

/** What is under way has left the form: the news it makes must not bring it back. */
function isSent(control) {
  return control.form?.getAttribute("aria-busy") === "true"
}

function isChanged(control) {
  if (control.type === "hidden") return false
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked
  if (control.tagName === "SELECT") return [...control.options].some((one) => one.selected !== one.defaultSelected)
  return control.value !== control.defaultValue
}

function noted(control) {
  const ticked = control.type === "radio" || control.type === "checkbox"
  return { at: name(control), value: control.value, checked: ticked ? control.checked : undefined }
}

/** Where the form goes that this stands in. */
function action(element) {
  return element.closest("form").getAttribute("action")
}

/** What tells one control from another, before and after: the poll or row, the form, the name. */
function name(control) {
  const form = control.form ?? control
  const ticked = control.type === "radio" || control.type === "checkbox" || control.tagName === "BUTTON"
  const place = form.elements ? [...form.elements].filter((one) => one.name === control.name).indexOf(control) : 0
  return [form.getAttribute?.("action"), control.tagName, control.name, ticked ? control.value : place,
    control.name ? "" : control.textContent].join("|")
}
