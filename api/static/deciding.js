// Sending what a person decides: one after the other, under the name in the form.

export class Decisions {
  #queue = Promise.resolve();
  #pending = null;

  // `say` shows words to the person, `who` asks for the name.
  constructor(form, url, say, who) {
    Object.assign(this, { form, url, say, who });
    if (form.elements.by) form.elements.by.value = sessionStorage.getItem("qilian-by") ?? "";
  }

  async send(method, path, body) {
    const answer = await fetch(this.url + path, {
      method, body: body && JSON.stringify(body),
      headers: {
        "Accept": "application/json", "Content-Type": "application/json",
        "X-Qilian-Token": this.form.dataset.token,
      },
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.detail ?? answer.statusText);
    return data;
  }

  // One after the other, in the order of the keys.
  later(work) {
    this.#queue = this.#queue.then(work).catch((err) => this.say(err.message));
  }

  // Who decides; without a name it is asked for, and `then` waits until it is `named`.
  person(then) {
    const field = this.form.elements.by;
    const name = field.value.trim();
    if (name) sessionStorage.setItem("qilian-by", name);
    else {
      this.#pending = then;
      field.focus();
      this.say(this.who);
    }
    return name;
  }

  // The name is there: keep it, give back what waited for it.
  named() {
    sessionStorage.setItem("qilian-by", this.form.elements.by.value.trim());
    return this.forgotten();
  }

  // What waited for the name waits no more.
  forgotten() {
    const then = this.#pending;
    this.#pending = null;
    return then;
  }
}
