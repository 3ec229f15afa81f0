class DatasetError(Exception):
    """A dataset can't be opened; the message is one sentence for people: what, where, what to do."""


class NoRoomError(DatasetError):
    """There is no memory left to read it; later there may be."""
