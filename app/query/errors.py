class QueryError(ValueError):
    """A parameter that can't be understood: its name, and a sentence that says what would be right."""

    def __init__(self, parameter: str, sentence: str) -> None:
        super().__init__(sentence)
        self.parameter = parameter
        self.sentence = sentence
