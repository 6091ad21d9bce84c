/** The details of the open conversation, by the names that a person would use. */
export class Details {
  constructor(widget) {
    this.page = widget.page;
    this.view = widget.page.locator('.madang-details:not(.madang-person)');
    this.person = widget.page.locator('.madang-person');
    this.opener = widget.page.getByRole('button', { name: 'Show details' });
  }

  async open(part) {
    if (!(await this.view.isVisible())) await this.opener.click();
    if (part) await this.view.getByRole('button', { name: part, exact: true }).click();
    return this;
  }

  async close() {
    await this.view.getByRole('button', { name: 'Back' }).click();
    await this.view.waitFor({ state: 'detached' });
  }

  row(name) {
    return this.view.getByRole('listitem').filter({ hasText: name });
  }

  /** Presses something on the page of a person that is open, in a group of choices or alone, and goes back. */
  async decide(item, choices) {
    const within = choices ? this.person.getByRole('group', { name: choices, exact: true }) : this.person;
    await within.getByRole('button', { name: item, exact: true }).click();
  }

  async back() {
    await this.person.getByRole('button', { name: 'Back' }).click();
    await this.person.waitFor({ state: 'detached' });
  }

  /** On a member's page, and back. */
  async act(name, item, choices) {
    await this.row(name).getByRole('button').first().click();
    await this.decide(item, choices);
    await this.back();
  }
}
