/** What the message field offers while a person types: commands, people, channels. */

const MOST = 8;

/**
 * Suggestions for `text` with the cursor at `caret`.
 * @returns {{from: number, items: {insert, label, detail, eager}[]}} `from` is where the word
 *   begins that a choice replaces; Enter takes an `eager` item at once.
 */
export function suggest(text, caret, desk) {
  const before = text.slice(0, caret);
  return (
    suggestCommand(before, desk) ??
    suggestVerb(before, desk) ??
    suggestName(before, desk) ?? { from: caret, items: [] }
  );
}

function suggestCommand(before, desk) {
  if (!/^\/\S*$/.test(before)) return null;
  const items = desk.state.commands
    .filter((command) => command.command.startsWith(before))
    .map((command) => ({
      insert: `${command.command} `,
      label: command.command,
      detail: command.description,
      eager: command.command !== before,
    }));
  return { from: 0, items };
}

/** The first words of the usage hint's alternatives: "task … | list | done T-1". */
function suggestVerb(before, desk) {
  const match = /^(\/\S+) (\S*)$/.exec(before);
  const command = match && desk.state.commands.find((one) => one.command === match[1]);
  if (!command) return null;
  const items = usages(command)
    .filter(({ verb }) => verb.startsWith(match[2].toLowerCase()) && verb !== match[2])
    .map(({ verb, rest }) => ({ insert: `${verb} `, label: verb, detail: rest, eager: false }));
  return { from: match[1].length + 1, items };
}

function usages(command) {
  const hint = (command.usage_hint ?? "").replace(/^\[|\]$/g, "");
  const parts = hint.split("|").map((part) => part.trim());
  if (parts.length < 2) return [];
  return parts
    .map((part) => ({ verb: part.split(/\s+/)[0], rest: part.split(/\s+/).slice(1).join(" ") }))
    .filter(({ verb }) => /^[a-z]+$/.test(verb));
}

function suggestName(before, desk) {
  const match = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (!match) return null;
  const [, sign, typed] = match;
  const wanted = typed.toLowerCase();
  const candidates =
    sign === "@" ? desk.people().map(personItem) : desk.reader.channels().map(channelItem);
  const items = candidates
    .filter((item) => item.words.some((word) => word.toLowerCase().startsWith(wanted)))
    .map((item) => ({ ...item, eager: item.insert.trim() !== sign + typed }));
  return { from: before.length - typed.length - 1, items: items.slice(0, MOST) };
}

function personItem(person) {
  return {
    insert: `@${person.name} `,
    label: `@${person.name}`,
    detail: `${person.real_name}, ${person.title}`,
    words: [person.name, ...person.real_name.split(/\s+/)],
  };
}

function channelItem(channel) {
  return {
    insert: `#${channel.name} `,
    label: `#${channel.name}`,
    detail: channel.topic,
    words: [channel.name],
  };
}
