"""Slack's own commands for who is in a channel: `/invite @somebody` and `/remove @somebody`."""

from bot.practice.slack.acting import Acting
from bot.practice.slack.objects import Channel, User
from bot.practice.slack.sockets import Answer

INVITE, REMOVE = "/invite", "/remove"
COMMANDS = {
    INVITE: "Add somebody, or {app}, to this channel: /invite @{app}",
    REMOVE: "Take somebody, or {app}, out of this channel: /remove @{app}",
}
"""What each is for; {app} is the name of the app that is installed."""
WHOM = "Whom? {command} @name"
NOBODY = "There is nobody called {name}."
IN_A_DM = "This is a direct message. Who is in it stays as it is."
ADDED, THERE = "@{name} was added to #{channel}.", "@{name} is in #{channel} already."
GONE, NOT_THERE = "@{name} was removed from #{channel}.", "@{name} is not in #{channel}."


class Invitations(Acting):
    """People and apps come into a channel and go out of it."""

    def invite_or_remove(self, user: str, place: Channel, command: str, words: str) -> Answer:
        """Carry out one of COMMANDS; only the person who typed it reads what became of it."""
        self.workspace.note(user, place.id, self._moved(user, place, command, words))
        return Answer("acknowledged")

    def _moved(self, user: str, place: Channel, command: str, words: str) -> str:
        name = words.removeprefix("@").strip()
        if place.is_im:
            return IN_A_DM
        if not name:
            return WHOM.format(command=command)
        whom = self._called(name)
        if whom is None:
            return NOBODY.format(name=name)
        return self._move(user, whom, place, command).format(name=whom.name, channel=place.name)

    def _move(self, user: str, whom: User, place: Channel, command: str) -> str:
        there = whom.id in place.members
        if command == INVITE:
            if there:
                return THERE
            self.join(whom.id, place.id)
            return ADDED
        if not there:
            return NOT_THERE
        self.leave(whom.id, place.id, by=user)
        return GONE

    def _called(self, name: str) -> User | None:
        with self.workspace.lock:
            people = [user for user in self.workspace.users.values() if not user.deleted]
        return next((user for user in people if user.name.lower() == name.lower()), None)
