/** What the page knows: who acts, where they are, and what the workspace said last. */

/** The drawing modules read it; only desk.js and this module change it. */
export const desk = {
  me: null,
  place: "",
  channelId: null,
  otherPerson: null,
  placeTitle: "",
  unreadAtOpening: 0,
  state: null,
  messages: [],
  reader: null,
  signature: "",
  readAt: 0,
  now() {
    const passed = desk.state.running ? 0 : performance.now() - desk.readAt;
    return new Date(Date.parse(desk.state.now) + passed);
  },
  person(id) {
    return desk.state.users.find((user) => user.id === id) ?? null;
  },
  /** The people one can act as or ask, not the apps and not who has left. */
  people() {
    return desk.state.users.filter((user) => !user.is_bot && !user.deleted);
  },
};

/** Takes over what the workspace answered for the acting person. */
export function takeState(state) {
  desk.state = state;
  desk.readAt = performance.now();
  const byId = new Map(state.channels.map((channel) => [channel.id, channel]));
  desk.reader = {
    me: desk.me,
    zone: state.me.tz,
    now: desk.now,
    person: desk.person,
    people: desk.people,
    channel: (id) => byId.get(id) ?? null,
    channels: () => state.channels.filter((channel) => channel.is_member || !channel.is_private),
    channelLink: (id) => `#/${state.me.name}/${byId.get(id)?.name ?? ""}`,
  };
  const names = state.users.map((user) => [user.id, user.real_name, user.deleted]);
  desk.signature = JSON.stringify([desk.me, state.me.tz, names]);
  findPlace();
}

/** Turns the place's name into ids. */
export function findPlace() {
  const { state, place } = desk;
  const other = place.startsWith("@")
    ? (state.users.find((user) => user.name === place.slice(1)) ?? null)
    : null;
  const channel = state.channels.find((one) => one.name === place);
  const dm = other && state.dms.find((one) => one.user_id === other.id);
  desk.otherPerson = other;
  desk.channelId = channel?.id ?? dm?.id ?? null;
  desk.placeTitle = channel ? `#${channel.name}` : (other?.real_name ?? place);
}

/** The channel or direct message that is open, as the workspace describes it. */
export function currentConversation() {
  const { state, channelId } = desk;
  return [...state.channels, ...state.dms].find((one) => one.id === channelId) ?? null;
}

/** The name of the place where the app writes to the acting person. */
export function appPlace() {
  return `@${desk.person(desk.state.app.bot_user_id)?.name ?? "app"}`;
}

/** Where somebody starts who names no place. */
export function firstPlace() {
  return desk.state.channels.find((channel) => channel.is_member)?.name ?? "home";
}
