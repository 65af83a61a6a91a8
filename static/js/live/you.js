/* What is mine on a page that is drawn alike for everybody: what I marked, my receipt, my place. */

/** Say on the page who reads it and what they may do. */
export function standing(root, you) {
  root.dataset.you = !you.signed_in ? "visitor" : you.checked_in ? "here" : "away"
  root.toggleAttribute("data-muted", Boolean(you.muted))
  for (const place of root.querySelectorAll("[data-muted-because]")) place.textContent = you.muted ?? ""
}

/** Mark my entries in the lists, and say where the first of them stands. */
export function entries(root, mine, queue, words, whys) {
  for (const row of root.querySelectorAll("[data-list] > [data-key]")) {
    row.classList.toggle("mine", mine.includes(row.dataset.key))
  }
  const place = queue.findIndex(([ref]) => mine.includes(ref))
  for (const line of root.querySelectorAll("[data-my-place]")) {
    line.hidden = place < 0
    if (place >= 0) line.textContent = `${words.replace("{n}", place + 1)}: ${whys[queue[place][2]]}`
  }
}

/** Which entries I support; read from the page as it was drawn for me. */
export function supported(root) {
  const pressed = root.querySelectorAll("form[data-do=support] button[aria-pressed=true]")
  return new Set([...pressed].map((one) => one.form.elements.entry.value))
}

/** Show on each button whether I support the entry, so that pressing it does the other thing. */
export function supports(root, mine) {
  for (const form of root.querySelectorAll("form[data-do=support]")) {
    const [button, on] = [form.querySelector("button"), mine.has(form.elements.entry.value)]
    button.setAttribute("aria-pressed", on)
    button.value = on ? "no" : "yes"
  }
}

/** Show in each open poll what I marked, or why I may not. */
export function ballots(root, { ballots, may, signed_in: known }, zone) {
  for (const poll of root.querySelectorAll("[data-poll]")) {
    const mine = ballots[poll.dataset.poll]
    const form = poll.querySelector("form[data-do=vote]")
    if (!form) continue
    const refused = known && may.vote
    poll.querySelector("[data-refused]").hidden = !refused
    poll.querySelector("[data-refused] p").textContent = refused || ""
    poll.querySelector("[data-ballot]").hidden = Boolean(refused)
    if (mine?.choice) mark(form, mine.choice)
    if (mine) receipt(poll, mine, mine.choice ? words(form, mine.choice) : "", zone)
  }
}

/** Mark the answers of a form as they were sent. */
function mark(form, choice) {
  const controls = [...form.querySelectorAll("[name=choice]")]
  controls.forEach((one, place) => {
    if (one.tagName === "BUTTON") one.setAttribute("aria-pressed", choice.includes(one.value))
    else if (form.dataset.touched) return
    else if (one.tagName === "SELECT") one.value = choice[place]
    else one.checked = choice.includes(one.value)
  })
}

/** What a choice says in words; that of the form as it stands, if none is given. */
export function words(form, choice) {
  const told = (one) => (one.tagName === "BUTTON" ? one.querySelector("span") : one.closest("label").querySelector("span")).textContent
  const said = []
  for (const [place, one] of form.querySelectorAll("[name=choice]").entries()) {
    if (one.tagName === "SELECT") {
      const value = choice ? choice[place] : one.value
      if (value !== one.options[0].value) said.push(`${told(one)}: ${value}`)
    } else if (choice ? choice.includes(one.value) : one.checked || one.getAttribute("aria-pressed") === "true") {
      said.push(told(one))
    }
  }
  return said.join("; ")
}

function receipt(poll, { receipt: code, at }, said, zone) {
  const line = poll.querySelector("[data-receipt]")
  if (!line) return
  const [word, time, link] = ["[data-words]", "[data-at]", "[data-code]"].map((one) => line.querySelector(one))
  if (said) word.textContent = said
  if (at) time.textContent = new Date(at).toLocaleTimeString(document.documentElement.lang, { timeZone: zone, hour12: false })
  if (link && code) {
    link.href = `/r/${code}`
    link.firstElementChild.textContent = code
  }
  line.hidden = false
}
